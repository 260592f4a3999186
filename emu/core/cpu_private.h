/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the processor core share: cpu.c (the engine and its hooks), cpu_fill.c (pages for it), cpu_run.c
 * (running to an exact instant), tlb_refill.c (translations that are out of date) and code_pages.c (decoded code that
 * is). Of these only the first two need the engine's header; cpu_bare.c measures the engine without them.
 */
#ifndef EMU_CPU_PRIVATE_H
#define EMU_CPU_PRIVATE_H

#include "abi/arch.h"
#include "core/tb_cache.h"
#include "core/cpu.h"
#include "core/decode_guard.h"
#include "core/trace_patch.h"
#include "core/tlb_shadow.h"
#include "core/watchdog.h"

#define GATE 0xFFFFF000u           /* virtual page of the gate program */
#define WINDOW 0xFFFFE000u         /* virtual page that shows the engine a page frame */
#define GATE_PA 0x7FFFF000u        /* where the engine finds the gate program */
#define TRACE_PATCH_PA 0x60000000u /* where the engine finds the copies of trace_patch.h: outside every guest memory */
#define NO_STOP 0xFFFFFFFEu        /* an `until` that is never reached; in the gate's page */

/* What the engine decoded from a page frame: nothing; something, and no store was possible since but those that the
 * core is told of; something, and it may have been stored into. */
enum code { CODE_NONE, CODE_CLOSED, CODE_OPEN };

/* Why the gate program runs. */
enum gate { GATE_OFF, GATE_DELIVER, GATE_READ, GATE_FLUSH };

/* The engine stores into a page frame through one address and is about to fetch from it, or to store into it through
 * another. */
enum shared { SHARED_NOT, SHARED_FETCH, SHARED_STORE };

enum { SR_S = 0x2000 /* supervisor bit of the engine's status register */ };
enum { STALE_MAX = 7 /* pages that the gate program can make the engine forget: as many as there are registers for */ };

struct cpu {
	struct uc_struct *uc;
	struct cpu_client client;
	uint8_t *gate_page;
	uint32_t ram_size;
	uint8_t *code_frames; /* per page frame: enum code */
	struct decode_guard fences;
	struct trace_patch quiet;
	uint32_t until; /* one more address to stop before, or NO_STOP */
	bool window_open;
	uint32_t window_pa;
	size_t hook_insn, hook_store;
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

	const struct tb *block; /* being run: entered, counted as if it will end */
	struct tb uncached;     /* it, when it is not in the books */
	bool block_point;       /* interrupts may be taken before it */
	uint64_t horizon;       /* target or deadline: up to here, entering a block is only counting */
	bool special;           /* the block hook must look closer: gate, stop or partial run */
	uint32_t insn_pc;       /* detail: current instruction */
	uint32_t insn_index;

	bool partial;          /* running to the middle of a block: count by hand */
	bool stopped_at_block; /* the block hook stopped the engine, before the block at stop_pc */
	uint32_t stop_pc;      /* with a CODE hook, the engine's own pc is one block behind then */

	enum gate gate;
	uint32_t gate_d0, gate_pc, gate_a[STALE_MAX];
	uint32_t ccr;   /* answer of GATE_READ */
	bool ccr_known; /* ccr holds the present codes */

	bool faulted;
	uint32_t fault_va;
	enum cpu_access fault_access;
	int trapped;      /* number of the exception that ended the engine's run, or 0 */
	uint32_t decoded; /* instructions in the engine's buffer, at most; each block counts for one more */

	struct tb_cache blocks;
	struct tlb_shadow translations;
	uint32_t stale[STALE_MAX]; /* pages that the engine must forget before it goes on */
	uint32_t nstale;
	bool all_stale;  /* it must forget all of them */
	bool user_stale; /* the user's pages must be looked up again before the user goes on */
	uint32_t sr;     /* as it was set last */

	bool partial_begun; /* partial: the block has been entered */
	bool suspect; /* there may be an instruction that the engine cannot bear in the block that it stopped at */

	enum shared shared; /* why the engine was refused a page that the guest may use */
	uint32_t shared_pa;
	bool sharing; /* this once it is not refused */

	const char *problem;  /* the engine's, when it stopped without a reason */
	uint32_t unexplained; /* how often it did so in a row */
	struct watch watch;
	uint8_t bytes[2 * NBPG]; /* of cpu_bytes */
};

/* cpu.c: a new engine (NULL: it cannot be had), and a hook of any type for one. */
struct uc_struct *cpu_open_engine(void);
void cpu_add_hook(struct uc_struct *, size_t *hook, int type, void (*function)(void), void *arg);

/* cpu.c. All but cpu_trap only while the engine stands still. */

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
/* Is what is at pc an instruction that the engine cannot bear? */
bool cpu_fenced(struct cpu *, uint32_t pc);
/* Tells the engine all addresses to stop before: the fences and `until`. */
void cpu_set_stops(struct cpu *, uint32_t until);
/* The engine runs from pc until something stops it. */
void cpu_start(struct cpu *, uint32_t pc);
/* The engine's run ends now, by us: it need not look at every fence once more then, as it does otherwise. */
void cpu_end_run(struct cpu *);
/* Hands an exception of the engine's to the client. */
void cpu_trap(struct cpu *, int number, uint32_t pc);

/* The engine forgets all translations: the dear way. */
void cpu_forget_all(struct cpu *);
/* It forgets what it decoded from a page of its physical memory. */
void cpu_drop_page(struct cpu *, uint32_t pa);

/* cpu_fill.c: the engine asks for pages there. */
void cpu_add_fill(struct cpu *);

/* cpu_run.c: where the core stands, in words; for the watchdog, from another thread. */
void cpu_describe(const void *cpu, char *line, size_t size);

/* code_pages.c: the engine begins to decode from a page frame; it forgets all that it decoded. */
void cpu_note_code(struct cpu *, uint32_t pa);
void cpu_drop_code(struct cpu *);
/* It forgets what it decoded from a page frame, and every translation. */
void cpu_drop_frame(struct cpu *, uint32_t pa);

/* tlb_refill.c: looks up again what the engine knows, of the user's or of the kernel's pages. */
void cpu_look_again(struct cpu *, bool user);

/* Does the instruction that raises it complete? */
static inline bool cpu_retires(int number)
{
	return number == CPU_LINE_A || number == CPU_RTE || number >= CPU_TRAP0;
}

#endif
