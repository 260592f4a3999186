/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scale of Time. See time_scale.h. */
#include "time_scale.h"

#include <glib.h>
#include <math.h>

#include "base/search.h"

#define EVEN 0.8  /* part of the axis that is shared out evenly among the events */
#define LEAST 8   /* instructions that are shown at least */
#define BESIDE 6  /* units beyond its ends where the axis can be touched, too */
#define FAR 40000 /* units: coordinates that are further away are of no use to Cairo */

/* The instant of knot i of the scale: the ends of the run and the ticks between them. */
static uint64_t knot(const struct snapshot *s, size_t i)
{
	uint64_t t = i == 0 ? 0 : i > s->nticks ? s->end : s->ticks[i - 1].icount;

	return t < s->end ? t : s->end;
}

static double knot_part(const struct snapshot *s, size_t i)
{
	double even = (double)i / (double)(s->nticks + 1);
	double linear = s->end ? (double)knot(s, i) / (double)s->end : even;

	return EVEN * even + (1 - EVEN) * linear;
}

double time_part(const struct snapshot *s, uint64_t t)
{
	struct search in = search_among(s->nticks + 1);
	uint64_t from, to;
	size_t i;

	if (t >= s->end)
		return 1;
	while (search_goes_on(&in))
		search_tell(&in, knot(s, in.at) <= t);
	i = in.found - 1; /* the first knot is at 0 */
	from = knot(s, i);
	to = knot(s, i + 1);
	return knot_part(s, i) +
	       (to > from ? (double)(t - from) / (double)(to - from) : 0) * (knot_part(s, i + 1) - knot_part(s, i));
}

static uint64_t time_instant(const struct snapshot *s, double part)
{
	struct search in = search_among(s->nticks + 1);
	double from, to;
	uint64_t at;
	size_t i;

	if (part >= 1)
		return s->end;
	if (part <= 0)
		return 0;
	while (search_goes_on(&in))
		search_tell(&in, knot_part(s, in.at) <= part);
	i = in.found ? in.found - 1 : 0;
	from = knot_part(s, i);
	to = knot_part(s, i + 1);
	at = knot(s, i);
	return to > from ? at + (uint64_t)llround((part - from) / (to - from) * (double)(knot(s, i + 1) - at)) : at;
}

static struct time_window within(double from, double width)
{
	width = fmin(width, 1);
	from = fmin(fmax(from, 0), 1 - width);
	return (struct time_window){from, from + width};
}

struct time_window time_zoom(const struct snapshot *s, struct time_window w, double about, double factor)
{
	double width = (w.to - w.from) * factor;
	struct time_window zoomed = within(about - (about - w.from) * factor, width);

	if (factor < 1 && time_instant(s, zoomed.to) - time_instant(s, zoomed.from) < LEAST)
		return w;
	return zoomed;
}

struct time_window time_pan(struct time_window w, double by)
{
	return within(w.from + by, w.to - w.from);
}

struct time_window time_follow(const struct snapshot *s, struct time_window w, uint64_t icount)
{
	double part = time_part(s, icount), width = w.to - w.from;

	if (part >= w.from && part <= w.to)
		return w;
	return within(part - width * (part < w.from ? 0.25 : 0.75), width);
}

static double part_x(const struct time_axis *a, double part)
{
	double x = (part - a->window.from) / (a->window.to - a->window.from) * a->r.w;

	return a->r.x + fmin(fmax(x, -FAR), FAR);
}

double time_x(const struct time_axis *a, uint64_t icount)
{
	return part_x(a, time_part(a->s, icount));
}

uint64_t time_at(const struct time_axis *a, double x)
{
	double part = a->window.from + (x - a->r.x) / a->r.w * (a->window.to - a->window.from);

	return time_instant(a->s, part);
}

uint64_t time_first(const struct time_axis *a)
{
	return time_instant(a->s, a->window.from);
}

uint64_t time_last(const struct time_axis *a)
{
	return time_instant(a->s, a->window.to);
}

uint64_t time_told(const struct time_axis *a)
{
	uint64_t last = time_last(a);

	return a->covers && a->s->icount < last ? a->s->icount : last;
}

void time_target(struct draw *d, const struct time_axis *a)
{
	const struct snapshot *s = a->s;
	struct draw_knot *knots = g_new(struct draw_knot, s->nticks + 4);
	uint64_t first = time_first(a), last = time_last(a);
	size_t n = 0;

	knots[n++] = (struct draw_knot){a->r.x, first};
	for (size_t i = 1; i <= s->nticks; i++) {
		uint64_t at = knot(s, i);

		if (at >= first && at >= knots[n - 1].value && at <= last && part_x(a, knot_part(s, i)) > a->r.x)
			knots[n++] = (struct draw_knot){part_x(a, knot_part(s, i)), at};
	}
	knots[n++] = (struct draw_knot){a->r.x + a->r.w, last};
	draw_target_axis(d, rect_inset(a->r, -BESIDE, 0), thing_named(THING_TIME, ""), knots, n);
	g_free(knots);
}
