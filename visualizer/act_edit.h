/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other runs in the place of this one: another program, or the same one when its source was changed in the editor. */
#ifndef VISUALIZER_ACT_EDIT_H
#define VISUALIZER_ACT_EDIT_H

#include "keys.h"

struct editing;
struct editing *editing_new(void);
void editing_free(struct editing *);
/* Has the source been saved that the editor was opened with? Then it is compiled and run. As viewer_tick. */
int editing_tick(struct viewer *);

/* Runs PROG with its arguments, or shows a trace, in the place of what is shown. What is wrong is told over the
 * picture, and the run stays. */
void edit_run(struct viewer *, const char *const *words);

void act_edit(struct viewer *);

#endif
