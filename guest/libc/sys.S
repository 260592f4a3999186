/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System call stubs. The kernel finds the arguments where the C caller pushed them, above the stub's return
 * address, so a stub only says which call it wants: number in d0, `trap #0`. Carry means failure, with the error in d0.
 *
 * vfork is not here: see vfork.S.
 */
#include "syscalls.h"

#define SYSCALL(number, NAME, name, args) .set .LSYS_##NAME, number;
	SYSCALLS(SYSCALL)
#undef SYSCALL

	/* STUB name, number: a call with one result. */
	.macro	STUB name, number
	.globl	\name
	.type	\name, @function
\name:
	move.l	#\number, %d0
	trap	#0
	bcs	cerror
	rts
	.size	\name, . - \name
	.endm

	.text
	STUB	read, .LSYS_READ
	STUB	write, .LSYS_WRITE
	STUB	open, .LSYS_OPEN
	STUB	close, .LSYS_CLOSE
	STUB	_wait, .LSYS_WAIT
	STUB	_obreak, .LSYS_OBREAK
	STUB	lseek, .LSYS_LSEEK
	STUB	getpid, .LSYS_GETPID
	STUB	getuid, .LSYS_GETUID
	STUB	kill, .LSYS_KILL
	STUB	killpg, .LSYS_KILLPG
	STUB	_sigpending, .LSYS_SIGPENDING
	STUB	sigvec, .LSYS_SIGVEC
	STUB	sigblock, .LSYS_SIGBLOCK
	STUB	sigsetmask, .LSYS_SIGSETMASK
	STUB	sigpause, .LSYS_SIGPAUSE
	STUB	sigstack, .LSYS_SIGSTACK
	STUB	sigreturn, .LSYS_SIGRETURN
	STUB	getpgrp, .LSYS_GETPGRP
	STUB	setpgrp, .LSYS_SETPGRP
	STUB	getitimer, .LSYS_GETITIMER
	STUB	setitimer, .LSYS_SETITIMER
	STUB	ioctl, .LSYS_IOCTL
	STUB	vforkrule, .LSYS_VFORKRULE
	STUB	reboot, .LSYS_REBOOT
	STUB	execve, .LSYS_EXECVE
	STUB	gettimeofday, .LSYS_GETTIMEOFDAY

/* The kernel returns the other side's pid to both processes and 1 in d1 to the child, which wants 0. */
	.globl	fork
	.type	fork, @function
fork:
	move.l	#.LSYS_FORK, %d0
	trap	#0
	bcs	cerror
	tst.l	%d1
	beq	1f
	moveq	#0, %d0
1:	rts
	.size	fork, . - fork

/* The second result of getpid. */
	.globl	getppid
	.type	getppid, @function
getppid:
	move.l	#.LSYS_GETPID, %d0
	trap	#0
	move.l	%d1, %d0
	rts
	.size	getppid, . - getppid

	.globl	_exit
	.type	_exit, @function
_exit:
	move.l	#.LSYS_EXIT, %d0
	trap	#0
	illegal			/* nobody comes back from here */
	.size	_exit, . - _exit

/* Every failed call ends here: d0 holds the error. */
	.globl	cerror
	.type	cerror, @function
cerror:
	move.l	%d0, errno
	moveq	#-1, %d0
	rts
	.size	cerror, . - cerror

	.section .note.GNU-stack, "", @progbits
