/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the heap is made of. */
#ifndef LIBC_MALLOC_PRIVATE_H
#define LIBC_MALLOC_PRIVATE_H

#include <stddef.h>

#define GRAIN sizeof(struct block)

/* Stands before every block, free or not. */
struct block {
	size_t size;        /* bytes, this header included; a multiple of GRAIN */
	struct block *next; /* next free block; of no meaning while the block is in use */
};

#endif
