/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The common steps of two runs, and which instants correspond. See alignment.h. */
#include "analysis/alignment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/event_meaning.h"
#include "analysis/passage.h"
#include "analysis/step.h"
#include "analysis/step_match.h"
#include "base/alloc.h"
#include "base/search.h"

enum {
	APART = 48,           /* steps of both sides together that are left out at most to find the next common one */
	PAIRS_MAX = 20000000, /* that are looked at in all for that: some 0.2 s */
	KNOTS = 1000,         /* of an axis of time, without those of events */
	INSIDE = 20000,       /* instructions behind a step that are counted one by one */
};

static struct timeline *timeline_of(const struct alignment *a, int side)
{
	return session_timeline(a->session[side]);
}

/* Common steps -------------------------------------------------------------------------------- */

static void add(struct alignment *a, size_t process, bool line, const struct timeline_mark mark[2])
{
	a->list = alloc_room(a->list, a->count, &a->room, sizeof *a->list);
	a->list[a->count++] = (struct common_step){.mark = {mark[0], mark[1]}, .process = process, .line = line};
}

/* Two rows of steps, of which those that are the same are sought. */
struct rows {
	size_t count[2];
	bool (*same)(const struct rows *, size_t i, size_t k);
	const struct alignment *a;
	const struct process_steps *p[2];
	const struct line_step *lines[2];
	size_t *left; /* pairs that may still be looked at */
};

/* Goes on to the next two that are the same; false if they do not come. */
static bool next_same(const struct rows *r, size_t at[2])
{
	for (size_t apart = 0; apart <= APART; apart++)
		for (size_t i = 0; i <= apart; i++) {
			size_t x = at[0] + i, y = at[1] + apart - i;

			if (x >= r->count[0] || y >= r->count[1])
				continue;
			if (*r->left == 0)
				return false;
			*r->left -= 1;
			if (r->same(r, x, y)) {
				at[0] = x;
				at[1] = y;
				return true;
			}
		}
	return false;
}

static bool same_lines(const struct rows *r, size_t i, size_t k)
{
	return step_match_lines(&r->lines[0][i], &r->lines[1][k]);
}

static bool same_events(const struct rows *r, size_t i, size_t k)
{
	return step_match_events(r->a->comparison.steps, r->a->comparison.match, r->p[0]->events[i].event,
	                         r->p[1]->events[k].event);
}

static size_t lines_before(const struct process_steps *p, uint64_t icount)
{
	struct search in = search_among(p->nlines);

	while (search_goes_on(&in))
		search_tell(&in, p->lines[in.at].icount < icount);
	return in.found;
}

/* The lines between two instants of each. */
static void add_lines(struct alignment *a, size_t process, struct rows *r, const uint64_t from[2], const uint64_t to[2])
{
	size_t at[2] = {0, 0};

	for (int i = 0; i < 2; i++) {
		size_t first = lines_before(r->p[i], from[i]);

		r->lines[i] = r->p[i]->lines + first;
		r->count[i] = lines_before(r->p[i], to[i]) - first;
	}
	r->same = same_lines;
	for (; next_same(r, at); at[0]++, at[1]++) {
		struct timeline_mark mark[2];

		for (int i = 0; i < 2; i++)
			step_to(timeline_of(a, i), &mark[i], r->lines[i][at[i]].icount);
		add(a, process, true, mark);
	}
}

static struct timeline_mark mark_of(const struct alignment *a, int side, long event)
{
	return (struct timeline_mark){timeline_event(timeline_of(a, side), (size_t)event)->icount, event, 0};
}

/* Number of the event with which a process ends; nevents: it does not. */
static size_t end_of(const struct alignment *a, int side, const struct process_steps *p)
{
	for (size_t i = p->nevents; i-- > 0;)
		if (timeline_event(timeline_of(a, side), (size_t)p->events[i].event)->kind == EV_EXIT_BEGIN)
			return i;
	return p->nevents;
}

/* Number of a process's first event behind the boot. */
static size_t beginning_of(const struct alignment *a, int side, const struct process_steps *p)
{
	size_t i = 0;

	while (i < p->nevents && p->events[i].event < session_beginning(a->session[side]))
		i++;
	return i;
}

static void align_process(struct alignment *a, size_t process, size_t *left)
{
	const struct process_steps *p[2] = {&a->comparison.steps[0].processes[process],
	                                    &a->comparison.steps[1].processes[a->comparison.match[process]]};
	const size_t end[2] = {end_of(a, 0, p[0]), end_of(a, 1, p[1])};
	struct rows r = {.a = a, .p = {p[0], p[1]}, .left = left};
	uint64_t from[2], to[2];
	size_t at[2];
	bool more;

	for (int i = 0; i < 2; i++) {
		at[i] = beginning_of(a, i, p[i]);
		from[i] = at[i] < p[i]->nevents ? mark_of(a, i, p[i]->events[at[i]].event).icount : UINT64_MAX;
	}
	do {
		struct timeline_mark mark[2];

		r.count[0] = end[0];
		r.count[1] = end[1];
		r.same = same_events;
		more = next_same(&r, at);
		if (!more)
			for (int i = 0; i < 2; i++)
				at[i] = end[i];
		for (int i = 0; i < 2; i++) {
			bool there = at[i] < p[i]->nevents;

			mark[i] = there ? mark_of(a, i, p[i]->events[at[i]].event) : (struct timeline_mark){0};
			to[i] = there ? mark[i].icount : UINT64_MAX;
		}
		add_lines(a, process, &r, from, to);
		if (to[0] != UINT64_MAX && to[1] != UINT64_MAX)
			add(a, process, false, mark);
		for (int i = 0; i < 2; i++) {
			from[i] = to[i];
			at[i]++;
		}
	} while (more);
}

/* Order --------------------------------------------------------------------------------------- */

struct order {
	const struct alignment *a;
	int side;
};

/* For qsort_r: numbers of steps. */
static int by_instant(const void *x, const void *y, void *arg)
{
	const struct order *o = arg;
	size_t i = *(const size_t *)x, k = *(const size_t *)y;
	int order = timeline_mark_order(&o->a->list[i].mark[o->side], &o->a->list[k].mark[o->side]);

	return order ? order : i < k ? -1 : i > k;
}

static void sort(struct alignment *a, int side)
{
	a->order[side] = alloc_new(a->count + 1, sizeof *a->order[side]);
	for (size_t i = 0; i < a->count; i++)
		a->order[side][i] = i;
	qsort_r(a->order[side], a->count, sizeof *a->order[side], by_instant, &(struct order){a, side});
}

/* How many of a process's steps, or of all, lie at or before a mark. */
static size_t steps_until(const struct alignment *a, int side, size_t process, const struct timeline_mark *mark)
{
	struct search in = search_among(a->first[process + 1] - a->first[process]);

	while (search_goes_on(&in))
		search_tell(&in, timeline_mark_order(&a->list[a->first[process] + in.at].mark[side], mark) <= 0);
	return in.found;
}

static size_t all_until(const struct alignment *a, int side, const struct timeline_mark *mark)
{
	struct search in = search_among(a->count);

	while (search_goes_on(&in))
		search_tell(&in, timeline_mark_order(&a->list[a->order[side][in.at]].mark[side], mark) <= 0);
	return in.found;
}

/* Following ----------------------------------------------------------------------------------- */

/* Counts the instructions that a process executes in user mode. */
struct counter {
	uint32_t pid;
	uint64_t wanted, seen, at; /* at: the instant behind the last one that counts */
};

static void on_insn(void *arg, const struct passage *p)
{
	struct counter *c = arg;

	if (!p->user || p->pid != c->pid || c->seen == c->wanted)
		return;
	c->seen++;
	c->at = p->icount + 1;
	if (c->seen == c->wanted)
		machine_stop_here(p->machine);
}

static bool count_insns(struct session *session, uint64_t from, uint64_t to, struct counter *c)
{
	const struct passage_ear ear = {.arg = c, .insn = on_insn, .reg = -1};
	char error[ERROR_MAX];

	c->at = from;
	return to <= from || passage_listen(session, from, to, &ear, error);
}

/* So many of the process's own instructions behind a step as the leader is, but not as far as the next common step. */
static struct timeline_mark go_inside(struct alignment *a, int side, const struct common_step *step,
                                      const struct common_step *next, const struct timeline_mark *mark, bool *exact)
{
	const struct program_steps *steps = a->comparison.steps;
	const struct process_steps *p[2] = {&steps[0].processes[step->process],
	                                    &steps[1].processes[a->comparison.match[step->process]]};
	struct counter leads = {.pid = p[side]->pid, .wanted = UINT64_MAX}, follows = {.pid = p[!side]->pid};
	struct timeline_mark there = step->mark[!side];
	uint64_t to = timeline_end(timeline_of(a, !side));

	if (next)
		to = next->mark[!side].icount;
	if (to > there.icount + INSIDE)
		to = there.icount + INSIDE;
	if (mark->icount - step->mark[side].icount > INSIDE ||
	    !count_insns(a->session[side], step->mark[side].icount, mark->icount, &leads) || !leads.seen)
		return there;
	follows.wanted = leads.seen;
	if (!count_insns(a->session[!side], there.icount, to, &follows) || (next && follows.at >= to))
		return there;
	*exact = follows.seen == leads.seen;
	if (follows.at > there.icount)
		step_to(timeline_of(a, !side), &there, follows.at);
	return there;
}

/* Number of a process among those of A; STEPS_NOBODY if it is none that both have. */
static size_t shared_process(const struct alignment *a, int side, uint32_t pid, long event)
{
	size_t n = program_steps_of(&a->comparison.steps[side], pid, event);

	if (n == STEPS_NOBODY)
		return n;
	return side ? a->back[n] : a->comparison.match[n] == STEPS_NOBODY ? STEPS_NOBODY : n;
}

/* The process that a mark is about: that of the event, or the one that goes on there, which may be another: who has a
 * step there. */
static size_t process_at(const struct alignment *a, int side, const struct timeline_mark *mark)
{
	const struct timeline *t = timeline_of(a, side);
	const struct event *e = mark->event >= 0 ? timeline_event(t, (size_t)mark->event) : NULL;
	size_t runs = shared_process(a, side, timeline_pid(t, mark->icount, NULL), mark->event), n, tells;

	if (!e || e->icount != mark->icount || !e->pid)
		return runs;
	tells = shared_process(a, side, e->pid, mark->event);
	n = runs != STEPS_NOBODY && runs != tells ? steps_until(a, side, runs, mark) : 0;
	return n && timeline_mark_order(&a->list[a->first[runs] + n - 1].mark[side], mark) == 0 ? runs : tells;
}

/* The boots are alike: event by event. */
static struct timeline_mark follow_boot(const struct alignment *a, int side, const struct timeline_mark *mark)
{
	long last = session_beginning(a->session[!side]), event = mark->event < last ? mark->event : last;

	if (event < 0)
		return (struct timeline_mark){.icount = 0, .event = -1};
	return mark_of(a, !side, event);
}

struct timeline_mark alignment_follow(struct alignment *a, int side, const struct timeline_mark *mark, bool *exact)
{
	const struct timeline *here = timeline_of(a, side), *there = timeline_of(a, !side);
	const struct common_step *step = NULL, *next = NULL;
	size_t process, n;

	*exact = true;
	if (mark->event < session_beginning(a->session[side]))
		return follow_boot(a, side, mark);
	if (mark->icount >= timeline_end(here))
		return (struct timeline_mark){timeline_end(there), (long)timeline_nevents(there) - 1, 0};
	process = process_at(a, side, mark);
	n = process != STEPS_NOBODY ? steps_until(a, side, process, mark) : 0;
	if (n) {
		step = &a->list[a->first[process] + n - 1];
		if (a->first[process] + n < a->first[process + 1])
			next = step + 1;
	} else {
		process = STEPS_NOBODY;
		n = all_until(a, side, mark);
		if (n)
			step = &a->list[a->order[side][n - 1]];
	}
	if (!step)
		return follow_boot(a, side, mark);
	*exact = timeline_mark_order(&step->mark[side], mark) == 0;
	return *exact || process == STEPS_NOBODY ? step->mark[!side] : go_inside(a, side, step, next, mark, exact);
}

bool alignment_step(const struct alignment *a, int side, struct timeline_mark *mark, int way)
{
	size_t n = all_until(a, side, mark);

	if (way < 0)
		while (n > 0 && timeline_mark_order(&a->list[a->order[side][n - 1]].mark[side], mark) >= 0)
			n--;
	if (way < 0 ? n == 0 : n == a->count)
		return false;
	*mark = a->list[a->order[side][way < 0 ? n - 1 : n]].mark[side];
	return true;
}

/* Differences --------------------------------------------------------------------------------- */

static void add_difference(struct alignment *a, const struct difference *d)
{
	size_t i = a->ndifferences;

	if (i == DIFFERENCES_MAX)
		return;
	a->ndifferences++;
	for (; i > 0 && timeline_mark_order(&a->differences[i - 1].mark[0], &d->mark[0]) > 0; i--)
		a->differences[i] = a->differences[i - 1];
	a->differences[i] = *d;
}

static void add_place(struct alignment *a, enum difference_kind kind, const struct comparison_difference *from)
{
	struct difference d = {.kind = kind};

	if (!from->found)
		return;
	for (int i = 0; i < 2; i++) {
		d.mark[i] = from->place[i].mark;
		snprintf(d.what[i], sizeof d.what[i], "%s", from->place[i].what);
	}
	add_difference(a, &d);
}

/* Has the other run the same hazard: of the same kind, in the frame of the same function, of the same word? */
static bool has_like(const struct hazards *others, const struct hazard *h, bool *met)
{
	for (size_t i = 0; i < others->count; i++) {
		const struct hazard *o = &others->list[i];

		if (met[i] || o->event.kind != h->event.kind || strcmp(o->of, h->of) != 0 ||
		    o->word.kind != h->word.kind || strcmp(o->word.name, h->word.name) != 0 ||
		    (h->event.kind == EV_HAZARD_FATE && (o->event.arg[1] != h->event.arg[1] || o->used != h->used)))
			continue;
		met[i] = true;
		return true;
	}
	return false;
}

static void add_hazards(struct alignment *a)
{
	const struct hazards *hazards[2] = {session_hazards(a->session[0]), session_hazards(a->session[1])};

	for (int side = 0; side < 2; side++) {
		bool *met = alloc_new(hazards[!side]->count + 1, sizeof *met);

		for (size_t i = 0; i < hazards[side]->count; i++) {
			const struct hazard *h = &hazards[side]->list[i];
			struct difference d = {.kind = DIFFERENCE_HAZARD, .side = side};
			bool exact;

			if (has_like(hazards[!side], h, met))
				continue;
			d.mark[side] = hazard_mark(h);
			d.mark[!side] = alignment_follow(a, side, &d.mark[side], &exact);
			hazard_summary(h, d.what[side]);
			add_difference(a, &d);
		}
		free(met);
	}
}

/* Where a process ends in another way. */
static void add_ends(struct alignment *a)
{
	const struct comparison *c = &a->comparison;

	for (size_t i = 0; i < c->steps[0].count && i < c->nends; i++) {
		const struct comparison_end *end = &c->ends[i];
		const struct process_steps *p[2];
		struct difference d = {.kind = DIFFERENCE_END};

		if (!end->has[1] || !strcmp(end->end[0], end->end[1]))
			continue;
		p[0] = &c->steps[0].processes[i];
		p[1] = &c->steps[1].processes[c->match[i]];
		for (int k = 0; k < 2; k++) {
			const struct timeline *t = timeline_of(a, k);
			size_t n = end_of(a, k, p[k]);

			if (n < p[k]->nevents)
				d.mark[k] = mark_of(a, k, p[k]->events[n].event);
			else
				d.mark[k] = (struct timeline_mark){timeline_end(t), (long)timeline_nevents(t) - 1, 0};
			snprintf(d.what[k], sizeof d.what[k], "pid %u %s", (unsigned)end->pid[k], end->end[k]);
		}
		add_difference(a, &d);
	}
}

const struct difference *alignment_difference(const struct alignment *a, int side, const struct timeline_mark *mark,
                                              int way)
{
	const struct difference *best = NULL;

	for (size_t i = 0; i < a->ndifferences; i++) {
		const struct difference *d = &a->differences[i];
		int order = timeline_mark_order(&d->mark[side], mark);

		if ((way > 0 ? order <= 0 : order >= 0) ||
		    (best && way * timeline_mark_order(&d->mark[side], &best->mark[side]) >= 0))
			continue;
		best = d;
	}
	return best;
}

/* Time ---------------------------------------------------------------------------------------- */

static bool add_knot(struct alignment *a, size_t *room, const uint64_t icount[2], uint32_t kind)
{
	const struct alignment_knot *last = a->nknots ? &a->knots[a->nknots - 1] : NULL;

	if (last && (icount[0] <= last->icount[0] || icount[1] <= last->icount[1]))
		return false;
	a->knots = alloc_room(a->knots, a->nknots, room, sizeof *a->knots);
	a->knots[a->nknots++] = (struct alignment_knot){{icount[0], icount[1]}, kind};
	return true;
}

/* The kind of an event that tells the story; else KNOT_STEP. */
static uint32_t kind_of(const struct alignment *a, const struct common_step *step)
{
	const struct event *e = step->line ? NULL : timeline_event(timeline_of(a, 0), (size_t)step->mark[0].event);

	return e && event_meaning(e->kind)->weight > 0 ? e->kind : KNOT_STEP;
}

/* Those that tell the story all; of the other steps so many as there is room for. An event that one run has after, and
 * the other before, what stands already is left out: processes that run beside each other may do so. */
static void find_knots(struct alignment *a)
{
	uint64_t at[2];
	size_t room = 0, every = a->count / KNOTS + 1;

	for (int i = 0; i < 2; i++) {
		long beginning = session_beginning(a->session[i]);

		at[i] = beginning >= 0 && timeline_nevents(timeline_of(a, i)) ? mark_of(a, i, beginning).icount : 0;
	}
	add_knot(a, &room, at, KNOT_END);
	for (size_t i = 0; i < a->count; i++) {
		const struct common_step *step = &a->list[a->order[0][i]];
		uint32_t kind = kind_of(a, step);

		at[0] = step->mark[0].icount;
		at[1] = step->mark[1].icount;
		if (kind != KNOT_STEP || i % every == 0)
			add_knot(a, &room, at, kind);
	}
	at[0] = timeline_end(timeline_of(a, 0));
	at[1] = timeline_end(timeline_of(a, 1));
	if (!add_knot(a, &room, at, KNOT_END) && a->nknots > 1)
		a->knots[a->nknots - 1].kind = KNOT_END;
}

/* All ----------------------------------------------------------------------------------------- */

bool alignment_make(struct session *sessions[2], struct alignment *a, char error[ERROR_MAX])
{
	const struct comparison *c = &a->comparison;
	size_t left = PAIRS_MAX;

	*a = (struct alignment){.session = {sessions[0], sessions[1]}};
	if (!comparison_make(sessions, &a->comparison, error))
		return false;
	a->first = alloc_new(c->steps[0].count + 1, sizeof *a->first);
	a->back = alloc_new(c->steps[1].count + 1, sizeof *a->back);
	for (size_t i = 0; i < c->steps[1].count; i++)
		a->back[i] = STEPS_NOBODY;
	for (size_t i = 0; i < c->steps[0].count; i++) {
		a->first[i] = a->count;
		if (c->match[i] == STEPS_NOBODY)
			continue;
		a->back[c->match[i]] = i;
		align_process(a, i, &left);
	}
	a->first[c->steps[0].count] = a->count;
	sort(a, 0);
	sort(a, 1);
	a->differences = alloc_new(DIFFERENCES_MAX, sizeof *a->differences);
	add_place(a, DIFFERENCE_KERNEL, &c->event);
	add_place(a, DIFFERENCE_VALUES, &c->values);
	add_place(a, DIFFERENCE_STEP, &c->step);
	add_hazards(a);
	add_ends(a);
	find_knots(a);
	return true;
}

void alignment_free(struct alignment *a)
{
	comparison_free(&a->comparison);
	free(a->list);
	free(a->first);
	free(a->back);
	free(a->order[0]);
	free(a->order[1]);
	free(a->differences);
	free(a->knots);
	*a = (struct alignment){.count = 0};
}
