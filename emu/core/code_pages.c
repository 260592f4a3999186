/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the engine decoded, by page frame: which of it may be out of date and has to go, and which instructions the
 * engine is not shown at all.
 */
#include <string.h>

#include "core/cpu_private.h"

void cpu_note_code(struct cpu *c, uint32_t va, uint32_t pa)
{
	uint8_t *code = &c->code_frames[pa >> PGSHIFT];

	if (!*code)
		*code = tlb_shadow_shared(&c->translations, va, !cpu_kernel(c), pa, TRANSLATION_STORES) ? CODE_OPEN
		                                                                                        : CODE_CLOSED;
}

void cpu_part_copy(struct cpu *c, uint32_t pa)
{
	const struct tlb_shadow *t = &c->translations;

	pa &= ~(uint32_t)PGOFSET;
	c->copied[pa >> PGSHIFT] = COPY_NONE;
	if (t->overflow)
		c->nstale = STALE_ALL;
	for (uint32_t i = 0; i < t->count && c->nstale != STALE_ALL;)
		if (t->list[i].pa == pa && t->list[i].uses & TRANSLATION_FETCHES && t->keys[i] & 1)
			cpu_add_stale(c, t->keys[i] & ~(uint32_t)PGOFSET);
		else
			i++;
}

static void drop_frame(struct cpu *c, uint32_t pa)
{
	int copy = trace_patch_shown(&c->quiet, pa >> PGSHIFT);

	cpu_drop_page(c, pa);
	if (copy >= 0)
		cpu_drop_page(c, TRACE_PATCH_PA + (uint32_t)copy * NBPG);
	c->code_frames[pa >> PGSHIFT] = 0;
	c->copied[pa >> PGSHIFT] = COPY_NONE;
	tb_cache_stored(&c->blocks, pa >> PGSHIFT);
}

void cpu_table_changed(struct cpu *c, uint32_t pa)
{
	uint8_t *copied = &c->copied[pa >> PGSHIFT];

	if (*copied == COPY_SURE)
		*copied = COPY_SHOWN;
}

void cpu_drop_frame(struct cpu *c, uint32_t pa)
{
	decode_guard_stored(&c->fences, pa);
	drop_frame(c, pa);
	cpu_forget_all(c);
}

void cpu_memory_changed(struct cpu *c, uint32_t pa)
{
	decode_guard_stored(&c->fences, pa);
	if (c->copied[pa >> PGSHIFT])
		cpu_part_copy(c, pa);
	if (!c->code_frames[pa >> PGSHIFT])
		return;
	drop_frame(c, pa & ~(uint32_t)PGOFSET);
	cpu_forget_all(c); /* so that the next fetch marks the page frame again */
}

/* Drops what was decoded from all page frames that are `least` at least. */
static void drop_frames(struct cpu *c, enum code least)
{
	bool any = false;

	for (uint32_t pa = 0; pa < c->ram_size; pa += NBPG)
		if (c->code_frames[pa >> PGSHIFT] >= least) {
			decode_guard_stored(&c->fences, pa);
			drop_frame(c, pa);
			any = true;
		}
	if (any)
		cpu_forget_all(c);
}

void cpu_forget_copies(struct cpu *c)
{
	uint32_t frames = c->ram_size >> PGSHIFT;

	for (uint32_t i = 0; i < c->texts.count; i++) {
		decode_guard_stored(&c->fences, c->ram_size + i * NBPG);
		tb_cache_stored(&c->blocks, frames + i);
	}
	text_copies_clear(&c->texts);
	memset(c->copied, COPY_NONE, frames);
}

void cpu_drop_code(struct cpu *c)
{
	for (uint32_t i = 0; i < c->texts.count; i++)
		cpu_drop_page(c, TEXT_COPY_PA + i * NBPG);
	cpu_drop_page(c, GATE_PA);
	cpu_forget_copies(c);
	drop_frames(c, CODE_CLOSED);
	cpu_forget_all(c); /* also of the copies */
}

void cpu_code_stored(struct cpu *c)
{
	drop_frames(c, CODE_OPEN);
}

void cpu_quiet(struct cpu *c, uint32_t pc)
{
	struct tlb_shadow *t = &c->translations;
	uint32_t i = tlb_shadow_find(t, pc, !cpu_kernel(c));

	if (i == t->count || !(t->list[i].uses & TRANSLATION_CONSTANT))
		return;
	if (trace_patch_add(&c->quiet, t->list[i].pa + (pc & PGOFSET))) {
		drop_frame(c, t->list[i].pa);
		cpu_forget_all(c);
	}
}

void cpu_quiet_end(struct cpu *c)
{
	if (c->quiet.count)
		cpu_drop_code(c);
	trace_patch_end(&c->quiet);
}
