/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a run is at a mark, in a few words: who executes what, at which line. What is cheap to find out, unlike a
 * snapshot. */
#ifndef EMU_WHEREABOUTS_H
#define EMU_WHEREABOUTS_H

#include "analysis/passage.h"

enum { WHEREABOUTS_INSN = 64 };

struct whereabouts {
	struct timeline_mark mark;
	bool there;                  /* an instruction comes next; else the run ends, and the rest is empty */
	struct passage next;         /* it */
	char insn[WHEREABOUTS_INSN]; /* as text */
	const char *function;        /* NULL: unknown. These are good until the next such question */
	const char *file;            /* NULL: unknown */
	int line;
};

/* False and a line in error if the run cannot be run again up to there. */
bool whereabouts(struct session *, const struct timeline_mark *, struct whereabouts *, char error[ERROR_MAX]);

#endif
