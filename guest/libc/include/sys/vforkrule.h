/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two rules of vfork that keep lender and borrower out of trouble, and a call of this kernel's own to change them, so
 * that one can see what they are good for. They hold for the whole system until it stops; root only.
 */
#ifndef _SYS_VFORKRULE_H
#define _SYS_VFORKRULE_H

/*
 * VR_STOP: 0, a stop signal to a borrower stays pending until it has given the memory back, as everywhere. 1, it
 * stops the borrower, and with it the lender.
 */
#define VR_STOP 0

/*
 * VR_TTYREAD: what a borrower in the background gets that reads the terminal. 4.3BSD's code (tty.c) returns EIO, its
 * manual page vfork(2) promises end-of-file. VR_SIGTTIN is what every
 * other process gets; it needs VR_STOP, or nothing could stop the borrower. VR_STOP also makes its output and its
 * requests subject to SIGTTOU.
 */
#define VR_TTYREAD 1
#define VR_EIO 0
#define VR_EOF 1
#define VR_SIGTTIN 2

#ifndef KERNEL
int vforkrule(int rule, int value); /* the value before */
#endif

#endif
