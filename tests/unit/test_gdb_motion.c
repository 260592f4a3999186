/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stops and steps of GDB's, forward and back: emu/gdb/stub_motion.c, emu/analysis/stop_set.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis_cache.h"
#include "analysis/step.h"
#include "analysis/writer.h"
#include "gdb_fixture.h"
#include "replay/timeline_lookout.h"

static void breakpoints(void **state)
{
	uint32_t spawn = gdb_address("spawn");

	(void)state;
	assert_string_equal(gdb_ask_for("Z0,%x,2", spawn), "OK");
	assert_string_equal(gdb_ask("vCont;c"), "T05thread:2;");
	assert_string_equal(gdb_printed, "parent: I call spawn()\n");
	assert_int_equal(gdb_reg(PC), spawn);
	assert_int_equal(gdb_now(), mark_of("spawn").icount);
	assert_string_equal(gdb_ask_for("z0,%x,2", spawn), "OK");
	assert_string_equal(gdb_ask_for("Z1,%x,2", gdb_address("report")), "OK");
	assert_string_equal(gdb_ask("c"), "T05thread:3;");
	assert_int_equal(gdb_now(), mark_of("report").icount);
	assert_string_equal(gdb_ask_for("Z0,%x,2", spawn), "OK");
	assert_string_equal(gdb_ask("bc"), "T05thread:2;");
	assert_int_equal(gdb_now(), mark_of("spawn").icount);
	assert_string_equal(gdb_printed, "");
	assert_string_equal(gdb_ask("bc"), "T05thread:2;replaylog:begin;");
	assert_int_equal(gdb_reg(PC), 0);
	assert_string_equal(gdb_ask("bc"), "T05thread:2;replaylog:begin;");
}

/* Every program begins at 0: a breakpoint is one of the program that the run is about, unless all are meant. */
static void a_breakpoint_is_one_of_its_program(void **state)
{
	(void)state;
	gdb_start(0);
	assert_string_equal(gdb_ask("Z0,0,2"), "OK");
	assert_string_equal(gdb_ask("c"), "T05thread:2;");
	assert_int_equal(gdb_reg(PC), 0);
	gdb_start(0);
	gdb_monitor("program *");
	assert_string_equal(gdb_ask("Z0,0,2"), "OK");
	assert_string_equal(gdb_ask("c"), "T05thread:1;");
	gdb_start(0);
	assert_non_null(strstr(gdb_monitor("program init"), "those of init"));
	assert_string_equal(gdb_ask("Z0,0,2"), "OK");
	assert_string_equal(gdb_ask("c"), "T05thread:1;");
	assert_string_equal(gdb_ask("Z0,80004000,2"), "OK"); /* the kernel's are of all of them */
	assert_string_equal(gdb_ask("bc"), "T05thread:1869f;");
	assert_int_equal(gdb_now(), 0);
	for (int i = 0; i < STOP_POINTS - 2; i++)
		assert_string_equal(gdb_ask_for("Z0,%x,2", 2 * i + 0x100), "OK");
	assert_string_equal(gdb_ask("Z0,2000,2"), "E03");
}

/* A step is one of the program: what the kernel does for it is passed over. Back and forth are the same. */
static void steps(void **state)
{
	uint64_t at[200];
	int n = 0;

	(void)state;
	for (; n < 200; n++) {
		at[n] = gdb_now();
		assert_true(gdb_reg(PC) < S0BASE);
		assert_string_equal(gdb_ask(n & 1 ? "vCont;s:2" : "s"), "T05thread:2;");
		assert_true(gdb_now() > at[n]);
	}
	while (n-- > 0) {
		assert_string_equal(gdb_ask("bs"), "T05thread:2;");
		assert_int_equal(gdb_now(), at[n]);
	}
	assert_string_equal(gdb_ask("bs"), "T05thread:2;replaylog:begin;");
	/* out of a range; the other thread's steps are waited for */
	assert_string_equal(gdb_ask("vCont;r0,4:2"), "T05thread:2;");
	assert_true(gdb_reg(PC) >= 4);
	gdb_start(mark_of("spawn.return").icount);
	assert_string_equal(gdb_ask("vCont;s:2;c"), "T05thread:2;");
	assert_true(gdb_reg(PC) > gdb_address("vfork") && gdb_reg(PC) < gdb_address("vfork") + 64);
	/* in the kernel by its instructions */
	gdb_start(mark_of("vm.pass").icount);
	assert_true(gdb_reg(PC) >= S0BASE);
	assert_string_equal(gdb_ask("s"), "T05thread:2;");
	assert_int_equal(gdb_now(), mark_of("vm.pass").icount + 1);
}

/* From the crash back to the store that destroyed the return address, and on again. */
static void from_the_crash_to_its_cause(void **state)
{
	struct timeline_mark crash = mark_of("signal.deliver");
	char name[16], expected[64];
	struct datum d;
	struct write w;
	uint32_t slot;

	(void)state;
	assert_string_equal(gdb_ask("c"), "T0bthread:2;");
	assert_int_equal(gdb_now(), crash.icount);
	assert_int_equal(gdb_reg(PC), 0x33333333); /* its program's, though the kernel runs */
	slot = gdb_reg(SP) - 4;
	assert_int_equal(gdb_word(slot), 0x33333333);
	snprintf(name, sizeof name, "0x%x", slot);
	assert_true(datum_read(session, &crash, 2, name, &d, error));
	assert_int_equal(writer_last(session, &d, 0, crash.icount, &w, error), PASSAGE_FOUND);
	assert_string_equal(gdb_ask("Hg2"), "OK");
	assert_string_equal(gdb_ask_for("Z2,%x,4", slot), "OK");
	snprintf(expected, sizeof expected, "T05thread:3;watch:%x;", slot);
	assert_string_equal(gdb_ask("bc"), expected); /* the child's store into its parent's frame */
	assert_int_equal(gdb_now(), w.at.icount);
	assert_int_equal(gdb_reg(PC), w.at.pc);
	assert_true(gdb_word(slot) > gdb_address("main") && gdb_word(slot) < gdb_address("main") + 512);
	assert_string_equal(gdb_ask("c"), expected); /* the same, from its other side */
	assert_int_equal(gdb_now(), w.at.icount + 1);
	assert_int_equal(gdb_word(slot), 0x33333333);
	assert_string_equal(gdb_ask("c"), "T0bthread:2;");
	assert_int_equal(gdb_now(), crash.icount);
	/* what is not wanted to be heard of is passed over */
	assert_string_equal(gdb_ask("QPassSignals:b;14"), "OK");
	assert_string_equal(gdb_ask("vCont;C0b:2"), "T05thread:1;replaylog:end;");
	assert_non_null(strstr(gdb_printed, "killed by signal 11"));
	assert_non_null(strstr(gdb_printed, "The run ends here: the machine has halted with status 139.\n"));
	assert_int_equal(gdb_now(), timeline_end(session_timeline(session)));
	assert_string_equal(gdb_ask("QPassSignals:"), "OK");
	assert_string_equal(gdb_ask_for("z2,%x,4", slot), "OK");
	assert_string_equal(gdb_ask("bc"), "T0bthread:2;");
}

/* The same memory is watched by whoever has it: each stop forward is one backward. */
static void every_store_is_found_both_ways(void **state)
{
	uint32_t use_fork = gdb_address("use_fork"), slot;
	char expected[64], name[16];
	struct timeline_mark at;
	uint64_t stores[64];
	struct datum d;
	struct write w;
	size_t n = 0;

	(void)state;
	assert_string_equal(gdb_ask_for("Z0,%x,2", gdb_address("spawn")), "OK");
	gdb_ask("c");
	slot = gdb_reg(SP);
	gdb_start(UINT64_MAX);
	snprintf(name, sizeof name, "0x%x", slot);
	step_to(session_timeline(session), &at, gdb_now());
	assert_true(datum_read(session, &at, 2, name, &d, error));
	while (writer_first(session, &d, at.icount, UINT64_MAX, &w, error) == PASSAGE_FOUND && n < 64) {
		if (w.was != w.now && w.at.icount < mark_of("signal.deliver").icount)
			stores[n++] = w.at.icount;
		at.icount = w.at.icount + 1;
	}
	assert_true(n > 2 && n < 64);
	assert_string_equal(gdb_ask_for("Z2,%x,4", slot), "OK");
	for (size_t i = 0; i < n; i++) {
		assert_non_null(strstr(gdb_ask("c"), "watch"));
		assert_int_equal(gdb_now(), stores[i] + 1);
	}
	assert_string_equal(gdb_ask("c"), "T0bthread:2;");
	for (const char *answer; (answer = gdb_ask("bc"), !strstr(answer, "replaylog"));)
		if (strstr(answer, "watch"))
			assert_int_equal(gdb_now(), stores[--n]);
	assert_int_equal(n, 0);
	/* reads, and stores of what was there already */
	gdb_start(mark_of("spawn").icount);
	assert_string_equal(gdb_ask_for("Z3,%x,4", use_fork), "OK");
	snprintf(expected, sizeof expected, "T05thread:2;rwatch:%x;", use_fork);
	assert_string_equal(gdb_ask("c"), expected);
	assert_string_equal(gdb_ask_for("z3,%x,4", use_fork), "OK");
	gdb_start(UINT64_MAX);
	assert_string_equal(gdb_ask_for("Z2,%x,4", use_fork), "OK"); /* 0 is written over 0: no change */
	assert_string_equal(gdb_ask_for("Z0,%x,2", gdb_address("spawn")), "OK");
	assert_string_equal(gdb_ask("c"), "T05thread:2;");
	gdb_start(UINT64_MAX);
	assert_string_equal(gdb_ask_for("Z4,%x,4", use_fork), "OK");
	snprintf(expected, sizeof expected, "T05thread:2;awatch:%x;", use_fork);
	assert_string_equal(gdb_ask("c"), expected);
	assert_true(gdb_now() < mark_of("spawn").icount);
}

/* A child's copy is not its parent's memory: a watch is of one process. On a system that copies on write the page
 * itself becomes another one, which is followed. */
static void a_copy_is_not_watched(void **state)
{
	struct session *lent = session;
	struct timeline_mark at;
	uint32_t sp;

	(void)state;
	session = session_new(fixture_run_on("4.4bsd", "return", NULL, 0));
	at = mark_of("report");
	gdb_start(at.icount);
	assert_string_equal(gdb_ask("qC"), "QC3");
	sp = gdb_reg(SP);
	assert_string_equal(gdb_ask("Hg2"), "OK");
	assert_string_equal(gdb_ask_for("Z2,%x,4", sp), "OK");
	while (strstr(gdb_ask("bc"), "watch"))
		assert_int_equal(timeline_pid(session_timeline(session), gdb_now(), NULL), 2);
	gdb_start(at.icount);
	assert_string_equal(gdb_ask("Hg3"), "OK");
	assert_string_equal(gdb_ask_for("Z2,%x,4", sp), "OK");
	assert_non_null(strstr(gdb_ask("bc"), "T05thread:3;watch:"));
	stub_free(stub);
	stub = NULL;
	session_free(session);
	session = lent;
}

/* ^C while a search goes on: before it, in it, and too late. */
static void the_user_wants_no_more(void **state)
{
	const char *answer;
	uint64_t begin = 0;

	(void)state;
	gdb_start(0);
	assert_string_equal(gdb_ask_for("Z2,%x,4", gdb_address("main")), "OK"); /* which nothing ever stores into */
	assert_string_equal(gdb_ask("Z0,3ffe,2"), "OK");
	gdb_breaks = 0;
	assert_string_equal(gdb_ask("c"), "T02thread:1869f;");
	assert_int_equal(gdb_now(), begin);
	for (int asked = 1; gdb_now() == begin; asked++) {
		gdb_breaks = asked;
		answer = gdb_ask("c");
		assert_non_null(strstr(answer, "T02thread:"));
	}
	assert_true(gdb_now() < timeline_end(session_timeline(session)));
	gdb_breaks = -1;
	gdb_ngot = 0;
	stub_feed(stub, "+$c#63\x03", 7); /* it is among what has come already */
	assert_non_null(memmem(gdb_got, gdb_ngot, "T02", 3));
	gdb_ngot = 0;
	stub_feed(stub, "+\x03", 2);
	assert_int_equal(gdb_ngot, 0);
}

/* Few points are looked for at full speed, many in detail, and both are the same: of kernel and program, both ways. */
static void points_are_found_at_any_speed(void **state)
{
	uint64_t stops[2][400];
	size_t n[2] = {0, 0};
	uint32_t kernel;

	(void)state;
	assert_true(symbols_address(session_cache(session)->kernel, "syscall", &kernel));
	for (int many = 0; many < 2; many++) {
		gdb_start(UINT64_MAX);
		for (unsigned i = 0; i < (many ? 40 : 0); i++)
			assert_string_equal(gdb_ask_for("Z0,%x,2", 0x30000001 + i), "OK"); /* nowhere */
		assert_string_equal(gdb_ask_for("Z0,%x,2", kernel), "OK");
		assert_string_equal(gdb_ask_for("Z0,%x,2", gdb_address("write")), "OK");
		assert_string_equal(gdb_ask_for("Z0,%x,2", gdb_address("vfork") + 18), "OK"); /* behind the trap */
		assert_string_equal(gdb_ask("QPassSignals:b"), "OK");
		while (!strstr(gdb_ask("c"), "replaylog") && n[many] < 200)
			stops[many][n[many]++] = gdb_now();
		while (!strstr(gdb_ask("bc"), "replaylog") && n[many] < 400)
			stops[many][n[many]++] = gdb_now();
	}
	assert_true(n[0] > 20 && n[0] % 2 == 0);
	for (size_t i = 0; i < n[0] / 2; i++)
		assert_int_equal(stops[0][i], stops[0][n[0] - 1 - i]);
	assert_int_equal(n[0], n[1]);
	assert_memory_equal(stops[0], stops[1], n[0] * sizeof stops[0][0]);
}

enum { INSNS = 200000, SAMPLES = 40 };

static uint32_t executed[INSNS]; /* pc by icount */
static size_t nexecuted;
static struct write_span spans[INSNS];
static size_t nspans;

static void on_insn(void *arg, uint64_t icount, uint32_t pc)
{
	(void)arg;
	assert_true(icount < INSNS);
	executed[icount] = pc;
	nexecuted = icount + 1;
}

static void on_span(void *arg, uint64_t from, uint64_t to)
{
	(void)arg;
	assert_true(nspans < INSNS && from < to);
	spans[nspans++] = (struct write_span){from, to};
}

/* Wherever an instruction is executed, it was told of before, near there; and the run is the same. */
static void a_lookout_sees_every_execution(void **state)
{
	struct timeline *t = session_timeline(session);
	uint64_t hash, end = timeline_end(t), hits = 0;

	(void)state;
	timeline_seek(t, end);
	hash = machine_hash(timeline_machine(t));
	assert_true(timeline_detail(t, 0, end, on_insn, NULL, NULL, NULL));
	for (size_t i = 0; i < SAMPLES; i++) {
		struct lookout lookout = {
			.pcs = {executed[(2 * i + 1) * nexecuted / (2 * SAMPLES)]}, .count = 1, .tell = on_span};
		size_t at = 0;

		nspans = 0;
		assert_true(timeline_look_out(t, 0, end, &lookout));
		assert_true(machine_hash(timeline_machine(t)) == hash);
		for (uint64_t icount = 0; icount < nexecuted; icount++) {
			if (executed[icount] != lookout.pcs[0])
				continue;
			while (at < nspans && spans[at].to <= icount)
				at++;
			assert_true(at < nspans && spans[at].from <= icount);
			hits++;
		}
	}
	assert_true(hits > 1000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, gdb_at_start)
	const struct CMUnitTest tests[] = {
		TEST(breakpoints),
		TEST(points_are_found_at_any_speed),
		TEST(a_lookout_sees_every_execution),
		TEST(a_breakpoint_is_one_of_its_program),
		TEST(steps),
		TEST(from_the_crash_to_its_cause),
		TEST(every_store_is_found_both_ways),
		TEST(a_copy_is_not_watched),
		TEST(the_user_wants_no_more),
	};
#undef TEST

	return cmocka_run_group_tests(tests, session_begin, gdb_end);
}
