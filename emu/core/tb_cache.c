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

	return page < TB_CACHE_PAGES && !(va & P1BASE) ? &b->pages[tb_cache_page(va)] : NULL;
}

static bool in_two_pages(uint32_t pc, uint32_t size)
{
	return ((pc + size - 1) ^ pc) >> PGSHIFT;
}

void tb_cache_fetch(struct tb_cache *b, uint32_t va, uint32_t frame)
{
	uint32_t *version = page_version(b, va);

	if (!version)
		return;
	if (!b->frames[frame])
		b->frames[frame] = ++b->last_version;
	*version = b->frames[frame];
}

const struct tb *tb_cache_find(struct tb_cache *b, uint32_t pc, uint32_t size)
{
	struct tb *block = &b->slots[tb_cache_slot(pc)], *older = &b->older[tb_cache_slot(pc)], now = *block;

	if (tb_cache_find_again(b, pc, size))
		return block;
	if (older->pc != pc || older->size != size || older->first != tb_cache_version(b, pc) ||
	    older->last != tb_cache_version(b, pc + size - 1))
		return NULL;
	if (in_two_pages(pc, size))
		return older;
	*block = *older;
	*older = now;
	return block;
}

const struct tb *tb_cache_note(struct tb_cache *b, uint32_t pc, uint32_t size, uint32_t insns)
{
	const uint32_t *first = page_version(b, pc), *last = page_version(b, pc + size - 1);
	struct tb *block = &b->slots[tb_cache_slot(pc)], *older = &b->older[tb_cache_slot(pc)];

	if (!first || !last || !*first || !*last)
		return NULL;
	if (in_two_pages(pc, size))
		block = older;
	else
		*older = *block;
	*block = (struct tb){
		.pc = pc,
		.first = *first,
		.last = *last,
		.size = (uint16_t)size,
		.insns = (uint16_t)insns,
	};
	return block;
}

void tb_cache_stored(struct tb_cache *b, uint32_t frame)
{
	b->frames[frame] = 0;
}
