/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A viewer's journey through a run: where he has been, back and forward as in a browser; bookmarks with notes; and
 * playing, forward and backward, at a speed of his choice. Knows no clock: who plays says what time it is. It is kept
 * as long as the viewer looks at the run, and written nowhere.
 */
#ifndef VISUALIZER_JOURNEY_H
#define VISUALIZER_JOURNEY_H

#include <stdint.h>

#include "replay/timeline.h"

enum {
	JOURNEY_STOPS = 200, /* of the history; older ones are forgotten */
	JOURNEY_BOOKMARKS = 100,
	JOURNEY_NOTE = 80,
	JOURNEY_SPEEDS = 9,
};

struct bookmark {
	struct timeline_mark mark;
	char note[JOURNEY_NOTE]; /* UTF-8 without control characters, "" none */
};

struct journey {
	struct timeline_mark stops[JOURNEY_STOPS];
	size_t nstops, at; /* stops[at] is where one is, behind it lies what forward leads to */
	bool passing;      /* the last move was a short one, which the next short one replaces */
	struct bookmark bookmarks[JOURNEY_BOOKMARKS]; /* in the order of their instants */
	size_t nbookmarks;
	int way;      /* of playing: 1 forward, -1 backward, 0 not */
	int speed;    /* number of it, below JOURNEY_SPEEDS */
	int64_t next; /* when the next step is due, in ms */
};

/* A journey that begins at an instant. */
void journey_begin(struct journey *, const struct timeline_mark *);

/* The history begins anew, of another run; bookmarks and speed stay. */
void journey_anew(struct journey *, const struct timeline_mark *);

/* One has gone somewhere. A jump is a stop of its own; of steps, which follow each other, the last one is. What lay
 * forward is forgotten. */
void journey_jump(struct journey *, const struct timeline_mark *);
void journey_step(struct journey *, const struct timeline_mark *);

/* The stop before or, by > 0, behind: it is where one is then. NULL if there is none. */
const struct timeline_mark *journey_back(struct journey *, int by);

/* Puts a bookmark there, without a note; one that is there already stays. NULL: there are too many. */
struct bookmark *journey_bookmark(struct journey *, const struct timeline_mark *);
/* Takes bookmark i away. */
void journey_forget(struct journey *, size_t i);
/* The number of the bookmark at an instant, -1 if there is none. */
long journey_bookmark_at(const struct journey *, const struct timeline_mark *);
/* The first one behind a mark (way > 0), or the last one before it, NULL if there is none. */
const struct bookmark *journey_bookmark_next(const struct journey *, const struct timeline_mark *, int way);
/* Sets a note; what does not fit is left out, by whole characters. */
void bookmark_note(struct bookmark *, const char *note);

/* Plays that way, or stops (0). The first step is due after one pause. */
void journey_play(struct journey *, int way, int64_t now);
/* Is a step due? If so the next one is due a pause later, but never two at once: who is slow plays more slowly. */
bool journey_due(struct journey *, int64_t now);
/* How long until a step is due, in ms; -1: none will be. */
int64_t journey_wait(const struct journey *, int64_t now);
/* Faster (by > 0) or slower, as far as there are speeds. */
void journey_speed(struct journey *, int by, int64_t now);
/* Of the speed, for people: "2 a second". */
const char *journey_speed_name(const struct journey *);

#endif
