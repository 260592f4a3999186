/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine: processor, memory, console, interval clock and disk, run by instruction count.
 *
 *	struct machine *m = machine_new(&config, error);
 *	machine_listen(m, &listener);
 *	while (machine_run(m, MACHINE_FOREVER) == STOP_INPUT)
 *		machine_input(m, line, n);
 *	status = machine_halt(m)->status;
 *
 * Time is the number of instructions retired (icount). The same config and the same inputs at the same icounts
 * give the same run to the bit, whatever stops, hooks or checkpoints the host uses. An instant is an icount.
 */
#ifndef EMU_MACHINE_H
#define EMU_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "machine/address_space.h"
#include "abi/arch.h"
#include "base/error.h"
#include "core/flow.h"
#include "machine/event.h"

#define MACHINE_FOREVER UINT64_MAX
#define MACHINE_SWAP_MAX (UINT32_C(128) << 20)
#define MACHINE_SKEW_MAX 1000000

struct machine;

struct machine_config {
	const uint8_t *kernel; /* ELF image of the kernel; only needed during machine_new */
	size_t kernel_size;
	const uint8_t *disk; /* root disk image; must outlive the machine */
	size_t disk_size;
	uint32_t ram;       /* bytes, a multiple of 1 MB, 2 MB to 64 MB */
	uint32_t swap;      /* bytes of the swap area, a multiple of NBPG, at most MACHINE_SWAP_MAX; 0: none */
	uint32_t date;      /* when it begins: seconds since the beginning of 1970, universal time */
	const char *system; /* a name of guest/abi/systems.h */
	const bool *absent; /* by block of the disk: the image has zeros for what is not known, and the machine halts if
	                     * it is read; NULL: all is known. Must outlive the machine */
	uint32_t skew;      /* microseconds by which the interval clock's ticks come later than they would, at most
	                     * MACHINE_SKEW_MAX */
};

/* Why machine_run came back. */
enum machine_stop {
	STOP_TARGET, /* the icount asked for is reached, exactly */
	STOP_INPUT,  /* the guest waits for the console and nothing else can happen: give input, run again */
	STOP_HALT,   /* the machine stopped: see machine_halt */
	STOP_EVENT,  /* a listener's event function asked for it: the mark is right after the event */
	STOP_WORK,   /* so much work is done as machine_stop_at_work said */
	STOP_ASKED,  /* machine_stop_here was called */
};

struct machine_halt {
	bool halted;
	bool check;      /* machine check: the guest's kernel is broken; report tells why */
	uint32_t status; /* status given by the guest */
	char report[512];
};

/* A store into memory, seen only in detail mode, while memory still holds the old bytes. All that changes memory comes
 * so, but for the M bit that the memory management sets in a page table entry. A store that crosses into another page
 * frame comes as two. A store whose instruction then faults (movem) comes again when the instruction is restarted. */
struct store {
	uint64_t icount; /* instructions retired before the storing one */
	uint32_t pc;     /* address of the storing instruction */
	bool hand;       /* there is none: machine_poke_memory; the next one is told in its place */
	uint32_t pa;     /* physical address */
	uint32_t size;   /* 1 to 4; up to NBPG for MOVC and disk */
	uint32_t was;    /* old and new value; for size > 4 the first longword */
	uint32_t now;
	const uint8_t *bytes; /* what is stored, all of it; good during the call */
};

/* Memory that is about to be read, also only in detail mode: by an instruction, or a block move; not what the memory
 * management and the context instructions look up. One that a fault restarts is told again. */
struct load {
	uint64_t icount;
	uint32_t pc, pa, size;
};

struct listener {
	void *arg;
	bool (*event)(void *arg, const struct event *);      /* true: stop here (STOP_EVENT) */
	void (*console)(void *arg, const uint8_t *, size_t); /* the guest printed */
	/* A byte, or RXDB_HANGUP, was queued for the console's receiver at that time. */
	void (*input)(void *arg, uint64_t icount, uint16_t character);
	void (*insn)(void *arg, uint64_t icount, uint32_t pc); /* detail mode: about to execute */
	void (*store)(void *arg, const struct store *);        /* detail mode */
	void (*load)(void *arg, const struct load *);          /* detail mode; costs more than the others */
	void (*flow)(void *arg, const struct flow *);          /* detail mode: see flow.h */
	void (*disk)(void *arg, uint32_t block);               /* a block of the root disk is read */
	uint64_t only;                                         /* bit n: tell events of kind n only; 0: all */
};

/* Makes a machine with the kernel loaded and bootinfo in place. NULL and a line in error on failure
 * (a kernel that is no m68k ELF or does not fit, ram out of range). The caller frees it with machine_free. */
struct machine *machine_new(const struct machine_config *, char error[ERROR_MAX]);
/* The same for a machine that is not needed any more (NULL: there is none): it is made over or freed. What the engine
 * decoded of the kernel and of programs is still there then, and the next run begins in half the time. Detail mode is
 * as it was. */
struct machine *machine_again(struct machine *, const struct machine_config *, char error[ERROR_MAX]);
void machine_free(struct machine *);

/* Sets who hears of what happens; the struct is copied, members may be NULL. */
void machine_listen(struct machine *, const struct listener *);

/* Turns detail mode (every instruction, every store, every call and return) on or off. Never changes what the guest
 * computes. Not from a listener's function, and so neither is machine_listen. */
void machine_detail(struct machine *, bool on);

/* A store into a watched page frame, of an instruction in [from, to) or of an exception before one: by blocks of
 * instructions, so it lies there somewhere. Memory may hold the new bytes already. A long one may leave the frame. */
struct watched {
	uint64_t from, to;
	uint32_t pa, size;
};

/* Tells of every store into the page frames of [pa, pa + size), until it is called with tell NULL, while the machine
 * runs nearly at its full speed. All are told that would be told in detail mode, which must be off. Never changes what
 * the guest computes. Not from a listener's function; from tell, machine_stop_here is as from store. */
void machine_watch(struct machine *, uint32_t pa, uint32_t size, void (*tell)(void *arg, const struct watched *),
                   void *arg);

/* Runs until exactly `icount` instructions have retired, or something of enum machine_stop happens first. */
enum machine_stop machine_run(struct machine *, uint64_t icount);

/* Work is what bounds the host's time: instructions, and more for those that do much at once. A long move counts as one
 * instruction for every MACHINE_WORK_BYTES, and so do a block of the disk, the search for stale code, and exceptions
 * between which no instruction retires. Counted from machine_new; no part of the machine's state. */
#define MACHINE_WORK_BYTES 32
uint64_t machine_work(const struct machine *);
/* From now on machine_run comes back with STOP_WORK when such an instruction has brought the work to so much. */
void machine_stop_at_work(struct machine *, uint64_t work);

/* From a listener's function: machine_run comes back after this instruction, with STOP_ASKED. From insn and store:
 * after the block of instructions that it is in, at the latest. */
void machine_stop_here(struct machine *);

/* Queues console input at the present instant and returns how many bytes there was room for. */
size_t machine_input(struct machine *, const uint8_t *, size_t);
/* The end of input: after what was queued the line is gone, and reads of the console give 0 bytes. False: no room. */
bool machine_hang_up(struct machine *);

/* Interventions of somebody outside, between two runs: a general register of the present mode (0-7 d0-d7, 8-15 a0-a7)
 * or the program counter; a byte of physical memory. They are no part of what the machine does by itself: whoever wants
 * the run again has to repeat them at the same instants. */
enum { MACHINE_PC = 16 };
void machine_poke_register(struct machine *, int n, uint32_t value);
bool machine_poke_memory(struct machine *, uint32_t pa, uint8_t byte);

uint64_t machine_icount(const struct machine *);
uint64_t machine_usec(const struct machine *);
const struct machine_halt *machine_halt(const struct machine *);

/* Physical memory (big-endian, as the guest left it) and its size in bytes. Read only. */
const uint8_t *machine_ram(const struct machine *);
uint32_t machine_ram_size(const struct machine *);

/* A block (NBPG bytes) of the swap area, by its number there; NULL if there is none of that number. Read only. */
const uint8_t *machine_swap(const struct machine *, uint32_t block);

/* Processor registers at the present instant. */
struct cpu_regs {
	uint32_t d[8], a[8]; /* a[7] is the stack pointer of the current mode */
	uint32_t usp, ksp;
	uint32_t pc, psl; /* psl with condition codes */
	uint32_t p0br, p0lr, p1br, p1lr, sbr, slr, pcbb, scbb;
	uint32_t mapen;
};
void machine_regs(struct machine *, struct cpu_regs *);

/* A general register of the mode that the machine is in: 0-7 d0-d7, 8-15 a0-a7. Also from a listener's insn
 * function. */
uint32_t machine_register(struct machine *, int n);
/* Is the machine in user mode? */
bool machine_user_mode(const struct machine *);

/* Physical address of a virtual one under the present page tables, without side effects. False when unmapped. */
bool machine_translate(struct machine *, uint32_t va, uint32_t *pa);

/* The same under the page tables given. */
bool machine_translate_in(struct machine *, const struct address_space *, uint32_t va, uint32_t *pa);
/* The page table entry of va in that space (0 if beyond the length registers). */
uint32_t machine_pte_in(struct machine *, const struct address_space *, uint32_t va);

/* Pages, by number: the page frames of memory, then the blocks of the swap area. */
uint32_t machine_pages(const struct machine *);
/* A page's NBPG bytes; NULL for a block of the swap area that was never written. Read only, until the machine runs. */
const uint8_t *machine_page(const struct machine *, uint32_t page);
/* Tells, in order, each page that may have been stored into since the last call or since machine_new: by the guest, by
 * the machine, by a restored state. */
void machine_touched(struct machine *, void (*tell)(void *arg, uint32_t page), void *arg);
/* The next machine_touched tells all of them. */
void machine_touch_all(struct machine *);
/* What a saved state begins with, before its pages: so many bytes, the same for all machines. */
size_t machine_state_size(void);
void machine_state(struct machine *, void *state);

/* The whole state, without the root image: one malloc'ed block, freed by the caller. After what machine_state gives it
 * has pages, in order, each after its number (32 bits, little-endian): the page frames that are not all zeros, and of
 * the swap area what was ever written. */
#define MACHINE_SAVED_PAGE (sizeof(uint32_t) + NBPG)
void *machine_save(struct machine *, size_t *size);
/* Most bytes that machine_save gives for a machine with so many bytes of memory and of swap area. */
size_t machine_save_max(uint32_t ram, uint32_t swap);
/* Puts the machine into a saved state of a machine with the same config. False when the block is not one: a state that
 * no such machine can be in changes nothing. */
bool machine_restore(struct machine *, const void *, size_t size);
/* What the machine's icount and hash are to be once it is restored. False as for machine_restore. */
bool machine_saved(const struct machine *, const void *, size_t size, uint64_t *icount, uint64_t *hash);
/* Where the present state differs from a saved one, in words (ERROR_MAX bytes): the first register, bytes of memory and
 * block of the swap area, and how many bytes of memory there are. False: nowhere, or it is no such state. */
bool machine_difference(struct machine *, const void *, size_t size, char text[ERROR_MAX]);
/* A 64-bit hash of the whole state: equal states, equal hashes. */
uint64_t machine_hash(struct machine *);

#endif
