/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stack in a snapshot. During a loan lender and borrower have one stack (but for some systems: then the lender's is
 * shown), so it is shown once: the words of the calls that the lender needs keep the lender's names, whatever lies
 * there now; below and between them are the borrower's.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "analysis/snapshot_names.h"
#include "analysis/snapshot_parts.h"

enum {
	WORDS_MAX = 1024, /* the innermost ones are shown */
	LOCALS_MAX = 128,
	FP = 14, /* number of a6 among the registers */
};

/* A call with what is needed to name its words. */
struct shape {
	struct call call;
	uint32_t low;   /* lowest named word */
	uint32_t floor; /* lowest word: the stack pointer or the next call's top */
	bool lenders;   /* the lender will return through it */
	bool left;      /* the borrower has returned from it */
	uint64_t left_at;
	struct variable locals[LOCALS_MAX];
	size_t nlocals;
};

struct stack {
	struct moment *mo;
	const struct loan_survey *survey; /* NULL if the stack is not the one that was lent */
	struct shape *lender, *other;     /* calls of the lender at vfork; calls of the process looked at */
	size_t nlender, nother;
	uint32_t other_pid;
	uint32_t low, high; /* words in [low, high) */
	uint32_t *last;     /* per halfword from low: 1 + index of the last store into it, 0 none */
	uint32_t *first;    /* the same of the first one that the borrower made */
	size_t rooms[2];
};

static bool peek(const struct moment *mo, uint32_t va, uint32_t *value)
{
	return kernel_peek_long(&mo->view, &mo->memory, va, value);
}

/* Words that are always there in a frame that CALLS made, and those of the frame of a signal handler, both by where
 * they are. */
static const enum word_kind calls_words[] = {
	[FRAME_HANDLER / 4] = WORD_HANDLER,
	[FRAME_WORD / 4] = WORD_MASK,
	[FRAME_AP / 4] = WORD_SAVED_AP,
	[FRAME_FP / 4] = WORD_SAVED_FP,
};
#define SIGNAL_WORD(member) offsetof(struct sigframe, member) / 4
static const enum word_kind signal_words[] = {
	[SIGNAL_WORD(sf_return)] = WORD_RETURN,
	[SIGNAL_WORD(sf_signum)] = WORD_SIGNAL,
	[SIGNAL_WORD(sf_code)] = WORD_SIGNAL_CODE,
	[SIGNAL_WORD(sf_scp)] = WORD_CONTEXT,
	[SIGNAL_WORD(sf_sc.sc_onstack)] = WORD_SIGNAL_STACK,
	[SIGNAL_WORD(sf_sc.sc_mask)] = WORD_SIGNAL_MASK,
	[SIGNAL_WORD(sf_sc.sc_sp)] = WORD_SAVED_REGISTER,
	[SIGNAL_WORD(sf_sc.sc_pc)] = WORD_SAVED_PC,
	[SIGNAL_WORD(sf_sc.sc_ps)] = WORD_SAVED_PS,
};

static void shape_call(const struct moment *mo, struct shape *sh, const struct call *c, uint32_t floor)
{
	memset(sh, 0, sizeof *sh);
	sh->call = *c;
	sh->floor = floor;
	sh->low = c->fp ? c->fp : floor;
	for (uint32_t i = 0; i < c->nsaved; i++)
		if (c->saved[i].va < sh->low)
			sh->low = c->saved[i].va;
	if (!c->fp || !mo->symbols)
		return;
	sh->nlocals = symbols_locals(mo->symbols, c->pc, sh->locals, LOCALS_MAX);
	if (sh->nlocals > LOCALS_MAX)
		sh->nlocals = LOCALS_MAX;
	for (size_t i = 0; i < sh->nlocals; i++)
		if (sh->locals[i].place == VAR_FRAME && sh->locals[i].where < 0 && sh->locals[i].where > -65536) {
			uint32_t va = c->fp + (uint32_t)sh->locals[i].where;

			if (va < sh->low)
				sh->low = va;
		}
	sh->low = c->fp - (c->fp - sh->low + 3) / 4 * 4; /* whole words */
	if (sh->low < floor)
		sh->low = floor;
}

/* Calls with their words: each reaches down to the top of the call inside it. */
static struct shape *shape_calls(const struct moment *mo, const struct call *calls, size_t n, uint32_t sp)
{
	struct shape *shapes = alloc_new(n, sizeof *shapes);
	uint32_t floor = sp;

	for (size_t i = 0; i < n; i++) {
		shape_call(mo, &shapes[i], &calls[i], floor);
		if (calls[i].top > floor)
			floor = calls[i].top;
	}
	return shapes;
}

/* Names the part of a variable that lies in the word at va. False if it does not reach into it. */
static bool variable_text(const struct variable *v, uint32_t start, uint32_t va, char *out, size_t size)
{
	uint32_t offset = va - start, element = 4, from = v->size;
	const char *bracket = strchr(v->type, '[');

	if (va + 4 <= start || va >= start + v->size)
		return false;
	if (va < start)
		offset = 0; /* a variable of 1 or 2 bytes at the end of the word */
	if (bracket) {
		for (const char *b = bracket; b; b = strchr(b + 1, '[')) {
			unsigned long n = strtoul(b + 1, NULL, 10);

			if (n && n <= from)
				from /= (uint32_t)n;
		}
		element = from ? from : 4;
		snprintf(out, size, "%s[%u]", v->name, offset / element);
	} else if (v->size > 4) {
		snprintf(out, size, "%s.%u", v->name, offset);
	} else {
		snprintf(out, size, "%s", v->name);
	}
	return true;
}

/* Tells what a word of the frame of a signal handler is. */
static void name_signal_word(uint32_t offset, struct snap_word *w)
{
	if (offset >= offsetof(struct sigframe, sf_tramp)) {
		w->kind = WORD_TRAMPOLINE;
	} else if (offset >= offsetof(struct sigframe, sf_sc.sc_d)) {
		w->kind = WORD_SAVED_REGISTER;
		w->number = (offset - (uint32_t)offsetof(struct sigframe, sf_sc.sc_d)) / 4; /* sc_a follows */
	} else {
		w->kind = signal_words[offset / 4];
		w->number = w->kind == WORD_SAVED_REGISTER ? 15 : 0;
	}
}

/* The variables that a word of a call holds parts of. */
static void name_variables(const struct shape *sh, struct snap_word *w)
{
	size_t used = 0;

	for (size_t i = 0; i < sh->nlocals && sh->call.fp; i++) {
		char name[SNAP_TEXT];

		if (sh->locals[i].place != VAR_FRAME ||
		    !variable_text(&sh->locals[i], sh->call.fp + (uint32_t)sh->locals[i].where, w->va, name,
		                   sizeof name))
			continue;
		if (!used)
			w->kind = sh->locals[i].argument ? WORD_PARAMETER : WORD_LOCAL;
		snprintf(w->name + used, sizeof w->name - used, "%s%s", used ? ", " : "", name);
		used = strlen(w->name);
	}
}

/* Tells what a word of a call is. value is what the call itself left there. */
static void name_word(const struct moment *mo, const struct shape *sh, uint32_t value, struct snap_word *w)
{
	const struct call *c = &sh->call;
	uint32_t va = w->va;

	if (c->kind == CALL_SIGNAL) {
		name_signal_word(va - (c->top - (uint32_t)sizeof(struct sigframe)), w);
		return;
	}
	if (c->ra && va == c->ra) {
		uint32_t start;
		const char *f = mo->symbols ? symbols_function(mo->symbols, value - 2, &start) : NULL;

		w->kind = WORD_RETURN;
		if (f) {
			snprintf(w->name, sizeof w->name, "%s", f);
			w->number = value - start;
		}
		return;
	}
	if (c->kind == CALL_VAX && va >= c->fp && (va - c->fp) / 4 < sizeof calls_words / sizeof *calls_words) {
		w->kind = calls_words[(va - c->fp) / 4];
		return;
	}
	if (c->list && va >= c->list) {
		w->kind = va == c->list ? WORD_ARGUMENTS : WORD_ARGUMENT;
		w->number = (va - c->list) / 4;
		return;
	}
	if (c->fp && va == c->fp) {
		w->kind = WORD_SAVED_FP;
		return;
	}
	for (uint32_t i = 0; i < c->nsaved; i++)
		if (c->saved[i].va == va) {
			w->kind = c->saved[i].reg == FP ? WORD_SAVED_FP : WORD_SAVED_REGISTER;
			w->number = c->saved[i].reg == FP ? 0 : c->saved[i].reg;
			return;
		}
	name_variables(sh, w);
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

/* Page frames of the pages that hold [low, high), UINT32_MAX where there is none. */
static uint32_t *frames_of(const struct stack *st, uint32_t pages)
{
	uint32_t *pfn = alloc_new(pages, sizeof *pfn);

	for (uint32_t i = 0; i < pages; i++) {
		uint32_t pa;

		pfn[i] = UINT32_MAX;
		if (machine_translate_in(st->mo->view.machine, &st->mo->memory, (st->low / NBPG + i) * NBPG, &pa))
			pfn[i] = pa / NBPG;
	}
	return pfn;
}

/* Marks the halfwords that a store wrote. */
static void mark_store(const struct stack *st, struct marks *m, const uint32_t *pfn, uint32_t pages, uint32_t index)
{
	const struct loan_store *s = &st->survey->stores[index];

	for (uint32_t i = 0; i < pages; i++) {
		uint64_t from, to;

		if (s->pa / NBPG != pfn[i])
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

/* Notes for every halfword shown which store was the last one before the instant, and which the first one that the
 * borrower's program made during the loan. */
static void find_writers(struct stack *st)
{
	const struct loan_survey *sv = st->survey;
	const struct loan *loan = st->mo->loan;
	uint32_t pages = (st->high - 1) / NBPG - st->low / NBPG + 1, *pfn = frames_of(st, pages);
	struct marks last = marks_new((st->high - st->low) / 2 + 1), first = marks_new((st->high - st->low) / 2 + 1);
	uint32_t n = 0;

	while (sv && sv->traced && n < sv->nstores && sv->stores[n].icount < st->mo->snapshot->icount) {
		const struct loan_store *s = &sv->stores[n];

		if (s->icount < loan->back && s->icount < loan->end && s->pid == loan->borrower && s->pc < S0BASE)
			mark_store(st, &first, pfn, pages, n);
		n++;
	}
	while (n-- > 0)
		mark_store(st, &last, pfn, pages, n);
	st->last = last.store;
	st->first = first.store;
	free(last.next);
	free(first.next);
	free(pfn);
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

/* Finds when the borrower left each call of the lender: it has gone above it, or wrote over its return address or
 * saved fp, which nobody does inside. */
static void find_left(struct stack *st)
{
	const struct moment *mo = st->mo;
	uint64_t back = mo->loan->back < mo->loan->end ? mo->loan->back : mo->loan->end;

	for (size_t i = 0; i < st->nlender; i++) {
		struct shape *sh = &st->lender[i];
		uint32_t va = sh->call.ra, from, first = 0;

		if (!va)
			continue;
		sh->left = mo->snapshot->icount < back && mo->borrower.has_regs && mo->borrower.regs.tf_usp > va;
		from = sh->call.kind == CALL_VAX ? va - (FRAME_PC - FRAME_WORD) : sh->call.fp ? va - 4 : va;
		if (from < st->low)
			from = st->low;
		for (; from < va + 4 && from < st->high; from += 2) {
			uint32_t k = st->first[(from - st->low) / 2];

			if (k && (!first || k < first))
				first = k;
		}
		if (first) {
			sh->left = true;
			sh->left_at = st->survey->stores[first - 1].icount;
		}
	}
}

/* Will the lender look at the word inside its call? RET does not look at the condition handler, nor at the number
 * alone. */
static bool matters(enum word_kind kind)
{
	return kind != WORD_UNKNOWN && kind != WORD_HANDLER && kind != WORD_ARGUMENTS;
}

/* Fills one word. */
static void fill_word(const struct stack *st, const struct shape *sh, struct snap_word *w)
{
	const struct moment *mo = st->mo;
	const struct loan_store *s = last_store(st, w->va);
	bool links;

	if (!st->survey || !loan_was(st->survey, w->va, &w->was))
		w->was = w->value;
	name_word(mo, sh, sh->lenders ? w->was : w->value, w);
	w->changed = w->was != w->value || s;
	if (s) {
		bool kernel = s->pc >= S0BASE;

		w->writer = kernel ? 0 : s->pid;
		w->writer_role = kernel ? ROLE_KERNEL : snapshot_role(mo, s->pid);
		w->written_at = s->icount;
		w->writer_pc = s->pc;
	} else if (st->survey && st->survey->traced && st->survey->from == mo->loan->begin && w->was == w->value) {
		w->writer = mo->loan->lender; /* not touched since the loan began */
		w->writer_role = ROLE_LENDER;
	}
	if (!sh->lenders || !mo->loan || !loan_one_stack(mo->loan) || w->was == w->value)
		return;
	if (s && s->pid != mo->loan->borrower)
		return;
	/* A handler may change what its signal frame holds as long as it runs. */
	links = snapshot_word_links(w) && sh->call.kind != CALL_SIGNAL;
	if (links)
		w->damaged = true;
	else if (matters(w->kind) && s && sh->left_at)
		w->damaged = s->icount >= sh->left_at;
}

/* The call that a word belongs to, NULL if none. */
static const struct shape *owner(const struct stack *st, uint32_t va)
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
	struct snapshot *s = st->mo->snapshot;
	struct snap_stack_frame *f;

	s->calls = alloc_room(s->calls, s->ncalls, &st->rooms[0], sizeof *s->calls);
	f = &s->calls[s->ncalls++];
	memset(f, 0, sizeof *f);
	f->first = (uint32_t)s->nwords;
	snprintf(f->function, sizeof f->function, "%s", sh->call.function);
	f->kind = sh->call.kind;
	f->fp = sh->call.fp;
	f->needed = sh->lenders;
	f->left = sh->lenders && sh->left;
	if (sh->lenders)
		f->role = ROLE_LENDER;
	else
		f->role = snapshot_role(st->mo, st->other_pid);
}

/* Lays the words out from the highest address down, a new frame whenever the owner changes. */
static void lay_out(struct stack *st)
{
	struct snapshot *s = st->mo->snapshot;
	const struct shape *before = NULL;
	uint32_t va = st->high;

	while (va - st->low >= 4) {
		const struct shape *sh = owner(st, va - 4);
		struct snap_word *w;
		uint32_t value;

		/* The stack is aligned to 2 bytes only: words count from the call's frame pointer. */
		if (!sh || (sh->call.ra && (va - sh->call.ra) % 4)) {
			va -= 2;
			continue;
		}
		va -= 4;
		if (!peek(st->mo, va, &value))
			continue;
		if (s->ncalls == 0 || sh != before)
			begin_call(st, sh);
		before = sh;
		s->words = alloc_room(s->words, s->nwords, &st->rooms[1], sizeof *s->words);
		w = &s->words[s->nwords++];
		memset(w, 0, sizeof *w);
		w->va = va;
		w->value = value;
		fill_word(st, sh, w);
		s->calls[s->ncalls - 1].count++;
	}
}

/* After the loan: the lender's calls that it has left for good are of no interest, unless they tell of damage. */
static void drop_finished(struct stack *st)
{
	const struct moment *mo = st->mo;
	size_t kept = 0;

	for (size_t i = 0; i < st->nlender; i++) {
		const struct shape *sh = &st->lender[i];
		bool inside = mo->lender.has_regs && sh->call.ra >= mo->lender.regs.tf_usp;
		const struct loan_store *s = sh->call.ra ? last_store(st, sh->call.ra) : NULL;
		uint32_t was, is;

		if (!inside && s && s->pid == mo->loan->borrower && loan_was(mo->survey, sh->call.ra, &was) &&
		    peek(mo, sh->call.ra, &is))
			inside = was != is;
		if (inside)
			st->lender[kept++] = *sh;
	}
	st->nlender = kept;
}

static void pointers(const struct moment *mo)
{
	struct snapshot *s = mo->snapshot;

	if (mo->survey && mo->survey->has_at_vfork && s->icount < mo->loan->gone) {
		bool own = !s->loan && mo->lender.has_regs;

		s->lender_sp = own ? mo->lender.regs.tf_usp : mo->survey->at_vfork.tf_usp;
		s->lender_fp = own ? mo->lender.regs.tf_a[6] : mo->survey->at_vfork.tf_a[6];
	}
	if (mo->borrower.has_regs && s->loan && s->icount < mo->loan->back) {
		s->borrower_sp = mo->borrower.regs.tf_usp;
		s->borrower_fp = mo->borrower.regs.tf_a[6];
	} else if ((!mo->loan || s->icount >= mo->loan->gone) && mo->focus.has_regs) {
		s->lender_sp = mo->focus.regs.tf_usp;
		s->lender_fp = mo->focus.regs.tf_a[6];
	}
}

/* The process whose present calls are shown beside the lender's needed ones. */
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

void snapshot_stack(struct moment *mo)
{
	bool after_all = mo->loan && mo->snapshot->icount >= mo->loan->gone;
	const struct party *who = present(mo);
	const struct trapframe *regs = who->has_regs ? &who->regs : NULL;
	struct stack st = {
		.mo = mo, .survey = after_all ? NULL : mo->survey, .other_pid = who->proc.p_pid, .low = UINT32_MAX};
	const struct walk *walk;

	pointers(mo);
	if (!mo->has_memory)
		return;
	if (!after_all && (walk = snapshot_lenders_calls(mo))->count > 0) {
		st.lender = shape_calls(mo, walk->calls, walk->count, mo->survey->at_vfork.tf_usp);
		st.nlender = walk->count;
		st.low = mo->survey->at_vfork.tf_usp;
		for (size_t i = 0; i < walk->count; i++) {
			st.lender[i].lenders = true;
			if (walk->calls[i].top > st.high)
				st.high = walk->calls[i].top;
		}
	}
	if (regs && (walk = snapshot_calls(mo, mo->symbols, &mo->memory, &mo->region, regs))->count > 0) {
		st.other = shape_calls(mo, walk->calls, walk->count, regs->tf_usp);
		st.nother = walk->count;
		if (regs->tf_usp < st.low && regs->tf_usp >= mo->region.low)
			st.low = regs->tf_usp;
		for (size_t i = 0; i < walk->count; i++)
			if (walk->calls[i].top > st.high)
				st.high = walk->calls[i].top;
	}
	if (st.low < mo->region.low || st.high > mo->region.high || st.low >= st.high)
		goto out;
	st.low &= ~1u;
	if (st.high - st.low > WORDS_MAX * 4)
		st.high = st.low + WORDS_MAX * 4;

	find_writers(&st);
	if (st.nlender) {
		find_left(&st);
		if (!mo->snapshot->loan)
			drop_finished(&st);
	}
	lay_out(&st);
	free(st.last);
	free(st.first);
out:
	free(st.lender);
	free(st.other);
}
