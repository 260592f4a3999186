/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Source or machine instructions: where the lender sleeps and where the borrower is. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/lending.h"
#include "base/language.h"
#include "panel.h"

#define ROW 20.0
#define MARK_W 4.0
#define CODE 42.0 /* where it begins, behind the line's number */

enum { ROWS_MAX = 256 };

/* What stands at the right of a marked line. */
static void marked(const struct snapshot *s, int line, enum role *role, bool *both, char *label, size_t size)
{
	static const char *const places[] = {
		[PLACE_HERE] = N_("pid %u here"),
		[PLACE_WAITS] = N_("pid %u waits here"),
		[PLACE_WAS] = N_("pid %u was here"),
		[PLACE_BEGINS] = N_("pid %u begins here"),
	};
	const struct snap_source *src = &s->source;
	bool lender = line == src->lender_line && line > 0, borrower = line == src->borrower_line && line > 0;

	const struct snap_process *p = snapshot_process(s, s->lender);
	bool asleep = s->loan && p && !p->current;

	*role = ROLE_NONE;
	*both = lender && borrower;
	label[0] = '\0';
	if (*both)
		snprintf(label, size, tr(asleep ? N_("pid %u asleep, pid %u here") : N_("pid %u and pid %u")),
		         s->lender, s->borrower);
	else if (lender)
		snprintf(label, size, tr(asleep ? N_("pid %u asleep") : N_("pid %u here")), s->lender);
	else if (borrower)
		snprintf(label, size, tr("pid %u here"), s->borrower);
	else if (line == src->current_line && line > 0)
		snprintf(label, size, tr(places[src->place]), src->pid);
	if (!label[0])
		return;
	*role = panel_role(s, borrower ? s->borrower : lender ? s->lender : src->pid);
}

static size_t append_rows(int *rows, size_t n, int from, int to)
{
	for (int i = from; i <= to && n < ROWS_MAX; i++)
		rows[n++] = i;
	return n;
}

/* Chooses the lines to show: around the marked ones; a gap (line 0) between when they are far apart, if there is room
 * for it. */
static size_t choose_rows(const struct snap_source *src, int *rows, int fit)
{
	int total = (int)src->nlines, a = src->lender_line, b = src->borrower_line;
	size_t n = 0;

	if (a <= 0 || a > total)
		a = b;
	if (b <= 0 || b > total)
		b = a;
	if (a <= 0 || a > total)
		a = b = src->current_line > 0 && src->current_line <= total ? src->current_line : 1;
	const int here = b;
	if (a > b) {
		int t = a;
		a = b;
		b = t;
	}
	if (b - a + 1 <= fit) {
		int from = a - (fit - (b - a + 1)) / 2;

		if (from + fit - 1 > total)
			from = total - fit + 1;
		if (from < 1)
			from = 1;
		return append_rows(rows, 0, from, from + fit - 1 < total ? from + fit - 1 : total);
	}
	if (fit == 1)
		return append_rows(rows, 0, here, here);
	if (fit == 2)
		return append_rows(rows, append_rows(rows, 0, a, a), b, b);
	int upper = (fit - 1) / 2, lower = fit - 1 - upper;
	int from = a - upper / 2 < 1 ? 1 : a - upper / 2, from2 = b - lower / 2;
	if (from2 + lower - 1 > total)
		from2 = total - lower + 1;
	n = append_rows(rows, n, from, from + upper - 1);
	if (n < ROWS_MAX)
		rows[n++] = 0;
	return append_rows(rows, n, from2, from2 + lower - 1);
}

/* The band of a marked line; hatched between the end of its code and its label when the process sleeps there. */
static void draw_mark(struct draw *d, struct rect band, enum role role, double from, double to)
{
	enum colour colour = role == ROLE_OTHER ? INK : role_colour(role);

	draw_fill(d, band, 3, role == ROLE_OTHER ? FREE : role_tint(role));
	if (from < to)
		draw_hatch(d, (struct rect){from, band.y, to - from, band.h}, 0, HATCH_LENT, colour);
	draw_fill(d, (struct rect){band.x, band.y, MARK_W, band.h}, 0, colour);
}

/* The part of a line that is comment is drawn in grey: returns its offset, or the length. */
static size_t comment_start(const char *line)
{
	const char *a = strstr(line, "/*"), *b = strstr(line, "//");
	const char *first = line + strspn(line, " \t");

	if (first[0] == '*' && (first[1] == ' ' || first[1] == '/' || first[1] == '\0'))
		return (size_t)(first - line);
	if (a == NULL || (b != NULL && b < a))
		a = b;
	return a ? (size_t)(a - line) : strlen(line);
}

static void draw_code_line(struct draw *d, struct rect r, const char *line)
{
	char code[SNAP_LINE * 4];
	size_t cut = comment_start(line), column = 0, n = 0;

	/* Tabs are spread here so that a comment stays in its column. */
	for (size_t i = 0; i < cut && n < sizeof code - 8; i++) {
		if (line[i] != '\t') {
			code[n++] = line[i];
			column += ((unsigned char)line[i] & 0xC0) != 0x80;
			continue;
		}
		do
			code[n++] = ' ';
		while (++column % 4);
	}
	code[n] = '\0';
	double before = draw_width(d, TYPE_CODE, code);
	bool blank = strspn(code, " ") == n;
	if (!blank)
		draw_text(d, r, ALIGN_LEFT, TYPE_CODE, INK, "%s", code);
	if (line[cut] != '\0' && before < r.w)
		draw_text(d, (struct rect){r.x + before, r.y, r.w - before, r.h}, ALIGN_LEFT, TYPE_CODE, SECONDARY,
		          "%s", line + cut);
}

/* Has that line written what is selected? */
static bool wrote_selection(const struct view *view, const char *file, int line)
{
	const char *slash = strrchr(file, '/');

	return view->written.pc && view->written.line == line &&
	       strcmp(view->written.file, slash ? slash + 1 : file) == 0;
}

/* How far the lines are scrolled to the left: the longest of those shown can be seen to its end. */
static double scrolled_aside(struct draw *d, const struct snapshot *s, const struct view *view, const int *rows,
                             size_t n, double room)
{
	double most = 0;
	size_t longest = 0;
	struct drawn_scroll *scroll = d->log && d->log->nscrolls ? &d->log->scrolls[d->log->nscrolls - 1] : NULL;

	for (size_t i = 0; i < n; i++) {
		size_t columns = 0;

		for (const char *p = rows[i] > 0 ? s->source.lines[rows[i] - 1] : ""; *p; p++)
			columns += *p == '\t' ? 4 - columns % 4 : ((unsigned char)*p & 0xC0) != 0x80;
		longest = columns > longest ? columns : longest;
	}
	most = fmax(0, (double)longest * draw_width(d, TYPE_CODE, "m") - room + 12);
	if (scroll)
		scroll->aside = most;
	return fmin(view->panel[PANEL_SOURCE].aside, most);
}

static void draw_source(struct draw *d, const struct snapshot *s, const struct view *view, struct rect c)
{
	const struct snap_source *src = &s->source;
	const struct snap_process *lender = s->loan ? snapshot_process(s, s->lender) : NULL;
	int rows[ROWS_MAX];
	int fit = (int)(c.h / ROW);

	if (src->nlines == 0) {
		const struct snap_process *running = snapshot_running(s);
		char sentence[96] = N_("no source for this place");

		if (running)
			snprintf(sentence, sizeof sentence, tr("no source where pid %u is"), running->pid);
		panel_empty(d, c, sentence);
		return;
	}
	if (fit > ROWS_MAX)
		fit = ROWS_MAX;
	size_t n = fit > 0 ? choose_rows(src, rows, fit) : 0;
	size_t start = n ? (size_t)(rows[0] - 1) : 0;
	size_t first = panel_rows(d, view, PANEL_SOURCE, c, src->nlines, (size_t)fit, start);
	if (n && first != start) /* scrolled: line by line, without a gap */
		n = append_rows(rows, 0, (int)first + 1,
		                (int)(first + (size_t)fit < src->nlines ? first + (size_t)fit : src->nlines));
	double aside = scrolled_aside(d, s, view, rows, n, c.w - CODE);
	for (size_t i = 0; i < n; i++) {
		struct rect band = {c.x - 6, c.y + (double)i * ROW, c.w + 12, ROW};
		int line = rows[i];
		enum role role;
		bool both;
		char label[64];

		if (line < 1 || (size_t)line > src->nlines) {
			draw_text(d, (struct rect){c.x, band.y, 34, ROW}, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "⋯");
			continue;
		}
		struct thing thing = thing_number(THING_LINE, (uint64_t)line, src->file);
		marked(s, line, &role, &both, label, sizeof label);
		double room = c.w - CODE, w = 0;
		if (label[0]) {
			w = draw_width(d, TYPE_LABEL, label);
			/* The code comes first: a label that would cut it is shortened to the process. */
			if (line != src->current_line &&
			    draw_width(d, TYPE_CODE, src->lines[line - 1]) > room - w - 8) {
				if (both)
					snprintf(label, sizeof label, "pid %u, %u", s->lender, s->borrower);
				else
					snprintf(label, sizeof label, "pid %u",
					         line == src->lender_line ? s->lender : s->borrower);
				w = draw_width(d, TYPE_LABEL, label);
			}
			room -= w + 8;
		}
		if (role != ROLE_NONE) {
			double code = c.x + CODE - aside + draw_width(d, TYPE_CODE, src->lines[line - 1]) + 10;
			bool asleep =
				line == src->lender_line && line != src->borrower_line && lender && !lender->current;

			draw_mark(d, rect_inset(band, 0, 0.5), role, fmax(code, c.x + CODE),
			          asleep ? c.x + c.w - w - 10 : 0);
		}
		if (!panel_marked(d, s, view, rect_inset(band, role == ROLE_NONE ? 0 : MARK_W, 1), &thing) &&
		    wrote_selection(view, src->file, line))
			panel_mark(d, (struct rect){band.x + MARK_W, band.y + 1, CODE - 2 * MARK_W, ROW - 2});
		draw_target(d, band, thing);
		if (label[0])
			draw_text(d, (struct rect){c.x + c.w - w - 1, band.y, w + 2, ROW}, ALIGN_RIGHT, TYPE_LABEL,
			          role == ROLE_OTHER ? INK : role_colour(role), "%s", label);
		draw_text(d, (struct rect){c.x, band.y, 30, ROW}, ALIGN_RIGHT, TYPE_CODE_SMALL, SECONDARY, "%d", line);
		cairo_save(d->cr);
		cairo_rectangle(d->cr, c.x + CODE, band.y, room, ROW);
		cairo_clip(d->cr);
		draw_code_line(d, (struct rect){c.x + CODE - aside, band.y, room + aside, ROW}, src->lines[line - 1]);
		cairo_restore(d->cr);
	}
}

/* Bytes of an instruction: up to the next one, where that follows it. */
static uint32_t insn_size(const struct snapshot *s, size_t i)
{
	uint32_t size = i + 1 < s->ninsns ? s->insns[i + 1].va - s->insns[i].va : 0;

	return size > 0 && size <= 32 ? size : 2;
}

static void draw_instructions(struct draw *d, const struct snapshot *s, const struct view *view, struct rect c)
{
	size_t fit = c.h > ROW ? (size_t)(c.h / ROW) : 0, current = 0;

	if (s->ninsns == 0) {
		panel_empty(d, c, "no instructions to show");
		return;
	}
	for (size_t i = 0; i < s->ninsns; i++)
		if (s->insns[i].current)
			current = i;

	/* Start some rows above the current one; function names take rows too. */
	size_t start = current > fit / 2 ? current - fit / 2 : 0, names = 0;
	for (size_t i = start; i < s->ninsns && i < start + fit; i++)
		names += s->insns[i].function[0] != '\0';
	start = panel_rows(d, view, PANEL_SOURCE, c, s->ninsns, fit > names + 1 ? fit - names : 1, start);
	double y = c.y;
	for (size_t i = start; i < s->ninsns && y + ROW <= c.y + c.h; i++) {
		const struct snap_insn *in = &s->insns[i];
		struct thing thing = thing_memory(THING_INSN, snapshot_owner(s, s->insns_pid), in->va, insn_size(s, i));
		struct rect band = {c.x - 6, 0, c.w + 12, ROW - 1};

		if (in->function[0]) {
			if (y + 2 * ROW > c.y + c.h)
				break;
			draw_text(d, (struct rect){c.x, y, c.w, ROW}, ALIGN_LEFT, TYPE_STRONG, INK, "%s", in->function);
			y += ROW;
		}
		double room = c.w - 86, w = 0;
		enum role role = panel_role(s, s->insns_pid);
		char label[32];

		band.y = y + 0.5;
		if (in->current) {
			snprintf(label, sizeof label, tr("pid %u here"), s->insns_pid);
			w = draw_width(d, TYPE_LABEL, label);
			draw_mark(d, band, role, 0, 0);
		}
		if (!panel_marked(d, s, view, rect_inset(band, in->current ? MARK_W : 0, 0.5), &thing) &&
		    view->written.pc == in->va)
			panel_mark(d, (struct rect){c.x + 4, band.y + 0.5, 76, ROW - 2});
		draw_target(d, band, thing);
		if (in->current) {
			draw_text(d, (struct rect){c.x + c.w - w - 1, y, w + 2, ROW}, ALIGN_RIGHT, TYPE_LABEL,
			          role == ROLE_OTHER ? INK : role_colour(role), "%s", label);
			room -= w + 8;
		}
		draw_text(d, (struct rect){c.x + 8, y, 70, ROW}, ALIGN_LEFT, TYPE_CODE_SMALL, SECONDARY, "%08x",
		          in->va);
		draw_text(d, (struct rect){c.x + 86, y, room, ROW}, ALIGN_LEFT, TYPE_CODE, INK, "%s", in->text);
		y += ROW;
	}
}

void panel_source(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	const char *slash = strrchr(s->source.file, '/');
	struct rect c;

	if (view->disassembly) {
		c = panel_begin(d, PANEL_SOURCE, r, "Instructions", N_("D: source"));
		draw_instructions(d, s, view, c);
	} else {
		c = panel_begin(d, PANEL_SOURCE, r, "Source", slash ? slash + 1 : s->source.file);
		draw_source(d, s, view, c);
	}
	panel_end(d);
}
