/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exact decimal fractions: what lies between a double and its digits. Only whole numbers are used for it, for the
 * machine has no floating point unit, and so printf need not bring one in software along.
 */
#ifndef LIBC_DECIMAL_H
#define LIBC_DECIMAL_H

#include <stdint.h>

#define DECIMAL_BASE 1000000000u /* a word holds nine digits */
#define DECIMAL_POINT 36         /* words before the point: 2^1024 has 309 digits */
#define DECIMAL_WORDS 160        /* and behind it: 2^-1074 has 1074 */

/* The sum of w[i] * BASE^(POINT-1-i); all words outside [first, last) are 0. */
struct decimal {
	uint32_t w[DECIMAL_WORDS];
	int first, last;
};

/* The parts of a double: its value is mantissa * 2^exponent. */
struct binary {
	int negative;
	uint64_t mantissa;
	int exponent;
	enum { FINITE, INFINITE, NOT_A_NUMBER } kind;
};

struct binary _binary_of(double x);
void _decimal_set(struct decimal *d, uint64_t n);
void _decimal_scale(struct decimal *d, int power); /* times 2^power */

#endif
