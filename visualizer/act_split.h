/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Side by side: another run beside the one that is looked at, both moving by the program's own steps. */
#ifndef VISUALIZER_ACT_SPLIT_H
#define VISUALIZER_ACT_SPLIT_H

#include "keys.h"

struct splitting;
struct session;

struct splitting *splitting_new(void);
void splitting_free(struct splitting *); /* NULL is allowed */

/* Puts both halves into the view, before a picture is made. */
void splitting_show(struct viewer *);
/* The runs are others now: the split view is closed. */
void splitting_close(struct viewer *);
/* Is it open? */
bool splitting_on(const struct viewer *);
/* Opens it with the run under that system beside. False: there can be none, which was said. */
bool splitting_open(struct viewer *, const char *system);

void act_split(struct viewer *);
void act_split_forward(struct viewer *);
void act_split_back(struct viewer *);
void act_next_difference(struct viewer *);
void act_previous_difference(struct viewer *);
void act_swap(struct viewer *);
void act_beside(struct viewer *);

#endif
