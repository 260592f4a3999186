/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The gate: a page of the core's own with two small programs, which belongs to no guest memory. The engine keeps the
 * condition codes to itself; one program reads them. The other makes the engine forget some pages, which is all that it
 * costs little. Whatever the registers are needed for there is put back when the gate has been passed.
 *
 * Every exception goes through the gate on its way to the client, which so is called once, and knows everything.
 */
#include <string.h>

#include "core/cpu_private.h"

enum { FLUSH_AT = 16 /* offset of the second program in the page */, CCR_X = 0x10 };

void cpu_write_gate(uint8_t *page)
{
	/* move.w ccr,d0; trap #15 */
	static const uint8_t codes[] = {0x42, 0xc0, 0x4e, 0x4f};
	/* pflush (a6) ... pflush (a0); trap #15 */
	static const uint8_t flush[] = {0xf5, 0x0e, 0xf5, 0x0d, 0xf5, 0x0c, 0xf5, 0x0b,
	                                0xf5, 0x0a, 0xf5, 0x09, 0xf5, 0x08, 0x4e, 0x4f};

	memcpy(page, codes, sizeof codes);
	memcpy(page + FLUSH_AT, flush, sizeof flush);
}

/* Leave for the first program: the next thing that happens is its trap #15, with the codes in d0. */
static void enter(struct cpu *c, enum gate_use use)
{
	c->gate = use;
	cpu_look_closer(c, true);
	c->gate_d0 = cpu_get(c, 0);
	cpu_set_pc(c, GATE);
}

void cpu_enter_read(struct cpu *c)
{
	c->gate_pc = cpu_pc(c);
	enter(c, GATE_READ);
}

void cpu_enter_exception(struct cpu *c, int number, uint32_t pc)
{
	c->raised = (struct cpu_exception){.number = number, .pc = pc};
	enter(c, GATE_EXCEPTION);
}

void cpu_enter_page_fault(struct cpu *c, uint32_t va, enum cpu_access access, uint32_t pc)
{
	c->raised = (struct cpu_exception){.number = CPU_PAGE, .pc = pc, .va = va, .access = access};
	enter(c, GATE_EXCEPTION);
}

bool cpu_offer_interrupt(struct cpu *c, uint32_t pc)
{
	c->force_point = true;
	c->next = pc;
	if (!c->client.interrupt(c->client.arg))
		return false;
	cpu_enter_exception(c, CPU_INTERRUPT, pc);
	return true;
}

/* Leaves for the second program, from the right place on, with some of the pages' addresses in registers. */
static void flush_some(struct cpu *c)
{
	uint32_t n = c->nstale < STALE_AT_ONCE ? c->nstale : STALE_AT_ONCE;

	c->gate = GATE_FLUSH;
	cpu_look_closer(c, true);
	for (uint32_t i = 0; i < n; i++)
		cpu_set(c, REG_A0 + (int)i, c->stale[--c->nstale]);
	cpu_set_pc(c, GATE + FLUSH_AT + 2 * (STALE_AT_ONCE - n));
}

static void enter_flush(struct cpu *c)
{
	c->gate_pc = cpu_pc(c);
	c->gate_saved = c->nstale < STALE_AT_ONCE ? c->nstale : STALE_AT_ONCE;
	for (uint32_t i = 0; i < c->gate_saved; i++)
		c->gate_a[i] = cpu_get(c, REG_A0 + (int)i);
	if (!cpu_kernel(c))
		cpu_write_sr(c, SR_S);
	flush_some(c);
}

static void leave_flush(struct cpu *c)
{
	for (uint32_t i = 0; i < c->gate_saved; i++)
		cpu_set(c, REG_A0 + (int)i, c->gate_a[i]);
	if (!cpu_kernel(c))
		cpu_write_sr(c, c->sr);
	cpu_set_pc(c, c->gate_pc);
}

void cpu_settle(struct cpu *c)
{
	if (c->nstale > STALE_MAX || (c->nstale && (c->gate != GATE_OFF || c->asked || c->partial != PARTIAL_OFF)))
		cpu_forget_all(c);
	else if (c->nstale)
		enter_flush(c);
}

/* Instructions that the engine computes the condition codes of before it stores: if the page is refused then, N, Z, V
 * and C are neither the old ones nor the new, but depend on how the engine kept them. They are 0 then; all of these set
 * them when they begin again. */
static bool codes_come_first(uint16_t opcode)
{
	static const struct {
		uint16_t word, mask;
		bool sized; /* bits 7 and 6 are a size */
	} kinds[] = {
		{0x0000, 0xf000, false}, /* immediate operands, bits, cas */
		{0x4000, 0xf900, true},  /* negx, clr, neg, not */
		{0x4800, 0xffc0, false}, /* nbcd */
		{0x4ac0, 0xffc0, false}, /* tas */
		{0x5000, 0xf000, true},  /* addq, subq */
		{0x8100, 0xf100, true},  /* or */
		{0x9100, 0xf100, true},  /* sub */
		{0xb100, 0xf100, true},  /* eor */
		{0xc100, 0xf100, true},  /* and */
		{0xd100, 0xf100, true},  /* add */
		{0xe0c0, 0xf0c0, false}, /* shifts, fields of bits */
	};

	if ((opcode & 0x38) <= 0x08) /* not a memory operand, or movep */
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if ((opcode & kinds[i].mask) == kinds[i].word && !(kinds[i].sized && (opcode & 0xc0) == 0xc0))
			return true;
	return false;
}

static void deliver(struct cpu *c, uint32_t ccr)
{
	const struct cpu_exception *e = &c->raised;
	bool point = c->force_point;

	if (e->number == CPU_PAGE && e->access == CPU_WRITE && codes_come_first((uint16_t)cpu_opcode(c, e->pc))) {
		ccr &= CCR_X;
		cpu_write_sr(c, (cpu_kernel(c) ? SR_S : 0) | ccr); /* also for who asks in vain for a handler */
	}
	c->raised.ccr = ccr;
	c->force_point = true;
	if (!c->client.exception(c->client.arg, &c->raised))
		c->force_point = point;
}

void cpu_pass_gate(struct cpu *c)
{
	enum gate_use use = c->gate;
	uint32_t ccr = cpu_get(c, 0) & 0x1f;

	c->gate = GATE_OFF;
	cpu_look_closer(c, c->asked);
	if (use == GATE_FLUSH) {
		if (c->nstale)
			flush_some(c);
		else
			leave_flush(c);
		return;
	}
	cpu_set(c, 0, c->gate_d0);
	if (use == GATE_EXCEPTION) {
		deliver(c, ccr);
		return;
	}
	c->ccr = ccr;
	cpu_set_pc(c, c->gate_pc);
	cpu_end_for(c, EXIT_CODES);
}

enum cpu_answer cpu_raise(struct cpu *c, int number)
{
	c->raised = (struct cpu_exception){.number = number};
	return CPU_RAISE;
}

enum cpu_answer cpu_raise_page(struct cpu *c, uint32_t va, enum cpu_access access)
{
	c->raised = (struct cpu_exception){.number = CPU_PAGE, .va = va, .access = access};
	return CPU_RAISE;
}

/* An extended function counts as retired while it is executed; this one did not complete. */
static void unretire(struct cpu *c, uint32_t pc)
{
	c->icount--;
	c->next = pc;
	c->force_point = pc == c->block->pc && c->block_point;
}

static void call_function(struct cpu *c, uint32_t pc)
{
	c->next = pc + 2; /* an extended function is an instruction like others: flow stays sequential */
	switch (c->client.function(c->client.arg, cpu_opcode(c, pc), pc)) {
	case CPU_DONE:
		cpu_set_pc(c, pc + 2);
		break;
	case CPU_JUMPED:
		break;
	case CPU_STAY:
		unretire(c, pc);
		break;
	case CPU_RAISE:
		unretire(c, pc);
		c->raised.pc = pc;
		enter(c, GATE_EXCEPTION);
		break;
	}
}

void cpu_trap(struct cpu *c, int number, uint32_t pc)
{
	if (number == CPU_LINE_A) {
		call_function(c, pc);
	} else if (number == CPU_RTE) {
		c->force_point = true;
		if (c->client.rte(c->client.arg, pc) == CPU_RAISE) {
			c->raised.pc = pc;
			enter(c, GATE_EXCEPTION);
		}
	} else {
		cpu_enter_exception(c, number, pc);
	}
}
