/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks a guest stack. Compiled functions keep a frame, made by `link` or the same in two instructions:
 *
 *	8(fp)   arguments
 *	4(fp)   return address
 *	0(fp)   caller's fp
 *	-n(fp)  locals, then saved registers
 *
 * A signal handler returns into the frame that the kernel has made for it; the interrupted code's registers are in there.
 *
 * Assembly stubs have none: their return address lies at (sp), or was popped into a0 (the library's vfork).
 *
 * Routines entered by CALLS have the VAX's frame, which guest/include/machine.h draws. A stub that has left its own by RET keeps the
 * return address in R2 (Sklower's vfork).
 */
#include <stddef.h>
#include <string.h>

#include "../guest/include/syscalls.h"
#include "snapshot_parts.h"

#define LINK_W 0x4E56
#define LINK_L 0x480E
#define PUSH_FP 0x2F0E /* what the compiler makes of `link fp,#0`: move.l fp,-(sp); movea.l sp,fp */
#define COPY_SP 0x2C4F
#define RTS 0x4E75
#define CALLS_BYTES 8

const char snapshot_signal_frame[] = "signal frame";
#define POP_A0 0x205F  /* move.l (sp)+, a0 */
#define LOAD_A0 0x2057 /* move.l (sp), a0 */

/* The word of code at va. */
static bool code_word(peek_long *peek, void *arg, uint32_t va, uint16_t *word)
{
	uint32_t both;

	if (!peek(arg, va, &both))
		return false;
	*word = (uint16_t)(both >> 16);
	return true;
}

/* Is va the address right after a call (jsr or bsr of any length)? Tells a return address from a number. */
static bool after_call(struct symbols *sym, peek_long *peek, void *arg, uint32_t va)
{
	uint16_t w;

	if (va < 8 || va & 1 || va >= P1BASE || !symbols_function(sym, va - 2, NULL))
		return false;
	if (code_word(peek, arg, va - 2, &w) && ((w & 0xFFF8) == 0x4E90 || ((w & 0xFF00) == 0x6100 && (w & 0xFF) != 0)))
		return true; /* jsr (an); bsr.b */
	if (code_word(peek, arg, va - 4, &w) && (w == 0x4EB8 || w == 0x4EBA || w == 0x4EBB || (w & 0xFFF8) == 0x4EA8 ||
	                                         (w & 0xFFF8) == 0x4EB0 || w == 0x6100))
		return true; /* jsr xxx.w, d(pc), d(pc,xn), d(an), d(an,xn); bsr.w */
	return code_word(peek, arg, va - 6, &w) && (w == 0x4EB9 || w == 0x61FF); /* jsr xxx.l; bsr.l */
}

/* Is va the address right after a CALLS of the routine at start, or of any one (0)? */
static bool after_calls(struct symbols *sym, peek_long *peek, void *arg, uint32_t va, uint32_t start)
{
	uint32_t routine;
	uint16_t w;

	return va >= CALLS_BYTES && va % 2 == 0 && va < P1BASE && symbols_function(sym, va - 2, NULL) &&
	       code_word(peek, arg, va - CALLS_BYTES, &w) && w == XFC_BASE + XFC_CALLS && peek(arg, va - 4, &routine) &&
	       (!start || routine == start);
}

/* Describes the call if the frame at fp was made by a CALLS of the function at start. */
static bool vax_call(struct symbols *sym, peek_long *peek, void *arg, uint32_t fp, struct call *c)
{
	uint32_t ra, word, count = 0;

	if (!peek(arg, fp + FRAME_PC, &ra) || !after_calls(sym, peek, arg, ra, c->start) ||
	    !peek(arg, fp + FRAME_WORD, &word))
		return false;
	c->vax = true;
	c->fp = fp;
	c->ra = fp + FRAME_PC;
	c->saved = (word & FRAME_MASK) >> FRAME_MASKSHIFT;
	c->top = fp + FRAME_REGISTERS + 4 * (uint32_t)__builtin_popcount(c->saved) + (word >> FRAME_SPASHIFT);
	if (word & FRAME_S && peek(arg, c->top, &count)) {
		c->list = c->top;
		c->top += 4 + 4 * (count & FRAME_ARGS_MAX);
	}
	return true;
}

/* Has the function made its frame at pc? Before `link` and at `rts` a6 is still, or again, the caller's. */
static bool has_frame(peek_long *peek, void *arg, uint32_t start, uint32_t pc)
{
	uint16_t first, here;

	if (!code_word(peek, arg, start, &first) || pc == start)
		return false;
	if (first == PUSH_FP && (!code_word(peek, arg, start + 2, &here) || here != COPY_SP || pc == start + 2))
		return false;
	if (first != LINK_W && first != LINK_L && first != PUSH_FP)
		return false;
	return code_word(peek, arg, pc, &here) && here != RTS;
}

/* Does the return address at va belong to a signal handler? Then the registers of the code that was interrupted. */
static bool handler_returns(peek_long *peek, void *arg, uint32_t va, struct trapframe *regs)
{
	static const uint16_t trampoline[] = {SIGTRAMP};
	const uint32_t context = va + (uint32_t)offsetof(struct sigframe, sf_sc);
	uint32_t value;
	uint16_t word;

	if (!peek(arg, va, &value) || value != va + offsetof(struct sigframe, sf_tramp))
		return false;
	for (uint32_t i = 0; i < sizeof trampoline / sizeof *trampoline; i++)
		if (!code_word(peek, arg, value + 2 * i, &word) || word != trampoline[i])
			return false;
	for (uint32_t i = 0; i < 8; i++)
		if (!peek(arg, context + (uint32_t)offsetof(struct sigcontext_k, sc_d) + 4 * i, &regs->tf_d[i]))
			return false;
	for (uint32_t i = 0; i < 7; i++)
		if (!peek(arg, context + (uint32_t)offsetof(struct sigcontext_k, sc_a) + 4 * i, &regs->tf_a[i]))
			return false;
	return peek(arg, context + (uint32_t)offsetof(struct sigcontext_k, sc_sp), &regs->tf_usp) &&
	       peek(arg, context + (uint32_t)offsetof(struct sigcontext_k, sc_pc), &regs->tf_pc) &&
	       regs->tf_usp >= va + sizeof(struct sigframe);
}

/* Goes on above the signal frame at va: with itself, and the calls of the code that was interrupted. */
static size_t walk_interrupted(struct symbols *sym, const struct trapframe *regs, uint32_t va,
                               const struct stack_region *region, peek_long *peek, void *arg, struct call *calls,
                               size_t max)
{
	if (max == 0)
		return 0;
	calls[0] = (struct call){
		.function = snapshot_signal_frame, .pc = UINT32_MAX, .top = va + (uint32_t)sizeof(struct sigframe)};
	return 1 + snapshot_walk(sym, regs, region, peek, arg, calls + 1, max - 1);
}

/* Is this a stub that has its return address in a0? What lies at (sp) then is its caller's, whatever it looks like. */
static bool keeps_return(peek_long *peek, void *arg, uint32_t start, uint32_t pc)
{
	uint16_t first;

	return pc != start && code_word(peek, arg, start, &first) && (first == POP_A0 || first == LOAD_A0);
}

/* Where the return address of a stub is that has pushed its own arguments upon it (guest/libc/clone.S). */
static bool pushed_return(struct symbols *sym, peek_long *peek, void *arg, const struct trapframe *regs, uint32_t *at)
{
	enum { PUSHED = 8 }; /* longwords, at most */
	uint32_t value;

	for (uint32_t i = 1; i <= PUSHED && regs->tf_usp + 4 * i < regs->tf_a[6]; i++) {
		*at = regs->tf_usp + 4 * i;
		if (!peek(arg, *at, &value))
			return false;
		if (after_call(sym, peek, arg, value))
			return true;
	}
	return false;
}

/* First address above the arguments of the function that pc is in. */
static uint32_t above_arguments(struct symbols *sym, uint32_t pc, uint32_t fp)
{
	struct variable locals[64];
	size_t n = symbols_locals(sym, pc, locals, 64);
	uint32_t top = fp + 8;

	for (size_t i = 0; i < n && i < 64; i++)
		if (locals[i].argument && locals[i].place == VAR_FRAME && locals[i].where >= 8 &&
		    locals[i].where < 4096 && locals[i].size <= 4096 &&
		    fp + (uint32_t)locals[i].where + locals[i].size > top)
			top = fp + (uint32_t)locals[i].where + locals[i].size;
	return (top - fp + 3) / 4 * 4 + fp;
}

size_t snapshot_walk(struct symbols *sym, const struct trapframe *regs, const struct stack_region *region,
                     peek_long *peek, void *arg, struct call *calls, size_t max)
{
	uint32_t pc = regs->tf_pc, fp = regs->tf_a[6], start, next;
	const char *function = sym ? symbols_function(sym, pc, &start) : NULL;
	struct trapframe interrupted = {0};
	size_t n = 0;

	if (!function || max == 0)
		return 0;
	if (!has_frame(peek, arg, start, pc)) {
		struct call *c = &calls[n++];

		*c = (struct call){.function = function, .start = start, .pc = pc};
		if (handler_returns(peek, arg, regs->tf_usp, &interrupted)) {
			c->ra = regs->tf_usp;
			c->top = regs->tf_usp + 4;
			return n + walk_interrupted(sym, &interrupted, c->ra, region, peek, arg, calls + n, max - n);
		}
		if (vax_call(sym, peek, arg, fp, c)) {
			n = 0; /* it is the first one of those below */
		} else if (after_calls(sym, peek, arg, regs->tf_d[2], start)) {
			pc = regs->tf_d[2];
		} else if (keeps_return(peek, arg, start, pc) && after_call(sym, peek, arg, regs->tf_a[0])) {
			pc = regs->tf_a[0];
		} else if (peek(arg, regs->tf_usp, &next) && after_call(sym, peek, arg, next)) {
			c->ra = regs->tf_usp;
			c->top = regs->tf_usp + 4;
			pc = next;
		} else if (pushed_return(sym, peek, arg, regs, &next)) {
			c->ra = next;
			c->top = next + 4;
			if (!peek(arg, next, &pc))
				return n;
		} else {
			return n;
		}
	}

	while (n < max && fp >= region->low && fp < region->high - 8 && fp % 2 == 0) {
		/* A call of a function that never returns may be the caller's last instruction: look before pc. */
		uint32_t inside = n ? pc - 2 : pc;

		function = symbols_function(sym, inside, &start);
		if (!function)
			break;
		calls[n++] = (struct call){.function = function,
		                           .start = start,
		                           .pc = inside,
		                           .fp = fp,
		                           .ra = fp + 4,
		                           .top = above_arguments(sym, inside, fp)};
		if (handler_returns(peek, arg, fp + 4, &interrupted))
			return n + walk_interrupted(sym, &interrupted, fp + 4, region, peek, arg, calls + n, max - n);
		vax_call(sym, peek, arg, fp, &calls[n - 1]);
		if (!peek(arg, calls[n - 1].ra, &pc) || !peek(arg, calls[n - 1].vax ? fp + FRAME_FP : fp, &next) ||
		    (next && next <= fp))
			break;
		fp = next;
	}
	/* The outermost caller (crt0) may keep no frame. */
	if (n && n < max && calls[n - 1].fp && fp == 0 && (function = symbols_function(sym, pc - 2, &start)))
		calls[n++] = (struct call){.function = function, .start = start, .pc = pc - 2};
	return n;
}

struct now {
	const struct kernel_view *view;
	const struct address_space *space;
	const struct loan_survey *survey; /* not NULL: stack and text are read from its copies */
};

static bool peek_now(void *arg, uint32_t va, uint32_t *value)
{
	const struct now *now = arg;

	if (now->survey)
		return loan_was(now->survey, va, value);
	return kernel_peek_long(now->view, now->space, va, value);
}

size_t snapshot_walk_now(const struct moment *mo, struct symbols *sym, const struct address_space *space,
                         const struct stack_region *region, const struct trapframe *regs, struct call *calls,
                         size_t max)
{
	struct now now = {&mo->view, space, NULL};

	return snapshot_walk(sym, regs, region, peek_now, &now, calls, max);
}

size_t snapshot_walk_lender(const struct moment *mo, struct call *calls, size_t max)
{
	struct now now = {.survey = mo->survey};

	if (!mo->survey || !mo->survey->has_at_vfork)
		return 0;
	return snapshot_walk(mo->lenders, &mo->survey->at_vfork, &mo->survey->region, peek_now, &now, calls, max);
}
