/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds loans among the events and surveys them by running their stretch again in detail. See loan.h. */
#include "analysis/loan.h"

#include <stdlib.h>

#include "base/be.h"
#include "base/alloc.h"
#include "base/search.h"

/* A longer stretch is not run again in detail (seconds of host time); its writers stay unknown. */
#define SURVEY_MAX 20000000
/* Whoever asks again about a loan goes on by small steps. To make them free the survey then goes on beyond the instant
 * asked
 * for: as far again as it has come, but not less or more instructions than these. */
#define SURVEY_AHEAD_LEAST 50000
#define SURVEY_AHEAD_MOST 500000
/* Stores kept. Beyond it the older half is forgotten and those writers are unknown. */
#define STORES_MAX 1000000
/* Events after vfork.end among which the return to the user is looked for. */
#define RETURN_MAX 1000
/* Loans that are kept: the first ones. */
#define LOANS_MAX (1 << 20)
/* Largest copies of a stack and of a text, bytes. */
#define STACK_MAX (1 << 20)
#define TEXT_MAX (1 << 20)

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
	MISSING,
};

struct debts {
	uint32_t pid;
	uint32_t top[MISSING]; /* 1 + number of the loan, 0 none */
};

struct loan_search {
	struct loans *loans;
	struct debts *debts; /* by pid */
	size_t ndebts;
	uint32_t (*below)[MISSING]; /* of each loan: the one under it, in the same way */
	size_t below_room;
	/* numbers of the loans that go on, the innermost last; there may be some among them that are over */
	size_t *open;
	size_t nopen, open_room;
};

static int by_pid(const void *a, const void *b)
{
	const struct debts *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

/* Whoever lends or borrows in any event that counts. */
static void find_debts(struct loan_search *s, const struct timeline *t)
{
	size_t nevents = timeline_nevents(t), room = 0, kept = 0, begun = 0, shared = 0;

	for (size_t i = 0; i < nevents; i++) {
		const struct event *e = timeline_event(t, i);
		bool begins = e->kind == EV_VFORK_BEGIN && begun++ < LOANS_MAX;
		bool shares = e->kind == EV_VM_SHARE && shared++ < LOANS_MAX;

		if (!begins && !shares)
			continue;
		s->debts = alloc_room(s->debts, s->ndebts, &room, sizeof *s->debts);
		s->debts[s->ndebts++] = (struct debts){.pid = begins ? e->pid : e->arg[1]};
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
	case END:
		return l->last < 0;
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

static void loan_begins(struct loan_search *s, const struct event *e, size_t seq)
{
	static const enum missing first[] = {PASS, BACK, END, GONE};
	struct loans *ls = s->loans;
	struct loan *l;

	if (ls->count == LOANS_MAX)
		return;
	s->below = alloc_room(s->below, ls->count, &s->below_room, sizeof *s->below);
	ls->loan = alloc_room(ls->loan, ls->count, &ls->room, sizeof *ls->loan);
	l = &ls->loan[ls->count];
	*l = (struct loan){.lender = e->pid, .borrower = e->arg[0], .begin = e->icount, .first = (long)seq, .last = -1};
	l->pass = l->back = l->end = l->resumed = l->gone = LOAN_NEVER;
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		push(s, e->pid, ls->count, first[i]);
	s->open = alloc_room(s->open, s->nopen, &s->open_room, sizeof *s->open);
	s->open[s->nopen++] = ls->count++;
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

/* The lender is a zombie, or executes another program: that ends all its loans. */
static void lender_goes(struct loan_search *s, const struct event *e, size_t seq)
{
	struct loan *l;

	while ((l = pop(s, e->pid, GONE))) {
		l->gone = e->icount;
		if (l->last < 0) {
			l->end = e->icount;
			l->last = (long)seq;
		}
	}
}

/* Notes which loan is the innermost after an event, if that has changed. */
static void note_turn(struct loan_search *s, size_t seq)
{
	struct loans *ls = s->loans;
	size_t now;

	while (s->nopen && ls->loan[s->open[s->nopen - 1]].last >= 0)
		s->nopen--;
	now = s->nopen ? 1 + s->open[s->nopen - 1] : 0;
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
			l = newest(&s, e->pid, END);
			if (l && l->borrower == e->arg[0])
				l->own_stack = true;
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
				l->end = e->icount;
				l->last = (long)i;
				push(&s, e->pid, (size_t)(l - ls->loan), RETURN);
			}
			break;
		case EV_SYSCALL_EXIT:
			while ((l = pop(&s, e->pid, RETURN)))
				if (i - (size_t)l->last < RETURN_MAX)
					l->resumed = e->icount;
			break;
		case EV_EXIT_END:
		case EV_EXEC_COMMIT:
			lender_goes(&s, e, i);
			break;
		default:
			break;
		}
		note_turn(&s, i);
	}
	free(s.debts);
	free(s.below);
	free(s.open);
}

static void survey_reset(struct loan_survey *sv)
{
	free(sv->stack);
	free(sv->text);
	free(sv->stores);
	free(sv->wanted);
	memset(sv, 0, sizeof *sv);
}

void loans_release(struct loans *ls)
{
	survey_reset(&ls->survey);
	free(ls->loan);
	free(ls->turns);
	memset(ls, 0, sizeof *ls);
}

bool loan_one_stack(const struct loan *l)
{
	return l->kind != LOAN_COPIED && !l->own_stack;
}

bool loan_goes_on(const struct loan *l, long event)
{
	return event >= l->first && (l->last < 0 || event < l->last);
}

/* How many loans have begun after an event. */
static size_t count_begun(const struct loans *ls, long event)
{
	struct search in = search_among(ls->count);

	while (search_goes_on(&in))
		search_tell(&in, ls->loan[in.at].first <= event);
	return in.found;
}

const struct loan *loans_at(const struct loans *ls, long event)
{
	struct search in = search_among(ls->nturns);
	size_t begun;

	while (search_goes_on(&in))
		search_tell(&in, ls->turns[in.at].event <= event);
	/* A nested loan may be over while the outer one goes on; its own borrower is then the lender no more. */
	if (in.found && ls->turns[in.found - 1].loan)
		return &ls->loan[ls->turns[in.found - 1].loan - 1];
	begun = count_begun(ls, event);
	return begun ? &ls->loan[begun - 1] : NULL;
}

/* Copies what the lender has as the loan begins; the machine stands at vfork.begin. */
static void survey_begin(struct loan_survey *sv, const struct kernel_view *v)
{
	struct kernel_user u;
	struct proc p;
	uint32_t high;

	if (kernel_find(v, sv->loan->lender, &p) < 0)
		return;
	sv->has_at_vfork = kernel_registers(v, &p, &sv->at_vfork);
	if (!kernel_user(v, &p, &u))
		return;
	sv->space = u.space;
	memcpy(sv->program, u.comm, sizeof sv->program);

	sv->base = p.p_base;
	sv->slot = p.p_ndx;
	sv->region = kernel_stack(&p);
	high = sv->region.high;

	/* From the page below the lowest stack pointer's up to the end of the region. */
	if (sv->has_at_vfork && sv->at_vfork.tf_usp >= sv->region.low + NBPG && sv->at_vfork.tf_usp < high)
		sv->stack_low = (sv->at_vfork.tf_usp & ~(uint32_t)PGOFSET) - NBPG;
	else
		sv->stack_low = high - NBPG;
	if (high - sv->stack_low > STACK_MAX)
		sv->stack_low = high - STACK_MAX;
	sv->stack = alloc_new(high - sv->stack_low, 1);
	for (uint32_t va = sv->stack_low; va < high; va += NBPG)
		kernel_peek(v, &sv->space, va, sv->stack + (va - sv->stack_low), NBPG);

	sv->text_size = p.p_tsize < TEXT_MAX / NBPG ? p.p_tsize * NBPG : TEXT_MAX;
	sv->text = alloc_new(sv->text_size, 1);
	for (uint32_t at = 0; at < sv->text_size; at += NBPG)
		kernel_peek(v, &sv->space, sv->base + at, sv->text + at, NBPG);
}

bool loan_was(const struct loan_survey *sv, uint32_t va, uint32_t *value)
{
	if (sv->stack && va >= sv->stack_low && va <= sv->region.high - 4)
		*value = be32_get(sv->stack + (va - sv->stack_low));
	else if (sv->text_size && va >= sv->base && va - sv->base <= sv->text_size - 4)
		*value = be32_get(sv->text + (va - sv->base));
	else
		return false;
	return true;
}

/* What the store function needs while a stretch runs. */
struct tracing {
	struct loan_survey *survey;
	const struct timeline *timeline;
	uint32_t pid; /* process that runs up to `until` */
	uint64_t until;
};

static void keep_store(void *arg, const struct store *s)
{
	struct tracing *tr = arg;
	struct loan_survey *sv = tr->survey;
	uint32_t pfn = s->pa / NBPG;

	if (pfn >= sv->nwanted || !sv->wanted[pfn])
		return;
	if (s->icount >= tr->until)
		tr->pid = timeline_pid(tr->timeline, s->icount, &tr->until);
	if (tr->pid != sv->loan->lender && tr->pid != sv->loan->borrower)
		return;
	if (sv->nstores == STORES_MAX) {
		size_t half = STORES_MAX / 2;

		memmove(sv->stores, sv->stores + half, (STORES_MAX - half) * sizeof *sv->stores);
		sv->nstores -= half;
		sv->from = sv->stores[0].icount;
	}
	sv->stores = alloc_room(sv->stores, sv->nstores, &sv->room, sizeof *sv->stores);
	sv->stores[sv->nstores++] = (struct loan_store){s->icount, s->pa, s->size, s->was, s->pc, tr->pid};
}

/* Marks the page frames of the lender's space. */
static void want_frames(struct loan_survey *sv, struct timeline *t)
{
	struct machine *m = timeline_machine(t);
	const struct address_space *space = &sv->space;
	uint32_t p0, p1;

	sv->nwanted = machine_ram_size(m) / NBPG;
	sv->wanted = alloc_new(sv->nwanted, 1);
	p0 = sv->base ? sv->region.high / NBPG : space->p0lr; /* in the memory of all, its own block only */
	p0 = p0 < sv->nwanted ? p0 : sv->nwanted;
	p1 = space->p1lr < P1PAGES ? space->p1lr : P1PAGES;
	if (p1 < P1PAGES - STACK_MAX / NBPG)
		p1 = P1PAGES - STACK_MAX / NBPG;
	for (uint32_t i = sv->base / NBPG; i < p0 + (P1PAGES - p1); i++) {
		uint32_t va = i < p0 ? i * NBPG : P1BASE + (p1 + i - p0) * NBPG;
		uint32_t pa;

		if (machine_translate_in(m, space, va, &pa) && pa / NBPG < sv->nwanted)
			sv->wanted[pa / NBPG] = 1;
	}
}

/* Marks the page frames that are taken for the lender's data or stack up to an instant. */
static void want_taken(struct loan_survey *sv, const struct timeline *t, uint64_t to)
{
	size_t nevents = timeline_nevents(t);

	for (; sv->next < nevents; sv->next++) {
		const struct event *e = timeline_event(t, sv->next);

		if (e->icount > to)
			break;
		if (e->kind == EV_PAGE_ALLOC && (e->arg[1] == CDATA || e->arg[1] == CSTACK) && e->arg[2] == sv->slot &&
		    e->arg[0] < sv->nwanted)
			sv->wanted[e->arg[0]] = 1;
	}
}

/* Runs up to `to`, collecting stores on the way. False: the run cannot be followed there. */
static bool survey_run(struct loan_survey *sv, struct timeline *t, uint64_t to)
{
	struct tracing tr = {.survey = sv, .timeline = t};

	if (to <= sv->to)
		return true;
	if (sv->traced) {
		want_taken(sv, t, to);
		if (!timeline_detail(t, sv->to, to, NULL, keep_store, &tr))
			return false;
	}
	sv->to = to;
	return true;
}

/* Goes on with a survey up to `to`, with a stop where registers are noted. False as survey_run. */
static bool survey_on(struct loan_survey *sv, struct timeline *t, const struct kernel_names *names, uint64_t to)
{
	const struct loan *l = sv->loan;
	/* in the order in which they come */
	const struct {
		uint64_t at;
		uint32_t pid;
		struct trapframe *regs;
		bool *has;
	} stop[] = {
		{l->back, l->borrower, &sv->borrower_last, &sv->has_borrower_last},
		{l->resumed, l->lender, &sv->after, &sv->has_after},
	};
	struct kernel_view v;

	for (size_t i = 0; i < sizeof stop / sizeof stop[0]; i++) {
		struct proc p;

		if (stop[i].at > to || stop[i].at < sv->to || *stop[i].has)
			continue;
		if (!survey_run(sv, t, stop[i].at) || !timeline_seek(t, stop[i].at))
			return false;
		kernel_view(&v, timeline_machine(t), names);
		if (kernel_find(&v, stop[i].pid, &p) >= 0)
			*stop[i].has = kernel_registers(&v, &p, stop[i].regs);
	}
	return survey_run(sv, t, to);
}

/* Begins the survey of a loan. False if its beginning cannot be reached. */
static bool survey_new(struct loan_survey *sv, const struct loan *l, struct timeline *t,
                       const struct kernel_names *names)
{
	struct kernel_view v;

	survey_reset(sv);
	if (!timeline_seek(t, l->begin))
		return false;
	sv->loan = l;
	sv->from = sv->to = l->begin;
	sv->next = (size_t)l->first;
	kernel_view(&v, timeline_machine(t), names);
	survey_begin(sv, &v);
	want_frames(sv, t);
	sv->traced = true;
	return true;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

const struct loan_survey *loans_survey(struct loans *ls, const struct loan *l, struct timeline *t,
                                       const struct kernel_names *names, uint64_t icount)
{
	struct loan_survey *sv = &ls->survey;
	uint64_t last = least(l->gone, timeline_end(t)), to = least(icount, last), ahead;
	bool again = sv->loan == l && sv->to > l->begin, good = sv->loan == l || survey_new(sv, l, t, names);

	if (good && to > sv->to) {
		if (to - l->begin > SURVEY_MAX) {
			sv->traced = false;
			sv->nstores = 0;
		}
		good = survey_on(sv, t, names, to);
		ahead = to - l->begin < SURVEY_AHEAD_LEAST ? SURVEY_AHEAD_LEAST
		                                           : least(to - l->begin, SURVEY_AHEAD_MOST);
		if (good && again && sv->traced)
			good = survey_on(sv, t, names, least(to + ahead, last));
	}
	if (!good)
		survey_reset(sv);
	return good ? sv : NULL;
}
