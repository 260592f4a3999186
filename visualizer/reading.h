/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The picture as text, for screen readers, for terminals and for tests: what the panels draw, in the order of
 * reading. */
#ifndef VISUALIZER_READING_H
#define VISUALIZER_READING_H

#include "analysis/snapshot.h"
#include "view.h"

/* Prints every panel of the picture, also those that stand behind others there, with a line for its title and a line
 * for each row; nothing is shortened, and there is as much of each as there is. What colours and hatches say stands in
 * words. only: that panel alone; 0: all. */
void reading_print(const struct snapshot *, const struct view *, enum panel only);

#endif
