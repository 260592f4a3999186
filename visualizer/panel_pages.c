/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The map of physical memory: one cell for each page frame, by owner. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/snapshot_names.h"
#include "abi/proc.h"
#include "base/language.h"
#include "panel.h"
#include "selection.h"

#define LABEL 42.0 /* page frame numbers at the left */
#define LEGEND 22.0
#define LEGEND_PITCH 18.0 /* of its second row */
#define LEGEND_ROWS 2
#define TAIL 18.0         /* the line below the map */
#define TAIL_GRAIN 256    /* page frames: the map changes its size seldom */
#define LETTER_LEAST 12.0 /* smaller cells carry no letters */
#define ROUND_LEAST 0.7   /* of the largest cells: what is not much smaller */
#define EDGE_LEAST 5.0    /* smaller cells carry no outline */

/* The letter in the cell of a page frame tells what it is used for. */
static const char use_letters[CM_TYPES] = {
	[CTEXT] = 't', [CDATA] = 'd', [CSTACK] = 's', [CUAREA] = 'u', [CPTABLE] = 'p', [CMAPPED] = 'm', [CSHARED] = 'M',
};

struct grid {
	struct rect r;
	size_t columns;
	double cell_w, cell_h;
};

static double cell_size(const struct grid *g)
{
	return fmin(g->cell_w, g->cell_h);
}

static struct grid grid_of(struct rect r, size_t nframes, size_t columns)
{
	double w = r.w / (double)columns, h = r.h / (double)((nframes + columns - 1) / columns);

	return (struct grid){r, columns, w, fmin(h, w * 1.6)};
}

/* The choice whose cells are largest; but a power of two, if its cells are not much smaller: rows begin at numbers then
 * from which one finds a page frame by its last digit. */
static struct grid grid_for(struct rect r, size_t nframes)
{
	struct grid best = grid_of(r, nframes, 16), round = best;

	for (size_t columns = 24; columns <= 512; columns += columns < 64 ? 8 : columns < 128 ? 16 : 64) {
		struct grid g = grid_of(r, nframes, columns);

		if (cell_size(&g) > cell_size(&best))
			best = g;
		if ((columns & (columns - 1)) == 0 && cell_size(&g) > cell_size(&round))
			round = g;
	}
	bool letters = cell_size(&round) >= LETTER_LEAST || cell_size(&best) < LETTER_LEAST;

	return letters && cell_size(&round) >= ROUND_LEAST * cell_size(&best) ? round : best;
}

static struct rect cell(const struct grid *g, size_t pfn)
{
	return (struct rect){g->r.x + (double)(pfn % g->columns) * g->cell_w,
	                     g->r.y + (double)(pfn / g->columns) * g->cell_h, g->cell_w, g->cell_h};
}

static double gap(const struct grid *g)
{
	return cell_size(g) >= EDGE_LEAST ? 1 : 0.3;
}

/* What is painted of a cell: large ones have sharp edges. */
static struct rect inner(const struct draw *d, const struct grid *g, size_t pfn)
{
	struct rect r = rect_inset(cell(g, pfn), gap(g) / 2, gap(g) / 2);

	return cell_size(g) >= EDGE_LEAST ? draw_snap(d, r) : r;
}

static enum role owner(const struct snap_frame *f)
{
	return f->type == CFREE ? ROLE_NONE : f->role > ROLE_OTHER ? ROLE_OTHER : (enum role)f->role;
}

/* Page frames up to the last used one, with some room: a large free rest is told in words, and the cells get larger. */
static size_t without_tail(const struct snapshot *s)
{
	size_t used = s->nframes;

	while (used > 0 && s->frames[used - 1].type == CFREE)
		used--;
	used = (used + TAIL_GRAIN) / TAIL_GRAIN * TAIL_GRAIN;
	return used < s->nframes ? used : s->nframes;
}

static void cell_path(struct draw *d, const struct grid *g, size_t pfn)
{
	struct rect r = inner(d, g, pfn);

	cairo_rectangle(d->cr, r.x, r.y, r.w, r.h);
}

/* Every cell of one owner in one path: quick, and the lent hatching runs through neighbours. */
static void draw_role(struct draw *d, const struct snapshot *s, const struct grid *g, enum role role, size_t shown)
{
	bool edged = cell_size(g) >= EDGE_LEAST;
	size_t lent = 0;

	cairo_new_path(d->cr);
	for (size_t i = 0; i < shown; i++)
		if (owner(&s->frames[i]) == role)
			cell_path(d, g, i);
	draw_colour(d, role_tint(role), 1);
	cairo_fill(d->cr);
	if (role == ROLE_NONE)
		return;

	for (size_t i = 0; i < shown; i++)
		if (owner(&s->frames[i]) == role && s->frames[i].lent) {
			cell_path(d, g, i);
			lent++;
		}
	if (lent)
		draw_hatch_path(d, g->r, HATCH_LENT, role_colour(role));
	cairo_new_path(d->cr);
	for (size_t i = 0; i < shown; i++)
		if (owner(&s->frames[i]) == role)
			cell_path(d, g, i);
	draw_colour(d, role_colour(role), edged ? 1 : 0.8);
	cairo_set_line_width(d->cr, edged ? (role == ROLE_KERNEL ? 0.6 : 1.1) : 0.5);
	cairo_stroke(d->cr);
}

/* More than one page table points here: a dot in the corner. */
static void draw_shared(struct draw *d, struct rect r)
{
	cairo_new_path(d->cr);
	cairo_arc(d->cr, r.x + r.w - 3, r.y + 3, fmax(1.2, fmin(r.w, r.h) * 0.13), 0, 2 * M_PI);
	draw_colour(d, INK, 1);
	cairo_fill(d->cr);
}

static bool has_letters(const struct grid *g)
{
	return cell_size(g) >= LETTER_LEAST;
}

static void draw_cell_signs(struct draw *d, const struct snapshot *s, const struct grid *g, size_t pfn)
{
	const struct snap_frame *f = &s->frames[pfn];
	struct rect r = inner(d, g, pfn);
	bool letter = has_letters(g);
	enum role role = owner(f);

	if (f->written && role != ROLE_NONE) {
		/* a ring, larger than the cell where cells are tiny */
		if (letter)
			draw_fill(d, r, 0, BORROWER);
		else
			draw_outline(d, rect_inset(r, -2.5, -2.5), 2, BORROWER, 2);
	}
	if (letter && role != ROLE_NONE && role != ROLE_KERNEL && f->type < CM_TYPES) {
		if (f->lent && !f->written)
			draw_fill(d, rect_inset(r, r.w * 0.2, r.h * 0.15), 2, role_tint(role));
		draw_text(d, rect_inset(r, -2, 0), ALIGN_CENTRE, TYPE_TILE, f->written ? ON_COLOUR : role_colour(role),
		          "%c", f->written ? 'W' : use_letters[f->type]);
	}
	if (f->shared && role != ROLE_NONE)
		draw_shared(d, r);
}

/* The page frame of what is selected, with a ring that is larger than the cell where cells are tiny. */
static void mark_selected(struct draw *d, const struct snapshot *s, const struct view *view, const struct grid *g,
                          size_t shown)
{
	long frame = selection_frame(s, &view->selection);
	struct thing thing = {.kind = THING_PAGE_FRAME, .number = (uint64_t)frame};

	if (frame >= 0 && (size_t)frame < shown)
		panel_ringed(d, s, view,
		             rect_inset(inner(d, g, (size_t)frame), has_letters(g) ? 0 : -3, has_letters(g) ? 0 : -3),
		             &thing);
}

static void draw_row_labels(struct draw *d, const struct grid *g, size_t nframes)
{
	double height = 16;
	size_t rows = (nframes + g->columns - 1) / g->columns, every = 1;

	while ((double)every * g->cell_h < height)
		every *= 2;
	for (size_t row = 0; row < rows; row += every) {
		double y = g->r.y + ((double)row + 0.5) * g->cell_h;

		y = fmax(y, g->r.y + height / 2);
		if (y + height / 2 > g->r.y + g->r.h + 2)
			break;
		draw_text(d, (struct rect){g->r.x - LABEL, y - height / 2, LABEL - 8, height}, ALIGN_RIGHT,
		          TYPE_CODE_SMALL, SECONDARY, "%zx", row * g->columns);
	}
}

/* Has a letter its place in the explanation? Those of mmap only where something is mapped. */
static bool explained(const struct snapshot *s, uint32_t type)
{
	if (type != CMAPPED && type != CSHARED)
		return use_letters[type] != 0;
	for (size_t i = 0; i < s->nframes; i++)
		if (s->frames[i].type == type)
			return true;
	return false;
}

/* What stands below the map: the free rest, and what the letters stand for; "" nothing. */
struct tail {
	char rest[96], letters[160];
	bool two; /* lines are needed */
};

static struct tail tail_of(struct draw *d, const struct snapshot *s, const struct grid *g, size_t shown, double width)
{
	struct tail t = {0};
	size_t used = 0;

	if (shown < s->nframes)
		snprintf(t.rest, sizeof t.rest, tr("%zx to %zx: all free"), shown, s->nframes - 1);
	for (int i = 0; i < CM_TYPES && has_letters(g); i++)
		if (explained(s, (uint32_t)i))
			used += (size_t)snprintf(t.letters + used, sizeof t.letters - used, "%s%c %s",
			                         used ? " · " : "", use_letters[i], tr(snapshot_use_name((uint32_t)i)));
	t.two = *t.rest && used && draw_width(d, TYPE_NOTE, t.rest) + 14 + draw_width(d, TYPE_NOTE, t.letters) > width;
	return t;
}

static void draw_tail(struct draw *d, const struct tail *t, struct rect r)
{
	draw_text(d, r, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", t->rest);
	r.y += t->two ? TAIL : 0;
	draw_text(d, r, t->two ? ALIGN_LEFT : ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "%s", t->letters);
}

/* What the signs mean; only kinds that are on the map. In one row or in two, of which this is the upper one; without
 * `draws` it is measured only. brief: in fewer words. Returns how many rows it takes. */
static int draw_legend(struct draw *d, const struct snapshot *s, struct rect r, bool brief, bool draws)
{
	const struct rect row = r;
	int rows = 1;

	/* in the order in which they matter: those behind may not have room */
	static const struct {
		enum role role; /* NONE: of anybody */
		bool lent, written, shared;
		const char *name;
	} kinds[] = {
		{ROLE_LENDER, true, false, false, N_("lent")},
		{ROLE_MIDDLE, true, false, false, N_("lent on")},
		{ROLE_OTHER, true, false, false, N_("lent by others")},
		{ROLE_NONE, false, true, false, N_("written in the loan")},
		{ROLE_LENDER, false, false, false, N_("lender's")},
		{ROLE_MIDDLE, false, false, false, N_("middle's")},
		{ROLE_BORROWER, false, false, false, N_("borrower's")},
		{ROLE_PARENT, false, false, false, N_("parent's")},
		{ROLE_CHILD, false, false, false, N_("child's")},
		{ROLE_NONE, false, false, true, N_("shared")},
		{ROLE_OTHER, false, false, false, N_("others'")},
		{ROLE_KERNEL, false, false, false, N_("kernel")},
	};
	bool has[sizeof kinds / sizeof *kinds] = {false};

	for (size_t i = 0; i < s->nframes; i++) {
		const struct snap_frame *f = &s->frames[i];
		enum role role = owner(f);

		for (size_t k = 0; k < sizeof kinds / sizeof *kinds && role != ROLE_NONE; k++)
			if (kinds[k].written || kinds[k].shared)
				has[k] |= kinds[k].written ? f->written : f->shared;
			else
				has[k] |= role == kinds[k].role && f->lent == kinds[k].lent;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const char *name = tr(brief && kinds[i].written ? N_("stored into") : kinds[i].name);
		double need = draw_width(d, TYPE_NOTE, name) + 20;

		if (!has[i])
			continue;
		if (need > r.w && ++rows > LEGEND_ROWS)
			return LEGEND_ROWS;
		if (need > r.w) {
			r = row;
			r.y += LEGEND_PITCH;
		}
		if (!draws) {
			r.x += need + 14;
			r.w -= need + 14;
			continue;
		}
		struct rect box = {r.x, r.y + (r.h - 12) / 2, 12, 12};
		draw_fill(d, box, 2, kinds[i].written ? BORROWER : role_tint(kinds[i].role));
		if (kinds[i].lent)
			draw_hatch(d, box, 2, HATCH_LENT, role_colour(kinds[i].role));
		draw_outline(d, box, 2, role_colour(kinds[i].role), 1);
		if (kinds[i].shared)
			draw_shared(d, box);
		draw_text(d, (struct rect){r.x + 17, r.y, need - 15, r.h}, ALIGN_LEFT, TYPE_NOTE, INK, "%s", name);
		draw_target(d, (struct rect){r.x, r.y, need, r.h}, thing_named(THING_TERM, kinds[i].name));
		r.x += need + 14;
		r.w -= need + 14;
	}
	return rows;
}

void panel_pages(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	size_t lent = 0, written = 0, used = 0;
	char note[128];

	for (size_t i = 0; i < s->nframes; i++) {
		lent += s->frames[i].lent;
		written += s->frames[i].written && s->frames[i].type != CFREE;
		used += s->frames[i].type != CFREE;
	}
	int n = snprintf(note, sizeof note, tr("%zu used of %zu (%zu MB)"), used, s->nframes, s->nframes * NBPG >> 20);
	if (lent && n > 0)
		n += snprintf(note + n, sizeof note - (size_t)n, tr(" · %zu lent"), lent);
	if (written && n > 0)
		snprintf(note + n, sizeof note - (size_t)n, tr(" · %zu written"), written);
	struct rect c = panel_begin(d, PANEL_PAGES, r, "Page frames", s->nframes ? note : "");
	if (s->nframes == 0) {
		panel_empty(d, c, "no memory yet");
		panel_end(d);
		return;
	}

	size_t shown = without_tail(s);
	bool brief = draw_legend(d, s, c, false, false) > 1;
	double legend = LEGEND + (draw_legend(d, s, c, brief, false) - 1) * LEGEND_PITCH;
	struct rect map = {c.x + LABEL, c.y, c.w - LABEL, c.h - legend - 4 - TAIL};
	if (map.w < 1 || map.h < 1) {
		panel_empty(d, c, "no room");
		panel_end(d);
		return;
	}
	struct grid g = grid_for(map, shown);
	struct tail tail = tail_of(d, s, &g, shown, map.w);
	if (tail.two && map.h > 2 * TAIL) {
		map.h -= TAIL;
		g = grid_for(map, shown);
		tail = tail_of(d, s, &g, shown, map.w);
	}
	for (int role = ROLE_NONE; role <= ROLE_OTHER; role++)
		draw_role(d, s, &g, (enum role)role, shown);
	for (size_t i = 0; i < shown; i++)
		draw_cell_signs(d, s, &g, i);
	draw_target_grid(d, g.r, (struct thing){.kind = THING_PAGE_FRAME}, g.columns, shown, g.cell_w, g.cell_h);
	mark_selected(d, s, view, &g, shown);
	draw_row_labels(d, &g, shown);
	double map_end = g.r.y + g.cell_h * (double)((shown + g.columns - 1) / g.columns);
	draw_tail(d, &tail, (struct rect){g.r.x, map_end + 2, g.r.w, TAIL});
	draw_legend(d, s, (struct rect){c.x, c.y + c.h - legend + 4, c.w, LEGEND}, brief, true);
	panel_end(d);
}
