/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pid_t vfork(void), pid_t vforkx(int flags)
 *
 * The stub that must not own a stack frame. Lender and borrower leave this code one after the other on the *same*
 * stack. With an ordinary stub (see fork in sys.S) the borrower, which goes first, would return by `rts` and pop the
 * return address; its next call would push something else into that very longword, and the lender would later
 * return to it.
 *
 *          at the trap:     an ordinary stub           this one
 *          caller's frame                              sp ->
 *          return address   sp -> on the stack         in a0
 *
 * So the return address is popped into a0 first. Registers are kept per process on its own kernel stack, hence each of
 * the two finds the address in its own a0 and leaves by a jump, and no byte of the stack is needed any more.
 * The idea is Keith Sklower's, for the VAX; the 68000 version of Berkeley does it with a0 too. a0 is a scratch register
 * of the C calling convention. No profiling call may ever be put here: it would need the frame again.
 *
 * d0 is the child's pid for the lender. d1 is 1 for the borrower, which is to see 0.
 *
 * On a system whose vfork is fork, in a program that has called pthread_atfork (atfork.c), _vfork_forks is 1: fork
 * calls the handlers, and each of the two returns on a stack of its own. A program without pthread_atfork has no fork
 * there.
 */
#include "syscalls.h"

#define SYSCALL(number, NAME, name, args) .set .LSYS_##NAME, number;
	SYSCALLS(SYSCALL)
#undef SYSCALL

	.cfi_sections .debug_frame
	.comm	_vfork_forks, 4, 4
	.weak	fork
	.text
	.globl	vfork
	.type	vfork, @function
vfork:
	.cfi_startproc
	tst.l	_vfork_forks
	jne	fork
	move.l	(%sp)+, %a0
	.cfi_def_cfa_offset 0
	.cfi_register %pc, %a0	/* so a debugger finds the caller, too */
	move.l	#.LSYS_VFORK, %d0
	trap	#0
	bcs	.Lfail
	tst.l	%d1
	beq	.Llender
	moveq	#0, %d0
.Llender:
	jmp	(%a0)
.Lfail:				/* cerror returns by rts, and there is nothing left to return through */
	move.l	%d0, errno
	moveq	#-1, %d0
	jmp	(%a0)
	.cfi_endproc
	.size	vfork, . - vfork

/*
 * vforkx's argument has to stay where the kernel looks for it, above the return address; so that is taken along and
 * thrown away by both, each for itself, after the trap. It may be overwritten by then.
 */
	.globl	vforkx
	.type	vforkx, @function
vforkx:
	.cfi_startproc
	move.l	(%sp), %a0
	.cfi_register %pc, %a0
	move.l	#.LSYS_VFORKX, %d0
	trap	#0
	addq.l	#4, %sp			/* leaves carry as it is */
	.cfi_def_cfa_offset 0
	bcs	.Lfail
	tst.l	%d1
	beq	.Llender
	moveq	#0, %d0
	jmp	(%a0)
	.cfi_endproc
	.size	vforkx, . - vforkx

	.section .note.GNU-stack, "", @progbits
