/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A record of accounting, one for each process that ended. This kernel writes none. */
#ifndef _SYS_ACCT_H
#define _SYS_ACCT_H

#include <sys/types.h>

typedef u_short comp_t; /* 13 bits, and 3 bits for a power of 8; in 1/AHZ of a second */

struct acct {
	char ac_comm[10];
	comp_t ac_utime, ac_stime, ac_etime; /* in user mode, in the kernel, from the beginning to the end */
	time_t ac_btime;                     /* when it began */
	short ac_uid, ac_gid;
	short ac_mem;
	comp_t ac_io;
	short ac_tty;
	char ac_flag;
};

#define AFORK 0001   /* ac_flag: forked, and executed nothing */
#define ASU 0002     /* used root's rights */
#define ACOMPAT 0004 /* ran in compatibility mode */
#define ACORE 0010   /* left a core file */
#define AXSIG 0020   /* was killed */
#define AHZ 64

#endif
