/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The books about decoded blocks: how many instructions the block at an address holds. Found again at every entry, so a
 * look-up is a few comparisons. Blocks belong to an address space (S0 to all of them) and to an epoch, which ends when
 * translations change: what was noted before is not found any more.
 */
#ifndef EMU_BLOCKS_H
#define EMU_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	BLOCKS_SLOTS = 1 << 14, /* a block's slot is its address: who comes later takes it */
	BLOCKS_PAGES = 4096,    /* pages are told apart by so many of their numbers */
};

struct block {
	uint64_t tag; /* epoch and address space */
	uint32_t pc;
	uint32_t size; /* bytes */
	uint32_t insns;
};

struct blocks {
	uint64_t epoch;
	uint32_t space;
	uint64_t tag[2]; /* of blocks below S0, and in S0 */
	struct block slots[BLOCKS_SLOTS];
	uint64_t pages[BLOCKS_PAGES / 64]; /* bit set: a page with this number holds blocks */
};

/* What is known of the block of `size` bytes at pc; NULL: nothing. */
static inline const struct block *blocks_find(const struct blocks *b, uint32_t pc, uint32_t size)
{
	const struct block *block = &b->slots[pc >> 1 & (BLOCKS_SLOTS - 1)];

	return block->pc == pc && block->size == size && block->tag == b->tag[pc >> 31] ? block : NULL;
}

/* Notes a block. Valid until another one takes its slot. */
const struct block *blocks_note(struct blocks *, uint32_t pc, uint32_t size, uint32_t insns);

/* Forgets all blocks. Called once before use. */
void blocks_forget(struct blocks *);
/* Forgets at least those with bytes in the page of va. */
void blocks_forget_page(struct blocks *, uint32_t va);

/* Addresses below S0 are of that space from now on. Blocks noted when it was current before are found again. */
void blocks_enter_space(struct blocks *, uint32_t space);

#endif
