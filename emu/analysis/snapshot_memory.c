/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory in a snapshot: the pages of each process, the page frames and their owners, and the registers that belong
 * to lender and borrower. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debuginfo/disasm.h"
#include "base/alloc.h"
#include "base/be.h"
#include "analysis/snapshot_parts.h"
#include "analysis/value_text.h"

/* Most pages shown of one process: more than a machine with the largest memory could back. */
#define PAGES_MAX 20000
/* Page table entries looked at in all, so that a broken kernel's lengths cannot keep the host busy. */
#define ENTRIES_MAX 200000
/* d0 and d1 are what a system call returns. */
enum { RESULTS = 2 };

/* A byte per page frame: a borrower stored into it during the loan, and since then it was not given to anybody. NULL
 * when that is unknown, or nothing was lent. Of loans inside each other the outermost one tells it. */
static uint8_t *written_frames(const struct moment *mo, uint32_t nframes)
{
	const struct level *level = mo->nlevels ? &mo->levels[0] : NULL;
	const struct loan_survey *sv = level ? level->survey : NULL;
	uint64_t now = mo->snapshot->icount;
	uint8_t *written;
	size_t next = 0;

	if (!sv || !sv->traced || !nframes || level->loan->kind == LOAN_COPIED || now >= level->loan->gone)
		return NULL;
	written = alloc_new(nframes, 1);
	for (size_t i = 0; i <= sv->nstores; i++) {
		const struct loan_store *st = i < sv->nstores ? &sv->stores[i] : NULL;
		bool more = st && st->icount < now && st->icount < level->loan->back;

		for (; next < sv->nturnovers && sv->turnovers[next].icount < (more ? st->icount : now); next++)
			if (sv->turnovers[next].pfn < nframes)
				written[sv->turnovers[next].pfn] = 0;
		if (!more)
			break;
		if (st->pid != level->loan->lender)
			for (uint32_t pfn = st->pa / NBPG, last = (st->pa + (st->size ? st->size - 1 : 0)) / NBPG;
			     pfn <= last && pfn < nframes; pfn++)
				written[pfn] = 1;
	}
	return written;
}

/* What a page of a process is for. Without memory management the stack lies above the data. */
static enum page_part part_of(const struct snap_process *p, uint32_t va)
{
	uint32_t page = (va - p->base) / NBPG;

	if (!p->base && p->mapped && va >= P1BASE && va < P1END - MAXSSIZ * NBPG)
		return PART_MAPPED;
	if (va >= P1BASE || (p->base && page >= p->tsize && page - p->tsize >= p->dsize))
		return PART_STACK;
	return page < p->tsize ? PART_TEXT : PART_DATA;
}

/* Adds the pages [from, to) of a region that exist. */
static void add_pages(struct moment *mo, const struct snap_process *p, uint32_t base, uint32_t from, uint32_t to,
                      const uint8_t *written, uint32_t nframes, size_t *room)
{
	struct snapshot *s = mo->snapshot;

	for (uint32_t i = from; i < to; i++) {
		uint32_t va = base + i * NBPG;
		uint32_t pte = machine_pte_in(mo->view.machine, &p->space, va);
		struct snap_page *page;

		if (pte == 0)
			continue;
		s->pages = alloc_room(s->pages, s->npages, room, sizeof *s->pages);
		page = &s->pages[s->npages++];
		page->pid = p->pid;
		page->va = va;
		page->part = part_of(p, va);
		page->pte = pte;
		page->pfn = pte & PG_PFNUM;
		page->present = pte & PG_V && page->pfn < nframes;
		page->written = written && page->present && written[page->pfn];
	}
}

/* Do the two of the loan share all but the stack? */
static bool own_stacks(const struct moment *mo)
{
	return mo->loan && mo->loan->kind == LOAN_SHARED && mo->loan->own_stack;
}

static enum role frame_role(const struct moment *mo, const struct snap_frame *f)
{
	if (f->type == CFREE)
		return ROLE_NONE;
	return f->type == CKERNEL ? ROLE_KERNEL : snapshot_role(mo, f->pid);
}

void snapshot_memory(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	uint32_t nframes = kernel_frames(&mo->view);
	uint8_t *written = written_frames(mo, nframes);
	uint32_t entries = 0;
	size_t room = 0;

	for (size_t i = 0; i < s->nprocesses; i++) {
		const struct snap_process *p = &s->processes[i];
		uint32_t end = p->base ? p->base / NBPG + p->tsize + p->dsize + p->ssize : p->space.p0lr;
		uint32_t p0 = end < PAGES_MAX ? end : PAGES_MAX;
		uint32_t p1 = p->space.p1lr < P1PAGES ? p->space.p1lr : P1PAGES;

		if (p->pid == 0 || p->stat == SZOMB || !p->space.p0br)
			continue;
		if (P1PAGES - p1 > PAGES_MAX)
			p1 = P1PAGES - PAGES_MAX;
		entries += p0 + P1PAGES - p1;
		if (entries > ENTRIES_MAX)
			break;
		add_pages(mo, p, P0BASE, p->base / NBPG, p0, written, nframes, &room);
		add_pages(mo, p, P1BASE, p1, P1PAGES, written, nframes, &room);
	}

	s->frames = alloc_new(nframes, sizeof *s->frames);
	s->nframes = nframes;
	for (uint32_t pfn = 0; pfn < nframes; pfn++) {
		struct snap_frame *f = &s->frames[pfn];
		struct proc owner;
		struct cmap c;

		if (!kernel_cmap(&mo->view, pfn, &c)) {
			f->type = CKERNEL;
			f->role = ROLE_KERNEL;
			continue;
		}
		f->type = (uint8_t)c.c_type;
		if (c.c_type != CFREE && c.c_type != CKERNEL && c.c_ndx < NPROC &&
		    kernel_proc(&mo->view, (int)c.c_ndx, &owner)) {
			bool memory = CM_USER(c.c_type);

			f->pid = owner.p_pid;
			for (size_t i = 0; memory && i < s->nprocesses; i++)
				if (s->processes[i].pid == owner.p_pid) {
					f->lent = s->processes[i].lends;
					f->shared = s->processes[i].shares && !(c.c_type == CSTACK && own_stacks(mo));
				}
		}
		f->role = (uint8_t)frame_role(mo, f);
		f->shared = f->shared || (c.c_type != CFREE && c.c_count > 1);
		f->written = written && written[pfn];
	}
	free(written);
}

/* Value of row n: 0-7 d0-d7, 8-14 a0-a5 and fp, 15 sp, 16 pc. */
static uint32_t row(const struct trapframe *tf, int n)
{
	return n < 8 ? tf->tf_d[n] : n < 15 ? tf->tf_a[n - 8] : n == 15 ? tf->tf_usp : tf->tf_pc;
}

/* Tells what a row's values are to the variable that lives in it. */
static void tell_values(const struct moment *mo, struct symbols *sym, const struct address_space *space,
                        const struct variable *v, struct snap_register *r)
{
	const uint32_t value[REGISTER_VALUES] = {r->at_vfork, r->borrower, r->after, r->now};
	const bool has[REGISTER_VALUES] = {true, r->has_borrower, r->has_after, r->has_now};

	for (int i = 0; i < REGISTER_VALUES && v->size && v->size <= 4; i++) {
		struct text t = text_in(r->meant[i], SNAP_VALUE);
		uint8_t bytes[4];

		be32_put(bytes, value[i]);
		if (has[i] && !value_text(&t, mo, sym, space, v->type, bytes + 4 - v->size, v->size))
			r->meant[i][0] = '\0';
	}
}

/* Names the rows by the locals that live in registers in the calls of the lender (or of the process looked at). */
static void name_rows(struct moment *mo)
{
	struct stack_region region = kernel_stack(&mo->focus.proc);
	struct snapshot *s = mo->snapshot;
	const struct walk *walk = snapshot_lenders_calls(mo);
	bool lenders = mo->survey && mo->survey->has_at_vfork;
	struct symbols *sym = lenders ? mo->lenders : mo->running;

	if (!sym)
		return;
	if (!lenders && mo->focus.has_regs)
		walk = snapshot_calls(mo, sym, &mo->focus.user.space, &region, &mo->focus.regs);

	/* Only the innermost call with a frame: those further out keep theirs in its saved registers. */
	for (size_t i = 0; i < walk->count; i++) {
		struct variable locals[64];
		size_t nlocals;

		if (!walk->calls[i].fp)
			continue;
		nlocals = symbols_locals(sym, walk->calls[i].pc, locals, 64);
		for (size_t k = 0; k < nlocals && k < 64; k++)
			if (locals[k].place == VAR_REGISTER && locals[k].where >= 0 &&
			    locals[k].where < (int)s->nregisters) {
				snprintf(s->registers[locals[k].where].variable, SNAP_IDENTIFIER, "%s", locals[k].name);
				tell_values(mo, sym, lenders ? &mo->memory : &mo->focus.user.space, &locals[k],
				            &s->registers[locals[k].where]);
			}
		return;
	}
}

void snapshot_registers(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	const struct loan_survey *sv = mo->survey;
	const struct trapframe *borrower = NULL, *after = NULL, *now = NULL;

	if (!(sv && sv->has_at_vfork) && !mo->focus.has_regs)
		return;
	if (sv && sv->has_at_vfork) {
		if (s->icount >= mo->loan->back && sv->has_borrower_last)
			borrower = &sv->borrower_last;
		else if (mo->borrower.has_regs)
			borrower = &mo->borrower.regs;
		if (s->icount >= mo->loan->resumed && sv->has_after)
			after = &sv->after;
		else if (s->icount < mo->loan->resumed && mo->lender.has_regs)
			after = &mo->lender.regs;
		if (s->icount >= mo->loan->resumed && mo->focus.has_regs && mo->focus.proc.p_pid == mo->loan->lender)
			now = &mo->focus.regs;
	}
	s->nregisters = 17;
	s->registers = alloc_new(s->nregisters, sizeof *s->registers);
	for (int n = 0; n < (int)s->nregisters; n++) {
		struct snap_register *r = &s->registers[n];

		snprintf(r->name, sizeof r->name, "%s", n == 16 ? "pc" : register_name(n));
		r->at_vfork = sv && sv->has_at_vfork ? row(&sv->at_vfork, n) : row(&mo->focus.regs, n);
		r->has_borrower = borrower != NULL;
		r->has_after = after != NULL;
		r->borrower = borrower ? row(borrower, n) : 0;
		r->after = after ? row(after, n) : 0;
		r->has_now = now != NULL;
		r->now = now ? row(now, n) : 0;
		r->differs = borrower && r->borrower != r->at_vfork;
		r->result = mo->loan && n < RESULTS;
		if (r->result && s->icount < mo->loan->resumed) {
			/* The kernel has not put it there; which child it tells of is known when vfork ends. */
			r->has_after = n == 0 && s->icount >= mo->loan->end && s->icount < mo->loan->gone;
			r->after = r->has_after ? mo->loan->borrower : 0;
		}
		r->inherited = borrower && after && !r->result && r->differs && r->after == r->borrower;
	}
	name_rows(mo);
}
