/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A look at loans while a run goes on that is not recorded: did one do harm, so that it is worth while to run again and
 * look for hazards? As a borrower exits or executes a program, the words are compared by which its lender's calls are
 * left, and it is seen whether it came by the library's exit. Of very many loans only some are looked at.
 */
#ifndef EMU_SUSPICION_H
#define EMU_SUSPICION_H

#include "machine/machine.h"
#include "replay/run_config.h"

struct suspicion;

/* Of a run of that kernel and disk, which must outlive it. Freed with suspicion_free. */
struct suspicion *suspicion_new(const struct run_image *kernel, const struct run_image *disk);
void suspicion_free(struct suspicion *);

/* The kinds of events that it wants to hear of, as `only` of struct listener says it. */
uint64_t suspicion_events(void);
/* One of these, in the listener's event function. */
void suspicion_hear(struct suspicion *, struct machine *, const struct event *);

/* Has a loan done harm, as far as that was seen; or has a lender been killed by a signal? */
bool suspicion_roused(const struct suspicion *);

#endif
