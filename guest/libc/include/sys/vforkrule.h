/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules of vfork that keep parent and child out of trouble while one waits for the other, and a call of this kernel's
 * own to change them, so that one can see what they are good for. They are to begin with what the system does
 * (docs/systems.md), and hold for all processes until the machine stops. Only root may change them.
 */
#ifndef _SYS_VFORKRULE_H
#define _SYS_VFORKRULE_H

/* VR_STOP: what a stop signal does to a child that its parent waits for. */
#define VR_STOP 0
#define VR_PENDS 0 /* nothing before it executes a program; 4.3BSD (kern_sig.c) */
#define VR_STOPS 1 /* it stops, and its parent waits for as long; Linux */
#define VR_KEYS 2  /* SIGSTOP stops it, those of the terminal stay pending; illumos (sig.c, holdvfork) */

/* VR_TTYREAD: what happens when it reads the terminal from the background. */
#define VR_TTYREAD 1
#define VR_EIO 0     /* it fails; 4.3BSD's code (tty.c) */
#define VR_EOF 1     /* it gets end of file; 4.3BSD's manual page vfork(2) */
#define VR_SIGTTIN 2 /* what happens to everybody. Where that signal stays pending it waits for the foreground */

/* VR_TTYWRITE: what happens when it changes the terminal's modes, or writes where LTOSTOP is set. */
#define VR_TTYWRITE 2
#define VR_ALLOWED 0 /* that is done; 4.3BSD */
#define VR_REFUSED 1 /* it fails with EIO; FreeBSD (tty.c, tty_wait_background) */
#define VR_SIGTTOU 2 /* as VR_SIGTTIN */

/* VR_SIGTABLE: where the library keeps the addresses of handlers. This rule is asked for, and never changed. */
#define VR_SIGTABLE 3
#define VR_KERNEL 0 /* nowhere: the kernel has them, and each process its own */
#define VR_USER 1   /* in the program's memory, so that a borrower's are its lender's; SunOS 4 */
#define VR_SIGNAL 2 /* the same for those of signal(), but not of sigaction() and sigvec(); HP-UX */

/* VR_ATFORK: does vfork call what pthread_atfork was given? Asked for, too, and never changed. */
#define VR_ATFORK 4
#define VR_FORK_ONLY 0 /* no: fork does */
#define VR_VFORK_TOO 1 /* as fork does, for it is fork; LinuxThreads */

#define VR_RULES 5

#define VR_ASK (-1) /* as a value: change nothing. Everybody may */

#ifndef KERNEL
int vforkrule(int rule, int value); /* the value before */
#endif

#endif
