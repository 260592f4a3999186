/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's life: making, running, looking at it. The other rooms are named in machine_private.h. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "be.h"
#include "boot.h"
#include "failure.h"
#include "machine_private.h"

enum { RAM_UNIT = 1 << 20, RAM_LEAST = 2 << 20, RAM_MOST = 64 << 20 };

enum mmu_result machine_walk(struct machine *m, uint32_t va, bool write, bool user, struct mmu_walk *w)
{
	enum mmu_result result = mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, write, user, w);

	if (result == MMU_OK && write)
		mmu_modify(m->ram, w);
	return result;
}

void machine_store(struct machine *m, uint32_t pa, const void *data, uint32_t size, uint32_t pc)
{
	if (m->detail && m->listener.store && size >= 4) {
		struct store store = { .icount = cpu_icount(m->cpu) - 1,
			               .pc = pc,
			               .pa = pa,
			               .size = size,
			               .was = be32_get(m->ram + pa),
			               .now = be32_get(data) };

		m->listener.store(m->listener.arg, &store);
	}
	memmove(m->ram + pa, data, size);
	cpu_memory_changed(m->cpu, pa); /* a store never crosses a page here */
}

void machine_store_long(struct machine *m, uint32_t pa, uint32_t value, uint32_t pc)
{
	uint8_t bytes[4];

	be32_put(bytes, value);
	machine_store(m, pa, bytes, sizeof bytes, pc);
}

void machine_emit(struct machine *m, uint32_t kind, uint32_t pid, const uint32_t *arg, const char *text)
{
	struct event event = {
		.seq = m->s.events++,
		.icount = cpu_icount(m->cpu),
		.usec = machine_usec(m),
		.pid = pid,
		.kind = kind,
	};

	memcpy(event.arg, arg, sizeof event.arg);
	strncpy(event.text, text, sizeof event.text - 1);
	if (m->listener.event && m->listener.event(m->listener.arg, &event)) {
		m->event_stop = true;
		cpu_break(m->cpu);
	}
}

/* The core's questions ------------------------------------------------------------------------- */

static bool fill(void *arg, uint32_t va, enum cpu_access access, struct cpu_page *page)
{
	struct machine *m = arg;
	struct mmu_walk w;
	bool user = machine_user(m), write = access == CPU_WRITE;

	if (machine_walk(m, va, write, user, &w) != MMU_OK)
		return false;
	page->pa = w.pa & ~(uint32_t)PGOFSET;
	page->write = !m->s.mmu.mapen || (w.pte & PG_M && mmu_allows(w.pte, true, user));
	page->mutable = va < S0BASE && mmu_allows(w.pte, true, true);
	return true;
}

static void fault(void *arg, uint32_t va, enum cpu_access access, uint32_t pc)
{
	struct machine *m = arg;
	struct mmu_walk w;
	enum mmu_result result = mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, access == CPU_WRITE, machine_user(m), &w);

	if (result == MMU_OK) /* only the page of the host's own gate program is refused though the tables allow it */
		result = MMU_ACCESS;
	exception_fault(m, va, pc, result, w.param);
}

static void trap(void *arg, int number, uint32_t pc)
{
	struct machine *m = arg;
	struct exception e = { .vector = SCB_PRIVILEGED, .pc = pc, .ipl = KEEP_IPL };

	switch (number) {
	case CPU_LINE_A:
		xfc_execute(m, pc);
		return;
	case CPU_RTE:
		exception_rei(m, pc);
		return;
	case CPU_TRAP0:
		e.vector = SCB_CHMK;
		e.pc = pc + 2;
		e.params = 1;
		e.param[0] = (uint32_t)(int32_t)(int16_t)cpu_get(m->cpu, 0);
		break;
	case CPU_TRAP15:
		e.vector = SCB_BREAKPOINT;
		break;
	case CPU_ZERO_DIVIDE:
		e.vector = SCB_ARITHMETIC;
		break;
	default: /* illegal, privileged, F-line, traps 1-14: this machine does not have them */
		break;
	}
	exception_raise(m, e);
}

static void interrupt(void *arg, uint32_t pc)
{
	struct machine *m = arg;
	uint32_t vector, ipl;

	device_tick(m);
	if (device_interrupt(m, &vector, &ipl)) {
		if (vector == SCB_CONSOLE_TX)
			m->s.tx_pending = 0;
		exception_raise(m, (struct exception){ .vector = vector, .pc = pc, .ipl = ipl });
	} else {
		device_deadline(m);
	}
}

static void deliver(void *arg, uint32_t ccr)
{
	exception_deliver(arg, ccr);
}

static void insn(void *arg, uint64_t icount, uint32_t pc)
{
	struct machine *m = arg;

	if (m->listener.insn)
		m->listener.insn(m->listener.arg, icount, pc);
}

static void store(void *arg, uint64_t icount, uint32_t pc, uint32_t pa, uint32_t size, uint32_t value)
{
	struct machine *m = arg;
	struct store s = { .icount = icount, .pc = pc, .pa = pa, .size = size };

	if (!m->listener.store || pa >= m->s.ram || m->s.ram - pa < size)
		return;
	for (uint32_t i = 0; i < size && i < 4; i++)
		s.was = s.was << 8 | m->ram[pa + i];
	s.now = size >= 4 ? value : value & ((1u << 8 * size) - 1);
	m->listener.store(m->listener.arg, &s);
}

static size_t code(void *arg, uint32_t va, uint8_t *buf, size_t size)
{
	struct machine *m = arg;
	struct mmu_walk w;
	size_t n = 0;

	for (; n < size; n++) {
		if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va + (uint32_t)n, false, machine_user(m), &w) != MMU_OK)
			break;
		buf[n] = m->ram[w.pa];
	}
	return n;
}

/* Life ----------------------------------------------------------------------------------------- */

struct machine *machine_new(const struct machine_config *config, char error[MACHINE_ERROR_MAX])
{
	const struct cpu_client client = {
		.fill = fill,
		.trap = trap,
		.fault = fault,
		.interrupt = interrupt,
		.deliver = deliver,
		.insn = insn,
		.store = store,
		.code = code,
	};
	struct machine *m;

	if (config->ram < RAM_LEAST || config->ram > RAM_MOST || config->ram % RAM_UNIT) {
		failure(error, "memory must be %d to %d MB", RAM_LEAST / RAM_UNIT, RAM_MOST / RAM_UNIT);
		return NULL;
	}
	m = calloc(1, sizeof *m);
	if (!m) {
		failure(error, "no memory for the machine");
		return NULL;
	}
	m->s.magic = STATE_MAGIC;
	m->s.ram = config->ram;
	m->disk = config->disk;
	m->disk_blocks = (uint32_t)(config->disk_size / NBPG);
	m->ram = mmap(NULL, config->ram, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (m->ram == MAP_FAILED) {
		failure(error, "no memory for the machine");
		machine_free(m);
		return NULL;
	}
	if (!boot_load(m->ram, m->s.ram, config->kernel, config->kernel_size, config->system, &m->s.pc, error)) {
		machine_free(m);
		return NULL;
	}
	struct cpu_client mine = client;
	mine.arg = m;
	m->cpu = cpu_new(&mine, m->ram, m->s.ram);
	if (!m->cpu) {
		failure(error, "the processor engine cannot be started");
		machine_free(m);
		return NULL;
	}
	m->s.psl = (uint32_t)IPL_HIGH << PSL_IPLSHIFT;
	m->s.mmu.p1lr = P1PAGES;
	m->s.at_point = 1;
	machine_push(m);
	return m;
}

void machine_free(struct machine *m)
{
	if (!m)
		return;
	cpu_free(m->cpu);
	if (m->ram && m->ram != MAP_FAILED)
		munmap(m->ram, m->s.ram);
	free(m);
}

void machine_listen(struct machine *m, const struct listener *listener)
{
	m->listener = *listener;
}

void machine_detail(struct machine *m, bool on)
{
	m->detail = on;
	cpu_set_detail(m->cpu, on);
}

enum machine_stop machine_run(struct machine *m, uint64_t icount)
{
	if (m->halt.halted)
		return STOP_HALT;
	m->waiting = m->event_stop = false;
	cpu_run(m->cpu, icount);
	if (m->halt.halted)
		return STOP_HALT;
	if (m->waiting)
		return STOP_INPUT;
	return m->event_stop ? STOP_EVENT : STOP_TARGET;
}

uint64_t machine_icount(const struct machine *m)
{
	return cpu_icount(m->cpu);
}

uint64_t machine_usec(const struct machine *m)
{
	return cpu_icount(m->cpu) + m->s.extra;
}

uint64_t machine_events(const struct machine *m)
{
	return m->s.events;
}

const struct machine_halt *machine_halt(const struct machine *m)
{
	return &m->halt;
}

const uint8_t *machine_ram(const struct machine *m)
{
	return m->ram;
}

uint32_t machine_ram_size(const struct machine *m)
{
	return m->s.ram;
}

void machine_regs(struct machine *m, struct cpu_regs *r)
{
	machine_pull(m);
	memcpy(r->d, m->s.d, sizeof r->d);
	memcpy(r->a, m->s.a, sizeof m->s.a);
	r->usp = m->s.usp;
	r->ksp = m->s.ksp;
	r->a[7] = machine_user(m) ? m->s.usp : m->s.ksp;
	r->pc = m->s.pc;
	uint32_t ccr = cpu_ccr(m->cpu);
	r->psl = m->s.psl | (ccr & 0xf) | (ccr & 0x10 ? PSL_X : 0);
	r->p0br = m->s.mmu.p0br;
	r->p0lr = m->s.mmu.p0lr;
	r->p1br = m->s.mmu.p1br;
	r->p1lr = m->s.mmu.p1lr;
	r->sbr = m->s.mmu.sbr;
	r->slr = m->s.mmu.slr;
	r->pcbb = m->s.pcbb;
	r->scbb = m->s.scbb;
	r->mapen = m->s.mmu.mapen;
}

bool machine_translate(struct machine *m, uint32_t va, uint32_t *pa)
{
	struct mmu_walk w;

	if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, false, false, &w) != MMU_OK)
		return false;
	*pa = w.pa;
	return true;
}

static struct mmu space_mmu(const struct machine *m, const struct address_space *space)
{
	struct mmu mmu = m->s.mmu;

	mmu.p0br = space->p0br;
	mmu.p0lr = space->p0lr;
	mmu.p1br = space->p1br;
	mmu.p1lr = space->p1lr;
	return mmu;
}

bool machine_translate_in(struct machine *m, const struct address_space *space, uint32_t va, uint32_t *pa)
{
	struct mmu mmu = space_mmu(m, space);
	struct mmu_walk w;

	if (mmu_walk(&mmu, m->ram, m->s.ram, va, false, false, &w) != MMU_OK)
		return false;
	*pa = w.pa;
	return true;
}

uint32_t machine_pte_in(struct machine *m, const struct address_space *space, uint32_t va)
{
	struct mmu mmu = space_mmu(m, space);
	struct mmu_walk w;

	mmu_walk(&mmu, m->ram, m->s.ram, va, false, false, &w);
	return w.pte;
}
