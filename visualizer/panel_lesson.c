/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A step of a lesson beside the picture: what happens, a question, what is said to the answer; and rings. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "panel.h"
#include "base/language.h"

#define BUTTON 26.0
#define GAP 9.0
#define KEY 20.0
#define DIGIT 24.0 /* a key of those that type a number */

/* Text from y on, in lines; returns what is below it. */
static double put(struct draw *d, struct rect c, double y, enum type type, enum colour colour, const char *text)
{
	double room = c.y + c.h - y, pitch = draw_line_height(type);
	int lines = (int)(room / pitch);

	if (!*text || lines < 1)
		return y;
	return y + draw_lines(d, (struct rect){c.x, y, c.w, room}, type, colour, lines, text);
}

/* A button that is so wide as its label, and how wide that is. */
static double button(struct draw *d, double x, double y, const char *label, struct thing does, bool strong)
{
	struct rect r = {x, y, draw_width(d, TYPE_STRONG, label) + 20, BUTTON};

	draw_fill(d, r, 5, strong ? LENDER_TINT : PAPER);
	draw_outline(d, r, 5, strong ? LENDER : RULE, 1);
	draw_target(d, r, does);
	draw_text(d, r, ALIGN_CENTRE, TYPE_STRONG, INK, "%s", label);
	return r.w;
}

/* Where the lesson is: a mark for each step. */
static void draw_steps(struct draw *d, const struct view_lesson *l, struct rect r)
{
	double pitch = fmin(r.w / (double)l->nsteps, 26);

	for (size_t i = 0; i < l->nsteps; i++)
		draw_fill(d, (struct rect){r.x + pitch * (double)i, r.y, pitch - 4, 4}, 2,
		          i == l->step  ? INK
		          : i < l->step ? LENDER
		                        : RULE);
}

static double draw_options(struct draw *d, const struct view_lesson *l, struct rect c, double y, enum type type)
{
	for (size_t i = 0; i < l->noptions; i++) {
		double x = c.x + KEY + 10, w = c.x + c.w - x, pitch = draw_line_height(type);
		int lines = draw_line_count(d, type, w, l->options[i]);
		struct rect all = {c.x - 6, y - 2, c.w + 12, lines * pitch + 6}, key = {c.x, y, KEY, KEY};
		bool chosen = l->answer != ANSWER_NONE && l->chosen == i + 1;

		if (y + all.h > c.y + c.h)
			break;
		if (chosen)
			draw_fill(d, all, 4, l->answer == ANSWER_RIGHT ? OTHER_TINT : DAMAGE_TINT);
		draw_target(d, all, thing_number(THING_ANSWER, i, ""));
		draw_fill(d, key, 4, PAPER);
		draw_outline(d, key, 4, RULE, 1);
		draw_text(d, key, ALIGN_CENTRE, TYPE_CODE_STRONG, INK, "%zu", i + 1);
		draw_lines(d, (struct rect){x, y + 1, w, lines * pitch}, type, INK, lines, l->options[i]);
		y += all.h + 3;
	}
	return y;
}

/* The number that is being typed, and keys for who has a mouse alone. */
static double draw_typed(struct draw *d, const struct view_lesson *l, struct rect c, double y)
{
	static const char *const keys[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "-", "Backspace"};
	const double pitch = fmin(c.w / (double)(sizeof keys / sizeof *keys), DIGIT + 4);
	struct rect line = {c.x, y, fmin(c.w, 200), 26};
	double used;

	draw_fill(d, line, 4, PAPER);
	draw_outline(d, line, 4, l->answer == ANSWER_RIGHT ? LENDER : RULE, 1);
	line.x += 8;
	line.w -= 16;
	used = draw_text(d, line, ALIGN_LEFT, *l->typed ? TYPE_CODE_STRONG : TYPE_NOTE, *l->typed ? INK : SECONDARY,
	                 "%s", *l->typed ? l->typed : tr("type a number, then Enter"));
	if (*l->typed)
		draw_fill(d, (struct rect){line.x + used + 1, line.y + 6, 1.5, 14}, 0, INK);
	if (l->answer == ANSWER_RIGHT)
		return y + 32;
	if (*l->typed)
		button(d, c.x + fmin(c.w, 200) + 8, y, tr("Answer"), thing_named(THING_ANSWER, "Return"), true);
	y += 32;
	for (size_t i = 0; i < sizeof keys / sizeof *keys && y + DIGIT <= c.y + c.h; i++) {
		struct rect key = {c.x + pitch * (double)i, y, pitch - 4, DIGIT};

		draw_fill(d, key, 4, PAPER);
		draw_outline(d, key, 4, RULE, 1);
		draw_target(d, key, thing_named(THING_ANSWER, keys[i]));
		draw_text(d, key, ALIGN_CENTRE, TYPE_CODE_STRONG, INK, "%s", keys[i][1] ? "←" : keys[i]);
	}
	return y + DIGIT + 6;
}

/* What is asked, with how to answer. */
static double draw_question(struct draw *d, const struct view_lesson *l, struct rect c, double y, enum type type)
{
	draw_line(d, c.x, y, c.x + c.w, y, RULE, 1, false);
	y = put(d, c, y + GAP, TYPE_LABEL, SECONDARY, tr(l->experiment ? N_("EXPERIMENT") : N_("QUESTION")));
	y = put(d, c, y + 2, l->presents ? TYPE_CAPTION_4 : TYPE_STRONG, INK, l->question) + 6;
	if (l->noptions)
		return draw_options(d, l, c, y, type);
	if (l->typed)
		return draw_typed(d, l, c, y);
	if (l->answer != ANSWER_RIGHT)
		y = put(d, c, y, TYPE_NOTE, SECONDARY,
		        tr(l->points ? N_("Click on it in the picture; or Tab until it is selected, then Enter.")
		                     : N_("Choose at the left what the child does. U takes it back.")));
	return y;
}

static double draw_verdict(struct draw *d, const struct view_lesson *l, struct rect c, double y, enum type type)
{
	bool right = l->answer == ANSWER_RIGHT;
	double pitch = draw_line_height(type), w = c.w - 4;
	int said = *l->verdict ? draw_line_count(d, type, w, l->verdict) : 0;
	int told = *l->told ? draw_line_count(d, TYPE_NOTE, w, l->told) : 0;
	struct rect r = {c.x - 6, y + 2, c.w + 12, 24 + said * pitch + told * draw_line_height(TYPE_NOTE) + 8};

	if (r.y + r.h > c.y + c.h)
		r.h = c.y + c.h - r.y;
	if (r.h < 24)
		return y;
	draw_fill(d, r, 5, right ? OTHER_TINT : DAMAGE_TINT);
	draw_text(d, (struct rect){c.x, r.y, w, 24}, ALIGN_LEFT, TYPE_STRONG, right ? INK : DAMAGE, "%s",
	          tr(right ? N_("✓ Right") : N_("✗ Not so")));
	c.h = r.y + r.h - c.y;
	y = put(d, c, r.y + 24, type, INK, l->verdict);
	put(d, c, y, TYPE_NOTE, SECONDARY, l->told);
	return r.y + r.h + GAP;
}

void panel_lesson(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	const struct view_lesson *l = view->lesson;
	enum type type = l && l->presents ? TYPE_CAPTION_4 : TYPE_BODY;
	char note[80];
	double x, y;

	(void)s;
	if (!l)
		return;
	snprintf(note, sizeof note, tr("%s%sstep %zu of %zu"), l->clock, *l->clock ? ", " : "", l->step + 1, l->nsteps);
	struct rect c = panel_begin(d, PANEL_LESSON, r, "Lesson", note);

	c.h -= BUTTON + GAP;
	draw_steps(d, l, (struct rect){c.x, c.y - 2, c.w, 4});
	y = put(d, c, c.y + 8, TYPE_LABEL, SECONDARY, l->title);
	if (!view->caption) /* else the picture has it */
		y = put(d, c, y + 2, TYPE_CAPTION_4, INK, l->caption);
	y += 6;
	for (size_t i = 0; i < l->ntexts; i++)
		y = put(d, c, y, type, INK, l->texts[i]) + 6;
	if (l->question)
		y = draw_question(d, l, c, y + 4, type) + 4;
	if (l->hint)
		y = put(d, c, y, TYPE_BODY, SECONDARY, l->hint) + 4;
	if (l->answer != ANSWER_NONE)
		draw_verdict(d, l, c, y, type);

	y = c.y + c.h + GAP;
	x = c.x;
	x += button(d, x, y, tr("‹ Back"), thing_button("previous step"), false) + 8;
	x += button(d, x, y, l->step + 1 < l->nsteps ? tr("Next ›") : tr("Lessons"),
	            thing_button(l->step + 1 < l->nsteps ? "next step" : "lessons"), true) +
	     8;
	if (l->can_hint)
		button(d, x, y, tr("Hint"), thing_button("hint"), false);
	panel_end(d);
}

/* Is the region about what is pointed at? */
static bool pointed(const struct thing *ring, const struct thing *t)
{
	switch (ring->kind) {
	case THING_PANEL:
		return t->kind == THING_PANEL && t->number == ring->number;
	case THING_REGISTER:
		return t->kind == THING_REGISTER && !strcmp(t->name, ring->name);
	case THING_PAGE:
		return t->kind == THING_PAGE && t->address == ring->address;
	case THING_WORD:
		return t->kind == THING_WORD && t->address == ring->address;
	default:
		return (t->kind == THING_VARIABLE && !strcmp(t->name, ring->name)) ||
		       ((t->kind == THING_WORD || t->kind == THING_VARIABLE) && t->address &&
		        t->address <= ring->address && ring->address - t->address < t->size);
	}
}

/* Does the text have the words, and not as a part of others? */
static bool has_words(const char *text, const char *words)
{
	size_t n = strlen(words);

	for (const char *at = strstr(text, words); at && n; at = strstr(at + 1, words))
		if ((at == text || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)at[n]))
			return true;
	return false;
}

size_t panel_lesson_places(const struct draw_log *log, const struct thing *ring, struct rect *places, size_t room)
{
	size_t n = 0;

	for (size_t k = 0; k < log->ntargets && ring->kind != THING_TERM && n < room; k++)
		if (!log->targets[k].columns && pointed(ring, &log->targets[k].thing))
			places[n++] = log->targets[k].rect;
	for (size_t k = 0; k < log->ntexts && ring->kind == THING_TERM && n < room; k++) {
		const struct drawn_text *t = &log->texts[k];

		if (t->part != PANEL_LESSON && t->part != PANEL_CAPTION && t->part != PANEL_SOURCE && !t->ellipsized &&
		    has_words(t->text, ring->name))
			places[n++] = t->ink;
	}
	return n;
}

void panel_lesson_rings(struct draw *d, const struct view *view, struct rect r)
{
	const struct view_lesson *l = view->lesson;
	struct rect places[LESSON_PLACES];

	for (size_t i = 0; i < l->nrings && d->log && !view->beside; i++)
		for (size_t k = panel_lesson_places(d->log, &l->rings[i], places, LESSON_PLACES); k-- > 0;) {
			draw_outline(d, rect_inset(places[k], -2, -2), 7, PAPER, 5);
			draw_outline(d, rect_inset(places[k], -2, -2), 7, BORROWER, 2.5);
		}
	if (l->black) {
		draw_begin_part(d, PANEL_LESSON, r);
		draw_colour(d, CAPTION_GROUND, 1);
		cairo_paint(d->cr);
	}
}
