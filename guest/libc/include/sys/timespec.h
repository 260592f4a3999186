/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A time to the nanosecond, and a set of signals: of more than one header. */
#ifndef _SYS_TIMESPEC_H
#define _SYS_TIMESPEC_H

struct timespec {
	long tv_sec;
	long tv_nsec;
};

typedef unsigned int sigset_t;

#endif
