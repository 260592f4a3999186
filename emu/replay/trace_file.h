/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file of a trace while it is written: an SQLite database that grows in steps, each of which happens or does not,
 * in this one file. Whoever is killed at any moment leaves what the last step left.
 *
 * A step's new pages are written behind the old ones, where nobody looks yet. Behind these come copies of the old pages
 * that change, their numbers, and a last page that says so and has a sum over all of it: with it the step has happened.
 * Then the copies are written to their places, and the file is cut off behind its pages. A reader who finds such a last
 * page puts the copies in their places itself, in memory; without it there is nothing behind the pages that the first
 * page counts.
 */
#ifndef EMU_TRACE_FILE_H
#define EMU_TRACE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct sqlite3;
struct trace_file;

/* Opens a new, empty database. The file gets its name with the first step. NULL and a line in error. */
struct trace_file *trace_file_open(const char *path, char error[ERROR_MAX]);

/* Its database. Nothing is in the file until a step. */
struct sqlite3 *trace_file_database(struct trace_file *);

/* Bytes that it has, or will have with the next step. */
uint64_t trace_file_size(const struct trace_file *);

/* A step: all that is committed in the database. False and a line in error: the file is as the last step left it, and
 * can get no more. */
bool trace_file_step(struct trace_file *, char error[ERROR_MAX]);

/* The last step, and closes. The same transactions make the same file, whatever steps there were. False as above, or
 * the file may not be on the disk; without a step there is no new file then. */
bool trace_file_finish(struct trace_file *, char error[ERROR_MAX]);

/* Closes, as it is. Takes NULL, too. */
void trace_file_abandon(struct trace_file *);

/* A file that was read whole: the size of its database, which gets the last step's copies if they are still to be put
 * in their places; *behind: bytes behind it that belong to no step. */
size_t trace_file_settle(uint8_t *data, size_t size, size_t *behind);

#endif
