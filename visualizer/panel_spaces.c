/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The address spaces of a loan side by side, from the first lender's to the last borrower's, with their pages and the
 * arrows of the loans; or those of parent and child, with what they have in common. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "abi/arch.h"
#include "abi/proc.h"
#include "base/language.h"
#include "panel.h"

#define ROW 17.5
#define HEAD 27.0
#define ARROW 36.0 /* between the cards */
#define ARROW_NARROW 28.0
#define NARROW 170.0 /* cards of three processes */
#define TILE_MOST 24.0
#define TILE_LEAST 9.0
#define TILE_GAP 3.0

static const struct {
	const char *name;
	char letter;
} parts[] = {
	[PART_TEXT] = {N_("text"), 't'},
	[PART_DATA] = {N_("data"), 'd'},
	[PART_STACK] = {N_("stack"), 's'},
	[PART_MAPPED] = {N_("maps"), 'm'},
};

/* Rows of a card: what is mapped has one if anybody has mapped something. */
static int count_parts(const struct snapshot *s)
{
	for (size_t i = 0; i < s->npages; i++)
		if (s->pages[i].part == PART_MAPPED)
			return PAGE_PARTS;
	return PART_MAPPED;
}

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
			draw_hatch(d, r, 3, HATCH_LENT, role == ROLE_CHILD ? PARENT : LENDER);
		draw_outline(d, r, 3, role_colour(role), 1);
	}
	if (r.w < 13)
		return;
	if (lent && !page->written)
		draw_fill(d, rect_inset(r, r.w * 0.22, r.h * 0.14), 3, role_tint(role));
	draw_text(d, r, ALIGN_CENTRE, TYPE_TILE, page->written ? ON_COLOUR : role_colour(role), "%c",
	          page->written ? 'W' : letter);
}

/* The lender's page of the same address and page frame, NULL if it has none. */
static const struct snap_page *common(const struct snapshot *s, const struct snap_page *page)
{
	for (size_t i = 0; page->present && i < s->npages; i++)
		if (s->pages[i].pid == s->lender && s->pages[i].va == page->va && s->pages[i].present)
			return s->pages[i].pfn == page->pfn ? &s->pages[i] : NULL;
	return NULL;
}

/* Is the page frame under a page of the borrower's the lender's: lent, or shared, or not yet copied? */
static bool lenders(const struct snapshot *s, const struct snap_page *page)
{
	return snapshot_lending(s) == LENDING_LENT || common(s, page);
}

/* The pages of one part in a row of tiles; what does not fit is counted. `ghost`: all drawn as absent. */
static void draw_part(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r, uint32_t pid,
                      enum page_part part, enum role role, bool ghost)
{
	size_t total = count_pages(s, pid, part), shown = 0;
	double most = fmin(r.h - 3, ghost ? 16 : TILE_MOST), size = most, room = r.w;

	draw_text(d, (struct rect){r.x, r.y, 40, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", tr(parts[part].name));
	r.x += 42;
	room -= 42;
	if (total > 0)
		size = fmax(fmin(most, (room + TILE_GAP) / (double)total - TILE_GAP), TILE_LEAST);
	size_t fit = total;
	if ((double)total * (size + TILE_GAP) > room + TILE_GAP + 0.01) {
		char most_left[24];

		snprintf(most_left, sizeof most_left, "+%zu", total);
		double count = draw_width(d, TYPE_NOTE, most_left) + 5;
		fit = room > count ? (size_t)((room - count + TILE_GAP) / (size + TILE_GAP)) : 0;
	}
	for (size_t i = 0; i < s->npages && shown < fit; i++) {
		if (s->pages[i].pid != pid || s->pages[i].part != part)
			continue;
		struct rect tile = {r.x + (double)shown * (size + TILE_GAP), r.y + (r.h - size) / 2, size, size};

		if (ghost)
			draw_dashed(d, tile, 3, GHOST);
		else
			draw_tile(d, tile, &s->pages[i], role, s->on && pid == s->borrower && lenders(s, &s->pages[i]),
			          parts[part].letter);
		struct thing page = thing_memory(THING_PAGE, snapshot_owner(s, pid), s->pages[i].va, NBPG);
		draw_target(d, tile, page);
		if (!ghost)
			panel_ringed(d, s, view, tile, &page);
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
	bool narrow = second + label + 38 > r.w;

	for (size_t i = 0; i < 2; i++) {
		double y = r.y + (double)i * ROW;

		panel_terms(d, (struct rect){r.x, y, label, ROW}, TYPE_CODE_SMALL, SECONDARY, regions[i].base_name);
		draw_text(d, (struct rect){r.x + label, y, value, ROW}, ALIGN_LEFT, TYPE_CODE_SMALL, INK, "%08x",
		          regions[i].base);
		if (narrow)
			continue;
		panel_terms(d, (struct rect){r.x + second, y, label, ROW}, TYPE_CODE_SMALL, SECONDARY,
		            regions[i].length_name);
		draw_text(d, (struct rect){r.x + second + label, y, r.w - second - label, ROW}, ALIGN_LEFT,
		          TYPE_CODE_SMALL, INK, "%x", regions[i].length);
	}
}

/* The least width, down to half of what there is, in which a text has as many lines: no word is left alone below. */
static double balanced(struct draw *d, enum type type, double width, const char *text)
{
	int lines = draw_line_count(d, type, width, text);
	double least = width / 2;

	for (int i = 0; i < 6; i++) {
		double w = (least + width) / 2;

		if (draw_line_count(d, type, w, text) == lines)
			width = w;
		else
			least = w;
	}
	return width;
}

/* One process. `heir` is the borrower that holds its pages, or 0. */
static void draw_card(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r,
                      const struct snap_process *p, uint32_t heir)
{
	enum role role = p->role == ROLE_NONE ? ROLE_OTHER : p->role;
	enum colour colour = role_colour(role);
	bool pair = role != ROLE_OTHER;

	draw_outline(d, r, 6, colour, p->current ? 2.5 : 1.5);
	struct rect head = rect_inset((struct rect){r.x, r.y, r.w, HEAD}, 2, 2);
	struct thing thing = {.kind = THING_PROCESS, .pid = p->pid};
	draw_fill(d, head, 4, role_tint(role));
	panel_marked(d, s, view, head, &thing);
	draw_target(d, head, thing);
	struct rect in = rect_inset(head, 8, 0);
	bool both = pair && s->played;
	char title[SNAP_TEXT];
	snprintf(title, sizeof title, "%s pid %u%s%s", pair ? tr(snapshot_role_name(role)) : p->name, p->pid,
	         both ? " " : "", both ? p->name : "");
	if (draw_width(d, TYPE_STRONG, title) > in.w) /* the colour says who it is */
		snprintf(title, sizeof title, "pid %u%s%s", p->pid, both ? " " : "", both ? p->name : "");
	double used = draw_text(d, in, ALIGN_LEFT, TYPE_STRONG, colour, "%s", title);
	/* "asleep, waits for a child": where that is too long, what it waits for is enough. */
	const char *state = p->state, *reason = strstr(state, ", ");
	bool narrow = draw_width(d, TYPE_NOTE, state) > in.w - used - 10;
	if (reason && narrow) {
		state = reason + 2;
		narrow = draw_width(d, TYPE_NOTE, state) > in.w - used - 10;
	}
	if (!narrow)
		draw_text(d, (struct rect){in.x + used + 10, in.y, in.w - used - 10, in.h}, ALIGN_RIGHT, TYPE_NOTE,
		          colour, "%s", state);

	struct rect c = {r.x + 8, r.y + HEAD + 3, r.w - 14, r.h - HEAD - 9};
	char note[SNAP_TEXT + 16] = "";
	if (p->pending[0])
		snprintf(note, sizeof note, tr("pending %s"), p->pending);
	else if (p->stat == SSLEEP)
		snprintf(note, sizeof note, "pri %u", p->pri); /* at PZERO or below no signal ends the sleep */
	double noted = note[0] ? fmin(draw_width(d, TYPE_NOTE, note) + 8, c.w * 0.6) : 0;
	if (narrow && !p->pending[0] && draw_width(d, TYPE_NOTE, state) > c.w - noted)
		noted = note[0] = '\0';
	/* What it waits for matters more than its flags. */
	if (narrow)
		draw_text(d, (struct rect){c.x, c.y, c.w - noted, ROW}, ALIGN_LEFT, TYPE_NOTE, colour, "%s", state);
	else
		panel_terms(d, (struct rect){c.x, c.y, c.w - noted, ROW}, TYPE_CODE_SMALL, SECONDARY,
		            p->flags[0] ? p->flags : tr("no flags"));
	draw_text(d, (struct rect){c.x + c.w - noted, c.y, noted, ROW}, ALIGN_RIGHT, TYPE_NOTE,
	          p->pending[0] ? colour : SECONDARY, "%s", note);
	draw_table_registers(d, (struct rect){c.x, c.y + ROW, c.w, 2 * ROW}, p);

	double top = c.y + 3 * ROW + 4, pitch = (c.y + c.h - top) / count_parts(s);
	if (p->lends && heir) {
		const char *owns =
			role == ROLE_MIDDLE ? N_("lent on: it owns no memory") : N_("all lent: it owns no memory");
		double ghosts = c.w < NARROW ? 0 : c.w * 0.45 + 6; /* no room for both: the words tell it */

		for (int i = 0; i < count_parts(s) && ghosts > 0; i++)
			draw_part(d, s, view, (struct rect){c.x, top + i * pitch, ghosts - 6, pitch}, heir,
			          (enum page_part)i, role, true);
		double w = balanced(d, TYPE_LABEL, c.w - ghosts, tr(owns));
		draw_lines(d, (struct rect){c.x + ghosts, top + (count_parts(s) * pitch - 34) / 2, w, 34}, TYPE_LABEL,
		           colour, 3, tr(owns));
		return;
	}
	for (int i = 0; i < count_parts(s); i++)
		draw_part(d, s, view, (struct rect){c.x, top + i * pitch, c.w, pitch}, p->pid, (enum page_part)i, role,
		          false);
}

/* How near two processes are: 2 for a child, 1 for the parent. */
static int kinship(const struct snap_process *p, const struct snap_process *q)
{
	return q->ppid == p->pid ? 2 : p->ppid == q->pid;
}

enum { CARDS = 3 };

/* What has a card: a process, or the place of one that is gone. */
struct cards {
	const struct snap_process *process[CARDS];
	uint32_t pid[CARDS]; /* 0: nobody */
	enum role role[CARDS];
	size_t count;
	size_t left_out; /* who have lent on, too, between the first and the second */
	bool scrolled;   /* those beside each other need have nothing to do with each other */
};

static bool has_card(const struct cards *c, const struct snap_process *p)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->process[i] == p)
			return true;
	return false;
}

/* The processes worth a card: those of the loan while one of them lives, else the running one and its next of kin. */
static struct cards choose(const struct snapshot *s)
{
	bool copied = s->kind == LOAN_COPIED || s->kind == LOAN_FORKED;
	struct cards c = {.count = s->nchain > CARDS ? CARDS : s->nchain > 2 ? s->nchain : 2};
	bool any = false;

	c.left_out = s->nchain > CARDS ? s->nchain - CARDS : 0;
	for (size_t i = 0; s->nchain && i < c.count; i++) {
		c.pid[i] = s->chain[i ? i + c.left_out : 0];
		c.process[i] = snapshot_process(s, c.pid[i]);
		c.role[i] = i == 0             ? copied ? ROLE_PARENT : ROLE_LENDER
		            : i + 1 == c.count ? copied ? ROLE_CHILD : ROLE_BORROWER
		                               : ROLE_MIDDLE;
		any |= c.process[i] != NULL;
	}
	if (any)
		return c;
	c = (struct cards){.count = 2};
	/* pid 0 has no address space of its own */
	for (size_t j = 0; j < s->nprocesses; j++)
		if (s->processes[j].pid && (c.process[0] == NULL || s->processes[j].current))
			c.process[0] = &s->processes[j];
	for (size_t j = 0; j < s->nprocesses; j++) {
		const struct snap_process *p = &s->processes[j];

		if (p != c.process[0] && p->pid &&
		    (c.process[1] == NULL || kinship(c.process[0], p) > kinship(c.process[0], c.process[1])))
			c.process[1] = p;
	}
	return c;
}

/* Who holds the pages of one that lends in the loan that is shown; 0: nobody. */
static uint32_t heir(const struct snapshot *s, uint32_t pid)
{
	for (size_t i = 0; s->on && i + 1 < s->nchain; i++)
		if (s->chain[i] == pid)
			return s->chain[s->nchain - 1];
	return 0;
}

/* All processes that have an address space in a row, those that are worth a card first: scrolled, the cards are others
 * of these. */
static void scroll_cards(struct draw *d, const struct snapshot *s, const struct view *view, struct rect c,
                         struct cards *cards)
{
	size_t n = cards->count, first;

	for (size_t i = 0; i < s->nprocesses; i++)
		n += s->processes[i].pid && !has_card(cards, &s->processes[i]);
	first = panel_rows(d, view, PANEL_SPACES, c, n, cards->count, 0);
	if (!first)
		return;
	struct cards shown = {.count = cards->count};
	for (size_t i = first; i < cards->count; i++) {
		shown.process[i - first] = cards->process[i];
		shown.pid[i - first] = cards->pid[i];
		shown.role[i - first] = cards->role[i];
	}
	for (size_t i = 0, at = cards->count; i < s->nprocesses; i++) {
		if (!s->processes[i].pid || has_card(cards, &s->processes[i]))
			continue;
		if (at >= first && at < first + cards->count)
			shown.process[at - first] = &s->processes[i];
		at++;
	}
	shown.scrolled = true;
	*cards = shown;
}

static void draw_others(struct draw *d, const struct snapshot *s, struct rect r, const struct cards *cards)
{
	char line[512] = "";
	size_t n = 0, used = 0;

	for (size_t i = 0; i < s->nprocesses; i++) {
		const struct snap_process *p = &s->processes[i];

		if (has_card(cards, p))
			continue;
		if (used < sizeof line - 100)
			used += (size_t)snprintf(line + used, sizeof line - used, "%s%s %u %s", n ? "  ·  " : "",
			                         p->name, p->pid, p->state);
		n++;
	}
	if (n == 0)
		return;
	double w = draw_text(d, r, ALIGN_LEFT, TYPE_NOTE, OTHER, n == 1 ? N_("%zu other") : N_("%zu others"), n) + 12;
	draw_text(d, (struct rect){r.x + w, r.y, r.w - w, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", line);
}

/* How many pages of a part lie in the same page frame for parent and child, and how many do not. */
static void count_common(const struct snapshot *s, enum page_part part, size_t *same, size_t *own)
{
	*same = *own = 0;
	for (size_t i = 0; i < s->npages; i++) {
		const struct snap_page *p = &s->pages[i];

		if (p->pid == s->borrower && p->part == part && p->present)
			*(common(s, p) ? same : own) += 1;
	}
}

/* Between the cards of two that have page tables of their own: which parts are still the same page frames. That is so
 * now: only a question that is open covers it, not one that is to come. */
static void draw_common(struct draw *d, const struct snapshot *s, const struct view *view, struct rect gap)
{
	bool asked = view->covers && view->lesson && view->lesson->open;
	double top = gap.y + HEAD + 3 + 3 * ROW + 4, pitch = (gap.y + gap.h - 6 - top) / count_parts(s);

	for (int i = 0; i < count_parts(s); i++) {
		struct rect r = {gap.x, top + i * pitch, gap.w, pitch};
		size_t same, own;

		count_common(s, (enum page_part)i, &same, &own);
		if (asked && (same || own))
			panel_cover(d, r, ALIGN_CENTRE, TYPE_NOTE);
		else if (same && own)
			draw_text(d, r, ALIGN_CENTRE, TYPE_NOTE, SECONDARY, "%zu of %zu", same, same + own);
		else if (same || own)
			draw_text(d, r, ALIGN_CENTRE, TYPE_NOTE, SECONDARY, same ? N_("same") : N_("copy"));
	}
}

void panel_spaces(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	static const char *const notes[] = {
		[LENDING_LENT] = N_("the page tables changed hands; no page was copied"),
		[LENDING_SHARED] = N_("two processes on one page table; no page was copied"),
		[LENDING_DATA] = N_("one page table for text and data; the stack was copied"),
		[LENDING_BACK] = N_("the memory is the lender's again"),
		[LENDING_COPIES] = N_("nothing is lent: each has page tables of its own"),
		[LENDING_FORKED] = N_("a fork: each has page tables of its own"),
	};
	static const char *const arrows[] = {[LENDING_LENT] = N_("lent"),
	                                     [LENDING_SHARED] = N_("same"),
	                                     [LENDING_DATA] = N_("same"),
	                                     [LENDING_FORKED] = NULL,
	                                     [LENDING_BACK] = NULL};
	enum lending lending = snapshot_lending(s);
	struct cards cards = choose(s);
	bool several = cards.count > 2 && (lending == LENDING_LENT || lending == LENDING_SHARED);
	const char *note = several && lending == LENDING_LENT
	                           ? N_("lent, and lent on: the same page tables, no page was copied")
	                   : several                 ? N_("one page table for all; no page was copied")
	                   : lending != LENDING_NONE ? notes[lending]
	                   : s->loan                 ? N_("the loan begins")
	                   : !s->lender              ? N_("nothing is lent")
	                   : s->kind == LOAN_FORKED  ? N_("the child of the fork has ended")
	                   : s->kind == LOAN_COPIED  ? N_("the parent goes on; nothing was lent")
	                                             : N_("the loan is over");
	struct rect c = panel_begin(d, PANEL_SPACES, r, "Address spaces", note);

	if (cards.process[0] == NULL && cards.process[1] == NULL && cards.process[2] == NULL) {
		panel_empty(d, c, "no process yet");
		panel_end(d);
		return;
	}
	scroll_cards(d, s, view, c, &cards);
	double others = 20, gap = cards.count > 2 ? ARROW_NARROW : ARROW;
	double w = (c.w - gap * (double)(cards.count - 1)) / (double)cards.count;
	double y = c.y + HEAD + 3 + 2.5 * ROW;
	for (size_t i = 0; i < cards.count; i++) {
		struct rect place = {c.x + (double)i * (w + gap), c.y, w, c.h - others};
		struct rect before = {place.x - gap, c.y, gap, place.h};

		if (cards.process[i] != NULL) {
			draw_card(d, s, view, place, cards.process[i], heir(s, cards.process[i]->pid));
		} else {
			draw_dashed(d, place, 6, GHOST);
			if (cards.pid[i])
				draw_text(d, place, ALIGN_CENTRE, TYPE_NOTE, SECONDARY, "%s pid %u is gone",
				          tr(snapshot_role_name(cards.role[i])), cards.pid[i]);
			else
				draw_text(d, place, ALIGN_CENTRE, TYPE_NOTE, SECONDARY, N_("no other process"));
		}
		if (!i || cards.scrolled || cards.process[i - 1] == NULL || cards.process[i] == NULL)
			continue;
		if (lending == LENDING_COPIES || lending == LENDING_FORKED)
			draw_common(d, s, view, before);
		if (!arrows[lending])
			continue;
		draw_arrow(d, before.x + (gap > 30 ? 5 : 2), y, place.x - (gap > 30 ? 5 : 2), y,
		           i + 1 < cards.count ? MIDDLE : BORROWER, 2.5);
		if (draw_width(d, TYPE_NOTE, tr(arrows[lending])) <= gap) /* else the arrow says it */
			draw_text(d, (struct rect){before.x, y - 22, gap, 16}, ALIGN_CENTRE, TYPE_NOTE,
			          i + 1 < cards.count ? MIDDLE : BORROWER, "%s", tr(arrows[lending]));
		if (i == 1 && cards.left_out)
			draw_text(d, (struct rect){before.x, y + 6, gap, 16}, ALIGN_CENTRE, TYPE_NOTE, MIDDLE, "+%zu",
			          cards.left_out);
	}
	draw_others(d, s, (struct rect){c.x, c.y + c.h - others + 6, c.w, others - 6}, &cards);
	panel_end(d);
}
