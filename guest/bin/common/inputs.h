/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tools read: the files that are named, one after the other, or where none is, their input. */
#ifndef BIN_INPUTS_H
#define BIN_INPUTS_H

#include <stdio.h>

/*
 * Calls `reads` for each of the paths, which a null pointer ends; - is the input, whose name is "" where no path is
 * given. What cannot be opened is told, and left out. 1 if there was such a one.
 */
int each_input(char *const *paths, void (*reads)(FILE *f, const char *name));

#endif
