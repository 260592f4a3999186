/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The root file system: reading blocks, inodes, names and contents. It is read-only; disk.h has its layout. */
#ifndef KERNEL_UFS_H
#define KERNEL_UFS_H

#include "disk.h"
#include "systm.h"

struct inode {
	uint32_t i_number;
	struct dinode i_d; /* as on the disk */
};

/* Looks for the file system on the disk; panics when there is none. */
void fsinit(void);

/* All of these return 0 or an error number. */
int iget(uint32_t number, struct inode *);
int namei(const char *path, struct inode *); /* path in the kernel; relative to u.u_cdir */
/* Reads exactly `bytes` bytes, which must lie within the file. To the kernel, or to the user's memory. */
int readi(const struct inode *, uint32_t offset, void *kernel, uint32_t bytes);
int readiu(const struct inode *, uint32_t offset, void *user, uint32_t bytes);

#endif
