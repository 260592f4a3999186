/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Powers of two. */
#include <errno.h>
#include <math.h>

#include "real.h"

/* x is the result, from 1/2 to 1, times a power of two. */
double frexp(double x, int *exponent)
{
	struct real r;

	*exponent = 0;
	if (!isfinite(x) || x == 0)
		return x;
	r = _real_of(x);
	*exponent = r.e + 64;
	r.e = -64;
	return _real_round(r);
}

double ldexp(double x, int exponent)
{
	struct real r;

	if (!isfinite(x) || x == 0)
		return x;
	r = _real_of(x);
	/* beyond that there is nothing, and the sum must not overflow */
	r.e += exponent > 5000 ? 5000 : exponent < -5000 ? -5000 : exponent;
	return _real_round(r);
}

double scalbn(double x, int exponent)
{
	return ldexp(x, exponent);
}

double scalbln(double x, long exponent)
{
	return ldexp(x, (int)exponent);
}

double scalb(double x, double exponent)
{
	if (isnan(x) || isnan(exponent))
		return x + exponent;
	if (exponent != rint(exponent) && !isinf(exponent))
		return _math_domain();
	return isinf(exponent) ? (exponent > 0 ? x * exponent : x / -exponent)
	                       : ldexp(x, exponent > 5000    ? 5000
	                                  : exponent < -5000 ? -5000
	                                                     : (int)exponent);
}

double logb(double x)
{
	int exponent;

	if (isnan(x))
		return x;
	if (isinf(x))
		return HUGE_VAL;
	if (x == 0) {
		errno = ERANGE;
		return -HUGE_VAL;
	}
	frexp(x, &exponent);
	return exponent - 1;
}

int ilogb(double x)
{
	int exponent;

	if (!isfinite(x) || x == 0) {
		errno = EDOM;
		return x == 0 ? FP_ILOGB0 : FP_ILOGBNAN;
	}
	frexp(x, &exponent);
	return exponent - 1;
}
