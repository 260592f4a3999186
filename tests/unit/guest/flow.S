/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls and returns of every kind, and what looks like one. Looked at by test_flow.c. */
#include "paged.inc"

#define DEPTH 500

	.macro	CALLS count, routine
	.short	XFC_BASE + XFC_CALLS, \count
	.long	\routine
	.endm

	/* An instruction that test_flow.c knows by name. */
	.macro	AT name
	.globl	\name
\name:
	.endm

tests:
	/* Every way to call, and to return ---------------------------------------------------------------------- */
	lea	routine, %a0
	AT	jsr_register
	jsr	(%a0)
	AT	jsr_displaced
	jsr	(routine_rts - routine)(%a0)
	moveq	#8, %d0
	lea	routine - 16, %a0
	AT	jsr_indexed
	jsr	8(%a0, %d0.l)
	AT	jsr_absolute
	jsr	routine.l
	AT	jsr_relative
	jsr	routine(%pc)
	lea	pointer, %a0
	move.l	#routine, (%a0)
	AT	jsr_indirect
	jsr	([%a0])
	AT	bsr_short
	bsr.s	2f
	AT	bsr_word
	bsr.w	near
	AT	bsr_long
	bsr.l	routine
	bra.s	1f
2:	AT	near
	nop
	AT	near_rts
	rts
1:	move.l	#1, -(%sp)
	move.l	#2, -(%sp)
	AT	rtd_call
	jsr	rtd_routine
	AT	deep_prepare
	move.l	#DEPTH, %d3
	AT	deep_call
	bsr	deep
	AT	calls_call
	CALLS	0, calls_routine
	move.l	#7, -(%sp)
	AT	calls_nested
	CALLS	1, calls_outer

	/* The call of itself: the pointer is on the stack, where the return address takes its place. */
	AT	itself_prepare
	lea	stacktop, %sp
	lea	-4(%sp), %a0
	move.l	#itself, (%a0)
	AT	itself
	jsr	([%a0])
	lea	stacktop, %sp

	/* What is none, and what is half one -------------------------------------------------------------------- */
	AT	tail_call
	bsr	tail
	AT	jump_prepare
	lea	1f, %a0
	AT	jump
	jmp	(%a0)
1:	pea	1f
	AT	push_and_rts
	rts						/* a return without a call */
1:	AT	popped_call
	bsr	popped					/* a call without a return */
	TRY	jsr_no_mode
	.short	0x4e80					/* jsr %d0 */
	END	jsr_no_mode
	lea	illegal + 1, %a0
	TRY	jsr_odd					/* has happened; what is at its end cannot be executed */
	jsr	(%a0)
	END	jsr_odd
	TRY	jsr_fenced
	jsr	fenced
	END	jsr_fenced
	TRY	bsr_next				/* the next instruction is what the engine must not decode */
	bsr.w	1f
1:	AT	bsr_next_fence
	.short	0xf200, 0x0000
	END	bsr_next
	TRY	jsr_gate
	jsr	0xfffe0000
	END	jsr_gate
	bsr	unmap_b
	TRY	jsr_missing
	jsr	B_VA + 0x40
	END	jsr_missing
	pea	B_VA + 0x40
	TRY	rts_missing
	rts
	END	rts_missing
	TRY	calls_bad
	CALLS	0, bad_mask
	END	calls_bad

	/* The user ---------------------------------------------------------------------------------------------- */
	USER	user_bsr
	bsr	1f
	trap	#0
1:	AT	user_rts
	rts
	ENDUSER
	USER	user_jsr
	lea	USER_VA(2f), %a0
	AT	user_jsr_register
	jsr	(%a0)
	AT	user_calls
	CALLS	0, USER_VA(3f)
	trap	#0
2:	AT	user_jsr_rtd
	rtd	#0
3:	.short	0x003c
	AT	user_calls_inner
	bsr	2b
	AT	user_ret
	XFC(XFC_RET)
	ENDUSER
	USER	push_missing, 0, B_VA+NBPG		/* never succeeds */
	bsr	1f
1:	trap	#0
	ENDUSER
	USER	user_system				/* has happened, but the system's page is not the user's */
	jsr	routine
	ENDUSER

	/* Pushes into a page that is not there at first: begun again, told once */
	addq.l	#1, repair
	bsr	unmap_b
	USER	again_bsr, 0, B_VA+NBPG
	bsr	1f
	trap	#0
1:	AT	again_bsr_rts
	rts
	ENDUSER
	bsr	unmap_b
	USER	again_jsr, 0, B_VA+2			/* the push lies across the edge */
	jsr	USER_VA(1f)
	trap	#0
1:	AT	again_jsr_rtd
	rtd	#0
	ENDUSER
	bsr	unmap_b
	USER	again_calls, 0, B_VA+16
	CALLS	0, USER_VA(1f)
	trap	#0
1:	.short	0x0ffc
	AT	again_ret
	XFC(XFC_RET)
	ENDUSER
	bsr	map_b
	move.w	#0x4e75, B_VA + 0x40			/* rts */
	MTPR(#0, #PR_ICIA)
	bsr	unmap_b
	lea	B_VA + 0x40, %a0
	AT	fetch_faults
	jsr	(%a0)
	clr.l	repair

	/* A stack in the page frame that is executed by another address: the engine may not have both, and the push is
	 * a run of its own. */
	move.w	#0x4e75, data_a + 0x10
	MTPR(#0, #PR_ICIA)
	AT	shared_before
	jsr	data_a + 0x10
	lea	A_VA + 0x800, %sp
	AT	shared_jsr
	jsr	data_a + 0x10
	AT	shared_bsr
	bsr	shared
	lea	stacktop, %sp

	/* Calls that lie across the edge of a page, and their returns in other pages */
	bsr	map_b
	move.w	#0x4eb9, A_VA + NBPG - 2		/* jsr routine; rts */
	move.l	#routine, B_VA
	move.w	#0x4e75, B_VA + 4
	MTPR(#0, #PR_ICIA)
	AT	across_call
	jsr	A_VA + NBPG - 2
	jmp	done

	AT	routine
	nop
	nop
	AT	routine_rts
	rts
	AT	rtd_routine
	rtd	#8
	AT	deep
	subq.l	#1, %d3
	beq.s	1f
	AT	deep_inner
	bsr	deep
1:	AT	deep_rts
	rts
	AT	calls_routine
	.short	0x0004
	AT	calls_routine_begin
	moveq	#1, %d2
	AT	calls_ret
	XFC(XFC_RET)
	AT	calls_outer
	.short	0x0ffc
	AT	calls_inner
	CALLS	0, calls_routine
	AT	calls_outer_ret
	XFC(XFC_RET)
	AT	tail
	lea	tail_end, %a0
	AT	tail_jump
	jmp	(%a0)
	AT	tail_end
	nop
	AT	tail_rts
	rts
	AT	popped
	move.l	(%sp)+, %a0
	AT	popped_jump
	jmp	(%a0)
	AT	fenced
	.short	0xf200, 0x0000
bad_mask:
	.short	0x3000
	AT	shared
	jsr	data_a + 0x10
	AT	shared_rtd
	rtd	#-8
illegal:
	illegal

	.data
	.balign	4
pointer: .long	0
