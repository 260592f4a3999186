/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors as the host reads them: what is behind one, and who else has it. */
#ifndef EMU_KERNEL_FILES_H
#define EMU_KERNEL_FILES_H

#include "abi/openfile.h"
#include "analysis/kernel_view.h"
#include "replay/run_config.h"

struct open_file {
	uint32_t at; /* address of the struct file: those who share the file, with its offset, have the same */
	struct file file;
	struct inode inode; /* of a DINODE */
	struct pipe pipe;   /* of a DPIPE */
};

/* What a process has behind a descriptor; false if nothing. */
bool kernel_file(const struct kernel_view *, const struct proc *, uint32_t fd, struct open_file *);

/* The path of a file or directory by its inode's number, on the root disk (NULL: there is none) or in memory, from the
 * root of all. False if it has none, as a file whose name was removed. */
bool kernel_path(const struct kernel_view *, const struct run_image *disk, uint32_t number, char *path, size_t room);

/* Who has an end of a pipe (address of its struct pipe) open, FREAD or FWRITE: the pids of at most max processes.
 * Returns
 * how many there are. */
size_t kernel_pipe_users(const struct kernel_view *, uint32_t pipe, uint32_t end, uint32_t *pids, size_t max);

#endif
