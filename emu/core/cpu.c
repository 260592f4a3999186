/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The processor core on Unicorn 2.1.
 *
 * Seven rules of the engine shape this file:
 *  - It may stop only at the start of a translation block or at an exception; anywhere else it loses the condition
 *    codes. To stop inside a block, the block is translated anew with its end (`until`) at the wanted instruction.
 *  - It keeps the condition codes to itself. To read them, the core runs `move ccr,d0; trap #15` on a gate page
 *    that belongs to no guest memory.
 *  - Forgetting all translations costs the engine as much as thousands of instructions. The books (tlb_shadow.h) tell
 *    which pages really lead elsewhere; a few are forgotten by a second gate program: `pflush (a6) ... pflush (a0);
 *    trap #15`.
 *  - Dropping all decoded code costs the engine a sweep over its whole buffer, so code is dropped by page frame. The
 *    engine wants a virtual address for that: a window page shows it the page frame.
 *  - A block is counted when it is entered; when it breaks off at a fault, the rest is taken back.
 *  - When its buffer for decoded code is full, the engine jumps out of whatever it does, hooks and requests included.
 *    So the core keeps the books and empties the buffer in time, while the engine stands still.
 *  - Some instructions crash it, stop it, hang it or change its own state. This machine has none of them: fences
 *    (decode_guard.h), addresses that the engine stops before, protect it. So that no code comes in behind their back,
 *    it must never be able to store through one address where it fetches through another.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unicorn/unicorn.h>

#include "base/be.h"
#include "core/cpu_private.h"

enum {
	MODEL_68040 = 3, /* the engine's enum is off by one against its table */
	CHK_OPCODE = 0x4100,
	CHK_MASK = 0xf140,
	FLUSH_AT = 16, /* offset of the second gate program */
	A0 = 8,
	A7 = 15,
	TCG_BUFFER = 64 << 20, /* the engine's room for decoded code, bytes; its default is 1 GB */
	INSN_ROOM = 2048,      /* what a decoded instruction takes there at most (movem of all registers: 1600) */
};
/* Not constant only because the engine's functions for many registers do not take it so. */
static int registers[CPU_GENERAL] = {
	UC_M68K_REG_D0, UC_M68K_REG_D1, UC_M68K_REG_D2, UC_M68K_REG_D3, UC_M68K_REG_D4, UC_M68K_REG_D5,
	UC_M68K_REG_D6, UC_M68K_REG_D7, UC_M68K_REG_A0, UC_M68K_REG_A1, UC_M68K_REG_A2, UC_M68K_REG_A3,
	UC_M68K_REG_A4, UC_M68K_REG_A5, UC_M68K_REG_A6, UC_M68K_REG_A7,
};

uint32_t cpu_get(struct cpu *c, int n)
{
	uint32_t v = 0;

	uc_reg_read(c->uc, registers[n & 15], &v);
	return v;
}

void cpu_set(struct cpu *c, int n, uint32_t value)
{
	uc_reg_write(c->uc, registers[n & 15], &value);
}

void cpu_get_all(struct cpu *c, uint32_t values[CPU_GENERAL])
{
	void *to[CPU_GENERAL];

	for (int i = 0; i < CPU_GENERAL; i++)
		to[i] = &values[i];
	uc_reg_read_batch(c->uc, registers, to, CPU_GENERAL);
}

void cpu_set_all(struct cpu *c, const uint32_t values[CPU_GENERAL])
{
	void *from[CPU_GENERAL];

	for (int i = 0; i < CPU_GENERAL; i++)
		from[i] = (void *)&values[i];
	uc_reg_write_batch(c->uc, registers, from, CPU_GENERAL);
}

uint32_t cpu_pc(struct cpu *c)
{
	uint32_t v = 0;

	uc_reg_read(c->uc, UC_M68K_REG_PC, &v);
	return v;
}

void cpu_set_pc(struct cpu *c, uint32_t pc)
{
	uc_reg_write(c->uc, UC_M68K_REG_PC, &pc);
}

void cpu_set_stops(struct cpu *c, uint32_t until)
{
	c->until = until;
	c->fences.list[c->fences.count] = until;
	uc_ctl_set_exits(c->uc, c->fences.list, c->fences.count + 1);
}

void cpu_end_run(struct cpu *c)
{
	if (c->running)
		uc_ctl_exits_disable(c->uc);
}

/* With the translations go the fences: each page has itself translated again. */
static void pull_fences(struct cpu *c)
{
	if (decode_guard_clear(&c->fences))
		cpu_set_stops(c, c->until);
}

void cpu_forget_all(struct cpu *c)
{
	pull_fences(c);
	uc_ctl_flush_tlb(c->uc);
	tlb_shadow_forget(&c->translations);
	c->nstale = 0;
	c->all_stale = false;
}

static void write_sr(struct cpu *c, uint32_t sr)
{
	uc_reg_write(c->uc, UC_M68K_REG_SR, &sr);
}

void cpu_set_mode(struct cpu *c, bool kernel, uint32_t ccr)
{
	c->sr = (kernel ? SR_S : 0) | (ccr & 0x1f);
	write_sr(c, c->sr);
	c->kernel = kernel;
	if (!kernel && c->user_stale) {
		c->user_stale = false;
		cpu_look_again(c, true);
	}
	c->ccr_known = false;
}

uint32_t cpu_user_sp(struct cpu *c)
{
	uint32_t sp;

	write_sr(c, 0);
	sp = cpu_get(c, A7);
	write_sr(c, SR_S);
	return sp;
}

void cpu_set_user_sp(struct cpu *c, uint32_t value)
{
	write_sr(c, 0);
	cpu_set(c, A7, value);
	write_sr(c, SR_S);
}

uint64_t cpu_icount(const struct cpu *c)
{
	return c->icount;
}

void cpu_unretire(struct cpu *c)
{
	uint32_t pc = c->next - 2; /* the extended function being handled */

	c->icount--;
	c->next = pc;
	c->force_point = pc == c->block->pc && c->block_point;
}

void cpu_set_deadline(struct cpu *c, uint64_t icount)
{
	c->deadline = icount;
	c->horizon = c->deadline < c->target ? c->deadline : c->target;
}

void cpu_break(struct cpu *c)
{
	c->asked = c->special = true;
	cpu_end_run(c);
	uc_emu_stop(c->uc);
}

/* Leave for the gate: the next thing that happens is its trap #15, with the codes in d0. */
static void enter_gate(struct cpu *c, enum gate why)
{
	c->gate = why;
	c->special = true;
	c->gate_d0 = cpu_get(c, 0);
	cpu_set_pc(c, GATE);
}

/* The engine is to forget pages: the gate program for that, from the right place on, with their addresses in
 * registers. */
static void enter_flush_gate(struct cpu *c)
{
	c->gate = GATE_FLUSH;
	c->special = true;
	c->gate_pc = cpu_pc(c);
	for (uint32_t i = 0; i < c->nstale; i++) {
		c->gate_a[i] = cpu_get(c, A0 + (int)i);
		cpu_set(c, A0 + (int)i, c->stale[i]);
	}
	if (!c->kernel)
		write_sr(c, SR_S);
	cpu_set_pc(c, GATE + FLUSH_AT + 2 * (STALE_MAX - c->nstale));
}

static void leave_flush_gate(struct cpu *c)
{
	for (uint32_t i = 0; i < c->nstale; i++)
		cpu_set(c, A0 + (int)i, c->gate_a[i]);
	if (!c->kernel)
		write_sr(c, c->sr);
	cpu_set_pc(c, c->gate_pc);
	c->nstale = 0;
}

/* After a client's function, with the engine in the middle of its run: it forgets what it has to forget. */
static void settle(struct cpu *c)
{
	if (c->all_stale || (c->nstale && (c->gate != GATE_OFF || c->asked || c->partial)))
		cpu_forget_all(c);
	else if (c->nstale)
		enter_flush_gate(c);
}

void cpu_want_ccr(struct cpu *c)
{
	enter_gate(c, GATE_DELIVER);
}

void cpu_drop_page(struct cpu *c, uint32_t pa)
{
	c->window_open = true;
	c->window_pa = pa;
	uc_ctl_flush_tlb(c->uc);
	uc_ctl_remove_cache(c->uc, (uint64_t)WINDOW, (uint64_t)WINDOW + NBPG);
	c->window_open = false;
}

bool cpu_crowded(const struct cpu *c)
{
	return c->decoded > TCG_BUFFER / INSN_ROOM;
}

void cpu_make_room(struct cpu *c)
{
	uc_ctl_flush_tb(c->uc);
	c->decoded = 0;
}

bool cpu_decode(struct cpu *c, uint32_t pc, uint32_t stop, struct tb *b)
{
	uc_tb tb = {0};

	if (cpu_crowded(c))
		cpu_make_room(c);
	if (stop != c->until)
		cpu_set_stops(c, stop);
	if (uc_ctl_request_cache(c->uc, (uint64_t)pc, &tb) != UC_ERR_OK)
		return false;
	c->decoded += tb.icount + 1u;
	*b = (struct tb){.pc = pc, .size = tb.size, .insns = tb.icount};
	return true;
}

void cpu_drop_block(struct cpu *c, uint32_t pc, uint32_t end)
{
	uc_ctl_remove_cache(c->uc, (uint64_t)pc, (uint64_t)end);
}

const uint8_t *cpu_bytes(struct cpu *c, uint32_t va, uint32_t size)
{
	struct tlb_shadow *t = &c->translations;
	uint32_t i = tlb_shadow_find(t, va, !c->kernel);

	/* Where the engine has them from, if that is known. */
	if (i < t->count && (va & PGOFSET) + size <= NBPG)
		return c->fences.ram + t->list[i].pa + (va & PGOFSET);
	if (size > sizeof c->bytes)
		size = sizeof c->bytes;
	memset(c->bytes, 0, size);
	c->client.code(c->client.arg, va, c->bytes, size);
	return c->bytes;
}

bool cpu_fenced(struct cpu *c, uint32_t pc)
{
	enum { KNOWN = 4 };

	return decode_guard_suspect(&c->fences, cpu_bytes(c, pc, KNOWN), KNOWN);
}

/* Finds out about the block at pc, and remembers it. */
static const struct tb *learn_block(struct cpu *c, uint32_t pc, uint32_t size)
{
	const struct tb *b;
	uc_tb tb = {0};

	uc_ctl_request_cache(c->uc, (uint64_t)pc, &tb); /* it is there: nothing is decoded */
	b = tb_cache_note(&c->blocks, pc, size, tb.icount);
	if (!b) {
		c->uncached = (struct tb){.pc = pc, .size = size, .insns = tb.icount};
		b = &c->uncached;
	}
	return b;
}

static void stop_before(struct cpu *c, uint32_t pc)
{
	c->stopped_at_block = true;
	c->stop_pc = pc;
	cpu_end_run(c);
	uc_emu_stop(c->uc);
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

/* The block hook, when something may have to happen before the block. Not a part of the hook itself, which has to be
 * quick. */
static void __attribute__((noinline)) on_special_block(struct cpu *c, uint32_t pc, uint32_t size)
{
	const struct tb *b;

	if (pc - GATE < NBPG) {
		if (c->gate == GATE_OFF) { /* the guest jumped here: for it, there is nothing */
			c->faulted = true;
			c->fault_va = GATE;
			c->fault_access = CPU_FETCH;
			stop_before(c, pc);
		}
		return;
	}
	if (c->asked || pc & 1) {
		stop_before(c, pc);
		return;
	}
	if (c->partial) {
		if (c->partial_begun || pc != c->block->pc)
			stop_before(c, pc);
		c->partial_begun = true;
		c->insn_index = 0;
		return;
	}
	b = tb_cache_find(&c->blocks, pc, size);
	if (!b && decode_guard_block(&c->fences, pc, cpu_bytes(c, pc, size), size)) {
		c->suspect = true;
		stop_before(c, pc);
		return;
	}
	if (!b)
		b = learn_block(c, pc, size);
	bool point = pc != c->next || c->force_point;
	if (c->icount + b->insns > c->target || cpu_crowded(c)) {
		c->force_point = point;
		c->next = pc;
		stop_before(c, pc);
		return;
	}
	if (point && c->icount >= c->deadline) {
		c->force_point = true;
		c->next = pc;
		c->client.interrupt(c->client.arg, pc);
		if (c->gate != GATE_OFF)
			return;
	}
	enter_block(c, b);
}

static void on_block(uc_engine *uc, uint64_t address, uint32_t size, void *arg)
{
	struct cpu *c = arg;
	uint32_t pc = (uint32_t)address;
	const struct tb *b = tb_cache_find(&c->blocks, pc, size);

	(void)uc;
	if (b && !c->special && c->icount + b->insns <= c->horizon)
		enter_block(c, b);
	else
		on_special_block(c, pc, size);
}

void cpu_trap(struct cpu *c, int number, uint32_t pc)
{
	if (number == CPU_LINE_A)
		c->next = pc + 2; /* an extended function is an instruction like others: flow stays sequential */
	else if (number == CPU_RTE)
		c->force_point = true;
	c->client.trap(c->client.arg, number, pc);
}

uint32_t cpu_opcode(struct cpu *c, uint32_t pc)
{
	return be16_get(cpu_bytes(c, pc, 2));
}

/* For chk and chk2, unlike all others, the engine's pc is behind the first word or two of the instruction. */
static uint32_t chk_address(struct cpu *c, uint32_t pc)
{
	return pc - ((cpu_opcode(c, pc - 2) & CHK_MASK) == CHK_OPCODE ? 2 : 4);
}

static void on_interrupt(uc_engine *uc, uint32_t number, void *arg)
{
	struct cpu *c = arg;

	if (c->gate != GATE_OFF) {
		uint32_t ccr = cpu_get(c, 0) & 0x1f;
		enum gate why = c->gate;

		c->gate = GATE_OFF;
		c->special = c->asked;
		if (why == GATE_FLUSH) {
			leave_flush_gate(c);
			return;
		}
		cpu_set(c, 0, c->gate_d0);
		if (why == GATE_READ) {
			c->ccr = ccr;
			cpu_set_pc(c, c->gate_pc);
			c->trapped = (int)number;
			cpu_end_run(c);
			uc_emu_stop(uc);
			return;
		}
		c->force_point = true;
		c->client.deliver(c->client.arg, ccr);
		return;
	}
	if (number == CPU_CHK)
		cpu_set_pc(c, chk_address(c, cpu_pc(c)));
	if (c->partial ||
	    !cpu_retires((int)number)) { /* how much retired can be worked out when the engine stands still */
		c->trapped = (int)number;
		cpu_end_run(c);
		uc_emu_stop(uc);
		return;
	}
	cpu_trap(c, (int)number, cpu_pc(c));
	settle(c);
}

/* The engine has decoded a block. */
static void on_decoded(uc_engine *uc, uc_tb *now, uc_tb *before, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	(void)before;
	c->decoded += now->icount + 1u;
	c->special |= cpu_crowded(c);
}

static void on_insn(uc_engine *uc, uint64_t address, uint32_t size, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	(void)size;
	c->insn_pc = (uint32_t)address; /* also in the gate: nothing is stored there, and the next block begins anew */
	c->insn_index++;
	if (c->tell_insns && c->insn_pc < GATE && !c->asked)
		c->client.insn(c->client.arg, c->icount - c->block->insns + c->insn_index - 1, c->insn_pc);
}

static void on_store(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	(void)type;
	uint64_t icount = c->icount - c->block->insns + (c->insn_index ? c->insn_index - 1 : 0);
	uint32_t pa = (uint32_t)address;

	if (size == 8) { /* move16, bit fields */
		c->client.store(c->client.arg, icount, c->insn_pc, pa, 4, (uint32_t)((uint64_t)value >> 32));
		c->client.store(c->client.arg, icount, c->insn_pc, pa + 4, 4, (uint32_t)value);
	} else {
		c->client.store(c->client.arg, icount, c->insn_pc, pa, (uint32_t)size, (uint32_t)value);
	}
}

/* The engine takes its hook functions as object pointers, which ISO C does not convert to. */
void cpu_add_hook(uc_engine *uc, uc_hook *hook, int type, void (*function)(void), void *arg)
{
	union {
		void (*function)(void);
		void *pointer;
	} u = {.function = function};

	uc_hook_add(uc, hook, type, u.pointer, arg, 1, 0);
}

void cpu_set_detail(struct cpu *c, bool on, bool insns)
{
	c->tell_insns = insns;
	if (on == c->detail)
		return;
	c->detail = on;
	if (on) {
		cpu_add_hook(c->uc, &c->hook_insn, UC_HOOK_CODE, (void (*)(void))on_insn, c);
		cpu_add_hook(c->uc, &c->hook_store, UC_HOOK_MEM_WRITE, (void (*)(void))on_store, c);
	} else {
		uc_hook_del(c->uc, c->hook_insn);
		uc_hook_del(c->uc, c->hook_store);
	}
	/* Also the engine's own flush: after some thousands of changes by page frames alone the engine crashes. */
	cpu_drop_code(c);
	uc_ctl_flush_tb(c->uc);
}

void cpu_start(struct cpu *c, uint32_t pc)
{
	if (c->nstale || c->all_stale)
		cpu_forget_all(c);
	c->running = true;
	watchdog_begin(&c->watch);
	uc_err error = uc_emu_start(c->uc, pc, NO_STOP, 0, 0);
	watchdog_end();
	c->running = false;
	uc_ctl_exits_enable(c->uc);
	/* A page that was refused is the one error that there is a reason for. */
	if (error != UC_ERR_OK && error != UC_ERR_EXCEPTION)
		c->problem = uc_strerror(error);
}

uint32_t cpu_ccr(struct cpu *c)
{
	if (!c->ccr_known) {
		c->gate_pc = cpu_pc(c);
		enter_gate(c, GATE_READ);
		cpu_start(c, GATE);
		c->trapped = 0;
		c->ccr_known = true;
	}
	return c->ccr;
}

uint32_t cpu_other_sp(struct cpu *c)
{
	uint32_t ccr = cpu_ccr(c), sp;

	write_sr(c, c->kernel ? 0 : SR_S);
	sp = cpu_get(c, A7);
	write_sr(c, (c->kernel ? SR_S : 0) | ccr);
	return sp;
}

bool cpu_at_point(const struct cpu *c)
{
	uint32_t pc = 0;

	uc_reg_read(c->uc, UC_M68K_REG_PC, &pc);
	return c->force_point || pc != c->next;
}

void cpu_place(struct cpu *c, uint64_t icount, bool at_point)
{
	c->icount = icount;
	c->next = cpu_pc(c);
	c->force_point = at_point;
	c->gate = GATE_OFF;
	c->ccr_known = false;
	cpu_forget_all(c);
	c->user_stale = false;
}

uc_engine *cpu_open_engine(void)
{
	uc_engine *uc;

	if (uc_open(UC_ARCH_M68K, UC_MODE_BIG_ENDIAN, &uc) != UC_ERR_OK)
		return NULL;
	uc_ctl_set_cpu_model(uc, MODEL_68040);
	uc_ctl_set_tcg_buffer_size(uc, TCG_BUFFER);
	return uc;
}

struct cpu *cpu_new(const struct cpu_client *client, uint8_t *ram, size_t size)
{
	static const uint8_t ccr_gate[] = {0x42, 0xc0, 0x4e, 0x4f};
	static const uint8_t flush_gate[] = {0xf5, 0x0e, 0xf5, 0x0d, 0xf5, 0x0c, 0xf5, 0x0b,
	                                     0xf5, 0x0a, 0xf5, 0x09, 0xf5, 0x08, 0x4e, 0x4f};
	struct cpu *c = calloc(1, sizeof *c);
	uc_hook hook;

	if (!c)
		return NULL;
	c->client = *client;
	c->watch = (struct watch){cpu_describe, c, &c->icount};
	c->deadline = UINT64_MAX;
	c->block = &c->uncached;
	c->gate_page = mmap(NULL, NBPG, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	c->ram_size = (uint32_t)size;
	c->code_frames = calloc(size >> PGSHIFT, 1);
	c->uc = cpu_open_engine();
	if (!decode_guard_init(&c->fences, ram, c->ram_size) ||
	    !trace_patch_init(&c->quiet, ram, c->ram_size >> PGSHIFT) ||
	    !tb_cache_init(&c->blocks, c->ram_size >> PGSHIFT) || !c->uc || !c->code_frames ||
	    c->gate_page == MAP_FAILED) {
		cpu_free(c);
		return NULL;
	}
	memcpy(c->gate_page, ccr_gate, sizeof ccr_gate);
	memcpy(c->gate_page + FLUSH_AT, flush_gate, sizeof flush_gate);
	uc_mem_map_ptr(c->uc, 0, size, UC_PROT_ALL, ram);
	uc_mem_map_ptr(c->uc, GATE_PA, NBPG, UC_PROT_READ | UC_PROT_EXEC, c->gate_page);
	uc_mem_map_ptr(c->uc, TRACE_PATCH_PA, TRACE_PATCH_PAGES * NBPG, UC_PROT_READ | UC_PROT_EXEC, c->quiet.pages);
	uc_ctl_tlb_mode(c->uc, UC_TLB_VIRTUAL);
	uc_ctl_exits_enable(c->uc);
	cpu_set_stops(c, NO_STOP);
	cpu_add_fill(c);
	cpu_add_hook(c->uc, &hook, UC_HOOK_INTR, (void (*)(void))on_interrupt, c);
	cpu_add_hook(c->uc, &hook, UC_HOOK_BLOCK, (void (*)(void))on_block, c);
	cpu_add_hook(c->uc, &hook, UC_HOOK_EDGE_GENERATED, (void (*)(void))on_decoded, c);
	cpu_set_mode(c, true, 0); /* the first write of SR initialises the engine's flags */
	return c;
}

void cpu_free(struct cpu *c)
{
	if (!c)
		return;
	watchdog_forget(&c->watch);
	if (c->uc)
		uc_close(c->uc);
	if (c->gate_page && c->gate_page != MAP_FAILED)
		munmap(c->gate_page, NBPG);
	free(c->code_frames);
	decode_guard_free(&c->fences);
	trace_patch_free(&c->quiet);
	tb_cache_free(&c->blocks);
	free(c);
}
