/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sweep over the loans of a run, which is run again in detail there. See hazard.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hazard_parts.h"
#include "base/alloc.h"

/* A shorter way to the next loan is gone watched; a longer one by a checkpoint. */
#define GAP_MAX 100000
/* Instructions of a piece when only lenders are followed whose loans are over. */
#define PIECE_MIN (1 << 14)
#define PIECE_MAX (1 << 20)

/* What the machine tells ------------------------------------------------------------------------ */

static void pages_mark(const struct pages *p, struct sweep *s)
{
	for (uint32_t i = 0; i < p->count; i++)
		if (p->pfn[i] < s->nframes)
			s->marked[p->pfn[i]] = 1;
}

static void mark_all(struct sweep *s)
{
	memset(s->marked, 0, s->nframes);
	for (size_t i = 0; i < s->nwatches; i++)
		pages_mark(&s->watches[i]->pages, s);
	for (size_t i = 0; i < s->ntrails; i++)
		pages_mark(&s->trails[i]->pages, s);
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* A loan is over: its lender is followed if it was harmed. */
static void finish(struct sweep *s, struct watch *w)
{
	if (w->harmed) {
		s->trails = alloc_room(s->trails, s->ntrails, &s->trails_room, sizeof *s->trails);
		s->trails[s->ntrails++] = trail_begin(w);
		if (trail_reads(s->trails[s->ntrails - 1]) && !s->reads)
			machine_stop_here(s->machine); /* to go on with what is read told */
	}
	watch_free(w);
}

/* The next loan with something to watch; NULL behind the last. */
static const struct loan *next_loan(struct sweep *s)
{
	const struct loans *ls = &s->cache->loans;

	while (s->loan < ls->count && !loan_lends(&ls->loan[s->loan]))
		s->loan++;
	return s->loan < ls->count ? &ls->loan[s->loan] : NULL;
}

/* A lender that has gone astray lends anew: it is in other calls now, and will not come to the old ones any more. Were
 * they followed on, a program that begins again and again would take ever longer. */
static void give_up_astray(struct sweep *s, uint32_t lender)
{
	for (size_t i = 0; i < s->ntrails; i++)
		if (s->trails[i]->astray && s->trails[i]->loan->lender == lender)
			s->trails[i]->ndamage = 0;
}

/* Loans begin and end up to an instant. */
static void look_at_all(struct sweep *s, uint64_t at)
{
	size_t kept = 0;
	bool changed = false;

	while (next_loan(s) && next_loan(s)->begin <= at) {
		give_up_astray(s, next_loan(s)->lender);
		watch_begin(s, next_loan(s));
		s->loan++;
		changed = true;
	}

	for (size_t i = 0; i < s->nwatches; i++) {
		struct watch *w = s->watches[i];

		if (w->stop > at || !watch_stops(s, w, at)) {
			s->watches[kept++] = w;
			continue;
		}
		finish(s, w);
		changed = true;
	}
	s->nwatches = kept;
	kept = 0;
	for (size_t i = 0; i < s->ntrails; i++) {
		struct trail *tr = s->trails[i];

		if (tr->loan->gone <= at || trail_ends(tr)) {
			trail_fate(s, tr);
			trail_free(tr);
			changed = true;
		} else {
			s->trails[kept++] = tr;
		}
	}
	s->ntrails = kept;
	if (changed)
		mark_all(s);
}

/* Goes by what happens up to an instant. */
static void go_by(struct sweep *s, uint64_t icount)
{
	const struct event *e;

	while ((e = timeline_event(s->timeline, s->event)) && e->icount <= icount) {
		s->stale |= e->kind == EV_COW_COPY || e->kind == EV_FORK_COPY ||
		            (e->kind == EV_PAGE_ALLOC && e->arg[1] == CSTACK);
		if (e->kind == EV_SYSCALL_ENTER || e->kind == EV_SIGNAL_DELIVER || e->kind == EV_EXIT_BEGIN)
			watch_trap(s, e);
		s->event++;
	}
	if (icount >= s->until)
		s->pid = timeline_pid(s->timeline, icount, &s->until);
	look_at_all(s, icount);
	s->next_at = e ? least(e->icount, s->until) : s->until;
	for (size_t i = 0; i < s->nwatches; i++)
		s->next_at = least(s->next_at, s->watches[i]->stop);
	if (next_loan(s))
		s->next_at = least(s->next_at, next_loan(s)->begin);
}

static inline void catch_up(struct sweep *s, uint64_t icount)
{
	if (icount >= s->next_at)
		go_by(s, icount);
}

/* Looks pages up anew, where the process that runs has them. */
static void renew(struct sweep *s)
{
	bool all = true;

	for (size_t i = 0; i < s->nwatches; i++)
		if (watch_borrows(s, s->watches[i], false))
			pages_renew(&s->watches[i]->pages, s->machine);
		else
			all = false;
	for (size_t i = 0; i < s->ntrails; i++)
		if (s->trails[i]->loan->lender == s->pid)
			pages_renew(&s->trails[i]->pages, s->machine);
		else
			all = false;
	s->stale = !all;
	mark_all(s);
}

static void on_store(void *arg, const struct store *st)
{
	struct sweep *s = arg;
	uint32_t va;

	catch_up(s, st->icount);
	if (st->hand) {
		watch_put(s, st);
		return;
	}
	if (s->stale && st->pc < S0BASE)
		renew(s);
	if (st->pa / NBPG >= s->nframes || !s->marked[st->pa / NBPG])
		return;
	for (size_t i = 0; i < s->nwatches; i++)
		if (s->pid != s->watches[i]->loan->lender && pages_find(&s->watches[i]->pages, st->pa, &va))
			watch_store(s, s->watches[i], va, st);
	for (size_t i = 0; i < s->ntrails; i++)
		if (s->pid == s->trails[i]->loan->lender && pages_find(&s->trails[i]->pages, st->pa, &va))
			trail_store(s->trails[i], va, st->size);
}

static void on_flow(void *arg, const struct flow *f)
{
	struct sweep *s = arg;

	if (f->pc >= S0BASE)
		return;
	catch_up(s, f->icount);
	watch_sp(s, f->icount, f->sp_before);
	watch_sp(s, f->icount + 1, f->sp_after);
	watch_exit(s, f);
	for (size_t i = 0; i < s->ntrails; i++)
		if (s->trails[i]->loan->lender == s->pid)
			trail_flow(s, s->trails[i], f);
}

static void on_load(void *arg, const struct load *l)
{
	struct sweep *s = arg;
	uint32_t va;

	if (l->pc >= S0BASE)
		return;
	catch_up(s, l->icount);
	if (s->stale)
		renew(s);
	if (l->pa / NBPG >= s->nframes || !s->marked[l->pa / NBPG])
		return;
	for (size_t i = 0; i < s->ntrails; i++)
		if (s->trails[i]->loan->lender == s->pid && pages_find(&s->trails[i]->pages, l->pa, &va))
			trail_load(s, s->trails[i], l, va);
}

/* The sweep ------------------------------------------------------------------------------------- */

/* Runs [from, to), or less. False: the run cannot be followed there. */
static bool run(struct sweep *s, uint64_t from, uint64_t to)
{
	s->reads = false;
	for (size_t i = 0; i < s->ntrails; i++)
		s->reads |= trail_reads(s->trails[i]);
	return timeline_listen(
		       s->timeline, from, to,
		       &(struct listener){
			       .arg = s, .store = on_store, .load = s->reads ? on_load : NULL, .flow = on_flow}) ||
	       error_set(s->error, "%s", timeline_failure(s->timeline));
}

/* Goes on from a jump: nothing is known of who runs. */
static void land(struct sweep *s, uint64_t at)
{
	s->event = timeline_events_until(s->timeline, at);
	s->pid = timeline_pid(s->timeline, at, &s->until);
	s->next_at = 0;
}

/* Where the loans end that go on, and those that follow soon. */
static uint64_t cluster_end(const struct sweep *s)
{
	const struct loans *ls = &s->cache->loans;
	uint64_t end = 0;

	for (size_t i = 0; i < s->nwatches; i++)
		end = watch_end(s, s->watches[i]->loan) > end ? watch_end(s, s->watches[i]->loan) : end;
	for (size_t i = s->loan; i < ls->count; i++) {
		const struct loan *l = &ls->loan[i];

		if (!loan_lends(l))
			continue;
		if (end && l->begin > end + GAP_MAX)
			break;
		end = watch_end(s, l) > end ? watch_end(s, l) : end;
	}
	return end;
}

/* Nobody is watched at an instant. If nothing that comes can change what was found up to it, or whether a loan lends,
 * that is settled. */
static void settle(const struct sweep *s, struct hazards *hs, uint64_t at)
{
	const struct loans *ls = &s->cache->loans;

	for (size_t i = hs->loan; i < s->loan; i++) {
		const struct loan *l = &ls->loan[i];

		if (l->kind != LOAN_FORKED && !loan_lends(l) && l->last < 0)
			return;
	}
	for (size_t i = hs->settled; i < s->nfound; i++) {
		const struct hazard *h = &s->found[i].hazard;

		if (h->event.icount > at || (h->event.kind == EV_HAZARD_FATE && !h->ended))
			return;
	}
	hs->settled = s->nfound;
	hs->loan = s->loan;
	hs->at = at;
}

/* From loan to loan. False: it went no further. */
static bool go(struct sweep *s, struct hazards *hs)
{
	struct allowance time = allowance_new(timeline_config(s->timeline)->limits.seconds);
	uint64_t at = hs->at, piece = PIECE_MIN, to;

	while (at < timeline_end(s->timeline)) {
		if (!s->nwatches && !s->ntrails) {
			settle(s, hs, at);
			if (!next_loan(s))
				break;
			if (next_loan(s)->begin > at + GAP_MAX || !at)
				at = next_loan(s)->begin;
			land(s, at);
		}
		if (s->ntrails && !s->nwatches) {
			to = least(at + piece, timeline_end(s->timeline));
			piece = least(piece * 2, PIECE_MAX);
		} else {
			to = cluster_end(s);
			piece = PIECE_MIN;
		}
		if (!run(s, at, to))
			return false;
		at = machine_icount(s->machine);
		if (allowance_spent(&time))
			return error_set(s->error, "stopped at @%" PRIu64 ": too much processor time (--max-seconds)",
			                 at);
		go_by(s, at);
	}
	return true;
}

/* done: the run was followed to its end, so that the fates are known. */
static void sweep_free(struct sweep *s, bool done)
{
	for (size_t i = 0; i < s->nwatches; i++)
		watch_free(s->watches[i]);
	for (size_t i = 0; i < s->ntrails; i++) {
		if (done)
			trail_fate(s, s->trails[i]);
		trail_free(s->trails[i]);
	}
	free(s->watches);
	free(s->trails);
	free(s->fates);
	free(s->marked);
}

void sweep_loans(struct sweep *s, struct hazards *hs)
{
	s->nframes = machine_ram_size(s->machine) / NBPG;
	s->marked = alloc_new(s->nframes, 1);
	sweep_free(s, go(s, hs) && !timeline_grows(s->timeline));
}
