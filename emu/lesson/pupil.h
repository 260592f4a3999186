/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a student has done of which lessons: one text file in the student's own directory, a line for each lesson,
 * "NAME STEPS RIGHT ASKED DONE ANSWERS". It is nobody else's; a file that is damaged is as if it were not there.
 */
#ifndef EMU_PUPIL_H
#define EMU_PUPIL_H

#include <stdbool.h>

#include "lesson/tutorial.h"

/* What became of a step's question or experiment; a letter of ANSWERS. */
enum { PUPIL_NOTHING = '-', PUPIL_RIGHT = 'r', PUPIL_WRONG = 'w', PUPIL_LEFT = 'o' /* left out */ };

struct pupil {
	char name[TUTORIAL_NAME];
	unsigned seen;         /* steps, from the first */
	unsigned right, asked; /* questions right at the first answer, and answered; experiments that succeeded */
	unsigned left;         /* and left out */
	bool done;             /* the last step was seen, and its experiment has succeeded */
	char answers[TUTORIAL_STEPS + 1]; /* a letter for each step; "" none yet */
};

enum { PUPIL_LESSONS = 200 /* lessons that are remembered */ };

/* What is known of a lesson; all 0 if it has not been begun. */
struct pupil pupil_of(const char *name);

/* Has nobody answered that step's question, or left it out? */
bool pupil_open(const struct pupil *, size_t step);

/* Notes what became of a step's question. The first answer counts; one that was left out may still be answered. */
void pupil_note(struct pupil *, size_t step, char how);

/* The lesson that comes next: the first of the list, which is tutorial_list's, of the course that is not done; from
 * behind `name` on, if that is not NULL. `count`: there is none. */
size_t pupil_next(const struct tutorial *list, size_t count, const char *name);

/* Nobody learns here: pictures of lessons show none begun, and nothing is remembered. */
void pupil_nobody(void);

/* Remembers it. False, and nothing is changed, if there is no place for that: a student can learn all the same. */
bool pupil_keep(const struct pupil *);

#endif
