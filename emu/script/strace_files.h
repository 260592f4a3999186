/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that strace -ff leaves, one for each process or thread, NAME.PID, as one sequence of lines. For
 * strace_source.c alone. */
#ifndef EMU_SCRIPT_STRACE_FILES_H
#define EMU_SCRIPT_STRACE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct strace_files;

/* All files of the directory whose names end in a dot and a number. NULL and a line in error if there is none, or one
 * cannot be read. */
struct strace_files *strace_files_open(const char *directory, char error[ERROR_MAX]);

/* As strace_source_next. */
bool strace_files_next(struct strace_files *, const char **text, size_t *length, uint32_t *pid, bool *whole);

/* What could not be read, or NULL: then the rest of that file is missing. */
const char *strace_files_problem(const struct strace_files *);

void strace_files_progress(const struct strace_files *, uint64_t *done, uint64_t *all);
void strace_files_close(struct strace_files *);

#endif
