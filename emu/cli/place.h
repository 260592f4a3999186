/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How commands tell of an instant in one line: when, who, in which function, at which line, and what comes next. */
#ifndef EMU_PLACE_H
#define EMU_PLACE_H

#include "analysis/session.h"

/* The line above all such lines. */
void place_heading(void);

/* Tells where the run is at a mark. insn: the instruction, not the source line. json: as an object in an array, of
 * which it is the first or not. False when a mistake was told. */
bool place_tell(struct session *, const struct timeline_mark *, bool insn, bool json, bool first);

#endif
