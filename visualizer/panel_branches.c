/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Branches in Time: the run as it is written, and those that have left it, each with how it ends. */
#include <math.h>

#include "layout.h"
#include "panel.h"

#define ROW ((double)LAYOUT_BRANCH)
#define BEND 14.0 /* units in which a line goes from the run that it leaves to its own row */

enum { ROWS_MAX = 16 };

size_t panel_branches_left_out(const struct view *view)
{
	size_t most = view->maximised == PANEL_TIME ? ROWS_MAX : LAYOUT_BRANCHES;

	return view->explore.nbranches > most ? view->explore.nbranches - most : 0;
}

/* The numbers of those that are shown, in order: the first, the one that is looked at, and the latest ones. */
static size_t choose(const struct view *view, size_t chosen[ROWS_MAX])
{
	const struct view_explore *x = &view->explore;
	size_t n = 0, left = panel_branches_left_out(view);

	for (size_t i = 0; i < x->nbranches; i++) {
		if (left && i && i != x->branch)
			left--;
		else
			chosen[n++] = i;
	}
	return n;
}

double panel_branches_height(const struct view *view)
{
	size_t chosen[ROWS_MAX], n = choose(view, chosen);

	return n ? (double)n * ROW + 4 : 0;
}

enum colour panel_ending(enum ending e)
{
	switch (e) {
	case OUTCOME_LIVES:
		return OTHER;
	case OUTCOME_ALTERED:
		return BORROWER; /* who has changed what it does */
	case OUTCOME_WAITS:
	case OUTCOME_RUNS:
		return KERNEL;
	default:
		return DAMAGE;
	}
}

void panel_branches(struct draw *d, const struct view *view, struct rect labels, struct rect axis,
                    double (*place)(void *arg, uint64_t icount), void *arg)
{
	const struct view_explore *x = &view->explore;
	size_t chosen[ROWS_MAX], n = choose(view, chosen);
	double y[ROWS_MAX];

	for (size_t k = 0; k < n; k++)
		y[k] = axis.y + ((double)k + 0.5) * ROW;
	for (size_t k = 0; k < n; k++) {
		const struct view_branch *b = &x->branches[chosen[k]];
		bool here = chosen[k] == x->branch;
		enum colour colour = k ? panel_ending(b->outcome) : INK;
		struct rect row = {labels.x, y[k] - ROW / 2, axis.x + axis.w - labels.x, ROW};
		double width = draw_width(d, TYPE_LABEL, b->ending) + 8,
		       end = axis.x + axis.w - fmin(width, axis.w * 0.5);
		double from = fmin(place(arg, b->from), end - 2 * BEND), above = y[0];

		draw_target(d, row, thing_number(THING_BRANCH, chosen[k], b->name));
		if (here)
			draw_fill(d, rect_inset(row, -4, 0.5), 3, KERNEL_TINT);
		for (size_t i = 0; i < k; i++)
			if (chosen[i] == b->parent)
				above = y[i];
		/* up to where its line begins */
		draw_text(d, (struct rect){labels.x, row.y, k ? fmax(labels.w, from - labels.x - 8) : labels.w, ROW},
		          ALIGN_LEFT, here ? TYPE_LABEL : TYPE_NOTE, here ? INK : SECONDARY, "%s", b->name);
		draw_colour(d, colour, 1);
		cairo_set_line_width(d->cr, here ? 3 : 2);
		cairo_move_to(d->cr, from, k ? above : y[0]);
		cairo_curve_to(d->cr, from + BEND / 2, k ? above : y[0], from + BEND / 2, y[k], from + BEND, y[k]);
		cairo_line_to(d->cr, end, y[k]);
		cairo_stroke(d->cr);
		draw_text(d, (struct rect){end + 8, row.y, axis.x + axis.w - end - 8, ROW}, ALIGN_LEFT, TYPE_LABEL,
		          k || b->outcome != OUTCOME_LIVES ? panel_ending(b->outcome) : INK, "%s", b->ending);
	}
}
