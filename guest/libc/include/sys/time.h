/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time of day, which goes on in machine time. */
#ifndef _SYS_TIME_H
#define _SYS_TIME_H

#include <sys/cdefs.h>
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

#define ITIMER_REAL 0    /* SIGALRM */
#define ITIMER_VIRTUAL 1 /* SIGVTALRM: the program's processor time */
#define ITIMER_PROF 2    /* SIGPROF: its and the kernel's for it */

#define timerclear(tv) ((tv)->tv_sec = (tv)->tv_usec = 0)
#define timerisset(tv) ((tv)->tv_sec || (tv)->tv_usec)
#define timercmp(a, b, op) ((a)->tv_sec == (b)->tv_sec ? (a)->tv_usec op(b)->tv_usec : (a)->tv_sec op(b)->tv_sec)
#define timeradd(a, b, sum)                                                                                            \
	do {                                                                                                           \
		(sum)->tv_sec = (a)->tv_sec + (b)->tv_sec;                                                             \
		(sum)->tv_usec = (a)->tv_usec + (b)->tv_usec;                                                          \
		if ((sum)->tv_usec >= 1000000) {                                                                       \
			(sum)->tv_sec++;                                                                               \
			(sum)->tv_usec -= 1000000;                                                                     \
		}                                                                                                      \
	} while (0)
#define timersub(a, b, difference)                                                                                     \
	do {                                                                                                           \
		(difference)->tv_sec = (a)->tv_sec - (b)->tv_sec;                                                      \
		(difference)->tv_usec = (a)->tv_usec - (b)->tv_usec;                                                   \
		if ((difference)->tv_usec < 0) {                                                                       \
			(difference)->tv_sec--;                                                                        \
			(difference)->tv_usec += 1000000;                                                              \
		}                                                                                                      \
	} while (0)

#ifndef KERNEL
#ifdef __OLD_C
#include <time.h>
#endif
int getitimer __P((int which, struct itimerval *now));
int setitimer __P((int which, const struct itimerval *how, struct itimerval *was));
int utimes __P((const char *path, const struct timeval times[2])); /* a file has one time: the second; null: now */
int gettimeofday __P((struct timeval * now, struct timezone *zone));
#ifndef __OLD_C
#include <sys/select.h>
#endif
#endif

#endif
