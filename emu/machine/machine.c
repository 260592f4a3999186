/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's life: making, running, looking at it. The other rooms are named in machine_private.h. */
#include "machine/machine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/be.h"
#include "machine/boot.h"
#include "base/error.h"
#include "machine/machine_private.h"

enum { RAM_UNIT = 1 << 20, RAM_LEAST = 2 << 20, RAM_MOST = 64 << 20 };

void machine_modify(struct machine *m, struct mmu_walk *w)
{
	if (mmu_modify(m->ram, w)) {
		machine_touch(m, w->pte_pa >> PGSHIFT);
		cpu_table_changed(m->cpu, w->pte_pa);
	}
}

enum mmu_result machine_walk(struct machine *m, uint32_t va, bool write, bool user, struct mmu_walk *w)
{
	enum mmu_result result = mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, write, user, w);

	if (result == MMU_OK && write)
		machine_modify(m, w);
	return result;
}

/* Tells the listener of a store within one page frame, of which all is known but was and now. */
static void tell_store(struct machine *m, struct store *s)
{
	for (uint32_t i = 0; i < s->size && i < 4; i++) {
		s->was = s->was << 8 | m->ram[s->pa + i];
		s->now = s->now << 8 | s->bytes[i];
	}
	m->listener.store(m->listener.arg, s);
}

/* Tells whoever wants to know that the machine itself, or somebody outside, is about to store. */
static void tell_own_store(struct machine *m, uint32_t pa, const void *data, uint32_t size, uint32_t pc, bool hand)
{
	uint64_t icount = cpu_icount(m->cpu), from = hand || !icount ? icount : icount - 1;

	if (m->detail && m->listener.store)
		tell_store(m, &(struct store){
				      .icount = from, .pc = pc, .hand = hand, .pa = pa, .size = size, .bytes = data});
	if (pa - m->watch.pa < m->watch.size)
		m->watch.tell(m->watch.arg, &(struct watched){from, icount + 1, pa, size});
}

/* It has stored into a page frame. */
static void stored(struct machine *m, uint32_t pa)
{
	machine_touch(m, pa >> PGSHIFT);
	cpu_memory_changed(m->cpu, pa);
}

void machine_store(struct machine *m, uint32_t pa, const void *data, uint32_t size, uint32_t pc)
{
	tell_own_store(m, pa, data, size, pc, false);
	memmove(m->ram + pa, data, size);
	stored(m, pa); /* a store never crosses a page here */
}

bool machine_poke_memory(struct machine *m, uint32_t pa, uint8_t byte)
{
	if (pa >= m->s.ram)
		return false;
	tell_own_store(m, pa, &byte, 1, cpu_pc(m->cpu), true);
	m->ram[pa] = byte;
	stored(m, pa);
	return true;
}

/* Walks for the kernel to the first and the last byte of a longword. */
static bool walk_long(struct machine *m, uint32_t va, bool write, struct mmu_walk w[2])
{
	if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, write, false, &w[0]) != MMU_OK)
		return false;
	w[1] = w[0];
	return (va & PGOFSET) <= NBPG - 4 ||
	       mmu_walk(&m->s.mmu, m->ram, m->s.ram, va + 3, write, false, &w[1]) == MMU_OK;
}

/* What an exception or rte reads. The engine is asked for its pc only if somebody listens: that is dear. */
static void tell_load(struct machine *m, uint32_t pa, uint32_t size)
{
	if (m->detail && m->listener.load)
		machine_load(m, pa, size, cpu_pc(m->cpu));
}

bool machine_get_long(struct machine *m, uint32_t va, uint32_t *value)
{
	uint32_t first = NBPG - (va & PGOFSET);
	struct mmu_walk w[2];
	uint8_t bytes[4];

	if (!walk_long(m, va, false, w))
		return false;
	tell_load(m, w[0].pa, first < 4 ? first : 4);
	if (first >= 4) {
		*value = be32_get(m->ram + w[0].pa);
		return true;
	}
	tell_load(m, w[1].pa & ~(uint32_t)PGOFSET, 4 - first);
	memcpy(bytes, m->ram + w[0].pa, first);
	memcpy(bytes + first, m->ram + (w[1].pa & ~(uint32_t)PGOFSET), 4 - first);
	*value = be32_get(bytes);
	return true;
}

bool machine_get_longs(struct machine *m, uint32_t va, uint32_t *values, uint32_t n)
{
	struct mmu_walk w;

	if ((va & PGOFSET) + 4 * n > NBPG) {
		for (uint32_t i = 0; i < n; i++)
			if (!machine_get_long(m, va + 4 * i, &values[i]))
				return false;
		return true;
	}
	if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, false, false, &w) != MMU_OK) /* all in one page */
		return false;
	for (uint32_t i = 0; i < n; i++) {
		tell_load(m, w.pa + 4 * i, 4);
		values[i] = be32_get(m->ram + w.pa + 4 * i);
	}
	return true;
}

bool machine_put_long(struct machine *m, uint32_t va, uint32_t value, uint32_t pc)
{
	uint32_t first = NBPG - (va & PGOFSET);
	struct mmu_walk w[2];
	uint8_t bytes[4];

	if (!walk_long(m, va, true, w))
		return false;
	be32_put(bytes, value);
	machine_modify(m, &w[0]);
	machine_store(m, w[0].pa, bytes, first < 4 ? first : 4, pc);
	if (first < 4) {
		machine_modify(m, &w[1]);
		machine_store(m, w[1].pa & ~(uint32_t)PGOFSET, bytes + first, 4 - first, pc);
	}
	return true;
}

/* Bit n: the listener wants events of kind n. */
static uint64_t wanted(const struct listener *listener)
{
	return !listener->event ? 0 : listener->only ? listener->only : UINT64_MAX;
}

bool machine_push_longs(struct machine *m, uint32_t *sp, const uint32_t *values, uint32_t n, uint32_t pc)
{
	uint32_t low = *sp - 4 * n;
	struct mmu_walk w;
	uint8_t bytes[4];

	if ((low & PGOFSET) + 4 * n <= NBPG && machine_walk(m, low, true, false, &w) == MMU_OK) { /* all in one page */
		while (n-- > 0) {
			be32_put(bytes, values[n]);
			tell_own_store(m, w.pa + 4 * n, bytes, sizeof bytes, pc, false);
			memcpy(m->ram + w.pa + 4 * n, bytes, sizeof bytes);
		}
		stored(m, w.pa);
		*sp = low;
		return true;
	}
	while (n-- > 0) {
		*sp -= 4;
		if (!machine_put_long(m, *sp, values[n], pc))
			return false;
	}
	return true;
}

bool machine_wants(const struct machine *m, uint32_t kind)
{
	return wanted(&m->listener) >> kind & 1;
}

void machine_emit(struct machine *m, uint32_t kind, uint32_t pid, const uint32_t *arg, const char *text)
{
	struct event event = {
		.seq = m->events++,
		.icount = cpu_icount(m->cpu),
		.usec = machine_usec(m),
		.pid = pid,
		.kind = kind,
	};

	memcpy(event.arg, arg, sizeof event.arg);
	memcpy(event.text, text, strnlen(text, sizeof event.text - 1));
	if (m->listener.event(m->listener.arg, &event)) {
		m->event_stop = true;
		cpu_break(m->cpu);
	}
}

/* The core's questions ------------------------------------------------------------------------- */

static void describe_page(const struct machine *m, uint32_t va, bool user, const struct mmu_walk *w,
                          struct cpu_page *page)
{
	page->pa = w->pa & ~(uint32_t)PGOFSET;
	page->write = !m->s.mmu.mapen || (w->pte & PG_M && mmu_allows(w->pte, true, user));
	page->mutable = va < S0BASE && mmu_allows(w->pte, true, true);
	page->constant =
		m->s.mmu.mapen && !mmu_allows(w->pte, true, false); /* the user's rights are among the kernel's */
}

static bool fill(void *arg, uint32_t va, enum cpu_access access, struct cpu_page *page)
{
	struct machine *m = arg;
	struct mmu_walk w;
	bool user = machine_user(m);

	if (machine_walk(m, va, access == CPU_WRITE, user, &w) != MMU_OK)
		return false;
	describe_page(m, va, user, &w, page);
	if (access == CPU_WRITE)
		machine_touch(m, page->pa >> PGSHIFT);
	else if (!machine_may_store(m, page->pa >> PGSHIFT)) /* the first store of each page frame is asked for */
		page->write = false;
	return true;
}

static bool look(void *arg, uint32_t va, bool user, struct cpu_page *page)
{
	const struct machine *m = arg;
	struct mmu_walk w;

	if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, false, user, &w) != MMU_OK)
		return false;
	describe_page(m, va, user, &w, page);
	return true;
}

static bool interrupt(void *arg)
{
	struct machine *m = arg;
	uint32_t vector, ipl;

	device_tick(m);
	if (device_interrupt(m, &vector, &ipl))
		return true;
	device_deadline(m);
	return false;
}

static void insn(void *arg, uint64_t icount, uint32_t pc)
{
	struct machine *m = arg;

	m->listener.insn(m->listener.arg, icount, pc);
}

/* If it is through the page at va that the processor is at pa: the page frame of the next page, if that may be read or
 * stored into as well. */
static bool frame_after(struct machine *m, uint32_t va, bool write, uint32_t pa, uint32_t *next)
{
	bool user = machine_user(m);
	struct mmu_walk w;

	va &= ~(uint32_t)PGOFSET;
	if (mmu_walk(&m->s.mmu, m->ram, m->s.ram, va, write, user, &w) != MMU_OK || w.pa != (pa & ~(uint32_t)PGOFSET) ||
	    !cpu_may_know(m->cpu, va, write) ||
	    mmu_walk(&m->s.mmu, m->ram, m->s.ram, va + NBPG, write, user, &w) != MMU_OK)
		return false;
	*next = w.pa;
	return true;
}

/* frame_after for `count` pages of a region, of which *looked counts those that were looked at. */
static bool frame_after_in(struct machine *m, uint32_t region, uint32_t count, bool write, uint32_t pa, uint32_t *next,
                           uint64_t *looked)
{
	for (uint32_t page = 0; page < count; page++, ++*looked)
		if (frame_after(m, region + page * NBPG, write, pa, next))
			return true;
	return false;
}

/* The page frame where a load or store goes on that crosses the end of pa's. False: it does not; the processor will
 * find that the second page is not to be had, and no byte is loaded or stored. The core tells no virtual addresses; a
 * page near an address register is the likeliest, then any page with that page frame. With tables as large as a guest
 * can make them that is much to look at: it counts as work. */
static bool find_frame_after(struct machine *m, uint32_t pa, bool write, uint32_t *next)
{
	const struct mmu *mmu = &m->s.mmu;
	uint32_t slr = mmu->slr < P1PAGES ? mmu->slr : P1PAGES, p0lr = mmu->p0lr < P1PAGES ? mmu->p0lr : P1PAGES;
	uint32_t p1lr = mmu->p1lr < P1PAGES ? mmu->p1lr : P1PAGES;
	uint64_t looked = 0;
	bool found;

	for (int reg = 15; reg >= 8; reg--)
		if (frame_after_in(m, cpu_get(m->cpu, reg) - NBPG, 3, write, pa, next, &looked))
			return true;
	found = frame_after_in(m, P0BASE, p0lr, write, pa, next, &looked) ||
	        frame_after_in(m, P1BASE + p1lr * NBPG, P1PAGES - p1lr, write, pa, next, &looked) ||
	        frame_after_in(m, S0BASE, slr, write, pa, next, &looked);
	machine_add_work(m, looked * MACHINE_WORK_BYTES);
	if (machine_work(m) >= m->work_stop)
		machine_stop_here(m);
	return found;
}

/* The listener is told of at most four bytes at once, the leftmost first, and of none beyond the end of a page. */
static void store(void *arg, uint64_t icount, uint32_t pc, uint32_t pa, uint32_t size, uint64_t value)
{
	struct machine *m = arg;
	uint32_t here = NBPG - (pa & PGOFSET), next = pa + here, part;
	uint8_t bytes[8];

	if (!m->listener.store || pa >= m->s.ram || size > sizeof bytes ||
	    (here < size && !find_frame_after(m, pa, true, &next)))
		return;
	be64_put(bytes, value << (64 - 8 * size));
	for (uint32_t at = 0; at < size; at += part) {
		part = size - at < 4 ? size - at : 4;
		if (at < here && part > here - at)
			part = here - at;
		tell_store(m, &(struct store){.icount = icount,
		                              .pc = pc,
		                              .pa = at < here ? pa + at : next + at - here,
		                              .size = part,
		                              .bytes = bytes + at});
	}
}

static void load(void *arg, uint64_t icount, uint32_t pc, uint32_t pa, uint32_t size)
{
	struct machine *m = arg;
	uint32_t here = NBPG - (pa & PGOFSET), next;
	struct load l = {icount, pc, pa, here < size ? here : size};

	if (pa >= m->s.ram || (here < size && !find_frame_after(m, pa, false, &next)))
		return;
	m->listener.load(m->listener.arg, &l);
	if (here < size) {
		l.pa = next;
		l.size = size - here;
		m->listener.load(m->listener.arg, &l);
	}
}

void machine_load(struct machine *m, uint32_t pa, uint32_t size, uint32_t pc)
{
	uint64_t icount = cpu_icount(m->cpu);

	if (m->detail && m->listener.load)
		m->listener.load(m->listener.arg, &(struct load){icount ? icount - 1 : 0, pc, pa, size});
}

static void watched(void *arg, uint64_t from, uint64_t to, uint32_t pa, uint32_t size)
{
	struct machine *m = arg;

	m->watch.tell(m->watch.arg, &(struct watched){from, to, pa, size});
}

static void flow(void *arg, const struct flow *flow)
{
	struct machine *m = arg;

	m->listener.flow(m->listener.arg, flow);
}

void machine_tell_flow(struct machine *m, struct flow *flow)
{
	flow->icount = cpu_icount(m->cpu) - 1;
	if (m->detail && m->listener.flow)
		m->listener.flow(m->listener.arg, flow);
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

static bool good_config(const struct machine_config *config, char *error)
{
	if (config->ram < RAM_LEAST || config->ram > RAM_MOST || config->ram % RAM_UNIT)
		return error_set(error, "memory must be %d to %d MB", RAM_LEAST / RAM_UNIT, RAM_MOST / RAM_UNIT);
	if (config->swap % NBPG || config->swap > MACHINE_SWAP_MAX)
		return error_set(error, "the swap area must be whole pages, at most %u MB", MACHINE_SWAP_MAX >> 20);
	return true;
}

/* Memory, zeroed; MAP_FAILED: there is none. */
static uint8_t *new_memory(uint32_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* The state in which a machine begins, but for its pc. */
static struct state first_state(const struct machine_config *config)
{
	return (struct state){
		.magic = STATE_MAGIC,
		.ram = config->ram,
		.swap = config->swap / NBPG,
		.psl = (uint32_t)IPL_HIGH << PSL_IPLSHIFT,
		.mmu.p1lr = P1PAGES,
		.at_point = 1,
	};
}

static void put_disk(struct machine *m, const struct machine_config *config)
{
	m->disk = config->disk;
	m->disk_blocks = (uint32_t)(config->disk_size / NBPG);
	m->absent = config->absent;
	m->skew = config->skew;
}

struct machine *machine_new(const struct machine_config *config, char error[ERROR_MAX])
{
	const struct cpu_client client = {
		.fill = fill,
		.look = look,
		.exception = exception_take,
		.function = xfc_execute,
		.rte = exception_rei,
		.interrupt = interrupt,
		.insn = insn,
		.store = store,
		.flow = flow,
		.load = load,
		.watched = watched,
		.code = code,
	};
	struct machine *m;
	uint32_t loaded;

	if (!good_config(config, error))
		return NULL;
	m = calloc(1, sizeof *m);
	if (!m) {
		error_set(error, "no memory for the machine");
		return NULL;
	}
	m->s = first_state(config);
	put_disk(m, config);
	m->ram = new_memory(config->ram);
	m->swap = calloc(m->s.swap + 1, NBPG); /* the host gives memory only for what is written */
	m->swap_written = calloc(m->s.swap + 1, sizeof *m->swap_written);
	m->touched = calloc(machine_pages(m) + 1, 1);
	m->page_sums = calloc(machine_pages(m) + 1, sizeof *m->page_sums);
	if (m->ram == MAP_FAILED || !m->swap || !m->swap_written || !m->touched || !m->page_sums) {
		error_set(error, "no memory for the machine");
		machine_free(m);
		return NULL;
	}
	if (!boot_load(m->ram, m->s.ram, config->kernel, config->kernel_size, config->system, config->date, &m->s.pc,
	               &loaded, error)) {
		machine_free(m);
		return NULL;
	}
	machine_touch_all(m);
	for (uint32_t pa = 0; pa < loaded; pa += NBPG)
		machine_touch(m, pa >> PGSHIFT);
	struct cpu_client mine = client;
	mine.arg = m;
	m->cpu = cpu_new(&mine, m->ram, m->s.ram);
	if (!m->cpu) {
		error_set(error, "the processor engine cannot be started");
		machine_free(m);
		return NULL;
	}
	m->work_stop = UINT64_MAX;
	machine_push(m);
	return m;
}

struct machine *machine_again(struct machine *m, const struct machine_config *config, char error[ERROR_MAX])
{
	struct state s = first_state(config);
	uint32_t loaded;
	bool ok, detail;
	uint8_t *ram;

	if (!m || cpu_problem(m->cpu) || cpu_worn(m->cpu) || s.ram != m->s.ram || s.swap != m->s.swap) {
		detail = m && m->detail;
		machine_free(m);
		m = machine_new(config, error);
		if (m)
			machine_detail(m, detail);
		return m;
	}
	ram = new_memory(s.ram);
	if (ram == MAP_FAILED) {
		error_set(error, "no memory for the machine");
		machine_free(m);
		return NULL;
	}
	ok = boot_load(ram, s.ram, config->kernel, config->kernel_size, config->system, config->date, &s.pc, &loaded,
	               error);
	if (ok) {
		machine_listen(m, &(struct listener){0});
		put_disk(m, config);
		machine_begin(m, &s, ram, loaded);
	} else {
		machine_free(m);
	}
	munmap(ram, s.ram);
	return ok ? m : NULL;
}

void machine_free(struct machine *m)
{
	if (!m)
		return;
	cpu_free(m->cpu);
	if (m->ram && m->ram != MAP_FAILED)
		munmap(m->ram, m->s.ram);
	free(m->swap);
	free(m->swap_written);
	free(m->touched);
	free(m->page_sums);
	free(m);
}

void machine_listen(struct machine *m, const struct listener *listener)
{
	if (wanted(listener) & ~wanted(&m->listener))
		cpu_quiet_end(m->cpu);
	m->listener = *listener;
	cpu_set_detail(m->cpu, m->detail, listener->insn, listener->flow, listener->load);
}

void machine_detail(struct machine *m, bool on)
{
	m->detail = on;
	cpu_set_detail(m->cpu, on, m->listener.insn, m->listener.flow, m->listener.load);
}

void machine_watch(struct machine *m, uint32_t pa, uint32_t size, void (*tell)(void *, const struct watched *),
                   void *arg)
{
	uint32_t end = (pa + size + PGOFSET) & ~(uint32_t)PGOFSET;

	m->watch.pa = pa & ~(uint32_t)PGOFSET;
	m->watch.size = tell ? end - m->watch.pa : 0;
	m->watch.tell = tell;
	m->watch.arg = arg;
	cpu_watch(m->cpu, m->watch.pa, m->watch.size);
}

enum machine_stop machine_run(struct machine *m, uint64_t icount)
{
	if (m->halt.halted)
		return STOP_HALT;
	m->waiting = m->event_stop = m->asked_stop = false;
	if (cpu_run(m->cpu, icount) == CPU_STOP_BROKEN)
		machine_check(m, "the processor engine stopped at pc %08x: %s", cpu_pc(m->cpu), cpu_problem(m->cpu));
	if (m->halt.halted)
		return STOP_HALT;
	if (m->waiting)
		return STOP_INPUT;
	if (m->event_stop)
		return STOP_EVENT;
	if (m->asked_stop)
		return STOP_ASKED;
	return machine_icount(m) < icount ? STOP_WORK : STOP_TARGET;
}

void machine_stop_here(struct machine *m)
{
	m->asked_stop = true;
	cpu_break(m->cpu);
}

uint64_t machine_work(const struct machine *m)
{
	return cpu_icount(m->cpu) + m->extra_work;
}

void machine_stop_at_work(struct machine *m, uint64_t work)
{
	m->work_stop = work;
}

void machine_add_work(struct machine *m, uint64_t bytes)
{
	m->extra_work += bytes / MACHINE_WORK_BYTES;
}

uint64_t machine_icount(const struct machine *m)
{
	return cpu_icount(m->cpu);
}

uint64_t machine_usec(const struct machine *m)
{
	return cpu_icount(m->cpu) + m->s.extra;
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

const uint8_t *machine_swap(const struct machine *m, uint32_t block)
{
	return block < m->s.swap ? m->swap + (size_t)block * NBPG : NULL;
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

uint32_t machine_register(struct machine *m, int n)
{
	return cpu_get(m->cpu, n);
}

bool machine_user_mode(const struct machine *m)
{
	return machine_user(m);
}
