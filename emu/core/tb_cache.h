/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The books about decoded blocks: how many instructions the block at an address holds. Asked at every entry of a block,
 * so a look-up is a few comparisons.
 *
 * A block is known by its address and by what its bytes were when it was noted: every page frame has a version, every
 * page shows the version of the page frame that it was last fetched from. Switching to another address space and back
 * makes nothing forgotten, so two programs may have a block at the same address; a page that leads elsewhere, or whose
 * page frame was stored into, makes its blocks unknown.
 */
#ifndef EMU_TB_CACHE_H
#define EMU_TB_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/arch.h"

enum {
	TB_CACHE_BITS = 14,
	TB_CACHE_SLOTS = 1 << TB_CACHE_BITS, /* few enough to stay near the host's processor */
	TB_CACHE_PAGE_BITS = 14,
	TB_CACHE_PAGES = 1 << TB_CACHE_PAGE_BITS, /* pages at the beginning of P0 and of S0 that may hold blocks */
};

struct tb {
	uint32_t pc;
	uint32_t first, last; /* versions of the pages of its first and its last byte; 0: nothing is known */
	uint16_t size;        /* bytes */
	uint16_t insns;
};

struct tb_cache {
	uint32_t last_version;
	uint32_t *frames; /* version of each page frame; 0: none yet */
	struct tb slots[TB_CACHE_SLOTS];
	struct tb older[TB_CACHE_SLOTS];    /* what was in the slot before, or is in two pages */
	uint32_t pages[2 * TB_CACHE_PAGES]; /* version that each page of P0, S0 shows; 0: blocks there are not noted */
};

/* The number of a block's slot: by all bits of its address, so that programs and the kernel use all slots alike. */
static inline uint32_t tb_cache_slot(uint32_t pc)
{
	return pc * 0x9E3779B1u >> (32 - TB_CACHE_BITS);
}

/* What is known of the block of `size` bytes at pc; NULL: nothing. Valid until another one takes its slot. */
const struct tb *tb_cache_find(struct tb_cache *, uint32_t pc, uint32_t size);

/* The number of a page of those that may hold blocks: all of P0's and S0's have different ones. */
static inline uint32_t tb_cache_page(uint32_t va)
{
	return (va >> PGSHIFT ^ va >> (31 - TB_CACHE_PAGE_BITS)) & (2 * TB_CACHE_PAGES - 1);
}

/* The version that the page at va shows; of a page that has none the one of another. */
static inline uint32_t tb_cache_version(const struct tb_cache *b, uint32_t va)
{
	return b->pages[tb_cache_page(va)];
}

/* The same in haste: NULL also when another block was found in its slot meanwhile, and of a block in two pages. */
static inline const struct tb *tb_cache_find_again(const struct tb_cache *b, uint32_t pc, uint32_t size)
{
	const struct tb *block = &b->slots[tb_cache_slot(pc)];

	return block->pc == pc && block->size == size && block->first == tb_cache_version(b, pc) ? block : NULL;
}

/* False: no memory for it. */
bool tb_cache_init(struct tb_cache *, uint32_t nframes);
void tb_cache_free(struct tb_cache *);

/* The page at va is fetched from the page frame from now on. Its bytes stay what they are until tb_cache_stored. */
void tb_cache_fetch(struct tb_cache *, uint32_t va, uint32_t frame);

/* Notes a block; NULL if the pages are not such that it can be known again. Valid as above. */
const struct tb *tb_cache_note(struct tb_cache *, uint32_t pc, uint32_t size, uint32_t insns);

/* Somebody stored into a page frame: with the next fetch from it, blocks in it are unknown. */
void tb_cache_stored(struct tb_cache *, uint32_t frame);

#endif
