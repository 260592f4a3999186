/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole numbers as integers, the doubles beside one, the larger and the smaller, and rests to the nearest. All of it
 * is exact. */
#include <errno.h>
#include <math.h>

#include "real.h"

union bits {
	double x;
	int64_t n;
};

double nearbyint(double x)
{
	return rint(x);
}

/* A whole number from least on and less than -least. */
static long long integer(double x, double least)
{
	if (x >= least && x < -least)
		return (long long)x;
	errno = EDOM;
	return (long long)least;
}

#define LEAST_LONG (-2147483648.0)
#define LEAST_LONG_LONG (-9223372036854775808.0)

long lrint(double x)
{
	return (long)integer(rint(x), LEAST_LONG);
}

long lround(double x)
{
	return (long)integer(round(x), LEAST_LONG);
}

long long llrint(double x)
{
	return integer(rint(x), LEAST_LONG_LONG);
}

long long llround(double x)
{
	return integer(round(x), LEAST_LONG_LONG);
}

double nextafter(double x, double towards)
{
	union bits b = {.x = x};

	if (isnan(x) || isnan(towards))
		return x + towards;
	if (x == towards)
		return towards;
	if (x == 0) {
		b.n = 1;
		errno = ERANGE;
		return copysign(b.x, towards);
	}
	b.n += (towards > x) == (x > 0) ? 1 : -1; /* the bits are in the order of the sizes */
	if (isinf(b.x) || !isnormal(b.x))
		errno = ERANGE;
	return b.x;
}

float nextafterf(float x, float towards)
{
	union {
		float x;
		int32_t n;
	} b = {.x = x};

	if (isnan(x) || isnan(towards))
		return x + towards;
	if (x == towards)
		return towards;
	if (x == 0)
		b.n = 1 | (signbit(towards) ? INT32_MIN : 0);
	else
		b.n += (towards > x) == (x > 0) ? 1 : -1;
	if (isinf(b.x) || !isnormal(b.x))
		errno = ERANGE;
	return b.x;
}

double nexttoward(double x, long double towards)
{
	return nextafter(x, (double)towards);
}

double nan(const char *tag)
{
	(void)tag;
	return NAN;
}

double fmax(double x, double y)
{
	return isnan(x) ? y : isnan(y) ? x : x == y ? (signbit(x) ? y : x) : x > y ? x : y;
}

double fmin(double x, double y)
{
	return isnan(x) ? y : isnan(y) ? x : x == y ? (signbit(x) ? x : y) : x < y ? x : y;
}

double fdim(double x, double y)
{
	return isnan(x) || isnan(y) ? x + y : x > y ? x - y : 0;
}

/* A sum, and what its rounding left out (Knuth). */
static double exact_sum(double a, double b, double *left)
{
	volatile double sum = a + b, part = sum - a;

	*left = (a - (sum - part)) + (b - part);
	return sum;
}

/* The upper half of the bits of a double. */
static double upper(double x)
{
	union bits b = {.x = x};

	b.n &= ~0x7ffffffll;
	return b.x;
}

/*
 * The product is a sum of two doubles (Dekker), and what is left out of it and z is rounded so that the last rounding
 * sees that there was more (Boldo and Melquiond). The exponents are put aside meanwhile; only among the numbers
 * that are nearly 0 ldexp rounds once more.
 */
double fma(double x, double y, double z)
{
	int a, b, c;
	double product, low, sum, rest, more, x1, y1;
	union bits odd;

	if (!isfinite(x) || !isfinite(y) || !isfinite(z) || x == 0 || y == 0 || z == 0)
		return x * y + z;
	x = frexp(x, &a);
	y = frexp(y, &b);
	frexp(z, &c);
	if (c - a - b > 200) /* the product is nothing beside it */
		return z;
	z = c - a - b < -200 ? copysign(0x1p-200, z) : ldexp(z, -a - b);
	product = x * y;
	x1 = upper(x);
	y1 = upper(y);
	low = ((x1 * y1 - product) + x1 * (y - y1) + (x - x1) * y1) + (x - x1) * (y - y1);
	sum = exact_sum(product, z, &rest);
	odd.x = exact_sum(rest, low, &more);
	if (more != 0 && !(odd.n & 1))
		odd.n += (more > 0) == (odd.x > 0) ? 1 : -1;
	return ldexp(sum + odd.x, a + b);
}

double remquo(double x, double y, int *n)
{
	double size = fabs(y), rest, last;
	int quotient = 0;

	*n = 0;
	if (isnan(x) || isnan(y))
		return x + y;
	if (isinf(x) || y == 0)
		return _math_domain();
	if (isinf(y))
		return x;
	rest = fabs(x);
	/* the last bits of the quotient come of rests by 8, 4, 2 and 1 times y, as far as there are such */
	last = size * 8;
	if (!isinf(last))
		rest = fmod(rest, last);
	for (int bit = 4; bit > 0; bit >>= 1)
		if (!isinf(size * bit) && rest >= size * bit) {
			rest -= size * bit;
			quotient += bit;
		}
	if (rest > size - rest || (rest == size - rest && (quotient & 1))) {
		rest -= size;
		quotient = (quotient + 1) & 7;
	}
	*n = signbit(x) != signbit(y) ? -quotient : quotient;
	if (rest == 0)
		return copysign(0, x);
	return signbit(x) ? -rest : rest;
}

double remainder(double x, double y)
{
	int n;

	return remquo(x, y, &n);
}

double drem(double x, double y)
{
	return remainder(x, y);
}
