/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture of two runs beside each other: a head for each with its system, what that does, and how it ends; the
 * panels of both; between them a gutter where what differs is marked; and one axis of time for both, on which what both
 * do stands below each other.
 */
#ifndef VISUALIZER_SPLIT_H
#define VISUALIZER_SPLIT_H

#include "analysis/contrast.h"
#include "draw.h"
#include "view.h"

/* Two runs at two instants that correspond. [0] and [1] are those of the contrast. */
struct beside {
	const struct snapshot *snapshot[2];
	const struct contrast *contrast;
	int left;            /* which of them stands at the left */
	const char *name[2]; /* of a run and its branch; NULL: their systems tell them apart */
	const char *call[2]; /* or, on the same system, that one has vfork where the other one has fork; else NULL */
};

/* Draws all of the picture but what lies over it: width and height are those of the layout, in its units. The draw must
 * have a log. */
void split_draw(struct draw *, const struct view *, double width, double height);

/* For split.c. The most height that its axis of time can make use of. */
void split_time(struct draw *, const struct beside *, struct rect);
double split_time_most(const struct beside *);

#endif
