/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wc: counts lines, words and bytes of files, and of all of them, or of its input. -l, -w, -c: only these. */
#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "common/inputs.h"

enum { LINES, WORDS, BYTES };

static int wanted[3];
static long total[3];

static void print(const long counts[3], const char *name)
{
	for (int i = LINES; i <= BYTES; i++)
		if (wanted[i])
			printf("%8ld", counts[i]);
	printf("%s%s\n", name[0] != '\0' ? " " : "", name);
}

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
		total[i] += counts[i];
	print(counts, name);
}

int main(int argc, char **argv)
{
	static const char letters[] = "lwc";
	int option, failed;

	while ((option = getopt(argc, argv, letters)) != -1) {
		if (option == '?')
			return 2;
		wanted[strchr(letters, option) - letters] = 1;
	}
	if (!wanted[LINES] && !wanted[WORDS] && !wanted[BYTES])
		wanted[LINES] = wanted[WORDS] = wanted[BYTES] = 1;
	failed = each_input(argv + optind, count);
	if (argc - optind > 1)
		print(total, "total");
	return failed;
}
