/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stacks in a snapshot. While a loan goes on its two have one stack, and if the borrower has lent on, all of them:
 * the words of the calls that a lender needs keep the lender's names, whatever lies there now, the first lender's
 * before the second's; below and between them are the borrower's. Where the stack was copied there are two: the
 * parent's, and the child's own.
 */
#include "analysis/snapshot_shape.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "analysis/snapshot_names.h"

enum { WORDS_MAX = 1024 }; /* the innermost ones are shown */

struct stack {
	struct moment *mo;
	const struct address_space *space;
	struct level *levels; /* whose loans this stack was lent in, the outermost first */
	size_t nlevels;
	const struct loan_survey *survey; /* of the stores since the outermost one began; NULL: none is known */
	const struct loan_survey *origin; /* of the words as they were when the loan shown began; NULL: unknown */
	struct shape *lender, *other;     /* calls of the lenders as they lent; calls of the process looked at */
	size_t nlender, nother;
	uint32_t other_pid;
	bool copy;          /* the stack of a child that has a copy: what differs was written by it */
	uint32_t low, high; /* words in [low, high) */
	uint32_t *pfn;      /* page frames of the pages that hold them */
	uint32_t pages;
	uint32_t *last; /* per halfword from low: 1 + index of the last store into it, 0 none */
	struct snap_stack *out;
	size_t rooms[2];
};

static bool peek(const struct stack *st, uint32_t va, uint32_t *value)
{
	return kernel_peek_long(&st->mo->view, st->space, va, value);
}

/* Halfwords of the stack that were stored into. A store marks those that no other has marked; `next` leads over marked
 * ones, so that all marking together takes as long as there are stores and halfwords. */
struct marks {
	uint32_t *store; /* per halfword: 1 + index of the store that marked it, 0 none */
	uint32_t *next;  /* per halfword: itself, or one that is nearer to the next unmarked one */
	uint32_t count;
};

static struct marks marks_new(uint32_t count)
{
	struct marks m = {alloc_new(count, sizeof *m.store), alloc_new((size_t)count + 1, sizeof *m.next), count};

	for (uint32_t i = 0; i <= count; i++)
		m.next[i] = i;
	return m;
}

static uint32_t unmarked(struct marks *m, uint32_t i)
{
	while (m->next[i] != i)
		i = m->next[i] = m->next[m->next[i]];
	return i;
}

static void mark(struct marks *m, uint32_t from, uint32_t to, uint32_t store)
{
	for (uint32_t i = unmarked(m, from); i < to && i < m->count; i = unmarked(m, i)) {
		m->store[i] = store;
		m->next[i] = i + 1;
	}
}

/* Finds the page frames of the pages that hold [low, high), UINT32_MAX where there is none. */
static void find_frames(struct stack *st)
{
	st->pages = (st->high - 1) / NBPG - st->low / NBPG + 1;
	st->pfn = alloc_new(st->pages, sizeof *st->pfn);
	for (uint32_t i = 0; i < st->pages; i++) {
		uint32_t pa;

		st->pfn[i] = UINT32_MAX;
		if (machine_translate_in(st->mo->view.machine, st->space, (st->low / NBPG + i) * NBPG, &pa))
			st->pfn[i] = pa / NBPG;
	}
}

/* Marks the halfwords that a store wrote. */
static void mark_store(const struct stack *st, struct marks *m, uint32_t index)
{
	const struct loan_store *s = &st->survey->stores[index];

	for (uint32_t i = 0; i < st->pages; i++) {
		uint64_t from, to;

		if (s->pa / NBPG != st->pfn[i])
			continue;
		from = (uint64_t)(st->low / NBPG + i) * NBPG + s->pa % NBPG;
		to = from + s->size;
		if (from < st->low)
			from = st->low;
		if (to > st->high)
			to = st->high;
		if (from < to)
			mark(m, (uint32_t)(from - st->low) / 2, (uint32_t)(to - 1 - st->low) / 2 + 1, index + 1);
		return;
	}
}

/* Notes for every halfword which store was the last one before the instant. */
static void find_writers(struct stack *st)
{
	const struct loan_survey *sv = st->survey;
	struct marks last = marks_new((st->high - st->low) / 2 + 1);
	uint32_t n = 0;

	while (sv && sv->traced && n < sv->nstores && sv->stores[n].icount < st->mo->snapshot->icount)
		n++;
	while (n-- > 0)
		mark_store(st, &last, n);
	st->last = last.store;
	free(last.next);
}

/* The same of the first store that somebody else's program made while a lender had lent it. The caller frees it. */
static uint32_t *first_stores(const struct stack *st, const struct level *level)
{
	const struct loan_survey *sv = st->survey;
	const struct loan *loan = level->loan;
	struct marks first = marks_new((st->high - st->low) / 2 + 1);

	for (uint32_t n = 0; sv && sv->traced && n < sv->nstores; n++) {
		const struct loan_store *s = &sv->stores[n];

		if (s->icount >= st->mo->snapshot->icount || s->icount >= loan->back || s->icount >= loan->end)
			break;
		if (s->icount >= loan->begin && s->pid != loan->lender && s->pc < S0BASE)
			mark_store(st, &first, n);
	}
	free(first.next);
	return first.store;
}

/* The last store into the word at va, NULL if unknown or if the word is not among those shown. */
static const struct loan_store *last_store(const struct stack *st, uint32_t va)
{
	uint32_t k, k2;

	if (va < st->low || va - st->low + 4 > st->high - st->low)
		return NULL;
	k = st->last[(va - st->low) / 2];
	k2 = st->last[(va - st->low) / 2 + 1];
	if (k2 > k)
		k = k2;
	return k ? &st->survey->stores[k - 1] : NULL;
}

/* Who is above a lender's call at the instant, of those who have borrowed its stack; 0: nobody. */
static uint32_t who_is_above(const struct stack *st, const struct level *level, uint32_t va)
{
	const struct moment *mo = st->mo;
	uint64_t now = mo->snapshot->icount;

	for (const struct level *l = level + 1; l < st->levels + st->nlevels && l->on; l++)
		if (l->survey->has_at_vfork && l->survey->at_vfork.tf_usp > va)
			return l->loan->lender;
	return mo->loan->borrower != level->loan->lender && now < mo->loan->back && now < mo->loan->end &&
	                       mo->borrower.has_regs && mo->borrower.regs.tf_usp > va
	               ? mo->loan->borrower
	               : 0;
}

/* Finds who has left each call of the lenders, and when: a borrower has gone above it, or wrote over its return address
 * or saved fp, which nobody does inside. */
static void find_left(struct stack *st)
{
	uint32_t *marks = NULL;
	const struct level *of = NULL;

	for (size_t i = 0; i < st->nlender; i++) {
		struct shape *sh = &st->lender[i];
		uint32_t va = sh->call.ra, from, first = 0;

		if (sh->level != of) {
			free(marks);
			of = sh->level;
			marks = first_stores(st, of);
		}
		if (!va)
			continue;
		if (of->on)
			sh->leaver = who_is_above(st, of, va);
		from = sh->call.kind == CALL_VAX ? va - (FRAME_PC - FRAME_WORD) : sh->call.fp ? va - 4 : va;
		if (from < st->low)
			from = st->low;
		for (; from < va + 4 && from < st->high; from += 2) {
			uint32_t k = marks[(from - st->low) / 2];

			if (k && (!first || k < first))
				first = k;
		}
		if (first) {
			sh->leaver = st->survey->stores[first - 1].pid;
			sh->left_at = st->survey->stores[first - 1].icount;
		}
	}
	free(marks);
}

/* Is it the same call? It lies where the other one does, and nobody had returned from that before. */
static bool same_call(const struct shape *outer, const struct shape *inner)
{
	return outer->call.kind == inner->call.kind && outer->call.start == inner->call.start &&
	       outer->call.ra == inner->call.ra && outer->call.fp == inner->call.fp &&
	       outer->call.top == inner->call.top && (!outer->left_at || outer->left_at >= inner->level->loan->begin);
}

/* A call that a lender was in may be one that an outer lender needs already: then it is that one's, but for the
 * variables that only the inner one had by then. */
static void join_calls(struct stack *st)
{
	for (size_t i = 0; i < st->nlender; i++)
		for (size_t k = 0; k < i && st->lender[k].level != st->lender[i].level; k++)
			if (st->lender[i].level->on && same_call(&st->lender[k], &st->lender[i]))
				st->lender[k].also = st->lender[i].level->loan->lender;
}

/* Has the lender, who goes on, a call still? It is below it, has not written over the return address, and does not know
 * of another call that lies around it instead. */
static bool has_it_still(const struct stack *st, const struct shape *sh)
{
	const struct level *level = sh->level;
	const struct loan_store *s = last_store(st, sh->call.ra);
	bool around = false, found = false;

	if (!level->lender.has_regs || !level->survey->traced || !sh->call.ra ||
	    sh->call.ra < level->lender.regs.tf_usp)
		return false;
	if (s && s->pid == level->loan->lender && s->icount >= level->loan->end)
		return false;
	for (size_t i = 0; i < st->nother && st->other_pid == level->loan->lender; i++) {
		around |= st->other[i].call.ra > sh->call.ra;
		found |= st->other[i].call.ra == sh->call.ra;
	}
	return found || !around;
}

/* Has the lender returned from the call to where a borrower has made it? */
static bool was_misled(const struct stack *st, const struct shape *sh)
{
	const struct loan_store *s = sh->call.ra ? last_store(st, sh->call.ra) : NULL;
	uint32_t was, is;

	return s && s->pid != sh->level->loan->lender && s->icount >= sh->level->loan->begin &&
	       loan_was(sh->level->survey, sh->call.ra, &was) && peek(st, sh->call.ra, &is) && was != is;
}

/* When a loan is over only those calls of its lender are of interest that it has not left yet, and the one that it has
 * left for nowhere. */
static void drop_finished(struct stack *st)
{
	const struct level *alive = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < st->nlender; i++) {
		struct shape *sh = &st->lender[i];

		if (!sh->level->on) {
			/* those around one that it is in, it is in, too */
			if (has_it_still(st, sh))
				alive = sh->level;
			if (sh->level != alive && !was_misled(st, sh))
				continue;
			sh->leaver = sh->level != alive ? sh->level->loan->lender : 0;
		}
		if (kept != i)
			st->lender[kept] = *sh;
		kept++;
	}
	st->nlender = kept;
}

/* Is the word, which is not as it was, destroyed for the lender whose call it belongs to? */
static bool is_damage(const struct stack *st, struct shape *sh, const struct snap_word *w, const struct loan_store *s)
{
	const struct loan_survey *sv = sh->level->survey;

	if (s && s->pid == sh->level->loan->lender)
		return false;
	/* A handler may change what its signal frame holds as long as it runs; and who is in a call, its variables. */
	if (snapshot_word_links(w) && sh->call.kind != CALL_SIGNAL)
		return true;
	return s && sh->left_at && s->icount >= sh->left_at &&
	       shape_needs(st->mo->symbols, sh, sv->text, sv->base, sv->text_size, w);
}

/* Fills one word. */
static void fill_word(const struct stack *st, struct shape *sh, struct snap_word *w)
{
	const struct moment *mo = st->mo;
	const struct loan_survey *origin = sh->level ? sh->level->survey : st->origin;
	const struct loan_store *s = last_store(st, w->va);

	if (!origin || !loan_was(origin, w->va, &w->was))
		w->was = w->value;
	shape_name(mo->symbols, sh, sh->level ? w->was : w->value, w);
	w->astray = w->kind == WORD_RETURN && sh->level && w->was != w->value;
	shape_value(mo, sh, st->space, origin, w);
	if (s && origin && s->icount < origin->loan->begin) {
		w->writer = s->pc >= S0BASE ? 0 : s->pid; /* before this loan, in an outer one */
		w->writer_role = s->pc >= S0BASE ? ROLE_KERNEL : snapshot_role(mo, s->pid);
		s = NULL;
	}
	w->changed = w->was != w->value || s;
	if (s) {
		bool kernel = s->pc >= S0BASE;

		w->writer = kernel ? 0 : s->pid;
		w->writer_role = kernel ? ROLE_KERNEL : snapshot_role(mo, s->pid);
		w->written_at = s->icount;
		w->writer_pc = s->pc;
	} else if (st->copy || (origin && origin->loan->kind == LOAN_FORKED)) {
		/* each of the two writes into memory of its own */
		w->writer = w->changed ? st->other_pid : 0;
		w->writer_role = w->changed ? snapshot_role(mo, st->other_pid) : ROLE_NONE;
	} else if (!w->writer && st->survey && st->survey->traced && st->survey->from == st->survey->loan->begin &&
	           w->was == w->value) {
		w->writer = st->survey->loan->lender; /* not touched since the loan began */
		w->writer_role = snapshot_role(mo, w->writer);
	}
	if (sh->level && w->was != w->value)
		w->damaged = is_damage(st, sh, w, s);
}

/* The call that a word belongs to, NULL if none. */
static struct shape *owner(const struct stack *st, uint32_t va)
{
	for (size_t i = 0; i < st->nlender; i++)
		if (va >= st->lender[i].low && va < st->lender[i].call.top)
			return &st->lender[i];
	for (size_t i = 0; i < st->nother; i++)
		if (va >= st->other[i].floor && va < st->other[i].call.top)
			return &st->other[i];
	for (size_t i = 0; i < st->nlender; i++)
		if (va >= st->lender[i].floor && va < st->lender[i].call.top)
			return &st->lender[i];
	return NULL;
}

static void begin_call(struct stack *st, const struct shape *sh)
{
	struct snap_stack *out = st->out;
	struct snap_stack_frame *f;

	out->calls = alloc_room(out->calls, out->ncalls, &st->rooms[0], sizeof *out->calls);
	f = &out->calls[out->ncalls++];
	memset(f, 0, sizeof *f);
	f->first = (uint32_t)out->nwords;
	snprintf(f->function, sizeof f->function, "%s", sh->call.function);
	f->kind = sh->call.kind;
	f->fp = sh->call.fp;
	f->pid = sh->level ? sh->level->loan->lender : st->other_pid;
	f->role = snapshot_role(st->mo, f->pid);
	f->needed = sh->level && sh->level->on;
	f->also = sh->also;
	f->leaver = sh->leaver;
	f->left = sh->leaver != 0;
}

/* Lays the words out from the highest address down, a new frame whenever the owner changes. */
static void lay_out(struct stack *st)
{
	struct snap_stack *out = st->out;
	const struct shape *before = NULL;
	uint32_t va = st->high;

	while (va - st->low >= 4) {
		struct shape *sh = owner(st, va - 4);
		struct snap_word *w;
		uint32_t value;

		/* The stack is aligned to 2 bytes only: words count from the call's frame pointer. */
		if (!sh || (sh->call.ra && (va - sh->call.ra) % 4)) {
			va -= 2;
			continue;
		}
		va -= 4;
		if (!peek(st, va, &value))
			continue;
		if (out->ncalls == 0 || sh != before)
			begin_call(st, sh);
		before = sh;
		out->words = alloc_room(out->words, out->nwords, &st->rooms[1], sizeof *out->words);
		w = &out->words[out->nwords++];
		memset(w, 0, sizeof *w);
		w->va = va;
		w->value = value;
		fill_word(st, sh, w);
		out->calls[out->ncalls - 1].count++;
	}
}

/* Extends what is shown to the calls of a walk. */
static void reach(struct stack *st, const struct walk *walk, uint32_t sp)
{
	if (sp < st->low)
		st->low = sp;
	for (size_t i = 0; i < walk->count; i++)
		if (walk->calls[i].top > st->high)
			st->high = walk->calls[i].top;
}

/* The calls that the lenders had as they lent, the outermost loan's first. */
static void shape_lenders(struct stack *st)
{
	size_t n = 0;

	for (size_t i = 0; i < st->nlevels; i++)
		n += snapshot_level_calls(st->mo, &st->levels[i])->count;
	st->lender = alloc_new(n, sizeof *st->lender);
	for (size_t i = 0; i < st->nlevels; i++) {
		struct level *level = &st->levels[i];
		const struct walk *walk = snapshot_level_calls(st->mo, level);

		if (!walk->count)
			continue;
		shape_calls(st->mo->symbols, walk, level->survey->at_vfork.tf_usp, st->lender + st->nlender);
		for (size_t k = 0; k < walk->count; k++)
			st->lender[st->nlender++].level = level;
		reach(st, walk, level->survey->at_vfork.tf_usp);
	}
}

/* Makes the stack that a process with these user registers is on. */
static void make_stack(struct stack *st, const struct stack_region *region, const struct trapframe *regs)
{
	const struct walk *walk;

	st->low = UINT32_MAX;
	shape_lenders(st);
	if (regs && (walk = snapshot_calls(st->mo, st->mo->symbols, st->space, region, regs))->count > 0) {
		st->nother = walk->count;
		st->other = alloc_new(st->nother, sizeof *st->other);
		shape_calls(st->mo->symbols, walk, regs->tf_usp, st->other);
		reach(st, walk, regs->tf_usp >= region->low ? regs->tf_usp : UINT32_MAX);
	}
	if (st->low >= region->low && st->high <= region->high && st->low < st->high) {
		st->low &= ~1u;
		if (st->high - st->low > WORDS_MAX * 4)
			st->high = st->low + WORDS_MAX * 4;
		find_frames(st);
		find_writers(st);
		find_left(st);
		drop_finished(st);
		join_calls(st);
		lay_out(st);
		free(st->last);
		free(st->pfn);
	}
	shapes_release(st->lender, st->nlender);
	shapes_release(st->other, st->nother);
	free(st->lender);
	free(st->other);
}

static void pointers(const struct moment *mo)
{
	struct snapshot *s = mo->snapshot;

	if (mo->survey && mo->survey->has_at_vfork && s->icount < mo->loan->gone) {
		bool own = !s->loan && mo->lender.has_regs;

		s->lender_sp = own ? mo->lender.regs.tf_usp : mo->survey->at_vfork.tf_usp;
		s->lender_fp = own ? mo->lender.regs.tf_a[6] : mo->survey->at_vfork.tf_a[6];
	}
	if (mo->borrower.has_regs && s->loan && loan_one_stack(mo->loan) && s->icount < mo->loan->back) {
		s->borrower_sp = mo->borrower.regs.tf_usp;
		s->borrower_fp = mo->borrower.regs.tf_a[6];
	} else if ((!mo->loan || s->icount >= mo->loan->gone) && mo->focus.has_regs) {
		s->lender_sp = mo->focus.regs.tf_usp;
		s->lender_fp = mo->focus.regs.tf_a[6];
	}
}

/* The process whose present calls are shown beside the lenders' needed ones. */
static const struct party *present(const struct moment *mo)
{
	if (mo->loan && mo->snapshot->icount < mo->loan->gone) {
		/* If the borrower has a stack of its own, the lender's is shown. */
		if (mo->snapshot->loan && loan_one_stack(mo->loan) && mo->snapshot->icount < mo->loan->back)
			return &mo->borrower;
		return &mo->lender;
	}
	return &mo->focus;
}

/* The stack of a child that got a copy, as long as it is one. */
static void copied_stack(struct moment *mo)
{
	const struct party *child = &mo->borrower;
	struct snap_stack *out = &mo->snapshot->copy;
	struct stack_region region = kernel_stack(&child->proc);
	struct stack st = {.mo = mo,
	                   .space = &child->user.space,
	                   .origin = mo->survey,
	                   .other_pid = mo->loan->borrower,
	                   .copy = true,
	                   .out = out};

	if (!mo->snapshot->on || loan_one_stack(mo->loan) || !child->has_regs || child->proc.p_stat == SIDL ||
	    mo->snapshot->icount >= mo->loan->back ||
	    chronicle_between_programs(&mo->cache->chronicle, mo->loan->borrower, mo->snapshot->event_seq))
		return;
	make_stack(&st, &region, &child->regs);
	out->sp = child->regs.tf_usp;
	out->fp = child->regs.tf_a[6];
}

void snapshot_stack(struct moment *mo)
{
	bool after_all = mo->loan && mo->snapshot->icount >= mo->loan->gone;
	const struct party *who = present(mo);
	struct snap_stack out = {0};
	struct stack st = {.mo = mo,
	                   .space = &mo->memory,
	                   .levels = mo->levels,
	                   .origin = after_all ? NULL : mo->survey,
	                   .other_pid = who->proc.p_pid,
	                   .out = &out};
	struct snapshot *s = mo->snapshot;
	size_t shown = 0;

	pointers(mo);
	if (!mo->has_memory)
		return;
	/* Outwards from the loan shown as far as all have lent on the same stack. */
	while (shown < mo->nlevels && mo->levels[shown].loan != mo->loan)
		shown++;
	if (mo->loan && !after_all && loan_one_stack(mo->loan)) {
		while (shown > 0 && loan_one_stack(mo->levels[shown - 1].loan))
			shown--;
		st.levels = mo->levels + shown;
		st.nlevels = mo->nlevels - shown;
		st.survey = st.levels[0].survey;
	} else if (mo->loan && !after_all) {
		st.survey = mo->survey;
	}
	make_stack(&st, &mo->region, who->has_regs ? &who->regs : NULL);
	s->calls = out.calls;
	s->ncalls = out.ncalls;
	s->words = out.words;
	s->nwords = out.nwords;
	if (mo->loan && !after_all)
		copied_stack(mo);
}
