/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fences: addresses before which the engine must stop, because a word there looks like the beginning of an instruction
 * that it cannot decode. They are put up page by page, when a page may be executed, and taken down with its translation.
 */
#ifndef EMU_FENCES_H
#define EMU_FENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fences {
	const uint8_t *ram;
	uint32_t ram_size;
	uint8_t *contents; /* per page frame: what is known of the words in it */
	uint64_t *list;    /* the addresses, as the engine wants them; room for one more behind the last */
	size_t count, room;
};

/* False: no memory for it. */
bool fences_init(struct fences *, const uint8_t *ram, uint32_t ram_size);
void fences_free(struct fences *);

/* The page at va may be executed from now on and shows page frame pa. True: the list may have changed. */
bool fences_page(struct fences *, uint32_t va, uint32_t pa);

/* Every translation has gone. True: there were fences. */
bool fences_clear(struct fences *);

/* Somebody stored, or may do so unnoticed, into a page frame. */
void fences_stored(struct fences *, uint32_t pa);

/* Is there a fence at pc? */
bool fences_at(const struct fences *, uint32_t pc);

#endif
