/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The logarithm of 1 + x, and the inverse hyperbolic functions that are made of it, so that small ones keep their
 * digits; the cubic root.
 */
#include <errno.h>
#include <math.h>

#include "real.h"

static const struct real one = {false, 1ull << 63, -63}, two = {false, 1ull << 63, -62};

/* ln(1 + x) of x > -1. Small ones: with s = x / (2 + x), 2 artanh s = 2 s (1 + s^2/3 + s^4/5 + ...). */
static struct real real_log1p(struct real x)
{
	struct real s, square, sum;

	if (x.m == 0)
		return x;
	if (x.e + 64 > -2) /* not less than 1/4 */
		return _real_ln(_real_add(one, x));
	s = _real_div(x, _real_add(two, x));
	square = _real_mul(s, s);
	sum = _real_make(false, 0, 0);
	for (int n = 27; n > 1; n -= 2)
		sum = _real_mul(square, _real_add(_real_div(one, _real_of(n)), sum));
	s.e++;
	return _real_add(s, _real_mul(s, sum));
}

double log1p(double x)
{
	if (isnan(x) || x == 0 || (isinf(x) && x > 0))
		return x;
	if (x == -1) {
		errno = ERANGE;
		return -HUGE_VAL;
	}
	return x < -1 ? _math_domain() : _real_round(real_log1p(_real_of(x)));
}

/* ln(x + root(x^2 + 1)), where 1 is taken out: x + x^2 / (1 + root(1 + x^2)). */
double asinh(double x)
{
	struct real r = _real_of(fabs(x)), square;

	if (!isfinite(x) || x == 0)
		return x;
	square = _real_mul(r, r);
	r = _real_add(r, _real_div(square, _real_add(one, _real_sqrt(_real_add(one, square)))));
	return copysign(_real_round(real_log1p(r)), x);
}

/* With t = x - 1: ln(1 + t + root(2 t + t^2)). */
double acosh(double x)
{
	struct real t;

	if (isnan(x) || isinf(x))
		return x > 0 || isnan(x) ? x : _math_domain();
	if (x < 1)
		return _math_domain();
	if (x == 1)
		return 0;
	t = _real_add(_real_of(x), _real_neg(one));
	t = _real_add(t, _real_sqrt(_real_mul(t, _real_add(two, t))));
	return _real_round(real_log1p(t));
}

/* ln((1 + x) / (1 - x)) / 2 = ln(1 + 2 x / (1 - x)) / 2 */
double atanh(double x)
{
	struct real r = _real_of(fabs(x));

	if (isnan(x) || x == 0)
		return x;
	if (fabs(x) > 1)
		return _math_domain();
	if (fabs(x) == 1) {
		errno = ERANGE;
		return copysign(HUGE_VAL, x);
	}
	r = _real_mul(two, _real_div(r, _real_add(one, _real_neg(r))));
	r = real_log1p(r);
	r.e--;
	return copysign(_real_round(r), x);
}

/* Newton's way, from a root to 53 bits. */
double cbrt(double x)
{
	struct real r = _real_of(fabs(x)), root, rest;

	if (!isfinite(x) || x == 0)
		return x;
	root = _real_of(pow(fabs(x), 1.0 / 3));
	rest = _real_add(r, _real_neg(_real_mul(root, _real_mul(root, root))));
	rest = _real_div(rest, _real_mul(_real_of(3), _real_mul(root, root)));
	return copysign(_real_round(_real_add(root, rest)), x);
}
