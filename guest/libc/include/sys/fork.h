/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Solaris: fork and vfork with flags about the child's end. On other systems they fail with ENOSYS. */
#ifndef _SYS_FORK_H
#define _SYS_FORK_H

#include <sys/types.h>

#define FORK_NOSIGCHLD 1 /* it does not send SIGCHLD; a stop still does */
#define FORK_WAITPID 2   /* only a wait for just its pid tells of it */

#ifndef KERNEL
pid_t forkx(int flags);
pid_t vforkx(int flags) __attribute__((returns_twice));
#endif

#endif
