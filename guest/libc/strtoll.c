/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of 64 bits from text. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

static int digit_value(int c)
{
	return isdigit(c) ? c - '0' : isalpha(c) ? tolower(c) - 'a' + 10 : INT_MAX;
}

/* As read_digits in strtol.c. */
static unsigned long long read_digits(const char *s, char **end, int base, bool *negative, bool *overflow)
{
	const char *p = s, *first;
	unsigned long long n = 0;

	while (isspace((unsigned char)*p))
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
		unsigned digit = digit_value(*p);

		if (n > (ULLONG_MAX - digit) / base)
			*overflow = true;
		n = n * base + digit;
	}
	if (end != NULL)
		*end = (char *)(p == first ? s : p);
	return n;
}

unsigned long long strtoull(const char *s, char **end, int base)
{
	bool negative, overflow;
	unsigned long long n = read_digits(s, end, base, &negative, &overflow);

	if (overflow) {
		errno = ERANGE;
		return ULLONG_MAX;
	}
	return negative ? -n : n;
}

long long strtoll(const char *s, char **end, int base)
{
	bool negative, overflow;
	unsigned long long n = read_digits(s, end, base, &negative, &overflow);

	if (overflow || n > (unsigned long long)LLONG_MAX + negative) {
		errno = ERANGE;
		return negative ? LLONG_MIN : LLONG_MAX;
	}
	return (long long)(negative ? -n : n);
}

long long atoll(const char *s)
{
	return strtoll(s, NULL, 10);
}
