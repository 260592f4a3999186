/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * printf: a format and the words for it; as long as there are words the format is used anew. The shell does it itself;
 * /bin/printf is the same. It is younger than 4.3BSD.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "printf.h"

static char **words; /* the next one, up to the null pointer */
static int failed;

static const char *next_word(void)
{
	return *words != NULL ? *words++ : "";
}

/* What stands behind a backslash at *p, which is moved behind it; in %b an octal number begins with a 0. -1: \c */
static int escape(const char **p, int in_word)
{
	static const char letters[] = "abfnrtv", codes[] = "\a\b\f\n\r\t\v";
	const char *found;
	int c = *(*p)++, n = 0;

	found = c != '\0' ? strchr(letters, c) : NULL;
	if (found != NULL)
		return codes[found - letters];
	if (c == 'c' && in_word)
		return -1;
	if (c >= '0' && c <= '7') {
		const char *end = *p + (in_word && c == '0' ? 3 : 2);

		for (n = c - '0'; *p < end && **p >= '0' && **p <= '7'; ++*p)
			n = n * 8 + **p - '0';
		return n & 0377;
	}
	if (c == '\\' || (c == '"' && !in_word))
		return c;
	--*p;
	return '\\';
}

/* 0 at a \c. */
static int print_escaped(const char *format, const char *word)
{
	char *text = malloc(strlen(word) + 1), *to = text;
	int c, good = 1;

	if (text == NULL)
		return 0;
	while (*word != '\0' && good) {
		c = (unsigned char)*word++;
		if (c == '\\')
			c = escape(&word, 1);
		if (c < 0)
			good = 0;
		else
			*to++ = c;
	}
	*to = '\0';
	if (strchr(format, '.') == NULL && format[1] == 's')
		fwrite(text, 1, to - text, stdout); /* with its NULs */
	else
		printf(format, text);
	free(text);
	return good;
}

/* A number, or a character behind a quote. */
static long long number_of(const char *word, int has_sign)
{
	char *end;
	long long n;

	if (*word == '\'' || *word == '"')
		return (unsigned char)word[1];
	n = has_sign ? strtoll(word, &end, 0) : (long long)strtoull(word, &end, 0);
	if (*end != '\0') {
		fflush(stdout);
		fprintf(stderr, "printf: %s: is no number\n", word);
		failed = 1;
	}
	return n;
}

/* One conversion, from its % on; returns where it ends, or null at a \c. */
static const char *convert(const char *p)
{
	char format[64] = "%";
	size_t n = 1;
	int widths[2], stars = 0;

	for (p++; *p != '\0' && strchr("-+ #0123456789.*", *p) != NULL && n < sizeof(format) - 16; p++) {
		if (*p != '*')
			format[n++] = *p;
		else if (stars < 2)
			n += sprintf(format + n, "%d", widths[stars++] = (int)number_of(next_word(), 1));
	}
	if (*p == '\0' || strchr("diouxXcsbeEfgG", *p) == NULL) {
		fflush(stdout);
		fprintf(stderr, "printf: %%%.1s: no such conversion\n", p);
		failed = 1;
		return NULL;
	}
	if (strchr("diouxX", *p) != NULL) {
		sprintf(format + n, "ll%c", *p);
		printf(format, number_of(next_word(), *p == 'd' || *p == 'i'));
	} else if (strchr("eEfgG", *p) != NULL) {
		sprintf(format + n, "%c", *p);
		printf(format, strtod(next_word(), NULL));
	} else if (*p == 'b') {
		sprintf(format + n, "s");
		if (!print_escaped(format, next_word()))
			return NULL;
	} else {
		const char *word = next_word();
		char one[2] = {word[0], '\0'};

		sprintf(format + n, "s");
		printf(format, *p == 'c' ? one : word);
	}
	return p + 1;
}

int printf_builtin(int argc, char **argv)
{
	const char *format, *p;
	char **begin;

	failed = 0;
	words = argv + 1;
	if (argc > 1 && strcmp(argv[1], "--") == 0)
		words++;
	if (*words == NULL) {
		fprintf(stderr, "usage: printf format [word ...]\n");
		return 2;
	}
	format = *words++;
	do {
		begin = words;
		for (p = format; p != NULL && *p != '\0';) {
			if (*p == '%' && p[1] != '%') {
				p = convert(p);
			} else if (*p == '\\' && p[1] != '\0') {
				p++;
				putchar(escape(&p, 0));
			} else {
				p += *p == '%';
				putchar(*p++);
			}
		}
	} while (p != NULL && *words != NULL && words > begin);
	return failed;
}
