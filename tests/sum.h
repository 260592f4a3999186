/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A number that stands for a picture: two pictures of one size that are the same to the pixel have the same. */
#ifndef TESTS_SUM_H
#define TESTS_SUM_H

#include <stdint.h>

/* Takes a line of pixels (0x..RRGGBB, the highest byte means nothing) into the sum, which begins at 0. */
static inline uint64_t sum_line(uint64_t sum, const uint32_t *pixels, uint32_t width)
{
	uint64_t line = 0;

	for (uint32_t x = 0; x < width; x++)
		line += (uint64_t)(pixels[x] & 0xffffff) * (x * UINT32_C(2654435761) | 1);
	return (sum ^ line) * UINT64_C(0x100000001b3) + width;
}

#endif
