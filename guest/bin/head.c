/* SPDX-License-Identifier: GPL-2.0-or-later */
/* head: the first lines (10, or -n N, or as in 4.3BSD -N) of files, or of its input. -c N: bytes in place of lines. */
#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/inputs.h"

static char **paths;
static long count = 10;
static int bytes;

static void copy(FILE *f, const char *name)
{
	static int files;
	int c;

	if (paths[0] != NULL && paths[1] != NULL)
		printf("%s==> %s <==\n", files++ > 0 ? "\n" : "", name);
	for (long left = count; left > 0 && (c = getc(f)) != EOF; left -= bytes || c == '\n')
		putchar(c);
}

int main(int argc, char **argv)
{
	int option;

	if (argc > 1 && argv[1][0] == '-' && isdigit((unsigned char)argv[1][1])) {
		count = atol(argv[1] + 1);
		argv[1] = argv[0];
		argc--, argv++;
	}
	while ((option = getopt(argc, argv, "n:c:")) != -1) {
		if (option == '?')
			return 2;
		bytes = option == 'c';
		count = atol(optarg);
	}
	paths = argv + optind;
	return each_input(paths, copy);
}
