/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The books about decoded blocks: see tb_cache.h. */
#include "core/tb_cache.h"

#include <stdlib.h>

bool blocks_init(struct blocks *b, uint32_t nframes)
{
	b->frames = calloc(nframes, sizeof *b->frames);
	return b->frames != NULL;
}

void blocks_free(struct blocks *b)
{
	free(b->frames);
}

/* The page's place in the books; NULL if it has none: high in its region, or in P1. */
static uint32_t *page_version(struct blocks *b, uint32_t va)
{
	uint32_t page = (va & PAMASK) >> PGSHIFT;

	return page < BLOCKS_PAGES && !(va & P1BASE) ? &b->pages[va >> 31][page] : NULL;
}

void blocks_fetch(struct blocks *b, uint32_t va, uint32_t frame)
{
	uint32_t *version = page_version(b, va);

	if (!version)
		return;
	if (!b->frames[frame])
		b->frames[frame] = ++b->last_version;
	if (*version != b->frames[frame]) {
		*version = b->frames[frame];
		b->changes++;
	}
}

const struct block *blocks_note(struct blocks *b, uint32_t pc, uint32_t size, uint32_t insns)
{
	const uint32_t *first = page_version(b, pc), *last = page_version(b, pc + size - 1);
	struct block *block = &b->slots[pc >> 1 & (BLOCKS_SLOTS - 1)];

	if (!first || !last || !*first || !*last)
		return NULL;
	*block = (struct block){
		.versions = blocks_versions(b, pc, size),
		.pc = pc,
		.size = size,
		.insns = insns,
		.seen = b->changes,
	};
	return block;
}

void blocks_stored(struct blocks *b, uint32_t frame)
{
	b->frames[frame] = 0;
}
