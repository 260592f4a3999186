/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where something appears in a snapshot: a word in its page, its page frame, its row of data. */
#ifndef VISUALIZER_SELECTION_H
#define VISUALIZER_SELECTION_H

#include "analysis/snapshot.h"
#include "thing.h"

/* Is what is selected shown by that region of the picture of the snapshot? */
bool selection_shown(const struct snapshot *, const struct thing *selected, const struct thing *region);

/* The page frame that memory lies in now, or that it is; -1: in none. */
long selection_frame(const struct snapshot *, const struct thing *selected);

/* The word of the stack, or of the copy's, that a thing is; NULL: none. */
const struct snap_word *selection_word(const struct snapshot *, const struct thing *);

/* Whose the words of the stack are, as owner of the memory (lending.h). */
uint32_t selection_stack_owner(const struct snapshot *);

#endif
