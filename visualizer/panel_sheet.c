/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list that lies over the picture. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "panel.h"
#include "sheet.h"

#define KEY 118.0 /* most room for what stands before the texts */

/* keys: room for what stands before the texts, as much as the longest of these needs; 0: nothing does. */
static void draw_row(struct draw *d, const struct sheet *s, size_t i, double keys, struct rect r)
{
	const struct sheet_row *row = &s->rows[i];
	struct rect key = r, text = r;

	if (row->heading) {
		draw_text(d, r, ALIGN_LEFT, TYPE_LABEL, SECONDARY, "%s", row->text);
		return;
	}
	if (s->code) {
		draw_text(d, r, ALIGN_LEFT, TYPE_CODE_SMALL, INK, "%s", row->text);
		return;
	}
	draw_target(d, r, thing_number(THING_ROW, i, s->title));
	if (i == s->chosen)
		draw_fill(d, (struct rect){r.x - 4, r.y, r.w + 2, r.h}, 4, LENDER_TINT);
	if (keys > 0) {
		key.w = keys + 2;
		text.x += keys + 14;
		text.w -= keys + 14;
		draw_text(d, key, ALIGN_LEFT, TYPE_STRONG, LENDER, "%s", row->key);
	}
	if (*row->tail) {
		text.w -= 6; /* the choice's ground ends there */
		text.w -= draw_text(d, text, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "%s", row->tail) + 12;
	}
	draw_text(d, text, ALIGN_LEFT, TYPE_BODY, INK, "%s", row->text);
}

void panel_sheet(struct draw *d, const struct snapshot *snapshot, const struct view *view, struct rect r)
{
	const struct sheet *s = view->sheet;
	struct sheet_flow f;
	char note[SHEET_TEXT], shown[48] = "";

	(void)snapshot;
	if (!s)
		return;
	f = sheet_flow(s, r.w, r.h);
	draw_colour(d, CAPTION_GROUND, 0.5);
	cairo_paint(d->cr);
	size_t room = f.columns * f.rows, last = s->first + room < s->nrows ? s->first + room : s->nrows;
	if (last - s->first < s->nrows)
		snprintf(shown, sizeof shown, "rows %zu to %zu of %zu", s->first + 1, last, s->nrows);
	/* beside what is typed, where something is */
	bool above = *shown && !s->prompt;
	snprintf(note, sizeof note, "%s%s%s", above ? shown : "", above ? "; " : "", s->note);
	struct rect c = panel_begin(d, PANEL_SHEET, (struct rect){f.x, f.y, f.w, f.h}, s->title, note);
	if (s->prompt) {
		struct rect line = {c.x, c.y - 2, c.w, 22};

		draw_fill(d, (struct rect){line.x - 4, line.y, line.w + 8, line.h}, 4, PAPER);
		if (*shown)
			line.w -= draw_text(d, line, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "%s", shown) + 16;
		double used = draw_text(d, line, ALIGN_LEFT, TYPE_BODY, *s->typed ? INK : SECONDARY, "%s",
		                        *s->typed ? s->typed : s->prompt);
		if (*s->typed)
			draw_fill(d, (struct rect){line.x + fmin(used + 1, line.w - 2), line.y + 4, 1.5, 14}, 0, INK);
	}
	double keys = 0;
	for (size_t i = 0; i < s->nrows; i++)
		if (*s->rows[i].key)
			keys = fmin(fmax(keys, draw_width(d, TYPE_STRONG, s->rows[i].key)), KEY);
	for (size_t i = s->first; i < last; i++) {
		size_t column = (i - s->first) / f.rows, row = (i - s->first) % f.rows;

		draw_row(d, s, i, keys,
		         (struct rect){c.x + f.column_w * (double)column, c.y + 26 + f.pitch * (double)row,
		                       f.column_w - 12, f.pitch});
	}
	if (!s->nrows)
		panel_empty(d, (struct rect){c.x, c.y + 26, c.w, f.pitch}, "nothing like that");
	panel_end(d);
}
