/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Floats and doubles taken apart and put together. */
#ifndef LIBC_SOFTFLOAT_H
#define LIBC_SOFTFLOAT_H

#include <stdbool.h>
#include <stdint.h>

/* A value: (-1)^negative * mantissa * 2^exponent. */
struct parts {
	bool negative, special; /* special: infinite if the mantissa is 0, else not a number */
	uint64_t mantissa;
	int exponent;
};

struct parts _parts_of(double x);
double _parts_to_double(struct parts p); /* to the nearest, from the middle to the even one */

#endif
