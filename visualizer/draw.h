/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Drawing with roles instead of values: text, boxes, hatching, arrows. Lengths are in units of the layout, which is
 * 1600 x 900 at scale 1; one unit is `scale` pixels. Every text goes through draw_text or draw_lines, and both
 * write down what they drew when there is a log: tests and scene_text read that.
 */
#ifndef VISUALIZER_DRAW_H
#define VISUALIZER_DRAW_H

#include <cairo.h>
#include <pango/pango.h>
#include <stddef.h>

#include "theme.h"
#include "thing.h"

struct rect {
	double x, y, w, h;
};

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* Kinds of lettering: face, size and weight are in one table in draw.c. */
enum type {
	TYPE_PROGRAM,
	TYPE_SYSTEM,
	TYPE_EVENT,
	TYPE_CAPTION_1, /* the caption, from its largest size to its smallest */
	TYPE_CAPTION_2,
	TYPE_CAPTION_3,
	TYPE_CAPTION_4,
	TYPE_READ_1, /* what is read at length, and asked, likewise */
	TYPE_READ_2,
	TYPE_READ_3,
	TYPE_READ_4,
	TYPE_ASK_1,
	TYPE_ASK_2,
	TYPE_ASK_3,
	TYPE_ASK_4,
	TYPE_TITLE,
	TYPE_NOTE,
	TYPE_BODY,
	TYPE_STRONG,
	TYPE_LABEL,
	TYPE_CODE,
	TYPE_CODE_STRONG,
	TYPE_CODE_SMALL,
	TYPE_TILE,
	TYPE_COUNT
};

/* One text that was drawn. */
struct drawn_text {
	int part; /* of the picture, as draw_begin_part said */
	struct rect part_rect;
	struct rect ink; /* what its glyphs cover */
	char *text;      /* as given, before ellipsizing */
	bool ellipsized;
};

/* A value at an x coordinate; between two of them it changes evenly. */
struct draw_knot {
	double x;
	uint64_t value;
};

/* A region of the picture that is about something. */
struct drawn_target {
	struct rect rect;
	int part; /* of the picture */
	struct thing thing;
	struct draw_knot *knots; /* from left to right: what a place stands for. None: it is all one */
	size_t nknots;
	size_t columns, count; /* a grid of so many cells, from left to right and down; 0: it is none */
	double cell_w, cell_h;
};

/* How far a part can be scrolled from where it would be by itself: rows up (negative) and down. */
struct drawn_scroll {
	int part;
	double least, most;
	double aside; /* units to the right */
};

/* All texts and targets of one picture, in units of the layout. Zero-initialise, then draw_log_free. */
struct draw_log {
	double scale; /* pixels per unit */
	struct drawn_text *texts;
	size_t ntexts, room;
	struct drawn_target *targets;
	size_t ntargets, targets_room;
	struct drawn_scroll *scrolls;
	size_t nscrolls, scrolls_room;
};

void draw_log_free(struct draw_log *);

struct place;

struct draw {
	cairo_t *cr;
	enum theme theme;
	double scale;        /* pixels per unit */
	PangoLayout *layout; /* of the text composed last; the cache's */
	int part;            /* of the picture, being drawn */
	struct rect part_rect;
	const struct place *place; /* where it is drawn, with the parts that share it (layout.h); NULL: it is alone */
	struct draw_log *log;      /* or NULL */
	struct rect head;          /* of the panel begun last: what its title, tabs and note leave free beside them */
};

/* Is there a font at all to draw with? */
bool draw_has_fonts(void);

/* Begins and ends drawing on cr with that scale; log may be NULL. */
void draw_begin(struct draw *, cairo_t *cr, enum theme, double scale, struct draw_log *log);
void draw_end(struct draw *);

/* What is drawn from now on is that part of the picture. */
void draw_begin_part(struct draw *, int part, struct rect);

/* The box, as far as it lies in the part being drawn, is about that thing. Where targets overlap, the later one is on
 * top. */
void draw_target(struct draw *, struct rect, struct thing);
/* The same, and each place has a value; the knots are copied. */
void draw_target_axis(struct draw *, struct rect, struct thing, const struct draw_knot *knots, size_t nknots);

/* A grid of cells; the things' numbers are theirs, from 0. */
void draw_target_grid(struct draw *, struct rect, struct thing, size_t columns, size_t count, double cell_w,
                      double cell_h);

/* The uppermost target at a point, in units of the layout; or the next one beneath another, which was found there. NULL
 * for none. */
const struct drawn_target *draw_log_at(const struct draw_log *, double x, double y, const struct drawn_target *above);

/* Remembers how far the part being drawn can be scrolled. */
void draw_scrolls(struct draw *, double least, double most, double aside);
/* Of a part; NULL: it cannot be scrolled. */
const struct drawn_scroll *draw_log_scroll(const struct draw_log *, int part);

/* What a target is about at a point of it. */
struct thing drawn_target_thing(const struct drawn_target *, double x, double y);

/* What a place in a target stands for; 0 if it has no values. */
uint64_t drawn_target_value(const struct drawn_target *, double x);

/* One line of text, vertically centred in the box and shortened with an ellipsis where it does not fit.
 * Bytes that are no UTF-8 and control characters are shown as replacement signs. Returns the width it took. */
double draw_text(struct draw *, struct rect, enum align, enum type, enum colour, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* Words wrapped into at most `lines` lines from the top of the box; the last is shortened if more is left. Returns the
 * height taken. */
double draw_lines(struct draw *, struct rect, enum type, enum colour, int lines, const char *text);

/* Width of a text in one line; lines that it takes when wrapped; distance between lines. */
double draw_width(struct draw *, enum type, const char *text);
int draw_line_count(struct draw *, enum type, double width, const char *text);
double draw_line_height(enum type);

/* Number with groups of three digits: "18 442". buf holds 32 bytes; returns it. */
char *draw_number(char *buf, uint64_t);

/* Boxes; edges lie on whole pixels. */
void draw_fill(struct draw *, struct rect, double radius, enum colour);
void draw_outline(struct draw *, struct rect, double radius, enum colour, double width);
void draw_dashed(struct draw *, struct rect, double radius, enum colour);

/* Diagonal stripes over a box, for lent memory (and, sparser, for what is gone). Stripes of neighbours continue each
 * other. */
enum hatch { HATCH_LENT, HATCH_GONE };
void draw_hatch(struct draw *, struct rect, double radius, enum hatch, enum colour);
/* The same inside the path that cr holds, which is used up; the box bounds it. */
void draw_hatch_path(struct draw *, struct rect, enum hatch, enum colour);

void draw_line(struct draw *, double x0, double y0, double x1, double y1, enum colour, double width, bool dashed);
void draw_arrow(struct draw *, double x0, double y0, double x1, double y1, enum colour, double width);
/* Small solid square with a letter: who wrote it, what kind it is. */
void draw_badge(struct draw *, struct rect, enum colour ground, char letter);
/* A warning triangle with an exclamation mark, centred in the box. */
void draw_warning(struct draw *, struct rect, enum colour ground, enum colour sign);
void draw_colour(struct draw *, enum colour, double alpha);

/* The box with its edges moved to whole pixels. */
struct rect draw_snap(const struct draw *, struct rect);

struct rect rect_inset(struct rect, double dx, double dy);
/* What two have in common; without width or height if they have nothing. */
struct rect rect_common(struct rect, struct rect);

#endif
