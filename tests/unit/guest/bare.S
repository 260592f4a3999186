/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine without a kernel: everything the processor offers, in a loop, for the determinism tests.
 *
 * Maps S0 one to one (and 4 MB of P0 behind a page table in S0), starts the clock, and drops to user mode. The user
 * computes a checksum with loops, branches, movem and post-increment over two pages of which the second is missing
 * at first (translation not valid: the handler maps it, the instruction restarts), stores across the page boundary,
 * and calls the kernel, which copies with MOVC3. The clock interrupts all of it and counts. After ROUNDS rounds the
 * machine halts with the checksum's low byte as its status. Each copy raises an event with the counters, so that a
 * run that went another way shows at once.
 */
#include "arch.h"

#define ROUNDS 100
#define PAGE_BAD 0x3000          /* user page that comes and goes */
#define MTPR(value, reg) move.l value, %d0; moveq.l reg, %d1; .short XFC_BASE + XFC_MTPR
#define PTES 1024

	.text
	.globl start
start:
	lea stacktop, %sp
	/* system page table: entry i maps page frame i */
	lea spt, %a0
	move.l #(PG_V | PG_KW | PG_M), %d0
	move.l #PTES - 1, %d1
1:	move.l %d0, (%a0)+
	addq.l #1, %d0
	dbra %d1, 1b
	/* nobody stores into this page */
	move.l #(PG_V | PG_KR | KERNEL_PA >> PGSHIFT), spt + 4 * (KERNEL_PA >> PGSHIFT)
	/* P0: page 1 text (the user program), 2 data, 3 not valid, 4 stack */
	lea p0pt, %a0
	clr.l (%a0)
	move.l #user, %d0
	bsr frame
	ori.l #(PG_V | PG_URKW), %d0
	move.l %d0, 4(%a0)
	move.l #data, %d0
	bsr frame
	ori.l #(PG_V | PG_UW), %d0
	move.l %d0, 8(%a0)
	move.l #data2, %d0
	bsr frame
	ori.l #PG_UW, %d0
	move.l %d0, 12(%a0)
	move.l #ustack, %d0
	bsr frame
	ori.l #(PG_V | PG_UW), %d0
	move.l %d0, 16(%a0)
	MTPR(#(spt - S0BASE), #PR_SBR)
	MTPR(#PTES, #PR_SLR)
	MTPR(#p0pt, #PR_P0BR)
	MTPR(#5, #PR_P0LR)
	MTPR(#(scb - S0BASE), #PR_SCBB)
	MTPR(#1, #PR_MAPEN)
	MTPR(#-777, #PR_NICR)
	MTPR(#(ICCS_RUN | ICCS_TRANSFER | ICCS_IE), #PR_ICCS)
	lea 0x5000, %a0
	move.l %a0, %usp
	move.l #PSL_USERSET, -(%sp)
	move.l #0x1000, -(%sp)
	moveq #0, %d7
	rte

/* d0: S0 address -> page frame number */
frame:
	subi.l #S0BASE, %d0
	moveq #PGSHIFT, %d1
	lsr.l %d1, %d0
	rts

/* Clock: count, and mix the interrupted pc and psl into the count's neighbour so that a tick at another place shows. */
clock:
	movem.l %d0-%d1/%a0, -(%sp)
	addq.l #1, ticks
	move.l 12(%sp), %d0
	add.l %d0, places
	move.l 16(%sp), %d0
	eor.l %d0, places
	MTPR(#(ICCS_RUN | ICCS_IE | ICCS_INT), #PR_ICCS)
	movem.l (%sp)+, %d0-%d1/%a0
	rte

/* Translation not valid: param, va, pc, psl. Make the page valid and restart. */
invalid:
	move.l %d0, -(%sp)
	move.l %d1, -(%sp)
	addq.l #1, faults
	move.l 8(%sp), %d0
	add.l %d0, places
	move.l 12(%sp), %d0
	add.l %d0, places
	ori.l #PG_V, p0pt + 12
	move.l %a0, -(%sp)
	lea PAGE_BAD, %a0
	pflush (%a0)
	move.l (%sp)+, %a0
	move.l (%sp)+, %d1
	move.l (%sp)+, %d0
	addq.l #8, %sp
	rte

/* CHMK: code, pc, psl. Code 1: copy the data page about and take the bad page away. Code 2: halt. */
chmk:
	cmpi.l #2, (%sp)
	beq 9f
	movem.l %d0-%d1/%a0-%a1, -(%sp)
	move.l #300, %d0
	lea 0x2000, %a0
	lea 0x2800, %a1
	.short XFC_BASE + XFC_MOVC3
	moveq #6, %d0
	move.l ticks, %d1
	lea ticks, %a0
	sub.l %a1, %a1
	.short XFC_BASE + XFC_TRACE
	andi.l #~PG_V, p0pt + 12
	lea PAGE_BAD, %a0
	pflush (%a0)
	movem.l (%sp)+, %d0-%d1/%a0-%a1
	addq.l #4, %sp
	rte
9:	move.l %d7, %d0
	add.l ticks, %d0
	andi.l #0x7f, %d0
	.short XFC_BASE + XFC_HALT

/* Anything else ends the run with 200 + vector / 4. */
bad_access:
	move.l #208, %d0
	.short XFC_BASE + XFC_HALT
bad_privileged:
	move.l #204, %d0
	.short XFC_BASE + XFC_HALT
bad_operand:
	move.l #206, %d0
	.short XFC_BASE + XFC_HALT

	.balign NBPG
	/* user program, at user address 0x1000 */
user:
	move.l #ROUNDS, %d6
round:
	lea 0x2ff0, %a1
	moveq #-1, %d3
	moveq #5, %d5
	add.l %d3, %d5
	movem.l (%a1)+, %d0-%d5
	addx.l %d0, %d7
	add.l %d5, %d7
	scs %d4
	add.b %d4, %d7
	moveq #40, %d2
1:	move.l %d2, %d0
	mulu.l #2654435761, %d0
	eor.l %d0, %d7
	rol.l #3, %d7
	cmp.l %d7, %d0
	bhi 2f
	addq.l #7, %d7
2:	subq.l #1, %d2
	bne 1b
	move.l %d7, 0x2ffe
	move.l %d7, -(%sp)
	bsr 3f
	addq.l #4, %sp
	moveq #1, %d0
	trap #0
	subq.l #1, %d6
	bne round
	moveq #2, %d0
	trap #0
3:	link %a6, #-16
	move.l 8(%a6), %d0
	lsr.l #1, %d0
	add.l %d0, %d7
	unlk %a6
	rts

	.balign NBPG
data:	.fill NBPG / 4, 4, 0x01234567
data2:	.fill NBPG / 4, 4, 0x89abcdef
ustack:	.fill NBPG, 1, 0
p0pt:	.fill 8, 4, 0
	.globl ticks, faults, places
ticks:	.long 0
faults:	.long 0
places:	.long 0, 0, 0, 0
	.balign NBPG
spt:	.fill PTES, 4, 0
scb:	.long 0, 0, 0, 0, bad_privileged, 0, bad_operand, 0
	.long bad_access, invalid, 0, 0, 0, 0, 0, 0
	.long chmk
	.fill (SCB_CLOCK - SCB_CHMK) / 4 - 1, 4, 0
	.long clock
	.fill (SCB_BYTES - SCB_CLOCK) / 4 - 1, 4, 0
	.balign 16
	.fill NBPG, 1, 0
stacktop:
