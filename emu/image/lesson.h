/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lessons: shipped programs of demos/, told by the first comment of their source. */
#ifndef EMU_LESSON_H
#define EMU_LESSON_H

#include "machine/machine.h"

/* What a run is called in the matrix: the word, if the text is in what it printed (lines joined by " / "). */
enum { OUTCOMES_MAX = 16 };
struct outcome {
	char *word, *text;
};

struct lesson {
	char *name;
	/* where it stands in the index, from the line "Topic: TOPIC, NUMBER" */
	const char *topic;  /* one of a few, "" if there is no such line */
	int number;         /* of the phenomenon that it shows; several lessons may share one */
	char *opens;        /* what is to be open in the window, from the line "Opens: PANEL"; NULL: nothing special */
	const char *system; /* that it is about, from the line "System: NAME"; NULL: it shows something on all */
	char *title;        /* what follows "name:" in the first line of the comment, "" if the source is not there */
	struct outcome outcomes[OUTCOMES_MAX]; /* the lines after "In the matrix:"; the first that fits counts */
	size_t noutcomes;
	char *text; /* the rest of the comment, lines separated by newlines, or "" */
};

/* The paragraph of a lesson's text that tells what to watch, in one line, without the word itself; "" if there is
 * none. */
char *lesson_watch(const struct lesson *);

/* The system that a program is about: a lesson by its name, or a C file whose first comment has a line "System: NAME".
 * NULL if there is none. */
const char *lesson_system(const char *program);

/* What is to be open in the window for a lesson of that name, from its line "Opens: PANEL"; NULL: nothing special. The
 * caller frees it. */
char *lesson_opens(const char *program);

/* All lessons, by topic and number: the order in which one would teach them. Returns the count, 0 and a line in error
 * if there are none; lesson_list_free frees the array. */
size_t lesson_list(struct lesson **, char error[ERROR_MAX]);
void lesson_list_free(struct lesson *, size_t count);

#endif
