/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tutor: a lesson held against the machine. It finds the instants of the steps, puts what the machine says into the
 * texts, judges answers and recognises when an experiment has succeeded. Nothing of that is stored in the lesson.
 *
 * In texts {VALUE} stands for a value (fact.h) at the step's instant, {hex VALUE} for the same in hexadecimal.
 */
#ifndef EMU_TUTOR_H
#define EMU_TUTOR_H

#include "analysis/choice.h"
#include "lesson/fact.h"
#include "lesson/tutorial.h"

/* Words of a step's mark: it is the instant of the step before; it is looked for from the program's beginning on,
 * not behind the step before; and it is where the program's last process ends, by a return from main() or by exit: not
 * the run, in which init comes then. */
#define TUTOR_SAME "same"
#define TUTOR_FIRST "first "
#define TUTOR_END "end"

/* The panels that a lesson may show or point at, as the window calls them. */
extern const char *const tutor_panels[];

struct tutor {
	const struct tutorial *tutorial; /* not owned */
	struct session *session;         /* complete; not owned */
	struct timeline_mark marks[TUTORIAL_STEPS];
	size_t nmarks; /* those that are found */
};

/* What is pointed at. */
enum pointed { POINTED_PANEL, POINTED_VARIABLE, POINTED_WORD, POINTED_PAGE, POINTED_REGISTER, POINTED_TEXT };
extern const char *const pointed_words[]; /* NULL: the end */
struct pointing {
	enum pointed kind;
	char name[DATUM_NAME]; /* of a panel, a variable, a register; a text itself */
	uint32_t pid, address, size;
};

/* The instant of a step. */
bool tutor_mark(struct tutor *, size_t step, struct timeline_mark *, char error[ERROR_MAX]);

/* A text of a step with its values filled in, and quotes in place of the backquotes around names; the caller frees it.
 * NULL and a line in error. */
char *tutor_fill(struct tutor *, size_t step, const char *text, char error[ERROR_MAX]);

/* "word spawn.return", "panel stack", "register child:d0", "text SNOVM" at a step. That a text is in the picture, only
 * who draws it can tell. */
bool tutor_point(struct tutor *, size_t step, const char *text, struct pointing *, char error[ERROR_MAX]);

/* The options of a question in the order in which they are to be shown, which is the seed's: the number of the one at a
 * place. */
size_t tutor_option(const struct tutor *, size_t step, size_t place);

/* What would have to be so for an option to be right, a sentence for people; "" where only the machine has words for
 * it. The caller frees it. NULL and a line in error. */
char *tutor_need(struct tutor *, size_t step, size_t option, char error[ERROR_MAX]);

/* What the machine says of an answer. */
struct verdict {
	bool right;
	char told[FACT_TOLD]; /* what it says; "" nothing */
};
bool tutor_choice(struct tutor *, size_t step, size_t option, struct verdict *, char error[ERROR_MAX]);
bool tutor_value(struct tutor *, size_t step, const char *typed, struct verdict *, char error[ERROR_MAX]);
bool tutor_thing(struct tutor *, size_t step, const struct pointing *, struct verdict *, char error[ERROR_MAX]);

/* Does a run that has left the lesson's fulfil the experiment of a step? */
bool tutor_success(struct tutor *, size_t step, struct session *branch, struct verdict *, char error[ERROR_MAX]);

/* Where the experiment begins: the first instant from the step's on at which a child can choose. */
bool tutor_choices(struct tutor *, size_t step, struct timeline_mark *, char error[ERROR_MAX]);

/* The answer, for paper and for who gives up: the caller frees it. NULL and a line in error. */
char *tutor_solution(struct tutor *, size_t step, char error[ERROR_MAX]);

/* Checks all of the lesson against the machine, tells each mistake, and returns how many there are. */
size_t tutor_check(struct tutor *, void (*tell)(void *arg, const char *line), void *arg);

#endif
