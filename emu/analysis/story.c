/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The story of a datum, piece by piece. See story.h. */
#include "analysis/story.h"

#include <stdio.h>
#include <string.h>

#include "analysis/step.h"
#include "analysis/whereabouts.h"

void story_begin(struct story *st, const struct datum *d)
{
	*st = (struct story){.datum = *d, .value = d->value};
}

/* Puts the place of the instruction into a deed. */
static void place(struct session *session, struct story_deed *deed, uint64_t icount)
{
	char error[ERROR_MAX];
	struct whereabouts at;

	step_to(session_timeline(session), &deed->mark, icount);
	deed->there = true;
	if (!whereabouts(session, &deed->mark, &at, error) || !at.there)
		return;
	const char *slash = at.file ? strrchr(at.file, '/') : NULL;

	deed->pc = at.next.pc;
	snprintf(deed->insn, sizeof deed->insn, "%s", at.insn);
	snprintf(deed->function, sizeof deed->function, "%s", at.function ? at.function : "");
	snprintf(deed->file, sizeof deed->file, "%s", slash ? slash + 1 : at.file ? at.file : "");
	deed->line = at.file ? at.line : 0;
}

static void put_write(struct session *session, struct story_deed *deed, const struct write *w)
{
	deed->pid = w->at.pid;
	deed->kernel = w->kernel;
	deed->hand = w->hand;
	deed->was = w->was;
	deed->now = w->now;
	deed->call = w->call;
	deed->signal = w->signal;
	place(session, deed, w->at.icount);
}

/* Reads ---------------------------------------------------------------------------------------------------- */

struct reading {
	const struct datum *datum;
	bool found;
	uint64_t icount;
	bool user;
};

static bool touches(void *arg, uint32_t pa, uint32_t size)
{
	const struct reading *r = arg;

	return pa - r->datum->pa < r->datum->size || r->datum->pa - pa < size;
}

static void on_load(void *arg, const struct passage *at, const struct load *load)
{
	struct reading *r = arg;

	(void)load;
	if (r->found)
		return;
	r->found = true;
	r->icount = at->icount;
	r->user = at->user;
}

/* Is it read in that piece? False: it cannot be run. */
static bool look_for_read(struct session *session, struct story *st, uint64_t begin, uint64_t behind)
{
	struct story_deed *deed = &st->deeds[STORY_READ];
	struct reading r = {.datum = &st->datum};
	const struct passage_ear ear = {.arg = &r, .load = on_load, .touches = touches, .reg = -1};
	char error[ERROR_MAX];

	if (!passage_listen(session, begin, behind, &ear, error))
		return false;
	if (r.found) {
		deed->pid = timeline_pid(session_timeline(session), r.icount, NULL);
		deed->kernel = !r.user;
		place(session, deed, r.icount);
	}
	return true;
}

/* All together ------------------------------------------------------------------------------------------------ */

static void begin_part(struct session *session, struct story *st)
{
	const struct timeline *t = session_timeline(session);
	const struct story_deed *last = &st->deeds[STORY_LAST], *next = &st->deeds[STORY_NEXT];
	uint64_t at = st->datum.at.icount;

	st->begun = true;
	switch (st->part) {
	case STORY_LAST:
		passage_pieces(&st->pieces, t, 0, at, true);
		break;
	case STORY_BEFORE:
		st->value = last->was;
		passage_pieces(&st->pieces, t, 0, last->there ? last->mark.icount : 0, true);
		break;
	case STORY_NEXT:
		st->value = st->datum.value;
		passage_pieces(&st->pieces, t, at, UINT64_MAX, false);
		break;
	default: /* the writer may read it, too */
		passage_pieces(&st->pieces, t, at, next->there ? next->mark.icount + 1 : UINT64_MAX, false);
		break;
	}
}

/* Goes through one piece. False: it cannot be run. */
static bool look(struct session *session, struct story *st, uint64_t begin, uint64_t behind)
{
	struct datum d = st->datum;
	char error[ERROR_MAX];
	enum passage_end end;
	struct write w = {0};

	if (st->part == STORY_READ)
		return look_for_read(session, st, begin, behind);
	d.value = st->value;
	end = (st->part == STORY_NEXT ? writer_first : writer_last)(session, &d, begin, behind, &w, error);
	if (end == PASSAGE_FOUND)
		put_write(session, &st->deeds[st->part], &w);
	return end != PASSAGE_FAILED;
}

bool story_step(struct session *session, struct story *st)
{
	uint64_t begin, behind;
	char error[ERROR_MAX];

	if (st->part == STORY_PARTS)
		return false;
	if (!st->begun)
		begin_part(session, st);
	bool more = (st->part != STORY_READ || st->datum.reg < 0) && passage_piece(&st->pieces, &begin, &behind) &&
	            passage_in_time(&st->pieces, error);
	bool good = !more || look(session, st, begin, behind);
	if (more && good && !st->deeds[st->part].there)
		return true;
	st->deeds[st->part].known = good;
	st->part++;
	st->begun = false;
	return st->part < STORY_PARTS;
}

bool story_until(struct session *session, struct story *st, enum story_part part)
{
	while (st->part <= part && story_step(session, st))
		;
	return st->deeds[part].known;
}

/* All writes -------------------------------------------------------------------------------------------------- */

void story_writes_begin(struct story_writes *s, const struct datum *d)
{
	*s = (struct story_writes){.datum = *d, .value = d->value};
}

/* The search goes on behind what was found, or from the instant on forward. */
static void turn(struct session *session, struct story_writes *s)
{
	const struct timeline *t = session_timeline(session);

	s->begun = true;
	if (s->forward)
		passage_pieces(&s->pieces, t,
		               s->behind ? s->marks[s->before + s->behind - 1].icount + 1 : s->datum.at.icount,
		               UINT64_MAX, false);
	else
		passage_pieces(&s->pieces, t, 0, s->before ? s->marks[s->before - 1].icount : s->datum.at.icount, true);
}

bool story_writes_step(struct session *session, struct story_writes *s)
{
	struct datum d = s->datum;
	uint64_t begin, behind;
	char error[ERROR_MAX];
	enum passage_end end;
	struct write w;

	if (s->done)
		return false;
	if (!s->begun)
		turn(session, s);
	if ((s->forward ? s->behind : s->before) == STORY_WRITES_MAX || !passage_piece(&s->pieces, &begin, &behind)) {
		s->done = s->forward;
		s->forward = true;
		s->begun = false;
		s->value = s->datum.value;
		return !s->done;
	}
	d.value = s->value;
	end = (s->forward ? writer_first : writer_last)(session, &d, begin, behind, &w, error);
	s->done = end == PASSAGE_FAILED;
	if (end == PASSAGE_FOUND) {
		step_to(session_timeline(session), &s->marks[s->before + s->behind], w.at.icount);
		*(s->forward ? &s->behind : &s->before) += 1;
		s->value = s->forward ? w.now : w.was;
		s->begun = false;
	}
	return !s->done;
}
