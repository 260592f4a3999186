/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What test_rows.c shares with the files that have checks of many rows. Included after cmocka. */
#ifndef TESTS_VISUAL_ROWS_H
#define TESTS_VISUAL_ROWS_H

#include "instrument.h"

extern const struct action *row;
extern const char *row_key; /* "" if it has none */
extern struct timeline_mark start;

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

#endif
