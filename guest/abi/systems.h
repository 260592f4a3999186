/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The historic systems, by what their vfork does:
 *
 *	SYSTEM(name, title, fork, memory, stack, hold, sleep, registers, descriptors, handlers, usage,
 *	       stops, sigtable, extras, counts, maxuprc, habits, nofile, ncargs, maxpathlen, interp)
 *
 * guest/kernel/policy.c makes the kernel's table of it, the host its --system names. The meaning of each word is in
 * guest/kernel/policy.h; docs/systems.md tells where each is taken from.
 */
#ifndef ABI_SYSTEMS_H
#define ABI_SYSTEMS_H

/* clang-format off */
#define SYSTEMS(SYSTEM) \
	/*     name, title, then the words, three lines of them \
	 *     fork         memory    stack        hold          sleep           registers \
	 *     descriptors  handlers    usage         stops           sigtable      extras       counts \
	 *     maxuprc \
	 *     habits, nofile, ncargs, maxpathlen, interp */ \
	SYSTEM("4.3bsd", "4.3BSD on the VAX (1986)", \
	       FORK_COPIES, EXCHANGE, ONE_STACK,   HOLD_RELEASE, SLEEP_PZERO,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_PASSES, STOPS_DEFERRED, TABLE_KERNEL, EXTRA_NONE,  COUNT_EFFECTIVE, 40, \
	       HABITS_4BSD, 64, 20480, 1024, 32) \
	SYSTEM("4.2bsd", "4.2BSD on the VAX (1983)", \
	       FORK_COPIES, EXCHANGE, ONE_STACK,   HOLD_RELEASE, SLEEP_PZERO,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_PASSES, STOPS_DEFERRED, TABLE_KERNEL, EXTRA_NONE,  COUNT_EFFECTIVE, 25, \
	       HABITS_4BSD | NO_STICKY, 20, 10240, 1024, 32) \
	SYSTEM("ultrix", "Ultrix, as its manual tells it", \
	       FORK_COPIES, EXCHANGE, ONE_STACK,   HOLD_RELEASE, SLEEP_PZERO,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_PASSES, STOPS_EOF,      TABLE_KERNEL, EXTRA_NONE,  COUNT_EFFECTIVE, 25, \
	       HABITS_4BSD | NO_STICKY, 64, 10240, 1024, 32) \
	SYSTEM("2.11bsd", "2.11BSD on the PDP-11: core addresses pass", \
	       FORK_COPIES, ADDRESSES, ONE_STACK,  HOLD_RELEASE, SLEEP_PSWP,     REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_KERNEL, EXTRA_NONE,  COUNT_EFFECTIVE, 20, \
	       HABITS_4BSD | FILES_FIRST, 30, 5120, 256, 32) \
	SYSTEM("3bsd", "3BSD on the VAX (1980): the first vfork", \
	       FORK_COPIES, MOVE,     ONE_STACK,   HOLD_RELEASE, SLEEP_PZERO,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_FAULTS, STOPS_NONE,     TABLE_KERNEL, EXTRA_NONE,  COUNT_EFFECTIVE, 25, \
	       HABITS_4BSD | NO_STICKY, 20, 5120, 1024, 0) \
	SYSTEM("4.4bsd", "4.4BSD (1993): vfork is fork plus a wait", \
	       FORK_COW,    DUP,      OWN_STACK,   HOLD_END,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_KERNEL, EXTRA_NONE,  COUNT_RLIMIT,    40, \
	       HABITS_4_4BSD | OWN_CHANNEL | REAL_ROOT, 64, 20480, 1024, 32) \
	SYSTEM("netbsd-1.3", "NetBSD up to 1.3", \
	       FORK_COW,    DUP,      OWN_STACK,   HOLD_START,   SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_KERNEL, EXTRA_NONE,  COUNT_RLIMIT,    80, \
	       HABITS_NETBSD | OWN_CHANNEL | REAL_ROOT, 64, 262144, 1024, 64) \
	SYSTEM("openbsd", "OpenBSD: a wait, and pids in no order", \
	       FORK_COW,    DUP,      OWN_STACK,   HOLD_START,   SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_KERNEL, EXTRA_RANDOM, COUNT_RLIMIT,   80, \
	       HABITS_NETBSD | TIMERS_CLEARED | TELLS_CONTINUED | NO_ZOMBIES | \
	       OWN_CHANNEL | REAL_ROOT, 64, 262144, 1024, 128) \
	SYSTEM("netbsd", "NetBSD since 1.4: __vfork14", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_RELEASE, SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_SIGSTOP,  TABLE_KERNEL, EXTRA_NONE,  COUNT_RLIMIT,    160, \
	       HABITS_NETBSD | TIMERS_CLEARED | TELLS_CONTINUED | NO_ZOMBIES | \
	       OWN_CHANNEL | EFFECTIVE_ROOT, 128, 262144, 1024, 64) \
	SYSTEM("freebsd", "FreeBSD: rfork(RFMEM | RFPPWAIT)", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_END,     SLEEP_POLLS,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_REFUSED,  TABLE_KERNEL, EXTRA_NONE,  COUNT_RLIMIT,    460, \
	       HABITS_NETBSD | TIMERS_CLEARED | TELLS_CONTINUED | NO_ZOMBIES | EFFECTIVE_ROOT, 64, 262144, 1024, 128) \
	SYSTEM("linux-2.0", "Linux before 2.2: vfork is fork", \
	       FORK_COW,    DUP,      OWN_STACK,   HOLD_NOT,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_ACT,      TABLE_KERNEL, EXTRA_ATFORK, COUNT_RLIMIT,   256, \
	       HABITS_LINUX, 256, 131072, 1024, 128) \
	SYSTEM("linux", "Linux since 2.2: CLONE_VM | CLONE_VFORK", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_RELEASE, SLEEP_KILLABLE, REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_ACT,      TABLE_KERNEL, EXTRA_CLONE, COUNT_RLIMIT,    256, \
	       HABITS_LINUX | FATAL_AT_ONCE | NO_ZOMBIES | WAIT_MINIMUM | EFFECTIVE_ROOT | MAPS_SHARED | \
	       TELLS_CONTINUED, 256, 131072, 4096, 128) \
	SYSTEM("uclinux", "uClinux: no memory management, no fork", \
	       FORK_NEVER,  SHARE,    ONE_STACK,   HOLD_RELEASE, SLEEP_KILLABLE, REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_ACT,      TABLE_KERNEL, EXTRA_CLONE, COUNT_RLIMIT,    256, \
	       HABITS_LINUX | FATAL_AT_ONCE | NO_ZOMBIES | WAIT_MINIMUM | EFFECTIVE_ROOT | MAPS_SHARED | \
	       TELLS_CONTINUED, 256, 131072, 4096, 128) \
	SYSTEM("sunos4", "SunOS 4 on the 68020", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_END,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_USER,   EXTRA_NONE,  COUNT_EFFECTIVE, 25, \
	       HABITS_4BSD, 64, 262144, 1024, 32) \
	SYSTEM("sunos4-sparc", "SunOS 4 on the SPARC: locals come back", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_END,     SLEEP_PWAIT,    REGS_CHILD, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_USER,   EXTRA_NONE,  COUNT_EFFECTIVE, 25, \
	       HABITS_4BSD, 64, 262144, 1024, 32) \
	SYSTEM("solaris", "Solaris, illumos", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_RELEASE, SLEEP_STOPS,    REGS_OWN, \
	       FDS_OWN,     SIGS_RESET, USAGE_OWN,    STOPS_KEYS,     TABLE_KERNEL, EXTRA_FORKX, COUNT_REAL,      507, \
	       HABITS_SVR4 | FILES_FIRST | MAPS | MAPS_SHARED | TELLS_CONTINUED, 256, 262144, 1024, 1024) \
	SYSTEM("irix", "IRIX 3.3: descriptors are shared too", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_END,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_SHARED,  SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_KERNEL, EXTRA_NONE,  COUNT_REAL,      40, \
	       HABITS_SVR4, 64, 20480, 1024, 256) \
	SYSTEM("hpux", "HP-UX 11: a shared stack of fixed size", \
	       FORK_COW,    SHARE,    FIXED_STACK, HOLD_END,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_SIGNAL, EXTRA_NONE,  COUNT_REAL,      256, \
	       HABITS_SVR4 | MAPS | MAPS_SHARED, 60, 262144, 1024, 32) \
	SYSTEM("macos-11", "macOS up to 11: the thread is lent, too", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_END,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_PASSES, STOPS_DEFERRED, TABLE_KERNEL, EXTRA_ONCE,  COUNT_RLIMIT,    266, \
	       HABITS_4_4BSD | TIMERS_CLEARED | TELLS_CONTINUED | NO_ZOMBIES | REAL_ROOT, 256, 262144, 1024, 512) \
	SYSTEM("macos", "macOS since 12: fork without its handlers", \
	       FORK_COW,    DUP,      OWN_STACK,   HOLD_NOT,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_ACT,      TABLE_KERNEL, EXTRA_NONE,  COUNT_RLIMIT,    266, \
	       HABITS_4_4BSD | TIMERS_CLEARED | TELLS_CONTINUED | NO_ZOMBIES | REAL_ROOT, 256, 262144, 1024, 512) \
	SYSTEM("aix", "AIX 4.3: a new space, and nobody waits", \
	       FORK_COW,    DUP,      OWN_STACK,   HOLD_NOT,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_ACT,      TABLE_KERNEL, EXTRA_ATFORK, COUNT_REAL,     128, \
	       HABITS_SVR4 | MAPS | MAPS_SHARED, 2000, 24576, 1024, 256) \
	SYSTEM("posix", "POSIX.1-2001: one choice of what is allowed", \
	       FORK_COW,    SHARE,    ONE_STACK,   HOLD_END,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_KERNEL, EXTRA_NONE,  COUNT_REAL,      25, \
	       HABITS_SVR4, 20, 4096, 256, 128) \
	SYSTEM("private-stack", "shared data, but a stack of the child's own", \
	       FORK_COPIES, SHARE,    OWN_STACK,   HOLD_END,     SLEEP_PWAIT,    REGS_OWN, \
	       FDS_OWN,     SIGS_KEPT,  USAGE_OWN,    STOPS_DEFERRED, TABLE_KERNEL, EXTRA_NONE,  COUNT_EFFECTIVE, 40, \
	       HABITS_4BSD, 64, 20480, 1024, 32)
/* clang-format on */

#define SYSTEM_DEFAULT "4.3bsd"

#endif
