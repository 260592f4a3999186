/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What C cannot say: the first instructions, the way into the kernel and out again, the switch from one process to
 * another, and access to the user's memory.
 *
 * Every entry leaves a struct trapframe on the kernel stack and calls a C function with its address. An entry from
 * user mode starts at the top of the kernel stack, so a process's user registers are always in the same place of its
 * own u area. That is why nothing that a borrower does to its registers ever reaches the lender.
 */
#include "frame.h"
#include "arch.h"
#include "syscalls.h"

#define XFC(number) .short XFC_BASE + number

#define SYSCALL(number, NAME, name, args) .set .LSYS_##NAME, number;
	SYSCALLS(SYSCALL)
#undef SYSCALL

	.text

/*
 * The machine starts here with memory management off and interrupts shut out. Proc 0's u area is page frames 2 and 3,
 * just below the kernel. Room for a trap frame is left on the stack: startup() builds page tables, main() makes init
 * and comes back only in the new process, with a user's registers in that frame.
 */
	.globl	start
	.type	start, @function
start:
	lea	U_STACKTOP - TF_SIZE, %sp
	sub.l	%a6, %a6		/* the outermost stack frame */
	jsr	startup
	move.l	%sp, -(%sp)
	jsr	main
	addq.l	#4, %sp
	jbra	rei
	.size	start, . - start

/*
 * ENTRY name, vector, handler, pushed: an exception's way in. The machine pushed PSL and PC and, before them, what
 * `pushed` says: nothing, the system call's code, or a fault's parameter and address.
 */
	.macro	ENTRY name, vector, handler, pushed
	.globl	\name
	.type	\name, @function
\name:
	.ifc	\pushed, nothing
	clr.l	-(%sp)
	clr.l	-(%sp)
	.endif
	.ifc	\pushed, code
	move.l	(%sp), -(%sp)
	clr.l	4(%sp)
	.endif
	pea	\vector
	subq.l	#4, %sp
	movem.l	%d0-%d7/%a0-%a6, -(%sp)
	move.l	%usp, %a0
	move.l	%a0, TF_USP(%sp)
	pea	(%sp)
	jsr	\handler
	addq.l	#4, %sp
	jbra	rei
	.size	\name, . - \name
	.endm

	ENTRY	Xmachcheck, SCB_MACHINE_CHECK, trap, nothing
	ENTRY	Xkspnotvalid, SCB_KSP_NOT_VALID, trap, nothing
	ENTRY	Xprivileged, SCB_PRIVILEGED, trap, nothing
	ENTRY	Xresopnd, SCB_RESERVED_OPERAND, trap, nothing
	ENTRY	Xprotflt, SCB_ACCESS_VIOLATION, trap, fault
	ENTRY	Xtransflt, SCB_NOT_VALID, trap, fault
	ENTRY	Xtracep, SCB_TRACE_TRAP, trap, nothing
	ENTRY	Xbptflt, SCB_BREAKPOINT, trap, nothing
	ENTRY	Xarithtrap, SCB_ARITHMETIC, trap, nothing
	ENTRY	Xsyscall, SCB_CHMK, syscall, code
	ENTRY	Xhardclock, SCB_CLOCK, hardclock, nothing
	ENTRY	Xcnrint, SCB_CONSOLE_RX, cnrint, nothing
	ENTRY	Xstray, 0, trap, nothing

/*
 * Back to whatever was interrupted, by the trap frame at sp. The user's stack pointer is in a register of its own,
 * which goes with the process from switch to switch and which only exec changes: tf_usp is for looking at.
 */
	.type	rei, @function
rei:
	movem.l	(%sp)+, %d0-%d7/%a0-%a6
	lea	16(%sp), %sp		/* usp, type, code, va */
	rte
	.size	rei, . - rei

/*
 * int savectx(struct pcb *): saves where we are and returns 0. Whoever resumes that pcb comes back from here again,
 * with 1, on the kernel stack as it was copied after this call. This is how a child is born.
 */
	.globl	savectx
	.type	savectx, @function
savectx:
	move.l	4(%sp), %a0
	move.l	(%sp), PCB_PC(%a0)
	lea	4(%sp), %a1
	move.l	%a1, PCB_KSP(%a0)
	moveq	#1, %d0
	move.l	%d0, PCB_D0(%a0)
	movem.l	%d2-%d7, PCB_D2(%a0)
	movem.l	%a2-%a6, PCB_A2(%a0)
	move.l	%usp, %a1
	move.l	%a1, PCB_USP(%a0)
	move.l	#PSL_PRVMOD, PCB_PSL(%a0)
	moveq	#0, %d0
	rts
	.size	savectx, . - savectx

/*
 * void resume(struct proc *): gives the processor to a process. The caller sleeps in here until somebody resumes it.
 * The u area's two pages of the system page table change between the save and the load; no stack is touched then. The
 * way from here to `rte` is straight, so no interrupt is taken on it, whatever the processor's level is.
 */
	.globl	resume
	.type	resume, @function
resume:
	move.l	4(%sp), %a0
	move.l	#PSL_PRVMOD, -(%sp)
	pea	1f
	XFC(XFC_SVPCTX)
	move.l	Sysmap, %a1
	lea	(U_ADDRESS - S0BASE) / NBPG * 4(%a1), %a1
	move.l	P_ADDR(%a0), %d0
	or.l	#PG_V + PG_KW, %d0
	move.l	%d0, (%a1)+
	move.l	P_ADDR + 4(%a0), %d0
	or.l	#PG_V + PG_KW, %d0
	move.l	%d0, (%a1)
	lea	U_ADDRESS, %a1
	pflush	(%a1)
	lea	NBPG(%a1), %a1
	pflush	(%a1)
	move.l	P_ADDR(%a0), %d0
	moveq	#PGSHIFT, %d1
	lsl.l	%d1, %d0
	moveq	#PR_PCBB, %d1
	XFC(XFC_MTPR)
	XFC(XFC_LDPCTX)
	rte
1:	rts
	.size	resume, . - resume

/*
 * int copyseg(const void *from, void *to, uint32_t bytes): copies to or from the user's memory. 0, or 1 when the user
 * may not do that. A bad page is found by touching it: trap() then goes on at u_onfault.
 */
	.globl	copyseg
	.type	copyseg, @function
copyseg:
	move.l	4(%sp), %a0
	move.l	8(%sp), %a1
	move.l	12(%sp), %d0
	move.l	#1f, U_ADDRESS + U_ONFAULT
	XFC(XFC_MOVC3)
	clr.l	U_ADDRESS + U_ONFAULT
	moveq	#0, %d0
	rts
1:	clr.l	U_ADDRESS + U_ONFAULT
	moveq	#1, %d0
	rts
	.size	copyseg, . - copyseg

/* The compiler may call these for structures. */
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	move.l	8(%sp), %a0
	move.l	4(%sp), %a1
	move.l	12(%sp), %d0
	XFC(XFC_MOVC3)
	move.l	4(%sp), %d0
	move.l	%d0, %a0
	rts
	.size	memcpy, . - memcpy

	.globl	memset
	.type	memset, @function
memset:
	move.l	%d2, -(%sp)
	move.l	8(%sp), %a1
	move.l	%a1, %a0
	move.l	12(%sp), %d1
	move.l	16(%sp), %d2
	moveq	#0, %d0
	XFC(XFC_MOVC5)
	move.l	8(%sp), %d0
	move.l	%d0, %a0
	move.l	(%sp)+, %d2
	rts
	.size	memset, . - memset

/*
 * The first program of process 1, copied to the bottom of its memory, wherever that is: execve("/etc/init", argv,
 * envp), and exit if that fails. The vectors are built on the stack: argv is {path, 0}, envp the 0 of it.
 */
	.globl	icode, eicode
icode:
	clr.l	-(%sp)
	pea	path(%pc)
	move.l	%sp, %a0
	pea	4(%a0)			/* envp */
	pea	(%a0)			/* argv */
	pea	path(%pc)
	clr.l	-(%sp)			/* where a stub's return address would be */
	moveq	#.LSYS_EXECVE, %d0
	trap	#0
	move.l	%d0, 4(%sp)
	moveq	#.LSYS_EXIT, %d0
	trap	#0
path:	.asciz	"/etc/init"
	.balign	4
eicode:

	.section .note.GNU-stack, "", @progbits
