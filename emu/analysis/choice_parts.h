/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process that has choices, while they are read, and what its program has for them. For emu/analysis/choice*.c
 * only. */
#ifndef EMU_CHOICE_PARTS_H
#define EMU_CHOICE_PARTS_H

#include "analysis/choice.h"
#include "analysis/kernel_self.h"
#include "analysis/snapshot_parts.h"

struct chooser {
	struct session *session;
	struct timeline_mark mark;
	const struct loan *loan; /* in which it has them */
	struct kernel_view view;
	struct proc proc;
	struct kernel_user user;
	struct kernel_self self;
	struct trapframe regs;
	struct symbols *symbols; /* never NULL; of the program that it runs */
	struct call calls[CALLS_MAX];
	size_t ncalls; /* may be 0 */
	struct proc parent;
	struct kernel_self parents;
	bool has_parent; /* it is there, and no zombie */
};

/* The part of the process's memory that a longword at va is. */
bool chooser_long(const struct chooser *, uint32_t va, uint32_t *value);

/* Each fills in what, detail and action of a choice, with the variant that is wanted, and says how many there are.
 * False: the program has none, and why is filled in. */
typedef bool choice_finder(const struct chooser *, size_t variant, struct choice *);
choice_finder choice_function, choice_local, choice_global, choice_heap, choice_free, choice_jump, choice_signal,
	choice_pipe;

#endif
