/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole numbers and rests, exactly. A double's bits are looked at, and nothing is computed. */
#include <math.h>

#include "real.h"

union bits {
	double x;
	uint64_t n;
};

#define SIGN (1ull << 63)
#define ONE 0x3ff0000000000000ull

double fabs(double x)
{
	union bits b = {.x = x};

	b.n &= ~SIGN;
	return b.x;
}

double copysign(double x, double sign)
{
	union bits b = {.x = x}, s = {.x = sign};

	b.n = (b.n & ~SIGN) | (s.n & SIGN);
	return b.x;
}

/* Bits of x behind the point: 0 if it is whole, infinite or not a number, 53 and more if it is less than 1. */
static int behind(union bits b)
{
	int bits = 1075 - (int)(b.n >> 52 & 0x7ff);

	return bits < 0 ? 0 : bits;
}

double trunc(double x)
{
	union bits b = {.x = x};
	int bits = behind(b);

	b.n &= bits > 52 ? SIGN : ~0ull << bits;
	return b.x;
}

/* To the next whole number away from zero, if x is none: the carry of the mantissa goes into the exponent, as it
 * should. */
static double away(double x)
{
	union bits b = {.x = x}, cut = {.x = trunc(x)};
	int bits = behind(b);

	if (b.n != cut.n)
		cut.n = bits > 52 ? (b.n & SIGN) | ONE : cut.n + (1ull << bits);
	return cut.x;
}

double floor(double x)
{
	return signbit(x) ? x == 0 ? x : away(x) : trunc(x);
}

double ceil(double x)
{
	return signbit(x) ? trunc(x) : x == 0 ? x : away(x);
}

/* What is behind the point, with a half as the top bit. */
static uint64_t part(double x)
{
	union bits b = {.x = x};
	int bits = behind(b);
	uint64_t mantissa = (b.n & ((SIGN >> 11) - 1)) | SIGN >> 11;

	return bits == 0 ? 0 : bits <= 53 ? mantissa << (64 - bits) : x != 0;
}

double round(double x)
{
	return part(x) >= SIGN ? away(x) : trunc(x);
}

double rint(double x)
{
	union bits b = {.x = x};
	int bits = behind(b);
	int odd = bits <= 52 && (b.n | SIGN >> 11) >> bits & 1;

	return part(x) > SIGN || (part(x) == SIGN && odd) ? away(x) : trunc(x);
}

double modf(double x, double *whole)
{
	*whole = trunc(x);
	if (isinf(x))
		return copysign(0, x);
	return copysign(x - *whole, x);
}

/* Division on paper that throws the quotient away: shifts and subtracts. */
double fmod(double x, double y)
{
	struct real a, b;

	if (isnan(x) || isnan(y))
		return x + y;
	if (isinf(x) || y == 0)
		return _math_domain();
	a = _real_of(x);
	b = _real_of(y);
	if (isinf(y) || _real_compare(a, b) < 0)
		return x;
	a.m >>= 1; /* the lowest bits are 0, and there is room for a rest twice as large */
	b.m >>= 1;
	for (; a.e >= b.e; a.e--) {
		if (a.m >= b.m)
			a.m -= b.m;
		a.m <<= 1;
	}
	return copysign(_real_round(_real_make(false, a.m, a.e + 1)), x);
}
