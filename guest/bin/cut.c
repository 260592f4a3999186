/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cut: parts of each line: cut -c list, or -f list [-d c] [-s]. The list has numbers and ranges, 1,3-5,7-; fields are
 * separated by tabs, or by c; a line without one stays whole, or goes with -s. */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/inputs.h"

#define WANTED_MAX 512

static char wanted[WANTED_MAX + 1]; /* from 1; the last one stands for all behind */
static int fields, only_separated;
static char separator = '\t';

static int is_wanted(int i)
{
	return wanted[i < WANTED_MAX ? i : WANTED_MAX];
}

static void read_list(const char *p)
{
	while (*p != '\0') {
		char *end = (char *)p;
		long first = *p == '-' ? 1 : strtol(p, &end, 10), last = first;

		if (*end == '-')
			last = isdigit((unsigned char)end[1]) ? strtol(end + 1, &end, 10) : (end++, WANTED_MAX);
		if (first < 1 || last < first || (*end != ',' && *end != '\0'))
			errx(2, "%s: is no list", p);
		for (; first <= last && first <= WANTED_MAX; first++)
			wanted[first] = 1;
		p = end + (*end == ',');
	}
}

static void cut_line(char *line)
{
	int i = 1, put = 0;

	if (!fields) {
		for (; *line != '\0'; line++, i++)
			if (is_wanted(i))
				putchar(*line);
	} else if (strchr(line, separator) == NULL) {
		if (only_separated)
			return;
		fputs(line, stdout);
	} else {
		for (;; i++) {
			char *end = strchr(line, separator);
			int n = end != NULL ? (int)(end - line) : (int)strlen(line);

			if (is_wanted(i)) {
				if (put++)
					putchar(separator);
				printf("%.*s", n, line);
			}
			if (end == NULL)
				break;
			line = end + 1;
		}
	}
	putchar('\n');
}

static void cut_lines(FILE *f, const char *name)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	(void)name;
	while ((n = getline(&line, &room, f)) > 0) {
		line[n - (line[n - 1] == '\n')] = '\0';
		cut_line(line);
	}
	free(line);
}

int main(int argc, char **argv)
{
	int option, listed = 0;

	while ((option = getopt(argc, argv, "c:b:f:d:s")) != -1) {
		if (option == '?')
			return 2;
		if (option == 'd')
			separator = optarg[0];
		else if (option == 's')
			only_separated = 1;
		else
			read_list(optarg), listed = 1;
		fields |= option == 'f';
	}
	if (!listed) {
		fprintf(stderr, "usage: cut -c list | -f list [-d c] [-s] [file ...]\n");
		return 2;
	}
	return each_input(argv + optind, cut_lines);
}
