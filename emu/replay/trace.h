/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trace container (.vft): a timeline kept in an SQLite file, blobs compressed with zstd. See
 * docs/trace-format.md. */
#ifndef EMU_TRACE_H
#define EMU_TRACE_H

#include <stdbool.h>

#include "replay/timeline.h"

/* Writes the whole timeline to path, or leaves what is there as it was: see replace.h. */
bool trace_save(struct timeline *, const char *path, char error[ERROR_MAX]);

/* The same while the timeline runs on (timeline_complete): what is recorded is in the file soon after, and stays there
 * whatever becomes of this process. A short run's trace gets its name at the end, a longer one's earlier, as a trace
 * that says that its recording was cut off. NULL and a line in error if it could not be written. */
struct recorder *trace_record(struct timeline *, const char *path, char error[ERROR_MAX]);
/* Who wants to know how far it is: called some hundred times a second with the instant and the bytes of the file. */
void trace_record_progress(struct recorder *, void (*tell)(uint64_t icount, uint64_t bytes));
/* The run is complete: so is the trace, and the recorder is gone. False and a line in error if it could not be written,
 * or not to its end. */
bool trace_recorded(struct recorder *, char error[ERROR_MAX]);

/* A run that leaves another one, to be kept beside it under a name. */
struct trace_branch {
	struct timeline *parent, *branch; /* as of timeline_branch */
	uint64_t start;                   /* where it leaves */
	const char *trace;                /* that the parent is of, as trace_load had it; NULL: of none */
	const char *name;
};
/* Can a branch have that name in a trace, or, if `trace` is NULL, in a new one? False and a line in error. */
bool trace_branch_name(const char *trace, const struct limits *, const char *name, char error[ERROR_MAX]);
/* Writes the trace (or the parent alone) with the branch to path, which may be the trace itself. False and a line in
 * error: it is as it was. */
bool trace_save_branch(const struct trace_branch *, const char *path, char error[ERROR_MAX]);

/* True if a trace could be saved to path: asked before a run that is to be recorded. Leaves nothing behind. */
bool trace_writable(const char *path, char error[ERROR_MAX]);

/* What traces are called is FILE, or FILE:BRANCH; what is a file as it stands is no branch. The caller frees the file's
 * name; *branch is "" or points into `name`. */
char *trace_name(const char *name, const char **branch);

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
