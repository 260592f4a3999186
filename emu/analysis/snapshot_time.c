/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time axis of a snapshot: what every process did from the start of the run to its end, and the notable events.
 * Both are in the run's chronicle; only roles and names are of the instant. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/language.h"
#include "analysis/snapshot_parts.h"

/* More ticks or lanes than this could not be told apart in any picture. */
enum { TICKS_MAX = 4096, LANES_MAX = 64, LANES_OLDEST = 16, SYSCALLS_MAX = 1 << 15 };

static int by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

/* Chooses the courses to show, in their order. Where they are too many: the oldest, which made the others, the two
 * of the loan, and the rest of those that began last. Returns how many they are. */
static size_t choose_courses(const struct moment *mo, size_t number[LANES_MAX])
{
	const struct chronicle *ch = &mo->cache->chronicle;
	const struct snapshot *s = mo->snapshot;
	const uint32_t pair[] = {s->lender, s->borrower};
	size_t n = 0, end = chronicle_begun(ch, s->icount), from;

	end = end < LANES_MAX ? LANES_MAX : end;
	end = end < ch->ncourses ? end : ch->ncourses;
	from = end <= LANES_MAX ? 0 : end - (LANES_MAX - LANES_OLDEST - 2);
	for (size_t i = 0; i < LANES_OLDEST && i < from; i++)
		number[n++] = i;
	for (size_t i = 0; i < sizeof pair / sizeof *pair && from; i++) {
		long course = mo->loan ? chronicle_course(ch, pair[i], s->icount) : -1;

		if (course >= LANES_OLDEST && (size_t)course < from)
			number[n++] = (size_t)course;
	}
	for (size_t i = from; i < end; i++)
		number[n++] = i;
	qsort(number, n, sizeof *number, by_number);
	return n;
}

/* The name that a process was made with is its parent's. */
static bool has_executed(const struct course *c, uint64_t icount)
{
	for (size_t i = 0; i < c->nnames && c->names[i].icount <= icount; i++)
		if (c->names[i].icount > c->begin)
			return true;
	return false;
}

void snapshot_name(const struct chronicle *ch, uint32_t pid, uint64_t icount, const char *program, char out[SNAP_NAME])
{
	long number = chronicle_course(ch, pid, icount);
	const struct course *c = number < 0 ? NULL : &ch->courses[number];

	if (pid > 1 && c && c->nnames && !has_executed(c, icount))
		snprintf(out, SNAP_NAME, tr("child of %.*s"), SNAP_NAME - 16, course_name(c, icount));
	else
		snprintf(out, SNAP_NAME, "%s", program);
}

/* At most `max` of n, from all over: the number of the i-th. */
static size_t some_of(size_t i, size_t n, size_t max)
{
	return n <= max ? i : i * n / max;
}

static size_t at_most(size_t n, size_t max)
{
	return n < max ? n : max;
}

/* The run's system calls, its loans, and its hazards, if they are known: nobody waits here for the search. */
static void story(struct moment *mo)
{
	const struct chronicle *ch = &mo->cache->chronicle;
	const struct hazards *hs = &mo->cache->hazards;
	const struct loans *ls = &mo->cache->loans;
	struct snapshot *s = mo->snapshot;

	s->nsyscalls = at_most(ch->nsyscalls, SYSCALLS_MAX);
	s->syscalls = alloc_new(s->nsyscalls, sizeof *s->syscalls);
	for (size_t i = 0; i < s->nsyscalls; i++)
		s->syscalls[i] = ch->syscalls[some_of(i, ch->nsyscalls, SYSCALLS_MAX)];
	s->loans = alloc_new(at_most(ls->count, TICKS_MAX), sizeof *s->loans);
	for (size_t i = 0; i < at_most(ls->count, TICKS_MAX); i++) {
		const struct loan *l = &ls->loan[some_of(i, ls->count, TICKS_MAX)];

		if (loan_lends(l))
			s->loans[s->nloans++] =
				(struct snap_loan){l->begin, l->end < s->end ? l->end : s->end, l->lender, l->borrower};
	}
	s->hazards_known = hs->known;
	s->nhazards = hs->known ? at_most(hs->count, TICKS_MAX) : 0;
	s->hazards = alloc_new(s->nhazards, sizeof *s->hazards);
	for (size_t i = 0; i < s->nhazards; i++) {
		const struct hazard *h = &hs->list[some_of(i, hs->count, TICKS_MAX)];

		s->hazards[i] = (struct snap_hazard){h->event.icount, h->event.kind, h->event.pid, (long)h->event.seq,
		                                     h->number};
	}
}

void snapshot_time(struct moment *mo)
{
	const struct chronicle *ch = &mo->cache->chronicle;
	struct snapshot *s = mo->snapshot;
	size_t number[LANES_MAX];

	/* Of very many some are taken, from all over the run. */
	s->nticks = at_most(ch->nnotable, TICKS_MAX);
	s->ticks = alloc_new(s->nticks, sizeof *s->ticks);
	for (size_t i = 0; i < s->nticks; i++)
		s->ticks[i] = ch->notable[some_of(i, ch->nnotable, TICKS_MAX)];
	story(mo);

	s->nlanes = choose_courses(mo, number);
	s->lanes_left = ch->ncourses - s->nlanes;
	s->lanes = alloc_new(s->nlanes, sizeof *s->lanes);
	for (size_t i = 0; i < s->nlanes; i++) {
		const struct course *c = &ch->courses[number[i]];
		struct snap_lane *l = &s->lanes[i];

		l->pid = c->pid;
		l->role = snapshot_role(mo, c->pid);
		/* one that is still to be made is called by its own program, if it will have one */
		if (s->icount < c->begin && c->nnames > 1)
			snprintf(l->name, sizeof l->name, "%s", c->names[1].name);
		else
			snapshot_name(ch, c->pid, s->icount < c->begin ? c->begin : s->icount,
			              course_name(c, s->icount), l->name);
		l->nspans = c->nspans;
		l->spans = alloc_new(c->nspans, sizeof *l->spans);
		if (c->nspans)
			memcpy(l->spans, c->spans, c->nspans * sizeof *l->spans);
	}
}
