/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson in the instrument, played as a pupil does; what cannot be read on the way fails the test. */
#ifndef TESTS_LESSON_PLAYER_H
#define TESTS_LESSON_PLAYER_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/pupil.h"
#include "lesson/tutor.h"
#include "visualizer/view.h"

extern struct tutorial lesson; /* the one that is played */
extern struct tutor tutor;     /* and what asks the machine about it */
extern char lesson_state[];    /* the directory where its scores are kept */

/* For cmocka_run_group_tests: a directory for scores, and the data directory; and away with it. */
int lessons_prepare(void **state);
int lessons_clear(void **state);

/* A lesson of the course, or one at a path without its ending; and the end of it. */
void lesson_begin(const char *name);
void lesson_end(void);

void lesson_click(const char *region);
/* Is the text in the panel, whole? */
bool lesson_has(int panel, const char *text);
/* All that the step says is there in a small window; and in others, where that is asked for. */
void assert_legible(size_t step, bool others);
void assert_answer(enum answer, size_t step);

/* On to the next step, and to a certain one, whatever is asked before it. */
void lesson_go_on(void);
void lesson_go_to(size_t step);

/* Answers of each kind, wrong ones first. What is asked for in the picture: by Tab and Enter, or by a click. */
void play_question(size_t step);
void play_thing(size_t step, bool by_mouse);
void play_experiment(size_t step);

/* No lesson was ever done. */
void nothing_is_done(void);

#endif
