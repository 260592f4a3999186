/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a student has done of which lessons: one text file in the student's own directory, a line for each lesson,
 * "NAME STEPS RIGHT ASKED DONE". It is nobody else's; a file that is damaged is as if it were not there.
 */
#ifndef EMU_PUPIL_H
#define EMU_PUPIL_H

#include <stdbool.h>

#include "lesson/tutorial.h"

struct pupil {
	char name[TUTORIAL_NAME];
	unsigned seen;         /* steps, from the first */
	unsigned right, asked; /* questions and experiments: right at the first answer, and answered */
	bool done;             /* the last step was seen, and its experiment has succeeded */
};

enum { PUPIL_LESSONS = 200 /* lessons that are remembered */ };

/* What is known of a lesson; all 0 if it has not been begun. */
struct pupil pupil_of(const char *name);

/* Remembers it. False, and nothing is changed, if there is no place for that: a student can learn all the same. */
bool pupil_keep(const struct pupil *);

#endif
