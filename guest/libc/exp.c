/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The exponential function, and the hyperbolic ones that are made of it. x = k ln 2 + r with r from 0 to ln 2, then
 * e^x = 2^k e^r, and e^r is the sum of r^n / n!.
 */
#include <errno.h>
#include <math.h>

#include "real.h"

/* 1/2! to 20! */
static const uint64_t inverse[] = {ONE_BY(2),
                                   ONE_BY(6),
                                   ONE_BY(24),
                                   ONE_BY(120),
                                   ONE_BY(720),
                                   ONE_BY(5040),
                                   ONE_BY(40320),
                                   ONE_BY(362880),
                                   ONE_BY(3628800),
                                   ONE_BY(39916800),
                                   ONE_BY(479001600),
                                   ONE_BY(6227020800),
                                   ONE_BY(87178291200),
                                   ONE_BY(1307674368000),
                                   ONE_BY(20922789888000),
                                   ONE_BY(355687428096000),
                                   ONE_BY(6402373705728000),
                                   ONE_BY(121645100408832000),
                                   ONE_BY(2432902008176640000)};
#define TERMS (int)(sizeof(inverse) / sizeof(inverse[0]))

struct real _real_exp(uint64_t r, int k)
{
	uint64_t sum = 0, above; /* e^r - 1, less than 1 */

	for (int i = TERMS - 1; i >= 0; i--)
		sum = inverse[i] + _fraction_mul(sum, r);
	above = r + _fraction_mul(r, _fraction_mul(r, sum));
	return (struct real){false, 1ull << 63 | above >> 1, k - 63};
}

/* e^x of |x| < 1500: whole + fraction - k ln 2. */
static struct real real_exp(struct real x)
{
	int shift = -64 - x.e;
	uint64_t fraction = shift <= 0 ? x.m << -shift : shift < 64 ? x.m >> shift : 0, below;
	int whole = shift < 0 ? (int)(x.m >> (64 + shift)) : 0;
	/* 1512776 / 2^20 is a bit more than 1 / ln 2 */
	int k = (int)((((uint64_t)whole << 20) + (fraction >> 44)) * 1512776 >> 40);

	for (;; k--) {
		uint64_t lower = (uint64_t)k * (uint32_t)LN2, upper = (uint64_t)k * (LN2 >> 32) + (lower >> 32);
		int64_t high = whole - (int64_t)(upper >> 32);

		below = (upper << 32 | (uint32_t)lower) + ((uint64_t)k * LN2_BELOW >> 32);
		high -= fraction < below;
		below = fraction - below;
		if (high == 0 && below < LN2)
			break;
	}
	if (!x.negative)
		return _real_exp(below, k);
	return below == 0 ? _real_exp(0, -k) : _real_exp(LN2 - below, -k - 1);
}

/* Far beyond what a double can hold. */
#define ENOUGH 1400

struct real _real_e_to(struct real x)
{
	if (x.m != 0 && x.e + 64 > 10) /* 1024 and more */
		return (struct real){false, 1ull << 63, x.negative ? -2000 : 2000};
	return real_exp(x);
}

/* 2^x: the whole part is the power of two, and e^(ln 2 * the rest) the mantissa. */
double exp2(double x)
{
	double whole = floor(x);
	struct real r;

	if (isnan(x))
		return x;
	if (x > ENOUGH || x < -ENOUGH)
		return exp(x);
	r = _real_mul(_real_of(x - whole), _real_ln2);
	return _real_round(_real_exp(_real_fraction(r), (int)whole));
}

double exp(double x)
{
	if (isnan(x))
		return x;
	if (isinf(x))
		return x > 0 ? x : 0;
	if (x > ENOUGH || x < -ENOUGH)
		return _real_round((struct real){false, 1ull << 63, x > 0 ? 2000 : -2000});
	return _real_round(real_exp(_real_of(x)));
}

/* (e^x + e^-x) / 2, or with a minus. */
static struct real half(struct real x, bool minus)
{
	struct real a = real_exp(x), b = real_exp(_real_neg(x));

	b.negative = minus;
	a = _real_add(a, b);
	a.e--;
	return a;
}

/* Small ones: the sum of x^(2n+1) / (2n+1)!, as the difference of two exponentials would leave few digits. */
static struct real real_sinh(struct real x)
{
	uint64_t fraction, square, sum = 0;

	if (x.e > -64)
		return half(x, true);
	fraction = _real_fraction(x);
	square = _fraction_mul(fraction, fraction);
	for (int i = 17; i > 0; i -= 2)
		sum = inverse[i] + _fraction_mul(sum, square);
	return _real_grow(x, _fraction_mul(sum, square));
}

double sinh(double x)
{
	if (!isfinite(x) || x == 0)
		return x;
	if (fabs(x) > ENOUGH)
		return copysign(exp(ENOUGH), x);
	return _real_round(real_sinh(_real_of(x)));
}

double cosh(double x)
{
	if (!isfinite(x))
		return fabs(x);
	if (fabs(x) > ENOUGH)
		return exp(ENOUGH);
	return _real_round(half(_real_of(x), false));
}

double tanh(double x)
{
	struct real r = _real_of(x);

	if (isnan(x) || x == 0)
		return x;
	if (fabs(x) > 30) /* nearer to 1 than to the next double */
		return copysign(1, x);
	return _real_round(_real_div(real_sinh(r), half(r, false)));
}

/* e^x - 1; of small ones the sum of x^n / n!, as the difference would leave few digits. */
double expm1(double x)
{
	static const struct real one = {false, 1ull << 63, -63};
	struct real r, sum;

	if (!isfinite(x) || x == 0)
		return isinf(x) && x < 0 ? -1 : x;
	if (x > ENOUGH)
		return exp(x);
	if (x < -60) /* nearer to -1 than to the next double */
		return -1;
	r = _real_of(x);
	if (fabs(x) > 0.5)
		return _real_round(_real_add(real_exp(r), _real_neg(one)));
	sum = one;
	for (int n = 18; n > 1; n--)
		sum = _real_add(one, _real_mul(sum, _real_div(r, _real_of(n))));
	return _real_round(_real_mul(r, sum));
}
