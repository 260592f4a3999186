/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One axis of time for two runs. What both do stands at the same place, whenever it was; so each has its own scale, and
 * none is even. A touch is an instant of the run that leads. */
#include <glib.h>
#include <math.h>

#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "base/language.h"
#include "base/search.h"
#include "panel.h"
#include "split.h"

#define SYSTEM 104.0
#define LABEL 112.0
#define TICKS 18.0
#define LANE_MOST 28.0
#define LANE_LEAST 15.0
#define EVEN 0.7 /* part of the axis that is shared out evenly among the events */

enum { LANES = 4 /* of a run, at most */ };

/* Where each knot is. A stretch from one event to the next is by a part as wide as all of them, by a part as long as it
 * takes. */
static double *lay_out(const struct contrast *c, struct rect axis)
{
	double *x = g_new0(double, c->nknots + 1), sum = 0;
	size_t last = 0, n = 0;

	for (size_t i = 1; i < c->nknots; i++)
		n += c->knots[i].kind != KNOT_STEP;
	for (size_t i = 1; i < c->nknots; i++) {
		double part = 0, w;

		if (c->knots[i].kind == KNOT_STEP)
			continue;
		for (int run = 0; run < 2; run++)
			part += (double)(c->knots[i].icount[run] - c->knots[last].icount[run]) /
			        (double)(c->knots[c->nknots - 1].icount[run] - c->knots[0].icount[run]) / 2;
		w = axis.w * (EVEN / (double)n + (1 - EVEN) * part);
		for (size_t k = last + 1; k <= i; k++) {
			double inside = 0;

			for (int run = 0; run < 2; run++)
				inside += (double)(c->knots[k].icount[run] - c->knots[last].icount[run]) /
				          (double)(c->knots[i].icount[run] - c->knots[last].icount[run]) / 2;
			x[k] = axis.x + sum + w * inside;
		}
		sum += w;
		last = i;
	}
	x[0] = axis.x;
	return x;
}

static double time_x(const struct contrast *c, const double *xs, int run, uint64_t t)
{
	struct search in = search_among(c->nknots);
	double x;
	uint64_t from, to;

	while (search_goes_on(&in))
		search_tell(&in, c->knots[in.at].icount[run] <= t);
	if (in.found == 0)
		return xs[0];
	if (in.found == c->nknots)
		return xs[c->nknots - 1];
	from = c->knots[in.found - 1].icount[run];
	to = c->knots[in.found].icount[run];
	x = xs[in.found - 1];
	return x + (xs[in.found] - x) * (double)(t - from) / (double)(to - from);
}

/* The lanes worth showing: of the loan's processes, or of the program's. */
static size_t choose_lanes(const struct snapshot *s, uint64_t beginning, size_t most, size_t chosen[LANES])
{
	size_t n = 0;

	for (int party = 1; party >= 0; party--)
		for (size_t i = 0; i < s->nlanes && n < most; i++) {
			const struct snap_lane *lane = &s->lanes[i];

			if (panel_is_party(lane->role) == party && lane->pid > 1 && lane->nspans &&
			    lane->spans[lane->nspans - 1].to > beginning)
				chosen[n++] = i;
		}
	return n;
}

double split_time_most(const struct beside *b)
{
	size_t chosen[LANES], all = 0;

	for (int run = 0; run < 2; run++)
		all += choose_lanes(b->snapshot[run], b->contrast->knots[0].icount[run], LANES, chosen);
	return PANEL_HEAD + LANE_MOST * (double)all + TICKS + 32;
}

static void draw_lane(struct draw *d, const struct beside *b, const double *xs, int run, const struct snap_lane *lane,
                      struct rect axis, double y, double h)
{
	const struct contrast *c = b->contrast;
	const struct contrast_side *side = &c->side[run];
	enum role role = lane->role == ROLE_NONE ? ROLE_OTHER : lane->role;
	double end = axis.x;

	draw_text(d, (struct rect){axis.x - LABEL, y, LABEL - 8, h}, ALIGN_LEFT, TYPE_STRONG, role_colour(role),
	          "pid %u %s", lane->pid, panel_is_party(role) ? tr(snapshot_role_name(role)) : lane->name);
	for (size_t i = 0; i < lane->nspans; i++) {
		const struct snap_span *span = &lane->spans[i];
		double x0 = time_x(c, xs, run, span->from), x1 = time_x(c, xs, run, span->to);

		if (span->to <= c->knots[0].icount[run])
			continue;
		panel_span(d, (struct rect){x0, y + h * 0.14, x1 - x0, h * 0.72}, span->state, role,
		           time_x(c, xs, run, b->snapshot[run]->icount));
		if (span->state != LANE_ZOMBIE)
			end = x1;
	}
	if (lane->pid != side->pid || !*side->will)
		return;
	bool other_harm = c->side[!run].harm;
	enum colour colour = side->harm ? DAMAGE : other_harm ? OTHER : SECONDARY;
	if (side->harm) {
		double m = y + h / 2, a = h * 0.3;

		draw_line(d, end - a, m - a, end + a, m + a, colour, 3, false);
		draw_line(d, end - a, m + a, end + a, m - a, colour, 3, false);
	}
	draw_text(d, (struct rect){axis.x + axis.w + 10, y, d->part_rect.x + d->part_rect.w - axis.x - axis.w - 18, h},
	          ALIGN_LEFT, TYPE_LABEL, colour, "%s", side->will);
}

static void draw_names(struct draw *d, const struct contrast *c, const double *xs, struct rect axis, double y)
{
	double taken = axis.x - 40;

	for (size_t i = 0; i < c->nknots; i++) {
		const char *name = c->knots[i].kind >= KNOT_STEP ? "" : event_name(c->knots[i].kind);
		double w = draw_width(d, TYPE_CODE_SMALL, name), x = xs[i] - w / 2;

		if (!*name || x < taken + 10 || x < axis.x - 30 || x + w > axis.x + axis.w + 30)
			continue;
		draw_text(d, (struct rect){x, y, w + 2, TICKS}, ALIGN_LEFT, TYPE_CODE_SMALL, SECONDARY, "%s", name);
		taken = x + w;
	}
}

static void draw_playhead(struct draw *d, double x, double top, double bottom, bool tip)
{
	draw_line(d, x, top, x, bottom, INK, 2, false);
	if (!tip)
		return;
	cairo_move_to(d->cr, x - 6, top - 2);
	cairo_line_to(d->cr, x + 6, top - 2);
	cairo_line_to(d->cr, x, top + 7);
	cairo_close_path(d->cr);
	draw_colour(d, INK, 1);
	cairo_fill(d->cr);
}

static void target_axis(struct draw *d, const struct beside *b, const double *xs, struct rect axis)
{
	const struct contrast *c = b->contrast;
	struct draw_knot *knots = g_new(struct draw_knot, c->nknots);

	for (size_t i = 0; i < c->nknots; i++)
		knots[i] = (struct draw_knot){xs[i], c->knots[i].icount[c->lead]};
	draw_target_axis(d, rect_inset(axis, -6, 0), thing_named(THING_TIME, ""), knots, c->nknots);
	g_free(knots);
}

void split_time(struct draw *d, const struct beside *b, struct rect r)
{
	const struct contrast *c = b->contrast;
	struct rect in =
		panel_begin(d, PANEL_TIME, r, "Time", N_("both runs by the program's own steps, not by instructions"));
	double wills[2] = {draw_width(d, TYPE_LABEL, c->side[0].will), draw_width(d, TYPE_LABEL, c->side[1].will)};
	double ending = fmin(fmax(wills[0], wills[1]), in.w * 0.25) + 14;
	struct rect axis = {in.x + SYSTEM + LABEL, in.y - 2, in.w - SYSTEM - LABEL - ending, in.h + 8};
	double lanes_h = axis.h - TICKS - 6, y = axis.y + 4;
	size_t most = (size_t)fmax(1, fmin(LANES, floor((lanes_h - 6) / 2 / LANE_LEAST)));
	size_t chosen[2][LANES], n[2], all = 0;
	double *xs = lay_out(c, axis);

	for (int i = 0; i < 2; i++) {
		int run = i ? !b->left : b->left;

		n[i] = choose_lanes(b->snapshot[run], c->knots[0].icount[run], most, chosen[i]);
		all += n[i] ? n[i] : 1;
	}
	double pitch = fmin((lanes_h - 6) / (double)all, LANE_MOST), bottom = axis.y + 4 + pitch * (double)all + 6;

	target_axis(d, b, xs, axis);
	for (size_t i = 0; i < c->nknots; i++) {
		if (c->knots[i].kind != KNOT_STEP)
			draw_line(d, xs[i], y, xs[i], bottom, RULE, 1, true);
	}
	for (int i = 0; i < 2; i++) {
		int run = i ? !b->left : b->left;
		double begin = y, h = pitch * (double)(n[i] ? n[i] : 1);

		draw_text(d, (struct rect){in.x, y, SYSTEM - 8, h}, ALIGN_LEFT, TYPE_TITLE, INK, "%s",
		          b->name[run]   ? b->name[run]
		          : b->call[run] ? b->call[run]
		                         : b->snapshot[run]->system);
		for (size_t k = 0; k < n[i]; k++, y += pitch)
			draw_lane(d, b, xs, run, &b->snapshot[run]->lanes[chosen[i][k]], axis, y, pitch);
		if (!n[i])
			y += pitch;
		draw_playhead(d, time_x(c, xs, run, b->snapshot[run]->icount), begin, begin + h, i == 0);
		y += i ? 0 : 6;
	}
	draw_names(d, c, xs, axis, bottom);
	g_free(xs);
	panel_end(d);
}
