/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Completion: what could stand at the cursor in a line that is becoming a WHERE (where.h) or a condition (condition.h).
 * The words come from the tables by which these are read, and from the run: its events, functions, sources with the
 * lines that have code, variables of the process at a mark, pids.
 */
#ifndef EMU_COMPLETION_H
#define EMU_COMPLETION_H

#include "analysis/session.h"

enum { COMPLETION_TEXT = 96, COMPLETION_MAX = 400 /* more are not listed */ };

struct completion {
	char text[COMPLETION_TEXT];  /* in place of the piece that is there; a blank behind it if more follows */
	char tells[COMPLETION_TEXT]; /* what it is, a few words */
};

struct completions {
	size_t begin;            /* bytes before the piece that is completed; it ends at the cursor */
	struct completion *list; /* those that begin with the piece; if there are none, those that have it in them */
	size_t count, room;
};

/* What could stand at a cursor (in bytes) of a line; names of variables are those at the mark. completions_free. Moves
 * the timeline's machine. */
struct completions completions_at(struct session *, const char *line, size_t cursor, const struct timeline_mark *);

/* What all of them begin with: at least the piece itself, if they begin with it. Bytes; of the first one's text. */
size_t completions_common(const struct completions *);

void completions_free(struct completions *);

#endif
