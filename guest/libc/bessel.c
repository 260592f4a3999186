/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bessel functions, in doubles. Far out their expansions for large x; else the J by their recurrence from far above
 * down, which is stable (J. C. P. Miller), and the Y by their series of J (Abramowitz and Stegun 9.1.27, 9.1.88,
 * 9.2.5 and 9.2.6). Errors are some 1e-15 of the size that the functions have at their hills.
 */
#include <errno.h>
#include <math.h>

#include "real.h"

#define LARGE 40
#define EULER 0.57721566490153286061
#define MOST 128 /* of the J that are computed: for x up to LARGE more are nothing */

/* J of 0 to MOST - 1, 0 < x < LARGE: the sum J0 + 2 (J2 + J4 + ...) is 1. */
static void miller(double x, double j[MOST])
{
	double sum = 0;

	j[MOST - 1] = 0;
	j[MOST - 2] = 1e-300;
	for (int n = MOST - 2; n > 0; n--) {
		j[n - 1] = 2 * n / x * j[n] - j[n + 1];
		if (fabs(j[n - 1]) > 1e250) {
			for (int i = n - 1; i < MOST; i++)
				j[i] *= 1e-300;
			sum *= 1e-300;
		}
		sum += n % 2 == 1 ? (n == 1 ? j[0] : 2 * j[n - 1]) : 0;
	}
	for (int n = 0; n < MOST; n++)
		j[n] /= sum;
}

/* J (or Y) of 0 or 1 for large x: root(2 / pi x) (P cos - Q sin) of x - (2 n + 1) pi / 4. */
static double far(int n, double x, int second)
{
	double term = 1, p = 0, q = 0, s = sin(x), c = cos(x), u, v, before;

	for (int k = 0; k < 40; k++) {
		double sign = k / 2 % 2 ? -1 : 1;

		if (k % 2)
			q += sign * term;
		else
			p += sign * term;
		before = fabs(term);
		term *= (4.0 * n * n - (2.0 * k + 1) * (2.0 * k + 1)) / ((k + 1) * 8 * x);
		if (fabs(term) >= before || fabs(term) < 1e-18)
			break;
	}
	/* of x - pi / 4, or x - 3 pi / 4 */
	u = n == 0 ? (c + s) * M_SQRT1_2 : (s - c) * M_SQRT1_2;
	v = n == 0 ? (s - c) * M_SQRT1_2 : -(s + c) * M_SQRT1_2;
	return sqrt(M_2_PI / x) * (second ? p * v + q * u : p * u - q * v);
}

double jn(int n, double x)
{
	double j[MOST], sign = 1, before, now;

	if (isnan(x))
		return x;
	if (n < 0) {
		n = -n;
		sign = n % 2 ? -sign : sign;
	}
	if (x < 0)
		sign = n % 2 ? -sign : sign;
	x = fabs(x);
	if (isinf(x))
		return 0;
	if (x == 0)
		return n == 0;
	if (x < LARGE) {
		if (n >= MOST - 8)
			return 0;
		miller(x, j);
		return sign * j[n];
	}
	if (n < 2)
		return sign * far(n, x, 0);
	if (n < x) { /* upwards, which is stable as long as n is less than x */
		before = far(0, x, 0);
		now = far(1, x, 0);
		for (int i = 1; i < n; i++) {
			double next = 2 * i / x * now - before;

			before = now;
			now = next;
		}
		return sign * now;
	}
	/* downwards from where there is nothing, to J0 */
	double above = 0, here = 1e-300, found = 0, zeroth;

	for (int i = n + 60 + n / 2; i > 0; i--) {
		double below = 2 * i / x * here - above;

		above = here;
		here = below;
		if (i - 1 == n)
			found = here;
		if (fabs(here) > 1e250) {
			above *= 1e-300;
			here *= 1e-300;
			found *= 1e-300;
		}
	}
	/* J0 or, where that is near one of its zeros, J1 */
	zeroth = far(0, x, 0);
	before = far(1, x, 0);
	return sign * (fabs(zeroth) > fabs(before) ? found / here * zeroth : found / above * before);
}

double j0(double x)
{
	return jn(0, x);
}

double j1(double x)
{
	return jn(1, x);
}

static double near_y(int n, double x)
{
	double j[MOST], sum = 0, log_part = log(x / 2) + EULER;

	miller(x, j);
	for (int k = 1; 2 * k + n < MOST; k++) {
		double sign = k % 2 ? -1 : 1;

		sum += n == 0 ? sign * j[2 * k] / k : sign * (2 * k + 1) * j[2 * k + 1] / (k * (k + 1.0));
	}
	if (n == 0)
		return M_2_PI * log_part * j[0] - 2 * M_2_PI * sum;
	return -M_2_PI / x * j[0] + M_2_PI * (log_part - 1) * j[1] - M_2_PI * sum;
}

double yn(int n, double x)
{
	double sign = 1, before, now;

	if (isnan(x))
		return x;
	if (x <= 0) {
		errno = x < 0 ? EDOM : ERANGE;
		return -HUGE_VAL;
	}
	if (isinf(x))
		return 0;
	if (n < 0) {
		n = -n;
		sign = n % 2 ? -1 : 1;
	}
	before = x < LARGE ? near_y(0, x) : far(0, x, 1);
	if (n == 0)
		return before;
	now = x < LARGE ? near_y(1, x) : far(1, x, 1);
	for (int i = 1; i < n && isfinite(now); i++) {
		double next = 2 * i / x * now - before;

		before = now;
		now = next;
	}
	return sign * now;
}

double y0(double x)
{
	return yn(0, x);
}

double y1(double x)
{
	return yn(1, x);
}
