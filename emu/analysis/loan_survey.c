/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Surveys loans by running their stretch again in detail. See loan.h. */
#include "analysis/loan.h"

#include <stdlib.h>

#include "base/be.h"
#include "base/alloc.h"
#include "base/search.h"

/* A longer stretch is not run again in detail (seconds of host time); its writers stay unknown. */
#define SURVEY_MAX 20000000
/* Whoever asks again about a loan goes on by small steps. To make them free the survey then goes on beyond the instant
 * asked for: as far again as it has come, but not less or more instructions than these, and not beyond the beginning of
 * another loan, where the next survey begins. */
#define SURVEY_AHEAD_LEAST 50000
#define SURVEY_AHEAD_MOST 500000
/* Stores kept. Beyond it the older half is forgotten and those writers are unknown. */
#define STORES_MAX 1000000
/* Largest copies of a stack, of a text, and of data and heap, bytes. */
#define STACK_MAX (1 << 20)
#define TEXT_MAX (1 << 20)
#define DATA_MAX (2 << 20)

void loan_survey_release(struct loan_survey *sv)
{
	free(sv->stack);
	free(sv->text);
	free(sv->data);
	free(sv->stores);
	free(sv->wanted);
	free(sv->turnovers);
	memset(sv, 0, sizeof *sv);
}

void loans_release(struct loans *ls)
{
	for (size_t i = 0; i < sizeof ls->surveys / sizeof *ls->surveys && ls->surveys[i]; i++) {
		loan_survey_release(ls->surveys[i]);
		free(ls->surveys[i]);
	}
	free(ls->loan);
	free(ls->turns);
	memset(ls, 0, sizeof *ls);
}

void loan_survey_begin(struct loan_survey *sv, const struct loan *l, const struct kernel_view *v)
{
	struct kernel_user u;
	struct proc p;
	uint32_t high;

	memset(sv, 0, sizeof *sv);
	sv->loan = l;
	sv->from = sv->to = l->begin;
	sv->next = (size_t)l->first;
	sv->next_at = l->begin;
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

/* Copies the rest of it: data and heap, and what the kernel has of the process. */
static void survey_data(struct loan_survey *sv, const struct kernel_view *v)
{
	struct kernel_user u;
	struct proc p;

	if (kernel_find(v, sv->loan->lender, &p) < 0 || !kernel_user(v, &p, &u))
		return;
	sv->data_low = sv->base + p.p_tsize * NBPG;
	sv->data_size = u.end > sv->data_low ? u.end - sv->data_low : 0;
	if (sv->data_size > DATA_MAX)
		sv->data_size = DATA_MAX;
	sv->data = alloc_new(sv->data_size, 1);
	for (uint32_t at = 0; at < sv->data_size; at += NBPG)
		kernel_peek(v, &sv->space, sv->data_low + at, sv->data + at,
		            sv->data_size - at < NBPG ? sv->data_size - at : NBPG);
	kernel_self(v, &p, &sv->self);
}

/* Is a piece of memory in a copy of `have` bytes from `low` on? */
static bool is_in(const uint8_t *copy, uint32_t low, uint32_t have, uint32_t va, size_t size)
{
	return copy && va >= low && size <= have && va - low <= have - size;
}

bool loan_bytes(const struct loan_survey *sv, uint32_t va, void *to, size_t size)
{
	if (is_in(sv->stack, sv->stack_low, sv->region.high - sv->stack_low, va, size))
		memcpy(to, sv->stack + (va - sv->stack_low), size);
	else if (is_in(sv->text, sv->base, sv->text_size, va, size))
		memcpy(to, sv->text + (va - sv->base), size);
	else if (is_in(sv->data, sv->data_low, sv->data_size, va, size))
		memcpy(to, sv->data + (va - sv->data_low), size);
	else
		return false;
	return true;
}

bool loan_was(const struct loan_survey *sv, uint32_t va, uint32_t *value)
{
	uint8_t bytes[4];

	if (!loan_bytes(sv, va, bytes, sizeof bytes))
		return false;
	*value = be32_get(bytes);
	return true;
}

/* What the store function needs while a stretch runs. */
struct tracing {
	struct loan_survey *survey;
	const struct timeline *timeline;
	uint32_t pid; /* process that runs up to `until` */
	uint64_t until;
};

/* Follows the events up to an instant: which page frames are taken for the lender's data or stack, and which given
 * back. */
static void follow_frames(struct loan_survey *sv, const struct timeline *t, uint64_t to)
{
	size_t nevents = timeline_nevents(t);

	for (; sv->next_at <= to && sv->next < nevents; sv->next++) {
		const struct event *e = timeline_event(t, sv->next);

		sv->next_at = e->icount;
		if (e->icount > to)
			break;
		if ((e->kind != EV_PAGE_ALLOC && e->kind != EV_PAGE_FREE) || e->arg[0] >= sv->nwanted)
			continue;
		sv->wanted[e->arg[0]] = e->kind == EV_PAGE_ALLOC && e->arg[2] == sv->slot &&
		                        (e->arg[1] == CDATA || e->arg[1] == CSTACK);
		sv->turnovers = alloc_room(sv->turnovers, sv->nturnovers, &sv->turnovers_room, sizeof *sv->turnovers);
		sv->turnovers[sv->nturnovers++] = (struct loan_turnover){e->icount, e->arg[0]};
	}
}

static void keep_store(void *arg, const struct store *s)
{
	struct tracing *tr = arg;
	struct loan_survey *sv = tr->survey;
	uint32_t pfn = s->pa / NBPG;

	if (pfn >= sv->nwanted)
		return;
	follow_frames(sv, tr->timeline, s->icount);
	if (!sv->wanted[pfn])
		return;
	if (s->icount >= tr->until)
		tr->pid = timeline_pid(tr->timeline, s->icount, &tr->until);
	if (sv->nstores == STORES_MAX) {
		size_t half = STORES_MAX / 2;

		memmove(sv->stores, sv->stores + half, (STORES_MAX - half) * sizeof *sv->stores);
		sv->nstores -= half;
		sv->from = sv->stores[0].icount;
	}
	sv->stores = alloc_room(sv->stores, sv->nstores, &sv->room, sizeof *sv->stores);
	sv->stores[sv->nstores++] = (struct loan_store){s->icount, s->pa, s->size, s->was, s->pc, tr->pid, s->hand};
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

/* Runs up to `to`, collecting stores on the way. False: the run cannot be followed there. */
static bool survey_run(struct loan_survey *sv, struct timeline *t, uint64_t to)
{
	struct tracing tr = {.survey = sv, .timeline = t};

	if (to <= sv->to)
		return true;
	if (sv->traced) {
		if (!timeline_detail(t, sv->to, to, NULL, keep_store, NULL, &tr))
			return false;
		follow_frames(sv, t, to);
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
		if (!survey_run(sv, t, stop[i].at) || (!sv->traced && !timeline_seek(t, stop[i].at)))
			return false;
		kernel_view(&v, sv->traced ? timeline_watched(t) : timeline_machine(t), names);
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

	loan_survey_release(sv);
	if (!timeline_seek(t, l->begin))
		return false;
	kernel_view(&v, timeline_machine(t), names);
	loan_survey_begin(sv, l, &v);
	survey_data(sv, &v);
	want_frames(sv, t);
	sv->traced = l->kind != LOAN_FORKED; /* the two write into memory of their own */
	return true;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* When the next loan begins. */
static uint64_t next_begin(const struct loans *ls, uint64_t after)
{
	struct search in = search_among(ls->count);

	while (search_goes_on(&in))
		search_tell(&in, ls->loan[in.at].begin <= after);
	return in.found < ls->count ? ls->loan[in.found].begin : LOAN_NEVER;
}

/* The survey of a loan, which becomes the first; if there is none yet, a new or the oldest one, to be made for it. */
static struct loan_survey *survey_of(struct loans *ls, const struct loan *l)
{
	size_t last = sizeof ls->surveys / sizeof *ls->surveys - 1, i = 0;
	struct loan_survey *sv;

	while (i < last && ls->surveys[i] && ls->surveys[i]->loan != l)
		i++;
	sv = ls->surveys[i] ? ls->surveys[i] : alloc_new(1, sizeof *sv);
	memmove(ls->surveys + 1, ls->surveys, i * sizeof *ls->surveys);
	ls->surveys[0] = sv;
	return sv;
}

const struct loan_survey *loans_survey(struct loans *ls, const struct loan *l, struct timeline *t,
                                       const struct kernel_names *names, uint64_t icount)
{
	struct loan_survey *sv = survey_of(ls, l);
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
			good = survey_on(sv, t, names, least(least(to + ahead, last), next_begin(ls, to)));
	}
	if (!good)
		loan_survey_release(sv);
	return good ? sv : NULL;
}
