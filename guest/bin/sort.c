/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sort: the lines of files, or of its input, in order.
 *
 *	-n  by their numbers     -r  backwards     -f  small letters as large ones     -b  blanks before a field
 *	do not count     -d  only letters, digits and blanks do     -i  only what can be printed does
 *	-u  of equal ones only the first     -c  only looks whether they are in order     -m  each file is
 *	-t c  c separates fields, and not blanks      -o file  written there
 *	-k first[.character][letters][,last[.character][letters]]  by these fields, and then by those of the next -k;
 *	letters as above hold for that key alone. As in 4.3BSD also +first [-last], which counts from 0
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/inputs.h"

#define KEYS 10
#define LETTERS "nrfbdi"

/* From a character of a field up to one of another; numbers from 1. */
struct key {
	int first, first_character;
	int last, last_character; /* 0: up to the line's end; up to the field's end */
	const char *letters;      /* "": the general ones */
};

static struct key keys[KEYS];
static int count, separator, once;
static char general[sizeof(LETTERS)];
static struct line {
	char *text;
	size_t number; /* those that are equal stay in order */
} * lines;
static size_t n, room;

static void read_lines(FILE *f, const char *name)
{
	char *line = NULL;
	size_t bytes = 0;
	ssize_t length;

	(void)name;
	while ((length = getline(&line, &bytes, f)) > 0) {
		line[length - (line[length - 1] == '\n')] = '\0';
		if (n == room && (lines = realloc(lines, (room = 2 * room + 64) * sizeof(*lines))) == NULL)
			err(2, NULL);
		lines[n] = (struct line){line, n};
		n++;
		line = NULL;
		bytes = 0;
	}
}

/* Behind so many fields of a line. A field has the blanks before it. */
static const char *skip_fields(const char *p, int fields)
{
	for (; fields > 0 && *p != '\0'; fields--) {
		if (separator) {
			while (*p != '\0' && *p != separator)
				p++;
			p += *p != '\0' && fields > 1;
			continue;
		}
		while (isblank((unsigned char)*p))
			p++;
		while (*p != '\0' && !isblank((unsigned char)*p))
			p++;
	}
	return p;
}

/* Where a field begins. */
static const char *field(const char *line, int number, int without_blanks)
{
	const char *p = skip_fields(line, number - 1);

	if (number > 1)
		p += separator && *p == separator;
	while (without_blanks && isblank((unsigned char)*p))
		p++;
	return p;
}

static const char *part(const char *line, const struct key *key, int without_blanks, size_t *length)
{
	const char *p = field(line, key->first, without_blanks), *end;

	for (int i = 1; i < key->first_character && *p != '\0'; i++)
		p++;
	if (key->last == 0) {
		end = p + strlen(p);
	} else if (key->last_character == 0) {
		end = skip_fields(line, key->last);
	} else {
		end = field(line, key->last, without_blanks);
		for (int i = 0; i < key->last_character && *end != '\0'; i++)
			end++;
	}
	*length = end > p ? end - p : 0;
	return p;
}

/* The next character that counts; -1 at the end. */
static int next(const char **p, const char *end, const char *letters)
{
	for (; *p < end; ++*p) {
		int c = (unsigned char)**p;

		if ((strchr(letters, 'd') != NULL && !isalnum(c) && !isblank(c)) ||
		    (strchr(letters, 'i') != NULL && !isprint(c)))
			continue;
		++*p;
		return strchr(letters, 'f') != NULL ? toupper(c) : c;
	}
	return -1;
}

static int compare_by(const char *a, const char *b, const struct key *key)
{
	const char *letters = key->letters[0] != '\0' ? key->letters : general;
	int result = 0, c, numbers = strchr(letters, 'n') != NULL;
	size_t m, k;
	const char *p = part(a, key, numbers || strchr(letters, 'b') != NULL, &m);
	const char *q = part(b, key, numbers || strchr(letters, 'b') != NULL, &k);

	if (numbers) {
		double x = m > 0 ? strtod(p, NULL) : 0, y = k > 0 ? strtod(q, NULL) : 0;

		result = x < y ? -1 : x > y;
	} else {
		const char *p_end = p + m, *q_end = q + k;

		do {
			c = next(&p, p_end, letters);
			result = c - next(&q, q_end, letters);
		} while (result == 0 && c >= 0);
	}
	return strchr(letters, 'r') != NULL ? -result : result;
}

/* Without a difference in the keys the whole line counts, but for -u. */
static int compare_lines(const struct line *first, const struct line *second)
{
	int result = 0;

	for (int i = 0; result == 0 && i < count; i++)
		result = compare_by(first->text, second->text, &keys[i]);
	if (result == 0 && !once) {
		result = strcmp(first->text, second->text);
		result = strchr(general, 'r') != NULL ? -result : result;
	}
	return result;
}

static int compare(const void *a, const void *b)
{
	const struct line *first = a, *second = b;
	int result = compare_lines(first, second);

	return result != 0 ? result : first->number < second->number ? -1 : 1;
}

/* The letters behind the numbers of a key. */
static const char *letters_of(const char *p)
{
	char *copy = strndup(p, strspn(p, LETTERS));

	if (copy == NULL)
		err(2, NULL);
	return copy;
}

static struct key *new_key(void)
{
	if (count == KEYS)
		errx(2, "more than %d keys", KEYS);
	keys[count] = (struct key){1, 1, 0, 0, ""};
	return &keys[count++];
}

static void read_key(const char *word)
{
	struct key *key = new_key();
	char *p;

	key->first = (int)strtol(word, &p, 10);
	if (*p == '.')
		key->first_character = (int)strtol(p + 1, &p, 10);
	if (strspn(p, LETTERS) > 0)
		key->letters = letters_of(p);
	p += strspn(p, LETTERS);
	if (*p == ',') {
		key->last = (int)strtol(p + 1, &p, 10);
		if (*p == '.')
			key->last_character = (int)strtol(p + 1, &p, 10);
		if (strspn(p, LETTERS) > 0)
			key->letters = letters_of(p);
		p += strspn(p, LETTERS);
	}
	if (*p != '\0' || key->first < 1 || key->first_character < 1)
		errx(2, "%s: is no key", word);
}

/* +first[.character][letters] and -last[.character], the old way to name fields, before getopt sees it as options. */
static void old_fields(int *argc, char **argv)
{
	int to = 1, after = 0;

	for (int i = 1; i < *argc; i++) {
		char sign = argv[i][0], *p;
		long number, character = 0;

		if (!(sign == '+' || (sign == '-' && after)) || !isdigit((unsigned char)argv[i][1])) {
			after = 0;
			argv[to++] = argv[i];
			continue;
		}
		number = strtol(argv[i] + 1, &p, 10);
		if (*p == '.')
			character = strtol(p + 1, &p, 10);
		if (sign == '+') {
			*new_key() = (struct key){(int)number + 1, (int)character + 1, 0, 0, letters_of(p)};
		} else {
			keys[count - 1].last = (int)number + (character > 0);
			keys[count - 1].last_character = (int)character;
		}
		after = sign == '+';
	}
	argv[to] = NULL;
	*argc = to;
}

/* The first line that is not where it should be. */
static int check(void)
{
	for (size_t i = 1; i < n; i++)
		if (compare_lines(&lines[i - 1], &lines[i]) >= (once ? 0 : 1)) {
			warnx("disorder: %s", lines[i].text);
			return 1;
		}
	return 0;
}

int main(int argc, char **argv)
{
	const char *to = NULL;
	int option, only_look = 0;

	old_fields(&argc, argv);
	while ((option = getopt(argc, argv, LETTERS "ucmt:k:o:")) != -1) {
		if (option == '?')
			return 2;
		if (option == 'u')
			once = 1;
		else if (option == 'c')
			only_look = 1;
		else if (option == 't')
			separator = optarg[0];
		else if (option == 'k')
			read_key(optarg);
		else if (option == 'o')
			to = optarg;
		else if (option != 'm' && strchr(general, option) == NULL) /* -m: they are sorted all the same */
			general[strlen(general)] = (char)option;
	}
	if (count == 0)
		new_key();
	if (each_input(argv + optind, read_lines))
		return 2;
	if (only_look)
		return check();
	if (n > 0)
		qsort(lines, n, sizeof(*lines), compare);
	if (to != NULL && freopen(to, "w", stdout) == NULL)
		err(2, "%s", to);
	for (size_t i = 0; i < n; i++)
		if (!once || i == 0 || compare_lines(&lines[i - 1], &lines[i]) != 0)
			puts(lines[i].text);
	return 0;
}
