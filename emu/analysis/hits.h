/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hits: the instants of a run that a line of text means, whether it is a WHERE (where.h) or a condition (condition.h).
 * A WHERE that names one instant alone has one hit; everything else is looked for through the whole run, and comes as
 * often as it happens. The search goes on by small pieces, as its owner has time:
 *
 *	if (hits_begin(&hits, session, "write pid and in spawn", &mark, error))
 *		while (hits_more(&hits, 15))
 *			... show hits.list[0 ... hits.count), look whether to stop ...
 *	hits_release(&hits);
 */
#ifndef EMU_HITS_H
#define EMU_HITS_H

#include "analysis/condition.h"

enum { HITS_MAX = 10000 /* no more are looked for */ };

struct hits {
	struct session *session;
	char text[CONDITION_TEXT];
	bool one; /* the text names one instant */
	struct condition condition;
	struct timeline_mark *list; /* in order */
	size_t count, room;
	struct timeline_mark reached; /* up to here the run has been looked through */
	uint64_t piece;               /* instructions of the next piece */
	bool done;                    /* to its end, to HITS_MAX, or to a problem */
	char problem[ERROR_MAX];      /* when done: why not to its end; "" if it was */
};

/* Reads a text; names of variables are looked up at the mark `at`. False and a line in error, which begins with the
 * wrong word, if it is neither a WHERE nor a condition, or its one instant does not exist. The session must outlive the
 * hits, which are released whatever this returns. */
bool hits_begin(struct hits *, struct session *, const char *text, const struct timeline_mark *at,
                char error[ERROR_MAX]);

/* Looks on for some milliseconds of the processor's time, more or less. False when there is nothing left to look for.
 * Moves the timeline's machine. */
bool hits_more(struct hits *, int milliseconds);

/* How many thousandths of the run have been looked through. */
int hits_progress(const struct hits *);

/* The hit behind a mark (way > 0), or the one before it, among those that are known; NULL if there is none. */
const struct timeline_mark *hits_next(const struct hits *, const struct timeline_mark *, int way);

void hits_release(struct hits *);

#endif
