/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second run beside the one that is shown. See act_split.h. */
#include "act_split.h"

#include <stdlib.h>
#include <string.h>

#include "act_explore.h"
#include "act_sheet.h"
#include "analysis/step.h"
#include "base/alloc.h"
#include "base/system_list.h"
#include "split.h"
#include "viewer.h"

enum {
	AT_ONCE = 80, /* ms for which a run is made before anything else is done */
	PIECE = 40,   /* and between two looks at what the user does */
};

/* What is beside a run if nobody says which system is to be: one that does otherwise. */
#define COPIES "4.4bsd"

struct splitting {
	struct session *own;    /* the viewer's, while there are two */
	struct session *run[2]; /* both; NULL: there is one only */
	bool ours[2];           /* they are freed here */
	int lead;               /* the one that the viewer's keys move */
	struct alignment aligned;
	bool well;                 /* it could be made */
	struct snapshot *snapshot; /* of the other */
	struct contrast contrast;
	struct timeline_mark followed; /* the mark of the leader that they are of */
	const struct snapshot *of;     /* the leader's, that they are made of */
	struct beside beside;

	/* a run that is made */
	struct timeline *made;
	struct retyper typist;
	bool left; /* it is for the half at the left */

	bool for_left; /* so is the system that is being chosen */
};

struct splitting *splitting_new(void)
{
	return alloc_new(1, sizeof(struct splitting));
}

static void forget_picture(struct splitting *sp)
{
	if (sp->snapshot)
		contrast_free(&sp->contrast);
	snapshot_free(sp->snapshot);
	sp->snapshot = NULL;
	sp->of = NULL;
}

static void forget_runs(struct splitting *sp)
{
	forget_picture(sp);
	if (sp->run[1])
		alignment_free(&sp->aligned);
	for (int i = 0; i < 2; i++) {
		if (sp->ours[i])
			session_free(sp->run[i]);
		sp->run[i] = NULL;
		sp->ours[i] = false;
	}
}

void splitting_free(struct splitting *sp)
{
	if (!sp)
		return;
	forget_runs(sp);
	timeline_free(sp->made);
	free(sp);
}

bool splitting_stop(struct viewer *v)
{
	struct splitting *sp = v->splitting;

	if (!sp->made)
		return false;
	timeline_free(sp->made);
	sp->made = NULL;
	viewer_say(v, "the other run is given up");
	return true;
}

bool splitting_close(struct viewer *v)
{
	struct splitting *sp = v->splitting;

	if (!sp->run[1])
		return false;
	v->view.beside = NULL;
	if (sp->well && v->session == sp->run[sp->lead] && v->session != sp->own) {
		bool exact;
		struct timeline_mark mark = alignment_follow(&sp->aligned, sp->lead, &v->mark, &exact);

		if (sp->run[!sp->lead] != sp->own) /* it has given way to two others */
			step_to(session_timeline(sp->own), &mark, mark.icount);
		viewer_look(v, sp->own, mark);
	}
	forget_runs(sp);
	sp->own = NULL;
	v->stale = true;
	return true;
}

/* Holds two runs against each other; [0] is shown at the left if `left` is 0. On failure there is one run again. */
static bool begin(struct viewer *v, struct session *a, struct session *b, char *error)
{
	struct splitting *sp = v->splitting;

	sp->own = sp->own ? sp->own : v->session;
	sp->run[0] = a;
	sp->run[1] = b;
	sp->well = alignment_make(sp->run, &sp->aligned, error);
	if (!sp->well) {
		splitting_close(v);
		return false;
	}
	v->stale = true;
	return true;
}

bool splitting_open(struct viewer *v, struct session *session, char *error)
{
	struct splitting *sp = v->splitting;

	splitting_close(v);
	sp->lead = 0;
	sp->beside.left = 0;
	sp->ours[1] = true;
	return begin(v, v->session, session, error);
}

/* What the two are called, where one has left the other. */
static void name_runs(struct viewer *v)
{
	struct splitting *sp = v->splitting;
	const char *name;

	for (int i = 0; i < 2; i++) {
		sp->beside.name[i] = NULL;
		for (size_t k = 0; (name = explorer_name(v, k)); k++)
			if (explorer_session(v, k) == sp->run[i])
				sp->beside.name[i] = name;
	}
	if (!sp->beside.name[0] || !sp->beside.name[1])
		sp->beside.name[0] = sp->beside.name[1] = NULL;
}

void splitting_follow(struct viewer *v)
{
	struct splitting *sp = v->splitting;
	const struct snapshot *lead, *both[2];
	struct timeline_mark mark[2];
	bool exact;

	if (!sp->run[1])
		return;
	if (v->session != sp->run[sp->lead]) {
		splitting_close(v); /* somebody looks at another run */
		return;
	}
	lead = viewer_snapshot(v);
	if (sp->of == lead && !timeline_mark_order(&sp->followed, &v->mark))
		return;
	v->view.beside = NULL;
	forget_picture(sp);
	mark[sp->lead] = v->mark;
	mark[!sp->lead] = alignment_follow(&sp->aligned, sp->lead, &v->mark, &exact);
	sp->snapshot = snapshot_at(sp->run[!sp->lead], &mark[!sp->lead]);
	if (!sp->snapshot) {
		viewer_say(v, "%s", timeline_failure(session_timeline(sp->run[!sp->lead])));
		splitting_close(v);
		return;
	}
	both[sp->lead] = lead;
	both[!sp->lead] = sp->snapshot;
	contrast_make(&sp->aligned, sp->lead, both, mark, exact, &sp->contrast);
	sp->of = lead;
	sp->followed = v->mark;
	name_runs(v);
	sp->beside.snapshot[0] = both[0];
	sp->beside.snapshot[1] = both[1];
	sp->beside.contrast = &sp->contrast;
	v->view.beside = &sp->beside;
}

/* Making a run -------------------------------------------------------------------------------- */

/* What is shown in a half; without a split, the run. */
static struct session *half_of(const struct viewer *v, bool left)
{
	const struct splitting *sp = v->splitting;

	return sp->run[1] ? sp->run[left ? sp->beside.left : !sp->beside.left] : v->session;
}

/* The run is made: it takes its half. */
static void take(struct viewer *v)
{
	struct splitting *sp = v->splitting;
	struct session *fresh = session_new(sp->made);
	char error[ERROR_MAX];
	int half = sp->left ? sp->beside.left : !sp->beside.left;

	sp->made = NULL;
	v->view.message = NULL;
	if (!sp->run[1]) {
		if (!splitting_open(v, fresh, error))
			viewer_say(v, "%s", error);
		return;
	}
	/* The place in the half that stays leads to the place in the one that is new. */
	bool exact;
	struct session *stays = sp->run[!half], *goes = sp->run[half];
	struct timeline_mark mark =
		half == sp->lead ? alignment_follow(&sp->aligned, sp->lead, &v->mark, &exact) : v->mark;
	v->view.beside = NULL;
	forget_picture(sp);
	alignment_free(&sp->aligned);
	viewer_look(v, stays, mark);
	if (sp->ours[half])
		session_free(goes);
	sp->ours[half] = true;
	sp->lead = !half;
	if (!begin(v, half ? stays : fresh, half ? fresh : stays, error))
		viewer_say(v, "%s", error);
}

int splitting_tick(struct viewer *v)
{
	struct splitting *sp = v->splitting;
	enum drive_end end;

	if (!sp->made)
		return VIEWER_PATIENT;
	end = timeline_record(sp->made, PIECE);
	if (end != DRIVE_PAUSE && end != DRIVE_WAITS) {
		take(v);
		return 0;
	}
	viewer_say(v, "%s: %llu instructions; Esc stops it", timeline_config(sp->made)->system,
	           (unsigned long long)timeline_end(sp->made));
	return 0;
}

/* Makes the program's run under that system, for a half. */
static void make(struct viewer *v, const char *system, bool left)
{
	struct splitting *sp = v->splitting;
	struct timeline *from = session_timeline(half_of(v, left));
	char error[ERROR_MAX];
	enum drive_end end;

	if (timeline_grows(from)) {
		viewer_say(v, "the run goes on: Esc ends it first");
		return;
	}
	timeline_free(sp->made);
	sp->made = timeline_under(from, system, error);
	if (!sp->made) {
		viewer_say(v, "%s", error);
		return;
	}
	sp->left = left;
	sp->typist = retyper_from(from, 0, false);
	timeline_console(sp->made, &(struct console){.arg = &sp->typist, .keys = retyper_keys});
	end = timeline_record(sp->made, AT_ONCE);
	if (end != DRIVE_PAUSE && end != DRIVE_WAITS)
		take(v);
}

/* Keys ---------------------------------------------------------------------------------------- */

void act_split(struct viewer *v)
{
	char error[ERROR_MAX];

	if (v->splitting->run[1]) {
		splitting_close(v);
	} else if (explorer_away(v)) {
		/* a branch, and the run as it is written */
		v->splitting->lead = 1;
		v->splitting->beside.left = 0;
		if (!begin(v, explorer_session(v, 0), v->session, error))
			viewer_say(v, "%s", error);
	} else if (!splitting_stop(v))
		make(v, strcmp(timeline_config(v->timeline)->system, COPIES) ? COPIES : SYSTEM_DEFAULT, false);
}

/* Are there two? Else it says so. */
static bool two(struct viewer *v)
{
	if (v->splitting->run[1])
		return true;
	viewer_say(v, "V: a second run beside this one");
	return false;
}

static void go_different(struct viewer *v, int way)
{
	struct splitting *sp = v->splitting;
	const struct difference *d;
	struct timeline_mark start = {.icount = way > 0 ? 0 : UINT64_MAX, .event = -1};

	if (!two(v))
		return;
	d = alignment_difference(&sp->aligned, sp->lead, &v->mark, way);
	if (!d)
		d = alignment_difference(&sp->aligned, sp->lead, &start, way);
	if (!d) {
		viewer_say(v, "the two differ in nothing");
		return;
	}
	viewer_go(v, d->mark[sp->lead]);
}

void act_next_difference(struct viewer *v)
{
	go_different(v, 1);
}

void act_previous_difference(struct viewer *v)
{
	go_different(v, -1);
}

static void go_together(struct viewer *v, int way)
{
	struct timeline_mark mark = v->mark;

	if (!two(v))
		return;
	if (alignment_step(&v->splitting->aligned, v->splitting->lead, &mark, way))
		viewer_go(v, mark);
	else
		viewer_say(v, way > 0 ? "no step behind this one that both have"
		                      : "no step before this one that both have");
}

void act_forward_together(struct viewer *v)
{
	go_together(v, 1);
}

void act_back_together(struct viewer *v)
{
	go_together(v, -1);
}

void act_swap(struct viewer *v)
{
	struct splitting *sp = v->splitting;

	if (!two(v))
		return;
	/* Who stands at the left leads. */
	sp->beside.left = !sp->beside.left;
	if (sp->lead != sp->beside.left) {
		bool exact;
		struct timeline_mark mark = alignment_follow(&sp->aligned, sp->lead, &v->mark, &exact);

		forget_picture(sp);
		v->view.beside = NULL;
		sp->lead = !sp->lead;
		viewer_look(v, sp->run[sp->lead], mark);
	}
}

/* The list ------------------------------------------------------------------------------------ */

static void fill(struct viewer *v, struct sheet *s)
{
	const char *now = timeline_config(session_timeline(half_of(v, v->splitting->for_left)))->system;

	s->title = !v->splitting->run[1]    ? "Beside this run, the same program under ..."
	           : v->splitting->for_left ? "System at the left"
	                                    : "System at the right";
	sheet_clear(s);
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		if (sheet_fits(s, historic_systems[i].name) || sheet_fits(s, historic_systems[i].title))
			sheet_add(s, historic_systems[i].name, historic_systems[i].title, (long)i);
	sheet_done(s);
	for (size_t i = 0; i < s->nrows && !*s->typed; i++)
		if (!strcmp(s->rows[i].key, now))
			s->chosen = i;
}

static void pick(struct viewer *v, const struct sheet *s)
{
	size_t row = s->chosen < s->nrows ? (size_t)s->rows[s->chosen].id : SYSTEMS_COUNT;

	if (row == SYSTEMS_COUNT)
		return;
	viewer_open(v, NULL);
	make(v, historic_systems[row].name, v->splitting->run[1] && v->splitting->for_left);
}

/* For the other half. */
static void turn(struct viewer *v, struct sheet *s)
{
	v->splitting->for_left = v->splitting->run[1] && !v->splitting->for_left;
	fill(v, s);
}

static void open_list(struct viewer *v, bool left)
{
	bool both = v->splitting->run[1] != NULL;

	v->splitting->for_left = left && both;
	listing_open(v,
	             &(struct listing){.sheet = {.note = both ? "Return takes it; Tab: for the other half; Esc closes"
	                                                      : "Return takes it; Esc closes",
	                                         .prompt = "type to look for a system"},
	                               .fill = fill,
	                               .pick = pick,
	                               .complete = turn});
}

void act_left_system(struct viewer *v)
{
	open_list(v, true);
}

void act_right_system(struct viewer *v)
{
	open_list(v, false);
}
