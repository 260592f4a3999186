/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A log of strace becomes a process script (docs/process-script.md), line by line: what is kept is what is known of the
 * processes that are alive, and of those that have ended and nobody has waited for.
 */
#ifndef EMU_SCRIPT_STRACE_IMPORT_H
#define EMU_SCRIPT_STRACE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* REMARK(symbol, understood, text): what an import may have to say of a line. Not understood is what strace should not
 * have written so; the others were understood, and a script has no words for them. */
#define IMPORT_REMARKS(REMARK)                                                                                         \
	REMARK(STRANGE, false, "no line of strace's")                                                                  \
	REMARK(CUT, false, "a line that is cut off")                                                                   \
	REMARK(LONG, false, "a line of more than a megabyte")                                                          \
	REMARK(UNNAMED, false, "a line that does not say whose it is")                                                 \
	REMARK(NOT_BEGUN, false, "the end of a call whose beginning is not there")                                     \
	REMARK(BEGUN_TWICE, false, "the beginning of a call in one that has not ended")                                \
	REMARK(TWICE, false, "the end of a process that has ended already")                                            \
	REMARK(ORPHAN, false, "a process that nobody has made: it comes from nowhere")                                 \
	REMARK(CYCLE, false, "a process that is made by itself or by one that it has made")                            \
	REMARK(MADE_TWICE, false, "a process that is made while one of its number is alive: that one is lost")         \
	REMARK(BACK, false, "the time goes back by more than a second")                                                \
	REMARK(ABSURD, false, "a size that cannot be")                                                                 \
	REMARK(OPERANDS, false, "a call whose arguments or result make no sense")                                      \
	REMARK(STRANGER, false, "a wait that collects somebody who is not its child")                                  \
	REMARK(SIGNALED, true, "signals that came (what they did is told by who ended)")                               \
	REMARK(STOPS, true, "processes stopped or continued by signals")                                               \
	REMARK(OUTSIDE, true, "signals to processes that are not in the log, to groups, and to oneself")               \
	REMARK(THREADS, true, "threads: what they do is their process's")                                              \
	REMARK(SHARED, true, "children that share memory for good (CLONE_VM alone): taken as forks")                   \
	REMARK(UNSHARED, true, "children that are waited for but have their own memory (CLONE_VFORK alone): as forks") \
	REMARK(QUIET_END, true, "ends that only the call or the wait tells")                                           \
	REMARK(DETACHED, true, "processes that strace let go")                                                         \
	REMARK(OPEN_END, true, "processes alive at the end of the log")                                                \
	REMARK(STACKS, true, "lines of stacks (-k)")                                                                   \
	REMARK(BY_ITSELF, true, "what strace said of itself")

enum import_remark {
#define REMARK(symbol, understood, text) IMPORT_##symbol,
	IMPORT_REMARKS(REMARK)
#undef REMARK
		IMPORT_REMARK_COUNT
};

/* The words of a remark; *understood as above. */
const char *import_remark_text(enum import_remark, bool *understood);

struct import_report {
	uint64_t lines, calls;
	uint64_t processes, starts, forks, vforks, spawns, execs, fails, exits, deaths, lost, waits;
	struct {
		uint64_t count, first; /* first: number of the line */
	} remarks[IMPORT_REMARK_COUNT];
	uint64_t sample_line; /* of the first line that is none of strace's, or not a whole one; 0 if there is none */
	char sample[200];     /* its text */
};

/* Takes text of the script. False ends the import. */
typedef bool import_writer(void *arg, const char *text, size_t size);

/* Is told how far it is, from time to time. all: 0 if that is not known. */
typedef void import_progress(uint64_t done, uint64_t all, uint64_t processes);

/* Imports a file, a directory or "-". False and a line in error if nothing of it is a log of strace, or it cannot be
 * read; what the writer got by then is nothing. progress may be NULL. */
bool strace_import(const char *path, import_writer *, void *arg, import_progress *, struct import_report *,
                   char error[ERROR_MAX]);

/* Whose output a line looks like that is none of strace's: a phrase, or NULL. */
const char *import_looks_like(const char *line);

#endif
