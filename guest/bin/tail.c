/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tail: the last lines (10, or -n N, or as in 4.3BSD -N) of a file or of its input; -n +N, +N: from line N on.
 * -c: bytes in place of lines; -r: the last line first, all of them unless a number says how many; -f: does not end,
 * but looks each second whether the (last) file has more. Letters may stand behind the number, -20f; there l are lines,
 * b blocks of 512 bytes and c bytes.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/inputs.h"

static char **paths;
static const char *last_path;
static long wanted = 10;
static int from_begin, bytes, backwards, follows;

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

/* Until it is killed. */
static void follow(FILE *f)
{
	int c;

	for (;;) {
		while ((c = getc(f)) != EOF)
			putchar(c);
		fflush(stdout);
		sleep(1);
		clearerr(f);
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
	if (follows && (paths[0] == NULL || name == last_path))
		follow(f);
}

/* What the letters behind a number say, or those of an option. 0: there is no such letter. */
static int letters(const char *p)
{
	for (; *p != '\0'; p++) {
		if (strchr("lbcrf", *p) == NULL)
			return 0;
		wanted *= *p == 'b' ? 512 : 1;
		bytes |= *p == 'b' || *p == 'c';
		backwards |= *p == 'r';
		follows |= *p == 'f';
	}
	return 1;
}

static int number(const char *word)
{
	char *end;

	from_begin = *word == '+';
	wanted = strtol(word + (*word == '+' || *word == '-'), &end, 10);
	return letters(end);
}

int main(int argc, char **argv)
{
	int option, counted = 0;

	if (argc > 1 && (argv[1][0] == '-' || argv[1][0] == '+') && isdigit((unsigned char)argv[1][1])) {
		if (!number(argv[1]))
			errx(2, "%s: makes no sense", argv[1]);
		counted = 1;
		argv[1] = argv[0];
		argc--, argv++;
	}
	while ((option = getopt(argc, argv, "n:c:rf")) != -1) {
		if (option == '?')
			return 2;
		if (option == 'r' || option == 'f') {
			letters((char[]){(char)option, '\0'});
			continue;
		}
		bytes = option == 'c';
		if (!number(optarg))
			errx(2, "%s: is no number", optarg);
		counted = 1;
	}
	if (backwards && !counted)
		wanted = LONG_MAX;
	paths = argv + optind;
	last_path = argv[argc - 1];
	return each_input(paths, put);
}
