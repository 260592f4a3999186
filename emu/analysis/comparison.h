/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two runs held against each other by what their programs do, not by instructions: the same program under two systems,
 * two programs, a run and a branch of it. The processes of the two are matched by their place in the family, their
 * steps (program_steps.h) one by one.
 */
#ifndef EMU_COMPARISON_H
#define EMU_COMPARISON_H

#include "analysis/program_steps.h"

enum { COMPARISON_VALUES = 6 /* variables told of at most */ };

/* One side of a difference. */
struct comparison_place {
	struct timeline_mark mark;
	bool there; /* else the process, or the run, does nothing more: the mark is the last step in common */
	uint32_t pid;
	char function[SNAP_IDENTIFIER], file[SNAP_TEXT]; /* of a line; "" none */
	int line;
	const char *kind;     /* of event; NULL: it is a line, or nothing */
	char what[SNAP_LINE]; /* what is done there: the caption of an event, or the source line's text */
};

/* Where the two part in something: [0] is A, [1] is B. */
struct comparison_difference {
	bool found;
	struct comparison_place last[2]; /* the last step that they have in common */
	bool has_last;
	struct comparison_place place[2];
};

struct comparison_value {
	char name[SNAP_TEXT];
	char value[2][SNAP_TEXT];
};

struct comparison_end {
	bool has[2]; /* there is such a process */
	uint32_t pid[2];
	char name[2][SNAP_NAME], end[2][SNAP_TEXT];
};

struct comparison {
	struct program_steps steps[2];
	size_t *match;       /* per process of A: that of B, STEPS_NOBODY */
	size_t calls, lines; /* in common */
	size_t processes;    /* that both have */
	bool partly;         /* lines were compared of a part of the runs only: */
	uint64_t from[2], to[2];
	struct comparison_difference step, event, values;
	struct comparison_value value[COMPARISON_VALUES]; /* of `values` */
	size_t nvalues;
	bool output;        /* the two print something else: */
	size_t output_line; /* from 1 */
	char printed[2][SNAP_LINE];
	struct comparison_end *ends;
	size_t nends;
	bool differ; /* in anything */
};

/* Compares. The timelines' machines are left anywhere. False and a line in error if one of the runs cannot be run
 * again. Freed with comparison_free, also then. */
bool comparison_make(struct session *sessions[2], struct comparison *, char error[ERROR_MAX]);
void comparison_free(struct comparison *);

#endif
