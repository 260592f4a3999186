/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A directory of our own for files that other programs make and read: in $TMPDIR (by default /tmp), nobody else's to
 * read. Whoever makes one holds the signals (tool_hold) until it is removed. What SIGKILL or a crash of the host leaves
 * behind is removed when the next is made: a directory that is in use is locked (flock(2)), one that is not locked
 * belongs to nobody.
 */
#ifndef EMU_SCRATCH_H
#define EMU_SCRATCH_H

#include <stdbool.h>

struct scratch {
	char *path; /* absolute */
	int lock;   /* the open directory */
};

/* False and a line in error (ERROR_MAX bytes) if there can be none. */
bool scratch_make(struct scratch *, char *error);

/* Removes it with all that is in it. */
void scratch_remove(struct scratch *);

#endif
