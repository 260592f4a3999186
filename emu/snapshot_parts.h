/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a snapshot is put together: the instant being looked at, and the functions that each fill one part of the
 * snapshot. For emu/snapshot*.c only.
 */
#ifndef EMU_SNAPSHOT_PARTS_H
#define EMU_SNAPSHOT_PARTS_H

#include "session.h"
#include "study.h"

/* One process at the instant, as far as it is there. */
struct party {
	bool there; /* it has a process slot */
	struct proc proc;
	struct kernel_user user;
	bool has_regs;
	struct trapframe regs; /* user registers */
};

/* The instant. */
struct moment {
	struct timeline *timeline;
	struct study *study;
	struct kernel_view view;
	const struct loan *loan;          /* the loan shown, NULL none */
	const struct loan_survey *survey; /* its survey, NULL if none */
	struct party lender, borrower;    /* of the loan shown */
	struct party focus;               /* process whose code is looked at: borrower, lender, or the one that runs */
	bool between;                     /* it is between two programs: its registers are still the old one's */
	struct address_space memory;      /* space through which the stack is read */
	bool has_memory;
	struct stack_region region; /* where that stack is */
	struct symbols *symbols;    /* of the program whose stack is looked at, NULL unknown */
	struct symbols *running;    /* of the focus's program, mostly the same */
	struct symbols *lenders;    /* of the program that the lender was in as the loan began, NULL without a survey */
	struct snapshot *snapshot;
};

/* A call that has not returned: one link of the a6 chain. */
struct call {
	const char *function; /* name, valid as long as the symbols */
	uint32_t start;       /* of the function */
	uint32_t pc;          /* where it is, or will go on */
	uint32_t fp;          /* frame pointer; 0 for a function without a frame (assembly) */
	uint32_t ra;          /* address of the word that holds its return address, 0 if there is none */
	uint32_t top;         /* first address above its arguments */
	bool vax;             /* entered by CALLS: the frame at fp is the VAX's */
	uint32_t saved;       /* then: mask of the registers that it saved, R0 lowest */
	uint32_t list;        /* and where its argument list is, their number first; 0 if CALLS made none */
};

/* Name of what the kernel puts between the interrupted code and a signal handler: no function, but shown like one. */
extern const char snapshot_signal_frame[];

enum { CALLS_MAX = 256 };

/* Walks the stack from user registers, innermost call first; returns how many calls. peek reads a longword. */
typedef bool peek_long(void *arg, uint32_t va, uint32_t *value);
size_t snapshot_walk(struct symbols *sym, const struct trapframe *regs, const struct stack_region *, peek_long *peek,
                     void *arg, struct call *calls, size_t max);

/* The same for a process at the instant, through an address space. */
size_t snapshot_walk_now(const struct moment *, struct symbols *, const struct address_space *,
                         const struct stack_region *, const struct trapframe *, struct call *, size_t max);

/* The lender's calls as the loan began. */
size_t snapshot_walk_lender(const struct moment *, struct call *, size_t max);

/* Part of a process in the loan shown. */
enum role snapshot_role(const struct moment *, uint32_t pid);

/* Each fills the members of the snapshot that its name says. */
void snapshot_processes(struct moment *);
void snapshot_memory(struct moment *);
void snapshot_registers(struct moment *);
void snapshot_stack(struct moment *);
void snapshot_code(struct moment *);
void snapshot_time(struct moment *);

#endif
