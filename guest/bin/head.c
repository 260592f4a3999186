/* SPDX-License-Identifier: GPL-2.0-or-later */
/* head: the first lines (10, or -n N, or as in 4.3BSD -N) of files, or of its input. */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void copy(FILE *f, int lines)
{
	int c;

	while (lines > 0 && (c = getc(f)) != EOF) {
		putchar(c);
		lines -= c == '\n';
	}
}

int main(int argc, char **argv)
{
	int option, lines = 10, failed = 0;

	if (argc > 1 && argv[1][0] == '-' && isdigit((unsigned char)argv[1][1])) {
		lines = atoi(argv[1] + 1);
		argv[1] = argv[0];
		argc--, argv++;
	}
	while ((option = getopt(argc, argv, "n:")) != -1) {
		if (option != 'n')
			return 2;
		lines = atoi(optarg);
	}
	if (optind == argc)
		copy(stdin, lines);
	for (int i = optind; i < argc; i++) {
		FILE *f = fopen(argv[i], "r");

		if (f == NULL) {
			warn("%s", argv[i]);
			failed = 1;
			continue;
		}
		copy(f, lines);
		fclose(f);
	}
	return failed;
}
