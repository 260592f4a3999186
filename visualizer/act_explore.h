/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The explorer: what a child could do next, done in branches of the run, which stay to be compared; and taken back. */
#ifndef VISUALIZER_ACT_EXPLORE_H
#define VISUALIZER_ACT_EXPLORE_H

#include "analysis/snapshot.h"
#include "keys.h"
#include "replay/timeline.h"

struct session;
struct explorer;

/* Of the run as it is written. */
struct explorer *explorer_new(struct session *);
void explorer_free(struct explorer *); /* with all branches; NULL is allowed */

/* The run is another one now: what has left the one before is gone. */
void explorer_renew(struct viewer *, struct session *);
/* Looks at the run as it is written, at that mark. */
void explorer_home(struct viewer *, struct timeline_mark);
/* Is a branch looked at? How does it end: for the parent, and on the console? out holds SNAP_LINE bytes. */
bool explorer_away(const struct viewer *);
void explorer_told(struct viewer *, char out[SNAP_LINE]);

/* What run number `run` is called, 0 as it is written; NULL: there is nothing to tell it from. Its session. */
const char *explorer_name(const struct viewer *, size_t run);
struct session *explorer_session(const struct viewer *, size_t run);

/* Prepares for a choice while they are read: see viewer_tick. */
int explorer_tick(struct viewer *);

/* Puts what is known into the view, before a picture is made. */
void explorer_show(struct viewer *);

void act_explore(struct viewer *);
void act_undo(struct viewer *);
void act_press_choice(struct viewer *, const struct touch *);
void act_press_variant(struct viewer *, const struct touch *);
void act_press_branch(struct viewer *, const struct touch *);

#endif
