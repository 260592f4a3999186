/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for one of several descriptors. */
#ifndef _SYS_SELECT_H
#define _SYS_SELECT_H

#include <sys/cdefs.h>
#include <sys/fd_set.h>
#include <sys/time.h>
#include <sys/timespec.h>

#ifndef KERNEL
/* How many are ready, 0 when the time (null: any time) is up. The sets then hold those that are ready. */
int select __P((int n, fd_set *reads, fd_set *writes, fd_set *excepts, struct timeval *time));
#ifndef __OLD_C
/* The same with other signals blocked than now; null: the same ones. 4.3BSD has no call for it: a signal that comes
 * before the waiting begins does not end it. */
int pselect(int n, fd_set *reads, fd_set *writes, fd_set *excepts, const struct timespec *time, const sigset_t *mask);
#endif
#endif

#endif
