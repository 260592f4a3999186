/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second run beside the one that is shown: opened, followed, swapped, chosen. */
#ifndef VISUALIZER_ACT_SPLIT_H
#define VISUALIZER_ACT_SPLIT_H

#include "keys.h"

struct session;
struct splitting;
struct timeline;

/* What a lesson is told to use fork by, its only argument. */
#define SPLIT_FORK "fork"

/* A run that is to be beside the viewer's. */
struct companion {
	char *system;           /* the one that it is under, NULL: as it is */
	char *program;          /* with its arguments, blanks between them; NULL: the same as the viewer's */
	struct timeline *begun; /* the run, if it is there already; or NULL */
};
void companion_free(struct companion *);

struct splitting *splitting_new(void);
void splitting_free(struct splitting *);

/* Shows the session, which it takes over, beside the viewer's. False and a line in error (ERROR_MAX bytes) if they
 * cannot be held against each other; then the session is freed. */
bool splitting_open(struct viewer *, struct session *, char *error);
/* Opens it as soon as the viewer's own run is over: what is typed there is typed in the other one, too. The companion
 * is taken over. */
void splitting_await(struct viewer *, const struct companion *);
/* One run again: the viewer's own. To be called before that session is given up, or grows. False: there is one only. */
bool splitting_close(struct viewer *);
/* The other run follows the mark: before the picture is drawn. */
void splitting_follow(struct viewer *);
/* Goes on with a run that is made; as viewer_tick. */
int splitting_tick(struct viewer *);
/* Is one made just now, or awaited? Then it is given up: true. */
bool splitting_stop(struct viewer *);
/* Is one made just now? Then it ends where it is, and is shown: true. One that is awaited is given up. */
bool splitting_enough(struct viewer *);

void act_split(struct viewer *);
void act_next_difference(struct viewer *);
void act_previous_difference(struct viewer *);
void act_forward_together(struct viewer *);
void act_back_together(struct viewer *);
void act_swap(struct viewer *);
void act_left_system(struct viewer *);
void act_right_system(struct viewer *);

#endif
