/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the parts of the picture are: a pure function of what the user chose. Large pictures have larger letters, but
 * less so than they have more rows; where there is no room for all panels side by side, several share a place, and tabs
 * open them.
 */
#ifndef VISUALIZER_LAYOUT_H
#define VISUALIZER_LAYOUT_H

#include "draw.h"
#include "view.h"

enum {
	LAYOUT_TABS = 10,
	LAYOUT_PLACES = 12,
	LAYOUT_BRANCHES = 5, /* rows for branches that Time has beside other panels */
	LAYOUT_BRANCH = 15,  /* the height of one, in units */
};

/* A place, and the panels that share it. */
struct place {
	struct rect rect;
	enum panel panels[LAYOUT_TABS];
	size_t count;
	enum panel open; /* the one of them that is shown */
};

struct layout {
	double scale;         /* pixels per unit */
	double width, height; /* in units */
	double beside_w;      /* of the width, what two runs beside each other have: without the lesson */
	struct place places[LAYOUT_PLACES];
	size_t nplaces;
};

/* A place for these panels: the one that was opened last is shown, at first the first. */
void layout_put(struct layout *, const struct view *, struct rect, const enum panel *, size_t count);

struct layout layout_for(const struct view *);

/* The place that a panel is in, shown or behind a tab; NULL if it is in none. */
const struct place *layout_place(const struct layout *, enum panel);

#endif
