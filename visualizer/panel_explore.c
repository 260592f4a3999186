/* SPDX-License-Identifier: GPL-2.0-or-later */
/* N_("What does the child do next?"): a key for each choice, what came of the one that was taken, and the way back. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "panel.h"
#include "base/language.h"

#define ROW 22.0
#define ROW_LEAST 14.5 /* with which the letters' boxes stand apart */
#define KEY 20.0
#define VERDICT 24.0
#define MORE 14.0 /* for the sign that there are several */
#define LABEL 0.5 /* of a row's width, at least, for what the choice is where both parts of it are long */

static enum colour ending_tint(enum ending e)
{
	switch (panel_ending(e)) {
	case OTHER:
		return OTHER_TINT;
	case BORROWER:
		return BORROWER_TINT;
	case KERNEL:
		return KERNEL_TINT;
	default:
		return DAMAGE_TINT;
	}
}

static void draw_key(struct draw *d, double x, double y, double row, const char *key, bool dead)
{
	struct rect r = {x, y + (row - fmin(KEY, row - 2)) / 2, KEY, fmin(KEY, row - 2)};

	draw_fill(d, r, 4, PAPER);
	draw_outline(d, r, 4, RULE, 1);
	draw_text(d, r, ALIGN_CENTRE, TYPE_CODE_STRONG, dead ? SECONDARY : INK, "%s", key);
}

/* What came of the choice that was taken: how it ends; whose harm that is, if not its own; and the worst that it did.
 * least: units that are to be left below it. Returns the height. */
static double draw_verdict(struct draw *d, const struct view_branch *b, struct rect c, double least)
{
	struct rect r = {c.x - 6, c.y, c.w + 12, VERDICT}, line = {c.x, c.y + 1, c.w, VERDICT};
	double height = draw_line_height(TYPE_NOTE), note;
	const char *notes[] = {b->because, b->hazard};
	char title[SNAP_LINE];
	int titles, lines[2];

	snprintf(title, sizeof title, "%s: %s", b->name, b->ending);
	titles = draw_line_count(d, TYPE_STRONG, c.w, title) > 1 ? 2 : 1;
	r.h += (titles - 1) * draw_line_height(TYPE_STRONG);
	note = c.y + r.h - 1;
	for (int i = 0; i < 2; i++) {
		int all = *notes[i] ? draw_line_count(d, TYPE_NOTE, c.w, notes[i]) : 0;

		/* its second line is left out where there is no room: what is destroyed is the caption's, too */
		lines[i] = all > 1 && r.h + 2 * height + 9 > c.h - least ? 1 : all > 2 ? 2 : all;
		r.h += lines[i] * height;
	}
	r.h += lines[0] + lines[1] ? 4 : 0;
	draw_fill(d, r, 4, ending_tint(b->outcome));
	if (titles > 1)
		draw_lines(d, (struct rect){line.x, line.y + 3, line.w, 2 * draw_line_height(TYPE_STRONG)}, TYPE_STRONG,
		           panel_ending(b->outcome), titles, title);
	else
		draw_text(d, line, ALIGN_LEFT, TYPE_STRONG, panel_ending(b->outcome), "%s", title);
	for (int i = 0; i < 2; i++) {
		if (lines[i])
			draw_lines(d, (struct rect){c.x, note, c.w, lines[i] * height}, TYPE_NOTE,
			           i ? DAMAGE : panel_ending(b->outcome), lines[i], notes[i]);
		note += lines[i] * height;
	}
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

/* How one comes to the others of those that are several: where rows are left over, or else beside what is taken back.
 * Returns the width that it takes there. */
static double draw_others(struct draw *d, const struct choices *o, struct rect left_over, struct rect undo)
{
	struct rect row = {left_over.x, left_over.y, left_over.w, ROW};
	bool several = false;

	for (size_t i = 0; i < o->count; i++)
		several |= o->list[i].possible && o->list[i].variants > 1;
	if (several && left_over.h >= ROW)
		draw_text(d, row, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "▾ there are others: click, or Shift and the key");
	else if (several)
		return draw_text(d, undo, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "▾ others: Shift+key") + 10;
	return 0;
}

static void draw_undo(struct draw *d, const char *undo, struct rect r, double taken)
{
	double x = r.x + KEY + 10;

	draw_line(d, r.x, r.y - 3, r.x + r.w, r.y - 3, RULE, 1, false);
	draw_target(d, (struct rect){r.x - 6, r.y, r.w + 12, ROW}, thing_button("undo"));
	draw_key(d, r.x, r.y, ROW, "U", undo == NULL);
	draw_text(d, (struct rect){x, r.y, r.x + r.w - x - taken, ROW}, ALIGN_LEFT, TYPE_BODY, undo ? INK : SECONDARY,
	          "%s", undo ? undo : tr("takes the last choice back"));
}

static void draw_found(struct draw *d, const char *name, const char *value, const char *was, struct rect row)
{
	double used = draw_text(d, row, ALIGN_LEFT, TYPE_CODE_STRONG, INK, "%s", name) + 10;

	row.x += used;
	row.w -= used;
	used = draw_text(d, row, ALIGN_LEFT, TYPE_CODE, BORROWER, "%s", value) + 10;
	row.x += used;
	row.w -= used;
	if (*was)
		draw_text(d, row, ALIGN_RIGHT, TYPE_CODE_SMALL, SECONDARY, "was %s", was);
}

/* What the lender has again and finds changed. Returns the height. */
static double draw_finds(struct draw *d, const struct snapshot *s, struct rect c)
{
	struct rect head = {c.x, c.y + 6, c.w, ROW}, row = {c.x, c.y + 6 + ROW, c.w, ROW};
	size_t n = 0;

	for (size_t i = 0; i < s->nlocals + s->ndata && row.y + ROW < c.y + c.h; i++) {
		const struct snap_datum *one = i < s->nlocals ? NULL : &s->data[i - s->nlocals];

		if (one && (!(one->comes_back || one->changed) || one->kind >= DATA_FILE))
			continue;
		if (!n++)
			draw_text(d, head, ALIGN_LEFT, TYPE_STRONG, INK, "What pid %u finds", s->lender);
		if (one)
			draw_found(d, one->name,
			           *one->value[DATA_AFTER] ? one->value[DATA_AFTER] : one->value[DATA_NOW],
			           one->value[DATA_AT_VFORK], row);
		else
			draw_found(d, s->locals[i].name, s->locals[i].value, s->locals[i].was, row);
		row.y += ROW;
	}
	return n ? row.y + 8 - c.y : 0;
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

	struct rect undo = {c.x, c.y + c.h - ROW + 4, c.w, ROW};
	double others = 0;
	c.h = undo.y - 6 - c.y;
	if (b) {
		double used = draw_verdict(d, b, c, o ? ROW_LEAST * (double)o->count : 0);

		c.y += used;
		c.h -= used;
	}
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
		others = draw_others(d, o, (struct rect){c.x, c.y + used, c.w, c.h - used}, undo);
	}
	draw_undo(d, x->undo, undo, others);
	panel_end(d);
}
