/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wc: counts lines, words and bytes of files, or of its input. -l, -w, -c: only these. */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINES, WORDS, BYTES };

static int wanted[3];

static void count(FILE *f, const char *name)
{
	long counts[3] = {0, 0, 0};
	int c, in_word = 0;

	while ((c = getc(f)) != EOF) {
		counts[BYTES]++;
		counts[LINES] += c == '\n';
		counts[WORDS] += !isspace(c) && !in_word;
		in_word = !isspace(c);
	}
	for (int i = LINES; i <= BYTES; i++)
		if (wanted[i])
			printf("%8ld", counts[i]);
	printf("%s%s\n", name[0] != '\0' ? " " : "", name);
}

int main(int argc, char **argv)
{
	static const char letters[] = "lwc";
	int option, failed = 0;

	while ((option = getopt(argc, argv, letters)) != -1) {
		if (option == '?')
			return 2;
		wanted[strchr(letters, option) - letters] = 1;
	}
	if (!wanted[LINES] && !wanted[WORDS] && !wanted[BYTES])
		wanted[LINES] = wanted[WORDS] = wanted[BYTES] = 1;
	if (optind == argc)
		count(stdin, "");
	for (int i = optind; i < argc; i++) {
		FILE *f = fopen(argv[i], "r");

		if (f == NULL) {
			warn("%s", argv[i]);
			failed = 1;
			continue;
		}
		count(f, argv[i]);
		fclose(f);
	}
	return failed;
}
