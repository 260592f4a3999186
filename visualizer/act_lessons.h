/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From lesson to lesson: the list of all with what is done of each, and which one comes next. */
#ifndef VISUALIZER_ACT_LESSONS_H
#define VISUALIZER_ACT_LESSONS_H

#include "keys.h"
#include "lesson/pupil.h"

/* The name of the lesson of the course that comes behind that one and is not done; else the first that is not done.
 * NULL: all are. The caller frees it. */
char *lessons_next(const char *name);

/* "3 of 4 right, 1 left out". The caller frees it. */
char *lessons_score(const struct pupil *);

/* Begins a lesson that ships, in place of what is shown. The viewer must have its run from a live one. */
void lessons_begin(struct viewer *, const char *name);

void act_lessons(struct viewer *);

#endif
