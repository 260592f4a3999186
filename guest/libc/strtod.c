/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fractions from text: the digits become an exact decimal fraction, which is brought to 53 bits and rounded once. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "decimal.h"

#define MANTISSA_BITS 53
#define SMALLEST (-1074) /* exponent of the smallest double */
#define LARGEST 971      /* and of the largest */

static double make(bool negative, uint64_t mantissa, int exponent)
{
	union {
		uint64_t bits;
		double x;
	} both = {.bits = (uint64_t)negative << 63};

	if (exponent > LARGEST) {
		both.bits |= 0x7ffull << 52;
	} else if (mantissa >> (MANTISSA_BITS - 1) == 0) { /* too small for a leading one */
		both.bits |= mantissa;
	} else {
		both.bits |= (uint64_t)(exponent + 1075) << 52 | (mantissa & ((1ull << 52) - 1));
	}
	return both.x;
}

/* One digit at 10^place. */
static void put_digit(struct decimal *d, int digit, int place)
{
	static const uint32_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
	int word = place >= 0 ? DECIMAL_POINT - 1 - place / 9 : DECIMAL_POINT + (-place - 1) / 9;
	int within = place >= 0 ? place % 9 : 8 - (-place - 1) % 9;

	if (word < 0 || word >= DECIMAL_WORDS)
		return;
	d->w[word] += (uint32_t)digit * power[within];
	if (word < d->first)
		d->first = word;
	if (word >= d->last)
		d->last = word + 1;
}

/* The whole part, if it is not too large; else the largest there is. */
static uint64_t whole(const struct decimal *d)
{
	uint64_t n = 0;

	for (int i = d->first; i < DECIMAL_POINT; i++) {
		if (n > (UINT64_MAX - d->w[i]) / DECIMAL_BASE)
			return UINT64_MAX;
		n = n * DECIMAL_BASE + d->w[i];
	}
	return n;
}

/* What is behind the point: -1 less than a half, 0 a half, 1 more. */
static int fraction(const struct decimal *d)
{
	uint32_t half = DECIMAL_BASE / 2, first = d->last > DECIMAL_POINT ? d->w[DECIMAL_POINT] : 0;

	if (first != half)
		return first < half ? -1 : 1;
	return d->last > DECIMAL_POINT + 1;
}

static double convert(struct decimal *d, bool negative)
{
	const uint64_t limit = 1ull << MANTISSA_BITS;
	int exponent = 0;
	uint64_t n;

	if (d->first == d->last)
		return make(negative, 0, SMALLEST);
	while (whole(d) >= limit) {
		_decimal_scale(d, -9);
		exponent += 9;
	}
	while (whole(d) < limit / 2 && exponent > SMALLEST) {
		_decimal_scale(d, 1);
		exponent--;
	}
	n = whole(d);
	if (fraction(d) > 0 || (fraction(d) == 0 && (n & 1)))
		n++;
	if (n == limit) {
		n /= 2;
		exponent++;
	}
	if (n == 0 || exponent > LARGEST)
		errno = ERANGE;
	return make(negative, n, exponent);
}

/* The power of ten behind an e, if there is one. */
static int read_exponent(const char **p)
{
	const char *s = *p + 1;
	bool negative = *s == '-';
	int n = 0;

	if (tolower((unsigned char)**p) != 'e')
		return 0;
	if (*s == '-' || *s == '+')
		s++;
	if (!isdigit((unsigned char)*s))
		return 0;
	for (; isdigit((unsigned char)*s); s++)
		if (n < 100000)
			n = n * 10 + *s - '0';
	*p = s;
	return negative ? -n : n;
}

/* Digits with a point somewhere. False if there are none. */
static bool read_fraction(struct decimal *d, const char **end)
{
	const char *first = *end, *p = first, *point = NULL;
	int digits = 0, before = 0, exponent, place;

	for (; isdigit((unsigned char)*p) || (*p == '.' && point == NULL); p++) {
		if (*p == '.')
			point = p;
		else if (digits++, point == NULL)
			before++;
	}
	if (digits == 0)
		return false;
	exponent = read_exponent(&p);
	place = before - 1;
	for (const char *s = first; digits > 0; s++) {
		if (*s == '.')
			continue;
		digits--;
		if (*s != '0') {
			if (place + exponent > 310) { /* larger than all doubles, however it goes on */
				put_digit(d, 9, 310);
				break;
			}
			put_digit(d, *s - '0', place + exponent);
		}
		place--;
	}
	*end = p;
	return true;
}

/* What stands behind 0x: hexadecimal digits with a point somewhere, and perhaps a power of two behind a p. */
static double read_hexadecimal(const char **end, bool negative)
{
	const char *p = *end, *s;
	uint64_t mantissa = 0;
	int exponent = 0, power = 0;
	bool point = false, rest = false;

	for (; isxdigit((unsigned char)*p) || (*p == '.' && !point); p++) {
		int c = tolower((unsigned char)*p);

		if (c == '.') {
			point = true;
			continue;
		}
		if (mantissa >> 60 == 0) {
			mantissa = mantissa * 16 + (c > '9' ? c - 'a' + 10 : c - '0');
			exponent -= point ? 4 : 0;
		} else { /* enough for rounding; whether there is more is all that counts */
			rest = rest || c != '0';
			exponent += point ? 0 : 4;
		}
	}
	s = p + 1;
	if (tolower((unsigned char)*p) == 'p' && isdigit((unsigned char)s[*s == '-' || *s == '+'])) {
		bool minus = *s == '-';

		for (s += *s == '-' || *s == '+'; isdigit((unsigned char)*s); s++)
			if (power < 100000)
				power = power * 10 + *s - '0';
		exponent += minus ? -power : power;
		p = s;
	}
	*end = p;
	if (mantissa == 0)
		return make(negative, 0, SMALLEST);
	for (; mantissa >> 63 == 0; exponent--)
		mantissa <<= 1;
	/* down to 53 bits, or to fewer where the exponent is at its least */
	int drop = 64 - MANTISSA_BITS;
	if (exponent + drop < SMALLEST)
		drop = SMALLEST - exponent;
	exponent += drop;
	if (drop > 64) {
		mantissa = 0;
	} else {
		uint64_t half = 1ull << (drop - 1), low = mantissa & (half | (half - 1));

		mantissa = drop == 64 ? 0 : mantissa >> drop;
		if (low > half || (low == half && (rest || (mantissa & 1))))
			mantissa++;
	}
	if (mantissa >> MANTISSA_BITS) {
		mantissa >>= 1;
		exponent++;
	}
	if (mantissa == 0 || exponent > LARGEST)
		errno = ERANGE;
	return make(negative, mantissa, exponent);
}

double strtod(const char *s, char **end)
{
	struct decimal d;
	const char *p = s;
	double result = 0;
	bool negative;

	_decimal_set(&d, 0);
	while (isspace((unsigned char)*p))
		p++;
	negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	if (strncasecmp(p, "inf", 3) == 0) {
		p += strncasecmp(p, "infinity", 8) == 0 ? 8 : 3;
		result = make(negative, 0, INT_MAX);
	} else if (strncasecmp(p, "nan", 3) == 0) {
		p += 3;
		result = __builtin_nan("");
	} else if (p[0] == '0' && tolower((unsigned char)p[1]) == 'x' &&
	           (isxdigit((unsigned char)p[2]) || (p[2] == '.' && isxdigit((unsigned char)p[3])))) {
		p += 2;
		result = read_hexadecimal(&p, negative);
	} else if (read_fraction(&d, &p)) {
		result = convert(&d, negative);
	} else {
		p = s;
	}
	if (end != NULL)
		*end = (char *)p;
	return result;
}

float strtof(const char *s, char **end)
{
	return (float)strtod(s, end);
}

double atof(const char *s)
{
	return strtod(s, NULL);
}
