/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pow. With x = 2^k m, x^y is 2 to the power of y k + y log2 m: the first is exact, so that powers of two are, too.
 * Where the result has hundreds of digits an error of the second is seen: up to two units in the last place.
 */
#include <errno.h>
#include <math.h>

#include "real.h"

/* y = the result + *fraction / 2^64, rounded down. */
static int split(struct real y, uint64_t *fraction)
{
	int shift = -64 - y.e, whole = shift < 0 ? (int)(y.m >> (64 + shift)) : 0;

	*fraction = shift <= 0 ? y.m << -shift : shift < 64 ? y.m >> shift : 0;
	if (!y.negative)
		return whole;
	*fraction = -*fraction;
	return -whole - (*fraction != 0);
}

/* |x|^y, of numbers that are finite and not 0. */
static struct real power(struct real x, struct real y)
{
	const struct real enough = {false, 1ull << 63, -50}; /* 2^13: far beyond a double's exponents */
	int k, n;
	struct real ln = _real_log(x, &k), first, second;
	uint64_t a, b;

	first = _real_mul(y, _real_make(k < 0, k < 0 ? (uint64_t)-k : (uint64_t)k, 0));
	second = _real_mul(y, _real_mul(ln, _real_log2e));
	if (_real_compare(first, enough) > 0 || _real_compare(second, enough) > 0)
		return (struct real){false, 1ull << 63, (k != 0 ? first.negative : second.negative) ? -5000 : 5000};
	n = split(first, &a) + split(second, &b);
	a += b;
	n += a < b;
	return _real_exp(_fraction_mul(a, LN2), n);
}

/* 0: y has a fraction; 1: it is odd, 2: even. */
static int parity(double y)
{
	return y != trunc(y) ? 0 : fabs(y) < 9007199254740992.0 && fmod(y, 2) != 0 ? 1 : 2;
}

/* Of 0 and infinity. */
static double extreme(double x, double y, int kind)
{
	double size = (x == 0) == (y > 0) ? 0 : HUGE_VAL;

	if (x == 0 && y < 0)
		errno = ERANGE;
	return kind == 1 ? copysign(size, x) : size;
}

double pow(double x, double y)
{
	int kind;
	struct real result;

	if (x == 1 || y == 0)
		return 1;
	if (isnan(x) || isnan(y))
		return x + y;
	if (isinf(y)) {
		if (fabs(x) == 1)
			return 1;
		return (fabs(x) > 1) == (y > 0) ? HUGE_VAL : 0;
	}
	kind = parity(y);
	if (x == 0 || isinf(x))
		return extreme(x, y, kind);
	if (x < 0 && kind == 0)
		return _math_domain();
	result = power(_real_of(x), _real_of(y));
	result.negative = x < 0 && kind == 1;
	return _real_round(result);
}
