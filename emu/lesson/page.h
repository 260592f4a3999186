/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A lesson, or a run, as one page of HTML that needs nothing else: no network, no script of others. All text is text,
 * to be selected and read aloud; steps go by keys and buttons, and questions work. What the answers are the machine has
 * said when the page was made.
 */
#ifndef EMU_PAGE_H
#define EMU_PAGE_H

#include "lesson/tutor.h"

/* Writes the page of a lesson, whole or not at all. False and a line in error. */
bool page_of_lesson(struct tutor *, const char *path, char error[ERROR_MAX]);

/* The same of a run: a step for each of its notable instants, PAGE_STEPS at most. */
enum { PAGE_STEPS = 40 };
bool page_of_run(struct session *, const char *title, const char *path, char error[ERROR_MAX]);

#endif
