/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list that lies over the picture: help, the menu, what can be opened, what a compiler said. Rows flow into as many
 * columns as there is room for; what is typed is looked for in them.
 */
#ifndef VISUALIZER_SHEET_H
#define VISUALIZER_SHEET_H

#include <stdbool.h>
#include <stddef.h>

enum { SHEET_KEY = 40, SHEET_TAIL = 48, SHEET_TEXT = 200, SHEET_TYPED = 256, SHEET_ROWS = 2000 };

struct sheet_row {
	bool heading;        /* cannot be chosen */
	char key[SHEET_KEY]; /* stands before the text, "" nothing */
	char text[SHEET_TEXT];
	char tail[SHEET_TAIL]; /* stands at the end of the row, "" nothing */
	long id;               /* for who made the row */
};

struct sheet {
	const char *title, *note;
	const char *prompt;      /* what typing does; NULL: nothing */
	char typed[SHEET_TYPED]; /* UTF-8 */
	struct sheet_row *rows;
	size_t nrows, room;
	size_t chosen;  /* a row that is no heading; nrows: none */
	size_t first;   /* the first row that is drawn */
	bool tails;     /* its rows have something at their ends, and need more room */
	bool sentences; /* its rows are long: one column, as wide as there is room */
	bool code;      /* its rows are lines of text, one column of them */
};

/* Adds a row; a heading is only kept if a row follows it. NULL when there are too many. */
struct sheet_row *sheet_add(struct sheet *, const char *key, const char *text, long id);
void sheet_head(struct sheet *, const char *text);
/* A heading at the end goes; the first row that is none is chosen. */
void sheet_done(struct sheet *);
void sheet_clear(struct sheet *); /* the rows alone */
void sheet_free(struct sheet *);

/* Is what was typed in the text, whatever the case of its letters? */
bool sheet_fits(const struct sheet *, const char *text);

/* How the rows flow into a picture of so many units: columns, and rows of each. */
struct sheet_flow {
	size_t columns, rows;
	double x, y, w, h;      /* the sheet */
	double column_w, pitch; /* of its content */
};
struct sheet_flow sheet_flow(const struct sheet *, double width, double height);

/* Moves the choice by so many rows, headings not counted, and the first row so that it is seen. */
void sheet_choose(struct sheet *, long by, const struct sheet_flow *);

/* The actions of the table, by groups, and with `gestures` what the mouse does. The id is the action's number; of a
 * gesture it is -1. */
void sheet_of_actions(struct sheet *, bool gestures);

#endif
