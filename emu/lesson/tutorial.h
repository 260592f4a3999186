/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A lesson in steps, as its author writes it: a text file NAME.lesson beside its program. docs/write-a-lesson.md has
 * the format, tutorial.c the table of its fields. The file may be a stranger's: everything in it is bounded, and what
 * is wrong is told with line and column. Nothing here knows the machine; whether the text is true of it is tutor.h's.
 */
#ifndef EMU_TUTORIAL_H
#define EMU_TUTORIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum {
	TUTORIAL_BYTES = 64 << 10, /* of a file */
	TUTORIAL_FIELD = 2000,     /* of one text in it */
	TUTORIAL_NAME = 64,
	TUTORIAL_STEPS = 24,
	TUTORIAL_MANY = 6,  /* paragraphs of a step, claims, things pointed at, options of a question */
	TUTORIAL_WORDS = 8, /* of a command line */
};

#define TUTORIAL_ENDING ".lesson"

/* A field's text, its lines joined by blanks, and where it stands; text NULL: it is not there. */
struct tutorial_field {
	char *text;
	unsigned line, column;
};

struct tutorial_fields {
	struct tutorial_field list[TUTORIAL_MANY];
	size_t count;
};

enum question {
	QUESTION_NONE,
	QUESTION_CHOICE, /* one of the options is right: the one whose fact holds */
	QUESTION_VALUE,  /* a number is typed */
	QUESTION_THING,  /* something in the picture is pointed at */
};

struct tutorial_option {
	struct tutorial_field fact, text, say; /* fact: what must be so for the option to be right */
};

struct tutorial_step {
	struct tutorial_field mark;     /* a WHERE, or a condition: its first time behind the step before */
	struct tutorial_field caption;  /* one line */
	struct tutorial_fields texts;   /* paragraphs */
	struct tutorial_fields shows;   /* panels that are to be in front */
	struct tutorial_fields points;  /* at what */
	struct tutorial_fields claims;  /* facts that the texts tell */
	enum question kind;             /* of its question */
	struct tutorial_field question; /* what is asked */
	struct tutorial_option options[TUTORIAL_MANY];
	size_t noptions;
	struct tutorial_field answer, say,
		otherwise; /* of a value or a thing; what to say if it is right, and if not */
	/* an experiment in the explorer: what to do, when it has succeeded, a choice by which it does, and a hint */
	struct tutorial_field task, success, solution, hint;
};

struct tutorial {
	char name[TUTORIAL_NAME]; /* of the file, without its ending */
	char *directory;          /* in which the file is; NULL: the lesson ships */
	char *file;               /* for errors */
	struct tutorial_field title, goal, minutes, run, system, needs, further, course, reading, wrong, then;
	int number; /* its place in the course, from 1; 0: in none */
	char *line; /* of run, cut into words */
	const char *words[TUTORIAL_WORDS + 1];
	unsigned seed; /* by which the values below, and the order of options, were chosen; 0: as written */
	struct tutorial_fields vary;  /* arguments that it chooses */
	char *varied[TUTORIAL_WORDS]; /* what it has chosen */
	struct tutorial_step steps[TUTORIAL_STEPS];
	size_t nsteps;
};

/* Reads a lesson's text. False and a line in error, FILE:LINE:COLUMN before it; then nothing is to be freed. */
bool tutorial_read(struct tutorial *, const char *file, const char *text, size_t size, char error[ERROR_MAX]);

/* Finds a lesson by its name among those that ship, with the ending or without, or by the path of its file or of a
 * folder that has one. */
bool tutorial_load(struct tutorial *, const char *name, char error[ERROR_MAX]);

/* Gives the lesson's program the arguments that a seed chooses, each seed others; 0: leaves them as they are written.
 * False and a line in error, where it says so in a wrong way. */
bool tutorial_vary(struct tutorial *, unsigned seed, char error[ERROR_MAX]);

/* The seed of all lessons that are loaded from now on. */
void tutorial_seed(unsigned);

/* Visits each text that people read; one that is not there has none. And puts all of them into the language that was
 * chosen, as far as it has them. */
void tutorial_texts(struct tutorial *, void (*visit)(void *arg, struct tutorial_field *), void *arg);
void tutorial_translate(struct tutorial *);

/* Has the name a lesson's ending? */
bool tutorial_names(const char *name);

/* Is it a path of a lesson, or the name of one that ships? */
bool tutorial_is(const char *name);

void tutorial_free(struct tutorial *);

/* An error about a field: FILE:LINE:COLUMN and a line. Returns false. */
bool tutorial_wrong(const struct tutorial *, const struct tutorial_field *, char error[ERROR_MAX], const char *format,
                    ...) __attribute__((format(printf, 4, 5)));

/* The lessons that ship and have steps, in the order of the course, those in none behind it. Returns the count; 0 and a
 * line in error if there are none, or one of them is wrong. tutorial_list_free frees the array. */
size_t tutorial_list(struct tutorial **, char error[ERROR_MAX]);
void tutorial_list_free(struct tutorial *, size_t count);

/* The fields of the format, for its description and tests: the part of the file that they belong to, and what they
 * say. NULL: behind the last. */
struct tutorial_row {
	const char *name;
	const char *part; /* "lesson", "step", "question", "option", "experiment" */
	bool many;
	const char *tells;
};
const struct tutorial_row *tutorial_rows(void);

#endif
