/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Square roots, and the long side of a triangle. */
#include <math.h>

#include "real.h"

double sqrt(double x)
{
	if (isnan(x) || x == 0)
		return x;
	if (x < 0)
		return _math_domain();
	if (isinf(x))
		return x;
	return _real_round(_real_sqrt(_real_of(x)));
}

/* The squares of reals do not overflow. */
double hypot(double x, double y)
{
	struct real a, b;

	if (isinf(x) || isinf(y))
		return INFINITY;
	if (isnan(x) || isnan(y))
		return x + y;
	a = _real_of(x);
	b = _real_of(y);
	return _real_round(_real_sqrt(_real_add(_real_mul(a, a), _real_mul(b, b))));
}
