/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The scale of Time. It is not even: between two notable events there is some room whatever the time between them, or a
 * loan would be one pixel of the run. A place on the whole scale is a part, from 0 (the run's beginning) to 1 (its
 * end); what is shown of it is a window.
 */
#ifndef VISUALIZER_TIME_SCALE_H
#define VISUALIZER_TIME_SCALE_H

#include "analysis/snapshot.h"
#include "draw.h"

double time_part(const struct snapshot *, uint64_t icount);

/* The parts that are shown. All of the run: 0, 1. */
struct time_window {
	double from, to;
};

/* Shows less (factor < 1) or more of the run, with the place `about` where it is on the screen. Not less than some
 * instructions. */
struct time_window time_zoom(const struct snapshot *, struct time_window, double about, double factor);
/* Moves it, as far as the run goes. */
struct time_window time_pan(struct time_window, double by);
/* Moves it as little as needed so that an instant is well inside. */
struct time_window time_follow(const struct snapshot *, struct time_window, uint64_t icount);

/* The scale as it is drawn. */
struct time_axis {
	const struct snapshot *s;
	struct rect r;
	struct time_window window;
	bool covers; /* a lesson asks for what comes: it is not told what happens later */
};
double time_x(const struct time_axis *, uint64_t icount); /* left or right of r, but not far, if it is not shown */
uint64_t time_at(const struct time_axis *, double x);     /* the instant there */
uint64_t time_first(const struct time_axis *);            /* the first and the last instant that are shown */
uint64_t time_last(const struct time_axis *);
uint64_t time_told(const struct time_axis *); /* the last one of which it is told what happens */

/* The region of the axis, which stands for an instant at each of its places. */
void time_target(struct draw *, const struct time_axis *);

#endif
