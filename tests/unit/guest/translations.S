/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages that lead elsewhere from one moment to the next: of the system, few and many at a time, told by TBIA or page by
 * page; of the user, told by TBIA or by another page table. Looked at by test_tlb_shadow.c.
 */
#include "paged.inc"

#define MOST 80
#define FIRST 512 /* page frames that nobody uses: two for each page, FIRST + i and FIRST + MOST + i */
#define SYSTEM_VA (S0BASE + FIRST * NBPG)

/* Exchanges the page frames of the first d7 pages. Keeps all registers. */
	.macro	EXCHANGE
	movem.l	%d0-%d7/%a0, -(%sp)
	lea	spt + 4 * FIRST, %a0
1:	move.l	(%a0), %d0
	move.l	4 * MOST(%a0), (%a0)
	move.l	%d0, 4 * MOST(%a0)
	addq.l	#4, %a0
	subq.l	#1, %d7
	bne	1b
	movem.l	(%sp)+, %d0-%d7/%a0
	.endm

/* Each of the first d7 pages must begin with its number plus d6. */
	.macro	EXPECT
	movem.l	%d0-%d7/%a0, -(%sp)
	lea	SYSTEM_VA, %a0
2:	cmp.l	(%a0), %d6
	beq	1f
	addq.l	#1, wrong
1:	addq.l	#1, looked
	addq.l	#1, %d6
	lea	NBPG(%a0), %a0
	subq.l	#1, %d7
	bne	2b
	movem.l	(%sp)+, %d0-%d7/%a0
	.endm

/* Tells the machine: all, or the page that a1 leads to. Notes whether that kept registers and condition codes. */
	.macro	TOLD how, where
	movem.l	%d0-%d7/%a0-%a6, kept
	move.l	#0, %d0
	move.l	#PR_TBIA, %d1
	move.w	#0x15, %ccr
	\how	\where
	move.w	%ccr, codes
	movem.l	%d0-%d7/%a0-%a6, found
	movem.l	kept, %d0-%d7/%a0-%a6
	bsr	compare
	.endm

tests:
	lea	SYSTEM_VA, %a0
	moveq	#0, %d0
1:	move.l	%d0, (%a0)			/* the engine may store there without asking, too */
	lea	NBPG(%a0), %a0
	addq.l	#1, %d0
	cmpi.l	#2 * MOST, %d0
	bne	1b

	moveq	#1, %d7
many:	moveq	#0, %d6
	EXPECT
	EXCHANGE
	TOLD	.short, XFC_BASE + XFC_MTPR
	moveq	#MOST, %d6
	EXPECT
	EXCHANGE
	move.l	%d7, %d5
	move.l	#SYSTEM_VA, %a1
each:	TOLD	pflush, (%a1)
	lea	NBPG(%a1), %a1
	subq.l	#1, %d5
	bne	each
	moveq	#0, %d6
	EXPECT
	addq.l	#1, %d7
	cmpi.l	#MOST, %d7
	bne	many

	/* The user's page 2 is data_a, then data_ro, then by another table data_k. */
	USER	user_before, 0x1b
	move.w	%ccr, %d1
	move.l	A_VA, %d0
	trap	#0
	ENDUSER
	move.l	p0pt + 4 * (RO_VA / NBPG), p0pt + 4 * (A_VA / NBPG)
	MTPR(#0, #PR_TBIA)
	USER	user_told, 0x1b
	move.w	%ccr, %d1
	move.l	A_VA, %d0
	trap	#0
	ENDUSER
	lea	p0pt, %a0
	lea	other_p0pt, %a1
	moveq	#END_VA / NBPG - 1, %d0
1:	move.l	(%a0)+, (%a1)+
	dbra	%d0, 1b
	lea	data_k - S0BASE, %a0
	move.l	%a0, %d0
	moveq	#PGSHIFT, %d1
	lsr.l	%d1, %d0
	ori.l	#PG_V + PG_UW, %d0
	move.l	%d0, other_p0pt + 4 * (A_VA / NBPG)
	MTPR(#other_p0pt, #PR_P0BR)
	USER	user_other_table, 0x04
	move.w	%ccr, %d1
	move.l	A_VA, %d0
	move.l	%d0, A_VA + 4
	trap	#0
	ENDUSER
	MTPR(#p0pt, #PR_P0BR)
	USER	user_first_table, 0x1b
	move.w	%ccr, %d1
	move.l	A_VA, %d0
	trap	#0
	ENDUSER
	jmp	done

/* Counts what differs between what went into a MTPR, with d0 and d1 as operands, and what came out. */
compare:
	movem.l	%d0-%d2/%a0-%a1, -(%sp)
	lea	kept + 8, %a0
	lea	found + 8, %a1
	moveq	#12, %d0
1:	cmpm.l	(%a0)+, (%a1)+
	beq	2f
	addq.l	#1, changed
2:	dbra	%d0, 1b
	cmpi.w	#0x15, codes
	beq	3f
	addq.l	#1, changed
3:	movem.l	(%sp)+, %d0-%d2/%a0-%a1
	rts

	.data
	.balign	4
	.globl	wrong, looked, changed
wrong:	.long	0
looked:	.long	0
changed: .long	0
codes:	.long	0
kept:	.fill	15, 4, 0
found:	.fill	15, 4, 0
	.balign	16
other_p0pt: .fill 16, 4, 0
