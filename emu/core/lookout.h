/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A lookout for addresses of instructions, while the machine runs at its full speed: it tells of every block of
 * instructions that is entered and holds one of them. So it tells where to look closely, in detail mode, and that
 * nothing need be looked at elsewhere. Whether the instruction is executed, and by whom, it does not know.
 */
#ifndef EMU_LOOKOUT_H
#define EMU_LOOKOUT_H

#include <stddef.h>
#include <stdint.h>

struct cpu;

enum { LOOKOUT_MAX = 16 /* with more of them each block would take its time */ };

struct lookout {
	uint32_t pcs[LOOKOUT_MAX];
	size_t count;
	/* What the block executes is among the instructions [from, to). Nothing may be asked of the machine. */
	void (*tell)(void *arg, uint64_t from, uint64_t to);
	void *arg;
};

/* Copies it; NULL: no more of that. Never changes what the guest computes. Not from a client's function. */
void cpu_look_out(struct cpu *, const struct lookout *);

#endif
