/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A viewer's journey through a run: where he has been, back and forward as in a browser; bookmarks with notes; and
 * playing, forward and backward, at a speed of his choice. Knows no clock: who plays says what time it is.
 */
#ifndef VISUALIZER_JOURNEY_H
#define VISUALIZER_JOURNEY_H

#include <stdint.h>

#include "base/error.h"
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

/* One has gone somewhere. A jump is a stop of its own; of steps, which follow each other, the last one is. What lay
 * forward is forgotten. */
void journey_jump(struct journey *, const struct timeline_mark *);
void journey_step(struct journey *, const struct timeline_mark *);

/* The stop before or, by > 0, behind: it is where one is then. NULL if there is none. */
const struct timeline_mark *journey_back(struct journey *, int by);

/* Puts a bookmark there, or takes away the one that is there. Returns it; NULL: taken away, or there are too many (then
 * *full). */
struct bookmark *journey_bookmark(struct journey *, const struct timeline_mark *, bool *full);
/* The bookmark at an instant, NULL if there is none. */
struct bookmark *journey_bookmark_at(struct journey *, const struct timeline_mark *);
/* Sets a note; what does not fit is left out, whole characters. */
void bookmark_note(struct bookmark *, const char *note);

/* Plays that way, or stops (0). The first step is due after one pause. */
void journey_play(struct journey *, int way, int64_t now);
/* Steps that are due: 0, or more than one at a speed that is faster than the steps that were made. Sets when the next
 * one is due. */
int journey_due(struct journey *, int64_t now);
/* How long until a step is due, in ms; -1: none will be. */
int64_t journey_wait(const struct journey *, int64_t now);
/* Faster (by > 0) or slower; the shown name of the speed, as "2 per second". */
void journey_speed(struct journey *, int by, int64_t now);
const char *journey_speed_name(const struct journey *);

/* Bookmarks are kept for a run in a file of the user's own below $XDG_STATE_HOME or ~/.local/state, whose name is made
 * from a number alone, which stands for what the run is made from: nothing that a program or a trace says gets into
 * it. Read ones whose instants the run does not have are left out. False and a line in error if there is no such place
 * or it cannot be written; that nothing was ever written there is no error. */
uint64_t journey_run_number(const struct timeline *);
bool journey_load(struct journey *, const struct timeline *, const char *directory, char error[ERROR_MAX]);
bool journey_save(const struct journey *, const struct timeline *, const char *directory, char error[ERROR_MAX]);

#endif
