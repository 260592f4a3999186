/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be asked of a magnetic tape. There is none: ENOTTY. */
#ifndef _SYS_MTIO_H
#define _SYS_MTIO_H

#include <sys/ioctl.h>
#include <sys/types.h>

struct mtop {
	short mt_op;
	daddr_t mt_count;
};

#define MTWEOF 0 /* mt_op: writes an end of file, */
#define MTFSF 1  /* goes over so many files, */
#define MTBSF 2  /* back, */
#define MTFSR 3  /* over records, */
#define MTBSR 4  /* back, */
#define MTREW 5  /* to the beginning, */
#define MTOFFL 6 /* and lets go of the tape */
#define MTNOP 7

struct mtget {
	short mt_type;
	short mt_dsreg, mt_erreg; /* the drive's registers */
	short mt_resid;           /* what a command left undone */
	daddr_t mt_fileno, mt_blkno;
};

#define MT_ISTS 0x01 /* mt_type */
#define MT_ISHT 0x02
#define MT_ISTM 0x03
#define MT_ISMT 0x04
#define MT_ISUT 0x05

#define MTIOCTOP 0x80086D01u
#define MTIOCGET 0x40106D02u
#define DEFTAPE "/dev/rmt12"

#endif
