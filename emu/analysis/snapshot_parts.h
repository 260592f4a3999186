/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a snapshot is put together: the instant being looked at, and the functions that each fill one part of the
 * snapshot. For emu/analysis only.
 */
#ifndef EMU_SNAPSHOT_PARTS_H
#define EMU_SNAPSHOT_PARTS_H

#include "analysis/session.h"
#include "analysis/analysis_cache.h"

/* One process at the instant, as far as it is there. */
struct party {
	bool there; /* it has a process slot */
	struct proc proc;
	struct kernel_user user;
	bool has_regs;
	struct trapframe regs; /* user registers */
};

enum { CALLS_MAX = 256, SAVED_MAX = 16, WALKS_MAX = 3 };

/* A word that holds a register of the caller: 0-7 d0-d7, 8-15 a0-a7. */
struct saved_register {
	uint32_t va;
	uint8_t reg;
};

/* A call that has not returned, or the frame of a signal handler. */
struct call {
	enum call_kind kind;
	const char *function; /* name, valid as long as the symbols */
	uint32_t start;       /* of the function */
	uint32_t pc;          /* where it is, or will go on */
	uint32_t fp;          /* frame pointer; 0 for a function that has not set it, or does not */
	uint32_t ra;          /* address of the word that holds its return address, 0 if there is none */
	uint32_t top;         /* first address above its arguments */
	uint32_t list;        /* CALL_VAX: where its argument list is, their number first; 0 if CALLS made none */
	struct saved_register saved[SAVED_MAX]; /* but for the caller's fp at fp */
	uint32_t nsaved;
};

/* The calls of a process, innermost first, and what they were found from. */
struct walk {
	struct symbols *symbols;
	struct address_space space;
	struct stack_region region;
	struct trapframe regs;
	struct call calls[CALLS_MAX];
	size_t count;
	bool walked; /* of a level: they were asked for */
};

/* The instruction that call i of a walk will go on with: the pc of one that waits for another is within its call. */
static inline uint32_t walk_next_pc(const struct walk *w, size_t i)
{
	return w->calls[i].pc + (i == 0 || w->calls[i - 1].kind == CALL_SIGNAL ? 0 : 2);
}

/* A loan, of those that lie inside each other, with what its lender needs. */
struct level {
	const struct loan *loan;
	const struct loan_survey *survey;
	struct party lender;
	bool on;           /* it goes on; else it is over, and only what it has destroyed matters */
	struct walk *walk; /* see snapshot_level_calls */
};
enum { LEVELS_MAX = LOANS_DEEP + 1 };

/* The instant. */
struct moment {
	struct timeline *timeline;
	struct analysis_cache *cache;
	struct kernel_view view;
	const struct hazard *hazard;      /* of the mark, NULL: it is none's */
	const struct loan *loan;          /* the loan shown, NULL none: the innermost that goes on, or the last one */
	const struct loan_survey *survey; /* its survey, NULL if none */
	struct party lender, borrower;    /* of the loan shown */
	struct level
		levels[LEVELS_MAX]; /* the loans that it lies in, the outermost first, itself, and perhaps the last one
	                                     that its borrower has lent on */
	size_t nlevels;
	struct party focus;          /* process whose code is looked at: borrower, lender, or the one that runs */
	bool between;                /* it is between two programs: its registers are still the old one's */
	struct address_space memory; /* space through which the stack is read */
	bool has_memory;
	struct stack_region region; /* where that stack is */
	struct symbols *symbols;    /* of the program whose stack is looked at, NULL unknown */
	struct symbols *running;    /* of the focus's program, mostly the same */
	struct symbols *lenders;    /* of the program that the lender was in as the loan began, NULL without a survey */
	struct walk *walks[WALKS_MAX]; /* see snapshot_calls */
	size_t nwalks;
	struct snapshot *snapshot;
};

/* Walks the stack from user registers, innermost call first; returns how many calls. peek reads a longword. */
typedef bool peek_long(void *arg, uint32_t va, uint32_t *value);
size_t snapshot_walk(struct symbols *sym, const struct trapframe *regs, const struct stack_region *, peek_long *peek,
                     void *arg, struct call *calls, size_t max);

/* The calls of a process at the instant, by its user registers and through its address space. Walked once and kept with
 * the moment. */
const struct walk *snapshot_calls(struct moment *, struct symbols *, const struct address_space *,
                                  const struct stack_region *, const struct trapframe *);

/* The calls of a level's lender as the loan began, also kept; none if they are not known. */
const struct walk *snapshot_level_calls(const struct moment *, const struct level *);

/* The same of the loan shown; none without a loan. */
const struct walk *snapshot_lenders_calls(const struct moment *);

/* What a process is called at an instant: by its program, whose name is given; by its parent's as long as it has not
 * executed one of its own. */
void snapshot_name(const struct chronicle *, uint32_t pid, uint64_t icount, const char *program, char out[SNAP_NAME]);

/* Part of a process in the loan shown. */
enum role snapshot_role(const struct moment *, uint32_t pid);

/* Each fills the members of the snapshot that its name says. */
void snapshot_processes(struct moment *);
void snapshot_memory(struct moment *);
void snapshot_registers(struct moment *);
void snapshot_stack(struct moment *);
void snapshot_code(struct moment *);
void snapshot_time(struct moment *);
void snapshot_data(struct moment *);

#endif
