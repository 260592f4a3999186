/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of bytes made small, with a checksum (zstd). */
#ifndef EMU_COMPRESS_H
#define EMU_COMPRESS_H

#include <stddef.h>

enum { COMPRESS_FAST = 1, COMPRESS_SMALL = 8 };

/* Packs a block; the caller frees the result. */
void *compress_pack(const void *data, size_t size, int level, size_t *packed_size);

/* Unpacks what must come to exactly `size` bytes, and be said to come to so many in what was packed: nothing is
 * allocated for a block that says something else. The caller frees the result. NULL when it does not, or is damaged. */
void *compress_unpack(const void *packed, size_t packed_size, size_t size);

/* The same for a block that has much in common with another one, without which it cannot be unpacked. */
void *compress_pack_like(const void *data, size_t size, const void *like, size_t like_size, int level,
                         size_t *packed_size);
void *compress_unpack_like(const void *packed, size_t packed_size, const void *like, size_t like_size, size_t size);

#endif
