/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * More stubs as in sys.S, for calls that few programs make: the linker takes this file only for them.
 */
#include "stub.inc"

	.text
	STUB	link, .LSYS_LINK
	STUB	symlink, .LSYS_SYMLINK
	STUB	readlink, .LSYS_READLINK
	STUB	rename, .LSYS_RENAME
	STUB	truncate, .LSYS_TRUNCATE
	STUB	ftruncate, .LSYS_FTRUNCATE
	STUB	chown, .LSYS_CHOWN
	STUB	fchown, .LSYS_FCHOWN
	STUB	fchmod, .LSYS_FCHMOD
	STUB	utimes, .LSYS_UTIMES
	STUB	readv, .LSYS_READV
	STUB	writev, .LSYS_WRITEV
	STUB	select, .LSYS_SELECT
	STUB	getpriority, .LSYS_GETPRIORITY
	STUB	setpriority, .LSYS_SETPRIORITY
	STUB	gethostname, .LSYS_GETHOSTNAME
	STUB	sethostname, .LSYS_SETHOSTNAME
	STUB	chroot, .LSYS_CHROOT
	STUB	fchdir, .LSYS_FCHDIR
	STUB	flock, .LSYS_FLOCK
	STUB	pread, .LSYS_PREAD
	STUB	pwrite, .LSYS_PWRITE
	STUB	getgroups, .LSYS_GETGROUPS
	STUB	setgroups, .LSYS_SETGROUPS
	STUB	mknod, .LSYS_MKNOD
	STUB	munmap, .LSYS_MUNMAP
	STUB	mprotect, .LSYS_MPROTECT
	STUB	waitid, .LSYS_WAITID
	STUB	syslimit, .LSYS_SYSLIMIT


	/* An address is expected in a0. */
	.globl	mmap
	.type	mmap, @function
mmap:
	move.l	#.LSYS_MMAP, %d0
	trap	#0
	movea.l	%d0, %a0
	jcs	.Lfailed
	rts
.Lfailed:
	jbsr	cerror
	movea.l	%d0, %a0
	rts
	.size	mmap, . - mmap

	.section .note.GNU-stack, "", @progbits
