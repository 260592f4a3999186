/* SPDX-License-Identifier: GPL-2.0-or-later */
/* N_("What does the child do next?"): a key for each choice, what came of the one that was taken, and the way back. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "panel.h"
#include "base/language.h"

#define ROW 22.0
#define ROW_LEAST 13.5
#define KEY 20.0
#define VERDICT 24.0
#define MORE 14.0 /* for the sign that there are several */
#define LABEL 0.5 /* of a row's width, at least, for what the choice is where both parts of it are long */

static enum colour ending_tint(enum ending e)
{
	return e == OUTCOME_LIVES ? OTHER_TINT : e == OUTCOME_WAITS || e == OUTCOME_RUNS ? KERNEL_TINT : DAMAGE_TINT;
}

static void draw_key(struct draw *d, double x, double y, double row, const char *key, bool dead)
{
	struct rect r = {x, y + (row - fmin(KEY, row - 2)) / 2, KEY, fmin(KEY, row - 2)};

	draw_fill(d, r, 4, PAPER);
	draw_outline(d, r, 4, RULE, 1);
	draw_text(d, r, ALIGN_CENTRE, TYPE_CODE_STRONG, dead ? SECONDARY : INK, "%s", key);
}

/* What came of the choice that was taken. Returns the height. */
static double draw_verdict(struct draw *d, const struct view_branch *b, struct rect c)
{
	struct rect r = {c.x - 6, c.y, c.w + 12, VERDICT};
	int lines = *b->hazard ? draw_line_count(d, TYPE_NOTE, c.w, b->hazard) : 0;
	double height = draw_line_height(TYPE_NOTE);

	lines = lines > 2 ? 2 : lines;
	r.h += lines * height + (lines ? 4 : 0);
	draw_fill(d, r, 4, ending_tint(b->outcome));
	draw_text(d, (struct rect){c.x, c.y + 1, c.w, VERDICT}, ALIGN_LEFT, TYPE_STRONG, panel_ending(b->outcome),
	          "%s: %s", b->name, b->ending);
	if (lines)
		draw_lines(d, (struct rect){c.x, c.y + VERDICT - 1, c.w, lines * height}, TYPE_NOTE, DAMAGE, lines,
		           b->hazard);
	return r.h + 5;
}

/* What it is done with; where that is too long it is the name that is shortened, not the values behind it. */
static double draw_detail(struct draw *d, struct rect r, enum colour colour, const char *detail)
{
	const char *values = strstr(detail, " = ");
	char name[CHOICE_DETAIL];

	if (!values || draw_width(d, TYPE_CODE_SMALL, detail) <= r.w)
		return draw_text(d, r, ALIGN_RIGHT, TYPE_CODE_SMALL, colour, "%s", detail);
	double used = draw_text(d, r, ALIGN_RIGHT, TYPE_CODE_SMALL, colour, "%s", values);
	r.w -= used;
	snprintf(name, sizeof name, "%.*s", (int)(values - detail), detail);
	return used + draw_text(d, r, ALIGN_RIGHT, TYPE_CODE_SMALL, colour, "%s", name);
}

static void draw_choice(struct draw *d, const struct choice *o, bool taken, struct rect c, double y, double row)
{
	const char key[] = {o->key, '\0'};
	struct rect all = {c.x - 6, y, c.w + 12, row}, rest;
	enum colour ink = o->possible ? INK : SECONDARY;
	double x = c.x + KEY + 10, used;

	if (taken)
		draw_fill(d, rect_inset(all, 0, 0.5), 3, BORROWER_TINT);
	draw_target(d, all, thing_number(THING_CHOICE, o->kind, key));
	draw_key(d, c.x, y, row, key, !o->possible);
	enum colour second = taken && o->possible && *o->detail ? BORROWER : SECONDARY;
	bool several = o->possible && o->variants > 1, names = o->possible && *o->detail;
	const char *tells = !o->possible ? o->why : names ? o->detail : tr(o->means);
	enum type type = names ? TYPE_CODE_SMALL : TYPE_NOTE;
	double room = c.x + c.w - x - (several ? MORE : 0), wanted = draw_width(d, type, tells) + 13, label = room;

	/* The program's names are not left out; what the choice means is, where it has no room. */
	if (names)
		label = fmax(room - wanted, room * LABEL);
	used = draw_text(d, (struct rect){x, y, label, row}, ALIGN_LEFT, TYPE_BODY, ink, "%s", o->what);
	rest = (struct rect){x + used + 12, y, room - used - 12, row};
	if (several) { /* also where the name itself has no room */
		struct rect more = {c.x + c.w - MORE, y, MORE, row};

		draw_text(d, more, ALIGN_RIGHT, TYPE_CODE_SMALL, second, "▾");
	}
	used = 0;
	if (names)
		used = draw_detail(d, rest, second, o->detail);
	else if (rest.w >= 40)
		draw_text(d, rest, ALIGN_RIGHT, type, second, "%s", tells);
	if (several)
		draw_target(d, (struct rect){c.x + c.w - MORE - used - 4, y, used + MORE + 8, row},
		            thing_number(THING_VARIANT, o->kind, key));
}

/* Where rows are left over: how one comes to the others of those that are several. */
static void draw_others(struct draw *d, const struct choices *o, struct rect c)
{
	struct rect row = {c.x, c.y, c.w, fmin(c.h, ROW)};
	bool several = false;

	for (size_t i = 0; i < o->count; i++)
		several |= o->list[i].possible && o->list[i].variants > 1;
	if (several && c.h >= ROW_LEAST)
		draw_text(d, row, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "▾ there are others: click, or Shift and the key");
}

static void draw_undo(struct draw *d, const char *undo, struct rect c, double y)
{
	double x = c.x + KEY + 10;

	draw_line(d, c.x, y - 3, c.x + c.w, y - 3, RULE, 1, false);
	draw_target(d, (struct rect){c.x - 6, y, c.w + 12, ROW}, thing_button("undo"));
	draw_key(d, c.x, y, ROW, "U", undo == NULL);
	draw_text(d, (struct rect){x, y, c.x + c.w - x, ROW}, ALIGN_LEFT, TYPE_BODY, undo ? INK : SECONDARY, "%s",
	          undo ? undo : tr("takes the last choice back"));
}

/* What the lender has again and finds changed. Returns the height. */
static double draw_finds(struct draw *d, const struct snapshot *s, struct rect c)
{
	double y = c.y + 6;
	bool any = false;

	for (size_t i = 0; i < s->ndata && y + 2 * ROW < c.y + c.h; i++) {
		const struct snap_datum *one = &s->data[i];
		struct rect row = {c.x, y, c.w, ROW};
		double used;

		if (!(one->comes_back || one->changed) || one->kind >= DATA_FILE)
			continue;
		if (!any) {
			draw_text(d, row, ALIGN_LEFT, TYPE_STRONG, INK, "What pid %u finds", s->lender);
			row.y = y += ROW;
		}
		any = true;
		used = draw_text(d, row, ALIGN_LEFT, TYPE_CODE_STRONG, INK, "%s", one->name) + 10;
		row.x += used;
		row.w -= used;
		used = draw_text(d, row, ALIGN_LEFT, TYPE_CODE, BORROWER, "%s",
		                 *one->value[DATA_AFTER] ? one->value[DATA_AFTER] : one->value[DATA_NOW]) +
		       10;
		row.x += used;
		row.w -= used;
		draw_text(d, row, ALIGN_RIGHT, TYPE_CODE_SMALL, SECONDARY, "was %s", one->value[DATA_AT_VFORK]);
		y += ROW;
	}
	return any ? y + 8 - c.y : 0;
}

/* Where nobody can choose: why, and where one can; by Enter, where it is free for that. */
static void draw_nowhere(struct draw *d, const struct snapshot *s, const char *why, bool branch, bool enter,
                         struct rect c)
{
	double x = c.x + (enter ? 64 : 8), used = branch ? draw_finds(d, s, c) : 0;

	c.y += used;
	c.h -= used;
	if (!used) {
		const char *taken = tr("The choice is made; what comes after it is the program's own. U takes it back, "
		                       "to make another one.");

		used = draw_lines(d, c, TYPE_BODY, SECONDARY, 4, branch ? taken : why ? why : "");
		c.y += used + 8;
	}
	draw_target(d, (struct rect){c.x - 6, c.y, c.w + 12, ROW}, thing_number(THING_CHOICE, CHOICE_KINDS, "Enter"));
	if (enter) {
		draw_fill(d, (struct rect){c.x, c.y + 1, 54, KEY}, 4, PAPER);
		draw_outline(d, (struct rect){c.x, c.y + 1, 54, KEY}, 4, RULE, 1);
		draw_text(d, (struct rect){c.x, c.y + 1, 54, KEY}, ALIGN_CENTRE, TYPE_CODE_STRONG, INK, "Enter");
	} else { /* by a click only: it looks like a button */
		double wide = fmin(draw_width(d, TYPE_BODY, tr("to where a child can choose")) + 16, c.w);

		draw_outline(d, (struct rect){c.x, c.y + 1, wide, KEY}, 4, RULE, 1);
	}
	draw_text(d, (struct rect){x, c.y, c.x + c.w - x, ROW}, ALIGN_LEFT, TYPE_BODY, INK,
	          N_("to where a child can choose"));
}

void panel_explore(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	const struct view_explore *x = &view->explore;
	const struct choices *o = x->choices;
	const struct view_branch *b = x->branch && x->branch < x->nbranches ? &x->branches[x->branch] : NULL;
	char note[SNAP_TEXT] = "";

	if (o)
		snprintf(note, sizeof note, tr("pid %u, in %.63s()"), o->pid, *o->function ? o->function : "?");
	struct rect c = panel_begin(
		d, PANEL_EXPLORE, r,
		o && o->woken ? N_("What does the parent do next?") : N_("What does the child do next?"), note);

	double undo = c.y + c.h - ROW + 4;
	if (b) {
		double used = draw_verdict(d, b, c);

		c.y += used;
	}
	c.h = undo - 6 - c.y;
	if (!o) {
		/* an experiment that has succeeded: Enter leads on in the lesson */
		bool enter = !view->lesson || !view->lesson->experiment || view->lesson->answer != ANSWER_RIGHT;

		draw_nowhere(d, s, x->why, b != NULL, enter, c);
	} else {
		size_t fit = c.h > ROW_LEAST ? (size_t)(c.h / ROW_LEAST) : 1;
		size_t first = panel_rows(d, view, PANEL_EXPLORE, c, o->count, fit, 0);
		size_t stop = first + fit < o->count ? first + fit : o->count;
		double row = fmin(ROW, c.h / (double)(stop - first));

		for (size_t i = first; i < stop; i++)
			draw_choice(d, &o->list[i], b && b->kind == o->list[i].kind, c, c.y + (double)(i - first) * row,
			            row);
		double used = (double)(stop - first) * row;
		draw_others(d, o, (struct rect){c.x, c.y + used, c.w, c.h - used});
	}
	draw_undo(d, x->undo, c, undo);
	panel_end(d);
}
