/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel keeps of a process besides its memory: descriptors, directories, identity, limits, signals. A
 * borrower has its own; read out of the u areas and the process table. */
#ifndef EMU_KERNEL_SELF_H
#define EMU_KERNEL_SELF_H

#include "analysis/kernel_files.h"

enum { SELF_FILES = 32 /* descriptors that are looked at */ };

struct self_file {
	uint32_t fd;
	bool close_on_exec;
	struct open_file open;
};

struct kernel_self {
	bool there; /* it has a u area, so it is no zombie; else the rest is empty */
	struct self_file files[SELF_FILES];
	size_t nfiles;                /* the open ones, in order */
	uint32_t directory, root;     /* addresses of struct inode, 0 none */
	uint32_t directory_i, root_i; /* their inode numbers, 0 none */
	uint32_t umask, uid, ruid, gid, rgid, pgrp, nice;
	uint32_t heap_end;
	struct rlimit_k limits[NLIMITS];
	uint32_t blocked, pending;  /* signals: sets */
	uint32_t handlers[SIGNALS]; /* 0 SIG_DFL, 1 SIG_IGN */
};

void kernel_self(const struct kernel_view *, const struct proc *, struct kernel_self *);

#endif
