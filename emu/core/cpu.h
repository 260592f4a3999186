/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The processor core: 68040 integer instructions on Unicorn, counted one by one. Only cpu.c, cpu_hooks.c,
 * cpu_fill.c, cpu_watch.c and cpu_bare.c know Unicorn.
 *
 * The core runs, counts and stops exactly; what exceptions and translations mean is its client's business. An
 * instant is the number of instructions retired (icount). Stops never change what the guest computes.
 *
 * Interrupts are taken only where control flow is not sequential: at the first instruction after a taken branch, jump,
 * call, return or exception. That is a property of the program, not of the engine's translation blocks, so every
 * stop schedule finds the same places.
 */
#ifndef EMU_CPU_H
#define EMU_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/flow.h"

struct cpu;

enum cpu_access { CPU_READ, CPU_WRITE, CPU_FETCH };

/* Exceptions. */
enum {
	CPU_ILLEGAL = 4,
	CPU_ZERO_DIVIDE = 5,
	CPU_CHK = 6,
	CPU_PRIVILEGE = 8,
	CPU_LINE_A = 10, /* a call of client.function, if that does not raise something else */
	CPU_LINE_F = 11,
	CPU_TRAP0 = 32, /* trap #0 to #15: these have retired */
	CPU_TRAP15 = 47,
	CPU_RTE = 0x100, /* a call of client.rte */
	CPU_PAGE,        /* fill refused a page */
	CPU_INTERRUPT,
	CPU_CLIENT, /* this number and higher ones: what the client itself means by them */
};

/* All that the client is told about an exception. */
struct cpu_exception {
	int number;
	uint32_t pc;            /* on the instruction, of which nothing has happened unless it has retired */
	uint32_t ccr;           /* condition codes XNZVC; of a store that faulted, see docs/machine.md */
	uint32_t va;            /* CPU_PAGE: the page's address, not that of the byte */
	enum cpu_access access; /* CPU_PAGE: what for */
};

/* What became of an extended function, and what the core does about it. */
enum cpu_answer {
	CPU_DONE,   /* it goes on behind the instruction */
	CPU_JUMPED, /* it goes on where the client has set pc, which is else the instruction itself */
	CPU_STAY,   /* the instruction has not retired, and pc stays on it: with cpu_break, to try again */
	CPU_RAISE,  /* the same, and client.exception follows: what cpu_raise and cpu_raise_page return */
};

/* A translation for the core's cache: page frame address, and what may be done without asking again. */
struct cpu_page {
	uint32_t pa;
	bool write;    /* stores need not ask again */
	bool mutable;  /* the user may store here: decoded code must not be trusted for long */
	bool constant; /* nobody may store here */
};

/*
 * The client's functions. exception, function, rte and interrupt run with the core stopped exactly at pc; they change
 * registers with cpu_set_*. No other function does.
 */
struct cpu_client {
	void *arg;
	/* Translates the page of va for the current mode. False: the reference faults. */
	bool (*fill)(void *arg, uint32_t va, enum cpu_access, struct cpu_page *);
	/* The same for either mode, and nothing is marked as used; write tells whether it is marked as written
	 * already. */
	bool (*look)(void *arg, uint32_t va, bool user, struct cpu_page *);
	/* The one way in which exceptions come, once each: the client makes the core go on in a handler. False: the
	 * client cannot take it, and has changed nothing but for cpu_break. */
	bool (*exception)(void *arg, const struct cpu_exception *);
	/* An extended function, opcode A000 to AFFF, that counts as retired already. */
	enum cpu_answer (*function)(void *arg, uint32_t opcode, uint32_t pc);
	/* rte. Answers CPU_JUMPED or CPU_RAISE; it has retired in either case. */
	enum cpu_answer (*rte)(void *arg, uint32_t pc);
	/* icount reached the deadline, at a place where interrupts are taken. True: exception follows, with
	 * CPU_INTERRUPT. */
	bool (*interrupt)(void *arg);
	/* Detail mode. insn: about to be executed. store: the value of 1, 2, 4 or 8 bytes, at the physical address pa;
	 * memory still holds the old one. load: is about to be read. Where the bytes go on behind the page frame of pa
	 * the core has not asked yet for the second page: if the client would refuse it, there will be no store or
	 * load. flow: see flow.h. */
	void (*insn)(void *arg, uint64_t icount, uint32_t pc);
	void (*store)(void *arg, uint64_t icount, uint32_t pc, uint32_t pa, uint32_t size, uint64_t value);
	void (*load)(void *arg, uint64_t icount, uint32_t pc, uint32_t pa, uint32_t size);
	void (*flow)(void *arg, const struct flow *);
	/* cpu_watch: an instruction in [from, to) stores there, within one page frame; memory holds the new bytes. */
	void (*watched)(void *arg, uint64_t from, uint64_t to, uint32_t pa, uint32_t size);
	/* Bytes of code at va in the current mode, for finding instruction boundaries; returns how many (0: none). */
	size_t (*code)(void *arg, uint32_t va, uint8_t *buf, size_t size);
};

/* From function and rte: what is to be raised, at the instruction. Return CPU_RAISE. */
enum cpu_answer cpu_raise(struct cpu *, int number);
enum cpu_answer cpu_raise_page(struct cpu *, uint32_t va, enum cpu_access);

/* A core on size bytes of physical memory from address 0. NULL when the engine cannot be had, or not as it must be. */
struct cpu *cpu_new(const struct cpu_client *, uint8_t *ram, size_t size);
void cpu_free(struct cpu *);

enum cpu_stop {
	CPU_STOP_TARGET,
	CPU_STOP_ASKED,
	CPU_STOP_BROKEN, /* the engine gave up: see cpu_problem. The core cannot go on */
};

/* Runs until exactly `target` instructions have retired or cpu_break was called. */
enum cpu_stop cpu_run(struct cpu *, uint64_t target);

/* What the engine said when it gave up; NULL if it did not. */
const char *cpu_problem(const struct cpu *);

/* Has the engine decoded so much that it must soon forget all of it? That sweeps its whole buffer and takes many times
 * as long as to make a new one: whoever is about to begin something else with it had better do that. */
bool cpu_worn(const struct cpu *);

/* From a client function: come back from cpu_run at this instant. From insn, store, load and watched, where the engine
 * cannot stop without loss: at the end of the block at the latest. */
void cpu_break(struct cpu *);

/* From function: the instruction at pc does nothing, whatever the registers are, until cpu_quiet_end. */
void cpu_quiet(struct cpu *, uint32_t pc);
void cpu_quiet_end(struct cpu *);

uint64_t cpu_icount(const struct cpu *);
void cpu_set_deadline(struct cpu *, uint64_t icount);

/* Registers of the current mode; n: 0-7 d0-d7, 8-15 a0-a7. Setting pc from a client function makes the core go on
 * there. */
enum { CPU_GENERAL = 16 };
uint32_t cpu_get(struct cpu *, int n);
void cpu_set(struct cpu *, int n, uint32_t value);
void cpu_get_all(struct cpu *, uint32_t values[CPU_GENERAL]);
void cpu_set_all(struct cpu *, const uint32_t values[CPU_GENERAL]);
uint32_t cpu_pc(struct cpu *);
void cpu_set_pc(struct cpu *, uint32_t pc);
/* Mode and condition codes together. Each mode has a stack pointer of its own, which is a7. */
void cpu_set_mode(struct cpu *, bool kernel, uint32_t ccr);
/* In kernel mode, from a client function: the user's stack pointer. Both clear the condition codes. */
uint32_t cpu_user_sp(struct cpu *);
void cpu_set_user_sp(struct cpu *, uint32_t value);
/* Between runs: the stack pointer of the mode that the core is not in. */
uint32_t cpu_other_sp(struct cpu *);
/* Condition codes between runs. */
uint32_t cpu_ccr(struct cpu *);

/* Translations may not be what they were: all; of addresses below S0. Those of one page the guest forgets by pflush. */
void cpu_flush_tlb(struct cpu *);
void cpu_flush_process(struct cpu *);
/* Between runs: it asks again for every page before it stores there. */
void cpu_forget_stores(struct cpu *);
/* May the engine have the page at va in the current mode, without asking? False: surely not. write: to store there. */
bool cpu_may_know(struct cpu *, uint32_t va, bool write);
/* Decoded instructions may not be what they were: wherever the guest's instructions may have stored; in a page frame
 * into which somebody else stored. */
void cpu_code_stored(struct cpu *);
void cpu_memory_changed(struct cpu *, uint32_t pa);
/* The client itself has set a bit in a page table there, unasked: what is decoded there stays until it is fetched
 * anew. */
void cpu_table_changed(struct cpu *, uint32_t pa);

/* Detail mode: client.store is called for every store and, if wanted, client.insn for every instruction, client.flow
 * for every call and return, client.load for whatever is read. Not from a client function. */
void cpu_set_detail(struct cpu *, bool on, bool insns, bool flow, bool loads);

/* While detail mode is off, client.watched is called for every store of an instruction into the page frames of
 * [pa, pa + size); others are as quick as ever. size 0: no more of that. Not from a client function. */
void cpu_watch(struct cpu *, uint32_t pa, uint32_t size);

/* Part of the state: is this a place where interrupts are taken? */
bool cpu_at_point(const struct cpu *);
/* Puts the core at an instant: after all registers have been set. Forgets every translation. */
void cpu_place(struct cpu *, uint64_t icount, bool at_point);

/* Speed of the bare engine: millions of instructions per second on code loaded at physical address `at` and started
 * there, which ends with trap #1; no hooks, no machine. insns: how many it retires. For `vforkscope bench`. */
double cpu_bare_mips(const uint8_t *code, size_t size, uint32_t at, uint64_t insns);

#endif
