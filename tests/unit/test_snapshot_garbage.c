/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Snapshots of a machine whose memory holds anything at all. This file is the machine and the timeline itself: the
 * kernel's tables, page tables and registers are random, with more and more plausible bits in them, and nothing may go
 * wrong but the picture. Run it under the sanitizers too.
 * Not in make check.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/error.h"
#include "base/be.h"
#include "image/disk.h"
#include "analysis/session.h"
#include "analysis/analysis_cache.h"
#include "analysis/hazard.h"

enum { RAM = 2 << 20, PROC_AT = 0x8000, CMAP_AT = 0x20000, VARIABLES_AT = 0x7000 };
enum { NEVENTS = 64, MANY_EVENTS = 8000 };
enum { TEXT_AT = 0x100000, TEXT_BYTES = 0x2000, STACK_AT = 0x110000, STACK_BYTES = 0x3000 };

struct timeline {
	int unused;
};

static uint8_t ram[RAM];
static struct cpu_regs registers;
static struct event events[MANY_EVENTS];
static size_t nevents = NEVENTS, looked; /* how often somebody looked at an event */
static uint64_t now;                     /* where the machine is that is watched */
static uint32_t seed;

static uint32_t random_long(void)
{
	seed = seed * 1664525 + 1013904223;
	return seed ^ seed >> 15;
}

const uint8_t *machine_ram(const struct machine *m)
{
	return (void)m, ram;
}

uint32_t machine_ram_size(const struct machine *m)
{
	return (void)m, RAM;
}

const uint8_t *machine_swap(const struct machine *m, uint32_t block)
{
	(void)m;
	return block < RAM / NBPG ? ram + block * NBPG : NULL;
}

struct machine *machine_again(struct machine *used, const struct machine_config *config, char error[ERROR_MAX])
{
	(void)used;
	(void)config;
	error_set(error, "this machine is made of garbage");
	return NULL;
}

void machine_free(struct machine *m)
{
	(void)m;
}

void machine_regs(struct machine *m, struct cpu_regs *r)
{
	(void)m;
	*r = registers;
}

uint64_t machine_usec(const struct machine *m)
{
	return (void)m, 1;
}

/* Page tables of this machine: a hash of the address. */
uint32_t machine_pte_in(struct machine *m, const struct address_space *space, uint32_t va)
{
	uint32_t h = (va >> PGSHIFT) * 2654435761u + space->p0br;

	(void)m;
	return h % 3 == 0 ? 0 : (h & (PG_V | PG_PROT)) | h >> 8 % (RAM / NBPG + 9);
}

/* Text and the top of the stack are always there; of the rest some, now and then beyond memory. */
bool machine_translate_in(struct machine *m, const struct address_space *space, uint32_t va, uint32_t *pa)
{
	uint32_t page = va >> PGSHIFT, h = page * 2654435761u;

	(void)m;
	(void)space;
	if (va < TEXT_BYTES)
		*pa = TEXT_AT + va;
	else if (va >= P1END - STACK_BYTES)
		*pa = STACK_AT + (va - (P1END - STACK_BYTES));
	else
		*pa = h % (RAM / NBPG + 9) * NBPG + va % NBPG;
	return va < TEXT_BYTES || va >= P1END - STACK_BYTES || h % 5 != 0;
}

size_t timeline_nevents(const struct timeline *t)
{
	return (void)t, nevents;
}

const struct event *timeline_event(const struct timeline *t, size_t seq)
{
	(void)t;
	looked++;
	return seq < nevents ? &events[seq] : NULL;
}

const struct timeline_input *timeline_input(const struct timeline *t, size_t seq)
{
	static struct timeline_input in;

	in = (struct timeline_input){events[(void)t, seq % nevents].icount, INPUT_MEMORY, (uint32_t)seq << 12, 0};
	return seq < nevents ? &in : NULL;
}

bool timeline_grows(const struct timeline *t)
{
	return (void)t, false;
}

uint64_t timeline_end(const struct timeline *t)
{
	return (void)t, nevents * 10;
}

size_t timeline_output(struct timeline *t, uint64_t icount, const char **text)
{
	(void)t;
	(void)icount;
	*text = "tez\bxt\0more"; /* typed, and mended */
	return 11;
}

struct machine *timeline_machine(struct timeline *t)
{
	return (void)t, NULL;
}

const struct run_config *timeline_config(const struct timeline *t)
{
	static const struct run_config config = {.program = "garbage", .system = "4.3bsd", .limits = {.seconds = 100}};

	(void)t;
	return &config;
}

static struct run_image disk = {.name = "disk"};

/* A disk with a real program, so that there are functions and variables to be wrong about. */
const struct run_image *timeline_image(const struct timeline *t, const char *name)
{
	(void)t;
	return strcmp(name, "disk") == 0 ? &disk : NULL;
}

static int make_disk(void **state)
{
	const char *guest = getenv("VFORKSCOPE_GUEST");
	struct disk_builder *b = disk_new();
	char error[ERROR_MAX], path[4096];
	uint8_t *elf;
	size_t size;

	(void)state;
	snprintf(path, sizeof path, "%s/demos/return", guest ? guest : "build/guest");
	if (!file_read(path, RUN_FILE_BYTES, &elf, &size, error) || !disk_add(b, "/bin/p", elf, size, error))
		fail_msg("%s", error);
	free(elf);
	disk.data = disk_finish(b, &disk.size, error);
	return 0;
}

static int free_disk(void **state)
{
	(void)state;
	free(disk.data);
	return 0;
}

const char *timeline_problem(const struct timeline *t)
{
	(void)t;
	return random_long() % 2 ? "stopped" : "";
}

bool timeline_seek(struct timeline *t, uint64_t icount)
{
	(void)t;
	(void)icount;
	return true;
}

uint32_t timeline_pid(const struct timeline *t, uint64_t icount, uint64_t *until)
{
	(void)t;
	if (until)
		*until = icount + 1;
	return (uint32_t)icount % 5;
}

bool timeline_listen(struct timeline *t, uint64_t from, uint64_t to, const struct listener *l)
{
	static uint8_t bytes[9];

	(void)t;
	for (now = from; now < to; now++) {
		const struct flow f = {.icount = now,
		                       .kind = random_long() % 2 ? FLOW_CALL : FLOW_RETURN,
		                       .pc = random_long() % TEXT_BYTES,
		                       .to = random_long() % TEXT_BYTES,
		                       .sp_before = P1END - random_long() % STACK_BYTES,
		                       .sp_after = P1END - random_long() % STACK_BYTES};
		const struct store s = {.icount = now,
		                        .pc = random_long(),
		                        .pa = random_long() % 2 ? random_long() % (RAM + 64)
		                                                : STACK_AT + random_long() % STACK_BYTES,
		                        .size = random_long() % 9,
		                        .bytes = bytes};

		memcpy(bytes, &(uint64_t){random_long()}, 8);
		if (l->insn)
			l->insn(l->arg, now, random_long() % 2 ? random_long() : random_long() % TEXT_BYTES);
		if (l->store)
			l->store(l->arg, &s);
		if (l->flow && random_long() % 4 == 0)
			l->flow(l->arg, &f);
	}
	return true;
}

bool timeline_detail(struct timeline *t, uint64_t from, uint64_t to, void (*insn)(void *, uint64_t, uint32_t),
                     void (*store)(void *, const struct store *), void (*flow)(void *, const struct flow *), void *arg)
{
	return timeline_listen(t, from, to, &(struct listener){.arg = arg, .insn = insn, .store = store, .flow = flow});
}

/* A tenth of the instructions store, and some of the others are told, too. */
bool timeline_watch(struct timeline *t, uint64_t from, uint64_t to, uint32_t pa, uint32_t size,
                    void (*tell)(void *arg, const struct watched *), void *arg)
{
	(void)t;
	for (now = from; now < to; now += 1 + random_long() % 20)
		tell(arg, &(struct watched){now, now + random_long() % 3, pa + random_long() % (size + 8),
		                            random_long() % 9});
	return true;
}

uint64_t machine_icount(const struct machine *m)
{
	return (void)m, now;
}

uint32_t machine_register(struct machine *m, int n)
{
	(void)m;
	return n == 15 ? P1END - random_long() % STACK_BYTES : random_long();
}

void machine_stop_here(struct machine *m)
{
	(void)m;
}

bool machine_user_mode(const struct machine *m)
{
	return (void)m, random_long() % 2;
}

bool machine_translate(struct machine *m, uint32_t va, uint32_t *pa)
{
	return machine_translate_in(m, NULL, va, pa);
}

struct machine *timeline_watched(struct timeline *t)
{
	return (struct machine *)t;
}

bool timeline_stopped(const struct timeline *t)
{
	return (void)t, false;
}

const char *timeline_failure(const struct timeline *t)
{
	return (void)t, "";
}

size_t timeline_events_until(const struct timeline *t, uint64_t icount)
{
	(void)t;
	return icount / 10 < nevents ? (size_t)icount / 10 + 1 : nevents;
}

int timeline_mark_order(const struct timeline_mark *a, const struct timeline_mark *b)
{
	return a->icount != b->icount  ? a->icount < b->icount ? -1 : 1
	       : a->hazard < b->hazard ? -1
	                               : a->hazard > b->hazard;
}

/* There are no checkpoints, so all is one interval. */
size_t timeline_ncheckpoints(const struct timeline *t)
{
	return (void)t, 0;
}

const struct checkpoint *timeline_checkpoint(const struct timeline *t, size_t i)
{
	(void)t;
	(void)i;
	return NULL;
}

bool timeline_interval_wrote(const struct timeline *t, size_t i, uint32_t frame)
{
	(void)t;
	(void)i;
	(void)frame;
	return true;
}

size_t timeline_interval(const struct timeline *t, uint64_t icount)
{
	(void)t;
	(void)icount;
	return 0;
}

void timeline_free(struct timeline *t)
{
	(void)t;
}

static void put_ram(uint32_t pa, uint32_t value)
{
	be32_put(ram + pa, value);
}

/* A u area whose process is in the program, with a stack pointer and a frame pointer that could be right. */
static void plausible_user(uint32_t first, uint32_t last)
{
	uint32_t at = last * NBPG + NBPG - (uint32_t)sizeof(struct trapframe);

	if (first >= RAM / NBPG || last >= RAM / NBPG)
		return;
	memcpy(ram + first * NBPG + offsetof(struct user, u_comm), "p", 2);
	put_ram(at + offsetof(struct trapframe, tf_pc), random_long() % TEXT_BYTES & ~1u);
	put_ram(at + offsetof(struct trapframe, tf_psl), PSL_USERSET);
	put_ram(at + offsetof(struct trapframe, tf_usp), P1END - random_long() % STACK_BYTES);
	put_ram(at + (uint32_t)offsetof(struct trapframe, tf_a) + 24, P1END - random_long() % STACK_BYTES);
}

/* Random memory; `order` of 8 the tables look like the kernel's, so that the reader goes on to the next pointer. */
static void fill(int order)
{
	/* Longwords of all kinds: anything, small numbers, addresses of the stack, addresses of code. */
	for (uint32_t at = 0; at < RAM; at += 4)
		switch (random_long() % 5) {
		case 0:
			put_ram(at, random_long() % 64);
			break;
		case 1:
			put_ram(at, P1END - random_long() % STACK_BYTES * 2);
			break;
		case 2:
			put_ram(at, random_long() % TEXT_BYTES);
			break;
		case 3:
			put_ram(at, 0x4E560000 | (random_long() & 0xFFFF));
			break;
		default:
			put_ram(at, random_long());
			break;
		}
	/* Code in which a function often begins with link. */
	for (uint32_t at = 0; at < TEXT_BYTES; at += 2)
		if (random_long() % 2)
			memcpy(ram + TEXT_AT + at, "\x4e\x56", 2);
	registers = (struct cpu_regs){.psl = random_long(), .pc = random_long(), .usp = random_long()};
	for (int i = 0; i < 8; i++)
		registers.a[i] = random_long() % 2 ? random_long() : P1END - random_long() % 8192;
	for (uint32_t slot = 0; slot < NPROC; slot++) {
		uint32_t at = PROC_AT + slot * (uint32_t)sizeof(struct proc);

		if (random_long() % 8 >= (uint32_t)order)
			continue;
		put_ram(at + offsetof(struct proc, p_stat), random_long() % 7);
		put_ram(at + offsetof(struct proc, p_pid), random_long() % 6);
		put_ram(at + offsetof(struct proc, p_xlink),
		        S0BASE + PROC_AT + random_long() % (NPROC + 4) * (uint32_t)sizeof(struct proc));
		/* mostly with memory management; without it, sometimes with sizes that could be */
		put_ram(at + offsetof(struct proc, p_base), random_long() % 4 ? 0 : random_long() & ~(uint32_t)PGOFSET);
		if (random_long() % 4 == 0) {
			put_ram(at + offsetof(struct proc, p_tsize), random_long() % 64);
			put_ram(at + offsetof(struct proc, p_dsize), random_long() % 64);
			put_ram(at + offsetof(struct proc, p_ssize), random_long() % 64);
		}
		uint32_t first = random_long() % 520, last = random_long() % 520;

		put_ram(at + offsetof(struct proc, p_flag), random_long() % 4 ? random_long() | SLOAD : random_long());
		put_ram(at + offsetof(struct proc, p_swaddr), random_long() % 2 ? random_long() % 520 : first);
		put_ram(at + offsetof(struct proc, p_addr), first);
		put_ram(at + offsetof(struct proc, p_addr) + 4, last);
		plausible_user(first, last);
	}
	put_ram(VARIABLES_AT, random_long() % 8 < (uint32_t)order ? S0BASE + CMAP_AT : random_long());
	put_ram(VARIABLES_AT + 4, random_long() % 8 < (uint32_t)order ? RAM / NBPG : random_long());
	put_ram(VARIABLES_AT + 8, S0BASE + PROC_AT + random_long() % (NPROC + 4) * (uint32_t)sizeof(struct proc));
	for (size_t i = 0; i < nevents; i++) {
		struct event *e = &events[i];

		memset(e, 0, sizeof *e);
		e->seq = i;
		e->icount = i * 10;
		e->pid = random_long() % 5;
		e->kind = random_long() % (EV_ALL + 1);
		if (random_long() % 2)
			e->kind = EV_VFORK_BEGIN + random_long() % 4;
		for (int k = 0; k < EVENT_ARGS; k++)
			e->arg[k] = random_long() % 2 ? random_long() % 5 : random_long();
		memset(e->text, (int)(random_long() % 256), EVENT_TEXT - 1);
	}
}

static void any_memory_makes_a_snapshot(void **state)
{
	struct timeline t = {0};
	size_t walked = 0;

	(void)state;
	for (int round = 0; round < 54; round++) {
		struct session *session;

		seed = (uint32_t)round;
		fill(round % 9);
		session = session_new(&t);
		session_cache(session)->names = (struct kernel_names){.proc = S0BASE + PROC_AT,
		                                                      .cmap = S0BASE + VARIABLES_AT,
		                                                      .maxmem = S0BASE + VARIABLES_AT + 4,
		                                                      .curproc = S0BASE + VARIABLES_AT + 8};
		for (long event = -1; event < NEVENTS; event += 5) {
			struct timeline_mark mark = {.icount = event < 0 ? 0 : (uint64_t)event * 10, .event = event};
			struct snapshot *s = snapshot_at(session, &mark);

			assert_non_null(s);
			assert_int_equal(s->event_seq, event);
			assert_true(s->nframes <= RAM / NBPG);
			assert_true(s->nprocesses <= NPROC);
			walked += s->ncalls > 0;
			for (size_t i = 0; i < s->npages; i++)
				assert_true(!s->pages[i].present || s->pages[i].pfn < s->nframes);
			for (size_t i = 0; i < s->ncalls; i++)
				assert_true(s->calls[i].first + s->calls[i].count <= s->nwords);
			assert_string_equal(s->console, "text more");
			snapshot_free(s);
		}
		session_free(session);
	}
	assert_true(walked > 10); /* the garbage is good enough to be believed at times */
}

/* Whatever the loans and the stacks are, hazards come in order, each has its mark, and something to say. */
static void any_memory_may_have_hazards(void **state)
{
	struct timeline t = {0};
	size_t found[EV_ALL] = {0};

	(void)state;
	for (int round = 0; round < 100; round++) {
		struct timeline_mark mark = {0, -1, 0};
		const struct hazards *hs;
		struct session *session;

		seed = (uint32_t)round;
		fill(8);
		session = session_new(&t);
		session_cache(session)->names = (struct kernel_names){.proc = S0BASE + PROC_AT,
		                                                      .cmap = S0BASE + VARIABLES_AT,
		                                                      .maxmem = S0BASE + VARIABLES_AT + 4,
		                                                      .curproc = S0BASE + VARIABLES_AT + 8};
		hs = session_hazards(session);
		for (size_t i = 0; i < hs->count; i++) {
			const struct hazard *h = session_hazard(session, &mark, 1);
			char what[SNAP_LINE], why[SNAP_LINE];

			assert_ptr_equal(h, &hs->list[i]);
			mark = hazard_mark(h);
			assert_ptr_equal(hazard_of(session, &mark), h);
			hazard_text(h, what, why);
			assert_true(*what);
			hazard_summary(h, what);
			assert_true(*what);
			found[h->event.kind]++;
		}
		assert_null(session_hazard(session, &mark, 1));
		session_free(session);
	}
	assert_true(found[EV_HAZARD_FRAME] > 0 && found[EV_HAZARD_FATE] > 0);
}

static void no_kernel_is_an_empty_snapshot(void **state)
{
	struct timeline t = {0};
	struct timeline_mark mark = {.icount = 0, .event = -1};
	struct session *session;
	struct snapshot *s;

	(void)state;
	seed = 1;
	fill(0);
	memset(events, 0, sizeof events);
	session = session_new(&t);
	s = snapshot_at(session, &mark);
	assert_int_equal(s->nprocesses, 0);
	assert_int_equal(s->nframes, 0);
	assert_int_equal(s->nwords, 0);
	assert_int_equal(s->lender, 0);
	assert_true(s->caption[0][0] != '\0');
	snapshot_free(s);
	session_free(session);
}

/* However many events there are, and whatever they are of: a session looks at each of them a few times when it is made,
 * and a snapshot only at those of the loans that it shows, however long the run is. */
static void events_are_looked_at_a_few_times(void **state)
{
	enum { LOOKS_MAX = 4 };
	static const uint32_t kinds[] = {EV_VFORK_BEGIN, EV_VM_PASS, EV_VM_SHARE, EV_PROC_CREATE, EV_EXEC_COMMIT};
	struct timeline t = {0};

	(void)state;
	nevents = MANY_EVENTS;
	for (int round = 0; round < 12; round++) {
		struct session *session;

		seed = (uint32_t)round;
		fill(round % 9);
		for (size_t i = 0; i < nevents; i++) /* of very few kinds, and of pids that could be an index */
			if (random_long() % 4) {
				events[i].kind = kinds[(round + random_long() % 2) % (sizeof kinds / sizeof *kinds)];
				events[i].pid = random_long() % 2 ? UINT32_MAX - random_long() % 3 : 5;
			}
		looked = 0;
		session = session_new(&t);
		if (looked > LOOKS_MAX * nevents)
			fail_msg("round %d: %zu looks at %zu events", round, looked, nevents);
		session_cache(session)->names.proc = S0BASE + PROC_AT;
		for (long event = -1; event < (long)nevents; event += 799) {
			struct timeline_mark mark = {.icount = event < 0 ? 0 : (uint64_t)event * 10, .event = event};
			const struct loans *loans = &session_cache(session)->loans;
			const struct loan *loan = loans_at(loans, event), *chain[LOANS_DEEP];
			size_t n = loan ? loans_chain(loans, loan, event, chain) : 0, surveyed = 0;

			/* each, and one that was lent on, twice: what comes next is looked at before it comes */
			for (size_t i = 0; i < n; i++)
				surveyed += (i + 1 < n ? 2 : 4) * (nevents - (size_t)chain[i]->first);

			looked = 0;
			snapshot_free(snapshot_at(session, &mark));
			if (looked > surveyed + 3)
				fail_msg("round %d, event %ld: %zu looks", round, event, looked);
		}
		session_free(session);
	}
	nevents = NEVENTS;
}

/* A long run of short loans: no snapshot looks at more events than its own loan has. */
static void a_snapshot_of_a_long_run_reads_its_own_loan_only(void **state)
{
	enum { EACH = 8 };
	static const struct {
		uint32_t kind, pid, arg0, arg1;
	} loan[EACH] = {
		{EV_VFORK_BEGIN, 3, 4, 0}, {EV_PROC_CREATE, 3, 4, 3}, {EV_VM_PASS, 3, 3, 4},
		{EV_EXIT_BEGIN, 4, 0, 0},  {EV_VM_RETURN, 4, 4, 3},   {EV_VFORK_END, 3, 4, 0},
		{EV_EXEC_COMMIT, 3, 0, 0}, {EV_WAIT_REAP, 3, 4, 0},
	};
	struct timeline t = {0};
	struct session *session;

	(void)state;
	seed = 4;
	fill(8);
	nevents = MANY_EVENTS;
	for (size_t i = 0; i < nevents; i++) {
		events[i] = (struct event){
			.seq = i, .icount = i * 10, .kind = loan[i % EACH].kind, .pid = loan[i % EACH].pid};
		events[i].arg[0] = loan[i % EACH].arg0;
		events[i].arg[1] = loan[i % EACH].arg1;
	}
	session = session_new(&t);
	session_cache(session)->names.proc = S0BASE + PROC_AT;
	for (long event = 5; event < MANY_EVENTS; event += 331) {
		struct timeline_mark mark = {.icount = (uint64_t)event * 10, .event = event};
		struct snapshot *s;

		looked = 0;
		s = snapshot_at(session, &mark);
		assert_in_range(looked, 1, 3 * EACH);
		assert_int_equal(s->lender, 3);
		assert_int_equal(s->loan, event % EACH < 5);
		assert_int_equal(s->loan_begin, (event - event % EACH) * 10);
		assert_in_range(s->nticks, 1, 4096);
		assert_true(s->ticks[s->nticks - 1].seq >
		            MANY_EVENTS - 3 * EACH); /* those shown are of the whole run */
		snapshot_free(s);
		/* the keys N and P find them all */
		assert_int_equal(chronicle_notable(&session_cache(session)->chronicle, event, 1),
		                 event + 1 + (event % EACH == 0));
		assert_int_equal(chronicle_notable(&session_cache(session)->chronicle, event, -1),
		                 event - 1 - (event % EACH == 2));
	}
	assert_int_equal(chronicle_notable(&session_cache(session)->chronicle, -1, 1), 0);
	assert_int_equal(chronicle_notable(&session_cache(session)->chronicle, 0, -1), -1);
	assert_int_equal(chronicle_notable(&session_cache(session)->chronicle, MANY_EVENTS - 1, 1), -1);
	session_free(session);
	nevents = NEVENTS;
}

/* Of thousands of processes the lanes of the loan's two are there, those that began about then, and the oldest. */
static void the_lanes_are_of_the_present(void **state)
{
	enum { EACH = 4, LENDER = 40 };
	struct timeline t = {0};
	struct session *session;

	(void)state;
	seed = 5;
	fill(8);
	nevents = MANY_EVENTS;
	for (uint32_t i = 0; i < MANY_EVENTS; i++) {
		uint32_t child = 100 + i / EACH;
		const struct event loan[EACH] = {
			{.kind = EV_PROC_CREATE, .pid = LENDER, .arg = {child, LENDER}},
			{.kind = EV_VFORK_BEGIN, .pid = LENDER, .arg = {child}},
			{.kind = EV_VFORK_END, .pid = LENDER, .arg = {child}},
			{.kind = EV_WAIT_REAP, .pid = LENDER, .arg = {child}},
		};

		events[i] = loan[i % EACH];
		if (i / EACH < 50) /* so many are made first; the lender is neither of the oldest nor of the last */
			events[i] = (struct event){.kind = EV_PROC_CREATE, .arg = {i < 50 ? i + 1 : 0}};
		events[i].seq = i;
		events[i].icount = i * 10;
	}
	session = session_new(&t);
	for (uint32_t event = 1001; event < MANY_EVENTS; event += 1111 + EACH - 1111 % EACH) {
		struct timeline_mark mark = {.icount = event * 10, .event = event};
		struct snapshot *s = snapshot_at(session, &mark);
		size_t lenders = 0, borrowers = 0, present = 0;

		assert_int_equal(s->lender, LENDER);
		assert_int_equal(s->borrower, 100 + event / EACH);
		assert_in_range(s->nlanes, 40, 64);
		assert_int_equal(s->lanes[0].pid, 1);
		for (size_t i = 0; i < s->nlanes; i++) {
			lenders += s->lanes[i].role == ROLE_PARENT; /* nothing was passed: a copy */
			borrowers += s->lanes[i].role == ROLE_CHILD;
			present += s->lanes[i].pid <= s->borrower && s->lanes[i].pid + 30 > s->borrower;
		}
		assert_int_equal(lenders, 1);
		assert_int_equal(borrowers, 1);
		assert_int_equal(present, 30);
		snapshot_free(s);
	}
	session_free(session);
	nevents = NEVENTS;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_memory_makes_a_snapshot),
		cmocka_unit_test(any_memory_may_have_hazards),
		cmocka_unit_test(no_kernel_is_an_empty_snapshot),
		cmocka_unit_test(events_are_looked_at_a_few_times),
		cmocka_unit_test(a_snapshot_of_a_long_run_reads_its_own_loan_only),
		cmocka_unit_test(the_lanes_are_of_the_present),
	};

	return cmocka_run_group_tests_name("snapshot of garbage", tests, make_disk, free_disk);
}
