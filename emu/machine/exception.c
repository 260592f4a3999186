/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exceptions through the system control block, and the return from them (REI). */
#include <stdarg.h>
#include <stdio.h>

#include "base/be.h"
#include "machine/machine_private.h"

enum {
	EXCEPTION_BYTES = 2048, /* to be moved in the time that one takes the host */
	EXCEPTIONS_MOST = 1000, /* without an instruction in between, that are not counted */
};

void machine_check(struct machine *m, const char *format, ...)
{
	char why[256];
	va_list args;
	uint32_t sp = cpu_get(m->cpu, 15);

	if (m->halt.halted)
		return;
	va_start(args, format);
	vsnprintf(why, sizeof why, format, args);
	va_end(args);
	m->halt.halted = m->halt.check = true;
	snprintf(m->halt.report, sizeof m->halt.report,
	         "machine check: %s\n"
	         "  pc %08x  psl %08x  sp %08x  fp %08x  after %llu instructions\n"
	         "  p0br %08x p0lr %x  p1br %08x p1lr %x  sbr %08x slr %x  pcbb %08x  scbb %08x",
	         why, cpu_pc(m->cpu), m->s.psl, sp, cpu_get(m->cpu, 14), (unsigned long long)cpu_icount(m->cpu),
	         m->s.mmu.p0br, m->s.mmu.p0lr, m->s.mmu.p1br, m->s.mmu.p1lr, m->s.mmu.sbr, m->s.mmu.slr, m->s.pcbb,
	         m->s.scbb);
	cpu_break(m->cpu);
}

/*
 * One exception after another, and no instruction retires in between: that is work, too, or no limit would end it. Only
 * after so many that no sound kernel has them: to stop between exceptions is no instant that a replay could come to.
 */
static void count_work(struct machine *m)
{
	uint64_t now = cpu_icount(m->cpu);

	m->exceptions = now == m->exception_at ? m->exceptions + 1 : 0;
	m->exception_at = now;
	if (m->exceptions < EXCEPTIONS_MOST)
		return;
	machine_add_work(m, EXCEPTION_BYTES);
	if (machine_work(m) >= m->work_stop)
		cpu_break(m->cpu);
}

/* What the system control block and the frame are to have for it. */
struct frame {
	uint32_t vector;
	uint32_t words[4]; /* what is pushed, the last one first */
	uint32_t n;
	uint32_t pc;
	uint32_t ipl; /* the new one, in its place in the PSL */
};

/* A page was refused. False: there is no memory behind it. */
static bool describe_fault(const struct machine *m, const struct cpu_exception *e, struct frame *f)
{
	struct mmu_walk w;
	enum mmu_result result =
		mmu_walk(&m->s.mmu, m->ram, m->s.ram, e->va, e->access == CPU_WRITE, machine_user(m), &w);

	/* Only the page of the core's own gate programs is refused though the tables may allow it. */
	f->vector = result == MMU_ACCESS || result == MMU_OK ? SCB_ACCESS_VIOLATION : SCB_NOT_VALID;
	f->words[f->n++] = w.param;
	f->words[f->n++] = e->va;
	return result != MMU_NO_MEMORY;
}

static bool describe(struct machine *m, const struct cpu_exception *e, struct frame *f)
{
	*f = (struct frame){.vector = SCB_PRIVILEGED, .pc = e->pc, .ipl = m->s.psl & PSL_IPL};
	switch (e->number) {
	case CPU_PAGE:
		return describe_fault(m, e, f);
	case CPU_TRAP0:
		f->vector = SCB_CHMK;
		f->pc = e->pc + 2;
		f->words[f->n++] = (uint32_t)(int32_t)(int16_t)cpu_get(m->cpu, 0);
		break;
	case CPU_TRAP15:
		f->vector = SCB_BREAKPOINT;
		break;
	case CPU_ZERO_DIVIDE:
		f->vector = SCB_ARITHMETIC;
		break;
	case CPU_INTERRUPT:
		device_interrupt(m, &f->vector, &f->ipl);
		f->ipl <<= PSL_IPLSHIFT;
		if (f->vector == SCB_CONSOLE_TX)
			m->s.tx_pending = 0;
		break;
	case EXCEPTION_RESERVED_OPERAND:
		f->vector = SCB_RESERVED_OPERAND;
		break;
	default: /* illegal, privileged, F-line, traps 1-14: this machine does not have them */
		break;
	}
	return true;
}

/* The longword of the system control block; 0 after a machine check: there is none. */
static uint32_t find_handler(struct machine *m, const struct frame *f)
{
	uint32_t handler = 0;

	if (m->s.scbb > m->s.ram - SCB_BYTES || m->s.scbb & 3) {
		machine_check(m, "no system control block at %08x, for the exception of vector %02x at pc %08x",
		              m->s.scbb, f->vector, f->pc);
		return 0;
	}
	handler = be32_get(m->ram + m->s.scbb + f->vector);
	if (handler && !(handler & 1))
		return handler;
	machine_check(m, "no handler for vector %02x (%08x), raised at pc %08x", f->vector, handler, f->pc);
	return 0;
}

bool exception_take(void *arg, const struct cpu_exception *e)
{
	struct machine *m = arg;
	uint32_t old = m->s.psl | (e->ccr & 0xf) | (e->ccr & 0x10 ? PSL_X : 0), sp, handler;
	struct frame f;

	if (!describe(m, e, &f)) {
		cpu_set_pc(m->cpu, e->pc);
		machine_check(m, "no memory behind virtual address %08x, used at pc %08x", e->va, e->pc);
		return false;
	}
	cpu_set_pc(m->cpu, f.pc); /* what a machine check tells */
	handler = find_handler(m, &f);
	if (!handler)
		return true;
	cpu_set_mode(m->cpu, true, 0);
	f.words[f.n++] = f.pc;
	f.words[f.n++] = old;
	sp = cpu_get(m->cpu, 15);
	if (!machine_push_longs(m, &sp, f.words, f.n, f.pc)) {
		machine_check(m, "kernel stack not valid at %08x, for the exception of vector %02x at pc %08x", sp,
		              f.vector, f.pc);
		return true;
	}
	cpu_set(m->cpu, 15, sp);
	m->s.psl = f.ipl | ((old & PSL_CURMOD) >> 24 << PSL_PRVSHIFT);
	cpu_set_pc(m->cpu, handler);
	device_deadline(m);
	count_work(m);
	return true;
}

enum cpu_answer exception_rei(void *arg, uint32_t pc)
{
	struct machine *m = arg;
	uint32_t sp = cpu_get(m->cpu, 15), frame[2], new_pc, psl;

	if (!machine_get_longs(m, sp, frame, 2)) {
		machine_check(m, "kernel stack not valid at %08x, for rte at pc %08x", sp, pc);
		return CPU_JUMPED;
	}
	new_pc = frame[0];
	psl = frame[1];
	bool user = (psl & PSL_CURMOD) == PSL_USER;
	if (!machine_psl_good(psl) || (psl & PSL_IPL) > (m->s.psl & PSL_IPL))
		return cpu_raise(m->cpu, EXCEPTION_RESERVED_OPERAND);
	cpu_set(m->cpu, 15, sp + 8);
	cpu_set_mode(m->cpu, !user, (psl & 0xf) | (psl & PSL_X ? 0x10 : 0));
	m->s.psl = psl & ~(uint32_t)(PSL_X | 0xf);
	cpu_set_pc(m->cpu, new_pc);
	device_deadline(m);
	return CPU_JUMPED;
}
