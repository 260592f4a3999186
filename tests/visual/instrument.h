/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The viewer under test, without a window, on a run that is begun for it. Included after cmocka. */
#ifndef TESTS_VISUAL_INSTRUMENT_H
#define TESTS_VISUAL_INSTRUMENT_H

#include "visualizer/live.h"
#include "visualizer/viewer.h"

enum { INSTRUMENT_WIDTH = 1600, INSTRUMENT_HEIGHT = 900 };

extern struct viewer *viewer;

/* A viewer on a program, recorded to its end or until it waits for its console; at WHERE (NULL: the end). Fails the
 * test if there is no such thing. Clicks and keys are told at a fake clock. */
void instrument_begin(const char *program, const char *where);
/* The same, but nothing is recorded yet. */
void instrument_begin_slowly(const char *program);
void instrument_end(void);

/* Lets the fake clock go on by so many ms, and the viewer do what it wants to do meanwhile. */
void instrument_wait(int ms);
/* Lets the run be recorded until it is over or waits. */
void instrument_settle(void);

/* Draws it. */
void instrument_look(void);
/* A line of the picture that was drawn last: pixels as 0x..RRGGBB. */
const uint32_t *instrument_line(int y);
/* A region by its name; fails the test if there is none. */
void instrument_find(const char *name, double *x, double *y);
void instrument_click(const char *name);
/* Presses a key as a window would: a sign comes as text. */
void instrument_key(const char *key);
void instrument_type(const char *text);
/* Fails the test unless the picture shows the text. */
void instrument_shows(const char *text);
/* The same of the picture that was drawn last; asked often, it takes no time. */
void instrument_has(const char *text);
/* Fails the test unless the message has the text. */
void instrument_says(const char *text);

#endif
