/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What each process did over the whole run, with the playhead. The axis is not to scale: between two notable events
 * there is some room whatever the time between them, or the loan would be one pixel of the run.
 */
#include <glib.h>
#include <math.h>

#include "analysis/event_meaning.h"
#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "base/search.h"
#include "panel.h"

#define LABEL 128.0
#define TICKS 20.0 /* row of event names */
#define LANE_MOST 34.0
#define LANE_LEAST 15.5
#define EVEN 0.8     /* part of the axis that is shared out evenly among the events */
#define CROWDED 14.0 /* units between events, on average, that keep the lines apart */
enum { WEIGHT_PRESENT = EVENT_WEIGHT_MAX + 1 };

static struct rect time_axis(struct rect r)
{
	return (struct rect){r.x + PANEL_PAD + LABEL, r.y + PANEL_HEAD - 6, r.w - 2 * PANEL_PAD - LABEL - 8,
	                     r.h - PANEL_HEAD - 2};
}

/* The instant of knot i of the axis: the ends of the run and the ticks between them. */
static uint64_t knot(const struct snapshot *s, size_t i)
{
	uint64_t t = i == 0 ? 0 : i > s->nticks ? s->end : s->ticks[i - 1].icount;

	return t < s->end ? t : s->end;
}

static double knot_x(const struct snapshot *s, struct rect axis, size_t i)
{
	double even = (double)i / (double)(s->nticks + 1);
	double linear = s->end ? (double)knot(s, i) / (double)s->end : even;

	return axis.x + axis.w * (EVEN * even + (1 - EVEN) * linear);
}

/* Largest i with knot(i) <= t, below the last knot. */
static size_t knot_before(const struct snapshot *s, uint64_t t)
{
	struct search in = search_among(s->nticks + 1);

	while (search_goes_on(&in))
		search_tell(&in, knot(s, in.at) <= t);
	return in.found - 1; /* the first knot is at 0 */
}

static double time_x(const struct snapshot *s, struct rect axis, uint64_t t)
{
	if (t >= s->end)
		return axis.x + axis.w;
	size_t i = knot_before(s, t);
	uint64_t from = knot(s, i), to = knot(s, i + 1);
	double part = to > from ? (double)(t - from) / (double)(to - from) : 0;

	return knot_x(s, axis, i) + part * (knot_x(s, axis, i + 1) - knot_x(s, axis, i));
}

/* The axis can be touched, some units beyond its ends. */
static void target_axis(struct draw *d, const struct snapshot *s, struct rect axis)
{
	size_t n = s->nticks + 2;
	struct draw_knot *knots = g_new(struct draw_knot, n);

	for (size_t i = 0; i < n; i++) {
		knots[i] = (struct draw_knot){knot_x(s, axis, i), knot(s, i)};
		if (i && knots[i].value < knots[i - 1].value)
			knots[i].value = knots[i - 1].value;
	}
	draw_target_axis(d, rect_inset(axis, -6, 0), thing_named(THING_TIME, ""), knots, n);
	g_free(knots);
}

/* How much a lane is wanted when there is no room for all: the loan's, the running process's, those that exist now. */
static int lane_rank(const struct snapshot *s, const struct snap_lane *lane)
{
	const struct snap_process *p = snapshot_process(s, lane->pid);

	if (panel_is_party(lane->role))
		return 3;
	return p == NULL ? 0 : p->current ? 2 : 1;
}

/* Marks the lanes to show, at most `fit`; earlier ones win among equals. Returns how many they are. */
static size_t choose_lanes(const struct snapshot *s, size_t fit, bool *shown)
{
	size_t n = 0;

	for (int rank = 3; rank >= 0; rank--)
		for (size_t i = 0; i < s->nlanes && n < fit; i++)
			if (lane_rank(s, &s->lanes[i]) == rank) {
				shown[i] = true;
				n++;
			}
	return n;
}

/* What is written into a stretch, and in a short one. */
static const char *const state_names[][2] = {
	[LANE_RUN] = {"", ""},          [LANE_READY] = {"ready", ""},
	[LANE_SLEEP] = {"", ""},        [LANE_LENT] = {"asleep, memory lent", "lent"},
	[LANE_ZOMBIE] = {"zombie", ""},
};

static void draw_span(struct draw *d, struct rect r, enum lane_state state, enum role role, double playhead)
{
	enum colour colour = role_colour(role);
	const char *name = state_names[state][0];
	enum colour ink = colour;

	switch (state) {
	case LANE_RUN:
		draw_fill(d, (struct rect){r.x, r.y, fmax(r.w, 1.2), r.h}, 1, colour);
		break;
	case LANE_READY:
		draw_fill(d, r, 1, role_tint(role));
		break;
	case LANE_SLEEP:
		draw_line(d, r.x, r.y + r.h / 2, r.x + r.w, r.y + r.h / 2, colour, 1.5, false);
		return;
	case LANE_LENT:
		draw_fill(d, r, 1, role_tint(role));
		draw_hatch(d, r, 1, HATCH_LENT, colour);
		draw_outline(d, r, 1, colour, 1);
		break;
	case LANE_ZOMBIE:
		draw_dashed(d, r, 1, SECONDARY);
		ink = SECONDARY;
		break;
	}
	/* The name stands in the larger part beside the playhead. */
	if (playhead > r.x && playhead < r.x + r.w) {
		double before = playhead - r.x, after = r.w - before;

		r.x = before > after ? r.x : playhead;
		r.w = fmax(before, after);
	}
	double w = draw_width(d, TYPE_LABEL, name);
	if (w + 16 >= r.w) {
		name = state_names[state][1];
		w = draw_width(d, TYPE_LABEL, name);
	}
	if (name[0] && w + 16 < r.w) {
		struct rect plate = {r.x + (r.w - w) / 2 - 5, r.y + 2, w + 10, r.h - 4};

		draw_fill(d, plate, 2, state == LANE_ZOMBIE ? PANEL : role_tint(role));
		draw_text(d, plate, ALIGN_CENTRE, TYPE_LABEL, ink, "%s", name);
	}
}

static void draw_lane(struct draw *d, const struct snapshot *s, const struct view *view, const struct snap_lane *lane,
                      struct rect axis, double y, double h)
{
	enum role role = lane->role == ROLE_NONE ? ROLE_OTHER : lane->role;
	bool pair = panel_is_party(role);
	struct thing thing = {.kind = THING_LANE, .pid = lane->pid};
	struct rect label = {axis.x - LABEL - 6, y + 1, LABEL - 2, h - 2};

	panel_marked(d, s, view, label, &thing);
	draw_target(d, label, thing);
	draw_text(d, (struct rect){axis.x - LABEL, y, LABEL - 10, h}, ALIGN_LEFT, pair ? TYPE_STRONG : TYPE_NOTE,
	          role_colour(role), "pid %u %s", lane->pid, pair ? snapshot_role_name(role) : lane->name);
	draw_line(d, axis.x, y + h / 2, axis.x + axis.w, y + h / 2, RULE, 1, false);
	for (size_t i = 0; i < lane->nspans; i++) {
		double x0 = time_x(s, axis, lane->spans[i].from), x1 = time_x(s, axis, lane->spans[i].to);

		if (lane->spans[i].state <= LANE_ZOMBIE)
			draw_span(d, (struct rect){x0, y + h * 0.14, x1 - x0, h * 0.72}, lane->spans[i].state, role,
			          time_x(s, axis, s->icount));
	}
}

/* Lines through the lanes, behind them; where events are many only the weighty ones go all the way. */
static void draw_tick_lines(struct draw *d, const struct snapshot *s, struct rect axis, double top, double bottom)
{
	bool crowded = (double)s->nticks * CROWDED > axis.w;

	for (size_t i = 0; i < s->nticks; i++) {
		double x = time_x(s, axis, s->ticks[i].icount);
		const struct event_meaning *meaning = event_meaning(s->ticks[i].kind);

		if (meaning->weight > (crowded ? 6 : 1))
			draw_line(d, x, top, x, bottom, meaning->hazard ? DAMAGE : SECONDARY, 1, true);
		else
			draw_line(d, x, bottom - 4, x, bottom, GHOST, 1, false);
	}
}

/* Names below the lanes: the present event's, then the weightiest, the others where room is left. */
static void draw_tick_names(struct draw *d, const struct snapshot *s, const struct view *view, struct rect axis,
                            double y)
{
	struct {
		double from, to;
	} taken[64];
	size_t ntaken = 0;

	for (int wanted = WEIGHT_PRESENT; wanted > 0; wanted--)
		for (size_t i = 0; i < s->nticks; i++) {
			const struct snap_tick *t = &s->ticks[i];
			bool present = t->seq == s->event_seq;
			const struct event_meaning *meaning = event_meaning(t->kind);
			const char *name = event_name(t->kind);

			if ((present ? WEIGHT_PRESENT : meaning->weight) != wanted ||
			    ntaken == sizeof taken / sizeof taken[0])
				continue;
			double width = draw_width(d, TYPE_CODE_SMALL, name);
			double x = fmin(time_x(s, axis, t->icount) - 3, axis.x + axis.w - width);
			enum colour colour = meaning->hazard ? DAMAGE : SECONDARY;
			bool vacant = true;

			for (size_t j = 0; j < ntaken; j++)
				vacant &= x + width + 8 < taken[j].from || x > taken[j].to + 8;
			if (!vacant)
				continue;
			if (present)
				colour = INK;
			taken[ntaken].from = x;
			taken[ntaken++].to = x + width;
			struct rect at = {x, y, width + 2, TICKS};
			struct thing thing = thing_number(THING_EVENT, (uint64_t)t->seq, name);

			panel_marked(d, s, view, rect_inset(at, -3, 1), &thing);
			draw_target(d, at, thing);
			draw_text(d, at, ALIGN_LEFT, TYPE_CODE_SMALL, colour, "%s", name);
		}
}

/* When the selection was written: flags above the lanes, and lines through them. */
static void draw_mark(struct draw *d, double x, double top, double bottom)
{
	draw_line(d, x, top, x, bottom, SELECT, 1.5, false);
	cairo_move_to(d->cr, x, top - 4);
	cairo_line_to(d->cr, x + 9, top);
	cairo_line_to(d->cr, x, top + 4);
	cairo_close_path(d->cr);
	draw_colour(d, SELECT, 1);
	cairo_fill(d->cr);
}

static void draw_marks(struct draw *d, const struct snapshot *s, const struct view *view, struct rect axis, double top,
                       double bottom)
{
	if (view->selection.kind && view->written.pc)
		draw_mark(d, time_x(s, axis, view->written.icount), top, bottom);
	for (size_t i = 0; i < view->nmarks; i++)
		draw_mark(d, time_x(s, axis, view->marks[i]), top, bottom);
}

static void draw_playhead(struct draw *d, double x, double top, double bottom)
{
	draw_line(d, x, top, x, bottom, INK, 2, false);
	cairo_move_to(d->cr, x - 6, top - 2); /* no higher: the panel's note is there */
	cairo_line_to(d->cr, x + 6, top - 2);
	cairo_line_to(d->cr, x, top + 7);
	cairo_close_path(d->cr);
	draw_colour(d, INK, 1);
	cairo_fill(d->cr);
}

/* An axis, for those who ask where an instant is on it. */
struct asked_axis {
	const struct snapshot *snapshot;
	struct rect axis;
};

static double asked_x(void *arg, uint64_t icount)
{
	const struct asked_axis *a = arg;

	return time_x(a->snapshot, a->axis, icount);
}

/* The rows of branches, at the panel's bottom. */
static void draw_branches(struct draw *d, const struct snapshot *s, const struct view *view, struct rect axis,
                          double height)
{
	struct asked_axis asked = {s, axis};
	double y = axis.y + axis.h;

	panel_branches(d, view, (struct rect){axis.x - LABEL, y, LABEL - 10, height},
	               (struct rect){axis.x, y, axis.w, height}, asked_x, &asked);
}

void panel_time(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	double branches = panel_branches_height(view);
	struct rect axis = time_axis((struct rect){r.x, r.y, r.w, r.h - branches}),
		    lanes = {axis.x, axis.y + 6, axis.w, axis.h - TICKS - 6};

	panel_begin(d, PANEL_TIME, r, "Time", "not to scale: events are spread out · drag to move");
	target_axis(d, s, axis);
	if (s->nlanes == 0) {
		panel_empty(d, axis, "no process yet");
		panel_end(d);
		return;
	}
	bool *shown = g_new0(bool, s->nlanes);
	double pitch = fmin(fmax(lanes.h / (double)s->nlanes, LANE_LEAST), LANE_MOST);
	size_t fit = (size_t)(lanes.h / pitch + 0.01);
	bool some = s->nlanes > fit;
	size_t n = choose_lanes(s, some && fit > 1 ? fit - 1 : fit, shown);
	double y = lanes.y, bottom = lanes.y + (double)(n + some) * pitch;

	draw_tick_lines(d, s, axis, lanes.y, bottom);
	for (size_t i = 0; i < s->nlanes; i++)
		if (shown[i]) {
			draw_lane(d, s, view, &s->lanes[i], axis, y, pitch);
			y += pitch;
		}
	if (some)
		draw_text(d, (struct rect){axis.x - LABEL, y, LABEL - 10, pitch}, ALIGN_LEFT, TYPE_NOTE, SECONDARY,
		          "and %zu more", s->nlanes - n);
	g_free(shown);
	draw_tick_names(d, s, view, axis, bottom);
	draw_marks(d, s, view, axis, lanes.y, bottom);
	draw_playhead(d, time_x(s, axis, s->icount), lanes.y, bottom);
	if (branches > 0)
		draw_branches(d, s, view, axis, branches);
	panel_end(d);
}
