/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System call stubs. The kernel finds the arguments where the C caller pushed them, above the stub's return
 * address, so a stub only says which call it wants: number in d0, `trap #0`. Carry means failure, with the error in d0.
 *
 * vfork is not here: see vfork.S.
 */
#include "stub.inc"

	.text
	STUB	read, .LSYS_READ
	STUB	write, .LSYS_WRITE
	STUB	open, .LSYS_OPEN
	STUB	close, .LSYS_CLOSE
	STUB	wait4, .LSYS_WAIT4
	STUB	_obreak, .LSYS_OBREAK
	STUB	lseek, .LSYS_LSEEK
	STUB	getpid, .LSYS_GETPID
	STUB	creat, .LSYS_CREAT
	STUB	unlink, .LSYS_UNLINK
	STUB	chdir, .LSYS_CHDIR
	STUB	chmod, .LSYS_CHMOD
	STUB	getuid, .LSYS_GETUID
	STUB	access, .LSYS_ACCESS
	STUB	stat, .LSYS_STAT
	STUB	lstat, .LSYS_LSTAT
	STUB	fstat, .LSYS_FSTAT
	STUB	dup, .LSYS_DUP
	STUB	dup2, .LSYS_DUP2
	STUB	getgid, .LSYS_GETGID
	STUB	umask, .LSYS_UMASK
	STUB	getdtablesize, .LSYS_GETDTABLESIZE
	STUB	fcntl, .LSYS_FCNTL
	STUB	getrusage, .LSYS_GETRUSAGE
	STUB	setreuid, .LSYS_SETREUID
	STUB	setregid, .LSYS_SETREGID
	STUB	mkdir, .LSYS_MKDIR
	STUB	rmdir, .LSYS_RMDIR
	STUB	getrlimit, .LSYS_GETRLIMIT
	STUB	setrlimit, .LSYS_SETRLIMIT
	STUB	kill, .LSYS_KILL
	STUB	killpg, .LSYS_KILLPG
	STUB	_sigpending, .LSYS_SIGPENDING
	STUB	_sigvec, .LSYS_SIGVEC
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

/* TWICE name, number: the kernel returns the other side's pid to both processes and 1 in d1 to the child, which wants
 * 0. */
	.macro	TWICE name, number
	.globl	\name
	.type	\name, @function
\name:
	move.l	#\number, %d0
	trap	#0
	jcs	cerror
	tst.l	%d1
	beq	1f
	moveq	#0, %d0
1:	rts
	.size	\name, . - \name
	.endm

	TWICE	_fork, .LSYS_FORK
	TWICE	_forkx, .LSYS_FORKX

/* SECOND name, number: what the caller wants is the call's second result. */
	.macro	SECOND name, number
	.globl	\name
	.type	\name, @function
\name:
	move.l	#\number, %d0
	trap	#0
	move.l	%d1, %d0
	rts
	.size	\name, . - \name
	.endm

	SECOND	getppid, .LSYS_GETPID
	SECOND	geteuid, .LSYS_GETUID
	SECOND	getegid, .LSYS_GETGID

/* int ptrace(request, pid, addr, data): -1 may be what it read, so errno tells. */
	.globl	ptrace
	.type	ptrace, @function
ptrace:
	clr.l	errno
	move.l	#.LSYS_PTRACE, %d0
	trap	#0
	jcs	cerror
	rts
	.size	ptrace, . - ptrace

/* int pipe(int fds[2]): two results, which the caller wants in memory. */
	.globl	pipe
	.type	pipe, @function
pipe:
	move.l	#.LSYS_PIPE, %d0
	trap	#0
	jcs	cerror
	move.l	4(%sp), %a0
	move.l	%d0, (%a0)+
	move.l	%d1, (%a0)
	moveq	#0, %d0
	rts
	.size	pipe, . - pipe

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
