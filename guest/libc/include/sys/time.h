/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time of day. It counts from the start of the machine, in machine time. */
#ifndef _SYS_TIME_H
#define _SYS_TIME_H

#include <sys/types.h>

struct timeval {
	long tv_sec;
	long tv_usec;
};

struct timezone {
	int tz_minuteswest;
	int tz_dsttime;
};

#ifndef KERNEL
int gettimeofday(struct timeval *now, struct timezone *zone);
#endif

#endif
