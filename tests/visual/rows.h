/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What test_rows.c shares with the files that have checks of many rows. Included after cmocka. */
#ifndef TESTS_VISUAL_ROWS_H
#define TESTS_VISUAL_ROWS_H

#include "instrument.h"

extern const struct action *row;
extern const char *row_key; /* "" if it has none */
extern struct timeline_mark start;
extern struct session *written; /* the run as it is written */

#define LINES "tests/unit/guest/lines.c"

/* Does the action of the row, by the key. */
void hit(void);

struct action_check {
	const char *action;
	void (*check)(void);
};
struct gesture_check {
	enum gesture_kind kind;
	enum thing_kind on;
	void (*check)(void);
};

/* Motion and the axis of Time. */
extern const struct action_check motion_checks[];
extern const size_t nmotion_checks;
extern const struct gesture_check axis_checks[];
extern const size_t naxis_checks;

/* What else one does with a pointer. */
extern const struct gesture_check pointer_checks[];
extern const size_t npointer_checks;
/* Selects one in the stack. */
void select_word(void);

/* Lessons: functions of rows_lesson.c, which stand in these lists, too. */
void check_lessons(void);
void check_words(void);
void check_next_step(void);
void check_previous_step(void);
void check_this_step(void);
void check_hint(void);
void check_present(void);
void check_black(void);
void press_answer(void);

#endif
