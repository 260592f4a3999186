/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tr: its input with characters changed: tr [-cds] from [to]. -c: all that are not in `from`; -d: they go; -s: of the
 * same ones in a row that come out one is left. a-z is a range, \n and \012 are characters.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CHARS 256

struct set {
	unsigned char list[CHARS * 2];
	int n;
};

static int character(const char **p)
{
	static const char letters[] = "abfnrtv", codes[] = "\a\b\f\n\r\t\v";
	const char *found;
	int c = (unsigned char)*(*p)++, n = 0;

	if (c != '\\' || **p == '\0')
		return c;
	for (int i = 0; i < 3 && **p >= '0' && **p <= '7'; i++)
		n = n * 8 + *(*p)++ - '0';
	if ((*p)[-1] != '\\')
		return n & (CHARS - 1);
	c = (unsigned char)*(*p)++;
	found = strchr(letters, c);
	return found != NULL ? codes[found - letters] : c;
}

static const struct {
	const char *name;
	int (*has)(int);
} classes[] = {{"[:alpha:]", isalpha}, {"[:digit:]", isdigit}, {"[:lower:]", islower}, {"[:upper:]", isupper},
               {"[:space:]", isspace}, {"[:alnum:]", isalnum}, {"[:punct:]", ispunct}, {"[:print:]", isprint}};

static void add(struct set *s, int c)
{
	if (s->n < (int)sizeof(s->list))
		s->list[s->n++] = c;
}

static int add_class(struct set *s, const char *p)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (strncmp(p, classes[i].name, 9) != 0)
			continue;
		for (int c = 0; c < 128; c++)
			if (classes[i].has(c))
				add(s, c);
		return 1;
	}
	return 0;
}

static void read_set(struct set *s, const char *p)
{
	while (*p != '\0') {
		int c, last;

		if (*p == '[' && add_class(s, p)) {
			p += 9;
			continue;
		}
		c = last = character(&p);
		if (*p == '-' && p[1] != '\0') {
			p++;
			last = character(&p);
		}
		for (; c <= last; c++)
			add(s, c);
	}
}

static void complement(struct set *s)
{
	struct set all = {.n = 0};

	for (int c = 0; c < CHARS; c++)
		if (memchr(s->list, c, s->n) == NULL)
			add(&all, c);
	*s = all;
}

int main(int argc, char **argv)
{
	static struct set from, to;
	static int becomes[CHARS]; /* -1: it goes */
	static char squeezed[CHARS];
	int option, c, last = EOF, others = 0, deletes = 0, squeezes = 0;

	while ((option = getopt(argc, argv, "cds")) != -1) {
		others |= option == 'c';
		deletes |= option == 'd';
		squeezes |= option == 's';
		if (option == '?')
			return 2;
	}
	if (optind == argc || (optind + 1 == argc && !deletes && !squeezes) || argc - optind > 2) {
		fprintf(stderr, "usage: tr [-cds] from [to]\n");
		return 2;
	}
	read_set(&from, argv[optind]);
	if (optind + 1 < argc)
		read_set(&to, argv[optind + 1]);
	if (others)
		complement(&from);
	for (c = 0; c < CHARS; c++)
		becomes[c] = c;
	for (int i = 0; i < from.n; i++)
		becomes[from.list[i]] = deletes ? -1 : to.n == 0 ? from.list[i] : to.list[i < to.n ? i : to.n - 1];
	for (int i = 0; i < (to.n > 0 ? to.n : from.n); i++)
		squeezed[to.n > 0 ? to.list[i] : from.list[i]] = squeezes;
	while ((c = getchar()) != EOF) {
		c = becomes[c];
		if (c < 0 || (c == last && squeezed[c]))
			continue;
		putchar(c);
		last = c;
	}
	return 0;
}
