/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of descriptors for select. A set has room for all that a process can have. */
#ifndef _SYS_FD_SET_H
#define _SYS_FD_SET_H

#define FD_SETSIZE 256
#define NFDBITS 32 /* in a word of a set */

typedef struct fd_set {
	unsigned int fds_bits[FD_SETSIZE / NFDBITS];
} fd_set;

#define FD_SET(fd, set) ((void)((set)->fds_bits[(fd) / NFDBITS] |= 1u << (fd) % NFDBITS))
#define FD_CLR(fd, set) ((void)((set)->fds_bits[(fd) / NFDBITS] &= ~(1u << (fd) % NFDBITS)))
#define FD_ISSET(fd, set) (((set)->fds_bits[(fd) / NFDBITS] >> (fd) % NFDBITS) & 1u)
#define FD_ZERO(set) ((void)__builtin_memset((set), 0, sizeof(fd_set)))

#endif
