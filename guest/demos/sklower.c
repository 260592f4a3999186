/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sklower: the VAX's vfork in slow motion
 *
 * Lender and borrower leave vfork's stub one after the other, but there is only one frame to leave by. Keith Sklower's
 * stub of December 1980 (4.3BSD, lib/libc/vax/sys/Ovfork.s) has none by then: it moves the PC out of its frame to R2,
 * puts a label of its own in its place, and executes RET. That pops the frame and goes on at the label, in the stub
 * still, but with the caller's SP, FP and AP. Only now it traps. Both processes leave by a jump through R2, for each
 * has registers of its own.
 *
 * Watch SP and FP, told from the caller's SP: the trap is made with nothing of the stub on the stack, so the child's
 * next call may have those bytes.
 *
 * Try: sklower · naive · view sklower
 *
 * Topic: One stack, 5
 *
 * In the matrix:
 *	sound      all is well
 */
#include <callframe.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { IN_CALLER, IN_STUB, AFTER_RET, CHILD_BACK, CHILD_CALLS, PARENT_BACK, PLACES };

/* What the registers were, noted on the way. */
struct registers {
	uint32_t sp, fp, r2;
} noted[PLACES];

extern const char behind[]; /* where the stub's caller goes on */

pid_t call_caller(void) __attribute__((returns_twice));

/* At a place of the enum, by its number. */
#define NOTE(place)                                                                                                    \
	VAX(move.l SP, noted + 12 * place; move.l FP, noted + 12 * place + 4; move.l R2, noted + 12 * place + 8)

/* clang-format off */
__asm__(VAX(.text)
	VAX(	.type sklower_vfork, @function; sklower_vfork:)
	ENTRY(0)
	NOTE(1)
	VAX(	move.l FRAME_PC(FP), R2)
	VAX(	move.l #1f, FRAME_PC(FP))
	RET
	VAX(1:)
	NOTE(2)
	VAX(	moveq #66, R0)
	CHMK
	VAX(	bcs 3f)
	VAX(	tst.l R1)		/* 1 in the child, which is to see 0 */
	VAX(	beq 2f)
	VAX(	moveq #0, R0)
	VAX(2:	move.l R2, R8)		/* a 68k jumps by way of a0 to a7 only */
	VAX(	jmp (R8))
	VAX(3:	moveq #-1, R0)
	VAX(	bra 2b)
	VAX(	.size sklower_vfork, . - sklower_vfork)

	VAX(	.type caller, @function; caller:)
	ENTRY(0x0FFC)			/* R2 to R11 are C's to keep */
	NOTE(0)
	CALLS(0, sklower_vfork)
	VAX(behind:)
	VAX(	tst.l R0)
	VAX(	beq 1f)
	NOTE(5)
	RET
	VAX(1:)
	NOTE(3)
	CALLS(0, child_leaves)
	VAX(	.size caller, . - caller)

	VAX(child_leaves:)
	ENTRY(0)
	NOTE(4)
	VAX(	jsr tell)
	VAX(	clr.l -(SP))
	VAX(	jsr _exit)

	VAX(	.type call_caller, @function; call_caller:)
	VAX(	link FP, #0)
	CALLS(0, caller)
	VAX(	unlk FP)
	VAX(	rts)
	VAX(	.size call_caller, . - call_caller)
);
/* clang-format on */

static void tell_place(const char *where, int place)
{
	const struct registers *r = &noted[place];
	int sp = (int)(r->sp - noted[IN_CALLER].sp), fp = (int)(r->fp - noted[IN_CALLER].sp);

	printf("%-33s SP %3d  FP %3d  R2 %s\n", where, sp, fp, r->r2 == (uint32_t)behind ? "leads back" : "is unused");
}

/* The child's part of the way. */
void tell(void)
{
	tell_place("caller, before vfork", IN_CALLER);
	tell_place("stub, entered by CALLS", IN_STUB);
	tell_place("stub, after RET, before the trap", AFTER_RET);
	tell_place("child, back in the caller", CHILD_BACK);
	tell_place("child, in its next call", CHILD_CALLS);
}

int main(void)
{
	pid_t pid = call_caller();
	if (pid < 0) {
		perror("vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	tell_place("parent, back in the caller", PARENT_BACK);
	printf("parent: vfork() gave me child %d, all is well\n", pid);
	return 0;
}
