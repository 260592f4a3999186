/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The card that a hover opens, beside the place that it is about. */
#include <math.h>

#include "card.h"
#include "base/language.h"
#include "panel.h"

#define WIDTH 480.0
#define LABEL 92.0
#define PAD 14.0
#define APART 18.0 /* from the pointer */
#define LINES 4    /* of a text, at most */

static double text_x(const struct card_row *row)
{
	return *row->label ? LABEL : 0;
}

static enum type face(const struct card_row *row)
{
	return row->code ? TYPE_CODE_SMALL : TYPE_BODY;
}

/* Rows below one with a label stand in its column. */
static bool has_labels(const struct card *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (*c->rows[i].label)
			return true;
	return false;
}

void panel_card(struct draw *d, const struct snapshot *s, const struct view *view, struct rect all)
{
	(void)s;
	const struct card *c = view->card;
	const char *keys = N_("W  to its writer     X  to its next write     K  history     G  follow");
	double w = fmin(WIDTH, all.w - 8), h = 2 * PAD + draw_line_height(TYPE_CODE_STRONG) + 4;
	double indent = has_labels(c) ? LABEL : 0, line = draw_line_height(TYPE_BODY);

	for (size_t i = 0; i < c->count; i++) {
		double room = w - 2 * PAD - fmax(text_x(&c->rows[i]), indent);

		h += line * fmin(draw_line_count(d, face(&c->rows[i]), room, c->rows[i].text), LINES);
	}
	h += c->with_keys ? line + 6 : 0;

	/* Below and to the right of the pointer, or where there is room. */
	struct rect r = {view->hover_x + APART, view->hover_y + APART, w, h};
	if (r.x + r.w > all.w - 4)
		r.x = fmax(4, view->hover_x - APART - w);
	if (r.y + r.h > all.h - 4)
		r.y = fmax(4, view->hover_y - APART - h);

	panel_begin_plain(d, PANEL_CARD, r);
	draw_fill(d, r, 6, PANEL);
	draw_outline(d, r, 6, INK, 1.5);
	struct rect at = {r.x + PAD, r.y + PAD - 2, w - 2 * PAD, draw_line_height(TYPE_CODE_STRONG)};
	draw_text(d, at, ALIGN_LEFT, TYPE_STRONG, c->colour, "%s", c->title);
	at.y += at.h + 4;
	for (size_t i = 0; i < c->count; i++) {
		const struct card_row *row = &c->rows[i];
		struct rect text = {at.x + indent, at.y, at.w - indent, line};

		if (*row->label)
			draw_text(d, (struct rect){at.x, at.y, LABEL - 8, line}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s",
			          tr(row->label));
		int lines = draw_line_count(d, face(row), text.w, row->text);
		draw_lines(d, text, face(row), row->colour, lines < LINES ? lines : LINES, row->text);
		at.y += line * fmin(lines, LINES);
	}
	if (c->with_keys)
		draw_text(d, (struct rect){at.x, at.y + 4, at.w, line}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s",
		          tr(keys));
	panel_end(d);
}
