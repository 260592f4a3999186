/* SPDX-License-Identifier: GPL-2.0-or-later */
/* paste: the lines of files side by side, with tabs or the characters of -d between them. -s: of each file all lines in
 * one. The file - is its input. */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILES 12

static const char *between = "\t";

static int separator(int i)
{
	return between[i % strlen(between)];
}

/* A line without its end; 0 at the end of the file. */
static int copy_line(FILE *f)
{
	int c = getc(f);

	if (c == EOF)
		return 0;
	for (; c != EOF && c != '\n'; c = getc(f))
		putchar(c);
	return 1;
}

static void in_one_line(FILE *f)
{
	for (int i = 0, c = getc(f); c != EOF; c = getc(f), i++) {
		ungetc(c, f);
		if (i > 0)
			putchar(separator(i - 1));
		copy_line(f);
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	FILE *files[FILES];
	int option, n, serial = 0;

	while ((option = getopt(argc, argv, "d:s")) != -1) {
		if (option == '?')
			return 2;
		if (option == 'd' && *optarg != '\0')
			between = optarg;
		serial |= option == 's';
	}
	n = argc - optind;
	if (n > FILES)
		errx(2, "more than %d files", FILES);
	for (int i = 0; i < n; i++) {
		files[i] = strcmp(argv[optind + i], "-") == 0 ? stdin : fopen(argv[optind + i], "r");
		if (files[i] == NULL)
			err(1, "%s", argv[optind + i]);
	}
	if (n == 0)
		files[n++] = stdin;
	for (int i = 0; serial && i < n; i++)
		in_one_line(files[i]);
	while (!serial) {
		int left = 0;

		for (int i = 0; i < n; i++) {
			int c = getc(files[i]);

			left |= c != EOF;
			ungetc(c, files[i]);
		}
		if (!left)
			break;
		for (int i = 0; i < n; i++) {
			if (i > 0)
				putchar(separator(i - 1));
			copy_line(files[i]);
		}
		putchar('\n');
	}
	return 0;
}
