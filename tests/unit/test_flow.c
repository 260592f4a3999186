/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls and returns as they are told in detail mode. The program guest/flow.S has every kind of them, with faults in
 * all places; guest/bare.S has the clock interrupt them. What is to be told is worked out here from the instructions
 * that were executed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "bare_machine.h"

enum {
	LONG = 10000000, /* more instructions than any run has */
	TEXT = 0x1000,   /* address of the user's page */
	DEPTH = 500,     /* calls in calls in flow.S */
	PUSHED = 4,
	KEPT = 40000, /* calls and returns of a run, at most */
	JSR = 0x4e80,
	JSR_MASK = 0xffc0,
	BSR = 0x6100,
	BSR_MASK = 0xff00,
	RTD = 0x4e74,
	RTS = 0x4e75,
	CALLS = XFC_BASE + XFC_CALLS,
	RET = XFC_BASE + XFC_RET,
};

static struct image flow_image, bare_image_of;
static struct symbols *symbols;

struct watch {
	struct machine *m;
	struct flow *flows;
	size_t n;
	struct { /* what was begun last */
		uint64_t icount;
		uint32_t pc, opcode;
		bool any;
	} last;
	size_t done; /* calls and returns among the instructions, as far as they have retired */
	uint64_t stored_at, stop_at;
};

/* Physical address of what the machine has at va. */
static uint32_t physical(struct machine *m, uint32_t va)
{
	uint32_t pa;

	assert_true(machine_translate(m, va, &pa) && pa + 4 <= machine_ram_size(m));
	return pa;
}

static uint32_t word_at(struct machine *m, uint32_t va)
{
	return be16_get(machine_ram(m) + physical(m, va));
}

/* A longword anywhere, also across pages. */
static uint32_t long_at(struct machine *m, uint32_t va)
{
	return word_at(m, va) << 16 | word_at(m, va + 2);
}

static bool is_call(uint32_t opcode)
{
	return (opcode & JSR_MASK) == JSR || (opcode & BSR_MASK) == BSR || opcode == CALLS;
}

static bool is_return(uint32_t opcode)
{
	return opcode == RTS || opcode == RTD || opcode == RET;
}

/* The instruction begun last has retired: has it been told? */
static void expect_last(struct watch *w)
{
	const struct flow *f;

	if (!w->last.any || !(is_call(w->last.opcode) || is_return(w->last.opcode)))
		return;
	w->done++;
	assert_int_equal(w->n, w->done);
	f = &w->flows[w->n - 1];
	assert_int_equal(f->icount, w->last.icount);
	assert_int_equal(f->pc, w->last.pc);
	assert_int_equal(f->kind, is_call(w->last.opcode) ? FLOW_CALL : FLOW_RETURN);
}

static void on_insn(void *arg, uint64_t icount, uint32_t pc)
{
	struct watch *w = arg;

	if (icount == w->last.icount + 1)
		expect_last(w);
	assert_int_equal(w->n, w->done);
	w->last.icount = icount;
	w->last.pc = pc;
	w->last.opcode = word_at(w->m, pc);
	w->last.any = true;
}

static void on_store(void *arg, const struct store *s)
{
	((struct watch *)arg)->stored_at = s->icount;
}

/* The instruction's stores have been told and are there, those of what comes next are not. */
static void check_call(const struct watch *w, const struct flow *f)
{
	assert_int_equal(w->stored_at, f->icount);
	if (w->last.opcode == CALLS) {
		assert_int_equal(long_at(w->m, f->sp_after + FRAME_PC), f->back);
		assert_int_equal(f->back, f->pc + 8);
		assert_true(f->sp_before - f->sp_after >= FRAME_REGISTERS + 4);
	} else {
		assert_int_equal(f->sp_after, f->sp_before - PUSHED);
		assert_int_equal(long_at(w->m, f->sp_after), f->back);
		assert_in_range(f->back - f->pc, 2, 10);
	}
}

static void check_return(const struct watch *w, const struct flow *f)
{
	uint32_t popped = PUSHED;

	assert_int_equal(f->back, 0);
	if (w->last.opcode == RET)
		return;
	if (w->last.opcode == RTD)
		popped += (uint32_t)(int32_t)(int16_t)word_at(w->m, f->pc + 2);
	assert_int_equal(long_at(w->m, f->sp_before), f->to);
	assert_int_equal(f->sp_after, f->sp_before + popped);
}

static void on_flow(void *arg, const struct flow *f)
{
	struct watch *w = arg;

	assert_true(w->n < KEPT);
	assert_int_equal(f->icount, w->last.icount);
	assert_int_equal(f->pc, w->last.pc);
	assert_true(w->n == 0 || w->flows[w->n - 1].icount < f->icount);
	if (f->kind == FLOW_CALL)
		check_call(w, f);
	else
		check_return(w, f);
	w->flows[w->n++] = *f;
	if (f->icount == w->stop_at)
		machine_stop_here(w->m);
}

static void listen(struct watch *w)
{
	const struct listener listener = {
		.arg = w,
		.insn = on_insn,
		.store = on_store,
		.flow = on_flow,
	};

	machine_listen(w->m, &listener);
	machine_detail(w->m, true);
}

static struct watch *new_watch(const struct image *image)
{
	struct watch *w = calloc(1, sizeof *w);

	w->flows = calloc(KEPT, sizeof *w->flows);
	w->m = bare_machine(image, NULL, 0);
	w->stop_at = UINT64_MAX;
	listen(w);
	return w;
}

static void free_watch(struct watch *w)
{
	machine_free(w->m);
	free(w->flows);
	free(w);
}

/* Runs to the end, in steps of at most `step`: of just so many, or of any number. */
static struct watch *run(const struct image *image, uint64_t step, uint64_t seed)
{
	struct watch *w = new_watch(image);

	while (machine_run(w->m, machine_icount(w->m) + (seed ? bare_random(&seed) % step + 1 : step)) != STOP_HALT)
		assert_int_equal(w->n, w->done + (w->n && w->flows[w->n - 1].icount == machine_icount(w->m) - 1));
	if (machine_halt(w->m)->check)
		fail_msg("%s", machine_halt(w->m)->report);
	return w;
}

static struct watch *straight; /* of flow.S */

static int set_up(void **state)
{
	(void)state;
	straight = run(&flow_image, LONG, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	free_watch(straight);
	return 0;
}

static void assert_same(const struct watch *a, const struct watch *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++)
		if (memcmp(&a->flows[i], &b->flows[i], sizeof a->flows[i]))
			fail_msg("number %zu differs: at pc %08x after %llu, at pc %08x after %llu", i, a->flows[i].pc,
			         (unsigned long long)a->flows[i].icount, b->flows[i].pc,
			         (unsigned long long)b->flows[i].icount);
	assert_int_equal(machine_hash(a->m), machine_hash(b->m));
}

/* Where a label is: in S0, or in the user's page. */
static uint32_t place(const char *name)
{
	uint32_t va = 0, user = 0;

	if (!symbols_address(symbols, name, &va) || !symbols_address(symbols, "user", &user))
		fail_msg("%s: no such label", name);
	return va >= user && va < user + NBPG ? va - user + TEXT : va;
}

#define ANYWHERE 1u /* an odd address that no label has */

static const struct {
	const char *pc;
	unsigned times;
	enum flow_kind kind;
	const char *to; /* NULL: it is `at` */
	uint32_t at;
	int32_t pops; /* bytes that the stack pointer goes up */
} expected[] = {
	{"jsr_register", 1, FLOW_CALL, "routine", 0, -4},
	{"jsr_displaced", 1, FLOW_CALL, "routine_rts", 0, -4},
	{"jsr_indexed", 1, FLOW_CALL, "routine", 0, -4},
	{"jsr_absolute", 1, FLOW_CALL, "routine", 0, -4},
	{"jsr_relative", 1, FLOW_CALL, "routine", 0, -4},
	{"jsr_indirect", 1, FLOW_CALL, "routine", 0, -4},
	{"bsr_short", 1, FLOW_CALL, "near", 0, -4},
	{"bsr_word", 1, FLOW_CALL, "near", 0, -4},
	{"bsr_long", 1, FLOW_CALL, "routine", 0, -4},
	{"near_rts", 2, FLOW_RETURN, NULL, ANYWHERE, 4},
	{"routine_rts", 8, FLOW_RETURN, NULL, ANYWHERE, 4},
	{"rtd_call", 1, FLOW_CALL, "rtd_routine", 0, -4},
	{"rtd_routine", 1, FLOW_RETURN, "deep_prepare", 0, 12},
	{"deep_call", 1, FLOW_CALL, "deep", 0, -4},
	{"deep_inner", DEPTH - 1, FLOW_CALL, "deep", 0, -4},
	{"deep_rts", DEPTH, FLOW_RETURN, NULL, ANYWHERE, 4},
	{"calls_call", 1, FLOW_CALL, "calls_routine_begin", 0, -4 - 4 - 20},
	{"calls_nested", 1, FLOW_CALL, "calls_inner", 0, -4 - 10 * 4 - 20},
	{"calls_inner", 1, FLOW_CALL, "calls_routine_begin", 0, -4 - 4 - 20},
	{"calls_ret", 2, FLOW_RETURN, NULL, ANYWHERE, 4 + 4 + 20},
	{"calls_outer_ret", 1, FLOW_RETURN, "itself_prepare", 0, 4 + 10 * 4 + 20 + 4},
	{"itself", 2, FLOW_CALL, NULL, ANYWHERE, -4},
	{"tail_call", 1, FLOW_CALL, "tail", 0, -4},
	{"tail_rts", 1, FLOW_RETURN, "jump_prepare", 0, 4},
	{"tail_jump", 0, FLOW_CALL, NULL, 0, 0},
	{"jump", 0, FLOW_CALL, NULL, 0, 0},
	{"push_and_rts", 1, FLOW_RETURN, "popped_call", 0, 4},
	{"popped_call", 1, FLOW_CALL, "popped", 0, -4},
	{"popped_jump", 0, FLOW_RETURN, NULL, 0, 0},
	{"jsr_no_mode", 0, FLOW_CALL, NULL, 0, 0},
	{"jsr_odd", 1, FLOW_CALL, NULL, ANYWHERE, -4},
	{"jsr_fenced", 1, FLOW_CALL, "fenced", 0, -4},
	{"bsr_next", 1, FLOW_CALL, "bsr_next_fence", 0, -4},
	{"jsr_gate", 1, FLOW_CALL, NULL, 0xfffe0000, -4},
	{"jsr_missing", 1, FLOW_CALL, NULL, 0x3040, -4},
	{"rts_missing", 1, FLOW_RETURN, NULL, 0x3040, 4},
	{"calls_bad", 0, FLOW_CALL, NULL, 0, 0},
	{"push_missing", 0, FLOW_CALL, NULL, 0, 0},
	{"user_bsr", 1, FLOW_CALL, "user_rts", 0, -4},
	{"user_rts", 1, FLOW_RETURN, NULL, ANYWHERE, 4},
	{"user_jsr_register", 1, FLOW_CALL, "user_jsr_rtd", 0, -4},
	{"user_jsr_rtd", 2, FLOW_RETURN, NULL, ANYWHERE, 4},
	{"user_calls", 1, FLOW_CALL, "user_calls_inner", 0, -4 - 4 * 4 - 20},
	{"user_calls_inner", 1, FLOW_CALL, "user_jsr_rtd", 0, -4},
	{"user_ret", 1, FLOW_RETURN, NULL, ANYWHERE, 4 + 4 * 4 + 20},
	{"user_system", 1, FLOW_CALL, "routine", 0, -4},
	{"again_bsr", 1, FLOW_CALL, "again_bsr_rts", 0, -4},
	{"again_bsr_rts", 1, FLOW_RETURN, NULL, ANYWHERE, 4},
	{"again_jsr", 1, FLOW_CALL, "again_jsr_rtd", 0, -4},
	{"again_jsr_rtd", 1, FLOW_RETURN, NULL, ANYWHERE, 4},
	{"again_calls", 1, FLOW_CALL, "again_ret", 0, -4 - 10 * 4 - 20},
	{"again_ret", 1, FLOW_RETURN, NULL, ANYWHERE, 4 + 10 * 4 + 20},
	{"fetch_faults", 1, FLOW_CALL, NULL, 0x3040, -4},
	{"shared_before", 1, FLOW_CALL, NULL, ANYWHERE, -4},
	{"shared_jsr", 1, FLOW_CALL, NULL, ANYWHERE, -4},
	{"shared_bsr", 1, FLOW_CALL, "shared", 0, -4},
	{"shared_rtd", 1, FLOW_RETURN, NULL, ANYWHERE, -4},
	{"across_call", 1, FLOW_CALL, NULL, 0x2ffe, -4},
};

static void every_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		uint32_t pc = place(expected[i].pc), to = expected[i].to ? place(expected[i].to) : expected[i].at;
		unsigned times = 0;

		for (size_t k = 0; k < straight->n; k++) {
			const struct flow *f = &straight->flows[k];

			if (f->pc != pc)
				continue;
			times++;
			if (f->kind != expected[i].kind || (to != ANYWHERE && f->to != to) ||
			    f->sp_after - f->sp_before != (uint32_t)expected[i].pops)
				fail_msg("%s: to %08x, sp from %08x to %08x", expected[i].pc, f->to, f->sp_before,
				         f->sp_after);
		}
		if (times != expected[i].times)
			fail_msg("%s: told %u times", expected[i].pc, times);
	}
}

/* The call whose address is on the stack leads to itself, and then behind itself. */
static void calls_itself(void **state)
{
	uint32_t itself = place("itself"), seen = 0;

	(void)state;
	for (size_t i = 0; i < straight->n; i++)
		if (straight->flows[i].pc == itself)
			assert_int_equal(straight->flows[i].to, seen++ ? straight->flows[i].back : itself);
	assert_int_equal(seen, 2);
}

/* With a shadow stack each return finds its call; and so deep does it go. */
static void returns_find_their_calls(void **state)
{
	uint32_t back[DEPTH + 1], inside = place("deep"), depth = 0, deepest = 0, outer = place("deep_call");
	bool begun = false;

	(void)state;
	for (size_t i = 0; i < straight->n; i++) {
		const struct flow *f = &straight->flows[i];

		begun |= f->pc == outer;
		if (!begun)
			continue;
		if (f->kind == FLOW_CALL) {
			assert_int_equal(f->to, inside);
			assert_true(depth <= DEPTH);
			back[depth++] = f->back;
		} else {
			assert_int_equal(f->to, back[--depth]);
		}
		deepest = depth > deepest ? depth : deepest;
		if (!depth)
			break;
	}
	assert_int_equal(depth, 0);
	assert_int_equal(deepest, DEPTH);
}

static void stops_change_nothing(void **state)
{
	static const struct {
		uint64_t step, seed;
	} schedules[] = {{1, 0}, {2, 0}, {3, 0}, {7, 0}, {3, 5}, {10, 6}, {40, 7}, {300, 8}};

	(void)state;
	for (size_t i = 0; i < sizeof schedules / sizeof *schedules; i++) {
		struct watch *w = run(&flow_image, schedules[i].step, schedules[i].seed);

		assert_same(w, straight);
		free_watch(w);
	}
}

/* The same where the clock interrupts calls and returns. */
static void interrupts_change_nothing(void **state)
{
	struct watch *a = run(&bare_image_of, LONG, 0), *b = run(&bare_image_of, 100, 1),
		     *c = run(&bare_image_of, 9, 2);

	(void)state;
	assert_true(a->n > 100);
	assert_same(b, a);
	assert_same(c, a);
	free_watch(a);
	free_watch(b);
	free_watch(c);
}

/* A run that is to stop right behind a call has told it; one that is to stop right before it has not. */
static void told_before_the_run_comes_back(void **state)
{
	struct watch *w = new_watch(&flow_image);

	(void)state;
	for (size_t i = 0; i < straight->n; i += i < 20 || i > straight->n - 60 ? 1 : 37) {
		uint64_t at = straight->flows[i].icount;

		assert_int_equal(machine_run(w->m, at), STOP_TARGET);
		assert_int_equal(w->n, i);
		assert_int_equal(machine_run(w->m, at + 1), STOP_TARGET);
		assert_int_equal(w->n, i + 1);
		assert_memory_equal(&w->flows[i], &straight->flows[i], sizeof *w->flows);
	}
	free_watch(w);
}

/* The listener's function may stop the machine: right behind the call, and it goes on as if nothing had been. */
static void may_stop_the_machine(void **state)
{
	struct watch *w = new_watch(&flow_image);
	enum machine_stop stop;
	size_t stops = 0;

	(void)state;
	w->stop_at = straight->flows[0].icount;
	while ((stop = machine_run(w->m, LONG)) == STOP_ASKED) {
		assert_int_equal(machine_icount(w->m), w->stop_at + 1);
		w->stop_at = ++stops < straight->n ? straight->flows[stops].icount : UINT64_MAX;
	}
	assert_int_equal(stop, STOP_HALT);
	assert_int_equal(stops, straight->n);
	assert_same(w, straight);
	free_watch(w);
}

/* From a saved state on, the rest of them. */
static void replayed_from_a_checkpoint(void **state)
{
	struct watch *w = new_watch(&flow_image);
	uint64_t seed = 9;

	(void)state;
	for (int i = 0; i < 8; i++) {
		uint64_t at = bare_random(&seed) % machine_icount(straight->m);
		size_t size, first = 0;
		void *block;

		if (machine_icount(w->m) < at) {
			machine_detail(w->m, false); /* the way there need not be looked at */
			assert_int_equal(machine_run(w->m, at), STOP_TARGET);
		}
		at = machine_icount(w->m);
		block = machine_save(w->m, &size);
		while (first < straight->n && straight->flows[first].icount < at)
			first++;
		w->n = w->done = 0;
		w->last.any = false;
		listen(w);
		assert_int_equal(machine_run(w->m, at + 800),
		                 at + 800 < machine_icount(straight->m) ? STOP_TARGET : STOP_HALT);
		assert_true(first + w->n <= straight->n);
		assert_memory_equal(w->flows, straight->flows + first, w->n * sizeof *w->flows);
		assert_true(first + w->n == straight->n ||
		            straight->flows[first + w->n].icount >= machine_icount(w->m));
		assert_true(machine_restore(w->m, block, size));
		free(block);
	}
	free_watch(w);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind),
		cmocka_unit_test(calls_itself),
		cmocka_unit_test(returns_find_their_calls),
		cmocka_unit_test(stops_change_nothing),
		cmocka_unit_test(interrupts_change_nothing),
		cmocka_unit_test(told_before_the_run_comes_back),
		cmocka_unit_test(may_stop_the_machine),
		cmocka_unit_test(replayed_from_a_checkpoint),
	};
	char error[ERROR_MAX];
	int failed;

	(void)argc;
	flow_image = bare_image(argv[0], "flow");
	bare_image_of = bare_image(argv[0], "bare");
	symbols = symbols_open(flow_image.data, flow_image.size, error);
	failed = cmocka_run_group_tests(tests, set_up, tear_down);
	symbols_close(symbols);
	free(flow_image.data);
	free(bare_image_of.data);
	return failed;
}
