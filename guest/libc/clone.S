/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * int clone(int (*function)(void *), void *stack, int flags, void *arg)
 *
 * The child comes back from the trap with a stack of its own, on which the caller's frames are not. So it cannot
 * return:
 * it calls the function, which the parent has put there with its argument, and exits with the result.
 *
 *	child's sp ->	function
 *			arg		<- where a callee of `jsr (%a0)` finds its first argument
 *	stack ->
 */
#include "syscalls.h"

#define SYSCALL(number, NAME, name, args) .set .LSYS_##NAME, number;
	SYSCALLS(SYSCALL)
#undef SYSCALL

	.set	.LEINVAL, 22

	.cfi_sections .debug_frame
	.text
	.globl	clone
	.type	clone, @function
clone:
	.cfi_startproc
	move.l	#.LEINVAL, %d0
	tst.l	4(%sp)
	beq	cerror
	tst.l	8(%sp)
	beq	cerror
	move.l	8(%sp), %a0
	move.l	16(%sp), -(%a0)
	move.l	4(%sp), -(%a0)
	move.l	%a0, -(%sp)		/* the kernel's arguments: flags, sp */
	.cfi_adjust_cfa_offset 4
	move.l	16(%sp), -(%sp)
	.cfi_adjust_cfa_offset 4
	clr.l	-(%sp)			/* where a stub's return address would be */
	.cfi_adjust_cfa_offset 4
	move.l	#.LSYS_CLONE, %d0
	trap	#0
	bcs	.Lfail
	tst.l	%d1
	bne	.Lchild
	lea	12(%sp), %sp
	rts
.Lfail:
	lea	12(%sp), %sp
	jra	cerror
	.cfi_endproc
.Lchild:
	suba.l	%fp, %fp		/* the outermost stack frame */
	move.l	(%sp)+, %a0
	jsr	(%a0)
	move.l	%d0, (%sp)
	jsr	_exit
	illegal				/* nobody comes back from there */
	.size	clone, . - clone

	.section .note.GNU-stack, "", @progbits
