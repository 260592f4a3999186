/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trace container (.vft): a timeline kept in an SQLite file, blobs compressed with zstd. See
 * docs/trace-format.md. */
#ifndef EMU_TRACE_H
#define EMU_TRACE_H

#include <stdbool.h>

#include "replay/timeline.h"

/* Writes the whole timeline to path, or leaves what is there as it was: see replace.h. */
bool trace_save(const struct timeline *, const char *path, char error[ERROR_MAX]);

/* True if a trace could be saved to path: asked before a run that is to be recorded. Leaves nothing behind. */
bool trace_writable(const char *path, char error[ERROR_MAX]);

/* Loads a trace, which may come from anywhere: the file is read and nothing else, and what it claims is believed in
 * bounds only. The limits are for the file's size, and for moving in the timeline. NULL and a line in error for a file
 * that is not one, is cut off or damaged, or is of another format. */
struct timeline *trace_load(const char *path, const struct limits *, char error[ERROR_MAX]);

/* True if the file begins like a trace. */
bool trace_is(const char *path);

enum verdict {
	VERDICT_AGREES,
	VERDICT_DIVERGES,
	VERDICT_LIMIT,  /* the trace's limits.seconds are over */
	VERDICT_FAILED, /* there can be no such machine */
};

/* Runs a loaded trace again and compares every checkpoint's hash, every event and every printed byte with the recorded
 * ones. Unless all agree, error has the first divergence, or why there is no verdict. *checked: hashes compared. The
 * progress function, which may be NULL, is told how far it is some 50 times a second. */
enum verdict trace_verify(struct timeline *, void (*progress)(uint64_t now, uint64_t end), size_t *checked,
                          char error[ERROR_MAX]);

#endif
