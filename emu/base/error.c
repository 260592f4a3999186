/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A failure in words. */
#include "base/error.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NEAREST_MAX = 31 }; /* longest name that is compared */

bool error_set(char *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error, ERROR_MAX, format, args);
	va_end(args);
	return false;
}

/* Is what is between two places no part of a longer word? */
static bool is_word(const char *text, const char *from, const char *to)
{
	return (from == text || !isalnum((unsigned char)from[-1]) || !isalnum((unsigned char)from[0])) &&
	       (!isalnum((unsigned char)to[0]) || !isalnum((unsigned char)to[-1]));
}

long error_place(const char *error, const char *text)
{
	const char *colon = strstr(error, ": ");
	size_t length = colon ? (size_t)(colon - error) : 0;
	long place = -1;

	for (const char *at = text; length && *at; at++)
		if (!strncmp(at, error, length) && is_word(text, at, at + length))
			place = at - text;
	return place;
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/* How many letters must be put in, taken out or changed to make one word of the other. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[NEAREST_MAX + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > NEAREST_MAX || lb > NEAREST_MAX)
		return NEAREST_MAX;
	for (size_t j = 0; j <= lb; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= la; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= lb; j++) {
			unsigned up = row[j];

			row[j] = min3(up + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = up;
		}
	}
	return row[lb];
}

const char *error_nearest(const char *mistyped, const char *const *names)
{
	const char *best = NULL;
	unsigned limit = (unsigned)strlen(mistyped) / 3 + 2; /* anything further is another word */

	for (; *names; names++) {
		unsigned d = distance(mistyped, *names);

		if (d < limit) {
			limit = d;
			best = *names;
		}
	}
	return best;
}
