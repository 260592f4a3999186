/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time: what happened over the whole run or the part of it that is shown, lane by lane, and where in it the picture
 * is. */
#include <glib.h>
#include <math.h>
#include <stdio.h>

#include "analysis/event_meaning.h"
#include "analysis/lending.h"
#include "base/search.h"
#include "base/language.h"
#include "panel.h"
#include "panel_lanes.h"

#define MARKS 11.0  /* above the lanes: brackets of loans, hits, bookmarks */
#define TICKS 20.0  /* row of event names */
#define ALONE 400.0 /* a panel as high as that has all the room, also for what the signs mean: */
#define LEGEND 20.0
#define LEGEND_GAP 12.0
#define TABS 190.0 /* what title and tabs take of the head, with their margins */
#define LANE_MOST 34.0
#define LANE_LEAST 15.0
#define ROW 15.5     /* a lane that is none of a process */
#define CROWDED 14.0 /* units between events, on average, that keep the lines apart */
enum { WEIGHT_PRESENT = EVENT_WEIGHT_MAX + 1, NAMES_MAX = 64 };

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

/* The ticks that are shown: the first, and the first behind them. */
static void ticks_shown(const struct time_axis *a, size_t *from, size_t *to)
{
	uint64_t first = time_first(a), last = time_told(a);
	struct search in = search_among(a->s->nticks), on = in;

	while (search_goes_on(&in))
		search_tell(&in, a->s->ticks[in.at].icount < first);
	while (search_goes_on(&on))
		search_tell(&on, a->s->ticks[on.at].icount <= last);
	*from = in.found;
	*to = on.found;
}

/* Lines through the lanes, behind them; where events are many only the weighty ones go all the way. */
static void draw_tick_lines(struct draw *d, const struct time_axis *a, double top, double bottom)
{
	double drawn[2] = {a->r.x - 2, a->r.x - 2};
	size_t from, to;
	bool crowded;

	ticks_shown(a, &from, &to);
	crowded = (double)(to - from) * CROWDED > a->r.w;
	for (size_t i = from; i < to; i++) {
		double x = time_x(a, a->s->ticks[i].icount);
		const struct event_meaning *meaning = event_meaning(a->s->ticks[i].kind);
		bool whole = meaning->weight > (crowded ? 6 : 1);

		if (x < drawn[whole] + (crowded ? 2 : 0.5))
			continue;
		drawn[whole] = x;
		if (whole)
			draw_line(d, x, top, x, bottom, meaning->hazard ? DAMAGE : SECONDARY, 1, true);
		else
			draw_line(d, x, bottom - 4, x, bottom, GHOST, 1, false);
	}
}

struct taken {
	double from[NAMES_MAX], to[NAMES_MAX];
	size_t n;
};

static bool vacant(const struct taken *t, double from, double to)
{
	for (size_t i = 0; i < t->n; i++)
		if (to + 8 >= t->from[i] && from <= t->to[i] + 8)
			return false;
	return true;
}

/* Names below the lanes: the present event's, then the weightiest, the others where room is left. */
static void draw_tick_names(struct draw *d, const struct time_axis *a, const struct view *view, double y)
{
	const struct snapshot *s = a->s;
	double widths[EV_ALL] = {0};
	struct taken taken = {.n = 0};
	size_t from, to;

	ticks_shown(a, &from, &to);
	for (int wanted = WEIGHT_PRESENT; wanted > 0; wanted--)
		for (size_t i = from; i < to && taken.n < NAMES_MAX; i++) {
			const struct snap_tick *t = &s->ticks[i];
			bool present = t->seq == s->event_seq;
			const struct event_meaning *meaning = event_meaning(t->kind);
			const char *name = event_name(t->kind);
			double x = time_x(a, t->icount) - 3;

			if ((present ? WEIGHT_PRESENT : meaning->weight) != wanted || !vacant(&taken, x, x))
				continue;
			if (widths[t->kind] == 0)
				widths[t->kind] = draw_width(d, TYPE_CODE_SMALL, name);
			x = fmin(x, a->r.x + a->r.w - widths[t->kind]);
			struct rect at = {x, y, widths[t->kind] + 2, TICKS};
			struct thing thing = thing_number(THING_EVENT, (uint64_t)t->seq, name);

			if (!vacant(&taken, x, x + widths[t->kind]))
				continue;
			taken.from[taken.n] = x;
			taken.to[taken.n++] = x + widths[t->kind];
			panel_marked(d, s, view, rect_inset(at, -3, 1), &thing);
			draw_target(d, at, thing);
			draw_text(d, at, ALIGN_LEFT, TYPE_CODE_SMALL,
			          present           ? INK
			          : meaning->hazard ? DAMAGE
			                            : SECONDARY,
			          "%s", name);
		}
}

/* When the selection was written: flags above the lanes, and lines through them. */
static void draw_mark(struct draw *d, const struct time_axis *a, uint64_t icount, double top, double bottom)
{
	double x = time_x(a, icount);

	if (x < a->r.x - 1 || x > a->r.x + a->r.w + 1)
		return;
	draw_line(d, x, top, x, bottom, SELECT, 1.5, false);
	cairo_move_to(d->cr, x, top - 4);
	cairo_line_to(d->cr, x + 9, top);
	cairo_line_to(d->cr, x, top + 4);
	cairo_close_path(d->cr);
	draw_colour(d, SELECT, 1);
	cairo_fill(d->cr);
}

static void draw_marks(struct draw *d, const struct time_axis *a, const struct view *view, double top, double bottom)
{
	if (view->selection.kind && view->written.pc)
		draw_mark(d, a, view->written.icount, top, bottom);
	for (size_t i = 0; i < view->nmarks; i++)
		draw_mark(d, a, view->marks[i], top, bottom);
}

static void draw_playhead(struct draw *d, const struct time_axis *a, double top, double bottom)
{
	double x = time_x(a, a->s->icount);

	if (x < a->r.x - 1 || x > a->r.x + a->r.w + 1)
		return;
	draw_line(d, x, top, x, bottom, INK, 2, false);
	cairo_move_to(d->cr, x - 6, top - 2); /* no higher: the panel's note is there */
	cairo_line_to(d->cr, x + 6, top - 2);
	cairo_line_to(d->cr, x, top + 7);
	cairo_close_path(d->cr);
	draw_colour(d, INK, 1);
	cairo_fill(d->cr);
}

/* Which rows there are besides those of processes, if there is room. */
struct rows {
	bool syscalls, hazards;
	double h; /* of them all */
};

static struct rows choose_rows(const struct snapshot *s, double room)
{
	struct rows r = {s->nsyscalls > 0, s->nloans > 0 || s->nhazards > 0, 0};
	double least = fmin((double)s->nlanes, 2) * LANE_LEAST;

	for (;;) {
		r.h = (double)(r.syscalls + r.hazards) * ROW;
		if (r.h + least <= room)
			return r;
		if (r.syscalls)
			r.syscalls = false;
		else if (r.hazards)
			r.hazards = false;
		else
			return r;
	}
}

/* The process lanes; returns where they end. */
static double draw_processes(struct draw *d, const struct time_axis *a, const struct view *view, double top,
                             double room)
{
	const struct snapshot *s = a->s;
	bool *shown = g_new0(bool, s->nlanes);
	double pitch = fmin(fmax(room / (double)s->nlanes, LANE_LEAST), LANE_MOST), y = top;
	size_t fit = (size_t)(room / pitch + 0.01);
	bool some = s->nlanes > fit || s->lanes_left > 0;
	size_t parties = 0, n, first;

	for (size_t i = 0; i < s->nlanes; i++)
		parties += panel_is_party(s->lanes[i].role);
	/* those of the loan before all others together */
	some &= fit > parties || parties > fit + 1;
	bool told = some && fit > 1;
	fit -= told;
	/* the wheel is the axis': it scrolls over the names; and who scrolls wants them in their order */
	first = panel_rows(d, view, PANEL_TIME, (struct rect){a->r.x, top, a->r.w, room}, s->nlanes, fit, 0);
	if (view->panel[PANEL_TIME].scroll == 0)
		n = choose_lanes(s, fit, shown);
	else
		for (n = 0; n < fit && first + n < s->nlanes; n++)
			shown[first + n] = true;

	for (size_t i = 0; i < s->nlanes; i++)
		y += shown[i] ? pitch : 0;
	draw_tick_lines(d, a, top, y + (told ? pitch : 0));
	y = top;
	for (size_t i = 0; i < s->nlanes; i++)
		if (shown[i]) {
			lane_process(d, a, view, &s->lanes[i], y, pitch);
			y += pitch;
		}
	if (told) {
		lane_others(d, a, shown, s->lanes_left, y, pitch);
		y += pitch;
	}
	g_free(shown);
	return y;
}

/* Where an instant is, or the end of the axis on that side. */
static double shown_x(void *arg, uint64_t icount)
{
	const struct time_axis *a = arg;

	return fmin(fmax(time_x(a, icount), a->r.x), a->r.x + a->r.w);
}

void panel_time(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	static const struct time_view nothing = {.window = {0, 1}};
	const struct time_view *t = view->time ? view->time : &nothing;
	double branches = panel_branches_height(view);
	struct time_axis a = {s,
	                      {r.x + PANEL_PAD + LANE_LABEL, r.y + PANEL_HEAD - 6, r.w - 2 * PANEL_PAD - LANE_LABEL - 8,
	                       r.h - PANEL_HEAD - 2 - branches},
	                      t->window,
	                      view->covers};
	char note[120] = N_("not to scale · wheel: zoom · drag: move"), from[32], to[32];
	double top = a.r.y + MARKS, room = a.r.h - MARKS - TICKS, y;

	if (t->window.to - t->window.from < 1)
		snprintf(note, sizeof note, tr("@%s to @%s · Shift Z: more"), draw_number(from, time_first(&a)),
		         draw_number(to, time_last(&a)));
	if (panel_branches_left_out(view))
		snprintf(note, sizeof note, tr("%zu more branches · 9: all"), panel_branches_left_out(view));
	if (t->found)
		snprintf(note, sizeof note, tr("♦ %s · F3: next · Esc: none"), t->found);
	/* alone, Time has a legend below it; else it stands beside the title, before how the mouse is used */
	bool alone = r.h >= ALONE && branches <= 0;
	if (!alone && !t->found && t->window.to - t->window.from >= 1 && !panel_branches_left_out(view) &&
	    lane_legend_brief_width(d) + draw_width(d, TYPE_NOTE, tr(note)) + TABS > r.w)
		snprintf(note, sizeof note, "%s", tr("not to scale"));
	panel_begin(d, PANEL_TIME, r, "Time", note);
	if (!alone)
		lane_legend_brief(d, d->head);
	time_target(d, &a);
	if (s->nlanes == 0) {
		panel_empty(d, a.r, "no process yet");
		panel_end(d);
		return;
	}
	if (branches > 0)
		panel_branches(d, view, (struct rect){a.r.x - LANE_LABEL, a.r.y + a.r.h, LANE_LABEL - 10, branches},
		               (struct rect){a.r.x, a.r.y + a.r.h, a.r.w, branches}, shown_x, &a);
	struct rows rows = choose_rows(s, room);

	y = draw_processes(d, &a, view, top, room - rows.h);
	if (rows.syscalls) {
		lane_syscalls(d, &a, y, ROW);
		y += ROW;
	}
	if (rows.hazards) {
		lane_hazards(d, &a, view, y, ROW);
		y += ROW;
	}
	lane_loans(d, &a, a.r.y, MARKS);
	lane_marks(d, &a, t, a.r.y, MARKS);
	draw_tick_names(d, &a, view, y);
	draw_marks(d, &a, view, top, y);
	draw_playhead(d, &a, top, y);
	y += TICKS + LEGEND_GAP;
	if (alone && y + LEGEND <= a.r.y + a.r.h)
		lane_legend(d, (struct rect){a.r.x, a.r.y + a.r.h - LEGEND, a.r.w, LEGEND});
	panel_end(d);
}
