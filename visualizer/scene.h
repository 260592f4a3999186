/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The picture: a pure function of a snapshot and a view. Draws with Cairo and Pango on any surface. */
#ifndef VISUALIZER_SCENE_H
#define VISUALIZER_SCENE_H

#include <cairo.h>

#include "analysis/snapshot.h"
#include "draw.h"
#include "view.h"

void scene_draw(cairo_t *, const struct snapshot *, const struct view *);

/* The same with a log of its texts and of what its regions are about. */
void scene_record(cairo_t *, const struct snapshot *, const struct view *, struct draw_log *);

/* Draws one panel of a snapshot: for pictures of more than one. */
void scene_panel(struct draw *, enum panel, const struct snapshot *, const struct view *, struct rect);

/* What lies at (x, y), in pixels, of the picture that the log is of: the uppermost thing, or the next one beneath
 * another, which was found there. NULL for none. */
const struct drawn_target *scene_hit(const struct draw_log *, double x, double y, const struct drawn_target *above);

/* Every text that scene_draw shows, one per line, panel by panel: for tests and people who cannot see it.
 * The caller frees it. */
char *scene_text(const struct snapshot *, const struct view *);

#endif
