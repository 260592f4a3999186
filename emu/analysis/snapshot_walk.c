/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks a guest stack. Where a function's caller goes on, and with which registers, its call frame information tells.
 * What has none is read by hand:
 *
 * Compiled functions of strangers keep a frame, made by `link` or the same in two instructions:
 *
 *	8(fp)   arguments
 *	4(fp)   return address
 *	0(fp)   caller's fp
 *	-n(fp)  locals, then saved registers
 *
 * A signal handler returns into the frame that the kernel has made for it; the interrupted code's registers are in
 * there.
 *
 * Assembly stubs have no frame: their return address lies at (sp), or was popped into a0.
 *
 * Routines entered by CALLS have the VAX's frame, which guest/abi/arch.h draws. A stub that has left its own by
 * RET keeps the return address in R2 (Sklower's vfork).
 */
#include <stddef.h>
#include <string.h>

#include "abi/syscalls.h"
#include "base/alloc.h"
#include "base/language.h"
#include "analysis/snapshot_names.h"
#include "analysis/snapshot_parts.h"

#define LINK_W 0x4E56
#define LINK_L 0x480E
#define PUSH_FP 0x2F0E /* what the compiler makes of `link fp,#0`: move.l fp,-(sp); movea.l sp,fp */
#define COPY_SP 0x2C4F
#define RTS 0x4E75
#define CALLS_BYTES 8
#define POP_A0 0x205F  /* move.l (sp)+, a0 */
#define LOAD_A0 0x2057 /* move.l (sp), a0 */

enum { A0 = 8, FP = 14, SP = 15 };

/* A walk on its way outward: the registers as they are in the function that is to be told of next. */
struct walker {
	struct symbols *sym;
	const struct stack_region *region;
	peek_long *peek;
	void *arg;
	uint32_t pc, reg[UNWIND_REGISTERS];
	uint32_t lost;   /* bit per register: its value cannot be known */
	bool innermost;  /* pc is the instruction that comes next; else a return address */
	uint32_t lowest; /* frames further out lie above it */
	uint32_t signal; /* the frame of a signal handler lies between, at this address; 0 none */
};

static bool peek(const struct walker *w, uint32_t va, uint32_t *value)
{
	return w->peek(w->arg, va, value);
}

/* The word of code at va. */
static bool code_word(const struct walker *w, uint32_t va, uint16_t *word)
{
	uint32_t both;

	if (!peek(w, va, &both))
		return false;
	*word = (uint16_t)(both >> 16);
	return true;
}

/* Is va the address right after a call (jsr or bsr of any length)? Tells a return address from a number. */
static bool after_call(const struct walker *k, uint32_t va)
{
	uint16_t w;

	if (va < 8 || va & 1 || va >= P1BASE || !symbols_function(k->sym, va - 2, NULL))
		return false;
	if (code_word(k, va - 2, &w) && ((w & 0xFFF8) == 0x4E90 || ((w & 0xFF00) == 0x6100 && (w & 0xFF) != 0)))
		return true; /* jsr (an); bsr.b */
	if (code_word(k, va - 4, &w) && (w == 0x4EB8 || w == 0x4EBA || w == 0x4EBB || (w & 0xFFF8) == 0x4EA8 ||
	                                 (w & 0xFFF8) == 0x4EB0 || w == 0x6100))
		return true; /* jsr xxx.w, d(pc), d(pc,xn), d(an), d(an,xn); bsr.w */
	return code_word(k, va - 6, &w) && (w == 0x4EB9 || w == 0x61FF); /* jsr xxx.l; bsr.l */
}

/* Is va the address right after a CALLS of the routine at start, or of any one (0)? */
static bool after_calls(const struct walker *k, uint32_t va, uint32_t start)
{
	uint32_t routine;
	uint16_t w;

	return va >= CALLS_BYTES && va % 2 == 0 && va < P1BASE && symbols_function(k->sym, va - 2, NULL) &&
	       code_word(k, va - CALLS_BYTES, &w) && w == XFC_BASE + XFC_CALLS && peek(k, va - 4, &routine) &&
	       (!start || routine == start);
}

static void save(struct call *c, uint32_t va, int reg)
{
	if (c->nsaved < SAVED_MAX)
		c->saved[c->nsaved++] = (struct saved_register){va, (uint8_t)reg};
}

/* Describes the call if the frame at fp was made by a CALLS of the function at start. */
static bool vax_call(const struct walker *w, uint32_t fp, struct call *c)
{
	uint32_t ra, word, mask, count = 0, at = fp + FRAME_REGISTERS;

	if (!peek(w, fp + FRAME_PC, &ra) || !after_calls(w, ra, c->start) || !peek(w, fp + FRAME_WORD, &word))
		return false;
	c->kind = CALL_VAX;
	c->fp = fp;
	c->ra = fp + FRAME_PC;
	mask = (word & FRAME_MASK) >> FRAME_MASKSHIFT;
	for (int r = 0; r < 12; r++) /* R0-R7 are d0-d7, R8-R11 a0-a3 */
		if (mask >> r & 1) {
			save(c, at, r);
			at += 4;
		}
	c->top = at + (word >> FRAME_SPASHIFT);
	if (word & FRAME_S && peek(w, c->top, &count)) {
		c->list = c->top;
		c->top += 4 + 4 * (count & FRAME_ARGS_MAX);
	}
	return true;
}

/* Has the function made its frame at pc? Before `link` and at `rts` a6 is still, or again, the caller's. */
static bool has_frame(const struct walker *w, uint32_t start, uint32_t pc)
{
	uint16_t first, here;

	if (!code_word(w, start, &first) || pc == start)
		return false;
	if (first == PUSH_FP && (!code_word(w, start + 2, &here) || here != COPY_SP || pc == start + 2))
		return false;
	if (first != LINK_W && first != LINK_L && first != PUSH_FP)
		return false;
	return code_word(w, pc, &here) && here != RTS;
}

/* Reads the function's first instructions: `link` tells the size of the locals, the moves after it which registers are
 * saved below them. */
static void read_saves(const struct walker *w, struct call *c)
{
	uint32_t pc = c->start, word, at;

	if (!peek(w, pc, &word))
		return;
	if (word >> 16 == LINK_W) { /* #-n,fp */
		at = c->fp + (uint32_t)(int32_t)(int16_t)word;
		pc += 4;
	} else if (word >> 16 == LINK_L && peek(w, pc + 2, &word)) {
		at = c->fp + word;
		pc += 6;
	} else {
		return;
	}
	for (int i = 0; i < SAVED_MAX && pc < c->pc && peek(w, pc, &word); i++) {
		if ((word >> 16 & 0xFFF0) == 0x2F00) { /* move.l xn,-(sp) */
			at -= 4;
			save(c, at, (int)(word >> 16 & 15));
			pc += 2;
		} else if (word >> 16 == 0x48E7) { /* movem.l list,-(sp): bit 15 is d0 and lies lowest */
			for (int reg = 15; reg >= 0; reg--)
				if (word & 0x8000u >> reg) {
					at -= 4;
					save(c, at, reg);
				}
			pc += 4;
		} else {
			return;
		}
	}
}

/* First address above the arguments of the function that pc is in. */
static uint32_t above_arguments(const struct walker *w, uint32_t pc, uint32_t fp)
{
	struct variable locals[64];
	size_t n = symbols_locals(w->sym, pc, locals, 64);
	uint32_t top = fp + 8;

	for (size_t i = 0; i < n && i < 64; i++)
		if (locals[i].argument && locals[i].place == VAR_FRAME && locals[i].where >= 8 &&
		    locals[i].where < 4096 && locals[i].size <= 4096 &&
		    fp + (uint32_t)locals[i].where + locals[i].size > top)
			top = fp + (uint32_t)locals[i].where + locals[i].size;
	return (top - fp + 3) / 4 * 4 + fp;
}

/* Can a frame be there, further out than all those before? */
static bool is_frame(const struct walker *w, uint32_t fp)
{
	return fp >= w->region->low && fp < w->region->high - 8 && fp % 2 == 0 && fp >= w->lowest;
}

/* By the program's call frame information -------------------------------------------------------------------------- */

/* The value that a register has in the caller, whose frame address is cfa. False if it is lost. */
static bool apply(const struct walker *w, const struct unwind_rule *rule, int reg, uint32_t cfa, uint32_t *value)
{
	switch (rule->place) {
	case UNWIND_SAME:
		*value = w->reg[reg];
		return !(w->lost >> reg & 1);
	case UNWIND_SAVED:
		return peek(w, cfa + (uint32_t)rule->number, value);
	case UNWIND_SUM:
		*value = cfa + (uint32_t)rule->number;
		return true;
	case UNWIND_REGISTER:
		*value = w->reg[rule->number];
		return !(w->lost >> rule->number & 1);
	case UNWIND_LOST:
		break;
	}
	return false;
}

/* Describes the call at pc and goes to its caller. False if the caller cannot be found. */
static bool step_by_rules(struct walker *w, const struct unwind *u, struct call *c)
{
	uint32_t cfa = w->reg[u->base] + (uint32_t)u->offset, lost = 0, reg[UNWIND_REGISTERS];
	bool found;

	if (u->base == FP) {
		c->fp = w->reg[FP];
		c->top = above_arguments(w, c->pc, c->fp);
	}
	if (u->pc.place == UNWIND_SAVED) {
		c->ra = cfa + (uint32_t)u->pc.number;
		if (!c->fp)
			c->top = c->ra + 4;
	}
	for (int r = 0; r < UNWIND_REGISTERS; r++) {
		if (u->registers[r].place == UNWIND_SAVED && !(r == FP && c->fp))
			save(c, cfa + (uint32_t)u->registers[r].number, r);
		if (!apply(w, &u->registers[r], r, cfa, &reg[r]))
			lost |= 1u << r;
	}
	found = apply(w, &u->pc, A0, cfa, &w->pc);
	memcpy(w->reg, reg, sizeof reg);
	w->reg[SP] = cfa;
	w->lost = lost & ~(1u << SP);
	w->lowest = cfa;
	return found;
}

/* By hand ---------------------------------------------------------------------------------------------------------- */

/* Is this a stub that has its return address in a0? What lies at (sp) then is its caller's, whatever it looks like. */
static bool keeps_return(const struct walker *w, uint32_t start, uint32_t pc)
{
	uint16_t first;

	return pc != start && code_word(w, start, &first) && (first == POP_A0 || first == LOAD_A0);
}

/* Describes a function that has no frame at pc, and goes to its caller. False if the caller cannot be found. */
static bool step_out_of_stub(struct walker *w, struct call *c)
{
	uint32_t value;

	if (after_calls(w, w->reg[2], c->start)) {
		w->pc = w->reg[2];
		return true;
	}
	if (keeps_return(w, c->start, c->pc) && after_call(w, w->reg[A0])) {
		w->pc = w->reg[A0];
		return true;
	}
	if (!peek(w, w->reg[SP], &value) || !after_call(w, value))
		return false;
	c->ra = w->reg[SP];
	c->top = c->ra + 4;
	w->pc = value;
	w->reg[SP] = c->top;
	return true;
}

/* The same for a function whose frame a6 points at. */
static bool step_by_hand(struct walker *w, struct call *c)
{
	uint32_t fp = w->reg[FP];

	if (!vax_call(w, fp, c)) {
		c->fp = fp;
		c->ra = fp + 4;
		c->top = above_arguments(w, c->pc, fp);
		read_saves(w, c);
	}
	for (uint32_t i = 0; i < c->nsaved; i++)
		if (!peek(w, c->saved[i].va, &w->reg[c->saved[i].reg]))
			w->lost |= 1u << c->saved[i].reg;
	w->lost &= ~(1u << SP);
	w->reg[SP] = c->kind == CALL_VAX ? c->top : fp + 8;
	w->lowest = fp + 2;
	return peek(w, c->ra, &w->pc) && peek(w, c->kind == CALL_VAX ? fp + FRAME_FP : fp, &w->reg[FP]);
}

/* All calls -------------------------------------------------------------------------------------------------------- */

static void load(struct walker *w, const struct trapframe *regs)
{
	memcpy(w->reg, regs->tf_d, sizeof regs->tf_d);
	memcpy(w->reg + 8, regs->tf_a, sizeof regs->tf_a);
	w->reg[SP] = regs->tf_usp;
	w->pc = regs->tf_pc;
	w->lost = 0;
}

/* Does the return address at va belong to a signal handler? Then the walk goes on with the code that was
 * interrupted. */
static bool leave_handler(struct walker *w, uint32_t va)
{
	static const uint16_t trampoline[] = {SIGTRAMP};
	const uint32_t context = va + (uint32_t)offsetof(struct sigframe, sf_sc);
	struct trapframe regs = {0};
	uint32_t value;
	uint16_t word;

	if (!peek(w, va, &value) || value != va + offsetof(struct sigframe, sf_tramp))
		return false;
	for (uint32_t i = 0; i < sizeof trampoline / sizeof *trampoline; i++)
		if (!code_word(w, value + 2 * i, &word) || word != trampoline[i])
			return false;
	for (uint32_t i = 0; i < 8; i++)
		if (!peek(w, context + (uint32_t)offsetof(struct sigcontext_k, sc_d) + 4 * i, &regs.tf_d[i]))
			return false;
	for (uint32_t i = 0; i < 7; i++)
		if (!peek(w, context + (uint32_t)offsetof(struct sigcontext_k, sc_a) + 4 * i, &regs.tf_a[i]))
			return false;
	if (!peek(w, context + (uint32_t)offsetof(struct sigcontext_k, sc_sp), &regs.tf_usp) ||
	    !peek(w, context + (uint32_t)offsetof(struct sigcontext_k, sc_pc), &regs.tf_pc) ||
	    regs.tf_usp < va + sizeof(struct sigframe))
		return false;
	load(w, &regs);
	w->signal = va;
	return true;
}

/* The rules for the function that the walk is in. False if there are none, or they lead to no frame. At `rts` the frame
 * is gone, whatever they say: the return address is at (sp). */
static bool rules(const struct walker *w, uint32_t pc, struct unwind *u)
{
	uint32_t cfa;
	uint16_t here;

	if (!symbols_unwind(w->sym, pc, u) || u->base < 0 || w->lost >> u->base & 1)
		return false;
	if (w->innermost && code_word(w, pc, &here) && here == RTS)
		*u = (struct unwind){.base = SP, .offset = 4, .pc = {UNWIND_SAVED, -4}};
	cfa = w->reg[u->base] + (uint32_t)u->offset;
	if (u->base == FP)
		return is_frame(w, w->reg[FP]);
	return w->innermost || (is_frame(w, cfa) && cfa > w->lowest);
}

/* Describes the call that the walk is in, and goes on to its caller. False if it was the last one. */
static bool step(struct walker *w, struct call *c)
{
	uint32_t sp = w->reg[SP];
	struct call unused = *c;
	struct unwind u;

	if (rules(w, c->pc, &u))
		return step_by_rules(w, &u, c);
	if (!w->innermost || has_frame(w, c->start, c->pc) || vax_call(w, w->reg[FP], &unused))
		return is_frame(w, w->reg[FP]) && step_by_hand(w, c);
	if (!leave_handler(w, sp))
		return step_out_of_stub(w, c);
	c->ra = sp;
	c->top = sp + 4;
	return true;
}

size_t snapshot_walk(struct symbols *sym, const struct trapframe *regs, const struct stack_region *region,
                     peek_long *peek_at, void *arg, struct call *calls, size_t max)
{
	struct walker w = {.sym = sym, .region = region, .peek = peek_at, .arg = arg, .innermost = true};
	size_t n = 0;
	bool more = sym != NULL;

	load(&w, regs);
	while (more && n < max) {
		/* A call of a function that never returns may be the caller's last instruction: look before pc. */
		struct call c = {.pc = w.innermost ? w.pc : w.pc - 2};

		c.function = symbols_function(sym, c.pc, &c.start);
		if (!c.function)
			break;
		w.signal = 0;
		more = step(&w, &c);
		/* Without a frame the innermost and the outermost one (crt0) are calls, too. */
		if (!c.fp && !c.ra && !w.innermost && !more && w.reg[FP] != 0)
			break;
		if (c.ra && !w.signal)
			more |= leave_handler(&w, c.ra);
		calls[n++] = c;
		if (w.signal && n < max)
			calls[n++] = (struct call){.kind = CALL_SIGNAL,
			                           .function = tr(snapshot_call_name(CALL_SIGNAL)),
			                           .pc = UINT32_MAX,
			                           .top = w.signal + (uint32_t)sizeof(struct sigframe)};
		w.innermost = w.signal != 0;
	}
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

static bool same_space(const struct address_space *a, const struct address_space *b)
{
	return a->p0br == b->p0br && a->p0lr == b->p0lr && a->p1br == b->p1br && a->p1lr == b->p1lr;
}

const struct walk *snapshot_calls(struct moment *mo, struct symbols *sym, const struct address_space *space,
                                  const struct stack_region *region, const struct trapframe *regs)
{
	struct now now = {&mo->view, space, NULL};
	struct walk *walk;

	for (size_t i = 0; i < mo->nwalks; i++) {
		walk = mo->walks[i];
		if (walk->symbols == sym && same_space(&walk->space, space) && walk->region.low == region->low &&
		    walk->region.high == region->high && memcmp(&walk->regs, regs, sizeof *regs) == 0)
			return walk;
	}
	walk = mo->walks[mo->nwalks++] = alloc_new(1, sizeof *walk);
	walk->symbols = sym;
	walk->space = *space;
	walk->region = *region;
	walk->regs = *regs;
	walk->count = snapshot_walk(sym, regs, region, peek_now, &now, walk->calls, CALLS_MAX);
	return walk;
}

const struct walk *snapshot_level_calls(const struct moment *mo, const struct level *level)
{
	struct now now = {.survey = level->survey};
	struct walk *walk = level->walk;

	if (!walk->walked && mo->lenders && level->survey && level->survey->has_at_vfork) {
		walk->symbols = mo->lenders;
		walk->count = snapshot_walk(mo->lenders, &level->survey->at_vfork, &level->survey->region, peek_now,
		                            &now, walk->calls, CALLS_MAX);
		walk->walked = true;
	}
	return walk;
}

const struct walk *snapshot_lenders_calls(const struct moment *mo)
{
	static const struct walk none;

	for (size_t i = 0; i < mo->nlevels; i++)
		if (mo->levels[i].loan == mo->loan)
			return snapshot_level_calls(mo, &mo->levels[i]);
	return &none;
}
