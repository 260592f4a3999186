/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inputs.h"

#include <err.h>
#include <string.h>

int each_input(char *const *paths, void (*reads)(FILE *f, const char *name))
{
	int failed = 0;

	if (*paths == NULL)
		reads(stdin, "");
	for (; *paths != NULL; paths++) {
		FILE *f = strcmp(*paths, "-") == 0 ? stdin : fopen(*paths, "r");

		if (f == NULL) {
			warn("%s", *paths);
			failed = 1;
			continue;
		}
		reads(f, *paths);
		if (f != stdin)
			fclose(f);
	}
	return failed;
}
