/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A call or a return that has happened. Told in detail mode only, once for each that happened:
 *
 *  - Of an instruction that is one by its opcode: jsr, bsr, rts, rtd, CALLS and RET. A jump through a register or off
 *    the stack is none, whatever it is meant for; nor are exceptions and rte.
 *  - After the instruction: its stores have been told and are in memory, registers and pc are as it left them. Before
 *    anything else: the next instruction, and an interrupt or a fault at the place where it leads.
 *  - Before the run comes back, if it comes back right after the instruction. So the calls and returns of a run are the
 *    same ones in the same order, whatever its stops.
 *  - If the instruction faults (a push into a page that is not there) it has not happened, and nothing is told; only
 *    the insn function was called. When it is begun again and completes, it is told, once. If it completes, and what
 *    faults is the fetch from where it leads, it has happened.
 */
#ifndef EMU_FLOW_H
#define EMU_FLOW_H

#include <stdint.h>

enum flow_kind { FLOW_CALL, FLOW_RETURN };

struct flow {
	uint64_t icount; /* instructions retired before it: 1 less than at the next instruction */
	enum flow_kind kind;
	uint32_t pc;        /* of the call or return itself */
	uint32_t to;        /* where it led: the next pc, be there an instruction or not */
	uint32_t back;      /* a call: behind it, where its return should lead. A return: 0 */
	uint32_t sp_before; /* the stack pointer of the mode that it was executed in */
	uint32_t sp_after;
};

#endif
