/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for one of several descriptors. A set has room for all that a process can have. */
#ifndef _SYS_SELECT_H
#define _SYS_SELECT_H

#include <sys/time.h>

#define FD_SETSIZE 256
#define NFDBITS 32 /* in a word of a set */

typedef struct {
	unsigned int fds_bits[FD_SETSIZE / NFDBITS];
} fd_set;

#define FD_SET(fd, set) ((void)((set)->fds_bits[(fd) / NFDBITS] |= 1u << (fd) % NFDBITS))
#define FD_CLR(fd, set) ((void)((set)->fds_bits[(fd) / NFDBITS] &= ~(1u << (fd) % NFDBITS)))
#define FD_ISSET(fd, set) (((set)->fds_bits[(fd) / NFDBITS] >> (fd) % NFDBITS) & 1u)
#define FD_ZERO(set) ((void)(*(set) = (fd_set){{0}}))

#ifndef KERNEL
/* How many are ready, 0 when the time (null: any time) is up. The sets then hold those that are ready. */
int select(int n, fd_set *reads, fd_set *writes, fd_set *excepts, struct timeval *time);
#endif

#endif
