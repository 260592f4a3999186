/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds hazards: the sweep over the loans of a run. See hazard.h. */
#include "analysis/hazard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hazard_parts.h"
#include "analysis/passage.h"
#include "base/alloc.h"
#include "base/search.h"

enum { SP = 15 };

#define SOON 2000000 /* instructions that are gone through in some 50 ms */

/* What was found ------------------------------------------------------------------------------ */

struct hazard *sweep_add(struct sweep *s, uint32_t kind, uint64_t at, uint64_t instant, const struct loan *l)
{
	struct hazard *h;

	s->found = alloc_room(s->found, s->nfound, &s->found_room, sizeof *s->found);
	memset(&s->found[s->nfound], 0, sizeof *s->found);
	h = &s->found[s->nfound++].hazard;
	h->event.kind = kind;
	h->event.icount = instant;
	h->event.usec = instant + (machine_usec(s->machine) - machine_icount(s->machine));
	h->event.pid = s->pid;
	h->event.arg[0] = l->lender;
	h->at = at;
	h->lender = l->lender;
	h->borrower = l->borrower;
	return h;
}

void sweep_seek(struct sweep *s, struct hazard *h, uint64_t from, uint64_t to, uint32_t bound)
{
	struct found *f = &s->found[s->nfound - 1];

	if (&f->hazard != h)
		return;
	f->from = from;
	f->to = to;
	f->bound = bound;
}

void hazard_place(struct hazard *h, struct symbols *symbols, uint32_t pc)
{
	const char *function = symbols ? symbols_function(symbols, pc, NULL) : NULL, *file, *slash;

	h->pc = h->event.arg[1] = pc;
	if (function)
		snprintf(h->function, sizeof h->function, "%s", function);
	if (!symbols || !symbols_line(symbols, pc, &file, &h->line)) {
		h->line = 0;
		return;
	}
	slash = strrchr(file, '/');
	snprintf(h->file, sizeof h->file, "%s", slash ? slash + 1 : file);
}

void hazard_word(struct hazard *h, const struct need *n, const struct damage *d)
{
	char text[SNAP_TEXT];

	h->word = d->word;
	snprintf(h->of, sizeof h->of, "%s", n->calls[d->call].call.function);
	h->event.arg[2] = d->word.va;
	h->event.arg[3] = d->word.was;
	h->event.arg[4] = d->word.value;
	hazard_word_text(h, text);
	snprintf(h->event.text, sizeof h->event.text, "%.14s: %.14s", h->of, text);
}

/* Where exactly ---------------------------------------------------------------------------------- */

struct rise {
	uint32_t pid, bound;
	bool seen, early, found; /* an instruction of the process; the first one was above already */
	struct passage at;
};

static void on_rise(void *arg, const struct passage *p)
{
	struct rise *r = arg;

	if (!p->user || p->pid != r->pid || r->found)
		return;
	if (!r->seen)
		r->early = p->before > r->bound;
	r->seen = true;
	if (p->before > r->bound || p->after > r->bound) {
		r->found = true;
		r->at = *p;
	}
}

/* Looks for the instruction by which the stack pointer has risen, from the end of the stretch backward. */
static bool resolve(struct sweep *s, struct found *f)
{
	struct hazard *h = &f->hazard;
	struct rise last = {0};
	struct passage_pieces pieces;
	uint64_t begin, end;

	passage_pieces(&pieces, s->timeline, f->from, f->to, true);
	while (passage_piece(&pieces, &begin, &end)) {
		struct rise r = {.pid = h->event.pid, .bound = f->bound};
		const struct passage_ear ear = {.arg = &r, .insn = on_rise, .reg = SP};

		if (!passage_in_time(&pieces, s->error) || !passage_listen(s->session, begin, end, &ear, s->error))
			return false;
		if (r.found)
			last = r;
		if (r.found && !r.early)
			break;
	}
	if (!last.found)
		return true;
	h->at = last.at.icount;
	h->event.usec -= h->event.icount;
	h->event.icount = h->event.kind == EV_HAZARD_LEFT ? h->at : h->at + 1;
	h->event.usec += h->event.icount;
	hazard_place(h, last.at.symbols, last.at.pc);
	if (h->event.kind != EV_HAZARD_LEFT)
		return true;
	h->event.arg[2] = last.at.before;
	h->leaving = !strcmp(h->function, h->of)      ? LEAVING_RETURN
	             : strstr(h->function, "longjmp") ? LEAVING_JUMP
	                                              : LEAVING_MOVE;
	return true;
}

static int by_instant(const void *a, const void *b)
{
	const struct hazard *x = a, *y = b;

	if (x->event.icount != y->event.icount)
		return x->event.icount < y->event.icount ? -1 : 1;
	return x->event.seq < y->event.seq ? -1 : x->event.seq > y->event.seq;
}

/* Puts what was found into order and numbers it. */
static void keep(const struct sweep *s, struct hazards *hs)
{
	free(hs->list);
	hs->list = alloc_new(s->nfound + 1, sizeof *hs->list);
	hs->count = s->nfound;
	for (size_t i = 0; i < s->nfound; i++) {
		hs->list[i] = s->found[i].hazard;
		hs->list[i].event.seq = i;
	}
	qsort(hs->list, hs->count, sizeof *hs->list, by_instant);
	for (size_t i = 0; i < hs->count; i++) {
		struct hazard *h = &hs->list[i];

		h->event.seq = timeline_events_until(s->timeline, h->event.icount) - 1;
		h->number = i && h[-1].event.seq == h->event.seq ? h[-1].number + 1 : 1;
	}
}

static void search(struct session *session, struct hazards *hs)
{
	struct sweep s = {
		.session = session,
		.timeline = session_timeline(session),
		.cache = session_cache(session),
		.error = hs->problem,
		.nfound = hs->settled,
		.loan = hs->loan,
	};
	const struct hazards before = *hs;
	size_t known = hs->settled;

	s.machine = timeline_watched(s.timeline);
	if (!s.machine) {
		error_set(hs->problem, "%s", timeline_failure(s.timeline));
		return;
	}
	s.found = alloc_new(known + 1, sizeof *s.found);
	s.found_room = known + 1;
	for (size_t i = 0; i < known; i++)
		s.found[i].hazard = hs->list[i];
	analysis_cache_hold(s.cache, true);
	sweep_loans(&s, hs);
	if (!*hs->problem && !timeline_grows(s.timeline))
		sweep_data(&s);
	for (size_t i = known; i < s.nfound && !timeline_stopped(s.timeline); i++)
		if (s.found[i].from < s.found[i].to && !resolve(&s, &s.found[i]))
			break;
	analysis_cache_hold(s.cache, false);
	if (*hs->problem && timeline_stopped(s.timeline))
		*hs = before; /* who stopped it may want it another time */
	else
		keep(&s, hs);
	free(s.found);
}

/* What there is --------------------------------------------------------------------------------- */

bool hazard_kind(uint32_t kind)
{
	return kind >= EV_COUNT && kind < EV_ALL;
}

void hazards_release(struct hazards *hs)
{
	free(hs->list);
	memset(hs, 0, sizeof *hs);
}

void hazards_grow(struct hazards *hs)
{
	if (*hs->problem)
		return; /* what stopped the search would do so again */
	hs->known = false;
	hs->count = hs->settled;
}

bool hazards_known(struct session *session)
{
	const struct analysis_cache *cache = session_cache(session);

	for (size_t i = 0; i < cache->loans.count && !cache->hazards.known; i++)
		if (loan_lends(&cache->loans.loan[i]))
			return false;
	return true;
}

const struct hazards *session_hazards(struct session *session)
{
	struct hazards *hs = &session_cache(session)->hazards;
	bool stopped = false;

	if (!hazards_known(session)) {
		search(session, hs);
		stopped = timeline_stopped(session_timeline(session));
	}
	hs->known = !stopped;
	return hs;
}

bool hazards_if_soon(struct session *session)
{
	const struct timeline *t = session_timeline(session);
	const struct loans *ls = &session_cache(session)->loans;

	if (hazards_known(session))
		return true;
	for (size_t i = 0; i < ls->count; i++)
		if (loan_lends(&ls->loan[i]))
			return timeline_end(t) - ls->loan[i].begin <= SOON && session_hazards(session)->known;
	return true;
}

bool hazards_all(struct session *session, char error[ERROR_MAX])
{
	const struct timeline *t = session_timeline(session);
	const struct hazards *hs = &session_cache(session)->hazards;

	/* who has just stopped the search is not to do so twice */
	if (!hs->known && !timeline_stopped(t))
		hs = session_hazards(session);
	if (!hs->known)
		return error_set(error, "%s", timeline_failure(t));
	return !*hs->problem || error_set(error, "the run was not searched to its end: %s", hs->problem);
}

struct timeline_mark hazard_mark(const struct hazard *h)
{
	return (struct timeline_mark){h->event.icount, (long)h->event.seq, h->number};
}

/* How many of them lie before a mark, or at it. */
static size_t up_to(const struct hazards *hs, const struct timeline_mark *mark, bool at)
{
	struct search in = search_among(hs->count);

	while (search_goes_on(&in)) {
		const struct timeline_mark here = hazard_mark(&hs->list[in.at]);
		int order = timeline_mark_order(&here, mark);

		search_tell(&in, at ? order <= 0 : order < 0);
	}
	return in.found;
}

const struct hazard *hazard_of(struct session *session, const struct timeline_mark *mark)
{
	const struct hazards *hs = mark->hazard ? session_hazards(session) : NULL;
	size_t n = hs ? up_to(hs, mark, true) : 0;
	const struct hazard *h = n ? &hs->list[n - 1] : NULL;

	return h && (long)h->event.seq == mark->event && h->number == mark->hazard ? h : NULL;
}

const struct hazard *session_hazard(struct session *session, const struct timeline_mark *mark, int way)
{
	const struct hazards *hs = session_hazards(session);
	size_t n = up_to(hs, mark, way > 0);

	if (way > 0)
		return n < hs->count ? &hs->list[n] : NULL;
	return n ? &hs->list[n - 1] : NULL;
}
