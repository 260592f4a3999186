/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * char *alloca(bytes): memory in the caller's stack frame, for programs that only call it. The caller has pushed the
 * argument and will take 4 bytes off the stack afterwards: they are left for that. Its frame pointer puts the stack
 * pointer back at its end.
 */
	.text
	.globl	alloca
	.type	alloca, @function
alloca:
	move.l	(%sp)+, %a1	/* where to return */
	move.l	(%sp)+, %d0
	addq.l	#3, %d0
	andi.l	#-4, %d0
	suba.l	%d0, %sp
	move.l	%sp, %d0	/* the memory; as an int, */
	move.l	%d0, %a0	/* and as a pointer */
	subq.l	#4, %sp
	jmp	(%a1)
	.size	alloca, . - alloca

	.section .note.GNU-stack, "", @progbits
