/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where lines of strace's output come from: a file, standard input, or the directory of files that -ff leaves, whose
 * lines are brought into an order in which they can have happened: by their times if they have some, else so that a
 * child is made before it does anything and has ended before it is waited for.
 */
#ifndef EMU_SCRIPT_STRACE_SOURCE_H
#define EMU_SCRIPT_STRACE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "script/strace_line.h"

struct strace_source;

enum {
	STRACE_LINE_MAX = 1 << 20,   /* bytes of a line; of a longer one the rest is passed over */
	STRACE_AHEAD_MAX = 32 << 20, /* bytes that are looked through for who made a process */
};

/* path: a file, a directory, or "-". NULL and a line in error for what cannot be read or is no text: empty, binary,
 * compressed. */
struct strace_source *strace_source_open(const char *path, char error[ERROR_MAX]);

/* The next line, without its newline; it lives until the next call. *pid: whose file it is from, 0 if that is to be
 * seen from the line. *whole: a newline follows it. False at the end. */
bool strace_source_next(struct strace_source *, const char **text, size_t *length, uint32_t *pid, bool *whole);

/* Looks at lines that come later for a call that made the process. True: here is that line. What it points to lives
 * until the next call of any function of the source. */
bool strace_source_maker(struct strace_source *, uint32_t pid, struct strace_line *);
/* Is the next line of that pid (not named: of nobody's), if it comes soon, a whole call that makes the child? */
bool strace_source_makes(const struct strace_source *, bool named, uint32_t pid, uint32_t child);

/* Where the line that was given out last is now: looking ahead may have moved it. */
void strace_source_again(const struct strace_source *, const char **text);

/* Bytes read so far, and of all, 0 if that is not known. */
void strace_source_progress(const struct strace_source *, uint64_t *done, uint64_t *all);

/* An error in reading, which ended the lines; NULL if there was none. */
const char *strace_source_problem(const struct strace_source *);

void strace_source_close(struct strace_source *);

/* Is the call one that makes a process or a thread, and if so, which? */
bool strace_makes(const struct strace_line *, uint32_t *pid);

#endif
