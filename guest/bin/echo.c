/* SPDX-License-Identifier: GPL-2.0-or-later */
/* echo: writes its arguments on one line; -n: without the end of line. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	int more = argc > 1 && strcmp(argv[1], "-n") == 0;

	for (int i = 1 + more; i < argc; i++)
		printf("%s%s", i > 1 + more ? " " : "", argv[i]);
	if (!more)
		printf("\n");
	return 0;
}
