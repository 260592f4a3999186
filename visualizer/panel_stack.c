/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stack that lender and borrower share: frames, words, who wrote each, and what is destroyed. */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "abi/proc.h"
#include "base/language.h"
#include "panel.h"
#include "panel_copies.h"
#include "selection.h"

#define ROW 21.0
#define ROW_MOST 26.0
#define SUMMARY 50.0
#define SUMMARY_LOW 24.0 /* one line of it */
#define ROWS_LEAST 4     /* rows that are worth more than the rest of it, and than names of columns */
#define BADGE 20.0       /* of a pointer, with the gap behind it */

enum row_kind { ROW_FRAME, ROW_WORD, ROW_FOLD };
struct row {
	enum row_kind kind;
	size_t index;                        /* of the call or the first word */
	size_t count, frames;                /* words and frames behind a fold */
	bool touched;                        /* one of these words has been written */
	const struct snap_stack_frame *call; /* that a word belongs to, or NULL */
};

struct columns {
	double gutter, address, value, what, by; /* left edges; the right edge of each is the next one's */
	double row;                              /* height of a row */
	double end;
	enum type code, damaged; /* lettering of digits, of what a damaged word is */
	bool named;              /* room for "pid 5" beside the badge */
};

static bool pointed_at(const struct snapshot *s, uint32_t va)
{
	return va == s->lender_sp || va == s->lender_fp || va == s->borrower_sp || va == s->borrower_fp;
}

/* Has it been written in the loan? */
static bool touched(const struct snap_word *w)
{
	return w->changed || w->damaged;
}

/* For each call how many others lie between it and the nearest one in which something is going on: that a pointer
 * points into, or whose words are written. */
static void measure(const struct snapshot *s, size_t *distance)
{
	size_t last = s->ncalls;

	for (size_t c = 0; c < s->ncalls; c++) {
		const struct snap_stack_frame *call = &s->calls[c];
		bool on = false;

		for (size_t i = call->first; i < (size_t)call->first + call->count && i < s->nwords; i++)
			on |= touched(&s->words[i]) || pointed_at(s, s->words[i].va);
		last = on ? c : last;
		distance[c] = last == s->ncalls ? s->ncalls : c - last;
	}
	for (size_t c = s->ncalls; c-- > 0;) {
		last = distance[c] == 0 ? c : last;
		if (last != s->ncalls && last > c && last - c < distance[c])
			distance[c] = last - c;
	}
}

/* How much a row is wanted when there is no room for all: most what is destroyed, then the heading of a frame that a
 * lender needs, where a pointer points, what links the needed frames, other frames, what was written. Of a call in
 * which nothing goes on only the heading matters, and that if it has called one in which something does, or is the
 * outermost one. */
static int worth(const struct snapshot *s, const struct row *row, const size_t *distance)
{
	const struct snap_stack_frame *call = row->call;
	bool needed = call && call->needed;
	const struct snap_word *w;

	if (call && distance[call - s->calls] > 0) {
		if (row->kind == ROW_FRAME)
			return distance[call - s->calls] == 1 || call == s->calls ? 4 : 0;
		return distance[call - s->calls] == 1;
	}
	if (row->kind == ROW_FRAME)
		return needed ? 6 : 3;
	w = &s->words[row->index];
	if (w->damaged)
		return 7;
	if (pointed_at(s, w->va))
		return 5;
	if (needed && (w->changed || snapshot_word_links(w)))
		return 4;
	return w->changed || snapshot_word_links(w) ? 2 : 1;
}

/* Every frame and word as a row; rows has room for ncalls + nwords. */
static size_t all_rows(const struct snapshot *s, struct row *rows)
{
	size_t n = 0;
	const struct snap_stack_frame *call = NULL;

	for (size_t i = 0; i < s->nwords; i++) {
		for (size_t c = 0; c < s->ncalls; c++)
			if (s->calls[c].first == i && s->calls[c].count > 0) {
				call = &s->calls[c];
				rows[n++] = (struct row){.kind = ROW_FRAME, .index = c, .call = call};
				break;
			}
		if (call && i >= (size_t)call->first + call->count)
			call = NULL;
		rows[n++] = (struct row){.kind = ROW_WORD, .index = i, .call = call};
	}
	return n;
}

/* First row to show: the damage in view first, else the place where the stack pointer is. */
static size_t first_row(const struct snapshot *s, const struct row *rows, size_t n, size_t fit)
{
	size_t low = n, high = 0, pointer = n - 1, start;
	uint32_t sp = s->borrower_sp ? s->borrower_sp : s->lender_sp;

	if (n <= fit)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (rows[i].kind != ROW_WORD)
			continue;
		const struct snap_word *w = &s->words[rows[i].index];

		if (w->damaged) {
			low = i < low ? i : low;
			high = i;
		}
		if (w->va == sp)
			pointer = i;
	}
	if (low == n)
		start = pointer + 2 > fit ? pointer + 2 - fit : 0;
	else if (high - low + 1 >= fit)
		start = low > 1 ? low - 1 : 0;
	else
		start = low > (fit - (high - low)) / 3 ? low - (fit - (high - low)) / 3 : 0;
	return start + fit > n ? n - fit : start;
}

/* The badges of pointers that point at a word; returns how many. */
struct pointer {
	uint32_t va;
	enum colour colour;
	const char *name;
};
enum { POINTERS = 4 };

/* The part that a process plays; who is gone, or plays none yet, had that one. */
static enum role role_of(const struct snapshot *s, uint32_t pid, enum role had)
{
	const struct snap_process *p = snapshot_process(s, pid);

	return p && panel_is_party(p->role) ? p->role : had;
}

static size_t pointers_at(const struct snapshot *s, uint32_t va, struct pointer out[POINTERS])
{
	enum colour own =
		s->ncalls && s->calls[0].role == ROLE_OTHER
			? INK
			: role_colour(role_of(s, s->lender, s->chain[0] == s->lender ? ROLE_LENDER : ROLE_MIDDLE));
	enum colour other = role_colour(role_of(s, s->borrower, ROLE_BORROWER));
	const struct pointer all[POINTERS] = {
		{s->borrower_sp, other, "sp"},
		{s->borrower_fp, other, "fp"},
		{s->lender_sp, own, "sp"},
		{s->lender_fp, own, "fp"},
	};
	size_t n = 0;

	for (size_t i = 0; i < POINTERS; i++)
		if (all[i].va && all[i].va == va)
			out[n++] = all[i];
	return n;
}

/* Room for two badges before the addresses, and for more where a word has them. */
static struct columns columns_in(const struct snapshot *s, struct rect c)
{
	bool wide = c.w > 470;
	struct columns k = {.row = ROW, .gutter = c.x - 8, .end = c.x + c.w, .named = wide};
	size_t badges = 2;

	for (size_t i = 0; i < s->nwords; i++) {
		struct pointer unused[POINTERS];
		size_t n = pointers_at(s, s->words[i].va, unused);

		badges = n > badges ? n : badges;
	}
	k.address = k.gutter + (double)badges * BADGE + (wide ? 8 : 5);

	k.code = wide ? TYPE_CODE : TYPE_CODE_SMALL;
	k.damaged = wide ? TYPE_STRONG : TYPE_LABEL;
	k.value = k.address + (wide ? 74 : 63);
	k.what = k.value + (wide ? 76 : 65);
	k.by = k.end - (wide ? 66 : 16);
	return k;
}

/* Stack and frame pointers beside the word that they point at. */
static void draw_pointers(struct draw *d, const struct snapshot *s, const struct columns *k, double y, uint32_t va)
{
	struct pointer here[POINTERS];
	size_t n = pointers_at(s, va, here);

	for (size_t i = 0; i < n; i++) {
		struct rect box = {k->gutter + (double)i * BADGE, y + (k->row - 16) / 2, BADGE - 2, 16};

		draw_fill(d, box, 3, here[i].colour);
		draw_text(d, box, ALIGN_CENTRE, TYPE_TILE, ON_COLOUR, "%s", here[i].name);
	}
}

static void draw_frame_row(struct draw *d, const struct snapshot *s, const struct view *view, const struct columns *k,
                           double y, const struct snap_stack_frame *f)
{
	enum colour colour = f->left && !f->needed ? SECONDARY : role_colour(f->role);
	struct rect r = {k->gutter + 2, y + 3, k->end - k->gutter - 2, k->row - 2};
	struct thing thing = thing_named(THING_CALL, f->function);
	char note[128] = "";

	thing.pid = snapshot_owner(s, f->pid);
	thing.address = f->fp;
	panel_marked(d, s, view, (struct rect){k->gutter - 2, y + 4, k->end - k->gutter + 8, k->row - 5}, &thing);
	draw_target(d, (struct rect){k->gutter, y, k->end - k->gutter, k->row}, thing);
	draw_line(d, r.x, y + 2, k->end, y + 2, colour, f->left && !f->needed ? 1 : 2, f->left);
	double used = draw_text(d, r, ALIGN_LEFT, TYPE_STRONG, colour, "%s", f->function[0] ? f->function : "?") + 10;
	if (f->needed && f->left)
		snprintf(note, sizeof note, tr("pid %u has left it, pid %u still needs it"), f->leaver, f->pid);
	else if (f->needed && f->also)
		snprintf(note, sizeof note, tr("pid %u and pid %u need it"), f->pid, f->also);
	else if (f->needed)
		snprintf(note, sizeof note, tr("pid %u needs it"), f->pid);
	else if (f->left)
		snprintf(note, sizeof note, tr("pid %u has left it"), f->leaver);
	else if (f->role != ROLE_OTHER)
		snprintf(note, sizeof note, "pid %u", f->pid);
	r.x += used;
	r.w -= used;
	draw_text(d, r, ALIGN_LEFT, TYPE_LABEL, colour, "%s", note);
}

static void draw_word(struct draw *d, const struct snapshot *s, const struct view *view, const struct columns *k,
                      double y, const struct snap_word *w, const struct snap_stack_frame *call)
{
	struct rect band = {k->address - 4, y + 0.5, k->end - k->address + 10, k->row - 1};
	const bool ruined = w->damaged && !view->covers; /* which of them does harm may be what is asked */
	enum colour ink = ruined ? DAMAGE : INK;
	enum role writer = w->writer_role;
	struct thing thing = thing_memory(THING_WORD, selection_stack_owner(s), w->va, 4);

	draw_target(d, band, thing);
	if (panel_marked(d, s, view, band, &thing)) {
		/* it has the ground */
	} else if (ruined) {
		draw_fill(d, band, 3, DAMAGE_TINT);
		draw_outline(d, band, 3, DAMAGE, 1.5);
	} else if (call && call->left && !call->needed) {
		draw_hatch(d, band, 3, HATCH_GONE, GHOST);
		draw_fill(d, rect_inset(band, 2, 2), 3, PANEL);
	} else if (w->changed && (writer == ROLE_BORROWER || writer == ROLE_MIDDLE)) {
		draw_fill(d, band, 3, role_tint(writer));
	}
	draw_pointers(d, s, k, y, w->va);
	draw_text(d, (struct rect){k->address, y, 70, k->row}, ALIGN_LEFT, k->code, ruined ? DAMAGE : SECONDARY, "%08x",
	          w->va);
	draw_text(d, (struct rect){k->value, y, 72, k->row}, ALIGN_LEFT,
	          ruined && k->named ? TYPE_CODE_STRONG : k->code, ink, "%08x", w->value);

	/* What it is, and what it was: the old value is never shortened. */
	double right = k->by - 8;
	if (ruined || (w->changed && w->was != w->value && call && call->needed)) {
		char was[SNAP_VALUE + 16];

		if (*w->told_was)
			snprintf(was, sizeof was, tr("was %s"), w->told_was);
		else
			snprintf(was, sizeof was, tr("was %08x"), w->was);
		double width = draw_width(d, TYPE_CODE_SMALL, was);
		right -= width + 8;
		draw_text(d, (struct rect){right + 4, y, width + 4, k->row}, ALIGN_RIGHT, TYPE_CODE_SMALL, ink, "%s",
		          was);
	}
	panel_word(d, s, view, (struct rect){k->what, y, right - k->what, k->row}, ruined ? k->damaged : TYPE_BODY, ink,
	           w);
	if (writer == ROLE_NONE || (writer == ROLE_KERNEL && w->written_at == 0))
		return;
	draw_badge(d, (struct rect){k->by, y + (k->row - 16) / 2, 16, 16}, role_colour(writer), role_letter(writer));
	if (k->named)
		draw_text(d, (struct rect){k->by + 20, y, k->end - k->by - 20, k->row}, ALIGN_LEFT, TYPE_NOTE,
		          SECONDARY, w->writer ? "pid %u" : N_("kernel"), w->writer);
}

static void draw_column_names(struct draw *d, const struct columns *k, double y)
{
	draw_text(d, (struct rect){k->address, y, 70, ROW}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, N_("address"));
	draw_text(d, (struct rect){k->value, y, 70, ROW}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, N_("value"));
	draw_text(d, (struct rect){k->what, y, k->by - k->what - 20, ROW}, ALIGN_LEFT, TYPE_NOTE, SECONDARY,
	          N_("what it is"));
	draw_text(d, (struct rect){k->by - 16, y, k->end - k->by + 16, ROW}, ALIGN_RIGHT, TYPE_NOTE, SECONDARY,
	          N_("by"));
}

/* What lies beyond the first row: and whose words go on below it, if their heading is up there. */
static void draw_above(struct draw *d, struct rect line, size_t hidden, const struct row *next)
{
	const struct snap_stack_frame *call = next->kind == ROW_FRAME ? NULL : next->call;
	double used = draw_text(d, line, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "↑ %zu more rows", hidden) + 12;

	if (!call)
		return;
	line.x += used;
	line.w -= used;
	draw_text(d, line, ALIGN_LEFT, TYPE_LABEL, role_colour(call->role), "%s goes on",
	          call->function[0] ? call->function : "?");
}

/* A row that may be shown. */
struct wish {
	size_t row, distance;
	int worth;
};

/* The most wanted first. */
static int by_worth(const void *a, const void *b)
{
	const struct wish *x = a, *y = b;

	if (x->worth != y->worth)
		return y->worth - x->worth;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Puts one row in the place of each run of those that are not to be shown. */
static size_t fold(const struct snapshot *s, struct row *rows, size_t n, const bool *shown)
{
	size_t out = 0;

	for (size_t i = 0, end; i < n; i = end) {
		struct row one = {.kind = ROW_FOLD};

		for (end = i; end < n && !shown[end]; end++) {
			const struct row *row = &rows[end];

			one.frames += row->kind == ROW_FRAME;
			one.count += row->kind == ROW_WORD;
			one.touched |= row->kind == ROW_WORD && touched(&s->words[row->index]);
		}
		if (end - i <= 1)
			one = rows[i]; /* alone it takes no more room than what would stand for it */
		end += end == i;
		rows[out++] = one;
	}
	return out;
}

/* Chooses the rows that are shown of all, where only so many have room; returns how many they are, each run of those
 * that are not shown being one. 0: there is no room for one with what stands for the others. */
static size_t choose_rows(const struct snapshot *s, struct row *rows, size_t n, size_t fit)
{
	struct wish *wishes = g_new(struct wish, n);
	size_t *distance = g_new(size_t, s->ncalls + 1), count = 1;
	bool *shown = g_new0(bool, n);

	measure(s, distance);
	for (size_t i = 0; i < n; i++)
		wishes[i] = (struct wish){i, rows[i].call ? distance[rows[i].call - s->calls] : 0,
		                          worth(s, &rows[i], distance)};
	qsort(wishes, n, sizeof *wishes, by_worth);
	for (size_t i = 0; i < n; i++) {
		size_t row = wishes[i].row;
		/* Within a run it makes two of it; at the end it shortens it; alone it is there in its place. */
		size_t more = (size_t)(row > 0 && !shown[row - 1]) + (row + 1 < n && !shown[row + 1]);

		shown[row] = count + more <= fit;
		count += shown[row] ? more : 0;
	}
	n = count > 1 ? fold(s, rows, n, shown) : 0;
	g_free(wishes);
	g_free(distance);
	g_free(shown);
	return n;
}

static void draw_fold(struct draw *d, struct rect line, const struct row *row)
{
	char frames[48] = "", words[96];

	if (row->frames)
		snprintf(frames, sizeof frames, tr(row->frames == 1 ? N_("%zu frame, ") : N_("%zu frames, ")),
		         row->frames);
	snprintf(words, sizeof words,
	         tr(row->touched      ? row->count == 1 ? N_("%zu word") : N_("%zu words")
	                 : row->count == 1 ? N_("%zu word that nobody touched")
	                              : N_("%zu words that nobody touched")),
	         row->count);
	draw_text(d, line, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "⋯ %s%s", frames, words);
}

/* Returns where the last row ends. */
static double draw_rows(struct draw *d, const struct snapshot *s, const struct view *view, struct rect c,
                        struct columns *k)
{
	struct row *rows = g_new0(struct row, s->nwords + s->ncalls);
	size_t fit = (size_t)(c.h / ROW), n;
	double y = c.y;

	if (fit < 2) {
		g_free(rows);
		return c.y + c.h;
	}
	n = all_rows(s, rows);
	size_t start = panel_rows(d, view, PANEL_STACK, c, n, fit, first_row(s, rows, n, fit));
	/* who scrolls sees all of them */
	size_t chosen = n > fit && view->panel[PANEL_STACK].scroll == 0 ? choose_rows(s, rows, n, fit) : 0;
	if (chosen) {
		n = chosen;
		start = 0;
	}
	size_t stop = start + fit < n ? start + fit : n;

	k->row = fmin(ROW_MOST, c.h / (double)(stop - start));
	for (size_t i = start; i < stop; i++, y += k->row) {
		struct rect line = {k->address, y, k->end - k->address, k->row};

		/* The first and the last row tell of what lies beyond them. */
		if (i == start && start > 0) {
			draw_above(d, line, start + 1, &rows[i + 1]);
		} else if (i == stop - 1 && stop < n) {
			draw_text(d, line, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "↓ %zu more rows", n - stop + 1);
		} else if (rows[i].kind == ROW_FRAME) {
			draw_frame_row(d, s, view, k, y, rows[i].call);
		} else if (rows[i].kind == ROW_FOLD) {
			draw_fold(d, line, &rows[i]);
		} else {
			draw_word(d, s, view, k, y, &s->words[rows[i].index], rows[i].call);
		}
	}
	g_free(rows);
	return y;
}

/* What the letters at the right stand for. False if there are none. */
static bool letters(const struct snapshot *s, char line[96])
{
	bool has[ROLE_OTHER + 1] = {false};
	size_t used = (size_t)snprintf(line, 96, "%s", tr("last writer: ")), n = 0;

	for (size_t i = 0; i < s->nwords; i++)
		if (s->words[i].writer_role <= ROLE_OTHER)
			has[s->words[i].writer_role] = true;
	for (enum role role = ROLE_KERNEL; role <= ROLE_OTHER; role++)
		if (has[role])
			used += (size_t)snprintf(line + used, 96 - used, "%s%c %s", n++ ? ", " : "", role_letter(role),
			                         tr(snapshot_role_name(role)));
	return n > 0;
}

/* Whose the damaged words are: their frames' lender, and another one if there is one. */
static size_t find_harmed(const struct snapshot *s, const struct snap_stack_frame *harmed[2])
{
	size_t n = 0;

	for (size_t i = 0; i < s->ncalls; i++)
		for (size_t k = s->calls[i].first;
		     k < (size_t)s->calls[i].first + s->calls[i].count && k < s->nwords && n < 2; k++)
			if (s->words[k].damaged && (!n || harmed[0]->pid != s->calls[i].pid)) {
				harmed[n++] = &s->calls[i];
				break;
			}
	return n;
}

/* The damage in one box at the bottom, for the back row. */
static void draw_summary(struct draw *d, const struct snapshot *s, struct rect r, size_t damaged)
{
	const struct snap_stack_frame *harmed[2];
	size_t n = find_harmed(s, harmed);
	char line[96], who[64];

	draw_fill(d, r, 5, DAMAGE_TINT);
	draw_outline(d, r, 5, DAMAGE, 1.5);
	bool low = r.h < SUMMARY;
	double sign = low ? 16 : 24;
	draw_warning(d, (struct rect){r.x + 10, r.y + (r.h - sign) / 2, sign, sign}, DAMAGE, DAMAGE_TINT);
	struct rect at = {r.x + sign + 20, r.y + (low ? 2 : 6), r.w - sign - 30, low ? r.h - 4 : (r.h - 12) / 2};
	if (n == 2)
		snprintf(who, sizeof who, tr("pid %u and pid %u"), harmed[0]->pid, harmed[1]->pid);
	else
		snprintf(who, sizeof who, "pid %u", n ? harmed[0]->pid : s->lender);
	const bool word = damaged == 1;
	draw_text(d, at, ALIGN_LEFT, TYPE_STRONG, DAMAGE,
	          n && !harmed[0]->needed ? word ? N_("%zu word destroyed in frames that %s needed")
	                                         : N_("%zu words destroyed in frames that %s needed")
	          : n == 2 ? word ? N_("%zu word destroyed in frames that %s still need")
	                          : N_("%zu words destroyed in frames that %s still need")
	          : word ? N_("%zu word destroyed in frames that %s still needs")
	                                  : N_("%zu words destroyed in frames that %s still needs"),
	          damaged, who);
	at.y += at.h;
	if (!low && letters(s, line))
		draw_text(d, at, ALIGN_LEFT, TYPE_NOTE, INK, "%s", line);
}

static void draw_no_stack(struct draw *d, const struct snapshot *s, struct rect c)
{
	const struct snap_process *running = snapshot_running(s);
	char sentence[96] = N_("no user stack yet");

	if (running && running->pid)
		snprintf(sentence, sizeof sentence,
		         tr(running->flag & SWEXIT ? N_("pid %u has given up its stack")
		                                   : N_("pid %u has no stack frame yet")),
		         running->pid);
	panel_empty(d, c, sentence);
}

void panel_stack(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	char several[64], line[96], elsewhere[96];
	size_t damaged = 0;

	snprintf(several, sizeof several, tr("one stack, %zu processes"), s->nchain);
	if (s->copy.nwords && s->nwords) {
		panel_copies(d, s, view, r);
		return;
	}
	static const char *const notes[] = {
		[LENDING_LENT] = N_("one stack, two processes"),
		[LENDING_SHARED] = N_("one stack, two processes"),
		[LENDING_DATA] = N_("the lender's; the borrower has a copy"),
		[LENDING_BACK] = N_("the lender's alone"),
		[LENDING_COPIES] = N_("the parent's; the child has a copy"),
		[LENDING_FORKED] = N_("the parent's; the child has a copy"),
	};
	enum lending lending = snapshot_lending(s);
	bool one = lending == LENDING_LENT || lending == LENDING_SHARED;
	const char *note = one && s->nchain > 2                          ? several
	                   : lending != LENDING_NONE                     ? notes[lending]
	                   : s->loan                                     ? N_("the loan begins")
	                   : s->ncalls && s->calls[0].role == ROLE_OTHER ? N_("one stack, one process")
	                   : s->lender && s->kind == LOAN_FORKED         ? N_("after the fork")
	                   : s->lender && s->kind == LOAN_COPIED         ? N_("the parent's own")
	                   : s->lender                                   ? N_("after the loan")
	                                                                 : N_("one stack, one process");
	if (one && s->nwords && s->borrower_sp &&
	    (s->borrower_sp > s->words[0].va + 4 || s->borrower_sp < s->words[s->nwords - 1].va)) {
		snprintf(elsewhere, sizeof elsewhere, tr("the lender's; the borrower's is at %08x"), s->borrower_sp);
		note = elsewhere;
	}
	struct rect c = panel_begin(d, PANEL_STACK, r, "Stack", s->nwords ? note : "");

	if (s->nwords == 0) {
		draw_no_stack(d, s, c);
		panel_end(d);
		return;
	}
	for (size_t i = 0; i < s->nwords && !view->covers; i++)
		damaged += s->words[i].damaged;
	struct columns k = columns_in(s, c);
	/* Where there is little room it is the rows'. */
	double named = ROW - 4, summed = damaged ? SUMMARY + 6 : 0;
	if (damaged && c.h - named - summed < ROWS_LEAST * ROW)
		summed = SUMMARY_LOW + 4;
	if (c.h - named - summed < (ROWS_LEAST - 1) * ROW)
		named = 0;
	else
		draw_column_names(d, &k, c.y - 4);
	c.y += named;
	c.h -= named + summed;
	if (damaged)
		draw_summary(d, s,
		             (struct rect){r.x + 8, c.y + c.h + 8, r.w - 16, summed > SUMMARY ? SUMMARY : SUMMARY_LOW},
		             damaged);
	double end = draw_rows(d, s, view, c, &k);
	/* below the rows, where there is room */
	if (!damaged && end + ROW <= c.y + c.h && letters(s, line))
		draw_text(d, (struct rect){c.x, c.y + c.h - ROW, c.w, ROW}, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "%s",
		          line);
	panel_end(d);
}
