/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The error function, and the gamma function. lgamma is exact to some 2^-58, which near its zeros, 1 and 2, leaves
 * fewer digits.
 */
#include <errno.h>
#include <math.h>

#include "real.h"

static const struct real zero = {false, 0, 0}, one = {false, 1ull << 63, -63};
static const struct real root_pi = {false, 0xe2dfc48da77b553d, -63};      /* the square root of pi */
static const struct real half_log_2pi = {false, 0xeb3f8e4325f5a534, -64}; /* ln(2 pi) / 2 */

static struct real half(struct real a)
{
	if (a.m != 0)
		a.e--;
	return a;
}

static struct real minus(struct real a, struct real b)
{
	return _real_add(a, _real_neg(b));
}

/* e^(-x^2) */
static struct real bell(struct real x)
{
	return _real_e_to(_real_neg(_real_mul(x, x)));
}

#define BOUNDARY 2 /* of the two ways */

/* 2 / root(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / (3 5) + ...): all terms are positive. */
static struct real near(struct real x)
{
	struct real term = x, sum = x, square = _real_mul(x, x);

	for (int n = 3; term.m != 0 && term.e > sum.e - 66; n += 2) {
		term = _real_div(_real_mul(term, square), half(_real_of(n)));
		sum = _real_add(sum, term);
	}
	sum = _real_mul(sum, bell(x));
	if (sum.m != 0)
		sum.e++;
	return _real_div(sum, root_pi);
}

/* What is missing to 1: e^(-x^2) / root(pi) / (x + 1/2 / (x + 2/2 / (x + 3/2 / ...))). */
static struct real far(struct real x)
{
	struct real t = x;

	for (int n = 90; n > 0; n--)
		t = _real_add(x, _real_div(half(_real_of(n)), t));
	return _real_div(bell(x), _real_mul(root_pi, t));
}

double erf(double x)
{
	struct real r = _real_of(fabs(x));

	if (isnan(x) || x == 0)
		return x;
	if (fabs(x) > 6) /* nearer to 1 than to the next double */
		return copysign(1, x);
	return copysign(_real_round(fabs(x) < BOUNDARY ? near(r) : minus(one, far(r))), x);
}

double erfc(double x)
{
	struct real r = _real_of(fabs(x));

	if (isnan(x))
		return x;
	if (x < -6)
		return 2;
	if (x > 28) {
		if (!isinf(x))
			errno = ERANGE;
		return 0;
	}
	if (x < 0)
		return _real_round(fabs(x) < BOUNDARY ? _real_add(one, near(r)) : minus(_real_of(2), far(r)));
	return _real_round(x < BOUNDARY ? minus(one, near(r)) : far(r));
}

/* Stirling: the coefficients of 1/z, 1/z^3 ... are B(2k) / (2k (2k - 1)). */
static const struct {
	double over, under;
} stirling[] = {{1, 12},        {-1, 360}, {1, 1260},       {-1, 1680},     {1, 1188},
                {-691, 360360}, {1, 156},  {-3617, 122400}, {43867, 244188}};
#define TERMS (int)(sizeof(stirling) / sizeof(stirling[0]))
#define LARGE 24 /* from here on so few terms do */

/* ln of gamma(x), of x > 0. Smaller ones are made larger by x + 1, which multiplies gamma by x. */
static struct real log_gamma(struct real x)
{
	struct real product = one, sum = zero, inverse, square;

	while (_real_compare(x, _real_of(LARGE)) < 0) {
		product = _real_mul(product, x);
		x = _real_add(x, one);
	}
	inverse = _real_div(one, x);
	square = _real_mul(inverse, inverse);
	for (int i = TERMS - 1; i >= 0; i--)
		sum = _real_add(_real_mul(sum, square),
		                _real_div(_real_of(stirling[i].over), _real_of(stirling[i].under)));
	sum = _real_add(_real_mul(sum, inverse), half_log_2pi);
	sum = _real_add(sum, minus(_real_mul(minus(x, half(one)), _real_ln(x)), x));
	return minus(sum, _real_ln(product));
}

/* sin(pi x), of any size */
static double sine_of_pi(double x)
{
	double part = fmod(fabs(x), 2), sine = part < 0.25   ? sin(M_PI * part)
	                                       : part < 0.75 ? cos(M_PI * (0.5 - part))
	                                       : part < 1.25 ? sin(M_PI * (1 - part))
	                                       : part < 1.75 ? -cos(M_PI * (part - 1.5))
	                                                     : sin(M_PI * (part - 2));

	return x < 0 ? -sine : sine;
}

int signgam;

double lgamma(double x)
{
	signgam = 1;
	if (isnan(x))
		return x;
	if (isinf(x))
		return HUGE_VAL;
	if (x == 1 || x == 2)
		return 0;
	if (x <= 0) {
		double sine = sine_of_pi(x);

		if (x == floor(x)) {
			errno = ERANGE;
			return HUGE_VAL;
		}
		if (sine < 0)
			signgam = -1;
		/* gamma(x) gamma(1 - x) = pi / sin(pi x) */
		return _real_round(minus(_real_ln(_real_div(_real_pi, _real_of(fabs(sine)))),
		                         log_gamma(_real_add(one, _real_of(-x)))));
	}
	return _real_round(log_gamma(_real_of(x)));
}

double gamma(double x)
{
	return lgamma(x);
}

double tgamma(double x)
{
	struct real r;

	if (isnan(x) || (isinf(x) && x > 0))
		return x;
	if (x == 0) {
		errno = ERANGE;
		return copysign(HUGE_VAL, x);
	}
	if (x < 0 && x == floor(x))
		return _math_domain();
	if (x > 180) {
		errno = ERANGE;
		return HUGE_VAL;
	}
	if (x < -190) {
		errno = ERANGE;
		return copysign(0, sine_of_pi(x));
	}
	if (x > 0)
		return _real_round(_real_e_to(log_gamma(_real_of(x))));
	r = _real_e_to(_real_neg(log_gamma(_real_add(one, _real_of(-x)))));
	return _real_round(_real_mul(r, _real_div(_real_pi, _real_of(sine_of_pi(x)))));
}
