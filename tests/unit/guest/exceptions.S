/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every exception, what it pushes, and instructions that fault and begin again. Looked at by test_exceptions.c. */
#include "paged.inc"

tests:
	/* Instructions that do not exist, or not for everybody ------------------------------------------------ */
	TRY	illegal, 0x1f
	illegal
	END	illegal
	TRY	line_f, 0x0a
	.short	0xffff
	END	line_f
	TRY	line_a_unknown, 0x15
	.short	XFC_BASE + XFC_COUNT
	END	line_a_unknown
	TRY	line_a_last
	.short	0xafff
	END	line_a_last
	TRY	trap_1
	trap	#1
	END	trap_1
	TRY	trap_14
	trap	#14
	END	trap_14
	/* Stores that are refused after the condition codes were computed, which the engine keeps in two ways. */
	moveq	#1, %d0
	TRY	refused_subtract, 0x0f
	sub.l	%d0, RO_VA
	END	refused_subtract
	moveq	#1, %d0
	TRY	refused_after_compare, 0x1f
	cmpi.l	#2, %d0
	sub.l	%d0, RO_VA
	END	refused_after_compare
	TRY	refused_bit, 0x0b
	bclr	#0, RO_VA
	END	refused_bit
	moveq	#1, %d0
	TRY	refused_bit_after_compare, 0x1f
	cmpi.l	#2, %d0
	bclr	#0, RO_VA
	END	refused_bit_after_compare
	moveq	#1, %d0
	TRY	refused_set
	cmpi.l	#2, %d0
	scs	RO_VA
	END	refused_set
	TRY	refused_move, 0x1f
	move.l	%d0, RO_VA
	END	refused_move
	TRY	overflow_trap, 0x02
	trapv
	END	overflow_trap
	moveq	#7, %d0
	TRY	out_of_range
	chk.w	#3, %d0
	END	out_of_range
	TRY	stop_instruction, 0x1f
	stop	#0x2000
	END	stop_instruction
	reset					/* does nothing */
	/* There is no floating point unit; its words are words like others where they are operands. */
	TRY	float_move, 0x1f
	.short	0xf200, 0x0000
	END	float_move
	TRY	float_nonsense, 0x11
	move.l	#0xf2a0f260, %d2
	.short	0xf260, 0x59e6
	END	float_nonsense
	TRY	float_branch, 0x05
	bcc.s	1f
	.short	0xf2a0, 0x0004
1:
	END	float_branch
	USER	user_float, 0x1f
	jmp	USER_VA(1f)
	nop
1:	.short	0xf2bf, 0xf2bf
	ENDUSER
	TRY	odd_jump, 0x04
	jmp	illegal + 1
	END	odd_jump
	/* The same where the engine is stopped at every address, so that it decodes little at a time. */
	TRY	odd_jump_cut, 0x04
	jmp	litter + LITTER_CUT + 1
	END	odd_jump_cut
	USER	user_sr, 0x03
	move.w	#0x2700, %sr
	ENDUSER
	USER	user_rte
	rte
	ENDUSER
	USER	user_stop
	stop	#0
	ENDUSER

	/* Traps ---------------------------------------------------------------------------------------------------- */
	TRY	breakpoint, 0x1f
	trap	#15
	END	breakpoint
	USER	user_breakpoint, 0x05
	trap	#15
	ENDUSER
	move.l	#0x12348765, %d0
	TRY	chmk, 0x1f
	trap	#0
	END	chmk
	USER	user_chmk, 0x09
	move.w	#0x12, %ccr
	trap	#0
	ENDUSER
	move.l	#1000, %d0
	clr.l	%d1
	TRY	divide, 0x10
	divu.w	%d1, %d0
	END	divide
	TRY	divide_long, 0x1f
	divsl.l	%d1, %d2:%d0
	END	divide_long

	/* Memory ------------------------------------------------------------------------------------------------ */
	TRY	read_no_access, 0x1f
	tst.l	0x10
	END	read_no_access
	TRY	read_length
	tst.l	END_VA + 0x24
	END	read_length
	TRY	write_length
	clr.b	END_VA + 0x24
	END	write_length
	TRY	stack_length
	clr.l	P1END - 4
	END	stack_length
	TRY	system_length
	tst.l	S0BASE + PTES * NBPG
	END	system_length
	TRY	fourth_region
	tst.l	0xc0000000
	END	fourth_region
	TRY	gate_page
	tst.l	0xfffe0ffc
	END	gate_page
	TRY	write_read_only
	clr.l	RO_VA + 8
	END	write_read_only
	USER	user_write_read_only
	addq.l	#1, RO_VA + 8
	ENDUSER
	USER	user_read_kernel
	tst.b	K_VA + 0xfff
	ENDUSER
	USER	user_read_system
	tst.l	S0BASE + KERNEL_PA
	ENDUSER
	USER	user_jump_system
	jmp	S0BASE + KERNEL_PA
	ENDUSER
	USER	user_jump_nowhere, 0x1f
	jmp	END_VA + 0x124
	ENDUSER
	bsr	unmap_b
	TRY	read_invalid, 0x1f
	tst.l	B_VA + 0x800
	END	read_invalid
	TRY	write_invalid
	clr.l	B_VA + 0x800
	END	write_invalid
	USER	user_jump_invalid
	jmp	B_VA + 0x40
	ENDUSER
	TRY	crossing_store
	move.l	#0x11223344, A_VA + NBPG - 2
	END	crossing_store
	SAVE	crossing_left, A_VA + NBPG - 4
	move.l	#p0pt + 0x10000000, %d0		/* the P0 table where S0 has nothing */
	moveq	#PR_P0BR, %d1
	XFC(XFC_MTPR)
	TRY	table_length
	clr.l	A_VA
	END	table_length
	move.l	#p0pt, %d0
	moveq	#PR_P0BR, %d1
	XFC(XFC_MTPR)

	/* Returns ----------------------------------------------------------------------------------------------- */
	.macro	BADREI name, psl, ccr=0
	move.l	#\psl, -(%sp)
	move.l	#done, -(%sp)
	TRY	\name, \ccr
	rte
	END	\name
	.endm
	BADREI	rei_t, PSL_T, 0x1f
	BADREI	rei_mbz, 0x00000100
	BADREI	rei_mbz_high, 0x80000000
	BADREI	rei_mode_1, 0x01000000
	BADREI	rei_mode_2, 0x02000000
	BADREI	rei_user_ipl, (PSL_USERSET + 0x00010000)
	BADREI	rei_user_previous_kernel, PSL_USER
	MTPR(#5, #PR_IPL)
	BADREI	rei_ipl_raised, 0x00060000
	move.l	#0x10c5000b, -(%sp)		/* previous mode user, IPL 5, X N V C: fine */
	move.l	#1f, -(%sp)
	rte
1:	move.w	%ccr, %d0
	ext.l	%d0
	SAVE	rei_codes, %d0
	MTPR(#IPL_HIGH, #PR_IPL)

	/* A stack that is not aligned, across a page: frames are pushed and popped all the same. */
	lea	crossing_stack + 6, %sp
	TRY	crossing_frame, 0x11
	trap	#0
	END	crossing_frame
	lea	crossing_stack + 2, %sp
	move.l	#0x101f0001, -(%sp)
	move.l	#1f, -(%sp)
	rte
1:	SAVE	crossing_sp, %sp
	lea	stacktop, %sp

	/* Beginning again --------------------------------------------------------------------------------------- */
	addq.l	#1, repair
	bsr	map_b
	.macro	AGAIN name, ccr=0
	bsr	unmap_b
	clr.l	faults
	TRY	\name, \ccr
	.endm
	.macro	AGAINEND name
	END	\name
	move.w	%ccr, \name\()_ccr
	move.l	faults, \name\()_faults
	.pushsection .data
	.balign	4
	.globl	\name\()_faults, \name\()_ccr
\name\()_faults: .long 0
	.short	0
\name\()_ccr: .short 0x5a5a
	.popsection
	.endm

	move.l	#0x01020304, A_VA + NBPG - 8
	move.l	#0x05060708, A_VA + NBPG - 4
	move.l	#0x090a0b0c, B_VA
	move.l	#0x0d0e0f10, B_VA + 4
	lea	A_VA + NBPG - 8, %a0
	AGAIN	movem_load, 0x1f
	movem.l	(%a0)+, %d2-%d5
	AGAINEND movem_load
	SAVE	movem_load_a0, %a0
	SAVE	movem_load_d2, %d2
	SAVE	movem_load_d5, %d5

	lea	B_VA + 8, %a0
	AGAIN	movem_store, 0x15
	movem.l	%d2-%d5, -(%a0)
	AGAINEND movem_store
	SAVE	movem_store_a0, %a0

	lea	A_VA + NBPG - 8, %a0
	moveq	#1, %d2
	moveq	#2, %d3
	moveq	#3, %d4
	AGAIN	movem_up, 0x0a
	movem.l	%d2-%d4, (%a0)
	AGAINEND movem_up

	move.l	#0xcafebabe, A_VA
	lea	A_VA, %a0
	lea	B_VA + 16, %a1
	AGAIN	post_increment
	move.l	(%a0)+, (%a1)+
	AGAINEND post_increment
	SAVE	post_increment_a0, %a0
	SAVE	post_increment_a1, %a1

	lea	A_VA + 0x104, %a0
	lea	B_VA + 0x104, %a1
	move.l	#0x80000001, A_VA + 0x100
	AGAIN	pre_decrement, 0x13
	move.l	-(%a0), -(%a1)
	AGAINEND pre_decrement
	SAVE	pre_decrement_a0, %a0
	SAVE	pre_decrement_a1, %a1

	move.l	#0x0a0a0a0a, A_VA + NBPG - 4
	move.l	#0x0b0b0b0b, B_VA
	move.l	#0x11223344, %d2
	AGAIN	crossing
	move.l	%d2, A_VA + NBPG - 2
	AGAINEND crossing
	SAVE	crossing_edge, edge
	SAVE	crossing_a, A_VA + NBPG - 4
	SAVE	crossing_b, B_VA

	lea	A_VA + NBPG - 3, %a0		/* five bytes, which the engine stores as eight */
	move.l	#0x01234567, %d2
	move.l	#0x55555555, A_VA + NBPG - 4
	move.l	#0x66666666, B_VA
	bfins	%d2, (%a0){#4:#32}
	SAVE	field_a, A_VA + NBPG - 4
	SAVE	field_b, B_VA

	move.l	#41, B_VA + 0x200
	AGAIN	memory_add, 0x1f
	addq.l	#1, B_VA + 0x200
	AGAINEND memory_add

	bsr	unmap_b				/* the user's stack in the page that is not there */
	clr.l	faults
	USER	user_stack, 0, B_VA+NBPG
	moveq	#33, %d0
	bsr	1f
	trap	#0
1:	link	%a6, #-8
	move.l	%d0, -4(%a6)
	unlk	%a6
	rts
	ENDUSER
	SAVE	user_stack_faults, faults
	SAVE	user_stack_local, B_VA + NBPG - 12
	jmp	done

/* As many instructions that leave something behind in the engine's memory as make it stop at LITTER_CUT. */
	.equ	LITTER_CUT, 600
	.globl	litter
	.balign	NBPG
litter:
	.rept	NBPG / 2
	clr.w	%d0
	.endr

	.data
	.globl	crossing_stack
	.balign	NBPG
	.fill	NBPG, 1, 0
crossing_stack:
	.fill	16, 1, 0
