/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exact decimal fractions: multiplied and divided by two, again and again, as one does on paper. */
#include "decimal.h"

#include <string.h>

struct binary _binary_of(double x)
{
	union {
		double x;
		uint64_t bits;
	} both = {.x = x};
	struct binary b = {.negative = (int)(both.bits >> 63), .mantissa = both.bits << 12 >> 12};
	int exponent = (int)(both.bits >> 52 & 0x7ff);

	if (exponent == 0x7ff)
		b.kind = b.mantissa ? NOT_A_NUMBER : INFINITE;
	else if (exponent > 0)
		b.mantissa |= 1ull << 52;
	b.exponent = (exponent > 0 ? exponent : 1) - 1075;
	return b;
}

void _decimal_set(struct decimal *d, uint64_t n)
{
	memset(d, 0, sizeof(*d));
	d->first = d->last = DECIMAL_POINT;
	while (n != 0) {
		d->w[--d->first] = n % DECIMAL_BASE;
		n /= DECIMAL_BASE;
	}
}

/* Times 2^bits, at most 2^29: a word and its carry fit into 64 bits. */
static void times(struct decimal *d, int bits)
{
	uint32_t carry = 0;

	for (int i = d->last - 1; i >= d->first; i--) {
		uint64_t x = ((uint64_t)d->w[i] << bits) + carry;

		d->w[i] = x % DECIMAL_BASE;
		carry = x / DECIMAL_BASE;
	}
	if (carry != 0 && d->first > 0)
		d->w[--d->first] = carry;
}

/* Divided by 2^bits, at most 2^9, which divides the base: what is left over goes to the next word without remainder. */
static void halve(struct decimal *d, int bits)
{
	uint32_t carry = 0, mask = (1u << bits) - 1;

	for (int i = d->first; i < d->last; i++) {
		uint32_t over = d->w[i] & mask;

		d->w[i] = (d->w[i] >> bits) + carry;
		carry = (DECIMAL_BASE >> bits) * over;
	}
	if (carry != 0 && d->last < DECIMAL_WORDS)
		d->w[d->last++] = carry;
}

void _decimal_scale(struct decimal *d, int power)
{
	for (; power > 0; power -= power < 29 ? power : 29)
		times(d, power < 29 ? power : 29);
	for (; power<0; power += power> - 9 ? -power : 9)
		halve(d, power > -9 ? -power : 9);
	while (d->first < d->last && d->w[d->first] == 0)
		d->first++;
	while (d->first < d->last && d->w[d->last - 1] == 0)
		d->last--;
}
