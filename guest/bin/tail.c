/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tail: the last lines (10, or -n N, or as in 4.3BSD -N) of a file or of its input; -n +N, +N: from line N on.
 * -c: bytes in place of lines; -r: the last line first, all of them unless a number says how many.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/inputs.h"

static char **paths;
static long wanted = 10;
static int from_begin, bytes, backwards;

static char *read_all(FILE *f, size_t *n)
{
	size_t room = 4096, more;
	char *text = malloc(room);

	*n = 0;
	while (text != NULL && (more = fread(text + *n, 1, room - *n, f)) > 0) {
		*n += more;
		if (*n == room)
			text = realloc(text, room *= 2);
	}
	if (text == NULL)
		err(1, NULL);
	return text;
}

static void put_backwards(const char *text, size_t end)
{
	while (end > 0) {
		size_t begin = end - 1;

		while (begin > 0 && text[begin - 1] != '\n')
			begin--;
		fwrite(text + begin, 1, end - begin, stdout);
		end = begin;
	}
}

static void put(FILE *f, const char *name)
{
	static int files;
	long count = wanted;
	size_t n, at;
	char *text = read_all(f, &n);

	if (paths[0] != NULL && paths[1] != NULL)
		printf("%s==> %s <==\n", files++ > 0 ? "\n" : "", name);
	if (from_begin) {
		count -= count > 0;
		for (at = 0; at < n && count > 0; at++)
			count -= bytes || text[at] == '\n';
	} else {
		for (at = n; at > 0 && (count > 0 || (!bytes && text[at - 1] != '\n')); at--)
			count -= bytes || (at > 1 && text[at - 2] == '\n');
		if (!bytes && count > 0)
			at = 0;
	}
	if (backwards)
		put_backwards(text + at, n - at);
	else
		fwrite(text + at, 1, n - at, stdout);
	free(text);
}

static long number(const char *word)
{
	from_begin = *word == '+';
	return atol(word + (*word == '+' || *word == '-'));
}

int main(int argc, char **argv)
{
	int option, counted = 0;

	if (argc > 1 && (argv[1][0] == '-' || argv[1][0] == '+') && isdigit((unsigned char)argv[1][1])) {
		wanted = number(argv[1]);
		counted = 1;
		argv[1] = argv[0];
		argc--, argv++;
	}
	while ((option = getopt(argc, argv, "n:c:r")) != -1) {
		if (option == '?')
			return 2;
		if (option == 'r') {
			backwards = 1;
			continue;
		}
		bytes = option == 'c';
		wanted = number(optarg);
		counted = 1;
	}
	if (backwards && !counted)
		wanted = LONG_MAX;
	paths = argv + optind;
	return each_input(paths, put);
}
