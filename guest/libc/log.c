/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Logarithms. x = 2^k m with m between the roots of 1/2 and 2, so that x near 1 has k = 0 and keeps its digits. With
 * s = (m - 1) / (m + 1), ln m = 2 artanh s = 2 s (1 + s^2/3 + s^4/5 + ...), and s is less than 0.172.
 */
#include <errno.h>
#include <math.h>

#include "real.h"

#define ROOT2 0xb504f333f9de6485ull /* as m / 2^63 */

struct real _real_log(struct real x, int *k)
{
	uint64_t fraction, square, sum = 0;
	struct real s;

	*k = x.e + 63;
	if (x.m >= ROOT2) {
		++*k;
		s = _real_div(_real_make(true, -x.m, -64), _real_make(false, (x.m >> 1) + (1ull << 63), -63));
	} else {
		s = _real_div(_real_make(false, x.m - (1ull << 63), -63),
		              _real_make(false, (x.m >> 1) + (1ull << 62), -62));
	}
	if (s.m == 0)
		return s;
	fraction = _real_fraction(s);
	square = _fraction_mul(fraction, fraction);
	for (int n = 27; n > 1; n -= 2)
		sum = ONE_BY(n) + _fraction_mul(sum, square);
	s.e++;
	return _real_grow(s, _fraction_mul(sum, square));
}

static struct real whole(int k)
{
	return _real_make(k < 0, k < 0 ? (uint64_t)-k : (uint64_t)k, 0);
}

/* What all logarithms have in common: 1 and the result, or 0. */
static int special(double x, double *result)
{
	*result = x;
	if (isnan(x) || (isinf(x) && x > 0))
		return 1;
	if (x == 0) {
		errno = ERANGE;
		*result = -HUGE_VAL;
		return 1;
	}
	if (x < 0)
		*result = _math_domain();
	return x < 0;
}

struct real _real_ln(struct real x)
{
	int k;
	struct real ln = _real_log(x, &k);

	return _real_add(_real_mul(whole(k), _real_ln2), ln);
}

double log(double x)
{
	double result;

	return special(x, &result) ? result : _real_round(_real_ln(_real_of(x)));
}

double log10(double x)
{
	double result;

	return special(x, &result) ? result : _real_round(_real_mul(_real_ln(_real_of(x)), _real_log10e));
}

double log2(double x)
{
	double result;
	int k;
	struct real ln;

	if (special(x, &result))
		return result;
	ln = _real_log(_real_of(x), &k);
	return _real_round(_real_add(whole(k), _real_mul(ln, _real_log2e)));
}
