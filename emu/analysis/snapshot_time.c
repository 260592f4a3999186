/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time axis of a snapshot: what every process did from the start of the run to its end, and the notable events.
 * Both are in the run's chronicle; only roles and names are of the instant. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "analysis/snapshot_parts.h"

/* More ticks than this could not be told apart in any picture. */
enum { TICKS_MAX = 4096 };

void snapshot_time(struct moment *mo)
{
	const struct chronicle *ch = &mo->study->chronicle;
	struct snapshot *s = mo->snapshot;

	/* Of very many some are taken, from all over the run. */
	s->nticks = ch->nnotable < TICKS_MAX ? ch->nnotable : TICKS_MAX;
	s->ticks = memory_new(s->nticks, sizeof *s->ticks);
	for (size_t i = 0; i < s->nticks; i++)
		s->ticks[i] = ch->notable[i * ch->nnotable / s->nticks];

	s->nlanes = ch->ncourses;
	s->lanes = memory_new(s->nlanes, sizeof *s->lanes);
	for (size_t i = 0; i < s->nlanes; i++) {
		const struct course *c = &ch->courses[i];
		struct snap_lane *l = &s->lanes[i];

		l->pid = c->pid;
		l->role = snapshot_role(mo, c->pid);
		snprintf(l->name, sizeof l->name, "%s", course_name(c, s->icount));
		l->nspans = c->nspans;
		l->spans = memory_new(c->nspans, sizeof *l->spans);
		if (c->nspans)
			memcpy(l->spans, c->spans, c->nspans * sizeof *l->spans);
	}
}
