/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What things cost in machine time beyond the instruction itself, which takes a microsecond.
 *
 * Two of the prices are fitted, each to one measurement of 4.3BSD on the VAX-11/750 (CSRG, "Measuring and
 * Improving the Performance of Berkeley UNIX", 1985, table 2): they stand for all that a 4.3BSD
 * kernel and a VAX do there and ours need not. The others are chosen, and the rest of that table is the check
 * (vforkscope bench history).
 *
 *	COST(name, tenths of a microsecond, what is paid for, where the price is from)
 */
#ifndef EMU_COST_H
#define EMU_COST_H

#include <stdint.h>

/* clang-format off */
#define COSTS(COST) \
	COST(MOVC_MOVE, 57,    "MOVC3, MOVC5: each longword moved", \
	      "fitted: a fork with 100 KB of data takes 176 ms") \
	COST(MOVC_FILL, 15,    "MOVC5: each longword filled",           "chosen: one or two memory cycles") \
	COST(CONTEXT,   18600, "LDPCTX, SVPCTX", \
	      "fitted: a fork of a small process takes 22 ms") \
	COST(FRAME,     10,    "CALLS, RET: each longword pushed or popped", "a memory cycle") \
	COST(QUEUE,     40,    "INSQUE, REMQUE",                        "memory cycles") \
	COST(CONSOLE,   100,   "a character printed",                   "chosen") \
	COST(DISK,      10000, "a disk block",                          "chosen: as from a buffer or a quick disk")
/* clang-format on */

enum cost {
#define COST(name, ...) COST_##name,
	COSTS(COST)
#undef COST
		COST_KINDS,
};

struct cost_row {
	const char *name;
	uint32_t tenths; /* of a microsecond, each */
	const char *what;
	const char *source;
};

extern const struct cost_row cost_table[COST_KINDS];

#endif
