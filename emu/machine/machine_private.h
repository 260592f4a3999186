/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the machine share: machine.c (life and running), exception.c (SCB, REI), xfc.c (extended
 * functions), callframe.c (CALLS, RET), queue.c (INSQUE, REMQUE), ipr.c (internal processor registers), device.c
 * (clock, console, disk), savestate.c (save, restore, hash).
 */
#ifndef EMU_MACHINE_PRIVATE_H
#define EMU_MACHINE_PRIVATE_H

#include "machine/cost.h"
#include "core/cpu.h"
#include "machine/machine.h"
#include "machine/mmu.h"

enum { RX_ROOM = 4096 }; /* console input that waits for the guest */

/* Everything that decides how the run goes on, but memory: saved as it is. Fixed-size members, largest first, no
 * holes. */
struct state {
	uint64_t magic; /* STATE_MAGIC */
	uint64_t icount;
	uint64_t extra;     /* machine time is icount + extra */
	uint64_t clock_due; /* machine time of the next tick, while the clock runs */
	uint32_t ram;
	uint32_t at_point;
	uint32_t d[8];
	uint32_t a[7];
	uint32_t usp, ksp;
	uint32_t pc;
	uint32_t psl; /* modes and IPL; condition codes only when saved */
	struct mmu mmu;
	uint32_t pcbb, scbb;
	uint32_t iccs, nicr;
	uint32_t rxcs, txcs, tx_pending;
	uint32_t rx_head, rx_count;
	uint32_t dkbn, dkpa, dkcs;
	uint32_t halted, check, status;
	uint32_t swap;        /* blocks of the swap area */
	uint16_t rx[RX_ROOM]; /* characters, or RXDB_HANGUP */
	char report[512];
};

_Static_assert(EV_COUNT <= 64, "struct listener has a bit for each kind of event");

#define STATE_MAGIC UINT64_C(0x56464b5354303033)

/* Exceptions that the machine itself raises, beside the core's. */
enum { EXCEPTION_RESERVED_OPERAND = CPU_CLIENT };

struct machine {
	struct state s;
	struct cpu *cpu;
	uint8_t *ram;
	const uint8_t *disk;
	uint32_t disk_blocks;
	const bool *absent;
	uint32_t skew;            /* of the clock: machine.h */
	uint8_t *swap;            /* the swap area, s.swap blocks; zeros until written */
	bool *swap_written;       /* by block */
	uint8_t *touched;         /* by page (machine.h): TOUCHED_* */
	uint64_t *page_sums, sum; /* hashes of the pages, of which machine_hash is made, and their sum */
	struct listener listener;
	struct {
		uint32_t pa, size; /* of whole page frames */
		void (*tell)(void *arg, const struct watched *);
		void *arg;
	} watch;         /* machine_watch */
	uint64_t events; /* told so far */
	struct machine_halt halt;
	bool detail;
	bool waiting;        /* stopped in IDLE for console input */
	bool event_stop;     /* a listener's event function asked to stop */
	bool asked_stop;     /* machine_stop_here */
	uint64_t extra_work; /* see machine_work */
	uint64_t work_stop;
	uint64_t exception_at; /* icount of the last exception */
	uint64_t exceptions;   /* at that icount, before it */
};

/* Who wants to know which pages may have changed since they looked last. TOUCHED_EVER: it has been stored into since
 * machine_new; a page frame that has not is all zeros, and as long as nobody looks the host need have no memory for
 * it. */
enum { TOUCHED_HASH = 1, TOUCHED_PAGES = 2, TOUCHED_ALL = 3, TOUCHED_EVER = 4 };

/* Something in a page changes, or may. */
static inline void machine_touch(struct machine *m, uint32_t page)
{
	m->touched[page] = TOUCHED_ALL | TOUCHED_EVER;
}

/* Need nobody be told of the next store into the page? */
static inline bool machine_may_store(const struct machine *m, uint32_t page)
{
	return m->touched[page] == (TOUCHED_ALL | TOUCHED_EVER);
}

static inline bool machine_used(const struct machine *m, uint32_t page)
{
	return m->touched[page] & TOUCHED_EVER;
}

static inline bool machine_user(const struct machine *m)
{
	return (m->s.psl & PSL_CURMOD) == PSL_USER;
}

/* A PSL that REI may load: kernel or user mode, and the user with neither a priority level nor another previous
 * mode. */
static inline bool machine_psl_good(uint32_t psl)
{
	bool user = (psl & PSL_CURMOD) == PSL_USER;

	return !(psl & (PSL_MBZ | PSL_T)) && (user || !(psl & PSL_CURMOD)) &&
	       (!user || (!(psl & PSL_IPL) && (psl & PSL_PRVMOD) == PSL_PRVMOD));
}

/* exception.c: functions of struct cpu_client; their arg is the machine. */
bool exception_take(void *arg, const struct cpu_exception *);
enum cpu_answer exception_rei(void *arg, uint32_t pc);
/* Machine check: the guest cannot go on. Halts with a report (printf style). */
void machine_check(struct machine *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* xfc.c: an extended function, for struct cpu_client. */
enum cpu_answer xfc_execute(void *arg, uint32_t opcode, uint32_t pc);
/* For functions that touch memory in the present mode. They look at everything they need before they change anything,
 * so that after a fault they can begin again. May size bytes at va be read or written? False: return CPU_RAISE. */
bool xfc_reach(struct machine *, uint32_t va, uint32_t size, bool write);
/* Reads a longword. False: return CPU_RAISE. */
bool xfc_get_long(struct machine *, uint32_t va, uint32_t *value);
/* Stores a longword that xfc_reach has allowed to be written. */
void xfc_put_long(struct machine *, uint32_t va, uint32_t value, uint32_t pc);

/* callframe.c, queue.c: extended functions. */
enum cpu_answer call_calls(struct machine *, uint32_t pc);
enum cpu_answer call_ret(struct machine *, uint32_t pc);
enum cpu_answer queue_insert(struct machine *, uint32_t pc);
enum cpu_answer queue_remove(struct machine *, uint32_t pc);

/* ipr.c. False: there is no such register (reserved operand). */
bool ipr_write(struct machine *, uint32_t reg, uint32_t value);
bool ipr_read(struct machine *, uint32_t reg, uint32_t *value);

/* device.c */
void device_tick(struct machine *);     /* brings the clock up to the present time */
void device_deadline(struct machine *); /* tells the core when an interrupt may be due */
bool device_interrupt(struct machine *, uint32_t *vector, uint32_t *ipl); /* the highest one that IPL lets through */
bool device_idle(struct machine *, uint32_t flags); /* lets time pass; false: wait for console input first */
void device_clock_write(struct machine *, uint32_t reg, uint32_t value);
uint32_t device_clock_count(struct machine *); /* ICR */
void device_disk_command(struct machine *, uint32_t command);

/* The present instruction did as much as moving so many bytes. */
void machine_add_work(struct machine *, uint64_t bytes);
/* Lets the machine time pass that so many of these take: emu/machine/cost.h. */
void machine_cost(struct machine *, enum cost what, uint64_t times);

/* In detail mode the listener hears of CALLS or RET, which counts as retired; icount is filled in. */
void machine_tell_flow(struct machine *, struct flow *);
/* Stores by the machine itself (not by guest instructions): memory, provenance and decoded code are kept right. */
void machine_store(struct machine *, uint32_t pa, const void *data, uint32_t size, uint32_t pc);
/* The same of what it reads: the listener may hear of it. */
void machine_load(struct machine *, uint32_t pa, uint32_t size, uint32_t pc);
/* A longword at any kernel address, page-crossing or not. False: the kernel cannot do that, and nothing is stored. */
bool machine_get_long(struct machine *, uint32_t va, uint32_t *value);
bool machine_put_long(struct machine *, uint32_t va, uint32_t value, uint32_t pc);
/* n longwords one after the other, as machine_get_long. */
bool machine_get_longs(struct machine *, uint32_t va, uint32_t *values, uint32_t n);
/* Pushes n longwords on a stack of the kernel's, the last first. False: *sp is where it could not store. */
bool machine_push_longs(struct machine *, uint32_t *sp, const uint32_t *values, uint32_t n, uint32_t pc);
/* Marks what was walked to as modified, where the page table does not say so yet. */
void machine_modify(struct machine *, struct mmu_walk *);
/* Looks up and marks modified; translations and stores for kernel (user false) or user. */
enum mmu_result machine_walk(struct machine *, uint32_t va, bool write, bool user, struct mmu_walk *);
/* Does the listener want events of that kind? */
bool machine_wants(const struct machine *, uint32_t kind);
void machine_emit(struct machine *, uint32_t kind, uint32_t pid, const uint32_t *arg, const char *text);

/* savestate.c: puts a machine that ran into a state of its own beginning, with that memory, which is all zeros behind
 * so many bytes, and an empty swap area. */
void machine_begin(struct machine *, const struct state *, const uint8_t *ram, uint32_t loaded);

/* Brings the registers that live in the core into s; and back. */
void machine_pull(struct machine *);
void machine_push(struct machine *);

#endif
