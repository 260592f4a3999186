/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's lookout (core/lookout.h) in a run: where may something be executed at these addresses? */
#ifndef EMU_TIMELINE_LOOKOUT_H
#define EMU_TIMELINE_LOOKOUT_H

#include "core/lookout.h"
#include "replay/timeline.h"

/* Runs [from, to) again without detail, nearly as fast as it ran, with the lookout. False as for timeline_seek; it is
 * the timeline's own machine that runs. */
bool timeline_look_out(struct timeline *, uint64_t from, uint64_t to, const struct lookout *);

#endif
