/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quotas of disks, 4.3BSD's. There are none here: quota() fails with EINVAL. */
#ifndef _SYS_QUOTA_H
#define _SYS_QUOTA_H

#include <sys/types.h>

#define MAX_IQ_WARN 3
#define MAX_DQ_WARN 3

struct dqblk {
	unsigned long dqb_bhardlimit, dqb_bsoftlimit, dqb_curblocks;  /* blocks, in bytes */
	unsigned short dqb_ihardlimit, dqb_isoftlimit, dqb_curinodes; /* files */
	unsigned char dqb_bwarn, dqb_iwarn;                           /* warnings left */
};
#define dqblk_size sizeof(struct dqblk)

#define Q_SETDLIM 1 /* the limits are set, */
#define Q_GETDLIM 2 /* asked for, */
#define Q_SETDUSE 3 /* what is used is set, */
#define Q_SYNC 4    /* written out */
#define Q_SETUID 16
#define Q_SETWARN 25
#define Q_DOWARN 26

int quota __P((int command, int uid, int device, void *address));
int setquota __P((const char *device, const char *file));

#endif
