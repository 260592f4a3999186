/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Powers of two. */
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
