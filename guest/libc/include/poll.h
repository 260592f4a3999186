/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for one of several descriptors, by a list instead of sets. */
#ifndef _POLL_H
#define _POLL_H

struct pollfd {
	int fd; /* negative: left out */
	short events;
	short revents;
};
typedef unsigned int nfds_t;

#define POLLIN 0x001
#define POLLPRI 0x002 /* never */
#define POLLOUT 0x004
#define POLLRDNORM POLLIN /* there is nothing but what is normal */
#define POLLWRNORM POLLOUT
#define POLLRDBAND 0x080 /* never */
#define POLLWRBAND 0x100 /* never */
#define POLLERR 0x008    /* never: a broken pipe is ready for writing, which tells */
#define POLLHUP 0x010    /* with POLLIN: nobody writes to the pipe any more, and nothing is in it */
#define POLLNVAL 0x020   /* not open */

int poll(struct pollfd *list, nfds_t count, int milliseconds); /* -1: without a limit */

#endif
