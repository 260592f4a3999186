/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls and returns for the client: see flow.h. The engine tells of an instruction before it happens. Whether it did
 * happen is known when the next block begins, or when the engine stands still and what did not retire has been taken
 * back.
 */
#include "base/be.h"
#include "core/cpu_private.h"
#include "core/insn_length.h"

enum {
	JSR = 0x4e80, /* mask JSR_MASK */
	JSR_MASK = 0xffc0,
	BSR = 0x6100, /* mask BSR_MASK */
	BSR_MASK = 0xff00,
	RTD = 0x4e74,
	RTS = 0x4e75,
};

void cpu_begin_flow(struct cpu *c)
{
	const uint8_t *code;
	uint32_t opcode;
	bool call;

	if (c->insn_index < c->block->insns) /* each of them ends its block */
		return;
	code = cpu_bytes(c, c->insn_pc, 2);
	opcode = be16_get(code);
	call = (opcode & JSR_MASK) == JSR || (opcode & BSR_MASK) == BSR;
	if (!call && opcode != RTS && opcode != RTD)
		return;
	c->flow = (struct flow){
		.icount = c->icount - c->block->insns + c->insn_index - 1,
		.kind = call ? FLOW_CALL : FLOW_RETURN,
		.pc = c->insn_pc,
		.sp_before = cpu_get(c, REG_A7),
	};
	if (call)
		c->flow.back = c->insn_pc + insn_length(cpu_bytes(c, c->insn_pc, INSN_MAX), INSN_MAX);
	c->flow_begun = true;
	cpu_look_closer(c, true);
}

void cpu_end_flow(struct cpu *c, uint32_t pc)
{
	struct flow flow = c->flow;

	if (!c->flow_begun)
		return;
	c->flow_begun = false;
	cpu_look_closer(c, c->asked || c->gate != GATE_OFF);
	if (c->icount == flow.icount) /* it faulted */
		return;
	flow.to = pc;
	flow.sp_after = cpu_get(c, REG_A7);
	c->client.flow(c->client.arg, &flow);
}
