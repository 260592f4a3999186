/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Big-endian memory, read and written by a host of any byte order; and what hosts keep for each other, which is
 * little-endian. The only place that knows both. */
#ifndef EMU_BE_H
#define EMU_BE_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t be16_get(const void *p)
{
	uint16_t v;
	memcpy(&v, p, sizeof v);
	return be16toh(v);
}

static inline uint32_t be32_get(const void *p)
{
	uint32_t v;
	memcpy(&v, p, sizeof v);
	return be32toh(v);
}

static inline void be16_put(void *p, uint16_t v)
{
	v = htobe16(v);
	memcpy(p, &v, sizeof v);
}

static inline void be32_put(void *p, uint32_t v)
{
	v = htobe32(v);
	memcpy(p, &v, sizeof v);
}

static inline void be64_put(void *p, uint64_t v)
{
	v = htobe64(v);
	memcpy(p, &v, sizeof v);
}

static inline uint32_t le32_get(const void *p)
{
	uint32_t v;
	memcpy(&v, p, sizeof v);
	return le32toh(v);
}

static inline void le32_put(void *p, uint32_t v)
{
	v = htole32(v);
	memcpy(p, &v, sizeof v);
}

/* Turns each of these values of `size` bytes into little-endian order, or back, where they lie. */
static inline void le_turn(void *values, size_t bytes, size_t size)
{
	uint8_t *v = values;

	if (htole16(1) == 1)
		return;
	for (; bytes; v += size, bytes -= size)
		for (size_t i = 0; i < size / 2; i++) {
			uint8_t byte = v[i];

			v[i] = v[size - 1 - i];
			v[size - 1 - i] = byte;
		}
}

#endif
