/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two stacks side by side, address by address: what the child does to its copy, and that the parent's stays whole. */
#include "panel_copies.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>

#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "base/language.h"

#define ROW 21.0
#define ROW_MOST 26.0
#define FOLD_LEAST 4
#define BADGE 20.0
#define SPACE 12.0 /* between the two */
#define TICK 14.0

enum { SIDES = 2 };

/* One of the two stacks and its columns. */
struct side {
	const struct snap_stack *stack;
	uint32_t pid;
	enum role role;
	double left, value, what, end;
};

struct line {
	enum { LINE_CALL, LINE_WORD, LINE_FOLD } kind;
	const struct snap_stack_frame *call[SIDES]; /* LINE_CALL: that begin here, or NULL */
	const struct snap_word *word[SIDES];        /* LINE_WORD: at the same address, or NULL */
	size_t count;                               /* LINE_FOLD: words that are not shown */
};

struct columns {
	double address, row;
	enum type code;
	struct side side[SIDES];
};

static const struct snap_stack_frame *call_at(const struct snap_stack *stack, size_t word)
{
	for (size_t i = 0; i < stack->ncalls; i++)
		if (stack->calls[i].first == word && stack->calls[i].count > 0)
			return &stack->calls[i];
	return NULL;
}

/* All lines; there is room for as many as both have calls and words. */
static size_t all_lines(const struct side side[SIDES], struct line *lines)
{
	size_t at[SIDES] = {0}, n = 0;

	for (;;) {
		struct line call = {.kind = LINE_CALL}, word = {.kind = LINE_WORD};
		uint32_t va = 0;

		for (int i = 0; i < SIDES; i++)
			if (at[i] < side[i].stack->nwords && side[i].stack->words[at[i]].va > va)
				va = side[i].stack->words[at[i]].va;
		if (!va)
			return n;
		for (int i = 0; i < SIDES; i++)
			if (at[i] < side[i].stack->nwords && side[i].stack->words[at[i]].va == va) {
				call.call[i] = call_at(side[i].stack, at[i]);
				word.word[i] = &side[i].stack->words[at[i]++];
			}
		if (call.call[0] || call.call[1])
			lines[n++] = call;
		lines[n++] = word;
	}
}

static bool pointed_at(const struct side *side, uint32_t va)
{
	return va == side->stack->sp || va == side->stack->fp;
}

/* A line that nobody misses. */
static bool dull(const struct side side[SIDES], const struct line *line)
{
	if (line->kind != LINE_WORD)
		return false;
	for (int i = 0; i < SIDES; i++) {
		const struct snap_word *w = line->word[i];

		if (w && ((w->changed && w->value != w->was) || pointed_at(&side[i], w->va) || snapshot_word_links(w)))
			return false;
	}
	return true;
}

static size_t fold(const struct side side[SIDES], struct line *lines, size_t n)
{
	size_t out = 0;

	for (size_t i = 0; i < n;) {
		size_t run = 0;

		while (i + run < n && dull(side, &lines[i + run]))
			run++;
		if (run >= FOLD_LEAST) {
			lines[out++] = (struct line){.kind = LINE_FOLD, .count = run};
			i += run;
		} else {
			for (size_t end = i + (run ? run : 1); i < end; i++)
				lines[out++] = lines[i];
		}
	}
	return out;
}

/* Did the child write something else where the parent has something? */
static bool differs(const struct line *line)
{
	return line->kind == LINE_WORD && line->word[0] && line->word[1] &&
	       line->word[0]->value != line->word[1]->value;
}

/* First line to show: where the two begin to differ, else the end, where their stack pointers are. */
static size_t first_line(const struct line *lines, size_t n, size_t fit)
{
	size_t start = n > fit ? n - fit : 0;

	for (size_t i = 0; i < start; i++)
		if (differs(&lines[i]))
			return i > fit / 4 ? i - fit / 4 : 0;
	return start;
}

static void draw_side(struct draw *d, const struct snapshot *s, const struct view *view, const struct columns *k,
                      const struct side *side, double y, const struct snap_word *w, bool mine)
{
	struct rect band = {side->value - 4, y + 0.5, side->end - side->value + 8, k->row - 1};
	bool changed = w->changed && w->value != w->was;
	bool sp = w->va == side->stack->sp;
	struct thing thing = thing_memory(THING_WORD, side->pid, w->va, 4);

	draw_target(d, band, thing);
	/* Only the child's writing is the story: the parent goes on as it would alone. */
	if (!panel_marked(d, s, view, band, &thing) && changed && mine)
		draw_fill(d, band, 3, role_tint(side->role));
	if (pointed_at(side, w->va)) {
		struct rect box = {side->left, y + (k->row - 16) / 2, BADGE - 2, 16};

		draw_fill(d, box, 3, role_colour(side->role));
		draw_text(d, box, ALIGN_CENTRE, TYPE_TILE, ON_COLOUR, "%s", sp ? "sp" : "fp");
	}
	draw_text(d, (struct rect){side->value, y, side->what - side->value, k->row}, ALIGN_LEFT, k->code,
	          changed && mine ? role_colour(side->role) : INK, "%08x", w->value);
	/* At the end of the parent's words is room for the tick that two runs beside each other put there. */
	panel_word(d, s, view, (struct rect){side->what, y, side->end - side->what - (mine ? 0 : TICK), k->row},
	           TYPE_NOTE, INK, w);
}

static void draw_line_of(struct draw *d, const struct snapshot *s, const struct view *view, const struct columns *k,
                         double y, const struct line *line)
{
	const struct snap_word *any = line->word[0] ? line->word[0] : line->word[1];

	if (line->kind == LINE_FOLD) {
		draw_text(d, (struct rect){k->address, y, k->side[1].end - k->address, k->row}, ALIGN_LEFT, TYPE_NOTE,
		          SECONDARY, N_("⋯ %zu words that nobody touched"), line->count);
		return;
	}
	if (line->kind == LINE_WORD)
		draw_text(d, (struct rect){k->address, y, 72, k->row}, ALIGN_LEFT, k->code, SECONDARY, "%08x", any->va);
	for (int i = 0; i < SIDES; i++) {
		const struct side *side = &k->side[i];
		const struct snap_stack_frame *f = line->call[i];

		if (line->word[i])
			draw_side(d, s, view, k, side, y, line->word[i], i == 1);
		if (!f)
			continue;
		draw_line(d, side->left, y + 2, side->end, y + 2, role_colour(side->role), 2, false);
		draw_text(d, (struct rect){side->left, y + 3, side->end - side->left, k->row - 2}, ALIGN_LEFT,
		          TYPE_STRONG, role_colour(side->role), "%s", f->function[0] ? f->function : "?");
	}
}

static struct columns columns_in(const struct snapshot *s, const struct snap_stack *first, struct rect c)
{
	const uint32_t pids[SIDES] = {s->lender, s->borrower};
	bool wide = c.w > 470;
	struct columns k = {.address = c.x - 6, .row = ROW, .code = wide ? TYPE_CODE : TYPE_CODE_SMALL};
	double x = k.address + (wide ? 74 : 64), w = (c.x + c.w - x - SPACE) / SIDES;

	for (int i = 0; i < SIDES; i++) {
		const struct snap_process *p = snapshot_process(s, pids[i]);
		struct side *side = &k.side[i];

		side->stack = i ? &s->copy : first;
		side->pid = pids[i];
		side->role = p ? p->role : i ? ROLE_CHILD : ROLE_PARENT;
		side->left = x + i * (w + SPACE);
		side->end = side->left + w;
		side->value = side->left + BADGE + 4;
		side->what = side->value + (wide ? 70 : 62);
	}
	return k;
}

void panel_copies(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	const struct snap_stack first = {s->calls, s->ncalls, s->words, s->nwords, s->lender_sp, s->lender_fp};
	struct rect c = panel_begin(d, PANEL_STACK, r, "Stacks", N_("each has its own, at the same addresses"));
	struct line *lines = g_new0(struct line, s->ncalls + s->nwords + s->copy.ncalls + s->copy.nwords);
	struct columns k = columns_in(s, &first, c);
	size_t n, fit, start, stop, differing = 0;
	double y = c.y - 4;

	draw_text(d, (struct rect){k.address, y, 72, ROW}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, N_("address"));
	for (int i = 0; i < SIDES; i++)
		draw_text(d, (struct rect){k.side[i].left, y, k.side[i].end - k.side[i].left, ROW}, ALIGN_LEFT,
		          TYPE_STRONG, role_colour(k.side[i].role), "%s pid %u", tr(snapshot_role_name(k.side[i].role)),
		          k.side[i].pid);
	y += ROW;
	n = all_lines(k.side, lines);
	for (size_t i = 0; i < n; i++)
		differing += differs(&lines[i]);
	if (differing) {
		c.h -= ROW;
		draw_text(d, (struct rect){c.x, c.y + c.h, c.w, ROW}, ALIGN_RIGHT, TYPE_STRONG,
		          role_colour(k.side[1].role),
		          differing == 1 ? N_("%zu word written in the copy; pid %u's is whole")
		                         : N_("%zu words written in the copy; pid %u's are whole"),
		          differing, s->lender);
	}
	fit = (size_t)fmax(0, (c.y + c.h - y) / ROW);
	start = panel_rows(d, view, PANEL_STACK, c, n, fit, first_line(lines, n, fit));
	if (n > fit && view->panel[PANEL_STACK].scroll == 0) { /* who scrolls wants to see all of it */
		n = fold(k.side, lines, n);
		start = first_line(lines, n, fit);
	}
	stop = start + fit < n ? start + fit : n;
	k.row = stop > start ? fmin(ROW_MOST, (c.y + c.h - y) / (double)(stop - start)) : ROW;
	for (size_t i = start; i < stop; i++, y += k.row) {
		struct rect at = {k.address, y, c.x + c.w - k.address, k.row};

		if (i == start && start > 0)
			draw_text(d, at, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "↑ %zu more rows", start + 1);
		else if (i == stop - 1 && stop < n)
			draw_text(d, at, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "↓ %zu more rows", n - stop + 1);
		else
			draw_line_of(d, s, view, &k, y, &lines[i]);
	}
	g_free(lines);
	panel_end(d);
}
