/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a program begins, at address 0. The kernel's exec leaves on the stack:
 *
 *   sp -> argc, argv[0], ..., argv[argc-1], 0, envp[0], ..., 0, strings
 *
 * A frame pointer of 0 ends the chain of stack frames.
 */
	.text
	.globl	_start
	.type	_start, @function
_start:
	suba.l	%fp, %fp
	move.l	(%sp), %d0
	lea	4(%sp), %a0
	lea	4(%a0, %d0.l*4), %a1
	move.l	%a1, environ
	move.l	(%a0), __progname
	move.l	%a1, -(%sp)
	move.l	%a0, -(%sp)
	move.l	%d0, -(%sp)
	lea	__init_array_start, %a2
1:	cmpa.l	#__init_array_end, %a2	/* constructors: functions that GCC wants to be called first */
	bcc	2f
	move.l	(%a2)+, %a0
	jsr	(%a0)
	bra	1b
2:	jsr	main
	move.l	%d0, (%sp)
	jsr	exit
	illegal			/* exit does not return */
	.size	_start, . - _start

	.bss
	.balign	4
	.globl	__progname		/* argv[0], for err.c */
__progname:
	.skip	4

	.section .note.GNU-stack, "", @progbits
