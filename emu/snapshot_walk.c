/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks a guest stack. Compiled functions keep a frame, made by `link`:
 *
 *	8(fp)   arguments
 *	4(fp)   return address
 *	0(fp)   caller's fp
 *	-n(fp)  locals, then saved registers
 *
 * Assembly stubs have none: their return address lies at (sp), or was popped into a0 (the library's vfork).
 */
#include <string.h>

#include "snapshot_parts.h"

#define LINK_W 0x4E56
#define LINK_L 0x480E
#define RTS 0x4E75
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

/* Has the function made its frame at pc? Before `link` and at `rts` a6 is still, or again, the caller's. */
static bool has_frame(peek_long *peek, void *arg, uint32_t start, uint32_t pc)
{
	uint16_t first, here;

	if (!code_word(peek, arg, start, &first) || (first != LINK_W && first != LINK_L) || pc == start)
		return false;
	return code_word(peek, arg, pc, &here) && here != RTS;
}

/* Is this a stub that has its return address in a0? What lies at (sp) then is its caller's, whatever it looks like. */
static bool keeps_return(peek_long *peek, void *arg, uint32_t start, uint32_t pc)
{
	uint16_t first;

	return pc != start && code_word(peek, arg, start, &first) && (first == POP_A0 || first == LOAD_A0);
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

size_t snapshot_walk(struct symbols *sym, const struct trapframe *regs, peek_long *peek, void *arg, struct call *calls,
                     size_t max)
{
	uint32_t pc = regs->tf_pc, fp = regs->tf_a[6], start, next;
	const char *function = sym ? symbols_function(sym, pc, &start) : NULL;
	size_t n = 0;

	if (!function || max == 0)
		return 0;
	if (!has_frame(peek, arg, start, pc)) {
		struct call *c = &calls[n++];

		*c = (struct call){.function = function, .start = start, .pc = pc};
		if (keeps_return(peek, arg, start, pc) && after_call(sym, peek, arg, regs->tf_a[0])) {
			pc = regs->tf_a[0];
		} else if (peek(arg, regs->tf_usp, &next) && after_call(sym, peek, arg, next)) {
			c->ra = regs->tf_usp;
			c->top = regs->tf_usp + 4;
			pc = next;
		} else {
			return n;
		}
	}

	while (n < max && fp >= P1BASE && fp < P1END - 8 && fp % 2 == 0) {
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
		if (!peek(arg, fp + 4, &pc) || !peek(arg, fp, &next) || (next && next <= fp))
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
	const struct loan_survey *survey; /* not NULL: the stack is read from its copy */
};

static bool peek_now(void *arg, uint32_t va, uint32_t *value)
{
	const struct now *now = arg;

	if (now->survey && va >= P1BASE)
		return loan_was(now->survey, va, value);
	return kernel_peek_long(now->view, now->space, va, value);
}

size_t snapshot_walk_now(const struct moment *mo, struct symbols *sym, const struct address_space *space,
                         const struct trapframe *regs, struct call *calls, size_t max)
{
	struct now now = {&mo->view, space, NULL};

	return snapshot_walk(sym, regs, peek_now, &now, calls, max);
}

size_t snapshot_walk_lender(const struct moment *mo, struct call *calls, size_t max)
{
	struct now now = {&mo->view, &mo->memory, mo->survey};

	if (!mo->survey || !mo->survey->has_at_vfork || !mo->has_memory)
		return 0;
	return snapshot_walk(mo->symbols, &mo->survey->at_vfork, peek_now, &now, calls, max);
}
