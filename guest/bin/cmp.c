/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmp: compares two files byte by byte: cmp [-l] [-s] file other. -l: all bytes that differ; -s: only the status, 0 if
 * they are the same, 1 if not. */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static FILE *open_file(const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");

	if (f == NULL)
		err(2, "%s", path);
	return f;
}

int main(int argc, char **argv)
{
	int option, all = 0, silent = 0, differ = 0, a, b;
	long byte = 0, line = 1;
	FILE *first, *second;

	while ((option = getopt(argc, argv, "ls")) != -1) {
		if (option == '?')
			return 2;
		all |= option == 'l';
		silent |= option == 's';
	}
	if (argc - optind != 2) {
		fprintf(stderr, "usage: cmp [-l] [-s] file other\n");
		return 2;
	}
	first = open_file(argv[optind]);
	second = open_file(argv[optind + 1]);
	do {
		a = getc(first);
		b = getc(second);
		byte++;
		if (a != b && (a == EOF || b == EOF)) {
			if (!silent)
				fprintf(stderr, "cmp: EOF on %s\n", argv[optind + (a != EOF)]);
			return 1;
		}
		if (a != b) {
			differ = 1;
			if (all)
				printf("%6ld %3o %3o\n", byte, a, b);
			else if (!silent)
				printf("%s %s differ: char %ld, line %ld\n", argv[optind], argv[optind + 1], byte,
				       line);
			if (!all)
				return 1;
		}
		line += a == '\n';
	} while (a != EOF);
	return differ;
}
