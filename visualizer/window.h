/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The window: shows scenes of a run and turns keys and clicks into moves. The only file with SDL. */
#ifndef VISUALIZER_WINDOW_H
#define VISUALIZER_WINDOW_H

#include "act_split.h"
#include "live.h"
#include "scene.h"

/* Runs until the user closes it; the run is recorded on meanwhile. Starts at the mark, as large as the view says
 * (0: 1600 x 900), with the companion, which is taken over (NULL: none), beside it. Returns 0, or 2 and a line in
 * error. */
int window_run(struct live *, const struct timeline_mark *start, const struct view *, const struct companion *,
               char *error);

#endif
