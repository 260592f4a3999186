/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trace container (.vft): a timeline kept in an SQLite file, blobs compressed with zstd. See
 * docs/trace-format.md. */
#ifndef EMU_TRACE_H
#define EMU_TRACE_H

#include <stdbool.h>

#include "timeline.h"

/* Writes the whole timeline to path, or leaves what is there as it was: see replace.h. */
bool trace_save(const struct timeline *, const char *path, char error[MACHINE_ERROR_MAX]);

/* True if a trace could be saved to path: asked before a run that is to be recorded. Leaves nothing behind. */
bool trace_writable(const char *path, char error[MACHINE_ERROR_MAX]);

/* Loads a trace. NULL and a line in error for a file that is not one, is cut off, or is of a newer format. */
struct timeline *trace_load(const char *path, char error[MACHINE_ERROR_MAX]);

/* True if the file begins like a trace. */
bool trace_is(const char *path);

/* Re-executes the trace and compares every checkpoint's hash and every event with the recorded ones. False: diverged,
 * with the first divergence described in error. *checked: hashes compared. */
bool trace_verify(const char *path, size_t *checked, char error[MACHINE_ERROR_MAX]);

#endif
