/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program in assembly with <callframe.h>: a routine that calls itself, and a queue. Its status is 42 if all is
 * right. */
#include <callframe.h>

	.text
	.globl	main
main:
	link	FP, #0
	movem.l	R2/R10/R11, -(SP)
	move.l	#8, -(SP)
	CALLS(1, sum)			/* 36 */
	move.l	R0, R2
	lea	one, R8			/* queue: one, two */
	lea	queue, R9
	INSQUE
	bne	1f			/* Z: it was empty */
	addq.l	#1, R2
1:	lea	two, R8
	lea	one, R9
	INSQUE
	beq	1f
	addq.l	#1, R2
1:	move.l	queue, R8
	REMQUE
	cmpa.l	#one, R9
	bne	1f
	addq.l	#1, R2
1:	move.l	queue, R8
	REMQUE
	bne	1f
	addq.l	#1, R2
1:	lea	queue, R8
	REMQUE
	bvc	1f			/* V: nothing to remove */
	addq.l	#1, R2
1:	cmp.l	queue, R8
	bne	1f
	addq.l	#1, R2
1:	move.l	R2, R0
	movem.l	(SP)+, R2/R10/R11
	unlk	FP
	rts

/* 1 + 2 + ... + n */
sum:	ENTRY(0x0004)
	move.l	4(AP), R2
	clr.l	R0
	tst.l	R2
	beq	1f
	move.l	R2, R1
	subq.l	#1, R1
	move.l	R1, -(SP)
	CALLS(1, sum)
	add.l	R2, R0
1:	RET

	.data
	.balign	4
queue:	.long	queue, queue
one:	.long	0, 0
two:	.long	0, 0
