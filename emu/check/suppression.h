/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings that somebody knows of already. In a source, on the line of the finding or the one above:
 *
 *	global = 1; // vfork-ok: the parent does not look at it
 *
 * And in a file, a line for each: the detector or *, then FILE, FILE:LINE or FILE:FUNCTION(), where FILE is the end of
 * a path; what follows # is the reason.
 */
#ifndef EMU_SUPPRESSION_H
#define EMU_SUPPRESSION_H

#include "base/error.h"
#include "check/finding.h"
#include "replay/timeline.h"

struct suppression {
	int detector;          /* -1: all */
	char *file, *function; /* function NULL: any */
	int line;              /* 0: any */
	char *reason;
};
struct suppressions {
	struct suppression *list;
	size_t count, room;
};

/* Reads a file. False and a line in error that names the line if it cannot be read. */
bool suppressions_read(struct suppressions *, const char *path, char error[ERROR_MAX]);
void suppressions_release(struct suppressions *);

/* Marks the finding if it is known. suppressions: NULL none. */
void suppression_apply(const struct suppressions *, const struct timeline *, struct finding *);

#endif
