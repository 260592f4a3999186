/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way through a run, and what takes long on it. See motion.h. */
#include "motion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hazard.h"
#include "base/alloc.h"
#include "base/language.h"
#include "prompt.h"

enum {
	SLICE = 15,     /* ms of looking for hits between two looks at what the user does */
	PATIENCE = 100, /* ms after which something takes long */
	TELLING = 80,   /* ms between two messages of how far it is */
};

struct motion *motion_new(struct viewer *v)
{
	struct motion *m = alloc_new(1, sizeof *m);

	journey_begin(&m->journey, &v->mark);
	m->shown.window = (struct time_window){0, 1};
	m->hits.done = true;
	m->prompt = prompt_new();
	v->view.time = &m->shown;
	v->view.prompt = prompt_shown(m->prompt);
	return m;
}

void motion_free(struct motion *m)
{
	if (m == NULL)
		return;
	hits_release(&m->hits);
	prompt_free(m->prompt);
	free(m);
}

/* What Time tells of the hits. */
static void tell_hits(struct viewer *v)
{
	struct motion *m = v->motion;
	const struct hits *h = &m->hits;

	m->shown.hits = h->list;
	m->shown.nhits = h->count;
	m->shown.found = *h->text ? m->found : NULL;
	if (!h->done)
		snprintf(m->found, sizeof m->found, "%.40s: %zu, %d %%", h->text, h->count, hits_progress(h) / 10);
	else
		snprintf(m->found, sizeof m->found, "%.40s: %zu%s", h->text, h->count,
		         *h->problem ? tr(" or more") : "");
	v->stale = true;
}

static void drop_hits(struct viewer *v)
{
	struct motion *m = v->motion;

	hits_release(&m->hits);
	m->awaited = false;
	tell_hits(v);
}

void motion_anew(struct viewer *v)
{
	struct motion *m = v->motion;

	drop_hits(v);
	m->shown = (struct time_view){.window = {0, 1}};
	m->looked = false;
	journey_begin(&m->journey, &v->mark);
}

void motion_look(struct viewer *v, struct timeline_mark mark)
{
	drop_hits(v);
	v->motion->looked = false;
	journey_anew(&v->motion->journey, &mark);
}

void motion_moved(struct viewer *v)
{
	struct motion *m = v->motion;

	(m->stepping ? journey_step : journey_jump)(&m->journey, &v->mark);
	m->stepping = false;
	if (v->snapshot && !m->panning)
		m->shown.window = time_follow(v->snapshot, m->shown.window, v->mark.icount);
}

void motion_stop(struct viewer *v)
{
	v->motion->journey.way = 0;
}

void motion_step(struct viewer *v, struct timeline_mark mark)
{
	v->motion->stepping = true;
	viewer_go(v, mark);
}

/* What takes long ------------------------------------------------------------------------------- */

static bool tell(void *arg, uint64_t at, uint64_t end)
{
	struct viewer *v = arg;
	struct motion *m = v->motion;
	uint64_t now = viewer_clock();

	if (now < m->begun + PATIENCE || now < m->told + TELLING || v->meanwhile == NULL)
		return !m->stopped;
	m->told = now;
	viewer_say(v, "%s: %d %% · Esc stops", tr(m->busy), end ? (int)(at * 100 / end) : 0);
	m->stopped |= !v->meanwhile(v->meanwhile_arg);
	return !m->stopped;
}

void motion_begin(struct viewer *v, const char *what, struct timeline *other)
{
	struct motion *m = v->motion;

	viewer_snapshot(v); /* meanwhile the picture is drawn, and nothing else must be asked of the run */
	m->busy = what;
	m->begun = viewer_clock();
	m->told = 0;
	m->stopped = false;
	m->other = other;
	timeline_progress(v->timeline, tell, v);
	if (other)
		timeline_progress(other, tell, v);
}

bool motion_end(struct viewer *v)
{
	struct motion *m = v->motion;

	timeline_progress(v->timeline, NULL, NULL);
	if (m->other)
		timeline_progress(m->other, NULL, NULL);
	if (m->told)
		v->view.message = NULL;
	if (m->stopped)
		viewer_say(v, "stopped");
	m->busy = NULL;
	return m->stopped;
}

/* Hits ------------------------------------------------------------------------------------------ */

/* Goes to the next hit if it is known by now. */
static void go_on(struct viewer *v)
{
	struct motion *m = v->motion;
	const struct timeline_mark *next = hits_next(&m->hits, &v->mark, 1);

	if (!m->awaited || (!next && !m->hits.done))
		return;
	m->awaited = false;
	if (next) {
		viewer_go(v, *next);
	} else if (m->hits.count) {
		viewer_go(v, m->hits.list[0]);
		if (!m->hits.one)
			viewer_say(v, "none behind that instant: the first of %zu", m->hits.count);
	} else if (*m->hits.problem) {
		viewer_say(v, "%s", m->hits.problem);
	} else {
		viewer_say(v, "it never happens in this run");
	}
}

bool motion_find(struct viewer *v, const char *text, char error[ERROR_MAX])
{
	struct motion *m = v->motion;
	bool good;

	hits_release(&m->hits);
	motion_begin(v, N_("looking"), NULL);
	good = hits_begin(&m->hits, v->session, text, &v->mark, error);
	if (motion_end(v))
		good = false;
	if (!good)
		hits_release(&m->hits);
	m->awaited = good;
	if (good) {
		hits_more(&m->hits, SLICE);
		go_on(v);
	}
	tell_hits(v);
	return good;
}

/* Hazards that are soon found are there without being asked for. */
static void look_for_hazards(struct viewer *v)
{
	struct motion *m = v->motion;
	bool known = hazards_known(v->session);

	m->looked = true;
	if (!known && hazards_if_soon(v->session))
		viewer_grown(v, v->mark);
}

int motion_tick(struct viewer *v)
{
	struct motion *m = v->motion;
	int64_t wait;

	if (journey_due(&m->journey, (int64_t)v->now) && !motion_event(v, m->journey.way))
		motion_stop(v);
	wait = journey_wait(&m->journey, (int64_t)v->now);
	if (!m->hits.done) {
		hits_more(&m->hits, SLICE);
		go_on(v);
		tell_hits(v);
		wait = m->hits.done ? wait : 0;
	}
	if (!m->looked && v->log.ntexts && !timeline_grows(v->timeline))
		look_for_hazards(v);
	return (int)wait;
}

bool motion_close(struct viewer *v)
{
	struct motion *m = v->motion;

	if (!m->hits.done) {
		m->hits.done = true;
		m->awaited = false;
		error_set(m->hits.problem, "stopped");
		tell_hits(v);
		viewer_say(v, "stopped");
		return true;
	}
	if (!*m->hits.text)
		return false;
	drop_hits(v);
	return true;
}
