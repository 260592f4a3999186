/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The books about decoded blocks: see tb_cache.h. */
#include "core/tb_cache.h"

#include <stdlib.h>

bool tb_cache_init(struct tb_cache *b, uint32_t nframes)
{
	b->frames = calloc(nframes, sizeof *b->frames);
	return b->frames != NULL;
}

void tb_cache_free(struct tb_cache *b)
{
	free(b->frames);
}

/* The page's place in the books; NULL if it has none: high in its region, or in P1. */
static uint32_t *page_version(struct tb_cache *b, uint32_t va)
{
	uint32_t page = (va & PAMASK) >> PGSHIFT;

	return page < TB_CACHE_PAGES && !(va & P1BASE) ? &b->pages[va >> 31][page] : NULL;
}

void tb_cache_fetch(struct tb_cache *b, uint32_t va, uint32_t frame)
{
	uint32_t *version = page_version(b, va);

	if (!version)
		return;
	if (!b->frames[frame])
		b->frames[frame] = ++b->last_version;
	if (*version != b->frames[frame]) {
		*version = b->frames[frame];
		b->changes[va >> 31]++;
	}
}

static uint64_t versions_of(const struct tb_cache *b, uint32_t pc, uint32_t size)
{
	const uint32_t *pages = b->pages[pc >> 31];

	return (uint64_t)pages[pc >> PGSHIFT & (TB_CACHE_PAGES - 1)] << 32 |
	       pages[(pc + size - 1) >> PGSHIFT & (TB_CACHE_PAGES - 1)];
}

/* Is that the block, and are its bytes what they were? */
static bool holds(const struct tb_cache *b, struct tb *block, uint32_t pc, uint32_t size)
{
	if (block->pc != pc || block->size != size)
		return false;
	if (block->seen != b->changes[pc >> 31]) {
		if (block->versions != versions_of(b, pc, size))
			return false;
		block->seen = b->changes[pc >> 31];
	}
	return true;
}

const struct tb *tb_cache_find(struct tb_cache *b, uint32_t pc, uint32_t size)
{
	struct tb *block = &b->slots[tb_cache_slot(pc)], *older = &b->older[tb_cache_slot(pc)], now = *block;

	if (holds(b, block, pc, size))
		return block;
	if (!holds(b, older, pc, size))
		return NULL;
	*block = *older;
	*older = now;
	return block;
}

const struct tb *tb_cache_note(struct tb_cache *b, uint32_t pc, uint32_t size, uint32_t insns)
{
	const uint32_t *first = page_version(b, pc), *last = page_version(b, pc + size - 1);
	struct tb *block = &b->slots[tb_cache_slot(pc)];

	if (!first || !last || !*first || !*last)
		return NULL;
	b->older[tb_cache_slot(pc)] = *block;
	*block = (struct tb){
		.versions = versions_of(b, pc, size),
		.pc = pc,
		.size = size,
		.insns = insns,
		.seen = b->changes[pc >> 31],
	};
	return block;
}

void tb_cache_stored(struct tb_cache *b, uint32_t frame)
{
	b->frames[frame] = 0;
}
