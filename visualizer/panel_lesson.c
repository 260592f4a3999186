/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A step of a lesson beside the picture: what happens, a question, what is said to the answer; and rings. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "panel.h"
#include "base/language.h"

#define BUTTON 30.0
#define GAP 10.0
#define WIDE 380.0      /* from here on letters may be the largest */
#define INSET 12.0      /* of what stands in a box */
#define VERDICT_LINES 5 /* for which room is kept before the answer, so that letters keep their size then */

/* Letters are as large as the room allows: these, from the largest on. */
static const struct face {
	enum type text, ask, note;
} faces[] = {
	{TYPE_READ_1, TYPE_ASK_1, TYPE_READ_3}, {TYPE_READ_2, TYPE_ASK_2, TYPE_READ_4},
	{TYPE_READ_3, TYPE_ASK_3, TYPE_BODY},   {TYPE_READ_4, TYPE_ASK_4, TYPE_BODY},
	{TYPE_BODY, TYPE_STRONG, TYPE_NOTE},
};
enum { FACES = sizeof faces / sizeof *faces };

/* What is written from top to bottom; or measured only. */
struct column {
	struct draw *d;
	const struct view_lesson *l;
	const struct face *face;
	struct rect c;
	double y;
	bool measured;
};

/* Text in lines, as far as there is room. */
static void put(struct column *k, enum type type, enum colour colour, const char *text)
{
	struct rect r = {k->c.x, k->y, k->c.w, k->c.y + k->c.h - k->y};
	double pitch = draw_line_height(type);
	int lines = *text ? draw_line_count(k->d, type, r.w, text) : 0, room = (int)((r.h + 0.5) / pitch);

	if (!k->measured && lines > room)
		lines = room;
	if (!k->measured && lines > 0)
		draw_lines(k->d, r, type, colour, lines, text);
	k->y += lines > 0 ? lines * pitch : 0;
}

/* The same in a box of its own, with the colours of a verdict or of none. */
static void box(struct column *k, double top, double bottom, enum colour ground, enum colour edge)
{
	struct rect r = {k->c.x - 4, top, k->c.w + 8, bottom - top};

	if (k->measured)
		return;
	draw_fill(k->d, r, 6, ground);
	draw_outline(k->d, r, 6, edge, 1);
}

/* How high something will be. */
static double height_of(struct column k, void (*write)(struct column *))
{
	double top = k.y;

	k.measured = true;
	write(&k);
	return k.y - top;
}

/* A button that is so wide as its label, and how wide that is. */
static double button(struct draw *d, double x, double y, const char *label, struct thing does, bool strong)
{
	struct rect r = {x, y, draw_width(d, TYPE_TITLE, label) + 24, BUTTON};

	draw_fill(d, r, 5, strong ? LENDER_TINT : PAPER);
	draw_outline(d, r, 5, strong ? LENDER : RULE, 1);
	draw_target(d, r, does);
	draw_text(d, r, ALIGN_CENTRE, TYPE_TITLE, INK, "%s", label);
	return r.w;
}

/* Where the lesson is: a mark for each step. */
static void draw_steps(struct draw *d, const struct view_lesson *l, struct rect r)
{
	double pitch = r.w / (double)l->nsteps;

	for (size_t i = 0; i < l->nsteps; i++)
		draw_fill(d, (struct rect){r.x + pitch * (double)i, r.y, pitch - 4, i == l->step ? 7 : 4}, 2,
		          i == l->step  ? INK
		          : i < l->step ? LENDER
		                        : GHOST);
}

static void write_options(struct column *k)
{
	const struct view_lesson *l = k->l;
	double pitch = draw_line_height(k->face->text), side = fmax(20, pitch);

	for (size_t i = 0; i < l->noptions; i++) {
		double x = side + 20, w = k->c.w - x - 8;
		int lines = draw_line_count(k->d, k->face->text, w, l->options[i]);
		struct rect all = {k->c.x, k->y, k->c.w, lines * pitch + 10}, key = {all.x + 8, all.y + 5, side, pitch};
		bool chosen = l->answer != ANSWER_NONE && l->chosen == i + 1, right = l->answer == ANSWER_RIGHT;

		if (!k->measured) {
			if (all.y + all.h > k->c.y + k->c.h)
				break;
			draw_fill(k->d, all, 5, !chosen ? PANEL : right ? OTHER_TINT : DAMAGE_TINT);
			draw_outline(k->d, all, 5, !chosen ? RULE : right ? OTHER : DAMAGE, chosen ? 2 : 1);
			draw_target(k->d, all, thing_number(THING_ANSWER, i, ""));
			draw_text(k->d, key, ALIGN_CENTRE, k->face->ask, INK, "%zu", i + 1);
			draw_lines(k->d, (struct rect){all.x + x, all.y + 5, w, lines * pitch}, k->face->text, INK,
			           lines, l->options[i]);
		}
		k->y += all.h + 6;
	}
}

/* The number that is being typed, and keys for who has a mouse alone. */
static void write_typed(struct column *k)
{
	static const char *const keys[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "-", "Backspace"};
	const struct view_lesson *l = k->l;
	const double pitch = k->c.w / 6, high = draw_line_height(k->face->text) + 8;
	struct rect line = {k->c.x, k->y, k->c.w * 0.62, high};
	bool typed = *l->typed, right = l->answer == ANSWER_RIGHT;
	double used;

	if (!k->measured) {
		draw_fill(k->d, line, 4, PANEL);
		draw_outline(k->d, line, 4, right ? OTHER : INK, right ? 2 : 1);
		line = rect_inset(line, 8, 0);
		used = draw_text(k->d, line, ALIGN_LEFT, typed ? k->face->ask : TYPE_NOTE, typed ? INK : SECONDARY,
		                 "%s", typed ? l->typed : tr("type a number, then Enter"));
		if (typed)
			draw_fill(k->d, (struct rect){line.x + used + 1, line.y + 5, 1.5, high - 10}, 0, INK);
		if (typed && !right)
			button(k->d, k->c.x + k->c.w * 0.62 + 8, k->y + (high - BUTTON) / 2, tr("Answer"),
			       thing_named(THING_ANSWER, "Return"), true);
	}
	k->y += high + 8;
	for (size_t i = 0; i < sizeof keys / sizeof *keys && !right; i++) {
		struct rect key = {k->c.x + pitch * (double)(i % 6), k->y, pitch - 5, high};

		if (!k->measured && key.y + high <= k->c.y + k->c.h) {
			draw_fill(k->d, key, 4, PANEL);
			draw_outline(k->d, key, 4, RULE, 1);
			draw_target(k->d, key, thing_named(THING_ANSWER, keys[i]));
			draw_text(k->d, key, ALIGN_CENTRE, k->face->ask, INK, "%s", keys[i][1] ? "←" : keys[i]);
		}
		if (i % 6 == 5)
			k->y += high + 5;
	}
}

/* What would be the answer now, for who has no mouse, or does not see the picture. */
static void put_selected(struct column *k)
{
	char line[THING_NAME + 80];

	snprintf(line, sizeof line, tr("Selected: %s. Enter answers with it; Tab: the next one."), k->l->selected);
	put(k, k->face->note, SECONDARY, line);
}

/* What is asked, with how to answer. */
static void write_asked(struct column *k)
{
	const struct view_lesson *l = k->l;

	put(k, TYPE_LABEL, SECONDARY, tr(l->experiment ? N_("EXPERIMENT") : N_("QUESTION")));
	k->y += 2;
	put(k, k->face->ask, INK, l->question);
	k->y += 8;
	if (l->noptions)
		write_options(k);
	else if (l->typed)
		write_typed(k);
	else if (l->answer != ANSWER_RIGHT && *l->selected)
		put_selected(k);
	else if (l->answer != ANSWER_RIGHT)
		put(k, k->face->note, SECONDARY,
		    tr(l->points ? N_("Click on it in the picture; or Tab until it is selected, then Enter.")
		                 : N_("Choose at the left what the child does. U takes it back.")));
}

static void write_question(struct column *k)
{
	double top = k->y, bottom;
	struct column in = *k;

	in.c = rect_inset(k->c, INSET - 4, 0);
	in.y = top + GAP;
	bottom = in.y + height_of(in, write_asked) + GAP - (k->l->noptions ? 6 : 0);
	box(k, top, fmin(bottom, k->c.y + k->c.h), PAPER, INK);
	if (!k->measured)
		write_asked(&in);
	k->y = bottom;
}

static void write_said(struct column *k)
{
	const struct view_lesson *l = k->l;
	bool right = l->answer == ANSWER_RIGHT;

	put(k, k->face->ask, right ? INK : DAMAGE, tr(right ? N_("✓ Right") : N_("✗ Not so")));
	put(k, k->face->text, INK, l->verdict);
	k->y += *l->told ? 4 : 0;
	put(k, k->face->note, INK, l->told);
}

static void write_verdict(struct column *k)
{
	bool right = k->l->answer == ANSWER_RIGHT;
	double top = k->y, bottom;
	struct column in = *k;

	in.c = rect_inset(k->c, INSET - 4, 0);
	in.y = top + GAP - 2;
	bottom = in.y + height_of(in, write_said) + GAP - 2;
	box(k, top, fmin(bottom, k->c.y + k->c.h), right ? OTHER_TINT : DAMAGE_TINT, right ? OTHER : DAMAGE);
	if (!k->measured)
		write_said(&in);
	k->y = bottom;
}

/* Somebody is about to go on without an answer. */
static void write_leaving(struct column *k)
{
	put(k, k->face->ask, INK,
	    tr(k->l->experiment ? N_("Try it; or press Enter or Next again to leave it out.")
	       : k->l->noptions ? N_("Choose an answer; or press Enter or Next again to leave it out.")
	       : k->l->typed    ? N_("Type a number; or press Enter or Next again to leave it out.")
	                        : N_("Point at something; or press Enter or Next again to leave it out.")));
}

static void write_notice(struct column *k)
{
	double top = k->y, bottom;
	struct column in = *k;

	in.c = rect_inset(k->c, INSET - 4, 0);
	in.y = top + GAP - 2;
	bottom = in.y + height_of(in, write_leaving) + GAP - 2;
	box(k, top, fmin(bottom, k->c.y + k->c.h), FREE, INK);
	if (!k->measured)
		write_leaving(&in);
	k->y = bottom;
}

/* All of the step. */
static void write_step(struct column *k)
{
	const struct view_lesson *l = k->l;

	for (size_t i = 0; i < l->ntexts; i++) {
		put(k, k->face->text, INK, l->texts[i]);
		k->y += draw_line_height(k->face->text) * 0.4;
	}
	if (l->question) {
		k->y += 4;
		write_question(k);
		k->y += GAP;
	}
	if (l->hint) {
		put(k, k->face->text, SECONDARY, l->hint);
		k->y += GAP;
	}
	if (l->answer != ANSWER_NONE)
		write_verdict(k);
	else if (l->leaving && !k->measured)
		write_notice(k);
	else if (l->question && k->measured)
		k->y += VERDICT_LINES * draw_line_height(k->face->text);
}

/* The end of a lesson: how it went, and a button for the next one, each if it is there. Returns how high that is. */
static double draw_end_of_lesson(struct draw *d, const struct view_lesson *l, struct rect c)
{
	double line = draw_line_height(TYPE_STRONG);
	double high = (l->next ? BUTTON : 0) + (l->score ? line + 4 : 0);
	struct rect r = {c.x, c.y + c.h - high, c.w, line};
	char label[THING_TEXT];

	if (l->score) {
		draw_text(d, r, ALIGN_LEFT, TYPE_STRONG, INK, tr("This lesson: %s"), l->score);
		r.y += line + 4;
	}
	if (l->next) {
		snprintf(label, sizeof label, tr("Next lesson: %s ›"), l->next);
		button(d, r.x, r.y, label, thing_button("next step"), true);
	}
	return high;
}

void panel_lesson(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	const struct view_lesson *l = view->lesson;
	char note[80];
	double x, y;

	(void)s;
	if (!l)
		return;
	snprintf(note, sizeof note, tr("%s%sstep %zu of %zu"), l->clock, *l->clock ? ", " : "", l->step + 1, l->nsteps);
	struct rect c = panel_begin(d, PANEL_LESSON, r, "Lesson", note);

	bool last = l->step + 1 == l->nsteps;

	c.h -= BUTTON + GAP;
	y = c.y + c.h + GAP;
	draw_steps(d, l, (struct rect){c.x, c.y - 2, c.w, 4});
	if (l->next || l->score)
		c.h -= draw_end_of_lesson(d, l, c) + GAP;
	struct column k = {d, l, &faces[FACES - 1], c, c.y + 10, false};
	put(&k, TYPE_LABEL, SECONDARY, l->title);
	if (!view->caption) { /* else the picture has it */
		k.y += 2;
		put(&k, TYPE_CAPTION_4, INK, l->caption);
	}
	k.y += GAP;
	k.face = &faces[l->presents || c.w >= WIDE ? 0 : 1];
	while (k.face < &faces[FACES - 1] && k.y + height_of(k, write_step) > c.y + c.h)
		k.face++;
	write_step(&k);

	x = c.x;
	x += button(d, x, y, tr("‹ Back"), thing_button("previous step"), false) + 8;
	if (last && !l->open) {
		x += button(d, x, y, tr("Lessons"), thing_button("lessons"), !l->next) + 8;
	} else {
		x += button(d, x, y, tr("Next ›"), thing_button("next step"), true) + 8;
	}
	if (l->can_hint && l->open)
		button(d, x, y, tr("Hint"), thing_button("hint"), false);
	x = c.x + c.w - draw_width(d, TYPE_TITLE, "?") - 24;
	button(d, x, y, "?", thing_button("words"), false);
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
			bool letters = l->rings[i].kind == THING_TERM; /* with no room of their own around them */
			bool row = l->rings[i].kind == THING_REGISTER; /* from edge to edge of what it has to say */
			struct rect ring = rect_inset(places[k], letters ? -8 : row ? -7 : -2, letters ? -7 : -2);

			/* an outline lies inside its box: only the ring does, so that no letter is covered */
			draw_outline(d, rect_inset(ring, -2, -2), 8, PAPER, 5);
			draw_outline(d, ring, 7, RING, 3.5);
		}
	if (l->black) {
		draw_begin_part(d, PANEL_LESSON, r);
		draw_colour(d, CAPTION_GROUND, 1);
		cairo_paint(d->cr);
	}
}
