/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a loan does to the program's data, and to what the kernel keeps of both processes: as the loan began, now, and
 * what comes back to the lender. Three panels that share a place: variables with heap and streams, descriptors, and
 * the rest.
 */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/lending.h"
#include "base/language.h"
#include "panel.h"

#define ROW 21.0
#define ROW_MOST 24.0
#define NAMES_MOST 0.4   /* of the width, unless a name needs more */
#define VALUE_LEAST 54.0 /* what each value keeps then */
#define VALUE_TOLD 84.0  /* and what it has at least before types are told */
#define TYPES 0.17       /* of the width */
#define VALUE_GAP 9.0    /* between values */
#define LINES_GAP 6.0    /* between rows of several lines */
enum { LINES_MOST = 3 }; /* of a value */

/* Where the columns begin. */
struct columns {
	double name, time[DATA_TIMES], type, end;
	bool calls; /* there is room for the functions that variables of the stack belong to */
	bool shown[DATA_TIMES];
	int covered; /* the time whose values a lesson asks for; DATA_TIMES: none */
};

/* A row: a datum, or a word of a stack that a variable is. */
struct row {
	const struct snap_datum *datum;
	const struct snap_word *word;
	const struct snap_stack_frame *call;
	bool changed;
};

static const char *const headings[DATA_TIMES][2] = {
	{N_("at vfork"), N_("vfork")}, {N_("now"), N_("now")}, {N_("comes back"), N_("back")}};

/* What a column is called, where there is room and where there is not. */
static const char *heading(const struct snapshot *s, int t, bool narrow)
{
	if (t == DATA_AT_VFORK && s->kind == LOAN_FORKED)
		return narrow ? "fork" : tr("at fork");
	if (t == DATA_AFTER && !narrow)
		return tr(panel_later(s));
	return tr(headings[t][narrow]);
}

/* The name of a row; of a variable of the stack with its function, if that is asked for. */
static double name_width(struct draw *d, const struct row *row, bool calls)
{
	char in[SNAP_TEXT];

	if (!row->word)
		return draw_width(d, row->changed ? TYPE_CODE_STRONG : TYPE_CODE, row->datum->name);
	snprintf(in, sizeof in, tr("in %s()"), row->call->function);
	return draw_width(d, TYPE_CODE_STRONG, row->word->name) + (calls ? 8 + draw_width(d, TYPE_NOTE, in) : 0);
}

/* The values of a row at the three times. */
static const char *value_of(const struct columns *k, const struct row *row, int t, char buf[SNAP_TEXT])
{
	const struct snap_word *w = row->word;
	const char *equals;

	if (t == k->covered)
		return PANEL_COVERED;
	if (row->datum)
		return row->datum->value[t];
	if (t == DATA_AT_VFORK && *w->told_was)
		return w->told_was;
	bool was = t == DATA_AT_VFORK && row->changed;
	equals = was ? NULL : strstr(w->told, " = ");
	if (equals)
		return equals + 3;
	snprintf(buf, SNAP_TEXT, "%08x", was ? w->was : w->value);
	return buf;
}

/* Sentences, and what are no sentences. */
static enum type value_type(const struct row *row)
{
	return row->datum && row->datum->kind > DATA_LIBRARY ? TYPE_NOTE : TYPE_CODE_SMALL;
}

/* What the values of rows that have changed need at each time, and the headings. */
static void needs(struct draw *d, const struct snapshot *s, const struct columns *k, const struct row *rows,
                  size_t nrows, double need[DATA_TIMES])
{
	char buf[SNAP_TEXT];

	for (int t = 0; t < DATA_TIMES; t++) {
		need[t] = k->shown[t] ? draw_width(d, TYPE_NOTE, heading(s, t, false)) + VALUE_GAP : 0;
		for (size_t i = 0; i < nrows && k->shown[t] && t != k->covered; i++)
			if (rows[i].changed)
				need[t] = fmax(need[t],
				               draw_width(d, value_type(&rows[i]), value_of(k, &rows[i], t, buf)) +
				                       VALUE_GAP);
	}
}

/* The values share their room: all alike, unless one would be cut; then those that need less get no more than that, and
 * leave the rest to the others. What is covered needs no more than its heading. */
static void share(const struct columns *k, const double need[DATA_TIMES], double room, double width[DATA_TIMES])
{
	bool settled[DATA_TIMES], cut = false, again = true;
	size_t n = 0;

	for (int t = 0; t < DATA_TIMES; t++) {
		width[t] = need[t];
		settled[t] = !k->shown[t] || t == k->covered;
		n += !settled[t];
		room -= k->shown[t] && settled[t] ? need[t] : 0;
	}
	for (int t = 0; t < DATA_TIMES; t++)
		cut |= !settled[t] && need[t] > room / (double)n;
	while (cut && again) {
		again = false;
		for (int t = 0; t < DATA_TIMES && n > 1; t++)
			if (!settled[t] && need[t] <= room / (double)n) {
				settled[t] = again = true;
				room -= need[t];
				n--;
			}
	}
	for (int t = 0; t < DATA_TIMES; t++)
		if (!settled[t])
			width[t] = room / (double)n;
}

/* Names are whole. Where there is little room the functions behind them go first, then the types, then the values. */
static struct columns columns_in(struct draw *d, const struct snapshot *s, const struct view *view, struct rect c,
                                 const struct row *rows, size_t nrows, const char *what, bool types)
{
	struct columns k = {
		.name = c.x, .end = c.x + c.w, .covered = view->covers ? snapshot_given_back(s) : DATA_TIMES};
	double short_names = draw_width(d, TYPE_NOTE, tr(what)), names = short_names;
	size_t n = 0;

	for (int t = 0; t < DATA_TIMES; t++) {
		k.shown[t] = s->data_pid[t] != 0 || t == DATA_NOW;
		n += k.shown[t];
	}
	for (size_t i = 0; i < nrows; i++) {
		short_names = fmax(short_names, name_width(d, &rows[i], false));
		names = fmax(names, name_width(d, &rows[i], true));
	}
	double need[DATA_TIMES], wanted = 0, width[DATA_TIMES];

	needs(d, s, &k, rows, nrows, need);
	for (int t = 0; t < DATA_TIMES; t++)
		wanted += need[t];
	/* they go if that makes room for all that has changed */
	k.calls = names + 10 <= c.w * NAMES_MOST && (names + 10 + wanted <= c.w || short_names + 10 + wanted > c.w);
	names = (k.calls ? names : short_names) + 10;
	types = types && c.w > 480 && names <= c.w * NAMES_MOST &&
	        c.w * (1 - TYPES) - names >= fmax((double)n * VALUE_TOLD, wanted);
	names = fmin(names, fmax(c.w * NAMES_MOST, c.w - (double)n * VALUE_LEAST));
	double type = types ? c.w * TYPES : 0, room = c.w - type - wanted;
	double name = fmax(fmin(c.w * (n > 1 ? 0.27 : NAMES_MOST), room), names), x = c.x + name;

	share(&k, need, c.w - name - type, width);
	for (int t = 0; t < DATA_TIMES; t++) {
		k.time[t] = x;
		x += k.shown[t] ? width[t] : 0;
	}
	k.type = types ? x : k.end;
	return k;
}

/* Where a column ends: where the next one that is shown begins. */
static double right_of(const struct columns *k, int t)
{
	for (int next = t + 1; next < DATA_TIMES; next++)
		if (k->shown[next])
			return k->time[next];
	return k->type;
}

static void draw_headings(struct draw *d, const struct snapshot *s, const struct columns *k, double y, const char *what)
{
	draw_text(d, (struct rect){k->name, y, k->time[0] - k->name - 8, ROW}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s",
	          tr(what));
	for (int t = 0; t < DATA_TIMES; t++) {
		struct rect r = {k->time[t], y, right_of(k, t) - k->time[t] - 8, ROW};

		if (!k->shown[t])
			continue;
		if (s->data_pid[t] && draw_width(d, TYPE_NOTE, heading(s, t, false)) + 44 < r.w)
			draw_text(d, r, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s, pid %u", heading(s, t, false),
			          s->data_pid[t]);
		else
			draw_text(d, r, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s",
			          heading(s, t, draw_width(d, TYPE_NOTE, heading(s, t, false)) > r.w));
	}
	if (k->type < k->end)
		draw_text(d, (struct rect){k->type, y, k->end - k->type, ROW}, ALIGN_LEFT, TYPE_NOTE, SECONDARY,
		          N_("type"));
}

/* The colour of a value: the lender's own, what the borrower made of it, or what has not changed. */
static enum colour value_colour(const struct snapshot *s, const struct columns *k, const struct row *row, int t)
{
	enum role own = panel_role(s, s->data_pid[t] ? s->data_pid[t] : s->data_pid[DATA_NOW]);

	if (!s->data_pid[DATA_AT_VFORK])
		return INK;
	if (t == k->covered)
		return SECONDARY;
	if (t == DATA_NOW)
		return row->changed ? role_colour(own) : SECONDARY;
	if (t == DATA_AFTER && row->changed && (row->word || row->datum->comes_back))
		return DAMAGE;
	return role_colour(own);
}

/* Has it the same value at all times that are shown? */
static bool is_same(const struct snap_datum *datum, const struct columns *k)
{
	for (int t = 0; t < DATA_TIMES; t++)
		if (k->shown[t] && t != k->covered && strcmp(datum->value[t], datum->value[DATA_NOW]) != 0)
			return false;
	return true;
}

static struct rect value_place(const struct columns *k, int t, double y, double h)
{
	return (struct rect){k->time[t], y, right_of(k, t) - k->time[t] - 8, h};
}

/* A value, in lines if it is longer than its column and these are asked for. */
static void draw_value(struct draw *d, const struct snapshot *s, const struct columns *k, struct rect place, int t,
                       int lines, const struct row *row)
{
	enum colour colour = value_colour(s, k, row, t);
	enum type type = value_type(row);
	char buf[SNAP_TEXT];
	const char *text = value_of(k, row, t, buf);
	int n = lines > 1 ? draw_line_count(d, type, place.w, text) : 1;
	double h = fmin(n, lines) * draw_line_height(type);

	if (n > 1)
		draw_lines(d, (struct rect){place.x, place.y + (place.h - h) / 2, place.w, h}, type, colour, lines,
		           text);
	else
		draw_text(d, place, ALIGN_LEFT, type, colour, "%s", text);
}

/* How high rows are: those that have not changed have one line, the others as many as the longest of their values
 * takes, if there is room for all rows then. */
struct heights {
	int lines;
	double changed, other;
};

static struct heights heights_of(struct draw *d, const struct columns *k, const struct row *rows, size_t n, double room)
{
	size_t changed = 0;
	int lines = 1;
	char buf[SNAP_TEXT];

	for (size_t i = 0; i < n; i++) {
		changed += rows[i].changed;
		for (int t = 0; t < DATA_TIMES && rows[i].changed && lines < LINES_MOST; t++)
			if (k->shown[t])
				lines = MAX(lines, draw_line_count(d, value_type(&rows[i]), value_place(k, t, 0, 0).w,
				                                   value_of(k, &rows[i], t, buf)));
	}
	for (lines = MIN(lines, LINES_MOST); lines > 1; lines--) {
		double high = lines * draw_line_height(TYPE_NOTE) + LINES_GAP, rest = room - (double)changed * high;

		if (rest >= (double)(n - changed) * ROW)
			return (struct heights){lines, high, fmin(ROW_MOST, rest / (double)MAX(n - changed, 1))};
	}
	return (struct heights){1, fmin(ROW_MOST, room / (double)n), fmin(ROW_MOST, room / (double)n)};
}

static void draw_row(struct draw *d, const struct snapshot *s, const struct view *view, const struct columns *k,
                     double y, double h, int lines, const struct row *row)
{
	const struct snap_word *w = row->word;
	struct rect band = {k->name - 6, y + 0.5, k->end - k->name + 12, h - 1};
	struct rect name = {k->name, y, k->time[0] - k->name - 8, h};
	bool tells = k->covered != DATA_NOW; /* that it has changed */
	bool back = row->changed && (w ? true : row->datum->comes_back) && s->data_pid[DATA_AT_VFORK] &&
	            k->covered == DATA_TIMES;
	struct thing thing = w ? thing_memory(THING_WORD, snapshot_owner(s, row->call->pid), w->va, 4)
	                       : panel_variable(s, row->datum);

	if (back)
		draw_fill(d, band, 3, DAMAGE_TINT);
	else if (row->changed && tells)
		draw_fill(d, band, 3, role_tint(panel_role(s, s->data_pid[DATA_NOW])));
	panel_marked(d, s, view, band, &thing);
	draw_target(d, band, thing);
	if (w) {
		double used = draw_text(d, name, ALIGN_LEFT, TYPE_CODE_STRONG, INK, "%s", w->name) + 8;

		name.x += used;
		name.w -= used;
		if (k->calls)
			draw_text(d, name, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "in %s()", row->call->function);
	} else {
		draw_text(d, name, ALIGN_LEFT, row->changed && tells ? TYPE_CODE_STRONG : TYPE_CODE, INK, "%s",
		          row->datum->name);
	}
	/* A sentence that is the same at all times is told once. */
	bool once = row->datum && row->datum->kind > DATA_LIBRARY && !row->changed && k->covered != DATA_NOW &&
	            is_same(row->datum, k);
	for (int t = once ? DATA_NOW : 0; t < DATA_TIMES; t++)
		if (once && t == DATA_NOW)
			draw_text(d, (struct rect){k->time[0], y, k->end - k->time[0], h}, ALIGN_LEFT, TYPE_NOTE,
			          s->data_pid[DATA_AT_VFORK] ? SECONDARY : INK, "%s", row->datum->value[t]);
		else if (!once && k->shown[t])
			draw_value(d, s, k, value_place(k, t, y, h), t, lines, row);
	if (k->type < k->end)
		draw_text(d, (struct rect){k->type, y, k->end - k->type, h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s",
		          w ? tr("on the stack") : row->datum->type);
}

/* Variables of the stack, in frames that the lender needs: those that the loan has changed; or the others, the
 * innermost frame's first. */
static size_t add_locals(const struct snapshot *s, struct row *rows, size_t n, bool changed)
{
	for (size_t k = 0; s->loan && k < s->ncalls; k++) {
		const struct snap_stack_frame *call = &s->calls[changed ? k : s->ncalls - 1 - k];

		for (size_t i = call->first; call->needed && i < (size_t)call->first + call->count && i < s->nwords;
		     i++) {
			const struct snap_word *w = &s->words[i];

			if ((w->kind == WORD_LOCAL || w->kind == WORD_PARAMETER) && *w->name &&
			    (w->changed && w->was != w->value) == changed)
				rows[n++] = (struct row){.word = w, .call = call, .changed = changed};
		}
	}
	return n;
}

static size_t add_data(const struct snapshot *s, struct row *rows, size_t n, enum data_kind first, enum data_kind last,
                       bool changed)
{
	for (size_t i = 0; i < s->ndata; i++)
		if (s->data[i].kind >= first && s->data[i].kind <= last && s->data[i].changed == changed)
			rows[n++] = (struct row){.datum = &s->data[i], .changed = changed};
	return n;
}

/* The rows of the kinds from first to last: what has changed comes first. */
static void draw_table(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r,
                       enum panel panel, enum data_kind first, enum data_kind last, const char *what)
{
	struct row *rows = g_new(struct row, s->ndata + s->nwords + 1);
	size_t n = first == DATA_GLOBAL ? add_locals(s, rows, 0, true) : 0;
	bool left = first == DATA_GLOBAL && s->data_left;
	const char *note = !s->data_pid[DATA_AT_VFORK] ? N_("no loan")
	                   : s->kind == LOAN_FORKED    ? N_("what has changed since fork comes first")
	                                               : N_("what has changed since vfork comes first");
	char more[96];

	n = add_data(s, rows, n, first, last, true);
	n = add_data(s, rows, n, first, last, false);
	if (first == DATA_GLOBAL)
		n = add_locals(s, rows, n, false);
	if (left) {
		snprintf(more, sizeof more, tr("%zu more have not changed"), s->data_left);
		note = more;
	}
	struct rect c = panel_begin(d, panel, r, panel_title(panel), note);
	if (n == 0) {
		panel_empty(d, c,
		            first == DATA_GLOBAL ? N_("no program with variables runs")
		                                 : N_("no process of the run's own"));
	} else {
		struct columns k = columns_in(d, s, view, c, rows, n, what, first == DATA_GLOBAL);

		draw_headings(d, s, &k, c.y - 2, what);
		c.y += ROW - 4;
		c.h -= ROW - 4;
		size_t fit = c.h > ROW ? (size_t)(c.h / ROW) : 1;
		size_t start = panel_rows(d, view, panel, c, n, fit, 0), stop = start + fit < n ? start + fit : n;
		struct heights heights = heights_of(d, &k, rows + start, stop - start, c.h);
		double y = c.y;

		for (size_t i = start; i < stop; i++) {
			double h = rows[i].changed ? heights.changed : heights.other;

			draw_row(d, s, view, &k, y, h, rows[i].changed ? heights.lines : 1, &rows[i]);
			y += h;
		}
	}
	g_free(rows);
	panel_end(d);
}

void panel_data(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	draw_table(d, s, view, r, PANEL_DATA, DATA_GLOBAL, DATA_STREAM, N_("variable"));
}

void panel_files(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	draw_table(d, s, view, r, PANEL_FILES, DATA_FILE, DATA_FILE, N_("descriptor"));
}

void panel_process(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	draw_table(d, s, view, r, PANEL_PROCESS, DATA_SELF, DATA_SELF, N_("what the kernel keeps"));
}
