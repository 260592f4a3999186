/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ptrace(2): a parent looks into a child that asked for it, whenever a signal has stopped it. Numbers are 4.3BSD's.
 *
 * The child stops at every signal, wait() tells its parent which, and PT_CONTINUE says which one it really gets. A
 * child of vfork does not stop while it borrows its parent's memory; after a good exec it stops with SIGTRAP, before
 * the new program's first instruction.
 */
#ifndef _SYS_PTRACE_H
#define _SYS_PTRACE_H

#define PT_TRACE_ME 0 /* the child: trace me */
#define PT_READ_I 1   /* longword at addr of the program, */
#define PT_READ_D 2   /* of the data: the same here */
#define PT_READ_U 3   /* at offset addr of the u area (struct user, proc.h) */
#define PT_WRITE_I 4  /* data to addr of the program; EIO while a child of fork has the same text */
#define PT_WRITE_D 5
#define PT_WRITE_U 6  /* the user's registers only: in the trap frame to which u_ar0 points */
#define PT_CONTINUE 7 /* go on at addr, or where it is if addr is 1; data is the signal that it gets, or 0 */
#define PT_KILL 8
#define PT_STEP 9 /* EIO: the machine has no trace bit */

#ifndef KERNEL
/* The longword that was read, or 0. -1 may be one: errno is set to 0 first, so it tells. */
int ptrace(int request, int pid, int *addr, int data);
#endif

#endif
