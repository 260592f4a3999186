/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The picture: a pure function of a snapshot and a view. Draws with Cairo and Pango on any surface. */
#ifndef VISUALIZER_SCENE_H
#define VISUALIZER_SCENE_H

#include <cairo.h>
#include <stdbool.h>

#include "../emu/snapshot.h"

enum theme { THEME_LIGHT, THEME_DARK, THEME_CONTRAST, THEME_COUNT };

/* What the viewer chose; never changes the data. */
struct view {
	enum theme theme;
	bool help;            /* key overlay */
	bool disassembly;     /* the source panel shows machine instructions */
	double width, height; /* in pixels; the scene is laid out for them */
	const char *message;  /* short line for the viewer (e.g. "end of the run"), or NULL */
};

/* What lies under a point of the picture drawn last. */
enum target { TARGET_NONE, TARGET_FIRST, TARGET_BACK, TARGET_FORWARD, TARGET_LAST, TARGET_TIME };

void scene_draw(cairo_t *, const struct snapshot *, const struct view *);

/* Target at (x, y) of a picture of that size; for TARGET_TIME *icount is the instant there. */
enum target scene_hit(const struct snapshot *, const struct view *, double x, double y, uint64_t *icount);

/* Every text that scene_draw shows, one per line, panel by panel: for tests and people who cannot see it.
 * The caller frees it. */
char *scene_text(const struct snapshot *, const struct view *);

#endif
