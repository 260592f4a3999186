/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sums, products, quotients and comparisons of doubles and floats, which the compiler calls by these names. Its own
 * library has them as well, but rounds some products wrongly. Each result here is the nearest double to the exact one:
 * what has to be cut off before it is rounded leaves a one in the last place, so that it is not taken for the middle.
 */
#include "softfloat.h"

#define LEADING (1ull << 52)

static bool is_nan(const struct parts *p)
{
	return p->special && p->mantissa != 0;
}

static double nan(void)
{
	return _parts_to_double((struct parts){.special = true, .mantissa = 1});
}

static double infinite(bool negative)
{
	return _parts_to_double((struct parts){.negative = negative, .special = true});
}

/* The smallest numbers get the same number of bits as the others. */
static struct parts normal(struct parts p)
{
	while (p.mantissa != 0 && p.mantissa < LEADING) {
		p.mantissa <<= 1;
		p.exponent--;
	}
	return p;
}

static uint64_t shift(uint64_t n, int bits)
{
	return bits > 63 ? n != 0 : n >> bits | ((n & ((1ull << bits) - 1)) != 0);
}

double __adddf3(double x, double y)
{
	struct parts a = _parts_of(x), b = _parts_of(y);

	if (is_nan(&a) || is_nan(&b) || (a.special && b.special && a.negative != b.negative))
		return nan();
	if (a.special || b.special)
		return a.special ? x : y;
	if (a.exponent < b.exponent || (a.exponent == b.exponent && a.mantissa < b.mantissa)) {
		struct parts other = a;

		a = b;
		b = other;
	}
	a.mantissa <<= 9;
	b.mantissa = shift(b.mantissa << 9, a.exponent - b.exponent);
	a.exponent -= 9;
	if (a.negative == b.negative) {
		a.mantissa += b.mantissa;
	} else {
		a.mantissa -= b.mantissa;
		if (a.mantissa == 0)
			a.negative = false;
	}
	return _parts_to_double(a);
}

double __negdf2(double x)
{
	union {
		double x;
		uint64_t bits;
	} both = {.x = x};

	both.bits ^= 1ull << 63;
	return both.x;
}

double __subdf3(double x, double y)
{
	return __adddf3(x, __negdf2(y));
}

double __muldf3(double x, double y)
{
	struct parts a = normal(_parts_of(x)), b = normal(_parts_of(y));
	bool negative = a.negative != b.negative;
	uint32_t a1, a0, b1, b0;
	uint64_t lowest, middle, other;

	if (is_nan(&a) || is_nan(&b))
		return nan();
	if (a.special || b.special)
		return (!a.special && a.mantissa == 0) || (!b.special && b.mantissa == 0) ? nan() : infinite(negative);
	/* 53 times 53 bits, moved so that the upper half of the product has 63 or 62 */
	a.mantissa <<= 11;
	b.mantissa <<= 10;
	a1 = a.mantissa >> 32, a0 = (uint32_t)a.mantissa;
	b1 = b.mantissa >> 32, b0 = (uint32_t)b.mantissa;
	lowest = (uint64_t)a0 * b0;
	middle = (uint64_t)a1 * b0 + (lowest >> 32);
	other = (uint64_t)a0 * b1 + (uint32_t)middle;
	a.mantissa = (uint64_t)a1 * b1 + (middle >> 32) + (other >> 32);
	a.mantissa |= (uint32_t)other != 0 || (uint32_t)lowest != 0;
	a.exponent += b.exponent + 43;
	a.negative = negative;
	return _parts_to_double(a);
}

double __divdf3(double x, double y)
{
	struct parts a = normal(_parts_of(x)), b = normal(_parts_of(y));
	struct parts quotient = {.negative = a.negative != b.negative, .exponent = a.exponent - b.exponent - 55};

	if (is_nan(&a) || is_nan(&b) || (a.special && b.special))
		return nan();
	if (b.special)
		return _parts_to_double(quotient);
	if (a.special || b.mantissa == 0)
		return !a.special && a.mantissa == 0 ? nan() : infinite(quotient.negative);
	for (int i = 0; i < 56; i++) { /* on paper */
		quotient.mantissa <<= 1;
		if (a.mantissa >= b.mantissa) {
			a.mantissa -= b.mantissa;
			quotient.mantissa |= 1;
		}
		a.mantissa <<= 1;
	}
	quotient.mantissa |= a.mantissa != 0;
	return _parts_to_double(quotient);
}

/* <0, 0, >0; what is not a number is `unordered`, and makes each comparison but != false. */
static int compare(double x, double y, int unordered)
{
	union {
		double x;
		int64_t bits;
	} a = {.x = x}, b = {.x = y};
	const int64_t infinity = 0x7ffll << 52, size = INT64_MAX;

	if ((a.bits & size) > infinity || (b.bits & size) > infinity)
		return unordered;
	if (((a.bits | b.bits) & size) == 0)
		return 0;
	/* as whole numbers they have the same order, but negative ones the opposite */
	if ((a.bits & b.bits) < 0)
		return a.bits < b.bits ? 1 : a.bits > b.bits ? -1 : 0;
	return a.bits < b.bits ? -1 : a.bits > b.bits;
}

/* clang-format off */
int __cmpdf2_internal(double a, double b, int unordered) { return compare(a, b, unordered); }
int __cmpdf2(double a, double b) { return compare(a, b, 1); }
int __eqdf2(double a, double b) { return compare(a, b, 1); }
int __nedf2(double a, double b) { return compare(a, b, 1); }
int __ltdf2(double a, double b) { return compare(a, b, 1); }
int __ledf2(double a, double b) { return compare(a, b, 1); }
int __gtdf2(double a, double b) { return compare(a, b, -1); }
int __gedf2(double a, double b) { return compare(a, b, -1); }

/* A double has more than twice as many bits as a float, so that rounding twice does no harm. */
float __addsf3(float a, float b) { return (float)__adddf3(a, b); }
float __subsf3(float a, float b) { return (float)__subdf3(a, b); }
float __mulsf3(float a, float b) { return (float)__muldf3(a, b); }
float __divsf3(float a, float b) { return (float)__divdf3(a, b); }
float __negsf2(float a) { return (float)__negdf2(a); }
int __cmpsf2_internal(float a, float b, int unordered) { return compare(a, b, unordered); }
int __cmpsf2(float a, float b) { return compare(a, b, 1); }
int __eqsf2(float a, float b) { return compare(a, b, 1); }
int __nesf2(float a, float b) { return compare(a, b, 1); }
int __ltsf2(float a, float b) { return compare(a, b, 1); }
int __lesf2(float a, float b) { return compare(a, b, 1); }
int __gtsf2(float a, float b) { return compare(a, b, -1); }
int __gesf2(float a, float b) { return compare(a, b, -1); }
/* clang-format on */
