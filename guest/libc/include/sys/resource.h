/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What processes use, and how much they may. */
#ifndef _SYS_RESOURCE_H
#define _SYS_RESOURCE_H

#include <sys/cdefs.h>
#include <sys/time.h>

#define RUSAGE_SELF 0
#define RUSAGE_CHILDREN (-1) /* those that were waited for */

/* Members that this machine never counts stay 0. */
struct rusage {
	struct timeval ru_utime; /* in the program */
	struct timeval ru_stime; /* in the kernel for it */
	long ru_maxrss;          /* most memory it ever had, KB */
	long ru_ixrss;
	long ru_idrss;
	long ru_isrss;
	long ru_minflt; /* page faults */
	long ru_majflt;
	long ru_nswap;
	long ru_inblock;
	long ru_oublock;
	long ru_msgsnd;
	long ru_msgrcv;
	long ru_nsignals;
	long ru_nvcsw;
	long ru_nivcsw;
};

#define PRIO_PROCESS 0
#define PRIO_PGRP 1
#define PRIO_USER 2
#define PRIO_MIN (-20)
#define PRIO_MAX 20

#define RLIMIT_CPU 0   /* seconds; then SIGXCPU */
#define RLIMIT_FSIZE 1 /* bytes of a file */
#define RLIMIT_DATA 2  /* bytes of data and heap */
#define RLIMIT_STACK 3 /* bytes */
#define RLIMIT_CORE 4  /* bytes of a core file */
#define RLIMIT_RSS 5   /* kept, but nothing is swapped for it */
/* Where the number of processes can be limited, 4.4BSD and later; EINVAL elsewhere: */
#define RLIMIT_MEMLOCK 6 /* kept, but nothing can be locked */
#define RLIMIT_NPROC 7   /* processes of one real user */
#define RLIMIT_NOFILE 8  /* descriptors */
#define RLIM_NLIMITS 9
#define RLIMIT_AS 9 /* EINVAL: nobody counts the whole of an address space */
#define RLIM_INFINITY 0x7fffffff
#define RLIM_SAVED_CUR RLIM_INFINITY
#define RLIM_SAVED_MAX RLIM_INFINITY

typedef unsigned long rlim_t;

struct rlimit {
	rlim_t rlim_cur; /* what holds */
	rlim_t rlim_max; /* what it may be raised to */
};

#ifndef KERNEL
int getrusage __P((int who, struct rusage *usage));
int getpriority __P((int which, int who)); /* who 0: the caller's. -1 may be the answer: look at errno */
int setpriority __P((int which, int who, int nice));
int getrlimit __P((int resource, struct rlimit *limit));
int setrlimit __P((int resource, const struct rlimit *limit));
#endif

#endif
