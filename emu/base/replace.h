/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that are written whole or not at all. What is written goes to a temporary file beside the target; once it is
 * complete and on the disk it takes the target's name. Whoever looks finds the old file or the complete new one, also
 * after a crash of the host. An error, exit() or a deadly signal removes the temporary file; while it has no name yet
 * (O_TMPFILE) not even SIGKILL leaves one.
 *
 *	struct replace *r = replace_open(path, REPLACE_ANY, error);
 *
 *	if (!r)
 *		return command_fail("%s", error);
 *	replace_write(r, data, size);
 *	if (!replace_commit(r, error))
 *		return command_fail("%s", error);
 *
 * An existing target keeps its permissions and, if we may give files away, its owner; one that we may not write is not
 * replaced. A symbolic link stays: what it leads to is replaced, or made. A hard link does not: the other names keep
 * the old contents. A new file gets the permissions that the umask leaves (open(2)).
 */
#ifndef EMU_REPLACE_H
#define EMU_REPLACE_H

#include <stdbool.h>
#include <stddef.h>

struct replace;

enum replace_kind {
	REPLACE_FILE, /* a regular file, the only thing that other libraries and programs can write by name */
	REPLACE_ANY, /* also a pipe or a character device (/dev/stdout): written at once, there is nothing to replace */
};

/* Begins. NULL and a line in error (ERROR_MAX bytes) that names the path if it cannot be written. */
struct replace *replace_open(const char *path, enum replace_kind, char *error);

/* Appends. False after an error, which replace_commit tells: a caller may go on and look there only. */
bool replace_write(struct replace *, const void *data, size_t size);

/* A name under which the file can be opened until it is complete, for writers that take a name: from then on it is in
 * the directory. For REPLACE_FILE. NULL and a line in error if it can have none. */
const char *replace_name(struct replace *, char *error);

/* The file's descriptor, for writers who know where they write; it stays ours. For REPLACE_FILE. */
int replace_descriptor(const struct replace *);

/* Gives what is written so far the target's name; writing may go on, and what is written then is the target's at once.
 * False and a line in error: the target is as it was. */
bool replace_begin(struct replace *, char *error);

/* Completes and frees. False and a line in error: the target is as it was. */
bool replace_commit(struct replace *, char *error);

/* Gives up and frees; the target is as it was. Takes NULL, too. */
void replace_abort(struct replace *);

/* Where a path will be written, links followed: the directory of the file, or what is there already and is no file (a
 * directory, a device). Perhaps not there itself. The caller frees it; NULL for a descriptor of ours, or if it cannot
 * be told. */
char *replace_place(const char *path);

/* True if the path could be written; leaves nothing behind. To be asked before work whose result goes there. */
bool replace_possible(const char *path, enum replace_kind, char *error);

#endif
