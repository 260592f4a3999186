/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the engine tells the core while it runs: a block begins, an exception comes, a block has been decoded; and in
 * detail mode each instruction, load and store. Here blocks are counted, and here is decided whether one may run.
 */
#include <unicorn/unicorn.h>

#include "core/cpu_private.h"

enum {
	CHK_OPCODE = 0x4100,
	CHK_MASK = 0xf140,
	CHANGES = 64, /* of detail mode, after which the buffer is emptied */
};

/* Finds out about the block at pc, and remembers it. */
static const struct tb *learn_block(struct cpu *c, uint32_t pc, uint32_t size)
{
	const struct tb *b;
	uc_tb tb = {0};

	/* It is there: nothing is decoded. But the engine may have forgotten the page meanwhile, and be refused it:
	 * then its run is over, and this function, too. */
	c->learning = true;
	c->stop.pc = pc;
	cpu_must(c, uc_ctl_request_cache(c->uc, (uint64_t)pc, &tb));
	c->learning = false;
	b = tb_cache_note(&c->blocks, pc, size, tb.icount);
	if (!b) {
		c->uncached = (struct tb){.pc = pc, .size = size, .insns = tb.icount};
		b = &c->uncached;
	}
	return b;
}

static void stop_before(struct cpu *c, uint32_t pc, enum exit_reason why)
{
	c->stop.pc = pc;
	cpu_end_for(c, why);
}

/* Counts a block that is about to run. */
static inline void enter_block(struct cpu *c, const struct tb *b)
{
	c->block_point = b->pc != c->next || c->force_point;
	c->force_point = false;
	c->block = b;
	c->insn_index = 0;
	c->next = b->pc + b->size;
	c->icount += b->insns;
}

/* Somebody wants to know which blocks are entered. */
static void look_out(const struct cpu *c, uint32_t pc, uint32_t size)
{
	for (size_t i = 0; i < c->lookout.count; i++)
		if (c->lookout.pcs[i] - pc < size) { /* an instruction has two bytes at least */
			c->lookout.tell(c->lookout.arg, c->icount, c->icount + size / 2 + 1);
			return;
		}
}

/* The block hook, when something may have to happen before the block. Not a part of the hook itself, which has to be
 * quick. */
static void __attribute__((noinline)) on_special_block(struct cpu *c, uint32_t pc, uint32_t size)
{
	const struct tb *b;

	look_out(c, pc, size);
	if (pc - GATE < NBPG) {
		if (c->gate == GATE_OFF)
			stop_before(c, pc, EXIT_GATE);
		return;
	}
	if (c->partial == PARTIAL_OFF)
		cpu_end_flow(c, pc);
	if (c->asked || pc & 1) {
		stop_before(c, pc, EXIT_BLOCK);
		return;
	}
	if (c->partial != PARTIAL_OFF) {
		if (c->partial == PARTIAL_INSIDE || pc != c->block->pc)
			stop_before(c, pc, EXIT_BLOCK);
		c->partial = PARTIAL_INSIDE;
		c->insn_index = 0;
		return;
	}
	b = tb_cache_find(&c->blocks, pc, size);
	if (!b && decode_guard_block(&c->fences, pc, cpu_bytes(c, pc, size), size)) {
		stop_before(c, pc, EXIT_SUSPECT);
		return;
	}
	if (!b)
		b = learn_block(c, pc, size);
	bool point = pc != c->next || c->force_point;
	if (c->icount + b->insns > c->target || cpu_crowded(c)) {
		c->force_point = point;
		c->next = pc;
		stop_before(c, pc, EXIT_BLOCK);
		return;
	}
	if (point && c->icount >= c->deadline && cpu_offer_interrupt(c, pc))
		return;
	enter_block(c, b);
}

/* The same, also of a block that is not the last one of its slot. */
static void __attribute__((noinline)) on_other_block(struct cpu *c, uint32_t pc, uint32_t size)
{
	const struct tb *b = c->special ? NULL : tb_cache_find(&c->blocks, pc, size);

	if (b && c->icount + b->insns <= c->horizon)
		enter_block(c, b);
	else
		on_special_block(c, pc, size);
}

/* Called for each block: how it lies in the host's lines of code is not left to chance. */
static void __attribute__((aligned(64))) on_block(uc_engine *uc, uint64_t address, uint32_t size, void *arg)
{
	struct cpu *c = arg;
	const struct tb *b = tb_cache_find_again(&c->blocks, (uint32_t)address, size);

	(void)uc;
	if (b && c->icount + b->insns <= c->horizon)
		enter_block(c, b);
	else
		on_other_block(c, (uint32_t)address, size);
}

void cpu_look_out(struct cpu *c, const struct lookout *lookout)
{
	c->lookout = lookout ? *lookout : (struct lookout){.count = 0};
	cpu_set_deadline(c, c->deadline);
}

/* For chk and chk2, unlike all others, the engine's pc is behind the first word or two of the instruction. */
static uint32_t chk_address(struct cpu *c, uint32_t pc)
{
	return pc - ((cpu_opcode(c, pc - 2) & CHK_MASK) == CHK_OPCODE ? 2 : 4);
}

static void on_interrupt(uc_engine *uc, uint32_t number, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	if (c->gate != GATE_OFF) {
		cpu_pass_gate(c);
		return;
	}
	if (number == CPU_CHK)
		cpu_set_pc(c, chk_address(c, cpu_pc(c)));
	if (c->partial != PARTIAL_OFF || !cpu_retires((int)number)) {
		c->stop.number = (int)number;
		cpu_end_for(c, EXIT_TRAP);
		return;
	}
	cpu_trap(c, (int)number, cpu_pc(c));
	cpu_settle(c);
}

/* The engine has decoded a block. */
static void on_decoded(uc_engine *uc, uc_tb *now, uc_tb *before, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	(void)before;
	c->decoded += now->icount + 1u;
	if (cpu_crowded(c))
		cpu_look_closer(c, true);
}

/* For a client that wants instructions, or calls and returns. Not a part of the hook itself either. */
static void __attribute__((noinline)) tell_insn(struct cpu *c)
{
	if (c->insn_pc - GATE < NBPG || c->stop.why != EXIT_ADDRESS)
		return;
	if (c->tell_flow)
		cpu_begin_flow(c);
	if (c->tell_insns) {
		c->in_insn = true;
		c->client.insn(c->client.arg, c->icount - c->block->insns + c->insn_index - 1, c->insn_pc);
		c->in_insn = false;
	}
}

static void on_insn(uc_engine *uc, uint64_t address, uint32_t size, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	(void)size;
	c->insn_pc = (uint32_t)address; /* also in the gate: nothing is stored there, and the next block begins anew */
	c->insn_index++;
	if (c->tell_insns || c->tell_flow)
		tell_insn(c);
}

/* When the instruction began that is being executed. */
static uint64_t insn_began(const struct cpu *c)
{
	return c->icount - c->block->insns + (c->insn_index ? c->insn_index - 1 : 0);
}

/* Where that is in memory. */
static uint32_t frame_address(uint64_t address)
{
	return (uint32_t)address < DETAIL_PA ? (uint32_t)address : (uint32_t)address - DETAIL_PA;
}

static void on_load(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	(void)type;
	(void)value;
	c->in_insn = true;
	c->client.load(c->client.arg, insn_began(c), c->insn_pc, frame_address(address), (uint32_t)size);
	c->in_insn = false;
}

static void on_store(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	(void)type;
	c->in_insn = true;
	c->client.store(c->client.arg, insn_began(c), c->insn_pc, frame_address(address), (uint32_t)size,
	                (uint64_t)value);
	c->in_insn = false;
}

/* The engine takes its hook functions as object pointers, which ISO C does not convert to. */
bool cpu_add_hook(uc_engine *uc, uc_hook *hook, int type, void (*function)(void), void *arg)
{
	union {
		void (*function)(void);
		void *pointer;
	} u = {.function = function};

	return uc_hook_add(uc, hook, type, u.pointer, arg, 1, 0) == UC_ERR_OK;
}

/* A hook of the core's own. */
static void hook(struct cpu *c, uc_hook *handle, int type, void (*function)(void))
{
	if (!cpu_add_hook(c->uc, handle, type, function, c))
		cpu_note_problem(c, "it takes no hook");
}

void cpu_set_detail(struct cpu *c, bool on, bool insns, bool flow, bool loads)
{
	c->tell_insns = insns;
	c->tell_flow = flow;
	loads &= on;
	if (on == c->detail && loads == c->tell_loads)
		return;
	if (on && !c->detail) {
		hook(c, &c->hook_insn, UC_HOOK_CODE, (void (*)(void))on_insn);
		hook(c, &c->hook_store, UC_HOOK_MEM_WRITE, (void (*)(void))on_store);
	} else if (!on && c->detail) {
		cpu_must(c, uc_hook_del(c->uc, c->hook_insn));
		cpu_must(c, uc_hook_del(c->uc, c->hook_store));
	}
	if (loads && !c->tell_loads)
		hook(c, &c->hook_load, UC_HOOK_MEM_READ, (void (*)(void))on_load);
	else if (!loads && c->tell_loads)
		cpu_must(c, uc_hook_del(c->uc, c->hook_load));
	c->detail = on;
	c->tell_loads = loads;
	/* By page frames, since the engine's own flush goes over its whole buffer; but not always, since after some
	 * thousands of changes by page frames alone the engine crashes. */
	cpu_drop_code(c);
	if (++c->changes % CHANGES == 0)
		cpu_make_room(c);
}

void cpu_add_hooks(struct cpu *c)
{
	uc_hook handle;

	hook(c, &handle, UC_HOOK_INTR, (void (*)(void))on_interrupt);
	hook(c, &handle, UC_HOOK_BLOCK, (void (*)(void))on_block);
	hook(c, &handle, UC_HOOK_EDGE_GENERATED, (void (*)(void))on_decoded);
}
