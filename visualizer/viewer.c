/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The instrument without a window: who takes a key or a touch, and when there is a new snapshot or picture. */
#include "viewer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "act_edit.h"
#include "act_explore.h"
#include "act_lesson.h"
#include "act_live.h"
#include "act_sheet.h"
#include "act_select.h"
#include "act_split.h"
#include "motion.h"
#include "base/alloc.h"
#include "base/language.h"

#define MESSAGE_MS 2500 /* how long a message stays */

struct viewer *viewer_new(struct session *session, const struct timeline_mark *mark, const struct view *view,
                          char *error)
{
	struct viewer *v = alloc_new(1, sizeof *v);

	*v = (struct viewer){
		.session = session,
		.timeline = session_timeline(session),
		.view = *view,
		.mark = *mark,
		.moved = true,
		.stale = true,
	};
	v->motion = motion_new(v);
	v->explorer = explorer_new(session);
	v->selecting = selecting_new();
	v->splitting = splitting_new();
	for (int i = 0; i < PANEL_COUNT; i++)
		v->opened = v->view.panel[i].opened > v->opened ? v->view.panel[i].opened : v->opened;
	v->watching = watching_new();
	v->listing = listing_new();
	v->editing = editing_new();
	v->lessoning = lessoning_new();
	if (viewer_snapshot(v) == NULL) {
		error_set(error, "%s", timeline_failure(v->timeline));
		viewer_free(v);
		return NULL;
	}
	if (view->panel[PANEL_EXPLORE].opened)
		act_explore(v);
	if (*timeline_problem(v->timeline))
		viewer_say(v, "cut off; End shows where");
	return v;
}

void viewer_free(struct viewer *v)
{
	if (v == NULL)
		return;
	motion_free(v->motion);
	splitting_free(v->splitting);
	watching_free(v->watching);
	explorer_free(v->explorer);
	listing_free(v->listing);
	editing_free(v->editing);
	selecting_free(v->selecting);
	lessoning_free(v->lessoning);
	snapshot_free(v->snapshot);
	draw_log_free(&v->log);
	free(v);
}

void viewer_say(struct viewer *v, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(v->message, sizeof v->message, tr(format), ap);
	va_end(ap);
	v->view.message = v->message;
	v->message_until = v->now + MESSAGE_MS;
	v->stale = true;
}

const struct snapshot *viewer_snapshot(struct viewer *v)
{
	struct snapshot *fresh;

	if (!v->moved)
		return v->snapshot;
	v->moved = false;
	fresh = snapshot_at(v->session, &v->mark);
	if (fresh != NULL) {
		snapshot_free(v->snapshot);
		v->snapshot = fresh;
		v->shown = v->mark;
		selecting_moved(v);
	} else {
		v->mark = v->shown;
		motion_stop(v);
		viewer_say(v, "%s", timeline_failure(v->timeline));
		if (v->snapshot == NULL) /* of a session that was just taken: it has a beginning */
			v->snapshot = snapshot_at(v->session, &v->mark);
	}
	return v->snapshot;
}

void viewer_go(struct viewer *v, struct timeline_mark mark)
{
	v->mark = mark;
	v->moved = true;
	v->view.message = NULL;
	/* What shows where the processes are follows them again. */
	v->view.panel[PANEL_SOURCE].scroll = v->view.panel[PANEL_STACK].scroll = 0;
	motion_moved(v);
	v->stale = true;
}

void viewer_look(struct viewer *v, struct session *session, struct timeline_mark mark)
{
	if (session == v->session) {
		viewer_go(v, mark);
		return;
	}
	selecting_forget(v);
	v->session = session;
	v->timeline = session_timeline(session);
	v->shown = mark; /* the last one was another session's */
	motion_look(v, mark);
	viewer_go(v, mark);
}

void viewer_open_panel(struct viewer *v, enum panel panel)
{
	v->view.panel[panel].opened = ++v->opened;
	v->stale = true;
}

uint64_t viewer_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void viewer_grown(struct viewer *v, struct timeline_mark mark)
{
	v->mark = mark;
	v->moved = true;
	v->stale = true;
}

void viewer_take(struct viewer *v, struct session *session, struct timeline_mark mark)
{
	motion_stop(v);
	snapshot_free(v->snapshot);
	v->snapshot = NULL;
	draw_log_free(&v->log);
	v->holding = false;
	splitting_stop(v); /* it is made from the run that goes */
	splitting_close(v);
	explorer_renew(v, session);
	v->session = session;
	v->timeline = session_timeline(session);
	selecting_forget(v);
	selecting_select(v, NULL);
	v->shown = (struct timeline_mark){0, -1, 0};
	viewer_grown(v, mark);
	motion_anew(v);
}

void viewer_open(struct viewer *v, const struct overlay *overlay)
{
	const struct overlay *before = v->overlay;

	v->overlay = overlay;
	v->view.overlay = overlay ? overlay->panel : 0;
	v->holding = false;
	v->stale = true;
	if (before && before != overlay && before->closed)
		before->closed(v);
}

void viewer_act(struct viewer *v, const struct action *action)
{
	if (!action->aside)
		motion_stop(v);
	v->stale = true;
	action->act(v);
}

/* Does a key give a sign, too? */
static bool comes_as_text(const char *key)
{
	if (strncmp(key, "Shift+", 6) == 0)
		key += 6;
	return strlen(key) == 1 || strcmp(key, "Space") == 0;
}

void viewer_key(struct viewer *v, const char *key)
{
	const struct overlay *overlay = v->overlay;
	const struct action *action;

	v->text_is_key = false;
	selecting_dismiss(v);
	if (overlay && ((overlay->key && overlay->key(v, key)) || !overlay->lets)) {
		v->stale = true;
	} else {
		action = lessoning_key(v, key) ? NULL : action_with_key(key);
		if (action)
			viewer_act(v, action);
	}
	/* What a key opens must not get that key as text. */
	v->text_is_key = v->overlay != overlay && comes_as_text(key);
}

void viewer_text(struct viewer *v, const char *utf8)
{
	bool taken = v->text_is_key;

	v->text_is_key = false;
	if (taken)
		return;
	if (v->overlay && v->overlay->text && v->overlay->text(v, utf8)) {
		v->stale = true;
		return;
	}
	/* Letters and the space bar come as keys. */
	if (utf8[0] > ' ' && utf8[0] < 0x7f && utf8[1] == '\0' && !strchr("abcdefghijklmnopqrstuvwxyz", utf8[0] | 32)) {
		viewer_key(v, utf8);
		v->text_is_key = false;
	}
}

/* Two quick clicks on what does something are two clicks, and no double click on the panel below it. */
static bool acts(enum thing_kind kind)
{
	return kind == THING_BUTTON || kind == THING_ANSWER || kind == THING_CHOICE || kind == THING_VARIANT;
}

/* Gives a gesture to the overlay, or to the uppermost region there that has something to do with it. Returns the region
 * that took it, or NULL. */
static const struct drawn_target *touch(struct viewer *v, enum gesture_kind kind, double x, double y, double by,
                                        const char *modifiers)
{
	const struct overlay *overlay = v->overlay;
	const struct drawn_target *t = scene_hit(&v->log, x, y, NULL);
	double scale = v->log.scale > 0 ? v->log.scale : 1;
	struct thing nothing = {0};
	struct touch touch = {.thing = &nothing, .x = x / scale, .y = y / scale, .by = by, .modifiers = modifiers};

	if (overlay) {
		if (t)
			touch.thing = &t->thing;
		v->stale = true;
		if ((overlay->touch && overlay->touch(v, kind, &touch)) || !overlay->lets)
			return NULL;
	}
	for (; t; t = scene_hit(&v->log, x, y, t)) {
		struct thing thing = drawn_target_thing(t, touch.x, touch.y);
		const struct gesture *gesture = gesture_on(kind, thing.kind);

		if (kind == GESTURE_DOUBLE && acts(thing.kind))
			return NULL;
		if (gesture == NULL)
			continue;
		touch.thing = &thing;
		touch.value = drawn_target_value(t, touch.x);
		v->stale = true;
		gesture->act(v, &touch);
		if (kind == GESTURE_PRESS)
			lessoning_pointed(v, &thing);
		return t;
	}
	return NULL;
}

void viewer_press(struct viewer *v, double x, double y, const char *modifiers)
{
	const struct drawn_target *t = touch(v, GESTURE_PRESS, x, y, 0, modifiers);

	v->holding = t != NULL;
	if (t)
		v->held = *t;
}

void viewer_double(struct viewer *v, double x, double y, const char *modifiers)
{
	touch(v, GESTURE_DOUBLE, x, y, 0, modifiers);
}

/* Goes on with the region that is held, wherever the pointer has gone: of the picture drawn now, if it is there yet. */
static void hold(struct viewer *v, enum gesture_kind kind, double x, double y)
{
	const struct gesture *gesture = gesture_on(kind, v->held.thing.kind);

	if (gesture == NULL)
		return;
	for (size_t i = v->log.ntargets; i-- > 0;) {
		const struct drawn_target *t = &v->log.targets[i];
		double top = t->rect.y, bottom = t->rect.y + t->rect.h;
		double at = x / v->log.scale, level = y / v->log.scale;

		if (!thing_same(&t->thing, &v->held.thing))
			continue;
		level = level < top ? top : level > bottom ? bottom : level;
		v->stale = true;
		gesture->act(v, &(struct touch){.thing = &v->held.thing,
		                                .x = at,
		                                .y = level,
		                                .value = drawn_target_value(t, at),
		                                .modifiers = ""});
		return;
	}
}

/* The panel at a place; 0: none. */
static enum panel panel_at(const struct viewer *v, double x, double y)
{
	const struct drawn_target *t = scene_hit(&v->log, x, y, NULL);

	while (t && t->thing.kind != THING_PANEL)
		t = scene_hit(&v->log, x, y, t);
	return t ? (enum panel)t->thing.number : 0;
}

/* The uppermost region there that is about more than a panel. */
static void hover(struct viewer *v, double x, double y)
{
	const struct drawn_target *t = v->overlay ? NULL : scene_hit(&v->log, x, y, NULL);
	double scale = v->log.scale > 0 ? v->log.scale : 1;
	struct thing thing = t ? drawn_target_thing(t, x / scale, y / scale) : (struct thing){0};

	selecting_hover(v, thing.kind ? &thing : NULL, x / scale, y / scale);
}

void viewer_move(struct viewer *v, double x, double y)
{
	v->under = panel_at(v, x, y);
	if (!v->holding)
		hover(v, x, y);
	if (v->holding)
		hold(v, GESTURE_DRAG, x, y);
}

void viewer_release(struct viewer *v, double x, double y)
{
	if (v->holding)
		hold(v, GESTURE_RELEASE, x, y);
	v->holding = false;
}

void viewer_leave(struct viewer *v)
{
	v->under = 0;
	selecting_hover(v, NULL, 0, 0);
}

void viewer_wheel(struct viewer *v, double x, double y, double up, const char *modifiers)
{
	touch(v, GESTURE_WHEEL, x, y, up, modifiers);
}

/* The shorter of two times to wait. */
static int sooner(int a, int b)
{
	return a == VIEWER_PATIENT || (b != VIEWER_PATIENT && b < a) ? b : a;
}

int viewer_tick(struct viewer *v, uint64_t now)
{
	int wait;

	v->now = now;
	wait = sooner(sooner(watching_tick(v), splitting_tick(v)), sooner(editing_tick(v), motion_tick(v)));
	if (v->view.message != NULL && now >= v->message_until) {
		v->view.message = NULL;
		v->stale = true;
	}
	wait = sooner(sooner(wait, selecting_tick(v)), sooner(explorer_tick(v), lessoning_tick(v)));
	if (v->view.message != NULL)
		wait = sooner(wait, (int)(v->message_until - now));
	return wait;
}

const struct snapshot *viewer_shown(struct viewer *v)
{
	const struct snapshot *s = viewer_snapshot(v);

	explorer_show(v);
	lessoning_show(v);
	splitting_follow(v);
	return s;
}

bool viewer_draw(struct viewer *v, cairo_t *cr, int width, int height)
{
	const struct snapshot *s = viewer_shown(v);

	v->view.width = width;
	v->view.height = height;
	draw_log_free(&v->log);
	scene_record(cr, s, &v->view, &v->log);
	v->stale = false;
	return cairo_status(cr) == CAIRO_STATUS_SUCCESS;
}

/* A cell of a grid by its whole name. */
static bool find_cell(const struct viewer *v, const struct drawn_target *t, const char *name, double *x, double *y)
{
	char text[THING_TEXT];
	struct thing thing = t->thing;

	for (size_t i = 0; i < t->count; i++) {
		thing.number = i;
		if (strcmp(thing_text(&thing, text), name))
			continue;
		*x = (t->rect.x + ((double)(i % t->columns) + 0.5) * t->cell_w) * v->log.scale;
		*y = (t->rect.y + ((double)(i / t->columns) + 0.5) * t->cell_h) * v->log.scale;
		return true;
	}
	return false;
}

bool viewer_find(const struct viewer *v, const char *name, double *x, double *y)
{
	char text[THING_TEXT];

	for (size_t i = v->log.ntargets; i-- > 0;) {
		const struct drawn_target *t = &v->log.targets[i];

		if (t->columns) {
			if (find_cell(v, t, name, x, y))
				return true;
			continue;
		}
		if (strncmp(thing_text(&t->thing, text), name, strlen(name)))
			continue;
		/* The middle, or where nothing lies upon it. */
		for (int try = 0; try < 25; try++) {
			double px = t->rect.x + t->rect.w * (0.5 + 0.2 * ((try + 2) % 5 - 2));
			double py = t->rect.y + t->rect.h * (0.5 + 0.2 * ((try / 5 + 2) % 5 - 2));

			if (draw_log_at(&v->log, px, py, NULL) != t)
				continue;
			*x = px * v->log.scale;
			*y = py * v->log.scale;
			return true;
		}
	}
	return false;
}
