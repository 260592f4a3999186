/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Linux: clone, out of which it makes fork (SIGCHLD) and vfork (CLONE_VM | CLONE_VFORK | SIGCHLD). On other systems it
 * fails with ENOSYS.
 */
#ifndef _SCHED_H
#define _SCHED_H

#define CSIGNAL 0xff       /* the signal that the child's end sends to its parent, 0 for none */
#define CLONE_VM 0x100     /* one memory: else the child has a copy */
#define CLONE_VFORK 0x4000 /* the parent waits until the child executes a program or exits */

#ifndef KERNEL
/*
 * Runs function(arg) in a child, on a stack that ends at `stack`; what it returns is the child's exit status. The pid,
 * or
 * -1: EINVAL without a function or a stack, or for other flags than these. Who asks for another signal than SIGCHLD has
 * to wait with __WALL or __WCLONE.
 */
int clone(int (*function)(void *), void *stack, int flags, void *arg);
#endif

#endif
