/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The processor core on Unicorn 2.1.
 *
 * Seven rules of the engine shape this file and the others of the core:
 *  - It may stop only at the start of a translation block or at an exception; anywhere else it loses the condition
 *    codes. To stop inside a block, the block is translated anew with its end (`until`) at the wanted instruction.
 *  - It keeps the condition codes to itself. To read them, the core runs a program of its own: gate.c.
 *  - Forgetting all translations costs the engine as much as thousands of instructions. The books (tlb_shadow.h) tell
 *    which pages really lead elsewhere; a few are forgotten by a second program.
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
	MODEL_68040 = 3,                       /* the engine's enum is off by one against its table */
	TCG_BUFFER = 64 << 20,                 /* the engine's room for decoded code, bytes; its default is 1 GB */
	ENGINE_ROOM = TCG_BUFFER + (32 << 20), /* address space that there must be for an engine */
	INSN_ROOM = 2048, /* what a decoded instruction takes there at most (movem of all registers: 1600) */
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

void cpu_must(struct cpu *c, int error)
{
	if (error != UC_ERR_OK)
		cpu_note_problem(c, uc_strerror((uc_err)error));
}

void cpu_set_stops(struct cpu *c, uint32_t until)
{
	uint64_t *list = c->fences.list;
	size_t count = c->fences.count, passing = 0;
	uc_err error;

	c->until = until;
	while (passing < count && list[passing] != c->passing)
		passing++;
	list[count] = until;
	if (passing < count) { /* `until` takes its place meanwhile */
		list[passing] = list[count];
		error = uc_ctl_set_exits(c->uc, list, count);
		list[passing] = c->passing;
	} else {
		error = uc_ctl_set_exits(c->uc, list, count + 1);
	}
	if (error != UC_ERR_OK && c->running) /* after cpu_end_run it takes no list, and is told before the next run */
		c->until = STOPS_UNTOLD;
	else
		cpu_must(c, error);
}

void cpu_end_run(struct cpu *c)
{
	if (c->running)
		cpu_must(c, uc_ctl_exits_disable(c->uc));
}

void cpu_end_for(struct cpu *c, enum exit_reason why)
{
	c->stop.why = why;
	cpu_end_run(c);
	uc_emu_stop(c->uc);
}

void cpu_note_problem(struct cpu *c, const char *problem)
{
	if (!c->problem)
		c->problem = problem;
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
	cpu_must(c, uc_ctl_flush_tlb(c->uc));
	tlb_shadow_forget(&c->translations);
	c->nstale = 0;
}

void cpu_forget_stores(struct cpu *c)
{
	cpu_forget_all(c);
}

bool cpu_may_know(struct cpu *c, uint32_t va, bool write)
{
	uint32_t i = tlb_shadow_find(&c->translations, va, !cpu_kernel(c));

	return c->translations.overflow ||
	       (i < c->translations.count && (!write || c->translations.list[i].uses & TRANSLATION_STORES));
}

void cpu_write_sr(struct cpu *c, uint32_t sr)
{
	uc_reg_write(c->uc, UC_M68K_REG_SR, &sr);
}

void cpu_set_mode(struct cpu *c, bool kernel, uint32_t ccr)
{
	c->sr = (kernel ? SR_S : 0) | (ccr & 0x1f);
	cpu_write_sr(c, c->sr);
	if (!kernel && c->user_stale) {
		c->user_stale = false;
		cpu_look_again(c, true);
	}
	c->ccr = CCR_UNKNOWN;
}

uint32_t cpu_user_sp(struct cpu *c)
{
	uint32_t sp;

	cpu_write_sr(c, 0);
	sp = cpu_get(c, REG_A7);
	cpu_write_sr(c, SR_S);
	return sp;
}

void cpu_set_user_sp(struct cpu *c, uint32_t value)
{
	cpu_write_sr(c, 0);
	cpu_set(c, REG_A7, value);
	cpu_write_sr(c, SR_S);
}

uint64_t cpu_icount(const struct cpu *c)
{
	return c->icount;
}

void cpu_set_deadline(struct cpu *c, uint64_t icount)
{
	c->deadline = icount;
	cpu_look_closer(c, c->special);
}

void cpu_break(struct cpu *c)
{
	c->asked = true;
	cpu_look_closer(c, true);
	if (!c->running || c->in_insn) /* the next block is not entered any more */
		return;
	cpu_end_run(c);
	uc_emu_stop(c->uc);
}

void cpu_drop_page(struct cpu *c, uint32_t pa)
{
	c->window_pa = pa;
	cpu_must(c, uc_ctl_flush_tlb(c->uc));
	cpu_must(c, uc_ctl_remove_cache(c->uc, (uint64_t)WINDOW, (uint64_t)WINDOW + NBPG));
	c->window_pa = NO_WINDOW;
}

bool cpu_crowded(const struct cpu *c)
{
	return c->decoded > TCG_BUFFER / INSN_ROOM;
}

bool cpu_worn(const struct cpu *c)
{
	return c->decoded > TCG_BUFFER / INSN_ROOM / 2;
}

void cpu_make_room(struct cpu *c)
{
	cpu_must(c, uc_ctl_flush_tb(c->uc));
	c->decoded = 0;
	if (c->texts.count == TEXT_COPIES) {
		cpu_forget_copies(c);
		cpu_forget_all(c);
	}
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
	if (end > pc)
		cpu_must(c, uc_ctl_remove_cache(c->uc, (uint64_t)pc, (uint64_t)end));
}

const uint8_t *cpu_bytes(struct cpu *c, uint32_t va, uint32_t size)
{
	struct tlb_shadow *t = &c->translations;
	uint32_t i = tlb_shadow_find(t, va, !cpu_kernel(c));

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

uint32_t cpu_opcode(struct cpu *c, uint32_t pc)
{
	return be16_get(cpu_bytes(c, pc, 2));
}

void cpu_start(struct cpu *c, uint32_t pc)
{
	if (c->nstale)
		cpu_forget_all(c);
	c->stop = (struct stop){.why = EXIT_ADDRESS};
	c->running = true;
	watchdog_begin(&c->watch);
	uc_err error = uc_emu_start(c->uc, pc, NO_STOP, 0, 0);
	watchdog_end();
	c->running = false;
	cpu_must(c, uc_ctl_exits_enable(c->uc));
	/* A page that was refused is the one error that there is a reason for. */
	if (error != UC_ERR_EXCEPTION)
		cpu_must(c, error);
	if (c->learning || c->stop.why == EXIT_BLOCK || c->stop.why == EXIT_SUSPECT || c->stop.why == EXIT_GATE)
		cpu_set_pc(c, c->stop.pc);
	c->learning = false;
}

uint32_t cpu_ccr(struct cpu *c)
{
	if (c->ccr == CCR_UNKNOWN && !c->problem) {
		cpu_enter_read(c);
		cpu_start(c, GATE);
		if (c->stop.why != EXIT_CODES)
			cpu_note_problem(c, "it does not tell the condition codes");
	}
	return c->problem ? 0 : c->ccr;
}

uint32_t cpu_other_sp(struct cpu *c)
{
	uint32_t ccr = cpu_ccr(c), sp;

	cpu_write_sr(c, cpu_kernel(c) ? 0 : SR_S);
	sp = cpu_get(c, REG_A7);
	cpu_write_sr(c, (cpu_kernel(c) ? SR_S : 0) | ccr);
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
	c->ccr = CCR_UNKNOWN;
	cpu_forget_all(c);
	c->user_stale = false;
}

/* Is there room for another engine? Where there is none, it ends the whole program. */
static bool has_room(void)
{
	void *room =
		mmap(NULL, ENGINE_ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return room != MAP_FAILED && munmap(room, ENGINE_ROOM) == 0;
}

uc_engine *cpu_open_engine(void)
{
	uc_engine *uc;

	if (!has_room() || uc_open(UC_ARCH_M68K, UC_MODE_BIG_ENDIAN, &uc) != UC_ERR_OK)
		return NULL;
	if (uc_ctl_set_cpu_model(uc, MODEL_68040) != UC_ERR_OK ||
	    uc_ctl_set_tcg_buffer_size(uc, TCG_BUFFER) != UC_ERR_OK) {
		uc_close(uc);
		return NULL;
	}
	return uc;
}

struct cpu *cpu_new(const struct cpu_client *client, uint8_t *ram, size_t size)
{
	struct cpu *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	c->client = *client;
	c->watch = (struct watch){cpu_describe, c, &c->icount};
	c->deadline = UINT64_MAX;
	c->window_pa = NO_WINDOW;
	c->block = &c->uncached;
	c->gate_page = mmap(NULL, NBPG, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	c->ram = ram;
	c->ram_size = (uint32_t)size;
	c->code_frames = calloc(size >> PGSHIFT, 1);
	c->copied = calloc(size >> PGSHIFT, 1);
	c->uc = cpu_open_engine();
	if (!text_copies_init(&c->texts, c->ram_size >> PGSHIFT) ||
	    !decode_guard_init(&c->fences, ram, c->ram_size, c->texts.pages, TEXT_COPIES) ||
	    !trace_patch_init(&c->quiet, ram, c->ram_size >> PGSHIFT) ||
	    !tb_cache_init(&c->blocks, (c->ram_size >> PGSHIFT) + TEXT_COPIES) || !c->uc || !c->code_frames ||
	    !c->copied || c->gate_page == MAP_FAILED) {
		cpu_free(c);
		return NULL;
	}
	cpu_write_gate(c->gate_page);
	cpu_must(c, uc_mem_map_ptr(c->uc, 0, size, UC_PROT_ALL, ram));
	cpu_must(c, uc_mem_map_ptr(c->uc, GATE_PA, NBPG, UC_PROT_READ | UC_PROT_EXEC, c->gate_page));
	cpu_must(c, uc_mem_map_ptr(c->uc, TRACE_PATCH_PA, TRACE_PATCH_PAGES * NBPG, UC_PROT_READ | UC_PROT_EXEC,
	                           c->quiet.pages));
	cpu_must(c,
	         uc_mem_map_ptr(c->uc, TEXT_COPY_PA, TEXT_COPIES * NBPG, UC_PROT_READ | UC_PROT_EXEC, c->texts.pages));
	/* While a hook is told of stores, the engine looks for decoded code before each one, unless there can be none.
	 * It need not: the books tell what it decoded, and it does not store where it fetches. */
	cpu_must(c, uc_mem_map_ptr(c->uc, DETAIL_PA, size, UC_PROT_READ | UC_PROT_WRITE, ram));
	cpu_must(c, uc_ctl_tlb_mode(c->uc, UC_TLB_VIRTUAL));
	cpu_must(c, uc_ctl_exits_enable(c->uc));
	c->passing = NO_STOP;
	cpu_set_stops(c, NO_STOP);
	if (!cpu_add_fill(c))
		cpu_note_problem(c, "it takes no hook");
	cpu_add_hooks(c);
	cpu_set_mode(c, true, 0); /* the first write of SR initialises the engine's flags */
	if (c->problem) {
		cpu_free(c);
		return NULL;
	}
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
	free(c->copied);
	text_copies_free(&c->texts);
	decode_guard_free(&c->fences);
	trace_patch_free(&c->quiet);
	tb_cache_free(&c->blocks);
	free(c);
}
