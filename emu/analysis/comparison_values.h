/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the variables of two runs hold where both are at the same line. For comparison.c. */
#ifndef EMU_COMPARISON_VALUES_H
#define EMU_COMPARISON_VALUES_H

#include "analysis/comparison.h"

/* The variables, by name, that do not hold the same at the places of `values`: of the innermost function, the return
 * address that it will take, and the program's global ones. Those that hold nothing yet, and addresses of data, do not
 * count. At most COMPARISON_VALUES are put into the array; returns how many. */
size_t comparison_values(struct comparison *, struct comparison_value *);

#endif
