/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CALLS, RET, INSQUE and REMQUE. Looked at by test_calls.c. */
#include "paged.inc"

#define SPLITS 72	/* a frame with ten registers and its argument count has 64 bytes, and up to 3 that align it */
#define HALF 128	/* bytes looked at on both sides of the page's edge */

	.macro	CALLS count, routine
	.short	XFC_BASE + XFC_CALLS, \count
	.long	\routine
	.endm

/*
 * FRAME name, mask, skew, count, xor: calls a routine with this entry mask, on a stack that begins `skew` bytes below
 * name_frame, and returns from it. xor: what the routine changes in the frame's second longword.
 */
	.macro	FRAME name, mask, skew=0, count=0, xor=0
	.pushsection .data
	.balign	4
	.globl	\name\()_in, \name\()_out, \name\()_codes, \name\()_frame
\name\()_in: .fill 16, 4, 0x5a5a5a5a
\name\()_out: .fill 16, 4, 0x5a5a5a5a
\name\()_codes: .fill 2, 2, 0x5a5a
	.fill	96, 1, 0x5a
\name\()_frame:
	.popsection
	movem.l	numbers, %d0-%d7/%a0-%a6
	lea	\name\()_frame - \skew, %sp
	move.w	#0x1f, %ccr
	.globl	\name, \name\()_behind
\name:
	CALLS	\count, \name\()_routine
\name\()_behind:
	move.w	%ccr, \name\()_codes + 2
	movem.l	%d0-%d7/%a0-%a7, \name\()_out
	bra	\name\()_end
\name\()_routine:
	.short	\mask
	move.w	%ccr, \name\()_codes
	movem.l	%d0-%d7/%a0-%a7, \name\()_in
	eori.l	#\xor, FRAME_WORD(%fp)
	movem.l	zeros, %d0-%d7/%a0-%a5
	suba.l	%sp, %sp			/* everything comes from FP */
	XFC(XFC_RET)
\name\()_end:
	.endm

/* A fault of RET or CALLS with the registers `numbers`, but FP, and what is left of them after it. */
	.macro	REFUSED name, fp, text:vararg
	movem.l	numbers, %d0-%d7/%a0-%a6
	lea	\fp, %fp
	TRY	\name, 0x1f
	\text
	END	\name
	movem.l	%d0-%d7/%a0-%a6, kept
	SAVE	\name\()_d2, kept + 8
	SAVE	\name\()_ap, kept + 52
	SAVE	\name\()_fp, kept + 56
	.endm

/*
 * Goes on as the user with the registers `numbers` (but FP, if one is given) until the next exception that is not
 * repaired. Notes at (noted)+ how it came back: vector, the three longwords on top of the stack, USP, a5, a6, number of
 * repairs, d2.
 */
	.macro	ASUSER usp, pc, fp
	move.l	\usp, %a0
	move.l	%a0, %usp
	move.l	#scratch_log, logp
	move.l	#1f, resume
	move.l	#PSL_USERSET, -(%sp)
	move.l	\pc, -(%sp)
	movem.l	numbers, %d0-%d7/%a0-%a6
	.ifnb	\fp
	move.l	\fp, %fp
	.endif
	rte
1:	movem.l	%d0-%d7/%a0-%a6, kept
	move.l	noted, %a0
	move.l	scratch_log, (%a0)+
	move.l	scratch_log + 4, (%a0)+
	move.l	scratch_log + 8, (%a0)+
	move.l	scratch_log + 12, (%a0)+
	move.l	%usp, %a1
	move.l	%a1, (%a0)+
	move.l	kept + 52, (%a0)+
	move.l	kept + 56, (%a0)+
	move.l	faults, (%a0)+
	move.l	kept + 8, (%a0)+
	move.l	%a0, noted
	.endm

tests:
	/* Frames -------------------------------------------------------------------------------------------- */
	FRAME	plain, 0
	FRAME	all, 0x0fff, 0, 3
	FRAME	some, 0x0a5c, 0, 1
	FRAME	enables, 0xc004, 0, 2		/* DV and IV */
	FRAME	skew_1, 0x0001, 1, 0
	FRAME	skew_2, 0x0800, 2, 4
	FRAME	skew_3, 0x0fff, 3, 255
	FRAME	large, 0, 0, 0x1ff		/* RET looks at the low byte */
	FRAME	codes, 0x00fc, 2, 2, 0x0b	/* N, V, C for the caller */
	FRAME	ignored, 0, 0, 1, 0xf0		/* DV, FU, IV, T */
	FRAME	as_callg, 0x000c, 3, 2, FRAME_S	/* the argument list stays */

	/* Refused ------------------------------------------------------------------------------------------- */
	lea	stacktop, %sp
	.irp	bit, 8, 9, 10, 11, 12, 13, 14, 15
	.pushsection .data
	.balign	4
	.globl	bad_frame_\bit
bad_frame_\bit:
	.long	0, FRAME_S | (4 << FRAME_MASKSHIFT) | (1 << \bit), 1, 2, 4, 8, 0
	.popsection
	REFUSED	ret_bit_\bit, bad_frame_\bit, XFC(XFC_RET)
	.endr
	lea	stacktop, %sp
	.irp	bit, 12, 13
	REFUSED	calls_bit_\bit, 0, CALLS 0, 1f
	bra	2f
1:	.short	1 << \bit
2:
	.endr
	SAVE	refused_stack, stacktop - 4
	REFUSED	ret_nowhere, 0, XFC(XFC_RET)
	REFUSED	calls_nowhere, 0, CALLS 0, 0

	/* The user's frames, across the edge of a page that comes and goes ------------------------------------ */
	move.l	#notes, noted
	move.l	#halves, half
	move.l	#1, split
next_split:
	bsr	map_b
	move.l	#0x05050505, %d0
	lea	data_b + NBPG - HALF, %a0
	lea	ustack, %a1
	moveq	#HALF / 4 - 1, %d1
1:	move.l	%d0, (%a0)+
	move.l	%d0, (%a1)+
	dbra	%d1, 1b
	bsr	unmap_b
	clr.l	repair
	clr.l	faults
	move.l	split, %d2
	addi.l	#B_VA + NBPG, %d2
	ASUSER	%d2, #USER_VA(user_calls)
	bsr	halves_out
	addq.l	#1, repair
	move.l	split, %d2
	addi.l	#B_VA + NBPG, %d2
	ASUSER	%d2, #USER_VA(user_calls)
	bsr	halves_out
	bsr	unmap_b
	clr.l	repair
	clr.l	faults
	move.l	kept + 56, frame
	ASUSER	#1, #USER_VA(user_ret), frame
	addq.l	#1, repair
	ASUSER	#1, #USER_VA(user_ret), frame
	addq.l	#1, split
	cmpi.l	#SPLITS, split
	bls	next_split

	/* The instruction itself, and the entry mask, in the page that is missing ------------------------------ */
	.irp	before, 2, 4, 6
	bsr	map_b
	move.l	user_calls, B_VA - \before
	move.l	user_calls + 4, B_VA - \before + 4
	bsr	unmap_b
	clr.l	faults
	ASUSER	#STACK_VA, #(B_VA - \before)
	.endr
	bsr	map_b
	move.l	#0x00044e4f, B_VA		/* entry mask; trap #15 */
	bsr	unmap_b
	clr.l	faults
	ASUSER	#STACK_VA, #USER_VA(user_calls_b)
	clr.l	repair
	bsr	map_b

	/* What is not the user's */
	.irp	sp, RO_VA + 8, K_VA + 16, 4	/* read-only; the kernel's; none */
	ASUSER	#\sp, #USER_VA(user_calls)
	.endr
	ASUSER	#STACK_VA, #USER_VA(user_calls_k)
	ASUSER	#STACK_VA, #USER_VA(user_ret), #K_VA

	/* Queues ---------------------------------------------------------------------------------------------- */
	.macro	QUEUE name, number, entry, before=0
	lea	\entry, %a0
	lea	\before, %a1
	TRY	\name, 0x10
	XFC(\number)
	move.w	%ccr, %d2
	trap	#15
	END	\name
	.endm
	lea	stacktop, %sp
	QUEUE	remove_none, XFC_REMQUE, head
	QUEUE	insert_first, XFC_INSQUE, one, head
	QUEUE	insert_last, XFC_INSQUE, three, one
	QUEUE	insert_between, XFC_INSQUE, two, one
	move.l	#queue_full, %a1
	bsr	copy_queue
	QUEUE	remove_middle, XFC_REMQUE, two
	QUEUE	remove_front, XFC_REMQUE, one
	QUEUE	remove_last, XFC_REMQUE, three
	move.l	#queue_empty, %a1
	bsr	copy_queue
	move.l	#A_VA + 16, A_VA		/* links of different signs */
	move.l	#system, A_VA + 4
	QUEUE	remove_before, XFC_REMQUE, A_VA
	move.l	#system, A_VA
	move.l	#A_VA + 16, A_VA + 4
	QUEUE	remove_after, XFC_REMQUE, A_VA

	/* Queues with a part that is missing. `edge` is a longword that would be stored to, as it was at the fault. */
	addq.l	#1, repair
	.macro	MISSING name, number, entry, before=0
	bsr	unmap_b
	clr.l	faults
	QUEUE	\name, \number, \entry, \before
	SAVE	\name\()_faults, faults
	SAVE	\name\()_edge, edge
	.endm
	move.l	#0x11111111, A_VA + NBPG - 4
	move.l	#A_VA, A_VA
	move.l	#A_VA, A_VA + 4
	MISSING	insert_split, XFC_INSQUE, A_VA + NBPG - 4, A_VA
	SAVE	insert_split_next, A_VA + NBPG - 4
	SAVE	insert_split_back, B_VA
	move.l	#0x22222222, A_VA + NBPG - 4
	move.l	#B_VA + 32, A_VA
	MISSING	insert_next, XFC_INSQUE, A_VA + NBPG - 8, A_VA
	SAVE	insert_next_back, B_VA + 36
	move.l	#A_VA, B_VA + 32
	MISSING	insert_before, XFC_INSQUE, A_VA + 16, B_VA + 32
	SAVE	insert_before_next, B_VA + 32
	move.l	#0x33333333, A_VA + NBPG - 4
	move.l	#B_VA + 32, A_VA
	move.l	#A_VA + NBPG - 4, A_VA + 4
	MISSING	remove_next, XFC_REMQUE, A_VA
	SAVE	remove_next_next, A_VA + NBPG - 4
	SAVE	remove_next_back, B_VA + 36
	clr.l	repair
	jmp	done

/* Copies both sides of the edge to (half)+. */
halves_out:
	move.l	half, %a2
	lea	data_b + NBPG - HALF, %a0
	lea	ustack, %a1
	moveq	#HALF / 4 - 1, %d1
1:	move.l	(%a0)+, (%a2)
	move.l	(%a1)+, HALF(%a2)
	addq.l	#4, %a2
	dbra	%d1, 1b
	lea	HALF(%a2), %a2
	move.l	%a2, half
	rts

/* Copies head, one, two, three to a1. */
copy_queue:
	lea	head, %a0
	moveq	#7, %d1
1:	move.l	(%a0)+, (%a1)+
	dbra	%d1, 1b
	rts

	.section .user, "ax"
	.globl	user_calls, user_behind, user_routine, user_ret, user_calls_b, user_calls_k
user_calls:
	CALLS	2, USER_VA(user_routine)
user_behind:
	trap	#15
user_routine:
	.short	0x0ffc
	trap	#15
user_ret:
	XFC(XFC_RET)
	trap	#15
user_calls_b:
	CALLS	0, B_VA
user_calls_k:
	CALLS	0, K_VA

	.data
	.balign	4
	.globl	numbers, notes, halves, head, one, two, three, system, queue_full, queue_empty
numbers: .long	0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6
zeros:	.fill	15, 4, 0
kept:	.fill	15, 4, 0
scratch_log: .fill 10, 4, 0
noted:	.long	0
half:	.long	0
split:	.long	0
frame:	.long	0
head:	.long	head, head
one:	.long	0, 0
two:	.long	0, 0
three:	.long	0, 0
system:	.long	A_VA, 0
queue_full: .fill 8, 4, 0
queue_empty: .fill 8, 4, 0
notes:	.fill	(4 * SPLITS + 16) * 9, 4, 0
halves:	.fill	2 * SPLITS * 2 * HALF, 1, 0
