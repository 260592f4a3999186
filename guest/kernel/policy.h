/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the historic systems do differently when a process is made: the words of the table in systems.h. The kernel asks
 * what a system does, never what it is called.
 */
#ifndef KERNEL_POLICY_H
#define KERNEL_POLICY_H

#include <stdint.h>

/* How fork makes the child's memory. */
enum forkkind {
	FORK_COPIES, /* all of data and stack, at once */
	FORK_COW,    /* shared until one of the two stores: copy on write */
};

/* What vfork does with the memory. */
enum memory {
	MOVE,     /* the child gets the page tables and the parent has none */
	EXCHANGE, /* the child gets the page tables and the parent the child's empty one */
	SHARE,    /* both are attached to one page table */
	COW,      /* the child has a copy of its own, as by fork */
};

/* On whose stack a child of vfork runs, where the memory is shared. */
enum stack {
	ONE_STACK,   /* the parent's */
	FIXED_STACK, /* the parent's, which cannot grow meanwhile */
	OWN_STACK,   /* a copy */
};

/* Until when the parent waits. */
enum hold {
	HOLD_RELEASE, /* until the child gives up the memory: exec's commit point, or the start of exit */
	HOLD_END,     /* exec's commit point, or the end of exit: descriptors are closed, there is a zombie */
	HOLD_NOT,     /* not at all */
};

/* How deep the waiting parent sleeps. */
enum heldsleep {
	SLEEP_PZERO,    /* at PZERO-1: no signal is even looked at */
	SLEEP_PWAIT,    /* at PWAIT, but signals stay pending */
	SLEEP_KILLABLE, /* a signal that kills does, others stay pending */
};

/* The parent's registers after vfork. */
enum registers {
	REGS_OWN,   /* as they were */
	REGS_CHILD, /* d2-d7 and a2-a5, where locals live, as the child left them */
};

/* Whose descriptors the child closes and opens. */
enum descriptors {
	FDS_OWN,
	FDS_SHARED, /* the parent's too, until exec or exit */
};

/* How the child handles signals that its parent catches. */
enum handlers {
	SIGS_KEPT,  /* with the same handlers */
	SIGS_RESET, /* by default, and it cannot have handlers until exec */
};

/* What of the account of usage goes to the borrower with the memory, and comes back. */
enum usage {
	USAGE_PASSES, /* all: the parent pays for the processor time of its borrower */
	USAGE_FAULTS, /* page faults only */
	USAGE_OWN,    /* nothing */
};

struct policy {
	const char *name;
	enum forkkind fork;
	enum memory memory;
	enum stack stack;
	enum hold hold;
	enum heldsleep sleep;
	enum registers registers;
	enum descriptors descriptors;
	enum handlers handlers;
	enum usage usage;
	uint32_t maxuprc; /* processes per user */
};

extern const struct policy *policy; /* of the system that runs */

/* Does the memory leave the parent for as long as the child runs on it? */
#define LENDS(policy) ((policy)->memory == EXCHANGE || (policy)->memory == MOVE)

/* Does memory have its place in the swap area as soon as it is made? 3BSD and its kin, which also lend, do that. */
#define RESERVES(policy) LENDS(policy)

/* Chooses the system by name; 0 if there is none of that name. */
int policyinit(const char *name);

#endif
