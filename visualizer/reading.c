/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The picture as text: see reading.h. Each panel is drawn by itself into a place where all of it fits; what it wrote is
 * put into rows by where it stands. */
#include "reading.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/snapshot_names.h"
#include "base/language.h"
#include "base/output.h"
#include "card.h"
#include "panel.h"
#include "scene.h"

/* A panel that has room for everything, in units of the layout. */
#define ROOM_W 1400
#define ROOM_H 12000

static int by_row(const void *a, const void *b)
{
	const struct drawn_text *s = a, *t = b;
	double up = s->ink.y + s->ink.h / 2, down = t->ink.y + t->ink.h / 2;

	return up < down ? -1 : up > down;
}

static int by_column(const void *a, const void *b)
{
	const struct drawn_text *s = a, *t = b;

	return s->ink.x < t->ink.x ? -1 : s->ink.x > t->ink.x;
}

/* How many of the texts, from the first, stand in its row: their middles are within its height. */
static size_t row(const struct drawn_text *texts, size_t n)
{
	double middle = texts->ink.y + texts->ink.h / 2, high = fmax(texts->ink.h / 2, 4);
	size_t i = 1;

	while (i < n && texts[i].ink.y + texts[i].ink.h / 2 < middle + high)
		i++;
	return i;
}

static void print(struct draw_log *log)
{
	qsort(log->texts, log->ntexts, sizeof *log->texts, by_row);
	for (size_t at = 0; at < log->ntexts;) {
		size_t n = row(log->texts + at, log->ntexts - at);

		qsort(log->texts + at, n, sizeof *log->texts, by_column);
		for (size_t i = at; i < at + n; i++)
			output_text("%s%s", i > at ? "  " : "", log->texts[i].text);
		output_break();
		at += n;
	}
}

/* What the ground of a tile says, and its hatch: each page of an address space, as a hover tells it. */
static void tell_pages(const struct draw_log *log, const struct snapshot *s, const struct view *view)
{
	struct card card;

	for (size_t i = 0, before; i < log->ntargets; i++) {
		for (before = 0; before < i; before++) /* a lent page stands with both */
			if (thing_same(&log->targets[before].thing, &log->targets[i].thing))
				break;
		if (log->targets[i].thing.kind != THING_PAGE || before < i)
			continue;
		card_make(&card, s, view, &log->targets[i].thing, NULL, NULL);
		output_text("%s", card.title);
		for (size_t r = 0; r < card.count; r++)
			output_text("; %s%s%s", card.rows[r].label, card.rows[r].label[0] ? " " : "",
			            card.rows[r].text);
		output_break();
	}
}

static bool alike(const struct snap_frame *a, const struct snap_frame *b)
{
	return a->type == b->type && a->pid == b->pid && a->lent == b->lent && a->written == b->written;
}

/* The same of the page frames, those that are alike in one line. */
static void tell_frames(const struct snapshot *s)
{
	for (size_t i = 0, n; i < s->nframes; i += n) {
		const struct snap_frame *f = &s->frames[i];

		for (n = 1; i + n < s->nframes && alike(f, f + n); n++)
			;
		if (n > 1)
			output_text("page frames %zx to %zx: %s", i, i + n - 1, snapshot_use_name(f->type));
		else
			output_text("page frame %zx: %s", i, snapshot_use_name(f->type));
		if (f->pid)
			output_text(" of pid %u%s", f->pid, f->lent ? ", who has lent it" : "");
		output_line("%s", f->written ? ", written by the borrower in the loan" : "");
	}
}

/* What parts without a title are called. */
static const char *const names[PANEL_CARD] = {
	[PANEL_HEADER] = "Instant", [PANEL_CAPTION] = "What happens", [PANEL_WATCHES] = "Watched"};

static void read_panel(enum panel panel, const struct snapshot *s, const struct view *view)
{
	cairo_surface_t *nowhere = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
	cairo_t *cr = cairo_create(nowhere);
	struct draw_log log = {0};
	struct draw d;

	draw_begin(&d, cr, view->theme, 1, &log);
	scene_panel(&d, panel, s, view, (struct rect){0, 0, ROOM_W, ROOM_H});
	draw_end(&d);
	if (log.ntexts) {
		output_text("== %s", panel_title(panel)[0] ? "" : names[panel]);
		if (!panel_title(panel)[0])
			output_break();
		print(&log);
		if (panel == PANEL_SPACES)
			tell_pages(&log, s, view);
		if (panel == PANEL_PAGES)
			tell_frames(s);
		output_break();
	}
	draw_log_free(&log);
	cairo_destroy(cr);
	cairo_surface_destroy(nowhere);
}

/* What is selected, as a hover tells it. */
static void tell_selected(const struct snapshot *s, const struct view *view)
{
	struct card card;

	if (!view->selection.kind)
		return;
	card_make(&card, s, view, &view->selection, NULL, NULL);
	if (!*card.title)
		return;
	output_line("== Selected");
	output_line("%s", card.title);
	for (size_t i = 0; i < card.count; i++)
		if (!card.waits || i + 1 < card.count) /* the last row says that more is looked for */
			output_line("%s%s%s", tr(card.rows[i].label), *card.rows[i].label ? " " : "",
			            card.rows[i].text);
	output_break();
}

void reading_print(const struct snapshot *s, const struct view *view, enum panel only)
{
	for (enum panel panel = 0; panel < PANEL_CARD; panel++)
		if (only ? panel == only : panel != PANEL_LESSON || view->lesson)
			read_panel(panel, s, view);
	if (!only)
		tell_selected(s, view);
}
