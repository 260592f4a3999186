/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The caption: what happened and why it matters, as large as it fits; at a step of a lesson what that says. */
#include <math.h>

#include "panel.h"

/* Sizes that are tried, and how many lines of them go into the bar. */
static const struct {
	enum type type;
	int lines;
} sizes[] = {
	{TYPE_CAPTION_1, 2},
	{TYPE_CAPTION_2, 2},
	{TYPE_CAPTION_3, 3},
	{TYPE_CAPTION_4, 4},
};

#define SIZES (sizeof sizes / sizeof sizes[0])

void panel_caption(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	/* Harm is told by the machine, whatever a lesson says; but not where the lesson asks what will come of it. */
	const bool asks = view->lesson && view->lesson->open;
	const char *harm = s->alarm && !asks ? s->caption[*s->caption[1] ? 1 : 0] : "";
	const char *caption[] = {view->caption ? view->caption : s->caption[0], view->caption ? harm : s->caption[1]};

	panel_begin_plain(d, PANEL_CAPTION, r);
	draw_fill(d, r, 6, CAPTION_GROUND);
	struct rect c = rect_inset(r, 20, 4);
	if (s->alarm) {
		draw_warning(d, (struct rect){r.x + 16, r.y + (r.h - 36) / 2, 36, 36}, CAPTION_ALARM, CAPTION_GROUND);
		c.x += 48;
		c.w -= 48;
	}

	size_t i = 0;
	int first = 0, second = 0, lines;
	for (;; i++) {
		first = caption[0][0] ? draw_line_count(d, sizes[i].type, c.w, caption[0]) : 0;
		second = caption[1][0] ? draw_line_count(d, sizes[i].type, c.w, caption[1]) : 0;
		lines = (int)fmin(sizes[i].lines, fmax(1, floor(r.h / draw_line_height(sizes[i].type))));
		if (first + second <= lines || i == SIZES - 1)
			break;
	}
	/* Even the smallest may be too large for it all: the second sentence is shortened first. */
	if (first > lines - (second > 0))
		first = lines - (second > 0);
	if (second > lines - first)
		second = lines - first;

	double pitch = draw_line_height(sizes[i].type);
	struct rect line = {c.x, c.y + (c.h - pitch * (first + second)) / 2, c.w, pitch};
	if (first > 0)
		line.y += draw_lines(d, line, sizes[i].type, CAPTION_INK, first, caption[0]);
	if (second > 0)
		draw_lines(d, line, sizes[i].type, s->alarm ? CAPTION_ALARM : CAPTION_SECOND, second, caption[1]);
	panel_end(d);
}
