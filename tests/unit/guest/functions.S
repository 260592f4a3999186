/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every extended function and internal processor register. Looked at by test_functions.c. */
#include "paged.inc"

#define RESULT -1

tests:
	/* For the kernel only ------------------------------------------------------------------------------ */
	.macro	FORBIDDEN name, number
	USER	\name
	.short	XFC_BASE + \number
	ENDUSER
	.endm
	FORBIDDEN user_mtpr, XFC_MTPR
	FORBIDDEN user_mfpr, XFC_MFPR
	FORBIDDEN user_ldpctx, XFC_LDPCTX
	FORBIDDEN user_svpctx, XFC_SVPCTX
	FORBIDDEN user_trace, XFC_TRACE
	FORBIDDEN user_idle, XFC_IDLE
	FORBIDDEN user_halt, XFC_HALT

	/* Registers ------------------------------------------------------------------------------------------ */
	lea	plain, %a2			/* those that keep what is written */
	lea	plain_back, %a3
1:	move.l	(%a2)+, %d1
	bmi	2f
	XFC(XFC_MFPR)
	move.l	%d0, %d3
	move.l	#0x12345678, %d0
	XFC(XFC_MTPR)
	clr.l	%d0
	XFC(XFC_MFPR)
	move.l	%d0, (%a3)+
	move.l	%d3, %d0
	XFC(XFC_MTPR)
	bra	1b
2:
	.macro	READ label, reg
	MFPR(#\reg)
	SAVE	\label, %d0
	.endm
	READ	sbr, PR_SBR
	READ	slr, PR_SLR
	READ	p0br, PR_P0BR
	READ	p0lr, PR_P0LR
	READ	p1lr, PR_P1LR
	READ	scbb, PR_SCBB
	READ	mapen, PR_MAPEN
	READ	sid, PR_SID
	READ	ksp, PR_KSP
	READ	ipl, PR_IPL
	MTPR(#0xffffff15, #PR_IPL)
	READ	ipl_15, PR_IPL
	TRY	psl_15
	trap	#15
	END	psl_15
	lea	stacktop - 64, %a0
	move.l	%a0, %d0
	moveq	#PR_KSP, %d1
	XFC(XFC_MTPR)
	SAVE	ksp_set, %sp
	lea	stacktop, %sp

	/* Which can be read at all, and which refuse to be written: 1 yes, 0 reserved operand. */
	clr.l	%d7
	lea	readable, %a2
1:	sf	(%a2)
	TRY	read_any
	move.l	%d7, %d1
	XFC(XFC_MFPR)
	st	(%a2)
	END	read_any
	addq.l	#1, %a2
	addq.l	#1, %d7
	cmpi.l	#256, %d7
	bne	1b
	lea	unwritable, %a2
1:	move.l	(%a2)+, %d7
	bmi	1f
	TRY	write_any
	move.l	%d7, %d1
	XFC(XFC_MTPR)
	jmp	done				/* the test finds the list not done with */
	END	write_any
	addq.l	#1, refused
	bra	1b
1:	moveq	#-1, %d1
	TRY	mfpr_unknown, 0x1f
	XFC(XFC_MFPR)
	END	mfpr_unknown

	/* Disk ------------------------------------------------------------------------------------------------ */
	READ	disk_size, PR_DKSZ
	.macro	DISK label, block, pa, command=DKCS_READ
	MTPR(#\block, #PR_DKBN)
	MTPR(#\pa, #PR_DKPA)
	MTPR(#\command, #PR_DKCS)
	READ	\label, PR_DKCS
	.endm
	DISK	disk_good, 1, data_ro-S0BASE
	DISK	disk_beyond, 6, data_ro-S0BASE
	DISK	disk_unaligned, 1, data_ro-S0BASE+4
	DISK	disk_nowhere, 1, 0x04000000
	DISK	disk_command, 1, data_ro-S0BASE, 7
	DISK	disk_write_root, 0, data_ro-S0BASE, DKCS_WRITE

	/* The swap area: blocks 2 to 5 behind the two of the root image */
	READ	swap_size, PR_DKSW
	DISK	swap_write, 3, data_ro-S0BASE, DKCS_WRITE
	DISK	swap_zeros, 2, data_ro-S0BASE
	SAVE	swap_was_zero, data_ro
	DISK	swap_read, 3, data_ro-S0BASE

	/* PROBE: address, bytes, mode, function, expected; the result is put behind ---------------------------- */
	bsr	unmap_b
	lea	probes, %a2
1:	move.l	(%a2)+, %a0
	move.l	(%a2)+, %d0
	bmi	1f
	move.l	(%a2)+, %d1
	tst.l	(%a2)+
	bne	2f
	XFC(XFC_PROBER)
	bra	3f
2:	XFC(XFC_PROBEW)
3:	addq.l	#4, %a2
	move.l	%d0, (%a2)+
	bra	1b
1:	USER	user_probe			/* the user cannot probe as the kernel */
	lea	K_VA, %a0
	moveq	#4, %d0
	moveq	#0, %d1
	XFC(XFC_PROBER)
	move.l	%d0, %d2
	trap	#0
	ENDUSER

	/* MOVC3 ------------------------------------------------------------------------------------------------ */
	bsr	map_b
	lea	data_a, %a0
	clr.l	%d0
1:	move.w	%d0, (%a0)+
	addq.l	#1, %d0
	cmpi.l	#NBPG / 2, %d0
	bne	1b
	addq.l	#1, repair
	bsr	unmap_b
	clr.l	faults
	move.l	#0x800, %d0			/* target missing in the middle */
	lea	A_VA + 0x101, %a0
	lea	A_VA + 0xf01, %a1
	TRY	move_target, 0x1b
	XFC(XFC_MOVC3)
	END	move_target
	move.w	%ccr, move_ccr
	SAVE	move_target_d0, %d0
	SAVE	move_target_a0, %a0
	SAVE	move_target_a1, %a1
	bsr	unmap_b
	move.l	#0x20, %d0			/* source missing in the middle, target two pages, too */
	lea	A_VA + NBPG - 8, %a0
	lea	STACK_VA - 0x20, %a1
	TRY	move_source
	XFC(XFC_MOVC3)
	END	move_source
	SAVE	move_faults, faults
	SAVE	move_source_low, STACK_VA - 0x20
	SAVE	move_source_high, STACK_VA - 0x14
	clr.l	repair
	bsr	unmap_b
	clr.l	%d0				/* nothing touches nothing */
	lea	B_VA, %a0
	lea	B_VA, %a1
	XFC(XFC_MOVC3)
	moveq	#4, %d0
	lea	A_VA, %a0
	lea	RO_VA, %a1
	TRY	move_read_only
	XFC(XFC_MOVC3)
	END	move_read_only
	USER	user_move_kernel
	moveq	#4, %d0
	lea	K_VA, %a0
	lea	A_VA, %a1
	XFC(XFC_MOVC3)
	ENDUSER
	move.l	#0x300, %d0			/* down over itself */
	lea	A_VA + 0x810, %a0
	lea	A_VA + 0x800, %a1
	XFC(XFC_MOVC3)

	/* MOVC5 ------------------------------------------------------------------------------------------------ */
	lea	A_VA, %a0			/* source longer than target */
	lea	STACK_VA - 0x40, %a1
	moveq	#8, %d0
	move.l	#0xee, %d1
	moveq	#5, %d2
	XFC(XFC_MOVC5)
	SAVE	cut_d0, %d0
	SAVE	cut_d2, %d2
	SAVE	cut_a0, %a0
	SAVE	cut_a1, %a1
	addq.l	#1, repair
	clr.l	faults
	lea	RO_VA, %a0			/* move 4, fill up, over a page that is missing */
	lea	A_VA + NBPG - 8, %a1
	moveq	#4, %d0
	move.l	#0x123456ee, %d1
	move.l	#0x10, %d2
	TRY	fill
	XFC(XFC_MOVC5)
	END	fill
	SAVE	fill_faults, faults
	SAVE	fill_d0, %d0
	SAVE	fill_d2, %d2
	SAVE	fill_a0, %a0
	SAVE	fill_a1, %a1
	bsr	unmap_b
	lea	A_VA, %a0			/* missing while it moves */
	lea	A_VA + NBPG - 2, %a1
	moveq	#6, %d0
	moveq	#12, %d2
	TRY	fill_move
	XFC(XFC_MOVC5)
	END	fill_move
	clr.l	repair

	/* Context ----------------------------------------------------------------------------------------------- */
	MTPR(#(pcb - S0BASE), #PR_PCBB)
	lea	0x77770000, %a0
	move.l	%a0, %usp
	movem.l	numbers, %d0-%d7/%a0-%a6
	move.l	#0x101f0005, -(%sp)
	pea	2f
	XFC(XFC_SVPCTX)
	SAVE	saved_sp, %sp
	sub.l	%a0, %a0
	move.l	%a0, %usp
	movem.l	zeros, %d0-%d7/%a0-%a6
	move.l	#context_stack, pcb
	XFC(XFC_LDPCTX)
	rte
	jmp	done				/* not here */
2:	move.w	%ccr, context_ccr
	movem.l	%d0-%d7/%a0-%a6, context
	SAVE	context_sp, %sp
	move.l	%usp, %a0
	SAVE	context_usp, %a0
	READ	context_p0br, PR_P0BR
	READ	context_p0lr, PR_P0LR
	READ	context_p1br, PR_P1BR
	READ	context_p1lr, PR_P1LR
	MTPR(#p0pt, #PR_P0BR)
	MTPR(#(END_VA / NBPG), #PR_P0LR)

	/* TRACE -------------------------------------------------------------------------------------------------- */
	.macro	EVENT number, pid, args, text, count=6
	move.l	#\count, %d0
	move.l	#\pid, %d1
	lea	\args, %a0
	lea	\text, %a1
	XFC(XFC_TRACE + \number)
	.endm
	EVENT	5, 77, numbers, short_text
	EVENT	6, -1, numbers, long_text, 4
	EVENT	0, 0, numbers, 0, -1
	EVENT	1, 1, S0BASE+PTES*NBPG-8, S0BASE+PTES*NBPG-3
	EVENT	2, 2, 0, 0			/* arguments that are nowhere */
	TRY	event_unknown
	XFC(0xFFF)
	END	event_unknown
	jmp	done

	.data
	.balign	4
	.globl	plain, plain_back, readable, refused, unwritable, probes, pcb, numbers, context, context_ccr, move_ccr
	.globl	context_stack
plain:	.long	PR_P0BR, PR_P0LR, PR_P1BR, PR_P1LR, PR_PCBB, PR_DKBN, PR_DKPA, -1
plain_back: .fill 7, 4, 0
unwritable: .long 1, 2, 3, 4, 0x0e, 0x13, PR_ICR, PR_RXDB, PR_SID, PR_DKSZ, PR_DKSW, 0x3f, 0x7f, 0x86, 0x100
	.long 0x7fffffff, -1
refused: .long	0
readable: .fill	256, 1, 0
probes:
#define PROBE(base, bytes, mode, write, expected) .long base, bytes, mode, write, expected, RESULT
	PROBE(A_VA, 1, 3, 0, 1)
	PROBE(A_VA, NBPG, 3, 1, 1)
	PROBE(A_VA, 2 * NBPG, 3, 1, 1)		/* the second page is not valid, but accessible */
	PROBE(RO_VA, 4, 3, 0, 1)
	PROBE(RO_VA, 4, 3, 1, 0)
	PROBE(RO_VA, 4, 0, 1, 0)
	PROBE(K_VA, 4, 0, 1, 1)
	PROBE(K_VA, 4, 3, 0, 0)
	PROBE(K_VA, 4, 1, 1, 1)			/* only 3 is the user */
	PROBE(K_VA - 1, 2, 3, 0, 0)		/* the last byte counts */
	PROBE(K_VA - 1, 1, 3, 0, 1)
	PROBE(A_VA, K_VA + NBPG - A_VA + 1, 0, 0, 0)
	PROBE(A_VA, K_VA + NBPG - A_VA, 0, 0, 1)
	PROBE(STACK_VA - 4, K_VA, 3, 0, 0)
	PROBE(A_VA, 0, 3, 0, 1)
	PROBE(0, 4, 0, 0, 0)
	PROBE(END_VA, 1, 0, 0, 0)
	PROBE(P1END - 4, 4, 3, 0, 0)
	PROBE(S0BASE, 4, 0, 1, 1)
	PROBE(S0BASE, 4, 3, 0, 0)
	PROBE(0xc0000000, 1, 0, 0, 0)
	.long	0, -1
pcb:	.fill	19, 4, 0x5a5a5a5a
	.long	0x80111000, 0x22, 0x80333000, 0x3ff44
numbers: .long	0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6
zeros:	.fill	15, 4, 0
context: .fill	15, 4, 0
	.fill	16, 4, 0
context_stack:
	.fill	4, 4, 0
context_ccr: .short 0
move_ccr: .short 0
short_text: .asciz "lender"
long_text: .asciz "a text that is longer than the room there is for it"
