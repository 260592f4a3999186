/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists that lie over the picture: see sheet.h. */
#include "sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/language.h"
#include "keys.h"

#define PITCH 21.0
#define COLUMN 410.0 /* least width */
#define COLUMN_MOST 470.0
#define COLUMN_TAILS 640.0 /* most width where rows have tails */
#define HEAD 64.0          /* title and what is typed */
#define PAD 14.0
#define EDGE 24.0 /* of the picture that is left free at each side */

struct sheet_row *sheet_add(struct sheet *s, const char *key, const char *text, long id)
{
	struct sheet_row *row;

	if (s->nrows >= SHEET_ROWS)
		return NULL;
	s->rows = alloc_room(s->rows, s->nrows, &s->room, sizeof *s->rows);
	row = &s->rows[s->nrows++];
	*row = (struct sheet_row){.id = id};
	snprintf(row->key, sizeof row->key, "%s", key);
	snprintf(row->text, sizeof row->text, "%s", text);
	return row;
}

static void drop_heading(struct sheet *s)
{
	if (s->nrows && s->rows[s->nrows - 1].heading)
		s->nrows--;
}

void sheet_head(struct sheet *s, const char *text)
{
	struct sheet_row *row;

	drop_heading(s);
	row = sheet_add(s, "", text, -1);
	if (row)
		row->heading = true;
}

void sheet_done(struct sheet *s)
{
	drop_heading(s);
	s->first = 0;
	for (s->chosen = 0; s->chosen < s->nrows && s->rows[s->chosen].heading;)
		s->chosen++;
}

void sheet_clear(struct sheet *s)
{
	s->nrows = s->chosen = s->first = 0;
}

void sheet_free(struct sheet *s)
{
	free(s->rows);
	*s = (struct sheet){0};
}

bool sheet_fits(const struct sheet *s, const char *text)
{
	return strcasestr(text, s->typed) != NULL;
}

struct sheet_flow sheet_flow(const struct sheet *s, double width, double height)
{
	struct sheet_flow f = {.pitch = PITCH};
	double w = width - 2 * EDGE, h = height - 2 * EDGE;
	size_t most = s->code || s->sentences || w < COLUMN ? 1 : (size_t)(w / COLUMN);

	f.rows = h > HEAD + PITCH + PAD ? (size_t)((h - HEAD - PAD) / PITCH) : 1;
	f.columns = s->nrows > f.rows ? (s->nrows + f.rows - 1) / f.rows : 1;
	f.columns = f.columns > most ? most : f.columns;
	if (s->nrows < f.rows * f.columns) /* no higher than it must be, columns of the same height */
		f.rows = (s->nrows + f.columns - 1) / f.columns;
	f.rows = f.rows ? f.rows : 1;
	f.column_w = s->code        ? fmin(w, 900)
	             : s->sentences ? fmin(w, 1200)
	                            : fmin(w / (double)f.columns, s->tails ? COLUMN_TAILS : COLUMN_MOST);
	f.w = fmin(w, f.column_w * (double)f.columns + 2 * PAD);
	f.column_w = (f.w - 2 * PAD) / (double)f.columns;
	f.h = HEAD + PITCH * (double)f.rows + PAD;
	f.x = (width - f.w) / 2;
	f.y = fmax((height - f.h) / 2, 0);
	return f;
}

void sheet_choose(struct sheet *s, long by, const struct sheet_flow *f)
{
	size_t shown = f->columns * f->rows, at = s->chosen;
	long step = by < 0 ? -1 : 1;

	while (by) {
		long next = (long)at + step;

		while (next >= 0 && (size_t)next < s->nrows && s->rows[next].heading)
			next += step;
		if (next < 0 || (size_t)next >= s->nrows)
			break;
		at = (size_t)next;
		by -= step;
	}
	s->chosen = at;
	if (at < s->first)
		s->first = at && s->rows[at - 1].heading ? at - 1 : at;
	if (at >= s->first + shown)
		s->first = at + 1 - shown;
}

void sheet_of_actions(struct sheet *s, bool mouse)
{
	sheet_clear(s);
	for (int group = 0; group < GROUPS; group++) {
		sheet_head(s, tr(action_groups[group]));
		for (size_t i = 0; i < nactions; i++)
			if ((int)actions[i].group == group &&
			    (sheet_fits(s, tr(actions[i].help)) || sheet_fits(s, actions[i].shown) ||
			     sheet_fits(s, actions[i].name) || sheet_fits(s, tr(action_groups[group]))))
				sheet_add(s, actions[i].shown, tr(actions[i].help), (long)i);
	}
	if (mouse)
		sheet_head(s, tr("Mouse"));
	for (size_t i = 0; mouse && i < ngestures; i++)
		if (gestures[i].shown && (sheet_fits(s, tr(gestures[i].help)) || sheet_fits(s, tr(gestures[i].shown))))
			sheet_add(s, tr(gestures[i].shown), tr(gestures[i].help), -1);
	sheet_done(s);
}
