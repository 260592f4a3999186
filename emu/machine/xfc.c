/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The extended functions: A-line opcodes. Each is one instruction; those that touch memory can fault and be
 * restarted. */
#include <stddef.h>
#include <string.h>

#include "base/be.h"
#include "machine/machine_private.h"

enum { D0 = 0, D1 = 1, D2 = 2, A0 = 8, A1 = 9, SP = 15 };

_Static_assert(offsetof(struct pcb, pcb_a) == offsetof(struct pcb, pcb_d) + 8 * 4, "pcb");

static enum cpu_answer fault(struct machine *m, uint32_t va, bool write)
{
	return cpu_raise_page(m->cpu, va & ~(uint32_t)PGOFSET, write ? CPU_WRITE : CPU_READ);
}

bool xfc_reach(struct machine *m, uint32_t va, uint32_t size, bool write)
{
	for (uint32_t done = 0; done < size; done += NBPG - ((va + done) & PGOFSET)) {
		struct mmu_walk w;

		if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va + done, write, machine_user(m), &w) != MMU_OK) {
			fault(m, va + done, write);
			return false;
		}
	}
	return true;
}

/* Whatever the user may do, the kernel may do, too: once the mode's rights are known, the kernel's ways do the rest. */
bool xfc_get_long(struct machine *m, uint32_t va, uint32_t *value)
{
	return xfc_reach(m, va, 4, false) && machine_get_long(m, va, value);
}

void xfc_put_long(struct machine *m, uint32_t va, uint32_t value, uint32_t pc)
{
	machine_put_long(m, va, value, pc);
}

static enum cpu_answer reserved(struct machine *m)
{
	return cpu_raise(m->cpu, EXCEPTION_RESERVED_OPERAND);
}

static enum cpu_answer mtpr(struct machine *m, uint32_t pc)
{
	(void)pc;
	return ipr_write(m, cpu_get(m->cpu, D1), cpu_get(m->cpu, D0)) ? CPU_DONE : reserved(m);
}

static enum cpu_answer mfpr(struct machine *m, uint32_t pc)
{
	uint32_t value;

	(void)pc;
	if (!ipr_read(m, cpu_get(m->cpu, D1), &value))
		return reserved(m);
	cpu_set(m->cpu, D0, value);
	return CPU_DONE;
}

/* Bytes from va to the end of its page, at most n. */
static uint32_t in_page(uint32_t va, uint32_t n)
{
	uint32_t room = NBPG - (va & PGOFSET);

	return n < room ? n : room;
}

static bool pcb_in_memory(struct machine *m)
{
	if (m->s.pcbb < m->s.ram && m->s.ram - m->s.pcbb >= sizeof(struct pcb))
		return true;
	machine_check(m, "process control block at %08x is not in memory", m->s.pcbb);
	return false;
}

static uint32_t pcb_get(const struct machine *m, size_t offset)
{
	return be32_get(m->ram + m->s.pcbb + offset);
}

static enum cpu_answer ldpctx(struct machine *m, uint32_t pc)
{
	uint32_t values[CPU_GENERAL], frame[2], sp;

	if (!pcb_in_memory(m))
		return CPU_JUMPED;
	for (size_t i = 0; i < SP; i++) /* a0 follows d7 there, too */
		values[i] = pcb_get(m, offsetof(struct pcb, pcb_d) + 4 * i);
	cpu_set_user_sp(m->cpu, pcb_get(m, offsetof(struct pcb, pcb_usp)));
	m->s.mmu.p0br = pcb_get(m, offsetof(struct pcb, pcb_p0br));
	m->s.mmu.p0lr = pcb_get(m, offsetof(struct pcb, pcb_p0lr));
	m->s.mmu.p1br = pcb_get(m, offsetof(struct pcb, pcb_p1br));
	m->s.mmu.p1lr = pcb_get(m, offsetof(struct pcb, pcb_p1lr));
	cpu_flush_process(m->cpu);
	frame[0] = pcb_get(m, offsetof(struct pcb, pcb_pc));
	frame[1] = pcb_get(m, offsetof(struct pcb, pcb_psl));
	sp = pcb_get(m, offsetof(struct pcb, pcb_ksp));
	if (!machine_push_longs(m, &sp, frame, 2, pc)) {
		machine_check(m, "kernel stack not valid at %08x, for ldpctx at pc %08x", sp, pc);
		return CPU_JUMPED;
	}
	values[SP] = sp;
	cpu_set_all(m->cpu, values);
	machine_cost(m, COST_CONTEXT, 1);
	return CPU_DONE;
}

static enum cpu_answer svpctx(struct machine *m, uint32_t pc)
{
	uint32_t values[CPU_GENERAL], frame[2], piece, sp;
	uint8_t block[offsetof(struct pcb, pcb_p0br)]; /* the rest is never stored */

	cpu_get_all(m->cpu, values);
	sp = values[SP];
	if (!pcb_in_memory(m))
		return CPU_JUMPED;
	if (!machine_get_longs(m, sp, frame, 2)) {
		machine_check(m, "kernel stack not valid at %08x, for svpctx at pc %08x", sp, pc);
		return CPU_JUMPED;
	}
	be32_put(block + offsetof(struct pcb, pcb_ksp), sp + 8);
	be32_put(block + offsetof(struct pcb, pcb_usp), cpu_user_sp(m->cpu));
	for (size_t i = 0; i < SP; i++)
		be32_put(block + offsetof(struct pcb, pcb_d) + 4 * i, values[i]);
	be32_put(block + offsetof(struct pcb, pcb_pc), frame[0]);
	be32_put(block + offsetof(struct pcb, pcb_psl), frame[1]);
	piece = in_page(m->s.pcbb, sizeof block);
	machine_store(m, m->s.pcbb, block, piece, pc);
	if (piece < sizeof block)
		machine_store(m, m->s.pcbb + piece, block + piece, sizeof block - piece, pc);
	cpu_set(m->cpu, SP, sp + 8);
	machine_cost(m, COST_CONTEXT, 1);
	return CPU_DONE;
}

/* PROBE looks at the first and the last byte, as on the VAX. */
static enum cpu_answer probe(struct machine *m, bool write)
{
	uint32_t va = cpu_get(m->cpu, A0), bytes = cpu_get(m->cpu, D0);
	bool user = cpu_get(m->cpu, D1) == 3 || machine_user(m);
	struct mmu_walk w;
	enum mmu_result first = mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, write, user, &w);
	enum mmu_result last = mmu_walk(&m->s.mmu, m->ram, m->s.ram, va + (bytes ? bytes - 1 : 0), write, user, &w);

	cpu_set(m->cpu, D0, first != MMU_ACCESS && last != MMU_ACCESS);
	return CPU_DONE;
}

static enum cpu_answer prober(struct machine *m, uint32_t pc)
{
	(void)pc;
	return probe(m, false);
}

static enum cpu_answer probew(struct machine *m, uint32_t pc)
{
	(void)pc;
	return probe(m, true);
}

static void charge(struct machine *m, enum cost what, uint32_t bytes)
{
	machine_cost(m, what, (bytes + 3) / 4);
	machine_add_work(m, bytes);
}

/* Moves *bytes from A0 to A1, page by page, keeping the registers at what is left so that a fault can be restarted. */
static enum cpu_answer move(struct machine *m, uint32_t pc, int count_register, uint32_t *bytes)
{
	bool user = machine_user(m);

	while (*bytes) {
		uint32_t from = cpu_get(m->cpu, A0), to = cpu_get(m->cpu, A1);
		uint32_t n = in_page(to, in_page(from, *bytes));
		struct mmu_walk source, target;

		if (machine_walk(m, from, false, user, &source) != MMU_OK)
			return fault(m, from, false);
		if (machine_walk(m, to, true, user, &target) != MMU_OK)
			return fault(m, to, true);
		machine_load(m, source.pa, n, pc);
		machine_store(m, target.pa, m->ram + source.pa, n, pc);
		charge(m, COST_MOVC_MOVE, n);
		*bytes -= n;
		cpu_set(m->cpu, count_register, cpu_get(m->cpu, count_register) - n);
		cpu_set(m->cpu, A0, from + n);
		cpu_set(m->cpu, A1, to + n);
	}
	return CPU_DONE;
}

static enum cpu_answer movc3(struct machine *m, uint32_t pc)
{
	uint32_t bytes = cpu_get(m->cpu, D0);

	return move(m, pc, D0, &bytes);
}

static enum cpu_answer movc5(struct machine *m, uint32_t pc)
{
	uint32_t source = cpu_get(m->cpu, D0), total = cpu_get(m->cpu, D2);
	uint32_t moved = source < total ? source : total, before = moved;
	uint8_t fill[NBPG];
	enum cpu_answer answer = move(m, pc, D0, &moved);

	total -= before - moved;
	cpu_set(m->cpu, D2, total);
	if (answer != CPU_DONE)
		return answer;
	memset(fill, (int)(cpu_get(m->cpu, D1) & 0xff), sizeof fill);
	while (total) {
		uint32_t to = cpu_get(m->cpu, A1), n = in_page(to, total);
		struct mmu_walk target;

		if (machine_walk(m, to, true, machine_user(m), &target) != MMU_OK)
			return fault(m, to, true);
		machine_store(m, target.pa, fill, n, pc);
		charge(m, COST_MOVC_FILL, n);
		total -= n;
		cpu_set(m->cpu, D2, total);
		cpu_set(m->cpu, A1, to + n);
	}
	return CPU_DONE;
}

/* Copies kernel memory out, up to n bytes; stops where nothing is mapped. Returns how many. */
static uint32_t kernel_bytes(struct machine *m, uint32_t va, uint8_t *to, uint32_t n)
{
	uint32_t done = 0;

	while (done < n) {
		uint32_t chunk = in_page(va + done, n - done);
		struct mmu_walk w;

		if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va + done, false, false, &w) != MMU_OK)
			break;
		memcpy(to + done, m->ram + w.pa, chunk);
		done += chunk;
	}
	return done;
}

static void trace(struct machine *m, uint32_t kind, uint32_t pc)
{
	uint8_t args[4 * EVENT_ARGS] = {0};
	uint32_t arg[EVENT_ARGS], count, text;
	char string[EVENT_TEXT];

	if (!machine_wants(m, kind)) {
		cpu_quiet(m->cpu, pc);
		return;
	}
	text = cpu_get(m->cpu, A1);
	count = cpu_get(m->cpu, D0);
	kernel_bytes(m, cpu_get(m->cpu, A0), args, count < EVENT_ARGS ? 4 * count : sizeof args);
	for (int i = 0; i < EVENT_ARGS; i++)
		arg[i] = be32_get(args + 4 * i);
	string[text ? kernel_bytes(m, text, (uint8_t *)string, EVENT_TEXT - 1) : 0] = '\0';
	machine_emit(m, kind, cpu_get(m->cpu, D1), arg, string);
}

static enum cpu_answer idle(struct machine *m, uint32_t pc)
{
	(void)pc;
	if (device_idle(m, cpu_get(m->cpu, D0)))
		return CPU_DONE;
	m->waiting = true;
	cpu_break(m->cpu);
	return CPU_STAY;
}

static enum cpu_answer halt(struct machine *m, uint32_t pc)
{
	uint32_t status = cpu_get(m->cpu, D0);

	(void)pc;
	m->halt.halted = true;
	m->halt.status = status;
	cpu_break(m->cpu);
	return CPU_DONE;
}

static const struct {
	enum cpu_answer (*execute)(struct machine *, uint32_t pc);
	bool kernel; /* privileged */
} functions[XFC_COUNT] = {
	[XFC_MTPR] = {mtpr, true},
	[XFC_MFPR] = {mfpr, true},
	[XFC_LDPCTX] = {ldpctx, true},
	[XFC_SVPCTX] = {svpctx, true},
	[XFC_PROBER] = {prober, false},
	[XFC_PROBEW] = {probew, false},
	[XFC_MOVC3] = {movc3, false},
	[XFC_MOVC5] = {movc5, false},
	[XFC_IDLE] = {idle, true},
	[XFC_HALT] = {halt, true},
	[XFC_CALLS] = {call_calls, false},
	[XFC_RET] = {call_ret, false},
	[XFC_INSQUE] = {queue_insert, false},
	[XFC_REMQUE] = {queue_remove, false},
};

enum cpu_answer xfc_execute(void *arg, uint32_t opcode, uint32_t pc)
{
	struct machine *m = arg;
	uint32_t number = opcode - (uint32_t)XFC_BASE;
	enum cpu_answer answer;

	if (number - XFC_TRACE < EV_COUNT && !machine_user(m)) {
		trace(m, number - XFC_TRACE, pc);
		return CPU_DONE;
	}
	if (number >= XFC_COUNT || (functions[number].kernel && machine_user(m)))
		return cpu_raise(m->cpu, CPU_PRIVILEGE);
	answer = functions[number].execute(m, pc);
	if (answer == CPU_DONE && machine_work(m) >= m->work_stop)
		cpu_break(m->cpu);
	return answer;
}
