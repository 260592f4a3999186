/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Determinism as a property, and kernels that are broken in every way.
 *
 * The program guest/bare.S uses all that the processor offers, with the clock interrupting it. However the host stops,
 * steps, looks, saves and restores, the run must come out the same to the bit.
 * Not in make check.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <xxhash.h>

#include "base/be.h"
#include "bare_machine.h"

enum { LIMIT = 10000000 };

static struct image bare;

/* What a host can do to a machine between two stops. */
enum {
	LOOK = 1,       /* read registers, hash and translations */
	DETAIL = 2,     /* detail mode throughout */
	TOGGLE = 4,     /* detail mode on and off */
	MOVE = 8,       /* save, and go on in another machine */
	BACK = 16,      /* save, run on, restore */
	AT_EVENTS = 32, /* stop at events, too */
	DEAF = 64,      /* hear of no event */
	EARS = 128,     /* hear of events now and then */
};

struct outcome {
	uint64_t hash, icount, usec, events, event_hash;
	uint32_t status, ticks, faults, places;
	bool check;
};

struct watch {
	uint64_t hash, events;
	bool stop;
};

static bool watch_event(void *arg, const struct event *e)
{
	struct watch *w = arg;
	const uint64_t numbers[] = {e->icount, e->usec, e->pid, e->kind};

	w->hash = XXH3_64bits_withSeed(numbers, sizeof numbers, w->hash);
	w->hash = XXH3_64bits_withSeed(e->arg, sizeof e->arg, w->hash);
	w->events++;
	return w->stop;
}

static void watch_insn(void *arg, uint64_t icount, uint32_t pc)
{
	(void)arg;
	(void)icount;
	(void)pc;
}

static void watch_store(void *arg, const struct store *s)
{
	(void)arg;
	(void)s;
}

static void listen(struct machine *m, struct watch *w, bool events)
{
	machine_listen(
		m, &(struct listener){
			   .arg = w, .event = events ? watch_event : NULL, .insn = watch_insn, .store = watch_store});
}

static struct machine *start(const struct image *image, struct watch *w, int habits)
{
	struct machine *m = bare_machine(image, NULL, 0);

	w->stop = habits & AT_EVENTS;
	listen(m, w, !(habits & DEAF));
	machine_detail(m, habits & DETAIL);
	return m;
}

static void look(struct machine *m)
{
	struct cpu_regs regs;
	uint32_t pa;

	machine_regs(m, &regs);
	machine_hash(m);
	machine_translate(m, regs.pc, &pa);
	machine_translate(m, 0x3000, &pa);
}

/* Saves m, frees it, and returns another machine in the same state. */
static struct machine *move(struct machine *m, const struct image *image, struct watch *w, int habits)
{
	struct machine *other = start(image, w, habits);
	uint64_t seed = machine_icount(m);
	struct watch before = *w;
	size_t size;
	void *block = machine_save(m, &size);

	machine_run(other, bare_random(&seed) % 5000); /* not a fresh one: it must forget all that it was */
	assert_true(machine_restore(other, block, size));
	assert_int_equal(machine_hash(other), machine_hash(m));
	*w = before;
	free(block);
	machine_free(m);
	return other;
}

/* Saves m, runs it on for a while and brings it back. */
static void there_and_back(struct machine *m, struct watch *w, uint64_t distance)
{
	uint64_t hash = machine_hash(m), icount = machine_icount(m);
	struct watch before = *w;
	size_t size;
	void *block = machine_save(m, &size);

	machine_run(m, icount + distance);
	assert_true(machine_restore(m, block, size));
	assert_int_equal(machine_hash(m), hash);
	assert_int_equal(machine_icount(m), icount);
	*w = before;
	free(block);
}

static uint32_t label(struct machine *m, const struct image *image, const char *name)
{
	char error[ERROR_MAX];
	struct symbols *s = symbols_open(image->data, image->size, error);
	uint32_t value = bare_long(m, s, name);

	symbols_close(s);
	return value;
}

static struct outcome outcome(struct machine *m, const struct watch *w)
{
	return (struct outcome){
		.hash = machine_hash(m),
		.icount = machine_icount(m),
		.usec = machine_usec(m),
		.events = w->events,
		.event_hash = w->hash,
		.status = machine_halt(m)->status,
		.check = machine_halt(m)->check,
	};
}

/* Runs the image to its end or to the limit, with stops at most `step` apart (random ones if seed is not 0). */
static struct outcome run(const struct image *image, uint64_t step, uint64_t seed, int habits, uint64_t limit)
{
	struct watch w = {0};
	struct machine *m = start(image, &w, habits);
	struct outcome o;

	for (uint64_t n = 0; machine_icount(m) < limit; n++) {
		uint64_t distance = seed ? bare_random(&seed) % step + 1 : step;
		uint64_t target = machine_icount(m) + distance < limit ? machine_icount(m) + distance : limit;
		enum machine_stop stop = machine_run(m, target);

		if (stop == STOP_HALT || stop == STOP_INPUT)
			break;
		if (stop == STOP_TARGET)
			assert_int_equal(machine_icount(m), target);
		else
			assert_int_equal(stop, STOP_EVENT);
		if (habits & LOOK)
			look(m);
		if (habits & TOGGLE)
			machine_detail(m, n % 2);
		if (habits & MOVE)
			m = move(m, image, &w, habits);
		if (habits & BACK)
			there_and_back(m, &w, distance);
		if (habits & EARS)
			listen(m, &w, n % 2);
	}
	o = outcome(m, &w);
	if (image == &bare) {
		o.ticks = label(m, image, "ticks");
		o.faults = label(m, image, "faults");
		o.places = label(m, image, "places");
	}
	machine_free(m);
	return o;
}

/* The same run, whoever heard of it. */
static void assert_same_run(const struct outcome *a, const struct outcome *b)
{
	assert_int_equal(a->icount, b->icount);
	assert_int_equal(a->usec, b->usec);
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->check, b->check);
	assert_int_equal(a->ticks, b->ticks);
	assert_int_equal(a->faults, b->faults);
	assert_int_equal(a->places, b->places);
	assert_int_equal(a->hash, b->hash);
}

static void assert_same(const struct outcome *a, const struct outcome *b)
{
	assert_same_run(a, b);
	assert_int_equal(a->events, b->events);
	assert_int_equal(a->event_hash, b->event_hash);
}

static struct outcome expected; /* the run without any stop */

static int run_straight(void **state)
{
	(void)state;
	expected = run(&bare, LIMIT, 0, 0, LIMIT);
	return 0;
}

static void does_what_it_says(void **state)
{
	enum { ROUNDS = 100, COPIED = 300 };

	(void)state;
	assert_false(expected.check);
	assert_int_equal(expected.events, ROUNDS);
	assert_int_equal(expected.faults, ROUNDS);
	assert_int_equal(expected.usec - expected.icount,
	                 ROUNDS * (COPIED / 4 * 57 / 10)); /* only MOVC3 costs more than its instruction */
	assert_true(expected.ticks > expected.usec / 777 - 8 && expected.ticks <= expected.usec / 777);
	assert_true(expected.places != 0);
}

static void fixed_steps(void **state)
{
	static const uint64_t steps[] = {2, 3, 7, 64, 777, 4096, 100000};

	(void)state;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct outcome o = run(&bare, steps[i], 0, 0, LIMIT);

		assert_same(&o, &expected);
	}
}

static void random_steps(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct outcome o = run(&bare, 10 + seed * seed * seed, seed, 0, LIMIT);

		assert_same(&o, &expected);
	}
}

static void habits_change_nothing(void **state)
{
	static const struct {
		int habits;
		uint64_t step;
	} cases[] = {
		{LOOK, 50},
		{DETAIL, LIMIT},
		{DETAIL, 1000},
		{DETAIL | LOOK, 99},
		{TOGGLE, 500},
		{MOVE, 8000},
		{MOVE | DETAIL, 9000},
		{BACK, 3000},
		{BACK | TOGGLE, 3000},
		{AT_EVENTS, LIMIT},
		{AT_EVENTS | LOOK, 300},
		{AT_EVENTS | MOVE | TOGGLE, 9000},
		{LOOK | TOGGLE | MOVE | BACK | AT_EVENTS, 9000},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct outcome o = run(&bare, cases[i].step, i + 1, cases[i].habits, LIMIT);

		assert_same(&o, &expected);
	}
}

/* What nobody hears may be left out, and the run is the same to the bit. */
static void listening_changes_nothing(void **state)
{
	static const struct {
		int habits;
		uint64_t step;
	} cases[] = {
		{DEAF, LIMIT},        {DEAF, 1},
		{DEAF, 50},           {DEAF | LOOK, 777},
		{DEAF | TOGGLE, 500}, {DEAF | MOVE | BACK, 9000},
		{EARS, 20000},        {EARS | TOGGLE | MOVE | BACK, 9000},
		{EARS, 3000},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct outcome o = run(&bare, cases[i].step, i + 1, cases[i].habits, LIMIT);

		assert_same_run(&o, &expected);
		if (cases[i].habits & DEAF)
			assert_int_equal(o.events, 0);
		else
			assert_in_range(o.events, 1, expected.events - 1);
	}
}

/* Every instruction on its own: exact count, and the same events and state at the end. */
static void single_steps(void **state)
{
	struct watch w = {0};
	struct machine *m = start(&bare, &w, 0);
	uint64_t n = 0;

	(void)state;
	while (machine_run(m, n + 1) == STOP_TARGET)
		assert_int_equal(machine_icount(m), ++n);
	assert_int_equal(machine_icount(m), n + 1);
	struct outcome o = outcome(m, &w), e = expected;
	e.ticks = e.faults = e.places = 0;
	assert_same(&o, &e);
	machine_free(m);
}

/* At each stop of a row of stops the state is that of a run straight to there. */
static void stops_are_instants(void **state)
{
	struct watch w = {0}, v = {0};
	struct machine *m = start(&bare, &w, 0), *straight;
	uint64_t seed = 5;

	(void)state;
	for (int i = 0; i < 60; i++) {
		uint64_t target = machine_icount(m) + bare_random(&seed) % 600;

		assert_int_equal(machine_run(m, target), STOP_TARGET);
		straight = start(&bare, &v, 0);
		assert_int_equal(machine_run(straight, target), STOP_TARGET);
		assert_int_equal(machine_hash(m), machine_hash(straight));
		machine_free(straight);
	}
	machine_free(m);
}

/* Detail ------------------------------------------------------------------------------------------------------ */

struct replay {
	struct machine *m;
	uint8_t *ram;    /* what memory must be, from the stores alone */
	uint64_t icount; /* of the last instruction seen */
	uint32_t pc;
	uint64_t insns, stores;
	bool bad;
};

static void replay_insn(void *arg, uint64_t icount, uint32_t pc)
{
	struct replay *r = arg;

	r->bad |= r->insns && icount < r->icount;
	r->icount = icount;
	r->pc = pc;
	r->insns++;
}

static void replay_store(void *arg, const struct store *s)
{
	struct replay *r = arg;
	uint32_t was = 0, now = 0;

	for (uint32_t i = 0; i < s->size && i < 4; i++) {
		was = was << 8 | machine_ram(r->m)[s->pa + i];
		now = now << 8 | s->bytes[i];
	}
	r->bad |= s->was != was || s->now != now || s->size < 1 || s->size > NBPG ||
	          (s->pa & PGOFSET) + s->size > NBPG || s->icount > r->icount + 1;
	memcpy(r->ram + s->pa, s->bytes, s->size);
	r->stores++;
}

/* Is b what a is but for M bits? */
static void assert_same_memory(const uint8_t *a, const uint8_t *b, uint32_t size)
{
	for (uint32_t pa = 0; pa < size; pa += 4) {
		uint32_t difference = be32_get(a + pa) ^ be32_get(b + pa);

		if (difference && difference != PG_M)
			fail_msg("memory at %08x is %08x, by the stores %08x", pa, be32_get(a + pa), be32_get(b + pa));
	}
}

static void replay_all(const struct image *image, uint64_t step)
{
	struct replay r = {.m = bare_machine(image, NULL, 0)};
	const struct listener listener = {.arg = &r, .insn = replay_insn, .store = replay_store};
	uint32_t size = machine_ram_size(r.m);
	uint64_t seed = step;

	r.ram = malloc(size);
	memcpy(r.ram, machine_ram(r.m), size);
	machine_listen(r.m, &listener);
	machine_detail(r.m, true);
	while (machine_run(r.m, machine_icount(r.m) + bare_random(&seed) % step + 1) != STOP_HALT)
		;
	assert_false(machine_halt(r.m)->check);
	assert_false(r.bad);
	assert_same_memory(machine_ram(r.m), r.ram, size);
	assert_true(r.stores > 1000);
	/* Instructions seen: those that retired, and those that faulted and were begun again. */
	assert_int_equal(r.insns, machine_icount(r.m) + label(r.m, image, "faults"));
	machine_free(r.m);
	free(r.ram);
}

static void stores_make_memory(void **state)
{
	(void)state;
	replay_all(&bare, LIMIT);
	replay_all(&bare, 100);
	replay_all(&bare, 3000);
}

/* Broken kernels ---------------------------------------------------------------------------------------------- */

#define CODE(...) (const uint16_t[]){__VA_ARGS__}, sizeof((const uint16_t[]){__VA_ARGS__})

static struct image words(const uint16_t *word, size_t size)
{
	uint8_t bytes[256];

	assert_true(size <= sizeof bytes);
	for (size_t i = 0; i < size / 2; i++)
		be16_put(bytes + 2 * i, word[i]);
	return bare_code(bytes, size);
}

static void broken_kernels_are_reported(void **state)
{
	static const struct {
		const char *name, *report;
		uint16_t code[16];
	} cases[] = {
		{"jumps into nothing", "no memory behind virtual address 10000000", {0x4ef9, 0x1000, 0x0000}},
		{"jumps to the core's own page", "no memory behind virtual address fffff000", {0x4ef9, 0xffff, 0xf000}},
		{"jumps to the core's other page",
	         "no memory behind virtual address ffffe000",
	         {0x4ef9, 0xffff, 0xe000}},
		{"reads nothing", "no memory behind virtual address 20000000", {0x2039, 0x2000, 0x0000}},
		{"stores into nothing", "no memory behind virtual address 20000000", {0x23c0, 0x2000, 0x0000}},
		{"traps without a handler", "no handler for vector 40", {0x4fef, 0x1000, 0x4e40}},
		{"illegal, no handler",
	         "no handler for vector 10",
	         {0x203c, 0x0000, 0x8000, 0x7211, 0xa000, 0x4afc} /* SCBB 8000 */},
		{"no system control block",
	         "no system control block at 00fff000",
	         {0x203c, 0x00ff, 0xf000, 0x7211, 0xa000, 0x4afc}},
		{"system control block not aligned",
	         "no system control block at 00001002",
	         {0x203c, 0x0000, 0x1002, 0x7211, 0xa000, 0x4afc}},
		{"rte from nothing", "kernel stack not valid at 30000000, for rte", {0x2e7c, 0x3000, 0x0000, 0x4e73}},
		{"exception without a stack",
	         "kernel stack not valid at 2ffffffc",
	         {0x2e7c, 0x3000, 0x0000, 0x23fc, 0x8000, 0x4000, 0x0000, 0x0040, 0x4e40}},
		{"no process control block",
	         "process control block at 04000000",
	         {0x203c, 0x0400, 0x0000, 0x7210, 0xa000, 0xa002}},
		{"idle for ever", "nothing can ever happen", {0x7001, 0xa008}},
		{"goes off its memory's end", "no memory behind virtual address 80400000", {0x4ef9, 0x803f, 0xfff0}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct image image = words(cases[i].code, sizeof cases[i].code);
		struct machine *m = bare_machine(&image, NULL, 0);
		enum machine_stop stop = machine_run(m, 100000);

		if (stop != STOP_HALT || !machine_halt(m)->check || !strstr(machine_halt(m)->report, cases[i].report))
			fail_msg("%s: stop %d, %s", cases[i].name, stop, machine_halt(m)->report);
		assert_int_equal(machine_run(m, MACHINE_FOREVER), STOP_HALT); /* and it stays so */
		machine_free(m);
		free(image.data);
	}
}

static void endless_loops_stop_at_the_target(void **state)
{
	struct image loops[] = {
		words(CODE(0x60fe)),               /* bra to itself */
		words(CODE(0x4e71, 0x60fc)),       /* nop ; bra */
		words(CODE(0x203c, 0, 0, 0x60f8)), /* move.l #0,d0 ; bra */
	};

	(void)state;
	for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
		struct machine *m = bare_machine(&loops[i], NULL, 0);

		for (uint64_t target = 1; target < 3000000; target += target / 3 + 1) {
			assert_int_equal(machine_run(m, target), STOP_TARGET);
			assert_int_equal(machine_icount(m), target);
		}
		machine_free(m);
		free(loops[i].data);
	}
}

/* A handler that raises its own exception: no instruction retires any more, but work does not stop. */
static void exceptions_without_end_are_work(void **state)
{
	struct image image = words(CODE(0x2e7c, 0x0040, 0x0000,                 /* a stack at the end of memory */
	                                0x203c, 0x0000, 0x8000, 0x7211, 0xa000, /* SCBB 8000 */
	                                0x23fc, 0x8000, 0x401a, 0x0000, 0x8010, /* handler of vector 10: */
	                                0x4afc));                               /* the illegal instruction itself */
	struct machine *m = bare_machine(&image, NULL, 0);
	uint64_t before;

	(void)state;
	machine_stop_at_work(m, 1000);
	assert_int_equal(machine_run(m, MACHINE_FOREVER), STOP_WORK);
	before = machine_icount(m);
	assert_true(before < 10 && machine_work(m) >= 1000);
	machine_stop_at_work(m, 5000);
	assert_int_equal(machine_run(m, MACHINE_FOREVER), STOP_WORK); /* and it can go on */
	assert_int_equal(machine_icount(m), before);
	machine_free(m);
	free(image.data);
}

static void targets_in_the_past(void **state)
{
	struct image image = words(CODE(0x4e71, 0x60fc));
	struct machine *m = bare_machine(&image, NULL, 0);

	(void)state;
	assert_int_equal(machine_run(m, 0), STOP_TARGET);
	assert_int_equal(machine_icount(m), 0);
	assert_int_equal(machine_run(m, 11), STOP_TARGET);
	assert_int_equal(machine_run(m, 11), STOP_TARGET);
	assert_int_equal(machine_run(m, 5), STOP_TARGET);
	assert_int_equal(machine_icount(m), 11);
	machine_free(m);
	free(image.data);
}

/*
 * Garbage: pure noise, and noise among instructions that go on for longer; floating point and `stop`, which the core
 * must keep from its engine, are among them. (A kernel that stores into its own code through another address and does
 * not say so breaks the machine's rules, and its run need not be reproducible. None of these does.)
 */
static struct image garbage(uint64_t seed)
{
	static const uint16_t common[] = {0x4e71, 0x5280, 0x2200, 0xd081, 0x66fa, 0x6002, 0x4e75, 0xa000,
	                                  0xa006, 0x2f00, 0x4e73, 0x4e40, 0x51c8, 0x48e7, 0x20c0, 0xa008,
	                                  0x4a80, 0x6704, 0x41fa, 0x4ed0, 0xf2a0, 0xf260, 0x4e72};
	enum { SIZE = 6000 };
	uint8_t code[SIZE];
	bool noise = seed % 2;

	for (size_t i = 0; i < SIZE; i += 2) {
		uint64_t r = bare_random(&seed);

		be16_put(code + i, noise || r % 8 == 0 ? (uint16_t)(r >> 16)
		                                       : common[(r >> 32) % (sizeof common / sizeof *common)]);
	}
	return bare_code(code, SIZE);
}

static void garbage_is_harmless_and_reproducible(void **state)
{
	enum { SEEDS = 100, INSNS = 20000 };
	unsigned checks = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct image image = garbage(seed);
		struct outcome a = run(&image, INSNS, 0, 0, INSNS), b = run(&image, 50, seed, LOOK, INSNS);

		if (a.hash != b.hash || a.icount != b.icount || a.check != b.check || a.event_hash != b.event_hash)
			fail_msg("seed %u: %llu and %llu instructions", (unsigned)seed, (unsigned long long)a.icount,
			         (unsigned long long)b.icount);
		checks += a.check;
		free(image.data);
	}
	assert_true(checks > SEEDS / 2);
}

/* Restoring ---------------------------------------------------------------------------------------------------- */

static void bad_states_are_refused(void **state)
{
	struct watch w = {0};
	struct machine *m = start(&bare, &w, 0);
	uint64_t hash;
	size_t size;
	uint8_t *block;

	(void)state;
	machine_run(m, 5000);
	hash = machine_hash(m);
	block = machine_save(m, &size);
	assert_false(machine_restore(m, block, size - 1));
	assert_false(machine_restore(m, block, 0));
	block[0] ^= 1;
	assert_false(machine_restore(m, block, size));
	block[0] ^= 1;
	assert_int_equal(machine_hash(m), hash);
	assert_true(machine_restore(m, block, size));
	assert_int_equal(machine_hash(m), hash);
	free(block);
	machine_free(m);
}

/* A halted machine's state can be restored from and to. */
static void halts_are_state(void **state)
{
	struct watch w = {0};
	struct machine *m = start(&bare, &w, 0);
	size_t size, early_size;
	uint8_t *block, *early;

	(void)state;
	machine_run(m, 5000);
	early = machine_save(m, &early_size);
	assert_int_equal(machine_run(m, LIMIT), STOP_HALT);
	block = machine_save(m, &size);
	assert_true(machine_restore(m, early, early_size));
	assert_false(machine_halt(m)->halted);
	assert_int_equal(machine_run(m, 6000), STOP_TARGET);
	assert_true(machine_restore(m, block, size));
	assert_true(machine_halt(m)->halted);
	assert_int_equal(machine_run(m, LIMIT), STOP_HALT);
	assert_int_equal(machine_halt(m)->status, expected.status);
	assert_int_equal(machine_hash(m), expected.hash);
	free(block);
	free(early);
	machine_free(m);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(does_what_it_says),
		cmocka_unit_test(fixed_steps),
		cmocka_unit_test(random_steps),
		cmocka_unit_test(habits_change_nothing),
		cmocka_unit_test(listening_changes_nothing),
		cmocka_unit_test(single_steps),
		cmocka_unit_test(stops_are_instants),
		cmocka_unit_test(stores_make_memory),
		cmocka_unit_test(broken_kernels_are_reported),
		cmocka_unit_test(endless_loops_stop_at_the_target),
		cmocka_unit_test(exceptions_without_end_are_work),
		cmocka_unit_test(targets_in_the_past),
		cmocka_unit_test(garbage_is_harmless_and_reproducible),
		cmocka_unit_test(bad_states_are_refused),
		cmocka_unit_test(halts_are_state),
	};

	(void)argc;
	bare = bare_image(argv[0], "bare");
	int failed = cmocka_run_group_tests(tests, run_straight, NULL);
	free(bare.data);
	return failed;
}
