/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds loans, and forks, among the events. See loan.h. */
#include "analysis/loan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/search.h"

/* Events after vfork.end among which the return to the user is looked for. */
#define RETURN_MAX 1000
/* Loans that are kept, and forks: the first ones. */
#define LOANS_MAX (1 << 20)
/* Nested loans that are looked at for one that is over. */
#define BEFORE_MAX 64

/*
 * Loans are found in one pass. For every process that lends or borrows there are stacks of its loans that still miss
 * something; an event fits the newest of them, since pids come round again. A loan that got what it misses in another
 * way is dropped when it comes to the top.
 */
enum missing {
	PASS,   /* of a lender: the memory has not gone to the borrower */
	BACK,   /* of a lender: it has not come back */
	END,    /* of a lender: vfork has not ended */
	GONE,   /* of a lender: it lives, in the same program */
	RETURN, /* of a lender: vfork has ended, its system call is not done */
	PART,   /* of a borrower: it has not left the shared memory */
	HELD,   /* of a borrower: it is in the program that it was lent, and may lend on */
	COPY,   /* of a child that has a copy: it is one still */
	MISSING,
};

struct debts {
	uint32_t pid;
	uint32_t top[MISSING]; /* 1 + number of the loan, 0 none */
};

/* Numbers of loans that go on, the innermost last; there may be some among them that are over. */
struct open {
	size_t *number;
	size_t count, room;
};

struct loan_search {
	struct loans *loans;
	struct debts *debts; /* by pid */
	size_t ndebts;
	uint32_t (*below)[MISSING]; /* of each loan: the one under it, in the same way */
	size_t below_room;
	struct open lent, forked;
	size_t over;  /* 1 + number of what has ended last, 0 nothing yet */
	size_t begun; /* loans and forks that were met, kept or not */
};

static int by_pid(const void *a, const void *b)
{
	const struct debts *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

static void add_debts(struct loan_search *s, size_t *room, uint32_t pid)
{
	s->debts = alloc_room(s->debts, s->ndebts, room, sizeof *s->debts);
	s->debts[s->ndebts++] = (struct debts){.pid = pid};
}

/* Whoever lends, forks, or leaves borrowed memory by itself, in any event that counts. Of the other borrowers only
 * those matter that lend on. */
static void find_debts(struct loan_search *s, const struct timeline *t)
{
	size_t nevents = timeline_nevents(t), room = 0, kept = 0, begun = 0, shared = 0;

	for (size_t i = 0; i < nevents; i++) {
		const struct event *e = timeline_event(t, i);

		if ((e->kind == EV_VFORK_BEGIN || e->kind == EV_FORK_COPY) && begun++ < LOANS_MAX) {
			add_debts(s, &room, e->pid);
			if (e->kind == EV_FORK_COPY)
				add_debts(s, &room, e->arg[0]);
		} else if (e->kind == EV_VM_SHARE && shared++ < LOANS_MAX) {
			add_debts(s, &room, e->arg[1]);
		}
	}
	if (s->ndebts)
		qsort(s->debts, s->ndebts, sizeof *s->debts, by_pid);
	for (size_t i = 0; i < s->ndebts; i++)
		if (!kept || s->debts[kept - 1].pid != s->debts[i].pid)
			s->debts[kept++] = s->debts[i];
	s->ndebts = kept;
}

static struct debts *debts_of(const struct loan_search *s, uint32_t pid)
{
	const struct debts key = {.pid = pid};

	return s->ndebts ? bsearch(&key, s->debts, s->ndebts, sizeof key, by_pid) : NULL;
}

static void push(struct loan_search *s, uint32_t pid, size_t loan, enum missing what)
{
	struct debts *p = debts_of(s, pid);

	if (!p)
		return;
	s->below[loan][what] = p->top[what];
	p->top[what] = (uint32_t)loan + 1;
}

/* Does the loan still miss it? */
static bool misses(const struct loan *l, enum missing what)
{
	switch (what) {
	case PASS:
		return l->pass == LOAN_NEVER;
	case BACK:
	case PART:
		return l->back == LOAN_NEVER;
	case HELD:
		return l->back == LOAN_NEVER && l->last < 0;
	case END:
		return l->last < 0;
	case COPY:
		return l->parted == LOAN_NEVER;
	default:
		return true;
	}
}

/* The newest loan of a process that misses it, NULL if there is none. */
static struct loan *newest(const struct loan_search *s, uint32_t pid, enum missing what)
{
	struct debts *p = debts_of(s, pid);

	while (p && p->top[what]) {
		size_t i = p->top[what] - 1;

		if (misses(&s->loans->loan[i], what))
			return &s->loans->loan[i];
		p->top[what] = s->below[i][what];
	}
	return NULL;
}

/* Takes the newest one off. */
static struct loan *pop(const struct loan_search *s, uint32_t pid, enum missing what)
{
	struct loan *l = newest(s, pid, what);

	if (l)
		debts_of(s, pid)->top[what] = s->below[l - s->loans->loan][what];
	return l;
}

/* Adds a loan, or a fork, to those that go on. NULL if there are too many. */
static struct loan *begin(struct loan_search *s, struct open *open, const struct event *e, size_t seq)
{
	struct loans *ls = s->loans;
	struct loan *l;

	if (s->begun++ >= LOANS_MAX)
		return NULL;
	s->below = alloc_room(s->below, ls->count, &s->below_room, sizeof *s->below);
	ls->loan = alloc_room(ls->loan, ls->count, &ls->room, sizeof *ls->loan);
	l = &ls->loan[ls->count];
	*l = (struct loan){.lender = e->pid, .borrower = e->arg[0], .begin = e->icount, .first = (long)seq, .last = -1};
	l->pass = l->back = l->end = l->resumed = l->gone = l->parted = LOAN_NEVER;
	open->number = alloc_room(open->number, open->count, &open->room, sizeof *open->number);
	open->number[open->count++] = ls->count++;
	return l;
}

static void loan_begins(struct loan_search *s, const struct event *e, size_t seq)
{
	static const enum missing lenders[] = {PASS, BACK, END, GONE};
	const struct loan *outer = newest(s, e->pid, HELD);
	size_t around = outer ? 1 + (size_t)(outer - s->loans->loan) : 0, number = s->loans->count;
	struct loan *l = begin(s, &s->lent, e, seq);

	if (!l)
		return;
	l->outer = around;
	for (size_t i = 0; i < sizeof lenders / sizeof *lenders; i++)
		push(s, e->pid, number, lenders[i]);
	push(s, l->borrower, number, HELD);
}

/* A fork, unless it is what vfork does on this system, or what it does to the stack. The first process forks before
 * there is a program. */
static void copy_begins(struct loan_search *s, const struct event *e, size_t seq)
{
	struct loan *l = newest(s, e->pid, END);
	size_t number = s->loans->count;

	if (l && l->borrower == e->arg[0]) {
		l->own_stack = true;
		push(s, l->borrower, (size_t)(l - s->loans->loan), COPY);
		s->begun++;
		return;
	}
	l = e->pid ? begin(s, &s->forked, e, seq) : NULL;
	if (!l)
		return;
	l->kind = LOAN_FORKED;
	push(s, l->lender, number, GONE);
	push(s, l->lender, number, RETURN);
	push(s, l->borrower, number, COPY);
}

static void loan_passes(struct loan_search *s, const struct event *e)
{
	struct loan *l = pop(s, e->arg[0], PASS);

	if (!l)
		return;
	l->kind = e->kind == EV_VM_PASS ? LOAN_LENT : LOAN_SHARED;
	l->pass = e->icount;
	l->borrower = e->arg[1];
	if (l->kind == LOAN_SHARED)
		push(s, l->borrower, (size_t)(l - s->loans->loan), PART);
}

static void ends(struct loan_search *s, struct loan *l, const struct event *e, size_t seq)
{
	l->end = e->icount;
	l->last = (long)seq;
	s->over = 1 + (size_t)(l - s->loans->loan);
}

/* A process is a zombie, or executes another program: that ends all its loans, and that it is a copy. */
static void process_goes(struct loan_search *s, const struct event *e, size_t seq)
{
	struct loan *l;

	while ((l = pop(s, e->pid, GONE))) {
		l->gone = e->icount;
		if (l->last < 0)
			ends(s, l, e, seq);
	}
	while ((l = pop(s, e->pid, COPY))) {
		l->parted = e->icount;
		if (l->kind != LOAN_FORKED || l->last >= 0)
			continue;
		l->exited = e->kind == EV_EXIT_END;
		ends(s, l, e, seq);
	}
	while (pop(s, e->pid, HELD))
		;
}

/* The last one of those that goes on: 1 + its number, 0 if none does. */
static size_t innermost(const struct loans *ls, struct open *open)
{
	while (open->count && ls->loan[open->number[open->count - 1]].last >= 0)
		open->count--;
	return open->count ? 1 + open->number[open->count - 1] : 0;
}

/* Notes which loan is to be shown after an event, if that has changed. */
static void note_turn(struct loan_search *s, size_t seq)
{
	struct loans *ls = s->loans;
	size_t lent = innermost(ls, &s->lent), forked = innermost(ls, &s->forked), now = lent ? lent : forked;

	/* A copy that executes another program is a copy no more. */
	if (!now && s->over && (ls->loan[s->over - 1].kind != LOAN_FORKED || ls->loan[s->over - 1].exited))
		now = s->over;
	if (now == (ls->nturns ? ls->turns[ls->nturns - 1].loan : 0))
		return;
	ls->turns = alloc_room(ls->turns, ls->nturns, &ls->turns_room, sizeof *ls->turns);
	ls->turns[ls->nturns++] = (struct loan_turn){(long)seq, now};
}

void loans_find(struct loans *ls, const struct timeline *t)
{
	struct loan_search s = {.loans = ls};
	size_t nevents = timeline_nevents(t);

	find_debts(&s, t);
	for (size_t i = 0; i < nevents; i++) {
		const struct event *e = timeline_event(t, i);
		struct loan *l = NULL;

		switch (e->kind) {
		case EV_VFORK_BEGIN:
			loan_begins(&s, e, i);
			break;
		case EV_VM_PASS:
		case EV_VM_SHARE:
			loan_passes(&s, e);
			break;
		case EV_FORK_COPY:
			copy_begins(&s, e, i);
			break;
		case EV_VM_PART:
			l = pop(&s, e->arg[0], PART);
			if (l)
				l->back = e->icount;
			break;
		case EV_VM_RETURN:
			l = pop(&s, e->arg[1], BACK);
			if (l)
				l->back = e->icount;
			break;
		case EV_VFORK_END:
			l = pop(&s, e->pid, END);
			if (l) {
				ends(&s, l, e, i);
				push(&s, e->pid, (size_t)(l - ls->loan), RETURN);
			}
			break;
		case EV_SYSCALL_EXIT:
			while ((l = pop(&s, e->pid, RETURN)))
				if (i - (size_t)(l->last < 0 || l->kind == LOAN_FORKED ? l->first : l->last) <
				    RETURN_MAX)
					l->resumed = e->icount;
			break;
		case EV_EXIT_END:
		case EV_EXEC_COMMIT:
			process_goes(&s, e, i);
			break;
		default:
			break;
		}
		note_turn(&s, i);
	}
	free(s.debts);
	free(s.below);
	free(s.lent.number);
	free(s.forked.number);
}

void loans_grow(struct loans *ls, const struct timeline *t)
{
	const struct loans before = *ls;
	const size_t nsurveys = sizeof ls->surveys / sizeof *ls->surveys;

	*ls = (struct loans){0};
	loans_find(ls, t);
	memcpy(ls->surveys, before.surveys, sizeof ls->surveys);
	/* the loans that were known have the numbers that they had */
	for (size_t i = 0; i < nsurveys && ls->surveys[i]; i++)
		if (ls->surveys[i]->loan)
			ls->surveys[i]->loan = &ls->loan[ls->surveys[i]->loan - before.loan];
	free(before.loan);
	free(before.turns);
}

bool loan_lends(const struct loan *l)
{
	return (l->kind == LOAN_LENT || l->kind == LOAN_SHARED) && l->pass != LOAN_NEVER;
}

bool loan_one_stack(const struct loan *l)
{
	return l->kind == LOAN_LENT || (l->kind == LOAN_SHARED && !l->own_stack);
}

bool loan_goes_on(const struct loan *l, long event)
{
	return event >= l->first && (l->last < 0 || event < l->last);
}

const struct loan *loans_at(const struct loans *ls, long event)
{
	struct search in = search_among(ls->nturns);

	/* A nested loan may be over while the outer one goes on; its own borrower is then the lender no more. */
	while (search_goes_on(&in))
		search_tell(&in, ls->turns[in.at].event <= event);
	return in.found && ls->turns[in.found - 1].loan ? &ls->loan[ls->turns[in.found - 1].loan - 1] : NULL;
}

size_t loans_chain(const struct loans *ls, const struct loan *l, long event, const struct loan *chain[LOANS_DEEP])
{
	size_t n = 0;

	chain[LOANS_DEEP - ++n] = l;
	while (n < LOANS_DEEP && loan_goes_on(l, event) && l->outer) {
		l = &ls->loan[l->outer - 1];
		if (!loan_goes_on(l, event))
			break;
		chain[LOANS_DEEP - ++n] = l;
	}
	memmove(chain, chain + LOANS_DEEP - n, n * sizeof *chain);
	return n;
}

const struct loan *loans_lent_on(const struct loans *ls, const struct loan *l, long event)
{
	size_t number = 1 + (size_t)(l - ls->loan);
	struct search in = search_among(ls->count);

	while (search_goes_on(&in))
		search_tell(&in, ls->loan[in.at].first <= event);
	for (size_t i = in.found, seen = 0; i > number && seen < BEFORE_MAX; i--, seen++)
		if (ls->loan[i - 1].outer == number)
			return loan_goes_on(&ls->loan[i - 1], event) ? NULL : &ls->loan[i - 1];
	return NULL;
}
