/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real numbers with 64 bits of mantissa. What is cut off at each step is less than one unit in the last of them. */
#include "real.h"

#include <errno.h>
#include <math.h>

#include "decimal.h"

#define TOP (1ull << 63)

const struct real _real_ln2 = {false, LN2, -64};
const struct real _real_log2e = {false, 0xb8aa3b295c17f0bc, -63};
const struct real _real_log10e = {false, 0xde5bd8a937287195, -65};
const struct real _real_pi = {false, 0xc90fdaa22168c235, -62};
const struct real _real_half_pi = {false, 0xc90fdaa22168c235, -63};

union bits {
	double x;
	uint64_t n;
};

enum real_kind _real_kind(double x)
{
	struct binary b = _binary_of(x);

	return b.kind == FINITE ? REAL : b.kind == INFINITE ? INFINITE_REAL : NO_NUMBER;
}

double _math_domain(void)
{
	errno = EDOM;
	return NAN;
}

struct real _real_make(bool negative, uint64_t m, int e)
{
	if (m == 0)
		return (struct real){negative, 0, 0};
	while (!(m & TOP)) {
		int by = m >> 32 ? 1 : 32;

		m <<= by;
		e -= by;
	}
	return (struct real){negative, m, e};
}

struct real _real_of(double x)
{
	struct binary b = _binary_of(x);

	return _real_make(b.negative, b.mantissa, b.exponent);
}

/* To the nearest double, from the middle to the even one. */
double _real_round(struct real a)
{
	union bits bits = {.n = (uint64_t)a.negative << 63};
	int biased = a.e + 63 + 1023, drop = 11; /* bits of the mantissa that a double has no room for */
	uint64_t kept, rest;

	if (a.m == 0)
		return bits.x;
	if (biased < 1) { /* the smallest have fewer bits */
		drop += 1 - biased;
		biased = 0;
	}
	kept = drop < 64 ? a.m >> drop : 0;
	rest = drop < 65 ? a.m << (64 - drop) : 1;
	kept += rest > TOP || (rest == TOP && (kept & 1));
	/* a leading one adds 1 to the exponent, and so does a carry */
	if (biased > 0)
		biased--;
	if (biased >= 0x7fe || ((uint64_t)biased << 52) + kept >= 0x7ffull << 52) {
		bits.n |= 0x7ffull << 52;
		errno = ERANGE;
	} else {
		bits.n |= ((uint64_t)biased << 52) + kept;
		if (kept == 0)
			errno = ERANGE;
	}
	return bits.x;
}

/* The product of two longwords is a quad, so that of two quads is made of four of those. */
static uint64_t multiply(uint64_t a, uint64_t b, uint64_t *low)
{
	uint32_t a1 = a >> 32, a0 = (uint32_t)a, b1 = b >> 32, b0 = (uint32_t)b;
	uint64_t lowest = (uint64_t)a0 * b0, middle = (uint64_t)a1 * b0 + (lowest >> 32), other = (uint64_t)a0 * b1;

	other += (uint32_t)middle;
	*low = other << 32 | (uint32_t)lowest;
	return (uint64_t)a1 * b1 + (middle >> 32) + (other >> 32);
}

uint64_t _fraction_mul(uint64_t a, uint64_t b)
{
	uint64_t low;

	return multiply(a, b, &low);
}

struct real _real_mul(struct real a, struct real b)
{
	struct real product = {.negative = a.negative != b.negative, .e = a.e + b.e + 64};
	uint64_t low;

	product.m = multiply(a.m, b.m, &low);
	if (product.m == 0)
		return (struct real){product.negative, 0, 0};
	if (!(product.m & TOP)) {
		product.m = product.m << 1 | low >> 63;
		product.e--;
	}
	return product;
}

/* On paper, bit by bit. */
struct real _real_div(struct real a, struct real b)
{
	struct real quotient = {.negative = a.negative != b.negative, .e = a.e - b.e - 63};
	uint64_t rest = a.m;
	bool carry = false;

	if (a.m == 0)
		return (struct real){quotient.negative, 0, 0};
	if (rest < b.m) { /* so that the first bit is a one */
		carry = rest & TOP;
		rest <<= 1;
		quotient.e--;
	}
	for (int i = 0; i < 64; i++) {
		quotient.m <<= 1;
		if (carry || rest >= b.m) {
			rest -= b.m;
			quotient.m |= 1;
		}
		carry = rest & TOP;
		rest <<= 1;
	}
	return quotient;
}

/*
 * On paper as well, two bits of a for one of the root. It has 61 bits, so that the rest is never longer than 64; then
 * comes a bit that tells whether there was a rest.
 */
struct real _real_sqrt(struct real a)
{
	int odd = a.e & 1;
	uint64_t root = 0, rest = 0;

	if (a.m == 0)
		return a;
	for (int i = 0, at = 62 + odd; i < 61; i++, at -= 2) {
		uint64_t trial = root << 2 | 1;

		rest = rest << 2 | (at >= 0 ? a.m >> at & 3 : at == -1 ? a.m << 1 & 3 : 0);
		root <<= 1;
		if (rest >= trial) {
			rest -= trial;
			root |= 1;
		}
	}
	return _real_make(false, root << 3 | (rest != 0), (a.e - odd) / 2 - 32 + odd);
}

struct real _real_neg(struct real a)
{
	a.negative = !a.negative;
	return a;
}

int _real_compare(struct real a, struct real b)
{
	if (a.m == 0 || b.m == 0)
		return (a.m != 0) - (b.m != 0);
	if (a.e != b.e)
		return a.e < b.e ? -1 : 1;
	return a.m < b.m ? -1 : a.m > b.m;
}

struct real _real_add(struct real a, struct real b)
{
	uint64_t sum, small;

	if (_real_compare(a, b) < 0) {
		struct real other = a;

		a = b;
		b = other;
	}
	if (b.m == 0)
		return a;
	small = a.e - b.e < 64 ? b.m >> (a.e - b.e) : 0;
	if (a.negative != b.negative)
		return _real_make(a.negative, a.m - small, a.e);
	sum = a.m + small;
	if (sum < small) /* a carry */
		return (struct real){a.negative, sum >> 1 | TOP, a.e + 1};
	return (struct real){a.negative, sum, a.e};
}

struct real _real_grow(struct real a, uint64_t f)
{
	return _real_add(a, _real_make(a.negative, _fraction_mul(a.m, f), a.e));
}

struct real _real_shrink(struct real a, uint64_t f)
{
	return _real_make(a.negative, a.m - _fraction_mul(a.m, f), a.e);
}

uint64_t _real_fraction(struct real a)
{
	int shift = -64 - a.e;

	return shift < 64 ? a.m >> shift : 0;
}

struct real _real_of_fraction(uint64_t f)
{
	return _real_make(false, f, -64);
}
