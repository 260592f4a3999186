/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One process at an instant as a debugger wants it: its registers, in its program or in the kernel, and its memory
 * wherever that lies. Of a process that lends its memory the borrower has the page tables: they are followed.
 */
#ifndef EMU_PROCESS_VIEW_H
#define EMU_PROCESS_VIEW_H

#include "analysis/kernel_view.h"

/* Of a process that is in the kernel there are two sets of registers. */
enum process_side {
	PROCESS_NOW,     /* the processor's, if it runs; else as PROCESS_PROGRAM */
	PROCESS_PROGRAM, /* those that its program has, or will have when the kernel lets it go on */
	PROCESS_KERNEL,  /* the processor's, if it runs; else those that the kernel will go on with for it */
};

struct process_registers {
	uint32_t d[8], a[8]; /* a[7] is the stack pointer of that side */
	uint32_t psl, pc;
};

struct process_view {
	const struct kernel_view *view;
	int slot;
	struct proc proc;
	struct kernel_user user;
	bool has_user;              /* it has a u area: a zombie has none, and no memory */
	bool runs;                  /* the processor is with it */
	struct address_space space; /* where its memory is, also while it is lent */
};

/* The process of that pid, or in a slot of the kernel's table; pid 0 is the kernel's own. False if there is none. Good
 * until the machine moves. */
bool process_view(struct process_view *, const struct kernel_view *, uint32_t pid);
bool process_view_slot(struct process_view *, const struct kernel_view *, int slot);

/* False if it has none that can be read. */
bool process_registers(const struct process_view *, enum process_side, struct process_registers *);

/* Physical address of what the process has at an address, or the kernel for it. False if there is no memory there: it
 * was never touched, is in the swap area, or there can be none. */
bool process_translate(const struct process_view *, uint32_t va, uint32_t *pa);

/* Copies memory up to the first byte that cannot be read; returns how many bytes. Pages that were never touched read as
 * zeros, which they will be. */
size_t process_peek(const struct process_view *, uint32_t va, uint8_t *to, size_t size);

/* What it does, in a few words: "runs in the kernel", "asleep, lends its memory to pid 3". */
enum { PROCESS_STATE = 96 };
void process_state(const struct process_view *, char text[PROCESS_STATE]);

#endif
