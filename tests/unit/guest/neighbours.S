/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One virtual page that shows two page frames in turn, as when processes take turns. Where one has operands that look
 * like instructions that the engine cannot bear, the other has instructions; and where one has such an instruction the
 * other has a harmless one. Looked at by test_neighbours.c.
 */
#include "paged.inc"

#define ROUNDS 40
#define TIMES 20
#define PAGE 512			/* of S0, where the kernel's two are shown */
#define HOME (S0BASE + PAGE * NBPG)
#define BAD 0x800			/* offset of the instruction */
#define FLOAT 0xf2f2f2f2
#define STOP 0x4e722700
#define RTS 0x4e75

/* The page at the entry shows that page frame now. */
	.macro	SHOW frame, entry, va, how
	move.l	#(\frame - S0BASE), %d0
	moveq	#PGSHIFT, %d1
	lsr.l	%d1, %d0
	ori.l	#(PG_V + \how), %d0
	move.l	%d0, \entry
	lea	\va, %a0
	pflush	(%a0)
	.endm

	.macro	EXPECT value, got
	addq.l	#1, executed
	cmpi.l	#(\value), \got
	beq	1f
	addq.l	#1, wrong
1:
	.endm

/* To the user's page, from which a trap leads back. */
	.macro	VISIT name, offset
	TRY	\name
	moveq	#0, %d2
	move.l	#PSL_USERSET, -(%sp)
	move.l	#(TEXT_VA + \offset), -(%sp)
	rte
	END	\name
	.endm

tests:
	move.l	#1, repair
	moveq	#ROUNDS, %d6
round:
	move.l	#faults_log, logp
	SHOW	plain, spt + 4 * PAGE, HOME, PG_KR
	bsr	unmap_b
	moveq	#0, %d2
	jsr	HOME				/* it reads from data_b in its middle */
	EXPECT	3 * TIMES, %d2
	jsr	HOME + BAD
	EXPECT	7, %d2
	SHOW	strange, spt + 4 * PAGE, HOME, PG_KR
	moveq	#0, %d2
	jsr	HOME
	EXPECT	TIMES * FLOAT, %d2
	TRY	bad
	jsr	HOME + BAD
	END	bad
	EXPECT	SCB_PRIVILEGED, bad_log

	SHOW	uplain, p0pt + 4 * (TEXT_VA / NBPG), TEXT_VA, PG_URKR
	bsr	unmap_b
	VISIT	user_plain, 0
	EXPECT	3 * TIMES, user_plain_log + 28
	VISIT	user_fine, BAD
	EXPECT	7, user_fine_log + 28
	SHOW	ustrange, p0pt + 4 * (TEXT_VA / NBPG), TEXT_VA, PG_URKR
	VISIT	user_strange, 0
	EXPECT	TIMES * FLOAT, user_strange_log + 28
	VISIT	user_bad, BAD
	EXPECT	SCB_PRIVILEGED, user_bad_log
	subq.l	#1, %d6
	bne	round
	jmp	done

/* The four page frames. */
	.macro	PLAIN name, out
	.balign	NBPG
\name:
	.rept	TIMES / 2
	addq.l	#1, %d2
	addq.l	#1, %d2
	addq.l	#1, %d2
	.endr
	move.l	B_VA, %d0
	.rept	TIMES / 2
	addq.l	#1, %d2
	addq.l	#1, %d2
	addq.l	#1, %d2
	.endr
	\out
	.balign	BAD
	nop
	moveq	#7, %d2
	\out
	.endm

	.macro	STRANGE name, out
	.balign	NBPG
\name:
	.rept	TIMES
	addi.l	#FLOAT, %d2
	.endr
	\out
	.balign	BAD
	nop
	.long	STOP
	\out
	.endm

	.data
	PLAIN	plain, rts
	STRANGE	strange, rts
	PLAIN	uplain, "trap #0"
	STRANGE	ustrange, "trap #0"

	.balign	4
	.globl	wrong, executed
wrong:	.long	0
executed: .long	0
faults_log: .fill 10, 4, 0
