/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The books about decoded blocks: see blocks.h. */
#include "blocks.h"

#include <string.h>

#include "../guest/include/machine.h"

static void set_tags(struct blocks *b)
{
	b->tag[0] = b->epoch << 32 | b->space;
	b->tag[1] = b->epoch << 32;
}

static uint64_t *page_word(struct blocks *b, uint32_t va, uint64_t *bit)
{
	uint32_t page = (va >> PGSHIFT) % BLOCKS_PAGES;

	*bit = UINT64_C(1) << page % 64;
	return &b->pages[page / 64];
}

static void mark_page(struct blocks *b, uint32_t va)
{
	uint64_t bit, *word = page_word(b, va, &bit);

	*word |= bit;
}

const struct block *blocks_note(struct blocks *b, uint32_t pc, uint32_t size, uint32_t insns)
{
	struct block *block = &b->slots[pc >> 1 & (BLOCKS_SLOTS - 1)];

	*block = (struct block){.tag = b->tag[pc >> 31], .pc = pc, .size = size, .insns = insns};
	mark_page(b, pc);
	mark_page(b, pc + size - 1);
	return block;
}

void blocks_forget(struct blocks *b)
{
	b->epoch++;
	set_tags(b);
	memset(b->pages, 0, sizeof b->pages);
}

void blocks_forget_page(struct blocks *b, uint32_t va)
{
	uint64_t bit, *word = page_word(b, va, &bit);

	if (*word & bit)
		blocks_forget(b);
}

void blocks_enter_space(struct blocks *b, uint32_t space)
{
	b->space = space;
	set_tags(b);
}
