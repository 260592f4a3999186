/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interval clock, console and IDLE, with their interrupts. Looked at by test_devices.c. */
#include "paged.inc"

	.macro	READ label, reg
	MFPR(#\reg)
	SAVE	\label, %d0
	.endm
	.macro	MARK number
	moveq	#1, %d0
	lea	ticks, %a0
	sub.l	%a1, %a1
	XFC(XFC_TRACE + \number)
	.endm

tests:
	move.l	#clock, scb + SCB_CLOCK
	move.l	#receiver, scb + SCB_CONSOLE_RX
	move.l	#transmitter, scb + SCB_CONSOLE_TX

	/* The clock's counter, exactly. */
	READ	icr_stopped, PR_ICR
	MTPR(#-1000, #PR_NICR)
	MTPR(#(ICCS_RUN | ICCS_TRANSFER), #PR_ICCS)
	READ	icr_1, PR_ICR			/* two instructions later */
	nop
	nop
	READ	icr_2, PR_ICR			/* five more */
	READ	iccs_running, PR_ICCS
	moveq	#IDLE_TIMER, %d0
	XFC(XFC_IDLE)				/* to the tick; no interrupt was asked for */
	READ	icr_3, PR_ICR
	READ	iccs_elapsed, PR_ICCS
	MTPR(#(ICCS_RUN | ICCS_INT), #PR_ICCS)
	READ	iccs_cleared, PR_ICCS
	READ	icr_4, PR_ICR			/* clearing began no new interval */

	/* Ticks while the IPL lets them through. */
	MTPR(#(ICCS_RUN | ICCS_TRANSFER | ICCS_IE), #PR_ICCS)
	MTPR(#IPL_CLOCK, #PR_IPL)
	bsr	pass_time
	SAVE	ticks_shut_out, ticks
	READ	iccs_pending, PR_ICCS
	clr.l	ticks
	MTPR(#(ICCS_RUN | ICCS_TRANSFER | ICCS_IE | ICCS_INT), #PR_ICCS)
	MTPR(#(IPL_CLOCK - 1), #PR_IPL)
	MARK	1
	bsr	pass_time
	MARK	2
	SAVE	ticks_let_through, ticks
	MTPR(#0, #PR_ICCS)
	bsr	pass_time
	SAVE	ticks_stopped, ticks

	/* A straight line has no place for an interrupt; the loop behind it has. */
	MTPR(#-20, #PR_NICR)
	MTPR(#0, #PR_IPL)
	clr.l	ticks
	MTPR(#(ICCS_RUN | ICCS_TRANSFER | ICCS_IE | ICCS_INT), #PR_ICCS)
	.rept	60
	nop
	.endr
	SAVE	ticks_straight, ticks
	bra	1f
1:	bra	2f
	nop
2:	SAVE	ticks_after_branch, ticks
	SAVE	interrupted_pc, clock_pc
	SAVE	interrupted_label, #2b
	MTPR(#0, #PR_ICCS)
	MTPR(#IPL_HIGH, #PR_IPL)

	/* Printing: by hand, then by interrupt. */
	MARK	3
	lea	greeting, %a2
1:	clr.l	%d0
	move.b	(%a2)+, %d0
	beq	1f
	move.l	#PR_TXDB, %d1
	XFC(XFC_MTPR)
	bra	1b
1:	MARK	4
	READ	txcs_ready, PR_TXCS
	lea	farewell, %a2
	MTPR(#CSR_IE, #PR_TXCS)
	MTPR(#0, #PR_IPL)
1:	tst.b	sent_all
	beq	1b

	/* Typing, until a q comes. */
	READ	rxcs_empty, PR_RXCS
	READ	rxdb_empty, PR_RXDB
	MTPR(#CSR_IE, #PR_RXCS)
	lea	typed, %a2
1:	moveq	#IDLE_INPUT, %d0
	XFC(XFC_IDLE)
	bra	2f				/* out of sequence: here the interrupt is taken */
	nop
2:	tst.b	quit
	beq	1b
	jmp	done

/* 20,000 iterations of two instructions. */
pass_time:
	move.l	#5000, %d7
1:	subq.l	#1, %d7
	bne	1b
	rts

clock:	movem.l	%d0-%d1, -(%sp)
	addq.l	#1, ticks
	move.l	8(%sp), clock_pc
	move.l	12(%sp), clock_psl
	MFPR(#PR_IPL)
	move.l	%d0, clock_ipl
	MTPR(#(ICCS_RUN | ICCS_IE | ICCS_INT), #PR_ICCS)
	movem.l	(%sp)+, %d0-%d1
	rte

transmitter:
	movem.l	%d0-%d1, -(%sp)
	addq.l	#1, transmitter_interrupts
	clr.l	%d0
	move.b	(%a2)+, %d0
	beq	1f
	move.l	#PR_TXDB, %d1
	XFC(XFC_MTPR)
	bra	2f
1:	MTPR(#0, #PR_TXCS)
	st	sent_all
2:	movem.l	(%sp)+, %d0-%d1
	rte

receiver:
	movem.l	%d0-%d1, -(%sp)
	addq.l	#1, receiver_interrupts
1:	MFPR(#PR_RXCS)
	tst.b	%d0
	bpl	2f
	MFPR(#PR_RXDB)
	move.b	%d0, (%a2)+
	cmpi.b	#'q', %d0
	bne	1b
	st	quit
	bra	1b
2:	movem.l	(%sp)+, %d0-%d1
	rte

	.data
	.balign	4
	.globl	clock_psl, clock_ipl, transmitter_interrupts, receiver_interrupts, typed, greeting
ticks:	.long	0
clock_pc: .long	0
clock_psl: .long 0
clock_ipl: .long 0
transmitter_interrupts: .long 0
receiver_interrupts: .long 0
sent_all: .byte	0
quit:	.byte	0
greeting: .asciz "hello"
farewell: .asciz ", world\n"
typed:	.fill	8192, 1, 0
