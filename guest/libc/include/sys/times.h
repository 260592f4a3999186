/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processor time in ticks, of which sysconf(_SC_CLK_TCK) make a second. */
#ifndef _SYS_TIMES_H
#define _SYS_TIMES_H

#include <sys/cdefs.h>
#include <time.h>

struct tms {
	clock_t tms_utime, tms_stime;   /* our own, in user mode and in the kernel */
	clock_t tms_cutime, tms_cstime; /* of the children that were waited for */
};

clock_t times __P((struct tms * to)); /* a time: only how much later another one is means something */

#endif
