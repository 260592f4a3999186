/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Steps over calls and out of them, for step.c. Both are about the call that the running process is in at the mark, so
 * unlike other steps they depend on where one comes from.
 */
#ifndef EMU_STEP_CALLS_H
#define EMU_STEP_CALLS_H

#include "analysis/passage.h"

/* To the next source line (way > 0) or the one before that begins in this call or, when it has none, in a caller's:
 * what is called meanwhile is passed over, and so is whatever other processes do. */
enum passage_end step_over(struct session *, struct timeline_mark *, int way, char error[ERROR_MAX]);

/* To where this call has returned, and its caller goes on; or, back, to right before the instruction that made it. */
enum passage_end step_out(struct session *, struct timeline_mark *, int way, char error[ERROR_MAX]);

#endif
