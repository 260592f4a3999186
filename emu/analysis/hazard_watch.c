/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One loan while it goes on: whether its borrower leaves the lender's calls, and which words it damages. See
 * hazard.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hazard_parts.h"
#include "base/alloc.h"

enum { SP = 15 };

/* Pages --------------------------------------------------------------------------------------- */

/* The pages of [low, high) in a space. */
static void pages_begin(struct pages *p, struct machine *m, const struct address_space *space, uint32_t low,
                        uint32_t high)
{
	p->first = low / NBPG * NBPG;
	p->count = high > low ? (high - 1) / NBPG - low / NBPG + 1 : 0;
	p->pfn = alloc_new(p->count + 1, sizeof *p->pfn);
	for (uint32_t i = 0; i < p->count; i++) {
		uint32_t pa;

		p->pfn[i] = machine_translate_in(m, space, p->first + i * NBPG, &pa) ? pa / NBPG : UINT32_MAX;
	}
}

void pages_renew(struct pages *p, struct machine *m)
{
	for (uint32_t i = 0; i < p->count; i++) {
		uint32_t pa;

		if (machine_translate(m, p->first + i * NBPG, &pa))
			p->pfn[i] = pa / NBPG;
	}
}

bool pages_find(const struct pages *p, uint32_t pa, uint32_t *va)
{
	for (uint32_t i = 0; i < p->count; i++)
		if (p->pfn[i] == pa / NBPG) {
			*va = p->first + i * NBPG + pa % NBPG;
			return true;
		}
	return false;
}

/* A loan -------------------------------------------------------------------------------------- */

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t watch_end(const struct sweep *s, const struct loan *l)
{
	return least(least(l->back, l->end), least(l->gone, timeline_end(s->timeline)));
}

/* The next call that a borrower can leave. */
static void find_bound(struct watch *w)
{
	w->bound = UINT32_MAX;
	for (size_t i = w->left; i < w->need.ncalls && w->bound == UINT32_MAX; i++)
		if (need_cover(&w->need, i))
			w->bound = need_cover(&w->need, i);
}

/* When the borrower is about to run: its first system call, in which it was made, ends for it. */
static uint64_t first_return(const struct sweep *s, const struct loan *l)
{
	uint64_t end = watch_end(s, l);
	const struct event *e;

	for (size_t i = (size_t)l->first; (e = timeline_event(s->timeline, i)) && e->icount < end; i++)
		if (e->kind == EV_SYSCALL_EXIT && e->pid == l->borrower)
			return e->icount;
	return end;
}

void watch_begin(struct sweep *s, const struct loan *l)
{
	struct watch *w = alloc_new(1, sizeof *w);
	struct kernel_view v;

	kernel_view_within(&v, s->machine, &s->cache->names);
	w->loan = l;
	need_begin(&w->need, s->cache, l, &v);
	w->symbols = analysis_cache_symbols(s->cache, w->need.survey.program, w->need.survey.base);
	w->own_stack = !loan_one_stack(l);
	if (!w->own_stack) /* else the same addresses are another stack for the borrower */
		pages_begin(&w->pages, s->machine, &w->need.survey.space, w->need.low, w->need.high);
	w->stop = first_return(s, l);
	w->checked = l->begin;
	if (w->symbols && !symbols_bounds(w->symbols, "exit", &w->exit, &w->exit_end))
		w->exit = w->exit_end = 0;
	find_bound(w);
	s->watches = alloc_room(s->watches, s->nwatches, &s->watches_room, sizeof *s->watches);
	s->watches[s->nwatches++] = w;
}

void watch_free(struct watch *w)
{
	need_release(&w->need);
	free(w->pages.pfn);
	free(w->damage);
	free(w->told);
	free(w);
}

/* The borrower is about to run; the machine stands there. */
static void look_at_borrower(const struct sweep *s, struct watch *w)
{
	struct trapframe regs;
	struct kernel_view v;
	struct proc p;

	kernel_view_within(&v, s->machine, &s->cache->names);
	if (kernel_find(&v, w->loan->borrower, &p) >= 0 && kernel_registers(&v, &p, &regs))
		w->own_stack |= regs.tf_usp != w->need.survey.at_vfork.tf_usp;
	w->begun = true;
	w->stop = watch_end(s, w->loan);
}

void watch_trap(struct sweep *s, const struct event *e)
{
	uint32_t runs = s->pid;
	struct trapframe regs;
	struct kernel_view v;
	struct proc p;

	if (!s->nwatches)
		return;
	kernel_view_within(&v, s->machine, &s->cache->names);
	if (kernel_find(&v, e->pid, &p) < 0 || !kernel_registers(&v, &p, &regs))
		return;
	s->pid = e->pid;
	/* a signal's handler has its stack pointer already */
	for (size_t i = 0; i < s->nwatches; i++)
		s->watches[i]->handled =
			e->kind == EV_SIGNAL_DELIVER && e->arg[2] && watch_borrows(s, s->watches[i], true);
	watch_sp(s, e->icount, regs.tf_usp);
	s->pid = runs;
}

bool watch_stops(struct sweep *s, struct watch *w, uint64_t at)
{
	if (w->begun || at >= watch_end(s, w->loan))
		return true;
	look_at_borrower(s, w);
	return false;
}

static struct watch *watch_of(const struct sweep *s, const struct loan *l)
{
	for (size_t i = 0; i < s->nwatches; i++)
		if (s->watches[i]->loan == l)
			return s->watches[i];
	return NULL;
}

bool watch_borrows(const struct sweep *s, const struct watch *w, bool on_stack)
{
	for (size_t i = 0; i < s->nwatches; i++) {
		const struct watch *v = s->watches[i];

		if (v->loan->borrower != s->pid)
			continue;
		while (v && v->begun && !(on_stack && v->own_stack)) {
			if (v == w)
				return true;
			v = v->loan->outer ? watch_of(s, &s->cache->loans.loan[v->loan->outer - 1]) : NULL;
		}
	}
	return false;
}

/* The borrower's stack pointer is above words by which the lender's calls are left: since the last time that it was
 * looked at. */
static void leave(struct sweep *s, struct watch *w, uint64_t from, uint64_t to, uint32_t sp)
{
	uint32_t bound = w->bound;
	const char *of = "?";
	struct hazard *h;

	for (size_t i = w->left; i < w->need.ncalls; i++) {
		uint32_t cover = need_cover(&w->need, i);

		if (cover && sp <= cover)
			break;
		w->left = i + 1;
		if (cover)
			of = w->need.calls[i].call.function;
	}
	find_bound(w);
	w->harmed = true;
	h = sweep_add(s, EV_HAZARD_LEFT, from, from, w->loan);
	snprintf(h->of, sizeof h->of, "%s", of);
	snprintf(h->event.text, sizeof h->event.text, "%.30s", of);
	sweep_seek(s, h, from, to, bound);
}

void watch_sp(struct sweep *s, uint64_t icount, uint32_t sp)
{
	for (size_t i = 0; i < s->nwatches; i++) {
		struct watch *w = s->watches[i];

		if (!watch_borrows(s, w, true))
			continue;
		/* A handler leaves nothing: if it begins up there, it has a stack of its own, as long as it runs. */
		w->elsewhere = sp > w->bound && (w->elsewhere || w->handled);
		w->handled = false;
		if (sp > w->bound && !w->elsewhere)
			leave(s, w, w->checked, icount, sp);
		w->checked = icount;
	}
}

/* Words ---------------------------------------------------------------------------------------- */

static struct damage *damage_at(struct damage *list, size_t n, uint32_t va)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].word.va == va)
			return &list[i];
	return NULL;
}

/* Was hazard.frame told of this word, or of the variable that it is a part of? */
static bool was_told(const struct watch *w, const struct damage *d)
{
	for (size_t i = 0; i < w->ntold; i++) {
		const struct damage *t = &w->told[i];
		size_t length = strcspn(d->word.name, "[.");

		if (t->word.va == d->word.va)
			return true;
		if (t->call == d->call && t->word.kind == d->word.kind && length &&
		    (d->word.kind == WORD_LOCAL || d->word.kind == WORD_PARAMETER) &&
		    length == strcspn(t->word.name, "[.") && !strncmp(t->word.name, d->word.name, length))
			return true;
	}
	return false;
}

/* A word of a lender's call gets a value from somebody else. */
static void watch_word(struct sweep *s, struct watch *w, size_t call, uint32_t va, uint32_t value,
                       const struct store *st)
{
	struct damage d = {.call = call, .word = {.va = va, .value = value}};
	struct damage *old = damage_at(w->damage, w->ndamage, va);
	struct hazard *h;

	if (!need_name(&w->need, w->symbols, call, &d.word))
		return;
	if (d.word.was == value) {
		if (old)
			*old = w->damage[--w->ndamage];
		return;
	}
	if (old) {
		old->word.value = value;
		return;
	}
	if (call >= w->left && st->pc && st->pc < S0BASE)
		watch_sp(s, st->icount, machine_register(s->machine, SP));
	if (!need_has(&w->need, w->symbols, call, &d.word, call < w->left))
		return;
	d.word.writer = s->pid;
	d.word.writer_pc = st->pc;
	d.word.written_at = st->icount;
	w->damage = alloc_room(w->damage, w->ndamage, &w->damage_room, sizeof *w->damage);
	w->damage[w->ndamage++] = d;
	w->harmed = true;
	if (was_told(w, &d))
		return;
	w->told = alloc_room(w->told, w->ntold, &w->told_room, sizeof *w->told);
	w->told[w->ntold++] = d;
	h = sweep_add(s, EV_HAZARD_FRAME, st->icount, st->icount + 1, w->loan);
	if (st->pc)
		hazard_place(h, st->pc < S0BASE ? w->symbols : s->cache->kernel, st->pc);
	hazard_word(h, &w->need, &d);
}

/* A byte of the stack as it will be after a store. */
static uint8_t byte_at(const struct sweep *s, const struct pages *p, const struct store *st, uint32_t va, uint32_t at)
{
	uint32_t page = (at - p->first) / NBPG;

	if (at - va < st->size)
		return st->bytes[at - va];
	return page < p->count && p->pfn[page] < s->nframes ? machine_ram(s->machine)[p->pfn[page] * NBPG + at % NBPG]
	                                                    : 0;
}

void watch_store(struct sweep *s, struct watch *w, uint32_t va, const struct store *st)
{
	uint32_t at = va > w->need.low ? va : w->need.low, end = va + st->size;

	if (end > w->need.high)
		end = w->need.high;
	while (at < end) {
		size_t call = need_call(&w->need, at);
		uint32_t word, value = 0;

		if (call == w->need.ncalls) {
			at++;
			continue;
		}
		word = need_word_at(&w->need, call, at);
		for (uint32_t i = 0; i < 4; i++)
			value = value << 8 | byte_at(s, &w->pages, st, va, word + i);
		watch_word(s, w, call, word, value, st);
		at = word + 4;
	}
}

void watch_put(struct sweep *s, const struct store *put)
{
	struct store st = *put;
	uint32_t va;

	st.pc = 0; /* no instruction has stored it */
	for (size_t i = 0; i < s->nwatches; i++)
		if (watch_borrows(s, s->watches[i], false) && pages_find(&s->watches[i]->pages, st.pa, &va))
			watch_store(s, s->watches[i], va, &st);
}

void watch_exit(struct sweep *s, const struct flow *f)
{
	for (size_t i = 0; i < s->nwatches; i++) {
		struct watch *w = s->watches[i];

		if (w->exits || !w->exit || w->loan->borrower != s->pid)
			continue;
		if (!(f->kind == FLOW_CALL && f->to == w->exit) && !(f->pc >= w->exit && f->pc < w->exit_end))
			continue;
		w->exits = true;
		hazard_place(sweep_add(s, EV_HAZARD_STDIO, f->icount, f->icount + 1, w->loan), w->symbols, f->pc);
	}
}
