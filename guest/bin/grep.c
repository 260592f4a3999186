/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * grep: lines of files, or of its input, in which a text stands. It stands for itself, without patterns, as with grep
 * -F.
 * -v: the other lines; -c: only their number; -n: with their numbers; -F: changes nothing.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX 1024

static int others, count_only, numbered;

static int search(FILE *f, const char *text, const char *name)
{
	static char line[LINE_MAX];
	int found = 0, number = 0;

	while (fgets(line, sizeof(line), f) != NULL) {
		number++;
		if ((strstr(line, text) != NULL) == others)
			continue;
		found++;
		if (count_only)
			continue;
		if (name != NULL)
			printf("%s:", name);
		if (numbered)
			printf("%d:", number);
		printf("%s%s", line, strchr(line, '\n') != NULL ? "" : "\n");
	}
	if (count_only)
		printf("%s%s%d\n", name != NULL ? name : "", name != NULL ? ":" : "", found);
	return found;
}

int main(int argc, char **argv)
{
	int option, found = 0, failed = 0;
	const char *text;

	while ((option = getopt(argc, argv, "Fvcn")) != -1) {
		if (option == 'v')
			others = 1;
		else if (option == 'c')
			count_only = 1;
		else if (option == 'n')
			numbered = 1;
		else if (option != 'F')
			return 2;
	}
	if (optind == argc) {
		fprintf(stderr, "usage: grep [-Fvcn] text [file ...]\n");
		return 2;
	}
	text = argv[optind++];
	if (optind == argc)
		found = search(stdin, text, NULL);
	for (int i = optind; i < argc; i++) {
		FILE *f = fopen(argv[i], "r");

		if (f == NULL) {
			warn("%s", argv[i]);
			failed = 1;
			continue;
		}
		found += search(f, text, argc - optind > 1 ? argv[i] : NULL);
		fclose(f);
	}
	return failed ? 2 : found == 0;
}
