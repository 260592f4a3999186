/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lessons in steps without a window: their run, and their text with questions and answers. */
#ifndef EMU_TEACH_H
#define EMU_TEACH_H

#include <popt.h>
#include <stdbool.h>

struct tutor;
struct tutorial;

/* --seed and --lang, for POPT_ARG_INCLUDE_TABLE. */
extern struct poptOption teach_options[];
#define TEACH_OPTIONS                                                                                                  \
	{                                                                                                              \
		NULL, '\0', POPT_ARG_INCLUDE_TABLE, teach_options, 0, "Lessons:", NULL                                 \
	}

/* Has lessons be as those options want them. False when a mistake was told. */
bool teach_chosen(void);

/* Makes the run of a lesson: its program under its system, to the end. The tutor's session is the caller's. output: a
 * directory that is written to. False when a mistake was told. */
bool teach_begin(struct tutor *, const struct tutorial *, const char *output);

/* The lesson as text: its steps, what they say of the machine, its questions with what is said to each answer. sheet:
 * for paper, questions with room for answers, which stand at the end. False when a mistake was told. */
bool teach_print(struct tutor *, bool sheet);

/* The course: each lesson's number, title and minutes, with a mark for what is done (pupil.h). */
void teach_list(void);

#endif
