/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that GDB reads through the target (vFile): those of the run's root disk, of which a shipped program has its
 * debugging information even where a trace left that out, and the kernel as /vmunix. None of the host's is ever opened.
 */
#ifndef EMU_ROOT_FILE_H
#define EMU_ROOT_FILE_H

#include "replay/timeline.h"

#define ROOT_KERNEL "/vmunix"

enum { ROOT_FILES = 16 }; /* open at once */

struct root_file {
	const uint8_t *data; /* NULL: not open */
	size_t size;
	uint8_t *own; /* data, if it is the file's; else it is the run's */
};

struct root_files {
	const struct timeline *timeline;
	struct root_file list[ROOT_FILES];
};

/* Answers a request, of which `request` is what follows "vFile:". The answer is a packet's data, of at most `room`
 * bytes; returns how many. */
size_t root_files_answer(struct root_files *, const char *request, char *answer, size_t room);

void root_files_close(struct root_files *);

#endif
