/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages for the engine: what it is told when it asks for one, and when it is refused. A page that it may fetch from has
 * its fences put up, and is one that it does not store into; what was decoded of it before it was stored into is gone.
 */
#include <unicorn/unicorn.h>

#include "core/cpu_private.h"

/* Has the engine's run come to its end, at a fence? Then it looks at every fence once more, which is no reference of
 * the guest's. */
static bool run_ended(struct cpu *c)
{
	uint32_t pc = cpu_pc(c);

	return c->stop.why != EXIT_ADDRESS || c->asked || pc == c->until || cpu_fenced(c, pc) ||
	       decode_guard_at(&c->fences, pc);
}

/* Does the engine fetch from the page frame somewhere, so that it may run decoded code of it without asking? */
static bool fetched(const struct cpu *c, uint32_t pa)
{
	return c->code_frames[pa >> PGSHIFT] && tlb_shadow_uses(&c->translations, pa, TRANSLATION_FETCHES);
}

/* May the engine have the page now? Not to store into a page frame that it fetches from: it sees the first of several
 * stores only (where it fetches from a copy, for the user, the kernel may store: the copy is parted from it in time).
 * And not to fetch from one that it stores into at another address, or has stored into since it decoded code there. */
static bool alone(struct cpu *c, uint32_t va, enum cpu_access access, const struct cpu_page *page)
{
	bool fetch = access == CPU_FETCH;

	if (c->sharing || access == CPU_READ)
		return true;
	if (fetch ? c->code_frames[page->pa >> PGSHIFT] != CODE_OPEN &&
	                    !tlb_shadow_shared(&c->translations, va, !cpu_kernel(c), page->pa, TRANSLATION_STORES)
	          : !fetched(c, page->pa) && (cpu_kernel(c) || !c->copied[page->pa >> PGSHIFT]))
		return true;
	if (!c->running) { /* it is only asked to decode: everything goes before it runs */
		c->nstale = STALE_ALL;
		return true;
	}
	c->stop.why = fetch ? EXIT_SHARED_FETCH : EXIT_SHARED_STORE;
	c->stop.pa = page->pa;
	return false;
}

/* Has the engine fetch from the page frame's copy, if there is one. Data are not to be read there. */
static void fetch_quietly(struct cpu *c, uint32_t pa, uc_tlb_entry *entry)
{
	int copy = trace_patch_fetch(&c->quiet, pa >> PGSHIFT);

	if (copy < 0)
		return;
	entry->paddr = TRACE_PATCH_PA + (uint32_t)copy * NBPG;
	entry->perms = UC_PROT_EXEC;
}

/* Has the engine fetch from a copy, if this is text of the user's. Answers where the copy is in the books, behind the
 * page frames; 0: there is none. What is read is told by its own address, so then it is not to be read there. */
static uint32_t fetch_copy(struct cpu *c, const struct cpu_page *page, uc_tlb_entry *entry)
{
	uint32_t frame = page->pa >> PGSHIFT;
	int copy = -1;

	if (page->constant && !cpu_kernel(c))
		copy = c->copied[frame] == COPY_SURE ? text_copy_last(&c->texts, frame)
		                                     : text_copy_of(&c->texts, frame, c->ram + page->pa);
	if (copy < 0)
		return 0;
	entry->paddr = TEXT_COPY_PA + (uint32_t)copy * NBPG;
	if (c->tell_loads)
		entry->perms = UC_PROT_EXEC;
	return c->ram_size + (uint32_t)copy * NBPG;
}

/* Puts up the fences of a page that may be executed from now on. False: everything must be forgotten first. */
static bool raise_fences(struct cpu *c, uint32_t va, uint32_t pa)
{
	enum decode_guard_change change = decode_guard_page(&c->fences, va, pa);

	if (change == DECODE_GUARD_FULL) {
		if (c->running) {
			c->stop.why = EXIT_SHARED_FETCH;
			c->stop.pa = pa;
			return false;
		}
		decode_guard_clear(&c->fences); /* of other pages: they go before it runs */
		c->nstale = STALE_ALL;
		change = decode_guard_page(&c->fences, va, pa);
	}
	if (change == DECODE_GUARD_CHANGED)
		cpu_set_stops(c, c->until);
	return true;
}

/* The engine is to fetch from the page: from the page frame or from a copy of it. False as above. */
static bool fetch(struct cpu *c, uint32_t va, const struct cpu_page *page, uc_tlb_entry *entry)
{
	uint32_t copy = fetch_copy(c, page, entry);

	if (!raise_fences(c, va, copy ? copy : page->pa))
		return false;
	entry->perms |= UC_PROT_EXEC;
	tb_cache_fetch(&c->blocks, va, (copy ? copy : page->pa) >> PGSHIFT);
	if (copy) {
		c->copied[page->pa >> PGSHIFT] = c->sharing ? COPY_SHOWN : COPY_SURE;
		return true;
	}
	if (page->constant)
		fetch_quietly(c, page->pa, entry);
	cpu_note_code(c, va, page->pa);
	return true;
}

/* The engine may store into the page frame from now on. */
static void may_store(struct cpu *c, uint32_t pa)
{
	decode_guard_stored(&c->fences, pa);
	tb_cache_stored(&c->blocks, pa >> PGSHIFT);
	if (c->copied[pa >> PGSHIFT])
		cpu_part_copy(c, pa);
	if (c->code_frames[pa >> PGSHIFT])
		c->code_frames[pa >> PGSHIFT] = CODE_OPEN;
}

/* The engine is only asked to decode, and the guest has taken the page away from it meanwhile: refused, it would leave
 * by a way that leads nowhere. It has the page once more as it knew it, until it runs. */
static bool once_more(struct cpu *c, uint32_t va, uc_tlb_entry *entry)
{
	uint32_t i = tlb_shadow_find(&c->translations, va, !cpu_kernel(c));

	entry->paddr = i < c->translations.count ? c->translations.list[i].pa : GATE_PA;
	entry->perms = UC_PROT_READ | UC_PROT_EXEC;
	c->nstale = STALE_ALL;
	return true;
}

static bool on_fill(uc_engine *uc, uint64_t address, uc_mem_type type, uc_tlb_entry *entry, void *arg)
{
	struct cpu *c = arg;
	uint32_t va = (uint32_t)address & ~(uint32_t)PGOFSET;
	enum cpu_access access = type == UC_MEM_WRITE ? CPU_WRITE : type == UC_MEM_FETCH ? CPU_FETCH : CPU_READ;
	struct cpu_page page = {0};
	uint32_t uses = 0;

	(void)uc;
	if (va == GATE && access == CPU_FETCH) {
		entry->paddr = GATE_PA;
		entry->perms = UC_PROT_EXEC; /* not to be read by the guest */
		return true;
	}
	if (va == WINDOW && c->window_pa != NO_WINDOW) {
		entry->paddr = c->window_pa;
		entry->perms = UC_PROT_READ | UC_PROT_EXEC;
		return true;
	}
	if (access == CPU_FETCH && c->running && run_ended(c))
		return false;
	if (va != GATE && c->client.fill(c->client.arg, va, access, &page)) {
		/* Never W and X in one entry: stores to an executable entry are slow. */
		entry->paddr = page.pa;
		entry->perms = UC_PROT_READ;
		if (!alone(c, va, access, &page) || (access == CPU_FETCH && !fetch(c, va, &page, entry))) {
			cpu_end_run(c);
			return false;
		}
		if (access == CPU_FETCH) {
			uses = TRANSLATION_FETCHES | (page.mutable ? 0 : TRANSLATION_FIXED) |
			       (page.constant ? TRANSLATION_CONSTANT : 0);
		} else if (page.write && (access == CPU_WRITE || !fetched(c, page.pa))) {
			entry->perms |= UC_PROT_WRITE;
			if (cpu_watches(c, page.pa))
				entry->paddr += WATCH_PA;
			else if (c->detail)
				entry->paddr += DETAIL_PA;
			uses = TRANSLATION_STORES;
			may_store(c, page.pa);
		}
		tlb_shadow_note(&c->translations, va, !cpu_kernel(c), (struct translation){page.pa, uses});
		return true;
	}
	if (!c->running)
		return once_more(c, va, entry);
	c->stop.why = EXIT_PAGE;
	c->stop.va = va;
	c->stop.access = access;
	cpu_end_run(c);
	return false;
}

bool cpu_add_fill(struct cpu *c)
{
	uc_hook hook;

	return cpu_add_hook(c->uc, &hook, UC_HOOK_TLB_FILL, (void (*)(void))on_fill, c);
}
