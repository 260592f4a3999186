/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of the host that a run gets with --put. They are in the disk's /etc/skel, of which init makes copies in the
 * home directory; so a trace has them, and nothing of where they were on the host.
 */
#ifndef EMU_PUT_H
#define EMU_PUT_H

#include "image/disk.h"

/* What is put into the home directory takes memory of the machine: at most a quarter. */
enum { PUT_FILES = 64, PUT_BYTES = 4 << 20 /* of one of them: the largest file in memory */ };

/* The name that a file of the host gets: the last part of its path, with _ for what is not printable ASCII. The caller
 * frees it. */
char *put_name(const char *path);

/* Adds the files (NULL at the end; or NULL) for a machine with so many bytes of memory; who may execute a file there is
 * who may execute it here. False and a line in error for what cannot be read whole (links are followed; a directory, a
 * device or a FIFO is no file), is too large, too many, has too long a name or one that is there already. */
bool put_files(struct disk_builder *, const char *const *files, uint32_t ram, char *error);

#endif
