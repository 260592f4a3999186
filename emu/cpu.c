/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The processor core on Unicorn 2.1.
 *
 * Six rules of the engine shape this file:
 *  - It may stop only at the start of a translation block or at an exception; anywhere else it loses the condition codes.
 *    To stop inside a block, the block is translated anew with its end (`until`) at the wanted instruction.
 *  - It keeps the condition codes to itself. To read them, the core runs `move ccr,d0; trap #15` on a gate page
 *    that belongs to no guest memory.
 *  - Dropping all decoded code costs the engine a sweep over its whole buffer, so code is dropped by page frame. The engine
 *    wants a virtual address for that: a window page shows it the page frame.
 *  - A block is counted when it is entered; when it breaks off at a fault, the rest is taken back.
 *  - When its buffer for decoded code is full, the engine jumps out of whatever it does, hooks and requests included.
 *    So the core keeps the books and empties the buffer in time, while the engine stands still.
 *  - Decoding a floating point instruction that does not exist crashes it, and `stop` stops it. This machine has neither: wherever
 *    the first word of one lies in a page that is executed, a fence (an address that the engine stops before) protects it.
 */
#include "cpu.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unicorn/unicorn.h>

#include "../guest/include/machine.h"
#include "be.h"
#include "disasm.h"
#include "memory.h"

enum {
	SR_S = 0x2000,
	MODEL_68040 = 3,      /* the engine's enum is off by one against its table */
	GATE_PA = 0x7FFFF000, /* outside every guest memory */
	BLOCKS = 1 << 14,     /* entries of the block cache */
	PAGE_BITS = 4096,
	INSN_MAX = 22, /* longest 68k instruction, bytes */
	STOP_OPCODE = 0x4e72,
	FLOAT_OPCODE = 0xf200, /* floating point: all instructions with this upper byte */
	CHK_OPCODE = 0x4100,
	CHK_MASK = 0xf140,
	GATE_BYTES = 4,        /* the gate program: move.w ccr,d0 ; trap #15 */
	TCG_BUFFER = 64 << 20, /* the engine's room for decoded code, bytes; its default is 1 GB */
	INSN_ROOM = 2048,      /* what a decoded instruction takes there at most (movem of all registers: 1600) */
};
#define GATE 0xFFFFF000u    /* virtual page of the gate program */
#define WINDOW 0xFFFFE000u  /* virtual page that shows the engine a page frame */
#define NO_STOP 0xFFFFFFFEu /* an `until` that is never reached; in the gate's page */

/* What the engine decoded at an address: how many instructions its block holds. */
struct block {
	uint64_t tag; /* epoch and address space */
	uint32_t pc;
	uint32_t size; /* bytes */
	uint32_t insns;
};

/* Are there words in a page frame that look like instructions which the engine must not decode? */
enum contents { NOT_LOOKED, WITHOUT, WITH };

enum gate { GATE_OFF, GATE_DELIVER, GATE_READ };

struct cpu {
	uc_engine *uc;
	struct cpu_client client;
	uint8_t *gate_page;
	const uint8_t *ram;
	uint32_t ram_size;
	uint8_t *code_frames;    /* per page frame: something was decoded from it */
	uint8_t *frame_contents; /* per page frame: enum contents */
	uint64_t *fences;        /* addresses that the engine stops before; behind the last one, `until` */
	size_t nfences, fences_room;
	uint32_t until; /* one more such address, or NO_STOP */
	bool window_open;
	uint32_t window_pa;
	uc_hook hook_insn, hook_store;
	bool detail;
	bool tell_insns; /* in detail mode: the client wants instructions too, not only stores */

	uint64_t icount;
	uint64_t target;
	uint64_t deadline;
	uint32_t next;    /* address after the last instruction: control flow to anywhere else is a point */
	bool force_point; /* after an exception or a restore, whatever the addresses are */
	bool running;     /* the engine runs */
	bool asked;       /* cpu_break */
	bool kernel;

	const struct block *block; /* being run: entered, counted as if it will end */
	struct block uncached;     /* it, when it is not in the cache */
	bool block_point;          /* interrupts may be taken before it */
	uint64_t horizon;          /* target or deadline: up to here, entering a block is only counting */
	bool special;              /* the block hook must look closer: gate, stop or partial run */
	uint32_t insn_pc;          /* detail: current instruction */
	uint32_t insn_index;

	bool partial;          /* running to the middle of a block: count by hand */
	bool stopped_at_block; /* the block hook stopped the engine, before the block at stop_pc */
	uint32_t stop_pc;      /* with a CODE hook, the engine's own pc is one block behind then */

	enum gate gate; /* why the gate program runs */
	uint32_t gate_d0, gate_pc;
	uint32_t ccr;   /* answer of GATE_READ */
	bool ccr_known; /* ccr holds the present codes */

	bool faulted;
	uint32_t fault_va;
	enum cpu_access fault_access;
	int trapped;      /* number of the exception that ended the engine's run, or 0 */
	uint32_t decoded; /* instructions in the engine's buffer, at most; each block counts for one more */

	uint64_t epoch;
	uint32_t space;
	uint64_t tag[2]; /* of blocks below S0, and in S0 */
	struct block blocks[BLOCKS];
	uint64_t code_pages[PAGE_BITS / 64]; /* which pages (hashed) hold cached blocks */
};

static const int registers[16] = {
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

void cpu_set_mode(struct cpu *c, bool kernel, uint32_t ccr)
{
	uint32_t sr = (kernel ? SR_S : 0) | (ccr & 0x1f);

	uc_reg_write(c->uc, UC_M68K_REG_SR, &sr);
	c->kernel = kernel;
	c->ccr_known = false;
}

bool cpu_kernel(const struct cpu *c)
{
	return c->kernel;
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

void cpu_want_ccr(struct cpu *c)
{
	enter_gate(c, GATE_DELIVER);
}

static void set_tags(struct cpu *c)
{
	c->tag[0] = c->epoch << 32 | c->space;
	c->tag[1] = c->epoch << 32;
}

void cpu_set_space(struct cpu *c, uint32_t id)
{
	c->space = id;
	set_tags(c);
}

static void new_epoch(struct cpu *c)
{
	c->epoch++;
	set_tags(c);
	memset(c->code_pages, 0, sizeof c->code_pages);
}

static uint64_t *code_page(struct cpu *c, uint32_t va, uint64_t *bit)
{
	uint32_t page = (va >> PGSHIFT) % PAGE_BITS;

	*bit = UINT64_C(1) << page % 64;
	return &c->code_pages[page / 64];
}

/* Tells the engine all addresses to stop before. */
static void set_stops(struct cpu *c, uint32_t until)
{
	c->until = until;
	c->fences[c->nfences] = until;
	uc_ctl_set_exits(c->uc, c->fences, c->nfences + 1);
}

static bool is_fenced(uint16_t word)
{
	return (word & 0xff00) == FLOAT_OPCODE || word == STOP_OPCODE;
}

static void add_fence(struct cpu *c, uint32_t va)
{
	c->fences[c->nfences++] = va;
	c->fences = memory_room(c->fences, c->nfences, &c->fences_room, sizeof *c->fences);
}

/* The engine may decode from a page from now on: puts up the page's fences. */
static void fence_page(struct cpu *c, uint32_t va, uint32_t pa)
{
	const uint8_t *frame = c->ram + pa;
	uint8_t *contents = &c->frame_contents[pa >> PGSHIFT];
	size_t before = c->nfences, kept = 0;

	if (*contents == WITHOUT && before == 0)
		return;
	for (size_t i = 0; i < before; i++) /* what was at this address in another page frame */
		if ((c->fences[i] & ~(uint64_t)PGOFSET) != va)
			c->fences[kept++] = c->fences[i];
	c->nfences = kept;
	if (*contents != WITHOUT) {
		*contents = WITHOUT;
		for (uint32_t i = 0; i < NBPG; i += 2)
			if (is_fenced(be16_get(frame + i))) {
				*contents = WITH;
				add_fence(c, va + i);
			}
	}
	if (c->nfences || before)
		set_stops(c, c->until);
}

/* With the translations go the fences: each page has itself translated again. */
static void pull_fences(struct cpu *c)
{
	if (c->nfences == 0)
		return;
	c->nfences = 0;
	set_stops(c, c->until);
}

void cpu_flush_tlb(struct cpu *c)
{
	pull_fences(c);
	uc_ctl_flush_tlb(c->uc);
	new_epoch(c);
}

void cpu_flush_page(struct cpu *c, uint32_t va)
{
	uint64_t bit, *word = code_page(c, va, &bit);

	/* The engine has no flush of one page; what was decoded stays good unless it lies in this page. */
	pull_fences(c);
	uc_ctl_flush_tlb(c->uc);
	if (*word & bit)
		new_epoch(c);
}

static void drop_frame(struct cpu *c, uint32_t pa)
{
	c->window_open = true;
	c->window_pa = pa;
	uc_ctl_flush_tlb(c->uc);
	uc_ctl_remove_cache(c->uc, (uint64_t)WINDOW, (uint64_t)WINDOW + NBPG);
	c->window_open = false;
	c->code_frames[pa >> PGSHIFT] = 0;
}

void cpu_memory_changed(struct cpu *c, uint32_t pa)
{
	c->frame_contents[pa >> PGSHIFT] = NOT_LOOKED;
	if (!c->code_frames[pa >> PGSHIFT])
		return;
	drop_frame(c, pa & ~(uint32_t)PGOFSET);
	cpu_flush_tlb(c); /* so that the next fetch marks the page frame again */
}

void cpu_flush_code(struct cpu *c)
{
	memset(c->frame_contents, NOT_LOOKED, c->ram_size >> PGSHIFT);
	for (uint32_t pa = 0; pa < c->ram_size; pa += NBPG)
		if (c->code_frames[pa >> PGSHIFT])
			drop_frame(c, pa);
	cpu_flush_tlb(c);
}

static bool crowded(const struct cpu *c)
{
	return c->decoded > TCG_BUFFER / INSN_ROOM;
}

static void make_room(struct cpu *c)
{
	uc_ctl_flush_tb(c->uc);
	c->decoded = 0;
}

/* Has the engine decode the block at pc, up to `stop` at most. Only while the engine stands still. False: it cannot. */
static bool decode(struct cpu *c, uint32_t pc, uint32_t stop, uc_tb *tb)
{
	bool done;

	if (crowded(c))
		make_room(c);
	if (stop != c->until)
		set_stops(c, stop);
	done = uc_ctl_request_cache(c->uc, (uint64_t)pc, tb) == UC_ERR_OK;
	if (done)
		c->decoded += tb->icount + 1u;
	return done;
}

/* Number of instructions that the engine sees from pc to the end of its block. */
static unsigned engine_insns(struct cpu *c, uint32_t pc, uint32_t *end)
{
	uc_tb tb = {0};

	if (!decode(c, pc, NO_STOP, &tb))
		return 0;
	*end = pc + tb.size;
	return tb.icount;
}

static void drop_block(struct cpu *c, uint32_t pc, uint32_t end)
{
	uc_ctl_remove_cache(c->uc, (uint64_t)pc, (uint64_t)end);
}

/* Number of instructions from pc to `stop`, in the middle of the block that ends at `end`; 0 if none begins at `stop`.
 * Leaves the short block behind, for running it up to `stop`: who does not want that drops it. */
static unsigned insns_up_to(struct cpu *c, uint32_t pc, uint32_t stop, uint32_t end)
{
	uc_tb tb = {0};

	drop_block(c, pc, end);
	if (!decode(c, pc, stop, &tb) || tb.size != stop - pc)
		return 0;
	return tb.icount - 1u; /* the stop counts as one */
}

/* Where instruction k (from 0) of the block at pc begins, with the short block up to there left behind. The disassembler
 * proposes, the engine confirms; when they disagree, the engine is asked about every address. */
static uint32_t insn_address(struct cpu *c, uint32_t pc, unsigned k, uint32_t end)
{
	uint8_t code[INSN_MAX];
	uint32_t at = pc;

	for (unsigned i = 0; i < k && at < end; i++)
		at += disasm(code, c->client.code(c->client.arg, at, code, sizeof code), at, NULL, 0);
	if (at < end && insns_up_to(c, pc, at, end) == k)
		return at;
	for (at = pc + 2; at < end; at += 2)
		if (insns_up_to(c, pc, at, end) == k)
			return at;
	drop_block(c, pc, end);
	return end; /* a fence */
}

/* Finds out about the block at pc, and remembers it unless the guest may store into it. */
static const struct block *learn_block(struct cpu *c, uint32_t pc, uint32_t size)
{
	struct block *b = &c->uncached;
	struct cpu_page page;
	uc_tb tb = {0};
	uint64_t bit, *word;

	if (c->client.fill(c->client.arg, pc, CPU_FETCH, &page) && !page.mutable) {
		b = &c->blocks[pc >> 1 & (BLOCKS - 1)];
		word = code_page(c, pc, &bit); /* sets bit, so it is a statement of its own */
		*word |= bit;
		word = code_page(c, pc + size - 1, &bit);
		*word |= bit;
	}
	uc_ctl_request_cache(c->uc, (uint64_t)pc, &tb); /* it is there: nothing is decoded */
	*b = (struct block){
		.tag = c->tag[pc >> 31],
		.pc = pc,
		.size = size,
		.insns = tb.icount,
	};
	return b;
}

static void stop_before(struct cpu *c, uint32_t pc)
{
	c->stopped_at_block = true;
	c->stop_pc = pc;
	uc_emu_stop(c->uc);
}

/* Counts a block that is about to run. */
static inline void enter_block(struct cpu *c, const struct block *b)
{
	c->block_point = b->pc != c->next || c->force_point;
	c->force_point = false;
	c->block = b;
	c->insn_index = 0;
	c->next = b->pc + b->size;
	c->icount += b->insns;
}

/* The block hook, when something may have to happen before the block. */
static void on_special_block(struct cpu *c, uint32_t pc, uint32_t size)
{
	const struct block *b;

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
		c->insn_index = 0;
		return;
	}
	b = &c->blocks[pc >> 1 & (BLOCKS - 1)];
	if (b->pc != pc || b->tag != c->tag[pc >> 31] || b->size != size)
		b = learn_block(c, pc, size);
	bool point = pc != c->next || c->force_point;
	if (c->icount + b->insns > c->target || crowded(c)) {
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
	const struct block *b = &c->blocks[pc >> 1 & (BLOCKS - 1)];

	(void)uc;
	if (b->pc == pc && b->tag == c->tag[pc >> 31] && b->size == size && !c->special &&
	    c->icount + b->insns <= c->horizon)
		enter_block(c, b);
	else
		on_special_block(c, pc, size);
}

/* A block broke off with the instruction at pc: take back what did not retire (that instruction included). */
static void take_back(struct cpu *c, uint32_t pc)
{
	uint32_t at = c->block->pc, block_end = at + c->block->size, end = 0;
	unsigned left = c->block->insns, rest;

	if (pc < at || pc >= block_end)
		return;
	if (pc == at) {
		rest = left;
	} else {
		rest = engine_insns(c, pc, &end);
		if (end != block_end || rest > left) { /* the engine would now cut the rest differently */
			rest = left - insns_up_to(c, at, pc, block_end);
			drop_block(c, at, block_end);
		}
	}
	c->icount -= rest;
	c->next = pc;
}

/* Does the instruction that raises it complete? */
static bool retires(int number)
{
	return number == CPU_LINE_A || number == CPU_RTE || number >= CPU_TRAP0;
}

static void trap(struct cpu *c, int number, uint32_t pc)
{
	if (number == CPU_LINE_A)
		c->next = pc + 2; /* an extended function is an instruction like others: flow stays sequential */
	else if (number == CPU_RTE)
		c->force_point = true;
	c->client.trap(c->client.arg, number, pc);
}

static uint16_t code_word(struct cpu *c, uint32_t pc)
{
	uint8_t code[2] = {0};

	c->client.code(c->client.arg, pc, code, sizeof code);
	return (uint16_t)(code[0] << 8 | code[1]);
}

/* For chk and chk2, unlike all others, the engine's pc is behind the first word or two of the instruction. */
static uint32_t chk_address(struct cpu *c, uint32_t pc)
{
	return pc - ((code_word(c, pc - 2) & CHK_MASK) == CHK_OPCODE ? 2 : 4);
}

static void on_interrupt(uc_engine *uc, uint32_t number, void *arg)
{
	struct cpu *c = arg;

	if (c->gate != GATE_OFF) {
		uint32_t ccr = cpu_get(c, 0) & 0x1f;
		enum gate why = c->gate;

		c->gate = GATE_OFF;
		c->special = c->asked;
		cpu_set(c, 0, c->gate_d0);
		if (why == GATE_READ) {
			c->ccr = ccr;
			cpu_set_pc(c, c->gate_pc);
			c->trapped = (int)number;
			uc_emu_stop(uc);
			return;
		}
		c->force_point = true;
		c->client.deliver(c->client.arg, ccr);
		return;
	}
	if (number == CPU_CHK)
		cpu_set_pc(c, chk_address(c, cpu_pc(c)));
	if (c->partial || !retires((int)number)) { /* how much retired can be worked out when the engine stands still */
		c->trapped = (int)number;
		uc_emu_stop(uc);
		return;
	}
	trap(c, (int)number, cpu_pc(c));
}

/* The engine has decoded a block. */
static void on_decoded(uc_engine *uc, uc_tb *now, uc_tb *before, void *arg)
{
	struct cpu *c = arg;

	(void)uc;
	(void)before;
	c->decoded += now->icount + 1u;
	c->special |= crowded(c);
}

/* Has the engine's run come to its end? Then it looks at every fence once more, which is no reference of the guest's. */
static bool run_ended(struct cpu *c)
{
	uint32_t pc = cpu_pc(c);

	if (c->faulted || c->trapped || c->stopped_at_block || c->asked || pc == c->until)
		return true;
	for (size_t i = 0; i < c->nfences; i++)
		if (c->fences[i] == pc)
			return true;
	return false;
}

static bool on_fill(uc_engine *uc, uint64_t address, uc_mem_type type, uc_tlb_entry *entry, void *arg)
{
	struct cpu *c = arg;
	uint32_t va = (uint32_t)address & ~(uint32_t)PGOFSET;
	enum cpu_access access = type == UC_MEM_WRITE ? CPU_WRITE : type == UC_MEM_FETCH ? CPU_FETCH : CPU_READ;
	struct cpu_page page = {0};

	(void)uc;
	if (va == GATE && access == CPU_FETCH) {
		entry->paddr = GATE_PA;
		entry->perms = UC_PROT_EXEC; /* not to be read by the guest */
		return true;
	}
	if (va == WINDOW && c->window_open) {
		entry->paddr = c->window_pa;
		entry->perms = UC_PROT_READ | UC_PROT_EXEC;
		return true;
	}
	if (access == CPU_FETCH && c->running && c->nfences && run_ended(c))
		return false;
	if (va != GATE && c->client.fill(c->client.arg, va, access, &page)) {
		/* Never W and X in one entry: stores to an executable entry are slow. */
		entry->paddr = page.pa;
		entry->perms = UC_PROT_READ;
		if (access == CPU_FETCH) {
			entry->perms |= UC_PROT_EXEC;
			c->code_frames[page.pa >> PGSHIFT] = 1;
			fence_page(c, va, page.pa);
		} else if (page.write) {
			entry->perms |= UC_PROT_WRITE;
			c->frame_contents[page.pa >> PGSHIFT] = NOT_LOOKED;
		}
		return true;
	}
	c->faulted = true;
	c->fault_va = va;
	c->fault_access = access;
	return false;
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
	c->client.store(c->client.arg, c->icount - c->block->insns + (c->insn_index ? c->insn_index - 1 : 0),
	                c->insn_pc, (uint32_t)address, (uint32_t)size, (uint32_t)value);
}

/* The engine takes its hook functions as object pointers, which ISO C does not convert to. */
static void add_hook(uc_engine *uc, uc_hook *hook, int type, void (*function)(void), void *arg)
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
		add_hook(c->uc, &c->hook_insn, UC_HOOK_CODE, (void (*)(void))on_insn, c);
		add_hook(c->uc, &c->hook_store, UC_HOOK_MEM_WRITE, (void (*)(void))on_store, c);
	} else {
		uc_hook_del(c->uc, c->hook_insn);
		uc_hook_del(c->uc, c->hook_store);
	}
	/* Also the engine's own flush: after some thousands of changes by cpu_flush_code alone the engine crashes. */
	cpu_flush_code(c);
	uc_ctl_flush_tb(c->uc);
}

static void start_engine(struct cpu *c, uint32_t pc)
{
	c->running = true;
	uc_emu_start(c->uc, pc, NO_STOP, 0, 0);
	c->running = false;
}

uint32_t cpu_ccr(struct cpu *c)
{
	if (!c->ccr_known) {
		c->gate_pc = cpu_pc(c);
		enter_gate(c, GATE_READ);
		start_engine(c, GATE);
		c->trapped = 0;
		c->ccr_known = true;
	}
	return c->ccr;
}

/* The block that starts here goes beyond the target: run its first instructions only. */
static void run_partial(struct cpu *c)
{
	uint32_t start = cpu_pc(c), end = start;
	unsigned insns = engine_insns(c, start, &end);
	unsigned want = (unsigned)(c->target - c->icount);
	uint32_t until;
	bool point = c->force_point || start != c->next;

	if (point && c->icount >= c->deadline) {
		c->force_point = true;
		c->next = start;
		c->client.interrupt(c->client.arg, start);
		if (c->gate != GATE_OFF)
			return; /* the main loop goes on through the gate */
	}
	until = insn_address(c, start, want, end);
	c->decoded += insns + 1; /* what was dropped comes back */
	c->partial = true;
	c->faulted = false;
	c->trapped = 0;
	c->special = true;
	c->uncached = (struct block){.pc = start}; /* counted by hand */
	c->block = &c->uncached;
	c->block_point = point;
	if (until != c->until)
		set_stops(c, until);
	start_engine(c, start);
	uint32_t pc = cpu_pc(c);
	c->partial = false;
	drop_block(c, start, end);
	c->force_point = false;
	if (!c->faulted && !c->trapped) {
		c->icount += want;
		c->next = pc;
		return;
	}
	if (pc != start)
		c->icount += insns_up_to(c, start, pc, end);
	drop_block(c, start, end);
	c->icount += c->trapped && retires(c->trapped);
	c->next = pc;
	if (c->trapped)
		trap(c, c->trapped, pc);
	else
		c->client.fault(c->client.arg, c->fault_va, c->fault_access, pc);
}

/* The engine stopped before an instruction that it must not decode. It counts the stop as the last instruction of the block before,
 * unless that block ended there by itself: then the engine came by another block, of which nobody was told. */
static void stopped_at_fence(struct cpu *c, uint32_t pc)
{
	uint32_t start = c->block->pc, at = start + 2;
	unsigned insns = c->block->insns;

	if (start < pc && start + c->block->size == pc && insns > 1) {
		while (at < pc && insns_up_to(c, start, at, pc) != insns - 1)
			at += 2;
		drop_block(c, start, pc);
		if (at >= pc) /* there are not as many instructions as were counted */
			c->icount--;
	}
	c->uncached = (struct block){.pc = pc};
	c->block = &c->uncached;
	c->force_point |= pc != c->next;
	c->next = pc;
	if (c->icount < c->target)
		trap(c, CPU_PRIVILEGE, pc);
}

enum cpu_stop cpu_run(struct cpu *c, uint64_t target)
{
	c->target = target;
	cpu_set_deadline(c, c->deadline);
	c->asked = false;
	c->ccr_known = false;
	while (!c->asked && (c->icount < target || c->gate != GATE_OFF)) {
		c->stopped_at_block = false;
		c->faulted = false;
		c->trapped = 0;
		c->special = c->gate != GATE_OFF;
		if (crowded(c))
			make_room(c);
		if (c->until != NO_STOP)
			set_stops(c, NO_STOP);
		start_engine(c, cpu_pc(c));
		if (c->stopped_at_block)
			cpu_set_pc(c, c->stop_pc);
		if (c->asked)
			break;
		if (c->faulted) {
			uint32_t pc = cpu_pc(c);

			if (c->fault_access != CPU_FETCH)
				take_back(c, pc);
			c->force_point = false;
			c->client.fault(c->client.arg, c->fault_va, c->fault_access, pc);
		} else if (c->trapped) {
			uint32_t pc = cpu_pc(c);

			take_back(c, pc);
			trap(c, c->trapped, pc);
		} else if (c->stopped_at_block) {
			if (c->stop_pc & 1) /* no instruction is at an odd address */
				trap(c, CPU_ILLEGAL, c->stop_pc);
			else if (c->icount < target && !crowded(c))
				run_partial(c);
		} else if (c->gate == GATE_OFF) {
			stopped_at_fence(c, cpu_pc(c));
		}
	}
	return c->asked ? CPU_STOP_ASKED : CPU_STOP_TARGET;
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
	cpu_flush_tlb(c);
}

static uc_engine *open_engine(void)
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
	static const uint8_t gate[GATE_BYTES] = {0x42, 0xc0, 0x4e, 0x4f};
	struct cpu *c = calloc(1, sizeof *c);
	uc_hook hook;

	if (!c)
		return NULL;
	c->client = *client;
	c->deadline = UINT64_MAX;
	c->block = &c->uncached;
	set_tags(c);
	c->gate_page = mmap(NULL, NBPG, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	c->ram_size = (uint32_t)size;
	c->code_frames = calloc(size >> PGSHIFT, 1);
	c->frame_contents = calloc(size >> PGSHIFT, 1);
	c->fences = memory_room(NULL, 0, &c->fences_room, sizeof *c->fences);
	c->ram = ram;
	c->uc = open_engine();
	if (!c->uc || !c->code_frames || !c->frame_contents || c->gate_page == MAP_FAILED) {
		cpu_free(c);
		return NULL;
	}
	memcpy(c->gate_page, gate, sizeof gate);
	uc_mem_map_ptr(c->uc, 0, size, UC_PROT_ALL, ram);
	uc_mem_map_ptr(c->uc, GATE_PA, NBPG, UC_PROT_READ | UC_PROT_EXEC, c->gate_page);
	uc_ctl_tlb_mode(c->uc, UC_TLB_VIRTUAL);
	uc_ctl_exits_enable(c->uc);
	set_stops(c, NO_STOP);
	add_hook(c->uc, &hook, UC_HOOK_TLB_FILL, (void (*)(void))on_fill, c);
	add_hook(c->uc, &hook, UC_HOOK_INTR, (void (*)(void))on_interrupt, c);
	add_hook(c->uc, &hook, UC_HOOK_BLOCK, (void (*)(void))on_block, c);
	add_hook(c->uc, &hook, UC_HOOK_EDGE_GENERATED, (void (*)(void))on_decoded, c);
	cpu_set_mode(c, true, 0); /* the first write of SR initialises the engine's flags */
	return c;
}

void cpu_free(struct cpu *c)
{
	if (!c)
		return;
	if (c->uc)
		uc_close(c->uc);
	if (c->gate_page && c->gate_page != MAP_FAILED)
		munmap(c->gate_page, NBPG);
	free(c->code_frames);
	free(c->frame_contents);
	free(c->fences);
	free(c);
}

static bool bare_fill(uc_engine *uc, uint64_t va, uc_mem_type type, uc_tlb_entry *entry, void *arg)
{
	(void)uc;
	(void)arg;
	entry->paddr = va & 0xFFFFF000;
	entry->perms = UC_PROT_READ | (type == UC_MEM_FETCH ? UC_PROT_EXEC : UC_PROT_WRITE);
	return entry->paddr < 4 << 20;
}

static void bare_interrupt(uc_engine *uc, uint32_t number, void *arg)
{
	(void)number;
	(void)arg;
	uc_emu_stop(uc);
}

double cpu_bare_mips(const uint8_t *code, size_t size, uint32_t at, uint64_t insns)
{
	enum { BARE_RAM = 4 << 20 };
	uint8_t *ram = mmap(NULL, BARE_RAM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uc_engine *uc = open_engine();
	struct timespec a, b;
	double mips = 0;
	uc_hook hook;

	if (uc && ram != MAP_FAILED && at < BARE_RAM && size < BARE_RAM - at) {
		uint32_t sr = SR_S, sp = BARE_RAM - 16;

		memcpy(ram + at, code, size);
		uc_mem_map_ptr(uc, 0, BARE_RAM, UC_PROT_ALL, ram);
		uc_ctl_tlb_mode(uc, UC_TLB_VIRTUAL);
		add_hook(uc, &hook, UC_HOOK_TLB_FILL, (void (*)(void))bare_fill, NULL);
		add_hook(uc, &hook, UC_HOOK_INTR, (void (*)(void))bare_interrupt, NULL);
		uc_reg_write(uc, UC_M68K_REG_SR, &sr);
		uc_reg_write(uc, UC_M68K_REG_A7, &sp);
		clock_gettime(CLOCK_MONOTONIC, &a);
		uc_emu_start(uc, at, NO_STOP, 0, 0);
		clock_gettime(CLOCK_MONOTONIC, &b);
		mips = (double)insns / ((double)(b.tv_sec - a.tv_sec) * 1e6 + (double)(b.tv_nsec - a.tv_nsec) / 1e3);
	}
	if (uc)
		uc_close(uc);
	if (ram != MAP_FAILED)
		munmap(ram, BARE_RAM);
	return mips;
}
