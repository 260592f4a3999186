/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lessons: shipped programs of demos/, told by the first comment of their source. */
#ifndef EMU_LESSON_H
#define EMU_LESSON_H

#include "machine.h"

/* What a run is called in the matrix: the word, if the text is in what it printed (lines joined by " / "). */
enum { OUTCOMES_MAX = 8 };
struct outcome {
	char *word, *text;
};

struct lesson {
	char *name;
	char *title; /* what follows "name:" in the first line of the comment, "" if the source is not there */
	struct outcome outcomes[OUTCOMES_MAX]; /* the lines after "In the matrix:"; the first that fits counts */
	size_t noutcomes;
	char *text; /* the rest of the comment, lines separated by newlines, or "" */
};

/* All lessons, by name. Returns the count, 0 and a line in error if there are none; lessons_free frees the array. */
size_t lessons(struct lesson **, char error[MACHINE_ERROR_MAX]);
void lessons_free(struct lesson *, size_t count);

#endif
