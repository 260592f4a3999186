/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * VAX procedure calls for assembly lessons, in a .S file and in a C file's asm alike: registers by their VAX names,
 * CALLS, RET, entry masks, queues. docs/machine.md, section 5, has the frame.
 *
 *	.S file				C file
 *	twice:	ENTRY(0)		__asm__(
 *		move.l 4(AP), R0		VAX(twice:)
 *		add.l R0, R0			ENTRY(0)
 *		RET				VAX(move.l 4(AP), R0)
 *						VAX(add.l R0, R0)
 *						RET
 *					);
 *		move.l #21, -(SP)
 *		CALLS(1, twice)
 *
 * C functions and these have different conventions: C is entered by jsr and finds its arguments at 8(FP). Both keep the
 * caller's frame in FP, so each can call the other.
 */
#ifndef CALLFRAME_H
#define CALLFRAME_H

#include <arch.h>

/* clang-format off: it takes the registers for remainders */
#define R0 % d0
#define R1 % d1
#define R2 % d2
#define R3 % d3
#define R4 % d4
#define R5 % d5
#define R6 % d6
#define R7 % d7
#define R8 % a0
#define R9 % a1
#define R10 % a2
#define R11 % a3
#define AP % a5
#define FP % a6
#define SP % sp

/* A line of assembly, in which the names above have their meaning. */
#ifdef __ASSEMBLER__
#define VAX(...) __VA_ARGS__
#else
#define VAX(...) VAX_STRING(__VA_ARGS__) "\n"
#define VAX_STRING(...) #__VA_ARGS__
#endif

#define ENTRY(mask) VAX(.short mask) /* begins a routine: the registers that it saves */
#define CALLS(count, routine) VAX(.short XFC_BASE + XFC_CALLS, count;.long routine) /* after pushing count arguments */
#define RET VAX(.short XFC_BASE + XFC_RET)
#define INSQUE VAX(.short XFC_BASE + XFC_INSQUE) /* a0 entry, a1 predecessor */
#define REMQUE VAX(.short XFC_BASE + XFC_REMQUE) /* a0 entry */
#define CHMK VAX(trap #0)                        /* system call R0: as 4.3BSD's stubs, but the number is in R0 */
/* clang-format on */

#endif
