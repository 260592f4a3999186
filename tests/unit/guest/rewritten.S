/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code that is written anew again and again, by every way there is to its page frame, and executed each time after
 * ICIA, or at once where the processor notices by itself. Looked at by test_rewritten.c.
 */
#include "paged.inc"

#define ROUNDS 40
#define FRAME 512			/* nobody else uses it */
#define HOME (S0BASE + FRAME * NBPG)
#define ALIAS (HOME + NBPG)		/* the same page frame, by the next page */
#define OTHER (HOME + 0x800)		/* more code in the same page */
#define ODD (HOME + 0x100)		/* and code that is stored over its middle */
#define SELF (HOME + 0x200)		/* and code that stores over what follows */
#define NOP 0x4e71
#define MOVEQ_D0 0x7000
#define RTS 0x4e75

/* Executes the page's code, which must leave d7's low byte in d0. */
	.macro	EXPECT at=HOME
	moveq	#-1, %d0
	jsr	\at
	cmp.b	%d7, %d0
	beq	1f
	addq.l	#1, wrong
1:	addq.l	#1, executed
	addq.l	#1, %d7
	andi.l	#63, %d7
	.endm

/* d3: the code, moveq #d7, d0; rts. */
	.macro	CODE
	move.l	%d7, %d3
	addi.l	#MOVEQ_D0, %d3
	swap	%d3
	move.w	#RTS, %d3
	.endm

	.macro	TOLD
	MTPR(#0, #PR_ICIA)
	.endm

/* The alias's entry: that protection, the same page frame. */
	.macro	PROTECT how
	move.l	#PG_V + \how + FRAME, spt + 4 * (FRAME + 1)
	lea	ALIAS, %a0
	pflush	(%a0)
	.endm

tests:
	PROTECT	PG_KW
	moveq	#0, %d7
	CODE					/* a way in that is open before anything was executed */
	move.l	%d3, ALIAS
	EXPECT
	CODE
	move.l	%d3, ALIAS
	TOLD
	EXPECT
	moveq	#ROUNDS, %d6
round:
	CODE					/* by its own address */
	move.l	%d3, HOME
	TOLD
	EXPECT
	CODE					/* by the other one, with the first one's store still possible */
	move.l	%d3, ALIAS
	TOLD
	EXPECT
	PROTECT	PG_KR				/* that way is shut */
	TOLD
	CODE
	move.l	%d3, HOME
	TOLD
	EXPECT
	PROTECT	PG_KW				/* and open again */
	CODE
	move.l	%d3, ALIAS
	TOLD
	EXPECT
	CODE					/* the second store to a page that code was executed in, and at once */
	move.l	%d3, OTHER
	move.l	%d3, HOME
	EXPECT
	jsr	OTHER
	CODE
	move.l	%d3, OTHER + 0x10
	move.l	%d3, OTHER
	EXPECT	OTHER
	move.w	#NOP, ODD			/* a longword at an odd address, whose third byte is the operand */
	CODE
	move.l	%d3, ODD + 2
	jsr	ODD
	move.l	%d7, %d3
	lsl.l	#8, %d3
	addi.l	#0x7170004e, %d3
	move.l	%d3, ODD + 1
	EXPECT	ODD
	move.w	#0x23c3, SELF			/* move.l d3, SELF + 6, and what is there has been decoded */
	move.l	#SELF + 6, SELF + 2
	move.l	#(MOVEQ_D0 * 0x10000 + RTS), SELF + 6
	CODE
	jsr	SELF
	CODE
	EXPECT	SELF
	MTPR(#0, #PR_TBIA)
	CODE					/* changed and changed back: seen in between only by the processor */
	move.l	%d3, ALIAS
	TOLD
	moveq	#-1, %d0
	jsr	HOME
	move.l	#(MOVEQ_D0 + 77) * 0x10000 + RTS, ALIAS
	TOLD
	jsr	HOME
	cmpi.l	#77, %d0
	beq	2f
	addq.l	#1, wrong
2:	move.l	%d3, ALIAS
	TOLD
	EXPECT
	CODE					/* by the machine itself, which knows */
	move.l	%d3, text
	moveq	#4, %d0
	lea	text, %a0
	lea	ALIAS, %a1
	XFC(XFC_MOVC3)
	EXPECT
	subq.l	#1, %d6
	bne	round
	jmp	done

	.data
	.balign	4
	.globl	wrong, executed
wrong:	.long	0
executed: .long	0
text:	.long	0
