/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When steps of two runs are the same, as far as their programs can tell. [0] is run A, [1] is run B. */
#ifndef EMU_STEP_MATCH_H
#define EMU_STEP_MATCH_H

#include "analysis/program_steps.h"

/* Who is who, the n-th child of the same parent: per process of A the number of that of B, STEPS_NOBODY if there is
 * none. In *common how many there are in both. The caller frees it. */
size_t *step_match_processes(const struct program_steps steps[2], size_t *common);

/* Are two events the same to the program? Pids count by the place in the family, addresses not at all. */
bool step_match_events(const struct program_steps steps[2], const size_t *match, long event_a, long event_b);

/* Are two lines? In two programs a line is the same that has the same text, or the same place in its function. */
bool step_match_lines(const struct line_step *, const struct line_step *);

#endif
