/* SPDX-License-Identifier: GPL-2.0-or-later */
/* There are no threads; what remains is the call that concerns fork. */
#ifndef _PTHREAD_H
#define _PTHREAD_H

/* fork calls prepare before, and parent or child after; vfork does not, unless it is fork (LinuxThreads). 0, or
 * ENOMEM. */
int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void));

#endif
