/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setjmp and longjmp. A jmp_buf has, from offset 0: d2-d7, a2-a6, the stack pointer behind the return address, the
 * return address, the mask of blocked signals, and whether that is to be restored.
 *
 * The VAX's longjmp unwinds the stack frame by frame, by changing the return addresses in it; this one only loads
 * registers. On a borrowed stack both leave the lender with frames that are not its own any more.
 */
	.set	SP, 44
	.set	PC, 48
	.set	MASK, 52
	.set	RESTORE, 56

	.text
	.globl	setjmp, _setjmp, sigsetjmp
	.type	setjmp, @function
	.type	_setjmp, @function
	.type	sigsetjmp, @function
setjmp:
	moveq	#1, %d1
	jbra	save
_setjmp:
	moveq	#0, %d1
	jbra	save
sigsetjmp:
	move.l	8(%sp), %d1
save:
	move.l	4(%sp), %a0
	movem.l	%d2-%d7/%a2-%a6, (%a0)
	lea	4(%sp), %a1
	move.l	%a1, SP(%a0)
	move.l	(%sp), PC(%a0)
	move.l	%d1, RESTORE(%a0)
	beq	1f
	clr.l	-(%sp)
	jsr	sigblock		/* of nothing: tells the mask */
	addq.l	#4, %sp
	move.l	4(%sp), %a0
	move.l	%d0, MASK(%a0)
1:	moveq	#0, %d0
	rts
	.size	setjmp, . - setjmp

/* The same for all three: the jmp_buf knows which setjmp made it. */
	.globl	longjmp, _longjmp, siglongjmp
	.type	longjmp, @function
	.type	_longjmp, @function
	.type	siglongjmp, @function
longjmp:
_longjmp:
siglongjmp:
	move.l	4(%sp), %a2
	move.l	8(%sp), %d2
	tst.l	RESTORE(%a2)
	beq	1f
	move.l	MASK(%a2), -(%sp)
	jsr	sigsetmask
	addq.l	#4, %sp
1:	move.l	%a2, %a0
	move.l	%d2, %d0
	bne	2f
	moveq	#1, %d0			/* setjmp never returns 0 twice */
2:	movem.l	(%a0), %d2-%d7/%a2-%a6
	move.l	SP(%a0), %sp
	move.l	PC(%a0), %a1
	jmp	(%a1)
	.size	longjmp, . - longjmp

	.section .note.GNU-stack, "", @progbits
