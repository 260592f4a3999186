/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Running to an exact instant. The engine runs blocks and knows nothing of counts; here is worked out which of a
 * block's instructions is where, what a block retired that broke off, and how to stop inside one.
 */
#include <stdio.h>
#include <string.h>

#include "base/be.h"
#include "core/cpu_private.h"
#include "core/insn_length.h"

enum {
	UNEXPLAINED_MAX = 100, /* stops without a reason after which the engine is not started again */
};

/* Number of instructions that the engine sees from pc to the end of its block. */
static unsigned engine_insns(struct cpu *c, uint32_t pc, uint32_t *end)
{
	struct tb b;

	if (!cpu_decode(c, pc, NO_STOP, &b))
		return 0;
	*end = pc + b.size;
	return b.insns;
}

/* Number of instructions from pc to `stop`, in the middle of the block that ends at `end`; 0 if none begins at `stop`.
 * Leaves the short block behind, for running it up to `stop`: who does not want that drops it. */
static unsigned insns_up_to(struct cpu *c, uint32_t pc, uint32_t stop, uint32_t end)
{
	struct tb b;

	cpu_drop_block(c, pc, end);
	if (!cpu_decode(c, pc, stop, &b) || b.size != stop - pc)
		return 0;
	return b.insns - 1; /* the stop counts as one */
}

/* Where instruction k (from 0) of the block at pc begins, with the short block up to there left behind. The
 * table proposes, the engine confirms; when they disagree, the engine is asked about every address. */
static uint32_t insn_address(struct cpu *c, uint32_t pc, unsigned k, uint32_t end)
{
	uint8_t code[INSN_MAX];
	uint32_t at = pc;

	for (unsigned i = 0; i < k && at < end; i++)
		at += insn_length(code, c->client.code(c->client.arg, at, code, sizeof code));
	if (at < end && insns_up_to(c, pc, at, end) == k)
		return at;
	for (at = pc + 2; at < end; at += 2)
		if (insns_up_to(c, pc, at, end) == k)
			return at;
	cpu_drop_block(c, pc, end);
	return end; /* a fence */
}

/* A block broke off with the instruction at pc: take back what did not retire (that instruction included). */
static void take_back(struct cpu *c, uint32_t pc)
{
	const struct tb *b = c->block;
	struct rest *known = &c->rests[pc >> 1 & (RESTS - 1)];
	uint32_t at = b->pc, block_end = at + b->size, end = 0;
	unsigned left = b->insns, rest;

	if (pc < at || pc >= block_end)
		return;
	if (pc == at) {
		rest = left;
	} else if (b->first && known->pc == pc && !memcmp(&known->block, b, sizeof *b)) {
		rest = known->insns;
	} else {
		*known = (struct rest){.block = *b, .pc = pc};
		rest = engine_insns(c, pc, &end);
		if (end != block_end || rest > left) { /* the engine would now cut the rest differently */
			rest = left - insns_up_to(c, at, pc, block_end);
			cpu_drop_block(c, at, block_end);
		}
		known->insns = rest;
	}
	c->icount -= rest;
	c->next = pc;
}

/* The engine's run to the middle of a block is over: counts its instructions, of which `want` were to run. */
static void end_partial(struct cpu *c, unsigned want, uint32_t start, uint32_t until, uint32_t end)
{
	const struct stop *stop = &c->stop;
	uint32_t pc = cpu_pc(c);
	bool whole = stop->why == EXIT_ADDRESS || stop->why == EXIT_BLOCK || stop->why == EXIT_GATE ||
	             (stop->access == CPU_FETCH && (pc < start || pc >= end)); /* what is refused is where it leads */

	c->partial = PARTIAL_OFF;
	cpu_drop_block(c, start, end);
	c->force_point = false;
	if (whole) {
		c->icount += want;
		c->next = stop->why == EXIT_ADDRESS ? pc : until;
	} else {
		if (pc != start)
			c->icount += insns_up_to(c, start, pc, end);
		cpu_drop_block(c, start, end);
		c->icount += stop->why == EXIT_TRAP && cpu_retires(stop->number);
		c->next = pc;
	}
	cpu_end_flow(c, pc);
	if (stop->why == EXIT_TRAP)
		cpu_trap(c, stop->number, pc);
	else if (stop->why == EXIT_PAGE)
		cpu_enter_page_fault(c, stop->va, stop->access, pc);
	/* else the main loop knows what to do */
}

/* The block that starts here goes beyond the target: run its first instructions only. */
static void run_beginning(struct cpu *c)
{
	uint32_t start = cpu_pc(c), end = start;
	unsigned insns = engine_insns(c, start, &end);
	unsigned want = (unsigned)(c->target - c->icount);
	uint32_t until;
	bool point = c->force_point || start != c->next;

	if (point && c->icount >= c->deadline && cpu_offer_interrupt(c, start))
		return; /* the main loop goes on through the gate */
	until = insn_address(c, start, want, end);
	c->decoded += insns + 1; /* what was dropped comes back */
	c->partial = PARTIAL_BEFORE;
	cpu_look_closer(c, true);
	c->uncached = (struct tb){.pc = start}; /* counted by hand */
	c->block = &c->uncached;
	c->block_point = point;
	if (until != c->until)
		cpu_set_stops(c, until);
	cpu_start(c, start);
	end_partial(c, want, start, until, end);
}

/* The same, also behind a cut, which must not be there meanwhile: the engine would stop before it once more. */
static void run_partial(struct cpu *c)
{
	uint32_t start = cpu_pc(c);

	c->passing = start;
	if (decode_guard_at(&c->fences, start)) {
		cpu_set_stops(c, NO_STOP);
		cpu_drop_block(c, start, start + 2);
	}
	run_beginning(c);
	c->passing = NO_STOP;
	if (decode_guard_at(&c->fences, start))
		cpu_set_stops(c, NO_STOP);
}

/* May the instruction at pc lie in that page frame? */
static bool lies_in(struct cpu *c, uint32_t pc, uint32_t pa)
{
	const uint32_t ends[] = {pc, pc + INSN_MAX - 1};
	struct cpu_page page;

	for (int i = 0; i < 2; i++)
		if (c->client.look(c->client.arg, ends[i] & ~(uint32_t)PGOFSET, !cpu_kernel(c), &page) &&
		    page.pa >> PGSHIFT == pa >> PGSHIFT)
			return true;
	return false;
}

/* The engine was refused a page that it would have used in two ways. It forgets one of them; or both when one more
 * instruction has been executed, if that stores where it is fetched from. */
static void part(struct cpu *c)
{
	const struct stop stop = c->stop;
	uint64_t target = c->target;

	cpu_drop_frame(c, stop.pa);
	if (stop.why != EXIT_SHARED_STORE || !lies_in(c, cpu_pc(c), stop.pa))
		return;
	c->sharing = true;
	c->target = c->icount + 1;
	run_partial(c);
	c->sharing = false;
	c->target = target;
	cpu_set_deadline(c, c->deadline);
	cpu_drop_frame(c, stop.pa);
}

/* The block at pc holds a word that may begin an instruction that the engine cannot bear: puts a fence there if one
 * does. */
static void look_at_block(struct cpu *c, uint32_t pc)
{
	uint32_t end = pc, at = pc;
	const uint8_t *bytes;

	if (!engine_insns(c, pc, &end))
		return;
	bytes = cpu_bytes(c, pc, end - pc);
	while (at < end && !(decode_guard_suspect(&c->fences, bytes + (at - pc), end - at) &&
	                     (at == pc || insns_up_to(c, pc, at, end))))
		at += 2;
	cpu_drop_block(c, pc, end);
	if (at < end) {
		if (c->fences.count >= DECODE_GUARD_MAX)
			cpu_forget_all(c);
		decode_guard_add(&c->fences, at);
		cpu_set_stops(c, NO_STOP);
	} else {
		decode_guard_pass(&c->fences, pc, bytes, end - pc);
	}
}

/* Where the last instruction before pc begins, of a block at `start` that ends there with so many instructions; pc if
 * there are not as many. The table proposes, the engine confirms. */
static uint32_t last_insn(struct cpu *c, uint32_t start, uint32_t pc, unsigned insns)
{
	uint8_t code[INSN_MAX];
	uint32_t at = start, next = start;

	while (next < pc) {
		at = next;
		next += insn_length(code, c->client.code(c->client.arg, at, code, sizeof code));
	}
	if (at > start && insns_up_to(c, start, at, pc) == insns - 1)
		return at;
	for (at = start + 2; at < pc; at += 2)
		if (insns_up_to(c, start, at, pc) == insns - 1)
			return at;
	return pc;
}

/* The engine stopped before an address, which it counts as the last instruction of the block before, unless that block
 * ended there by itself: then the engine came by another block, of which nobody was told. */
static void take_back_stop(struct cpu *c, uint32_t pc)
{
	uint32_t start = c->block->pc;
	unsigned insns = c->block->insns;

	if (start < pc && start + c->block->size == pc && insns > 1) {
		if (last_insn(c, start, pc, insns) == pc)
			c->icount--;
		cpu_drop_block(c, start, pc);
	}
	c->uncached = (struct tb){.pc = pc};
	c->block = &c->uncached;
	c->force_point |= pc != c->next;
	c->next = pc;
}

/* It did so at a cut: goes one instruction on, and there begins a new block. */
static void step_over(struct cpu *c)
{
	uint64_t target = c->target;

	c->target = c->icount + 1;
	run_partial(c);
	c->target = target;
	cpu_set_deadline(c, c->deadline);
}

/* It did so before an instruction that it must not decode: a fence, which also stands at odd addresses. */
static void stopped_at_fence(struct cpu *c, uint32_t pc)
{
	if (pc - GATE < NBPG)
		cpu_enter_page_fault(c, GATE, CPU_FETCH, pc);
	else if (pc & 1)
		cpu_trap(c, CPU_ILLEGAL, pc); /* no instruction is at an odd address */
	else if (cpu_fenced(c, pc))
		cpu_trap(c, CPU_PRIVILEGE, pc);
	else if (decode_guard_at(&c->fences, pc))
		step_over(c);
	else if (++c->unexplained > UNEXPLAINED_MAX)
		cpu_note_problem(c, "it stops without a reason");
}

/* The engine's run is over: takes back what it counted too much. Then icount and pc are exact. */
static void settle_count(struct cpu *c, uint32_t pc)
{
	const struct stop *stop = &c->stop;

	if (stop->why == EXIT_TRAP || stop->why == EXIT_SHARED_STORE ||
	    (stop->why == EXIT_PAGE && stop->access != CPU_FETCH))
		take_back(c, pc);
	else if (stop->why == EXIT_ADDRESS && !c->asked && c->gate == GATE_OFF)
		take_back_stop(c, pc);
	cpu_end_flow(c, pc);
}

/* What the engine's run ended for. */
static void act(struct cpu *c, uint32_t pc)
{
	switch (c->stop.why) {
	case EXIT_ADDRESS:
		if (c->gate == GATE_OFF && c->icount < c->target)
			stopped_at_fence(c, pc);
		break;
	case EXIT_BLOCK:
		if (pc & 1)
			cpu_trap(c, CPU_ILLEGAL, pc);
		else if (c->icount < c->target && !cpu_crowded(c))
			run_partial(c);
		break;
	case EXIT_SUSPECT:
		look_at_block(c, pc);
		break;
	case EXIT_PAGE:
		c->force_point = false;
		cpu_enter_page_fault(c, c->stop.va, c->stop.access, pc);
		break;
	case EXIT_GATE:
		c->force_point = false;
		cpu_enter_page_fault(c, GATE, CPU_FETCH, pc);
		break;
	case EXIT_TRAP:
		cpu_trap(c, c->stop.number, pc);
		break;
	case EXIT_SHARED_FETCH:
	case EXIT_SHARED_STORE:
	case EXIT_CODES:
		break;
	}
	if (c->stop.why == EXIT_SHARED_FETCH || c->stop.why == EXIT_SHARED_STORE) /* or that of run_partial */
		part(c);
}

enum cpu_stop cpu_run(struct cpu *c, uint64_t target)
{
	c->target = target;
	cpu_set_deadline(c, c->deadline);
	c->asked = false;
	c->ccr = CCR_UNKNOWN;
	while (!c->problem && (c->gate != GATE_OFF || (!c->asked && c->icount < target))) {
		uint64_t before = c->icount;
		uint32_t pc;

		cpu_look_closer(c, c->gate != GATE_OFF);
		if (cpu_crowded(c))
			cpu_make_room(c);
		if (c->until != NO_STOP)
			cpu_set_stops(c, NO_STOP);
		cpu_start(c, cpu_pc(c));
		if (c->icount != before)
			c->unexplained = 0;
		if (c->problem)
			break;
		pc = cpu_pc(c);
		settle_count(c, pc);
		if (!c->asked)
			act(c, pc);
	}
	return c->problem ? CPU_STOP_BROKEN : c->asked ? CPU_STOP_ASKED : CPU_STOP_TARGET;
}

const char *cpu_problem(const struct cpu *c)
{
	return c->problem;
}

void cpu_describe(const void *cpu, char *line, size_t size)
{
	const struct cpu *c = cpu;
	const struct tlb_shadow *t = &c->translations;
	uint32_t pc = c->block->pc, key = (pc & ~(uint32_t)PGOFSET) | !cpu_kernel(c), i = 0;
	int n;

	n = snprintf(line, size, "after %llu instructions, in the block at pc %08x",
	             (unsigned long long)__atomic_load_n(&c->icount, __ATOMIC_RELAXED), pc);
	while (i < TRANSLATIONS_MAX && t->keys[i] != key)
		i++;
	if (i < TRANSLATIONS_MAX && t->list[i].pa < c->ram_size)
		snprintf(line + n, size - (size_t)n, " (%04x)",
		         be16_get(c->fences.ram + t->list[i].pa + (pc & PGOFSET)));
}
