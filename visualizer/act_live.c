/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that is recorded while it is looked at: its growth, its console's keyboard, its end by hand. */
#include "act_live.h"
#include "act_explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "live.h"
#include "viewer.h"

enum {
	PIECE_MS = 12, /* of recording, between two looks at what the user does; */
	PIECE_MAX_MS = 100,
	SHARE = 3,       /* but not less than so many times as long as reading it takes */
	BEGIN_MS = 200,  /* that another run may take before it is seen */
	PICTURE_MS = 100 /* from one picture of a run that goes on to the next, at least */
};

struct watching {
	uint64_t pictured; /* ms */
	uint64_t reading;  /* ms that it took to read what was recorded, the last time */
};

struct watching *watching_new(void)
{
	return alloc_new(1, sizeof(struct watching));
}

void watching_free(struct watching *w)
{
	free(w);
}

static struct timeline_mark end_of(const struct timeline *t)
{
	return (struct timeline_mark){timeline_end(t), (long)timeline_nevents(t) - 1, 0};
}

/* Looks for the place of a mark in another recording of the same program: the so many-th event of its kind. */
static bool same_place(const struct timeline *from, const struct timeline_mark *mark, const struct timeline *to,
                       struct timeline_mark *found)
{
	const struct event *e = mark->event < 0 ? NULL : timeline_event(from, (size_t)mark->event);
	char where[64], error[ERROR_MAX];
	size_t number = 0;

	if (!e)
		return false;
	for (long i = 0; i <= mark->event; i++)
		number += timeline_event(from, (size_t)i)->kind == e->kind;
	snprintf(where, sizeof where, "%s#%zu", event_name(e->kind), number);
	return timeline_where(to, where, found, error);
}

void watching_anew(struct viewer *v)
{
	const uint64_t end = viewer_clock() + BEGIN_MS;
	bool last = v->mark.icount >= timeline_end(v->timeline), found = false;
	struct timeline_mark mark;
	struct timeline *t;

	do {
		if (live_state(v->live) == LIVE_RUNS)
			live_go(v->live, PIECE_MS);
		t = session_timeline(live_session(v->live));
		found = !last && same_place(v->timeline, &v->mark, t, &mark);
	} while (!found && live_state(v->live) == LIVE_RUNS && viewer_clock() < end);
	session_grow(live_session(v->live));
	viewer_take(v, live_session(v->live), found ? mark : end_of(t));
	live_forget(v->live);
}

void watching_begin(struct viewer *v)
{
	const uint64_t end = viewer_clock() + BEGIN_MS;
	struct timeline_mark mark;
	struct timeline *t;
	bool found;

	do {
		if (live_state(v->live) == LIVE_RUNS)
			live_go(v->live, PIECE_MS);
		t = session_timeline(live_session(v->live));
		found = session_first_vfork(t, &mark);
	} while (!found && live_state(v->live) == LIVE_RUNS && viewer_clock() < end);
	session_grow(live_session(v->live));
	if (!found)
		mark = end_of(t);
	if (!found && live_state(v->live) == LIVE_OVER && timeline_nevents(t))
		mark = (struct timeline_mark){
			timeline_event(t, (size_t)session_beginning(live_session(v->live)))->icount,
			session_beginning(live_session(v->live)), 0};
	viewer_take(v, live_session(v->live), mark);
	live_forget(v->live);
}

/* Records a piece. Who stands at the end stays there. */
static void go_on(struct viewer *v)
{
	struct watching *w = v->watching;
	bool follows = v->mark.icount >= timeline_end(v->timeline), due;
	uint64_t piece = w->reading * SHARE, begun;

	if (live_go(v->live, (unsigned)(piece < PIECE_MS ? PIECE_MS : piece > PIECE_MAX_MS ? PIECE_MAX_MS : piece))) {
		watching_anew(v);
		return;
	}
	begun = viewer_clock();
	session_grow(v->session);
	w->reading = viewer_clock() - begun;
	due = v->now >= w->pictured + PICTURE_MS || live_state(v->live) != LIVE_RUNS;
	if (!due)
		return;
	w->pictured = v->now;
	viewer_grown(v, follows ? end_of(v->timeline) : v->mark);
	if (live_state(v->live) == LIVE_OVER && *timeline_problem(v->timeline))
		viewer_say(v, "%s", timeline_problem(v->timeline));
}

static void tell(struct viewer *v)
{
	static const enum view_run runs[] = {
		[LIVE_OVER] = RUN_OVER, [LIVE_RUNS] = RUN_GOES_ON, [LIVE_WAITS] = RUN_WAITS};
	enum view_run run = v->live ? runs[live_state(v->live)] : RUN_OVER;
	bool types = v->live && live_types(v->live);

	if (run == v->view.run && types == v->view.types)
		return;
	v->view.run = run;
	v->view.types = types;
	v->stale = true;
}

int watching_tick(struct viewer *v)
{
	if (!v->live || explorer_away(v)) /* who looks at a branch lets the run that it has left wait */
		return VIEWER_PATIENT;
	if (live_state(v->live) == LIVE_RUNS)
		go_on(v);
	tell(v);
	if (v->view.typing && !v->view.types)
		viewer_open(v, NULL);
	return live_state(v->live) == LIVE_RUNS ? 0 : VIEWER_PATIENT;
}

bool watching_stop(struct viewer *v)
{
	if (!v->live || explorer_away(v) || live_state(v->live) != LIVE_RUNS)
		return false;
	live_stop(v->live);
	session_grow(v->session);
	viewer_grown(v, v->mark);
	viewer_say(v, "stopped by hand");
	tell(v);
	return true;
}

/* The console's keyboard -------------------------------------------------------------------------- */

/* What a key that gives no sign types. */
static const struct {
	const char *key, *bytes;
} typed_keys[] = {
	{"Return", "\n"},    {"Backspace", "\177"},    {"Delete", "\177"},  {"Tab", "\t"},      {"Escape", "\033"},
	{"Up", "\033[A"},    {"Down", "\033[B"},       {"Right", "\033[C"}, {"Left", "\033[D"}, {"Ctrl+Space", NULL},
	{"Ctrl+\\", "\034"}, {"Ctrl+Shift+-", "\037"}, {"Ctrl+[", "\033"},
};

static void type(struct viewer *v, const char *bytes, size_t n)
{
	struct timeline_mark end = end_of(v->timeline);

	if (timeline_mark_order(&v->mark, &end))
		viewer_go(v, end); /* one sees what one types */
	if (live_type(v->live, bytes, n) < n)
		viewer_say(v, "the guest has not read what was typed before: the rest is dropped");
	tell(v);
}

static bool console_key(struct viewer *v, const char *key)
{
	char control;

	if (!strcmp(key, "Ctrl+]")) {
		viewer_open(v, NULL);
		return true;
	}
	for (size_t i = 0; i < sizeof typed_keys / sizeof *typed_keys; i++)
		if (!strcmp(key, typed_keys[i].key) && typed_keys[i].bytes)
			type(v, typed_keys[i].bytes, strlen(typed_keys[i].bytes));
	if (!strncmp(key, "Ctrl+", 5) && key[5] >= 'A' && key[5] <= 'Z' && !key[6]) {
		control = (char)(key[5] & 0x1f);
		type(v, &control, 1);
	}
	return true;
}

static bool console_text(struct viewer *v, const char *utf8)
{
	type(v, utf8, strlen(utf8));
	return true;
}

static bool on_console(const struct touch *touch)
{
	return touch->thing->kind == THING_PANEL && touch->thing->number == PANEL_CONSOLE;
}

/* A click elsewhere does there what it does, and gives the keyboard back. */
static bool console_touch(struct viewer *v, enum gesture_kind kind, const struct touch *touch)
{
	if (kind != GESTURE_PRESS || on_console(touch))
		return kind == GESTURE_PRESS;
	viewer_open(v, NULL);
	return false;
}

static void console_closed(struct viewer *v)
{
	v->view.typing = false;
}

static const struct overlay console = {
	.lets = true, .key = console_key, .text = console_text, .touch = console_touch, .closed = console_closed};

void act_type(struct viewer *v)
{
	if (explorer_away(v)) {
		viewer_say(v, "this is a branch: the console is that of the run as written");
		return;
	}
	if (!v->live || !live_types(v->live)) {
		viewer_say(v, "nobody reads this console");
		return;
	}
	viewer_open(v, &console);
	v->view.typing = true;
	viewer_go(v, end_of(v->timeline));
}

void act_press_console(struct viewer *v, const struct touch *touch)
{
	if (on_console(touch))
		act_type(v);
}

void watching_paste(struct viewer *v, const char *text)
{
	if (v->view.typing)
		type(v, text, strlen(text));
}
