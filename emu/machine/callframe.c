/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CALLS and RET: procedure calls with the VAX's frame, which guest/abi/arch.h draws. Who owns the bytes of a
 * frame decides where RET goes, and it checks no more of them than the VAX does: lessons on vfork's stub live by that.
 *
 * VAX Architecture Reference Manual, procedure call instructions; SIMH VAX/vax_cpu1.c op_call(), op_ret().
 */
#include "machine/machine_private.h"

enum {
	AP = 13, /* a5 */
	FP = 14,
	SP = 15,
	CALLS_BYTES = 8,
	REGISTERS = 12, /* R0-R11 */
	CODES = 0xF,    /* condition codes of a PSW: the order is the 68k's, too */
};

/* R0-R7 are d0-d7, R8-R11 are a0-a3: the core's numbers of them are the same ones. */
static uint32_t masked_bytes(uint32_t mask)
{
	uint32_t bytes = 0;

	for (int r = 0; r < REGISTERS; r++)
		bytes += mask >> r & 1 ? 4 : 0;
	return bytes;
}

static void set_codes(struct machine *m, uint32_t codes)
{
	cpu_set_mode(m->cpu, !machine_user(m), codes);
}

static void push(struct machine *m, uint32_t *sp, uint32_t value, uint32_t pc)
{
	*sp -= 4;
	xfc_put_long(m, *sp, value, pc);
}

/* Reads the entry mask, a word that may lie anywhere. */
static bool get_mask(struct machine *m, uint32_t routine, uint32_t *mask)
{
	struct mmu_walk w;

	if (!xfc_reach(m, routine, 2, false))
		return false;
	*mask = 0;
	for (uint32_t i = 0; i < 2; i++) {
		mmu_walk(&m->s.mmu, m->ram, m->s.ram, routine + i, false, false, &w);
		*mask = *mask << 8 | m->ram[w.pa];
	}
	return true;
}

enum cpu_answer call_calls(struct machine *m, uint32_t pc)
{
	uint32_t opcode, routine, mask, sp = cpu_get(m->cpu, SP), list = sp - 4, top = list & ~(uint32_t)3, bytes;
	struct flow flow = {.kind = FLOW_CALL, .pc = pc, .back = pc + CALLS_BYTES, .sp_before = sp};

	if (!xfc_get_long(m, pc, &opcode) || !xfc_get_long(m, pc + 4, &routine) || !get_mask(m, routine, &mask))
		return CPU_RAISE;
	if (mask & CALL_MBZ)
		return cpu_raise(m->cpu, EXCEPTION_RESERVED_OPERAND);
	bytes = FRAME_REGISTERS + masked_bytes(mask);
	if (!xfc_reach(m, list, 4, true) || !xfc_reach(m, top - bytes, bytes, true))
		return CPU_RAISE;

	xfc_put_long(m, list, opcode & 0xFFFF, pc);
	sp = top;
	for (int r = REGISTERS - 1; r >= 0; r--)
		if (mask >> r & 1)
			push(m, &sp, cpu_get(m->cpu, r), pc);
	push(m, &sp, flow.back, pc);
	push(m, &sp, cpu_get(m->cpu, FP), pc);
	push(m, &sp, cpu_get(m->cpu, AP), pc);
	/* This machine's PSW has nothing in bits 15:5: there are no overflow and underflow traps to switch. */
	push(m, &sp, (list & 3) << FRAME_SPASHIFT | FRAME_S | (mask & CALL_MASKED) << FRAME_MASKSHIFT, pc);
	push(m, &sp, 0, pc);

	cpu_set(m->cpu, SP, sp);
	cpu_set(m->cpu, FP, sp);
	cpu_set(m->cpu, AP, list);
	set_codes(m, 0);
	cpu_set_pc(m->cpu, routine + 2);
	machine_cost(m, COST_FRAME, bytes / 4 + 1);
	flow.to = routine + 2;
	flow.sp_after = sp;
	machine_tell_flow(m, &flow);
	return CPU_JUMPED;
}

enum cpu_answer call_ret(struct machine *m, uint32_t pc)
{
	uint32_t fp = cpu_get(m->cpu, FP), sp = fp + FRAME_REGISTERS, word, new_ap, new_fp, new_pc, count, longs;
	struct flow flow = {.kind = FLOW_RETURN, .pc = pc, .sp_before = cpu_get(m->cpu, SP)};
	uint32_t r[REGISTERS];

	if (!xfc_get_long(m, fp + FRAME_WORD, &word))
		return CPU_RAISE;
	if (word & FRAME_MBZ)
		return cpu_raise(m->cpu, EXCEPTION_RESERVED_OPERAND);
	if (!xfc_get_long(m, fp + FRAME_AP, &new_ap) || !xfc_get_long(m, fp + FRAME_FP, &new_fp) ||
	    !xfc_get_long(m, fp + FRAME_PC, &new_pc))
		return CPU_RAISE;
	for (int i = 0; i < REGISTERS; i++)
		if (word >> FRAME_MASKSHIFT >> i & 1) {
			if (!xfc_get_long(m, sp, &r[i]))
				return CPU_RAISE;
			sp += 4;
		}
	longs = (sp - fp) / 4;
	sp += word >> FRAME_SPASHIFT;
	if (word & FRAME_S) {
		if (!xfc_get_long(m, sp, &count))
			return CPU_RAISE;
		sp += 4 + 4 * (count & FRAME_ARGS_MAX);
		longs++;
	}

	for (int i = 0; i < REGISTERS; i++)
		if (word >> FRAME_MASKSHIFT >> i & 1)
			cpu_set(m->cpu, i, r[i]);
	cpu_set(m->cpu, AP, new_ap);
	cpu_set(m->cpu, FP, new_fp);
	cpu_set(m->cpu, SP, sp);
	set_codes(m, word & CODES);
	cpu_set_pc(m->cpu, new_pc);
	machine_cost(m, COST_FRAME, longs);
	flow.to = new_pc;
	flow.sp_after = sp;
	machine_tell_flow(m, &flow);
	return CPU_JUMPED;
}
