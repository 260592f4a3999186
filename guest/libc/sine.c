/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sin, cos, tan. The angle is brought between -pi/4 and pi/4, which leaves a quadrant; then their series are summed.
 *
 * An angle of 2^1000 is a double, too, and has its place on the circle: x * 2/pi is taken modulo 4, with as many bits
 * of 2/pi as that takes. The bits that would give multiples of 4 are left out; those after the next 224 can be left out
 * as well, for no double comes nearer to a multiple of pi/2 than about 2^-61. (The idea is that of M. Payne and R.
 * Hanek, 1983.)
 */
#include <math.h>

#include "real.h"

/* 2/pi, 32 bits each. Made with Machin's formula, pi = 16 arctan 1/5 - 4 arctan 1/239, in whole numbers. */
static const uint32_t two_by_pi[] = {
	0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561,
	0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484,
	0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff, 0xde05980f,
	0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b,
	0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046,
};
enum { USED = 7, WORDS = USED + 2 }; /* of the table; of their product with a mantissa */

/* 64 bits of the product, whose lowest word is the first, that end below bit `from`. */
static uint64_t bits_below(const uint32_t *product, int from)
{
	uint64_t bits = 0;

	for (int i = 1; i <= 64; i++) {
		int at = from - i;

		bits = bits << 1 | (at >= 0 ? product[at / 32] >> at % 32 & 1 : 0);
	}
	return bits;
}

/* The angle from the nearest axis; *quadrant: which one, modulo 4. */
static struct real reduce(struct real x, int *quadrant)
{
	uint32_t product[WORDS] = {0};
	/* a double's mantissa has 53 bits */
	uint64_t mantissa = x.m >> 11, high, low;
	int e = x.e + 11, first = e > 2 ? (e - 2) / 32 : 0, point = 32 * (first + USED) - e;
	bool beyond;

	for (int half = 0; half < 2; half++) {
		uint32_t factor = half ? mantissa >> 32 : (uint32_t)mantissa, carry = 0;

		for (int i = 0; i < USED; i++) {
			uint64_t sum = (uint64_t)factor * two_by_pi[first + USED - 1 - i] + product[i + half] + carry;

			product[i + half] = (uint32_t)sum;
			carry = sum >> 32;
		}
		product[USED + half] = carry;
	}
	*quadrant = bits_below(product, point + 2) >> 62;
	high = bits_below(product, point);
	low = bits_below(product, point - 64);
	beyond = high >> 63;
	if (beyond) { /* nearer to the next axis, from the other side */
		++*quadrant;
		low = -low;
		high = ~high + (low == 0);
	}
	*quadrant = (x.negative ? -*quadrant : *quadrant) & 3;
	x.negative ^= beyond;
	if (high == 0)
		return _real_mul(_real_make(x.negative, low, -128), _real_half_pi);
	for (e = -64; !(high >> 63); e--) {
		high = high << 1 | low >> 63;
		low <<= 1;
	}
	return _real_mul((struct real){x.negative, high, e}, _real_half_pi);
}

/* x between -pi/4 and pi/4: x (1 - x^2/3! + x^4/5! - ...) */
static struct real sine(struct real x)
{
	static const uint64_t inverse[] = {ONE_BY(6),
	                                   ONE_BY(120),
	                                   ONE_BY(5040),
	                                   ONE_BY(362880),
	                                   ONE_BY(39916800),
	                                   ONE_BY(6227020800),
	                                   ONE_BY(1307674368000),
	                                   ONE_BY(355687428096000),
	                                   ONE_BY(121645100408832000)};
	uint64_t fraction = _real_fraction(x), square = _fraction_mul(fraction, fraction), sum = 0;

	for (int i = 8; i >= 0; i--)
		sum = inverse[i] - _fraction_mul(sum, square);
	return _real_shrink(x, _fraction_mul(sum, square));
}

/* 1 - x^2/2! + x^4/4! - ... */
static struct real cosine(struct real x)
{
	static const uint64_t inverse[] = {ONE_BY(2),
	                                   ONE_BY(24),
	                                   ONE_BY(720),
	                                   ONE_BY(40320),
	                                   ONE_BY(3628800),
	                                   ONE_BY(479001600),
	                                   ONE_BY(87178291200),
	                                   ONE_BY(20922789888000),
	                                   ONE_BY(6402373705728000),
	                                   ONE_BY(2432902008176640000)};
	uint64_t fraction = _real_fraction(x), square = _fraction_mul(fraction, fraction), sum = 0;

	for (int i = 9; i >= 0; i--)
		sum = inverse[i] - _fraction_mul(sum, square);
	return _real_shrink((struct real){false, 1ull << 63, -63}, _fraction_mul(sum, square));
}

/* Sine and cosine of a finite x. */
static void both(double x, struct real *s, struct real *c)
{
	int quadrant = 0;
	struct real angle = _real_of(x), other;

	if (fabs(x) > M_PI_4)
		angle = reduce(angle, &quadrant);
	*s = sine(angle);
	*c = cosine(angle);
	if (quadrant & 1) {
		other = *s;
		*s = *c;
		*c = _real_neg(other);
	}
	if (quadrant & 2) {
		*s = _real_neg(*s);
		*c = _real_neg(*c);
	}
}

double sin(double x)
{
	struct real s, c;

	if (isnan(x) || x == 0)
		return x;
	if (isinf(x))
		return _math_domain();
	both(x, &s, &c);
	return _real_round(s);
}

double cos(double x)
{
	struct real s, c;

	if (isnan(x))
		return x;
	if (isinf(x))
		return _math_domain();
	both(x, &s, &c);
	return _real_round(c);
}

double tan(double x)
{
	struct real s, c;

	if (isnan(x) || x == 0)
		return x;
	if (isinf(x))
		return _math_domain();
	both(x, &s, &c);
	return _real_round(_real_div(s, c));
}
