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

void exception_raise(struct machine *m, struct exception e)
{
	m->pending = e;
	cpu_want_ccr(m->cpu);
}

void exception_fault(struct machine *m, uint32_t va, uint32_t pc, enum mmu_result result, uint32_t param)
{
	if (result == MMU_NO_MEMORY) {
		machine_check(m, "no memory behind virtual address %08x, used at pc %08x", va, pc);
		return;
	}
	exception_raise(m, (struct exception){
				   .vector = result == MMU_ACCESS ? SCB_ACCESS_VIOLATION : SCB_NOT_VALID,
				   .pc = pc,
				   .params = 2,
				   .param = {param, va},
				   .ipl = KEEP_IPL,
			   });
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

void exception_deliver(struct machine *m, uint32_t ccr)
{
	struct exception e = m->pending;
	uint32_t old = m->s.psl | (ccr & 0xf) | (ccr & 0x10 ? PSL_X : 0), sp, handler;
	uint32_t frame[4] = {e.param[0], e.param[1]}, n = e.params;

	cpu_set_pc(m->cpu, e.pc); /* what a machine check tells */
	if (m->s.scbb > m->s.ram - SCB_BYTES || m->s.scbb & 3) {
		machine_check(m, "no system control block at %08x, for the exception of vector %02x at pc %08x",
		              m->s.scbb, e.vector, e.pc);
		return;
	}
	handler = be32_get(m->ram + m->s.scbb + e.vector);
	if (!handler || handler & 1) {
		machine_check(m, "no handler for vector %02x (%08x), raised at pc %08x", e.vector, handler, e.pc);
		return;
	}
	cpu_set_mode(m->cpu, true, 0);
	frame[n++] = e.pc;
	frame[n++] = old;
	sp = cpu_get(m->cpu, 15);
	if (!machine_push_longs(m, &sp, frame, n, e.pc)) {
		machine_check(m, "kernel stack not valid at %08x, for the exception of vector %02x at pc %08x", sp,
		              e.vector, e.pc);
		return;
	}
	cpu_set(m->cpu, 15, sp);
	m->s.psl = (e.ipl == KEEP_IPL ? old & PSL_IPL : e.ipl << PSL_IPLSHIFT) |
	           ((old & PSL_CURMOD) >> 24 << PSL_PRVSHIFT);
	cpu_set_pc(m->cpu, handler);
	device_deadline(m);
	count_work(m);
}

void exception_rei(struct machine *m, uint32_t pc)
{
	uint32_t sp = cpu_get(m->cpu, 15), new_pc, psl;

	if (!machine_get_long(m, sp, &new_pc) || !machine_get_long(m, sp + 4, &psl)) {
		machine_check(m, "kernel stack not valid at %08x, for rte at pc %08x", sp, pc);
		return;
	}
	bool user = (psl & PSL_CURMOD) == PSL_USER;
	if (!machine_psl_good(psl) || (psl & PSL_IPL) > (m->s.psl & PSL_IPL)) {
		exception_raise(m, (struct exception){.vector = SCB_RESERVED_OPERAND, .pc = pc, .ipl = KEEP_IPL});
		return;
	}
	cpu_set(m->cpu, 15, sp + 8);
	cpu_set_mode(m->cpu, !user, (psl & 0xf) | (psl & PSL_X ? 0x10 : 0));
	m->s.psl = psl & ~(uint32_t)(PSL_X | 0xf);
	cpu_set_pc(m->cpu, new_pc);
	device_deadline(m);
}
