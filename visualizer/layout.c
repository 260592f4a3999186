/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The places of the panels. */
#include "layout.h"

#include <math.h>
#include <string.h>

/* Letters have their size at 1600 x 900. In larger pictures they grow, but only by a part of what there is more; in
 * smaller ones they shrink down to SMALLEST, and then panels share places. */
#define FULL_WIDTH 1600.0
#define FULL_HEIGHT 900.0
#define GROWTH 0.6
#define LEAST_WIDTH 1200.0 /* units for three columns ... */
#define LEAST_HEIGHT 720.0
#define SMALL_SCALE 0.9 /* ... for which letters may become smaller than this */
#define SMALLEST 0.8
#define BARE_WIDTH 520.0 /* however large the letters are to be */
#define BARE_HEIGHT 340.0

#define TWO_COLUMNS 720.0
#define TWO_STORIES 640.0 /* height from which two panels stand above each other in a column */
#define TALL 1500.0
#define GAP 12.0
#define HEADER 48.0
#define CAPTION 84.0
#define CAPTION_LOW 70.0
#define WATCHES 34.0
#define LESSON 0.25 /* of the width, for a lesson beside the picture */
#define LESSON_PRESENTED 0.34
#define CHOICES_HIGH 360.0 /* the explorer with a row for each choice */
#define SOURCE_LEAST 104.0
#define CONSOLE 588.0 /* 80 columns of the smaller letters */

static double clamp(double v, double low, double high)
{
	return fmin(fmax(v, low), high);
}

void layout_put(struct layout *l, const struct view *view, struct rect r, const enum panel *panels, size_t count)
{
	struct place *p = &l->places[l->nplaces++];

	*p = (struct place){.rect = r, .count = count, .open = panels[0]};
	memcpy(p->panels, panels, count * sizeof *panels);
	for (size_t i = 1; i < count; i++)
		if (view->panel[panels[i]].opened > view->panel[p->open].opened)
			p->open = panels[i];
}

/* The same; the explorer is beside the registers. */
static void place(struct layout *l, struct rect r, const enum panel *panels, size_t count, const struct view *view)
{
	enum panel all[LAYOUT_TABS];
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		all[n++] = panels[i];
		if (panels[i] == PANEL_REGISTERS && view->explore.open)
			all[n++] = PANEL_EXPLORE;
	}
	layout_put(l, view, r, all, n);
}

#define PLACE(l, view, rect, ...)                                                                                      \
	place(l, rect, (const enum panel[]){__VA_ARGS__},                                                              \
	      sizeof((const enum panel[]){__VA_ARGS__}) / sizeof(enum panel), view)

/* Three columns, from top to bottom - GAP, and below them Time and the console. */
static void three_columns(struct layout *l, const struct view *view, double top, double bottom)
{
	double inner = l->width - 2 * GAP, bottom_h = l->height - GAP - bottom, body = bottom - GAP - top;
	double left = clamp(inner * 0.265, 312, 560), right = clamp(inner * 0.335, 424, 720);
	double middle = inner - left - right - 2 * GAP;
	double x1 = GAP + left + GAP, x2 = x1 + middle + GAP;
	double registers = view->explore.open ? clamp(fmin(body * 0.78, body - GAP - 96), 300, 520)
	                                      : clamp(body * 0.46, 150, 420),
	       spaces = clamp(body * 0.4, 218, 330);
	/* The console has a terminal's row, which is wider than the stack but in large pictures. */
	double console = fmax(right, CONSOLE);
	struct rect source = {GAP, top, left, body - registers - GAP};
	struct rect lower = {GAP, top + body - registers, left, registers};
	struct rect above = {x1, top, middle, spaces};
	struct rect below = {x1, top + spaces + GAP, middle, body - spaces - GAP};
	struct rect stack = {x2, top, right, body};

	PLACE(l, view, source, PANEL_SOURCE);
	PLACE(l, view, lower, PANEL_REGISTERS);
	PLACE(l, view, above, PANEL_SPACES);
	if (body >= TALL - 400) {
		/* room for both at once */
		double h = (below.h - GAP) / 2;

		PLACE(l, view, ((struct rect){below.x, below.y, below.w, h}), PANEL_PAGES);
		PLACE(l, view, ((struct rect){below.x, below.y + h + GAP, below.w, h}), PANEL_DATA, PANEL_FILES,
		      PANEL_PROCESS);
	} else {
		PLACE(l, view, below, PANEL_PAGES, PANEL_DATA, PANEL_FILES, PANEL_PROCESS);
	}
	PLACE(l, view, stack, PANEL_STACK);
	PLACE(l, view, ((struct rect){GAP, bottom, inner - GAP - console, bottom_h}), PANEL_TIME);
	PLACE(l, view, ((struct rect){l->width - GAP - console, bottom, console, bottom_h}), PANEL_CONSOLE);
}

/* Two columns, or one; Time and the console share what is below. */
static void few_columns(struct layout *l, const struct view *view, double top, double bottom)
{
	double inner = l->width - 2 * GAP, body = bottom - GAP - top, half = (body - GAP) / 2;
	bool two = l->width >= TWO_COLUMNS, stories = l->height >= TWO_STORIES;
	double w = two ? (inner - GAP) / 2 : inner;
	/* the explorer's choices are to be seen, all of them, and of the source the lines where the processes are; it
	 * needs no more, but what may stand in its place does */
	bool source = view->panel[PANEL_SPACES].opened <= view->panel[PANEL_SOURCE].opened;
	bool choices = two && stories && source && view->explore.open;
	double lower = choices ? fmax(half, fmin(CHOICES_HIGH, body - GAP - SOURCE_LEAST)) : half;
	double upper = body - GAP - lower;
	struct rect left = {GAP, top, w, stories ? upper : body}, right = {GAP + w + GAP, top, w, body};
	struct rect under = {GAP, top + upper + GAP, w, lower};

	if (two && stories) {
		PLACE(l, view, left, PANEL_SOURCE, PANEL_SPACES);
		PLACE(l, view, under, PANEL_REGISTERS, PANEL_PAGES, PANEL_DATA, PANEL_FILES, PANEL_PROCESS);
		PLACE(l, view, right, PANEL_STACK);
	} else if (two) {
		PLACE(l, view, left, PANEL_SOURCE, PANEL_REGISTERS, PANEL_DATA, PANEL_FILES, PANEL_PROCESS);
		PLACE(l, view, right, PANEL_STACK, PANEL_SPACES, PANEL_PAGES);
	} else if (stories) {
		PLACE(l, view, left, PANEL_STACK, PANEL_SPACES, PANEL_PAGES);
		PLACE(l, view, under, PANEL_SOURCE, PANEL_REGISTERS, PANEL_DATA, PANEL_FILES, PANEL_PROCESS);
	} else {
		PLACE(l, view, left, PANEL_STACK, PANEL_SOURCE, PANEL_REGISTERS, PANEL_SPACES, PANEL_PAGES, PANEL_DATA,
		      PANEL_FILES, PANEL_PROCESS);
	}
	PLACE(l, view, ((struct rect){GAP, bottom, inner, l->height - GAP - bottom}), PANEL_TIME, PANEL_CONSOLE);
}

/* One panel in the place of all; Time stays below it. */
static void one_panel(struct layout *l, const struct view *view, double top, double bottom)
{
	double inner = l->width - 2 * GAP;
	bool below = view->maximised == PANEL_TIME || view->maximised == PANEL_CONSOLE;

	PLACE(l, view, ((struct rect){GAP, top, inner, (below ? l->height : bottom) - GAP - top}), view->maximised);
	if (!below)
		PLACE(l, view, ((struct rect){GAP, bottom, inner, l->height - GAP - bottom}), PANEL_TIME,
		      PANEL_CONSOLE);
}

struct layout layout_for(const struct view *view)
{
	double pixels_w = fmax(view->width, 64), pixels_h = fmax(view->height, 36);
	double full = fmin(pixels_w / FULL_WIDTH, pixels_h / FULL_HEIGHT);
	double least = fmin(pixels_w / LEAST_WIDTH, pixels_h / LEAST_HEIGHT);
	double type = view->type_size > 0 ? view->type_size : 1;
	struct layout l = {.scale = full > 1 ? 1 + (full - 1) * GROWTH : fmax(full, fmin(SMALL_SCALE, least))};

	l.scale = fmax(l.scale, SMALLEST) * type;
	l.scale = fmin(l.scale, fmin(pixels_w / BARE_WIDTH, pixels_h / BARE_HEIGHT));
	l.width = pixels_w / l.scale;
	l.height = pixels_h / l.scale;

	double lesson = 0, all = l.width;
	if (view->lesson && l.width >= TWO_COLUMNS) {
		lesson = clamp(all * (view->lesson->presents ? LESSON_PRESENTED : LESSON), 290, 620);
		l.width -= lesson + GAP;
	}
	double inner = l.width - 2 * GAP, caption = l.height < TWO_STORIES ? CAPTION_LOW : CAPTION;
	PLACE(&l, view, ((struct rect){GAP, 0, inner, HEADER}), PANEL_HEADER);
	PLACE(&l, view, ((struct rect){GAP, HEADER, inner, caption}), PANEL_CAPTION);
	double top = HEADER + caption + GAP,
	       bottom_h = clamp(l.height * 0.165, l.height < TWO_STORIES ? 100 : 126, 280);
	if (view->explore.nbranches)
		bottom_h += LAYOUT_BRANCH * fmin((double)view->explore.nbranches, LAYOUT_BRANCHES); /* rows of Time */
	if (view->nwatches) {
		PLACE(&l, view, ((struct rect){GAP, top, inner, WATCHES}), PANEL_WATCHES);
		top += WATCHES + GAP;
	}
	double bottom = l.height - GAP - bottom_h;
	if (view->maximised)
		one_panel(&l, view, top, bottom);
	else if (l.width >= LEAST_WIDTH - 20 && bottom - top >= 400)
		three_columns(&l, view, top, bottom);
	else
		few_columns(&l, view, top, bottom);
	if (lesson > 0)
		PLACE(&l, view, ((struct rect){l.width, GAP, lesson, l.height - 2 * GAP}), PANEL_LESSON);
	l.beside_w = l.width;
	l.width = all;
	return l;
}

const struct place *layout_place(const struct layout *l, enum panel panel)
{
	for (size_t i = 0; i < l->nplaces; i++)
		for (size_t k = 0; k < l->places[i].count; k++)
			if (l->places[i].panels[k] == panel)
				return &l->places[i];
	return NULL;
}
