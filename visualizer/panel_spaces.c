/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two address spaces side by side, the lender's and the borrower's, with their pages and the arrow of the loan. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "abi/arch.h"
#include "abi/proc.h"
#include "panel.h"

#define ROW 17.5
#define HEAD 27.0
#define ARROW 36.0 /* between the cards */
#define TILE_MOST 24.0
#define TILE_LEAST 9.0
#define TILE_GAP 3.0
#define COUNT_ROOM 44.0 /* for "+123" after the tiles */

static const struct {
	const char *name;
	char letter;
} parts[] = {
	[PART_TEXT] = {"text", 't'},
	[PART_DATA] = {"data", 'd'},
	[PART_STACK] = {"stack", 's'},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

/* The pid whose pages a card shows: a lender's own table is empty, so its lent pages are counted in the borrower's. */
static size_t count_pages(const struct snapshot *s, uint32_t pid, enum page_part part)
{
	size_t n = 0;

	for (size_t i = 0; i < s->npages; i++)
		n += s->pages[i].pid == pid && s->pages[i].part == part;
	return n;
}

static void draw_tile(struct draw *d, struct rect r, const struct snap_page *page, enum role role, bool lent,
                      char letter)
{
	if (!page->present) {
		draw_dashed(d, r, 3, GHOST);
		return;
	}
	if (page->written) {
		draw_fill(d, r, 3, BORROWER);
	} else {
		draw_fill(d, r, 3, role_tint(role));
		if (lent)
			draw_hatch(d, r, 3, HATCH_LENT, LENDER);
		draw_outline(d, r, 3, role_colour(role), 1);
	}
	if (r.w < 13)
		return;
	if (lent && !page->written)
		draw_fill(d, rect_inset(r, r.w * 0.22, r.h * 0.14), 3, role_tint(role));
	draw_text(d, r, ALIGN_CENTRE, TYPE_TILE, page->written ? ON_COLOUR : role_colour(role), "%c",
	          page->written ? 'W' : letter);
}

/* Is the page frame under a page of the borrower's the lender's: lent, or shared, or not yet copied? */
static bool lenders(const struct snapshot *s, const struct snap_page *page)
{
	if (snapshot_lending(s) == LENDING_LENT)
		return true;
	for (size_t i = 0; i < s->npages; i++)
		if (s->pages[i].pid == s->lender && s->pages[i].va == page->va && s->pages[i].present)
			return page->present && s->pages[i].pfn == page->pfn;
	return false;
}

/* The pages of one part in a row of tiles; what does not fit is counted. `ghost`: all drawn as absent. */
static void draw_part(struct draw *d, const struct snapshot *s, struct rect r, uint32_t pid, enum page_part part,
                      enum role role, bool ghost)
{
	size_t total = count_pages(s, pid, part), shown = 0;
	double most = fmin(r.h - 3, ghost ? 16 : TILE_MOST), size = most, room = r.w;

	draw_text(d, (struct rect){r.x, r.y, 40, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", parts[part].name);
	r.x += 42;
	room -= 42;
	if (total > 0)
		size = fmax(fmin(most, (room + TILE_GAP) / (double)total - TILE_GAP), TILE_LEAST);
	size_t fit = total;
	if ((double)total * (size + TILE_GAP) > room + TILE_GAP + 0.01)
		fit = room > COUNT_ROOM ? (size_t)((room - COUNT_ROOM + TILE_GAP) / (size + TILE_GAP)) : 0;
	for (size_t i = 0; i < s->npages && shown < fit; i++) {
		if (s->pages[i].pid != pid || s->pages[i].part != part)
			continue;
		struct rect tile = {r.x + (double)shown * (size + TILE_GAP), r.y + (r.h - size) / 2, size, size};

		if (ghost)
			draw_dashed(d, tile, 3, GHOST);
		else
			draw_tile(d, tile, &s->pages[i], role,
			          s->loan && role == ROLE_BORROWER && lenders(s, &s->pages[i]), parts[part].letter);
		shown++;
	}
	if (total > shown) {
		double x = (double)shown * (size + TILE_GAP);

		draw_text(d, (struct rect){r.x + x + 3, r.y, room - x - 3, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY,
		          "+%zu", total - shown);
	}
	if (total == 0)
		draw_text(d, (struct rect){r.x, r.y, room, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "–");
}

/* Without memory management P1 is not there, and everybody has the same P0: then it tells where the process's own block
 * is. */
static void draw_table_registers(struct draw *d, struct rect r, const struct snap_process *p)
{
	const struct address_space *space = &p->space;
	bool flat = p->base != 0;
	uint32_t end = p->base + (p->tsize + p->dsize + p->ssize) * NBPG;
	const struct {
		const char *base_name, *length_name;
		uint32_t base, length;
	} regions[] = {
		{"P0BR", "P0LR", space->p0br, space->p0lr},
		{flat ? "from" : "P1BR", flat ? "to" : "P1LR", flat ? p->base : space->p1br, flat ? end : space->p1lr},
	};
	double label = r.w > 200 ? 38 : 32, value = 58, second = fmax(label + value + 4, r.w * 0.55);

	for (size_t i = 0; i < 2; i++) {
		double y = r.y + (double)i * ROW;

		draw_text(d, (struct rect){r.x, y, label, ROW}, ALIGN_LEFT, TYPE_CODE_SMALL, SECONDARY, "%s",
		          regions[i].base_name);
		draw_text(d, (struct rect){r.x + label, y, value, ROW}, ALIGN_LEFT, TYPE_CODE_SMALL, INK, "%08x",
		          regions[i].base);
		draw_text(d, (struct rect){r.x + second, y, label, ROW}, ALIGN_LEFT, TYPE_CODE_SMALL, SECONDARY, "%s",
		          regions[i].length_name);
		draw_text(d, (struct rect){r.x + second + label, y, r.w - second - label, ROW}, ALIGN_LEFT,
		          TYPE_CODE_SMALL, INK, "%x", regions[i].length);
	}
}

/* One process. `heir` is the borrower that holds its pages, or 0. */
static void draw_card(struct draw *d, const struct snapshot *s, struct rect r, const struct snap_process *p,
                      uint32_t heir)
{
	enum role role = p->role == ROLE_NONE ? ROLE_OTHER : p->role;
	enum colour colour = role_colour(role);
	bool pair = role == ROLE_LENDER || role == ROLE_BORROWER;

	draw_outline(d, r, 6, colour, p->current ? 2.5 : 1.5);
	struct rect head = rect_inset((struct rect){r.x, r.y, r.w, HEAD}, 2, 2);
	draw_fill(d, head, 4, role_tint(role));
	struct rect in = rect_inset(head, 8, 0);
	double used = draw_text(d, in, ALIGN_LEFT, TYPE_STRONG, colour, "%s pid %u",
	                        pair ? snapshot_role_name(role) : p->name, p->pid);
	/* "asleep, waits for a child": where that is too long, what it waits for is enough. */
	const char *state = p->state, *reason = strstr(state, ", ");
	if (reason && draw_width(d, TYPE_NOTE, state) > in.w - used - 10)
		state = reason + 2;
	draw_text(d, (struct rect){in.x + used + 10, in.y, in.w - used - 10, in.h}, ALIGN_RIGHT, TYPE_NOTE, colour,
	          "%s", state);

	struct rect c = {r.x + 8, r.y + HEAD + 3, r.w - 14, r.h - HEAD - 9};
	char note[SNAP_TEXT + 16] = "";
	if (p->pending[0])
		snprintf(note, sizeof note, "pending %s", p->pending);
	else if (p->stat == SSLEEP)
		snprintf(note, sizeof note, "pri %u", p->pri); /* at PZERO or below no signal ends the sleep */
	double noted = note[0] ? fmin(draw_width(d, TYPE_NOTE, note) + 8, c.w * 0.6) : 0;
	draw_text(d, (struct rect){c.x, c.y, c.w - noted, ROW}, ALIGN_LEFT, TYPE_CODE_SMALL, SECONDARY, "%s",
	          p->flags[0] ? p->flags : "no flags");
	draw_text(d, (struct rect){c.x + c.w - noted, c.y, noted, ROW}, ALIGN_RIGHT, TYPE_NOTE,
	          p->pending[0] ? colour : SECONDARY, "%s", note);
	draw_table_registers(d, (struct rect){c.x, c.y + ROW, c.w, 2 * ROW}, p);

	double top = c.y + 3 * ROW + 4, pitch = (c.y + c.h - top) / PARTS;
	if (p->lends && heir) {
		for (int i = 0; i < PARTS; i++)
			draw_part(d, s, (struct rect){c.x, top + i * pitch, c.w * 0.45, pitch}, heir, (enum page_part)i,
			          role, true);
		struct rect note = {c.x + c.w * 0.45 + 6, top, c.w * 0.55 - 6, pitch};
		draw_lines(d, (struct rect){note.x, top + (3 * pitch - 34) / 2, note.w, 34}, TYPE_LABEL, colour, 3,
		           "all lent: it owns no memory");
		return;
	}
	for (int i = 0; i < PARTS; i++)
		draw_part(d, s, (struct rect){c.x, top + i * pitch, c.w, pitch}, p->pid, (enum page_part)i, role,
		          false);
}

/* How near two processes are: 2 for a child, 1 for the parent. */
static int kinship(const struct snap_process *p, const struct snap_process *q)
{
	return q->ppid == p->pid ? 2 : p->ppid == q->pid;
}

/* The two processes worth a card: those of the loan while one of them lives, else the running one and its next of
 * kin. */
static void choose(const struct snapshot *s, const struct snap_process *card[2])
{
	card[0] = s->lender ? snapshot_process(s, s->lender) : NULL;
	card[1] = s->borrower ? snapshot_process(s, s->borrower) : NULL;
	if (card[0] != NULL || card[1] != NULL)
		return;
	/* pid 0 has no address space of its own */
	for (size_t j = 0; j < s->nprocesses; j++)
		if (s->processes[j].pid && (card[0] == NULL || s->processes[j].current))
			card[0] = &s->processes[j];
	for (size_t j = 0; j < s->nprocesses; j++) {
		const struct snap_process *p = &s->processes[j];

		if (p != card[0] && p->pid && (card[1] == NULL || kinship(card[0], p) > kinship(card[0], card[1])))
			card[1] = p;
	}
}

static void draw_others(struct draw *d, const struct snapshot *s, struct rect r, const struct snap_process *card[2])
{
	char line[512] = "";
	size_t n = 0, used = 0;

	for (size_t i = 0; i < s->nprocesses; i++) {
		const struct snap_process *p = &s->processes[i];

		if (p == card[0] || p == card[1])
			continue;
		if (used < sizeof line - 100)
			used += (size_t)snprintf(line + used, sizeof line - used, "%s%s %u %s", n ? "  ·  " : "",
			                         p->name, p->pid, p->state);
		n++;
	}
	if (n == 0)
		return;
	double w = draw_text(d, r, ALIGN_LEFT, TYPE_NOTE, OTHER, "%zu other%s", n, n == 1 ? "" : "s") + 12;
	draw_text(d, (struct rect){r.x + w, r.y, r.w - w, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", line);
}

void panel_spaces(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	(void)view;
	const struct snap_process *card[2];
	bool pair;
	static const char *const notes[] = {
		[LENDING_LENT] = "the page tables changed hands; no page was copied",
		[LENDING_SHARED] = "two processes on one page table; no page was copied",
		[LENDING_DATA] = "one page table for text and data; the stack was copied",
		[LENDING_BACK] = "the memory is the lender's again",
		[LENDING_COPIES] = "nothing is lent: each has page tables of its own",
	};
	static const char *const arrows[] = {
		[LENDING_LENT] = "lent", [LENDING_SHARED] = "same", [LENDING_DATA] = "same", [LENDING_BACK] = NULL};
	enum lending lending = snapshot_lending(s);
	const char *note = lending != LENDING_NONE ? notes[lending]
	                   : s->loan               ? "the loan begins"
	                   : s->lender             ? "the loan is over"
	                                           : "nothing is lent";
	struct rect c = panel_begin(d, PANEL_SPACES, r, "Address spaces", note);

	choose(s, card);
	pair = (card[0] && card[0]->pid == s->lender) || (card[1] && card[1]->pid == s->borrower);
	if (card[0] == NULL && card[1] == NULL) {
		panel_empty(d, c, "no process yet");
		panel_end(d);
		return;
	}
	double others = 20, w = (c.w - ARROW) / 2;
	struct rect left = {c.x, c.y, w, c.h - others}, right = {c.x + w + ARROW, c.y, w, c.h - others};
	for (int i = 0; i < 2; i++) {
		struct rect place = i ? right : left;

		if (card[i] != NULL) {
			draw_card(d, s, place, card[i], i == 0 && s->loan ? s->borrower : 0);
		} else {
			draw_dashed(d, place, 6, GHOST);
			if (pair)
				draw_text(d, place, ALIGN_CENTRE, TYPE_NOTE, SECONDARY, "%s pid %u is gone",
				          snapshot_role_name(i ? ROLE_BORROWER : ROLE_LENDER),
				          i ? s->borrower : s->lender);
			else
				draw_text(d, place, ALIGN_CENTRE, TYPE_NOTE, SECONDARY, "no other process");
		}
	}
	double y = c.y + HEAD + 3 + 2.5 * ROW;
	if (arrows[lending] && card[0] && card[1]) {
		draw_arrow(d, left.x + left.w + 5, y, right.x - 5, y, BORROWER, 2.5);
		draw_text(d, (struct rect){left.x + left.w + 2, y - 22, ARROW - 4, 16}, ALIGN_CENTRE, TYPE_NOTE,
		          BORROWER, "%s", arrows[lending]);
	}
	draw_others(d, s, (struct rect){c.x, c.y + c.h - others + 6, c.w, others - 6}, card);
	panel_end(d);
}
