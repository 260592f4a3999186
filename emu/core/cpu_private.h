/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the processor core share: cpu.c (the engine), cpu_hooks.c (what it tells while it runs), cpu_fill.c
 * (pages for it), cpu_watch.c (page frames that are watched), cpu_run.c (running to an exact instant), gate.c
 * (exceptions, and what the gate programs do), cpu_flow.c (calls and returns), tlb_refill.c (translations that are out
 * of date) and code_pages.c (decoded code that is). Of these only the first four need the engine's header; cpu_bare.c
 * measures the engine without them.
 */
#ifndef EMU_CPU_PRIVATE_H
#define EMU_CPU_PRIVATE_H

#include "abi/arch.h"
#include "core/tb_cache.h"
#include "core/cpu.h"
#include "core/lookout.h"
#include "core/decode_guard.h"
#include "core/text_copy.h"
#include "core/trace_patch.h"
#include "core/tlb_shadow.h"
#include "core/watchdog.h"

/* Virtual pages of the core's own, where the guest has none: of the gate program, and one that shows the engine a page
 * frame. The engine's table of pages is indexed by the low bits of a page's number. Where a page that is much used has
 * the same ones (that at P1END as 0xFFFFF000), the two chase each other out of it, the engine's count of pages falls
 * below zero, and each flush doubles the table, up to 64 MB, all of which it goes through for each block it decodes. */
#define GATE 0xFFFE0000u
#define WINDOW 0xFFFDF000u
#define GATE_PA 0x7FFFF000u        /* where the engine finds the gate program */
#define TRACE_PATCH_PA 0x60000000u /* where the engine finds the copies of trace_patch.h: outside every guest memory */
#define TEXT_COPY_PA 0x50000000u   /* and those of text_copy.h */
#define DETAIL_PA 0x30000000u      /* where in detail mode it finds memory to store into: it may not fetch there */
#define WATCH_PA 0x40000000u       /* where it finds memory once more, and may not store: cpu_watch.c */
#define NO_STOP (GATE + 0xFFE)     /* an `until` that is never reached; in the gate's page */

/* What the engine decoded from a page frame: nothing; something, and no store was possible since but those that the
 * core is told of; something, and it may have been stored into. */
enum code { CODE_NONE, CODE_CLOSED, CODE_OPEN };

/* Does the engine fetch from a copy of a page frame, for the user? No; it may, and the two are compared when it asks
 * again; it may, and nobody has changed the page frame since they were. */
enum copied { COPY_NONE, COPY_SHOWN, COPY_SURE };

/* Why a gate program runs: for an exception's condition codes, for those of cpu_ccr, to forget pages. */
enum gate_use { GATE_OFF, GATE_EXCEPTION, GATE_READ, GATE_FLUSH };

/* Why the engine's run ended: the exit reason of struct stop. In all cases but the first it was the core that ended it,
 * from a hook. */
enum exit_reason {
	EXIT_ADDRESS,      /* before an address of `fences` or `until`; or cpu_break */
	EXIT_BLOCK,        /* before the block at stop.pc: it may not run as it is */
	EXIT_SUSPECT,      /* the same: it may hold an instruction that the engine cannot bear */
	EXIT_GATE,         /* the same: the guest jumped to the gate's page, where for it there is nothing */
	EXIT_PAGE,         /* the client refused the page of stop.va */
	EXIT_SHARED_FETCH, /* the engine stores into stop.pa through one address and was to fetch from it at another */
	EXIT_SHARED_STORE, /* the same, and was to store there */
	EXIT_TRAP,         /* exception stop.number: what retired is worked out while the engine stands still */
	EXIT_CODES,        /* cpu_ccr has its answer */
};

struct stop {
	enum exit_reason why;
	uint32_t pc; /* the engine's own pc is one block behind then, in detail mode */
	uint32_t va;
	enum cpu_access access;
	uint32_t pa;
	int number;
};

/* A run to the middle of a block, counted by hand: there is none; the block has not been entered; it has. */
enum partial { PARTIAL_OFF, PARTIAL_BEFORE, PARTIAL_INSIDE };

enum { SR_S = 0x2000 /* supervisor bit of the engine's status register */, REG_A0 = 8, REG_A7 = 15 };
enum {
	STALE_AT_ONCE = 7, /* pages that the gate program makes the engine forget: as many as there are registers for */
	STALE_MAX = 64,    /* and in one run of it after the other */
	STALE_ALL = STALE_MAX + 1, /* it must forget all */
};

#define STOPS_UNTOLD (GATE + 0xFFC) /* an `until`, in the gate's page, too: the engine was not told all addresses */
#define NO_WINDOW UINT32_MAX        /* a window_pa: the window is closed */
#define CCR_UNKNOWN UINT32_MAX      /* a ccr */

/* How many instructions are left of a block from one in its middle on, where a fault broke it off: a program that
 * touches one page after the other does so at the same place each time. */
enum { RESTS = 64 };
struct rest {
	struct tb block;
	uint32_t pc;
	unsigned insns;
};

/* What is a bool here is no reason to stop: modes (detail and tell_*, user_stale, sharing), what the core is in the
 * middle of (running, in_insn, flow_begun), an order (asked), the short cut of the block hook (special), and what is
 * known of places (force_point, block_point), of which the first is part of the machine's state. */
struct cpu {
	struct uc_struct *uc;
	struct cpu_client client;
	uint8_t *gate_page;
	uint8_t *ram;
	uint32_t ram_size;
	uint8_t *code_frames; /* per page frame: enum code */
	uint8_t *copied;      /* per page frame: enum copied */
	struct text_copies texts;
	struct decode_guard fences;
	struct trace_patch quiet;
	uint32_t until;     /* one more address to stop before, or NO_STOP */
	uint32_t passing;   /* and one of the fences not to stop before: a cut that is being passed; or NO_STOP */
	uint32_t window_pa; /* the page frame that the window shows */
	size_t hook_insn, hook_store, hook_load;
	bool detail;                /* detail mode: these hooks are there */
	bool tell_insns;            /* and the client wants instructions, too */
	bool tell_flow;             /* and calls and returns */
	bool tell_loads;            /* and what is read: that hook is there, too */
	uint32_t watched, nwatched; /* cpu_watch: the first page frame's number, and how many */
	bool watches;               /* WATCH_PA is there */
	struct lookout lookout;     /* cpu_look_out; count 0: there is none */
	bool learning;              /* the engine is asked about the block at stop.pc, which it is about to enter */

	uint64_t icount;
	uint64_t target;
	uint64_t deadline;
	uint32_t next;    /* address after the last instruction: control flow to anywhere else is a point */
	bool force_point; /* after an exception or a restore, whatever the addresses are */
	bool running;     /* the engine runs */
	bool asked;       /* cpu_break */
	bool in_insn;     /* an insn or store function of the client is being called */

	const struct tb *block;   /* being run: entered, counted as if it will end */
	struct tb uncached;       /* it, when it is not in the books */
	struct rest rests[RESTS]; /* by pc */
	bool block_point;         /* interrupts may be taken before it */
	uint64_t horizon;         /* target or deadline, 0 if special: up to here, entering a block is only counting */
	bool special;             /* the block hook must look closer: gate, stop, partial run or a call to be told */
	uint32_t insn_pc;         /* detail: current instruction */
	uint32_t insn_index;      /* and its number in the block, from 1 */
	struct flow flow;         /* detail: a call or return that was begun */
	bool flow_begun;          /* there is one */

	struct stop stop; /* how the engine's last run ended */
	enum partial partial;

	enum gate_use gate;
	uint32_t gate_d0, gate_pc, gate_saved, gate_a[STALE_AT_ONCE];
	struct cpu_exception raised; /* of GATE_EXCEPTION */
	uint32_t ccr;                /* the present codes, if they are known */

	uint32_t changes; /* to detail mode and back, so far */
	uint32_t decoded; /* instructions in the engine's buffer, at most; each block counts for one more */

	struct tb_cache blocks;
	struct tlb_shadow translations;
	uint32_t stale[STALE_MAX]; /* pages that the engine must forget before it goes on */
	uint32_t nstale;           /* or STALE_ALL */
	bool user_stale;           /* the user's pages must be looked up again before the user goes on */
	bool sharing;              /* this once the engine is not refused a page frame that it uses in two ways */
	uint32_t sr;               /* as it was set last */

	const char *problem;  /* the engine's, when it stopped without a reason */
	uint32_t unexplained; /* how often it did so in a row */
	struct watch watch;
	uint8_t bytes[2 * NBPG]; /* of cpu_bytes */
};

static inline bool cpu_kernel(const struct cpu *c)
{
	return c->sr & SR_S;
}

/* Is the block hook to look closer from now on? */
static inline void cpu_look_closer(struct cpu *c, bool special)
{
	c->special = special;
	c->horizon = special || c->lookout.count ? 0 : c->deadline < c->target ? c->deadline : c->target;
}

/* cpu.c: a new engine. NULL: it cannot be had. */
struct uc_struct *cpu_open_engine(void);
/* cpu_hooks.c: a hook of any type for one (false: it cannot be had); those that the core always has. */
void cpu_add_hooks(struct cpu *);
bool cpu_add_hook(struct uc_struct *, size_t *hook, int type, void (*function)(void), void *arg);

/* cpu.c. Only while the engine stands still. */

/* Has the engine decode the block at pc, up to `stop` at most. False: it cannot. */
bool cpu_decode(struct cpu *, uint32_t pc, uint32_t stop, struct tb *);
/* The engine forgets what it decoded from pc to end. */
void cpu_drop_block(struct cpu *, uint32_t pc, uint32_t end);
/* Is the engine's buffer for decoded code nearly full? Then it must be emptied. */
bool cpu_crowded(const struct cpu *);
void cpu_make_room(struct cpu *);
/* Bytes of code at va in the current mode, at most two pages of them; zeros where there are none. Good until the next
 * call. */
const uint8_t *cpu_bytes(struct cpu *, uint32_t va, uint32_t size);
/* The first word of the instruction at pc. */
uint32_t cpu_opcode(struct cpu *, uint32_t pc);
/* Is what is at pc an instruction that the engine cannot bear? */
bool cpu_fenced(struct cpu *, uint32_t pc);
/* Tells the engine all addresses to stop before: the fences and `until`. */
void cpu_set_stops(struct cpu *, uint32_t until);
/* The engine runs from pc until something stops it. */
void cpu_start(struct cpu *, uint32_t pc);
/* The engine's run ends now, by us: it need not look at every fence once more then, as it does otherwise. */
void cpu_end_run(struct cpu *);

/* cpu.c. From a hook: the engine's run ends here, for this reason; the rest of c->stop the caller sets. */
void cpu_end_for(struct cpu *, enum exit_reason);
void cpu_write_sr(struct cpu *, uint32_t sr);
/* The engine said no: the core cannot go on. */
void cpu_note_problem(struct cpu *, const char *problem);
/* It did, if this is an error of the engine's: to what it never refuses. */
void cpu_must(struct cpu *, int error);

/* gate.c. An exception of the engine's at pc: the client's function is called, or the gate entered. */
void cpu_trap(struct cpu *, int number, uint32_t pc);
/* Enters the gate for an exception at pc. */
void cpu_enter_exception(struct cpu *, int number, uint32_t pc);
/* The same for a page that was refused. */
void cpu_enter_page_fault(struct cpu *, uint32_t va, enum cpu_access, uint32_t pc);
/* Interrupts may be taken at pc, and the deadline is over. True: the gate is entered for one. */
bool cpu_offer_interrupt(struct cpu *, uint32_t pc);
/* Enters the gate for cpu_ccr. */
void cpu_enter_read(struct cpu *);
/* The trap at the gate's end. */
void cpu_pass_gate(struct cpu *);
/* After a client's function, with the engine in the middle of its run: it forgets what it has to forget. */
void cpu_settle(struct cpu *);
/* The gate programs, for the gate's page. */
void cpu_write_gate(uint8_t *page);

/* cpu_flow.c. In detail mode, before an instruction: it may be a call or a return. */
void cpu_begin_flow(struct cpu *);
/* Where icount is exact, and the next instruction is at pc: the call or return that was begun is told if it has
 * happened, and is forgotten. */
void cpu_end_flow(struct cpu *, uint32_t pc);

/* What the copies of texts are of, and what is known of them, is no longer so. */
void cpu_forget_copies(struct cpu *);
/* The engine forgets all translations: the dear way. */
void cpu_forget_all(struct cpu *);
/* It forgets what it decoded from a page of its physical memory. */
void cpu_drop_page(struct cpu *, uint32_t pa);

/* cpu_fill.c: the engine asks for pages there. False: it does not take the hook. */
bool cpu_add_fill(struct cpu *);

/* cpu_watch.c: does the engine store into the page frame of pa where it is told? */
static inline bool cpu_watches(const struct cpu *c, uint32_t pa)
{
	return !c->detail && (pa >> PGSHIFT) - c->watched < c->nwatched;
}

/* cpu_run.c: where the core stands, in words; for the watchdog, from another thread. */
void cpu_describe(const void *cpu, char *line, size_t size);

/* code_pages.c: the engine begins to decode from a page frame, at va; it forgets all that it decoded. */
void cpu_note_code(struct cpu *, uint32_t va, uint32_t pa);
void cpu_drop_code(struct cpu *);
/* A page frame is stored into, of which the engine may have a copy to fetch from: it will have forgotten that before
 * the user goes on. Nothing that it decoded goes. */
void cpu_part_copy(struct cpu *, uint32_t pa);
/* It forgets what it decoded from a page frame, and every translation. */
void cpu_drop_frame(struct cpu *, uint32_t pa);

/* tlb_refill.c: the engine has to forget a page before it goes on. */
void cpu_add_stale(struct cpu *, uint32_t va);
/* tlb_refill.c: looks up again what the engine knows, of the user's or of the kernel's pages. */
void cpu_look_again(struct cpu *, bool user);

/* Does the instruction that raises it complete? */
static inline bool cpu_retires(int number)
{
	return number == CPU_LINE_A || number == CPU_RTE || number >= CPU_TRAP0;
}

#endif
