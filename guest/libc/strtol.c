/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers from text. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

static int digit_value(int c)
{
	if (isdigit(c))
		return c - '0';
	if (isalpha(c))
		return tolower(c) - 'a' + 10;
	return INT_MAX;
}

/* The number at s without its sign. *overflow: it does not fit. */
static unsigned long read_digits(const char *s, char **end, int base, bool *negative, bool *overflow)
{
	const char *p = s, *first;
	unsigned long n = 0;

	while (isspace(*p))
		p++;
	*negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	if ((base == 0 || base == 16) && p[0] == '0' && tolower(p[1]) == 'x' && digit_value(p[2]) < 16) {
		p += 2;
		base = 16;
	}
	if (base == 0)
		base = *p == '0' ? 8 : 10;
	*overflow = false;
	for (first = p; digit_value(*p) < base; p++) {
		unsigned long digit = digit_value(*p);

		if (n > (ULONG_MAX - digit) / base)
			*overflow = true;
		n = n * base + digit;
	}
	if (end != NULL)
		*end = (char *)(p == first ? s : p);
	return n;
}

unsigned long strtoul(const char *s, char **end, int base)
{
	bool negative, overflow;
	unsigned long n = read_digits(s, end, base, &negative, &overflow);

	if (overflow) {
		errno = ERANGE;
		return ULONG_MAX;
	}
	return negative ? -n : n;
}

long strtol(const char *s, char **end, int base)
{
	bool negative, overflow;
	unsigned long n = read_digits(s, end, base, &negative, &overflow);

	if (overflow || n > (unsigned long)LONG_MAX + negative) {
		errno = ERANGE;
		return negative ? LONG_MIN : LONG_MAX;
	}
	return negative ? -n : n;
}

int atoi(const char *s)
{
	return strtol(s, NULL, 10);
}

long atol(const char *s)
{
	return strtol(s, NULL, 10);
}
