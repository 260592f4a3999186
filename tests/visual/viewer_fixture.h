/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A viewer, as instrument.h has it, for a group of tests that share a session: that of the lesson `return`, or another
 * one that the group's set-up makes. Included after cmocka. */
#ifndef TESTS_VISUAL_VIEWER_FIXTURE_H
#define TESTS_VISUAL_VIEWER_FIXTURE_H

#include "instrument.h"
#include "shot.h"
#include "tests/unit/session_fixture.h"

enum { VIEWER_WIDTH = 1600, VIEWER_HEIGHT = 900 };

extern cairo_t *cr;       /* that draws, but no pixels: shot.h */
extern int width, height; /* of the picture: as above, until a test makes it another one */

/* For cmocka_unit_test_setup_teardown: one at the vfork, with its picture drawn, and its clock at 1000 ms. The group's
 * set-up is that of session_fixture.h, or sets its `session`. */
int viewer_begin(void **state);
int viewer_end(void **state);

/* Draws the picture anew; and with pixels: the caller drops it. */
void look(void);
struct shot look_closely(void);
/* Presses a key, and draws. */
void key(const char *name);

/* The event that it is at, and the last one of the run. */
long at(void);
long last(void);

/* Fails the test if this is not part of the header's message. */
void assert_says(const char *part);

/* Where a region is, by its thing's name; fails the test if there is none. A click on it, and the picture after it. */
void region(const char *name, double *x, double *y);
void click(const char *name);

#endif
