/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lanes of Time: each draws one row at the axis, and its label at the left of it. */
#ifndef VISUALIZER_PANEL_LANES_H
#define VISUALIZER_PANEL_LANES_H

#include "time_view.h"
#include "view.h"

enum { LANE_LABEL = 128 /* units for the labels */ };

/* What a process did, with its name. */
void lane_process(struct draw *, const struct time_axis *, const struct view *, const struct snap_lane *, double y,
                  double h);
/* What all those did that have no lane of their own: when one of them ran. `shown` tells which have one. */
void lane_others(struct draw *, const struct time_axis *, const bool *shown, size_t left, double y, double h);
/* System calls, whose process's colour they have. */
void lane_syscalls(struct draw *, const struct time_axis *, double y, double h);
/* Hazards: flags with their names. */
void lane_hazards(struct draw *, const struct time_axis *, const struct view *, double y, double h);
/* Above the lanes: brackets over loans; hits; bookmarks. They are all between y and y + h. */
void lane_loans(struct draw *, const struct time_axis *, double y, double h);
void lane_marks(struct draw *, const struct time_axis *, const struct time_view *, double y, double h);
/* What the signs of the lanes mean, in one line. */
void lane_legend(struct draw *, struct rect);
/* The same in short words, in a line that has no room for more: at its right end, if there is room for all of it. */
void lane_legend_brief(struct draw *, struct rect);
double lane_legend_brief_width(struct draw *);

#endif
