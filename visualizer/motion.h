/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a viewer keeps of its way through a run: the journey, the window of Time, the hits of the last line; and what it
 * does while something takes long. For viewer.c and the files of motion: act_time.c, act_journey.c, prompt.c.
 */
#ifndef VISUALIZER_MOTION_H
#define VISUALIZER_MOTION_H

#include "analysis/hits.h"
#include "journey.h"
#include "time_view.h"
#include "viewer.h"

struct prompt;

struct motion {
	struct journey journey;
	struct time_view shown; /* view.time points here */
	char found[THING_TEXT]; /* its line about the hits */
	struct hits hits;
	bool awaited;     /* the mark goes to the next hit as soon as there is one */
	bool stepping;    /* what moves the mark is a step, not a jump */
	bool panning;     /* the axis is dragged, not the mark ... */
	uint64_t grabbed; /* ... by this instant */
	bool looked;      /* hazards have been looked for, or that would take long */
	struct prompt *prompt;
	const char *busy;       /* what takes long */
	struct timeline *other; /* that moves then, too */
	uint64_t begun, told;   /* ms */
	bool stopped;
};

struct motion *motion_new(struct viewer *);
void motion_free(struct motion *);

/* The viewer shows another session. */
void motion_anew(struct viewer *);
/* It looks at another run, which begins like the one before or is what that one began like. */
void motion_look(struct viewer *, struct timeline_mark);
/* The mark was moved. */
void motion_moved(struct viewer *);
/* Playing stops. */
void motion_stop(struct viewer *);
/* Plays, looks for hits; as viewer_tick. */
int motion_tick(struct viewer *);
/* Closes what belongs to motion, one thing at a time: a search, hits. False if there was nothing. */
bool motion_close(struct viewer *);

/* Goes there by a step: several in a row are one stop of the history. */
void motion_step(struct viewer *, struct timeline_mark);
/* One step by events. False, and a message, if there is nothing in that direction. */
bool motion_event(struct viewer *, int way);

/* Around what may take long: while the viewer's timeline, or the other one (NULL: none), moves, the message tells how
 * far it is, and Esc stops it. `what` is a constant. motion_end: was it stopped? */
void motion_begin(struct viewer *, const char *what, struct timeline *other);
bool motion_end(struct viewer *);

/* Looks for a line and goes to the first hit behind the mark. False and a line in error, which begins with the wrong
 * word, if it is none. */
bool motion_find(struct viewer *, const char *text, char error[ERROR_MAX]);

#endif
