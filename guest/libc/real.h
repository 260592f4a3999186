/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Real numbers with 64 bits of mantissa, eleven more than a double has: what the functions of <math.h> compute with, so
 * that the one rounding at the end is the only error that counts. There is no floating point unit, so whole numbers are
 * the shortest way. None of this knows infinity or what is not a number.
 *
 * A "fraction" is a uint64_t n that stands for n / 2^64, from 0 to less than 1. Series are summed with fractions: all
 * terms are less than 1, and a product is the upper half of the product of two whole numbers.
 */
#ifndef LIBC_REAL_H
#define LIBC_REAL_H

#include <stdbool.h>
#include <stdint.h>

/* (-1)^negative * m * 2^e; the top bit of m is set, but 0 has m = 0. */
struct real {
	bool negative;
	uint64_t m;
	int e;
};

/* 1/n as a fraction: a coefficient of a series. */
#define ONE_BY(n) (UINT64_MAX / (uint64_t)(n))

extern const struct real _real_ln2, _real_log2e, _real_log10e, _real_pi, _real_half_pi;
#define LN2 0xb17217f7d1cf79abull /* its fraction, */
#define LN2_BELOW 0xc9e3b398ull   /* and 32 bits more */

enum real_kind { REAL, INFINITE_REAL, NO_NUMBER };
enum real_kind _real_kind(double x);

struct real _real_of(double x);
struct real _real_make(bool negative, uint64_t m, int e); /* of any m */
double _real_round(struct real a); /* to a double; ERANGE if it is too large, or too small to be anything but 0 */

struct real _real_add(struct real a, struct real b);
struct real _real_mul(struct real a, struct real b);
struct real _real_div(struct real a, struct real b); /* b is not 0 */
struct real _real_sqrt(struct real a); /* of what is not negative; its last bit tells whether it is exact */
struct real _real_neg(struct real a);
struct real _real_grow(struct real a, uint64_t f);   /* a * (1 + f) */
struct real _real_shrink(struct real a, uint64_t f); /* a * (1 - f) */
int _real_compare(struct real a, struct real b);     /* of their sizes, without the signs: <0, 0, >0 */

uint64_t _real_fraction(struct real a); /* of its size, which is less than 1 */
struct real _real_of_fraction(uint64_t f);
uint64_t _fraction_mul(uint64_t a, uint64_t b);

/* The functions of more than one file: e^fraction * 2^power; ln x = ln m + k * ln 2, with m between the roots of 1/2
 * and 2. */
struct real _real_exp(uint64_t fraction, int power);
struct real _real_log(struct real x, int *k);
struct real _real_ln(struct real x);   /* all of it */
struct real _real_e_to(struct real x); /* e^x; of what is too large for a double, something that is */

double _math_domain(void); /* EDOM, and not a number */

#endif
