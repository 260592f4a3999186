/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A part of a stranger's file that is read from front to back. Whoever reads past its end gets 0, and `bad` stays set,
 * so that a reader may look once behind several reads. Numbers are big-endian.
 */
#ifndef EMU_BYTES_H
#define EMU_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const uint8_t *at, *end; /* never NULL */
	bool bad;
};

static inline struct bytes bytes_of(const void *data, size_t size)
{
	const uint8_t *at = data;

	return (struct bytes){at, at + size, false};
}

static inline struct bytes bytes_none(void)
{
	return bytes_of("", 0);
}

static inline size_t bytes_left(const struct bytes *b)
{
	return (size_t)(b->end - b->at);
}

/* The next `size` bytes, which are passed over; bad if there are not so many. */
static inline struct bytes bytes_take(struct bytes *b, uint64_t size)
{
	struct bytes part = bytes_none();

	if (size > bytes_left(b)) {
		b->at = b->end;
		b->bad = part.bad = true;
		return part;
	}
	part = bytes_of(b->at, (size_t)size);
	b->at += size;
	return part;
}

/* The same bytes without the first ones. */
static inline struct bytes bytes_from(struct bytes b, uint64_t offset)
{
	bytes_take(&b, offset);
	return b;
}

/* A number of up to 8 bytes. */
static inline uint64_t bytes_number(struct bytes *b, unsigned size)
{
	struct bytes part = bytes_take(b, size);
	uint64_t n = 0;

	while (part.at < part.end)
		n = n << 8 | *part.at++;
	return n;
}

enum { LEB_MAX = 10 }; /* bytes; what is longer does not fit into 64 bits */

/* LEB128, DWARF 5 section 7.6. Bits above 64 are lost. */
static inline uint64_t bytes_leb(struct bytes *b, bool with_sign)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 7 * LEB_MAX && b->at < b->end; shift += 7) {
		uint8_t byte = *b->at++;

		n |= (uint64_t)(byte & 0x7F) << shift;
		if (byte & 0x80)
			continue;
		if (with_sign && byte & 0x40 && shift + 7 < 64)
			n |= UINT64_MAX << (shift + 7);
		return n;
	}
	b->at = b->end;
	b->bad = true;
	return 0;
}

static inline uint64_t bytes_uleb(struct bytes *b)
{
	return bytes_leb(b, false);
}

static inline int64_t bytes_sleb(struct bytes *b)
{
	return (int64_t)bytes_leb(b, true);
}

/* A text that ends in NUL, which is passed over; bad and NULL if it has `max` bytes or more. */
static inline const char *bytes_text(struct bytes *b, size_t max)
{
	size_t left = bytes_left(b);
	const uint8_t *text = b->at, *end = left ? memchr(text, '\0', left < max ? left : max) : NULL;

	if (!end) {
		b->at = b->end;
		b->bad = true;
		return NULL;
	}
	b->at = end + 1;
	return (const char *)text;
}

#endif
