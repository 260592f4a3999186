/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is typed, what could stand there, what is wrong with it; and the list of bookmarks. Lies over the picture, above
 * Time, so that hits are seen there. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "layout.h"
#include "panel.h"
#include "prompt.h"
#include "base/language.h"

#define WIDTH 760.0 /* at least, if the picture has it */
#define OFFERS 0.42 /* of the width, for what could stand there; the rest is for what it means */
#define INPUT 32.0
#define ROW 23.0
#define HINT 24.0
#define TEXT_AT 96.0 /* of the text, behind its title */
enum { ROWS_MOST = 9 };

/* What stands before the line, and what its keys do. */
static const struct {
	const char *title, *hint;
} words[] = {
	[PROMPT_FIND] = {N_("Go to"),
                         N_("an instant, a place, an event, or what happens: write x · Tab completes · Enter goes")},
	[PROMPT_NOTE] = {N_("Note"), N_("what the bookmark is for · Enter keeps it")},
	[PROMPT_BOOKMARKS] = {N_("Bookmarks"), N_("Enter goes · M: its note · Delete takes it away")},
};

/* Where the shown part of the line begins, so that the cursor is in it. */
static size_t begin_of(struct draw *d, const struct prompt_view *p, double w)
{
	char part[PROMPT_TEXT];
	size_t begin = 0;

	for (;;) {
		snprintf(part, sizeof part, "%.*s", (int)(p->cursor - begin), p->text + begin);
		if (begin >= p->cursor || draw_width(d, TYPE_CODE, part) < w - 12)
			return begin;
		do
			begin++;
		while (((unsigned char)p->text[begin] & 0xc0) == 0x80);
	}
}

static double width_of(struct draw *d, const struct prompt_view *p, size_t from, size_t to)
{
	char part[PROMPT_TEXT];

	snprintf(part, sizeof part, "%.*s", (int)(to - from), p->text + from);
	return to > from ? draw_width(d, TYPE_CODE, part) : 0;
}

static void draw_input(struct draw *d, const struct prompt_view *p, struct rect r)
{
	struct rect text = {r.x + TEXT_AT, r.y + 2, r.w - TEXT_AT - 6, r.h - 4};
	size_t begin = begin_of(d, p, text.w);
	double x = text.x + width_of(d, p, begin, p->cursor);

	draw_outline(d, rect_inset((struct rect){text.x - 8, text.y, text.w + 14, text.h}, 0, 0), 4, RULE, 1);
	draw_text(d, text, ALIGN_LEFT, TYPE_CODE, INK, "%s", p->text + begin);
	draw_line(d, x + 0.5, text.y + 5, x + 0.5, text.y + text.h - 5, INK, 1.5, false);
}

static void draw_error(struct draw *d, const struct prompt_view *p, struct rect r)
{
	double x = r.x + TEXT_AT, w = r.w - TEXT_AT - 6;
	size_t begin = begin_of(d, p, w);

	if (p->place >= (long)begin) {
		double at = x + width_of(d, p, begin, (size_t)p->place);

		if (at < x + w)
			draw_text(d, (struct rect){at, r.y - 2, 14, 12}, ALIGN_LEFT, TYPE_CODE, DAMAGE, "^");
	}
	draw_lines(d, (struct rect){x, r.y + 12, w, 2 * ROW}, TYPE_BODY, DAMAGE, 2, p->error);
}

static void draw_row(struct draw *d, struct rect r, bool chosen, size_t number, const char *text, const char *tells)
{
	double half = r.w * OFFERS;

	if (chosen)
		draw_fill(d, r, 3, RULE);
	draw_text(d, (struct rect){r.x + 8, r.y, half - 8, r.h}, ALIGN_LEFT, TYPE_CODE, INK, "%s", text);
	draw_text(d, (struct rect){r.x + half + 8, r.y, r.w - half - 16, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s",
	          tells);
	draw_target(d, r, thing_number(THING_ROW, number, "line"));
}

static void bookmark_text(const struct bookmark *b, char *text, size_t size)
{
	char at[32], event[32];

	snprintf(text, size, "@%s   event %s", draw_number(at, b->mark.icount),
	         draw_number(event, b->mark.event < 0 ? 0 : (uint64_t)b->mark.event));
}

void panel_prompt(struct draw *d, const struct snapshot *s, const struct view *view, struct rect all)
{
	const struct prompt_view *p = view->prompt;
	const struct layout layout = layout_for(view);
	const struct place *time = layout_place(&layout, PANEL_TIME);
	bool list = p && p->kind == PROMPT_BOOKMARKS, wrong = p && *p->error;
	size_t n = !p ? 0 : list ? p->nbookmarks : p->offers.count, from = 0, fit;
	double bottom = time && time->rect.y > 160 ? time->rect.y - 8 : all.h - 12;
	double fixed = 20 + HINT + INPUT + (wrong ? 2 * ROW + 14 : 0);

	(void)s;
	if (p == NULL)
		return;
	fit = (size_t)fmax(0, fmin(ROWS_MOST, floor((bottom - 12 - fixed) / ROW)));
	fit = n < fit ? n : fit;
	if (p->chosen >= (long)fit)
		from = (size_t)p->chosen + 1 - fit;

	double w = WIDTH;
	for (size_t i = from; i < from + fit; i++) {
		const char *tells = list ? p->bookmarks[i].note : p->offers.list[i].tells;

		w = fmax(w, (draw_width(d, TYPE_NOTE, tells) + 18) / (1 - OFFERS) + 2 * PANEL_PAD);
	}
	struct rect r = {12, 0, fmin(w, all.w - 24), fixed + (double)fit * ROW};
	r.y = bottom - r.h;
	panel_begin_plain(d, PANEL_PROMPT, r);
	draw_fill(d, r, 8, PANEL);
	draw_outline(d, r, 8, INK, 1.5);
	draw_target(d, r, thing_number(THING_PANEL, PANEL_PROMPT, words[p->kind].title));
	struct rect row = {r.x + PANEL_PAD, r.y + 10, r.w - 2 * PANEL_PAD, INPUT};

	draw_text(d, (struct rect){row.x, row.y, list ? row.w : TEXT_AT - 14, row.h}, ALIGN_LEFT, TYPE_TITLE, INK, "%s",
	          tr(words[p->kind].title));
	if (!list)
		draw_input(d, p, row);
	row.y += INPUT;
	if (wrong) {
		draw_error(d, p, row);
		row.y += 2 * ROW + 14;
	}
	row.h = ROW;
	for (size_t i = from; i < from + fit; i++) {
		char text[96];

		if (list)
			bookmark_text(&p->bookmarks[i], text, sizeof text);
		draw_row(d, row, (long)i == p->chosen, i, list ? text : p->offers.list[i].text,
		         list ? p->bookmarks[i].note : p->offers.list[i].tells);
		row.y += ROW;
	}
	row.h = HINT;
	if (n > fit)
		draw_text(d, row, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "%zu of %zu", fit, n);
	row.w -= 90;
	draw_text(d, row, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", tr(words[p->kind].hint));
	panel_end(d);
}
