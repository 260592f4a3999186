/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A picture of a snapshot in memory, with the texts that were drawn, for tests. Included after cmocka. */
#ifndef TESTS_VISUAL_SHOT_H
#define TESTS_VISUAL_SHOT_H

#include <stddef.h>
#include <stdint.h>

#include "visualizer/panel.h"
#include "visualizer/scene.h"

struct shot {
	cairo_surface_t *surface; /* NULL as long as nobody has asked for pixels */
	struct draw_log log;
	const struct snapshot *snapshot; /* not owned */
	struct view view;
};

/* Where what is drawn is known by its log alone: most of the time of a picture goes into its pixels. As a window, an
 * image; the caller destroys it. */
cairo_t *nowhere(void);

/* Sizes that people have, in pixels. */
enum { SHOT_SIZES = 6 };
struct shot_size {
	double w, h;
};
extern const struct shot_size shot_sizes[SHOT_SIZES];

struct view view_of(double w, double h, enum theme);

/* Draws; the test fails if Cairo does. */
struct shot shoot(const struct snapshot *, struct view);
void drop(struct shot *);

/* Every text lies inside its panel and beside all others; what lies over the picture is held against itself alone. The
 * test fails if not, and tells it by that name. */
void check_layout(const struct snapshot *, struct view, const char *name);
/* The same of a picture of such a size that was drawn. */
void check_log(const struct draw_log *, double width, double height, const char *name);

/* The first text drawn in a panel that has this part; NULL if none has. */
const struct drawn_text *find(const struct shot *, enum panel, const char *part);

/* Pixels for a unit of the layout, and a rectangle of the layout in pixels. */
double scale_of(const struct shot *);
struct rect pixels(const struct shot *, struct rect);

/* 0xRRGGBB of a role's colour, and how many pixels of exactly that colour are inside a rectangle, given in pixels. */
uint32_t role_pixel(enum theme, enum colour);
size_t count_pixels(struct shot *, struct rect, uint32_t colour);

#endif
