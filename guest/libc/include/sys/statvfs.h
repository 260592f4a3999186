/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file system has and has left. The kernel is asked as df asks it (kvm.h). */
#ifndef _SYS_STATVFS_H
#define _SYS_STATVFS_H

typedef unsigned long fsblkcnt_t;
typedef unsigned long fsfilcnt_t;

struct statvfs {
	unsigned long f_bsize;                  /* bytes of a block */
	unsigned long f_frsize;                 /* the same: no block has parts */
	fsblkcnt_t f_blocks, f_bfree, f_bavail; /* blocks, those left, those left for who is not root */
	fsfilcnt_t f_files, f_ffree, f_favail;  /* files that there may be, and how many more */
	unsigned long f_fsid;                   /* st_dev of its files */
	unsigned long f_flag;
	unsigned long f_namemax;
};
#define ST_RDONLY 1
#define ST_NOSUID 2 /* none: where programs may be, there may be such */

int statvfs(const char *path, struct statvfs *to);
int fstatvfs(int fd, struct statvfs *to);

#endif
