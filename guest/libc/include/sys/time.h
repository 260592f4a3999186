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

struct itimerval {
	struct timeval it_interval; /* from one signal to the next; 0: only once */
	struct timeval it_value;    /* until the next; 0: the timer stands still */
};

#define ITIMER_REAL 0 /* SIGALRM. The only one of 4.3BSD's three that is here */

#ifndef KERNEL
int getitimer(int which, struct itimerval *now);
int setitimer(int which, const struct itimerval *how, struct itimerval *was);
int gettimeofday(struct timeval *now, struct timezone *zone);
#endif

#endif
