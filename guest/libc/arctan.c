/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the sides of a triangle to its angle. t = y/x, or x/y if that is less than 1, lies above one of the eighths, c:
 * arctan t = arctan c + arctan t' with t' = (t - c) / (1 + c t), by the addition theorem of the tangent, and t' is
 * less than 1/8. Then arctan t' = t' (1 - t'^2/3 + t'^4/5 - ...).
 */
#include <math.h>

#include "real.h"

static const uint64_t eighths[] = {/* arctan n/8 */
                                   0,
                                   0x1fd5ba9aac2f6dc6,
                                   0x3eb6ebf25901bac5,
                                   0x5bd86507937bc239,
                                   0x76b19c1586ed3da2,
                                   0x8f005d5ef7f59f9b,
                                   0xa4bc7d1934f70924,
                                   0xb8053e2bc2319e73};

/* t is less than 1/8. */
static struct real series(struct real t)
{
	uint64_t fraction = _real_fraction(t), square = _fraction_mul(fraction, fraction), sum = 0;

	for (int n = 23; n > 1; n -= 2)
		sum = ONE_BY(n) - _fraction_mul(sum, square);
	return _real_shrink(t, _fraction_mul(sum, square));
}

/* t is less than 1. */
static struct real arctan(struct real t)
{
	uint64_t fraction = _real_fraction(t), above;
	int n = fraction >> 61;

	if (n == 0)
		return series(t);
	above = fraction - ((uint64_t)n << 61);
	/* 1 + c t, halved so that it is a fraction */
	t = _real_div(_real_make(false, above, -64), _real_make(false, (1ull << 63) + (fraction >> 4) * n, -63));
	return _real_add(_real_of_fraction(eighths[n]), series(t));
}

/* The angle of a triangle whose sides at the right angle are y, opposite to it, and x: from 0 to pi/2. */
static struct real angle(struct real y, struct real x)
{
	int compared = _real_compare(y, x);
	struct real quarter = _real_half_pi;

	if (y.m == 0)
		return y;
	if (x.m == 0)
		return _real_half_pi;
	quarter.e--;
	if (compared == 0)
		return quarter;
	if (compared < 0)
		return arctan(_real_div(y, x));
	return _real_add(_real_half_pi, _real_neg(arctan(_real_div(x, y))));
}

/* The same of all four quadrants. */
static double direction(struct real y, struct real x)
{
	bool down = y.negative, left = x.negative;
	struct real a;

	y.negative = x.negative = false;
	a = angle(y, x);
	if (left)
		a = _real_add(_real_pi, _real_neg(a));
	a.negative = down;
	return _real_round(a);
}

static const struct real one = {false, 1ull << 63, -63}, nothing = {false, 0, 0};

double atan(double x)
{
	if (isnan(x) || x == 0)
		return x;
	if (isinf(x))
		return copysign(M_PI_2, x);
	return direction(_real_of(x), one);
}

double atan2(double y, double x)
{
	struct real a, b;

	if (isnan(y) || isnan(x))
		return y + x;
	/* infinite sides are longer than the others, and as long as each other */
	a = isinf(y) ? one : isinf(x) ? nothing : _real_of(y);
	b = isinf(x) ? one : isinf(y) ? nothing : _real_of(x);
	a.negative = signbit(y) != 0;
	b.negative = signbit(x) != 0;
	return direction(a, b);
}

/* The third side to x and a longest side of 1: the root of (1 - x) (1 + x). */
static struct real third(struct real x)
{
	return _real_sqrt(_real_mul(_real_add(one, x), _real_add(one, _real_neg(x))));
}

double asin(double x)
{
	if (isnan(x) || x == 0)
		return x;
	if (fabs(x) > 1)
		return _math_domain();
	return direction(_real_of(x), third(_real_of(x)));
}

double acos(double x)
{
	if (isnan(x))
		return x;
	if (fabs(x) > 1)
		return _math_domain();
	return direction(third(_real_of(x)), _real_of(x));
}
