/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs that leave another one: emu/replay/branch.c and emu/analysis/action.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/action.h"
#include "analysis/writer.h"
#include "session_fixture.h"

static uint64_t hash_at(struct timeline *t, uint64_t icount)
{
	if (!timeline_seek(t, icount))
		fail_msg("%s", timeline_failure(t));
	return machine_hash(timeline_machine(t));
}

/* The run that becomes of one action, complete. */
static struct timeline *branch(const char *where, const char *action)
{
	struct timeline_mark mark = mark_of(where);
	struct action_changes changes;
	struct timeline *t;

	if (!actions_read(session, &mark, 0, &action, 1, &changes, error))
		fail_msg("%s: %s", action, error);
	t = timeline_branch(session_timeline(session), mark.icount, changes.list, changes.count, error);
	free(changes.list);
	if (!t)
		fail_msg("%s", error);
	assert_int_equal(timeline_complete(t), DRIVE_HALT);
	return t;
}

static bool printed(struct timeline *t, const char *wanted)
{
	const char *text;
	size_t size = timeline_output(t, UINT64_MAX, &text);

	return memmem(text, size, wanted, strlen(wanted)) != NULL;
}

/* A branch without intervention is complete, and as its parent. */
static void assert_same(struct timeline *t, struct timeline *parent)
{
	uint64_t last = timeline_end(parent);

	assert_non_null(t);
	assert_int_equal(timeline_complete(t), DRIVE_HALT);
	assert_true(timeline_end(t) == last);
	assert_int_equal(timeline_nevents(t), timeline_nevents(parent));
	for (size_t e = 0; e < timeline_nevents(t); e++)
		assert_memory_equal(timeline_event(t, e), timeline_event(parent, e), sizeof(struct event));
	assert_true(hash_at(t, last) == hash_at(parent, last));
}

static void without_intervention_it_is_the_same_run(void **state)
{
	struct timeline *parent = session_timeline(session);
	uint64_t x = 99;

	(void)state;
	for (int i = 0; i < 4; i++) {
		uint64_t at = (x = x * 6364136223846793005 + 1442695040888963407) >> 20;
		struct timeline *t = timeline_branch(parent, at % timeline_end(parent), NULL, 0, error);

		assert_same(t, parent);
		timeline_free(t);
	}
}

/* Branches in each other's place, which begin with a state that their parent has kept before them; with none behind
 * them. All of them are the same run, and each comes back to instants before and behind that state. */
static void in_the_place_of_another(void **state)
{
	struct timeline *parent = session_timeline(session), *t = NULL;
	uint64_t kept = mark_of("vfork.begin").icount, last = timeline_end(parent);
	const uint64_t from[] = {kept, kept + 1, kept - 500, (kept + last) / 2, last};

	(void)state;
	assert_true(timeline_keep(parent, kept));
	for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
		t = timeline_branch_instead(parent, from[i], NULL, 0, t, error);
		assert_same(t, parent);
		for (uint64_t at = kept - 40; at < kept + 60; at += 33)
			assert_true(hash_at(t, at) == hash_at(parent, at));
	}
	timeline_free(t);
	assert_true(timeline_keep(parent, last)); /* and what was kept is kept no more */
	assert_true(hash_at(parent, kept) != hash_at(parent, last));
}

/* Any instant of a branch is the same, whether it is reached from its last checkpoint or from the run's beginning. */
static void a_branch_is_a_run_of_its_own(void **state)
{
	struct timeline *t = branch("spawn.return-1l", "_exit(3)");
	uint64_t last = timeline_end(t), at = mark_of("spawn.return-1l").icount, hash[3];
	struct machine *fresh = run_config_machine(timeline_config(t), error);
	const struct allowance time = allowance_new(60);
	size_t applied = 0;

	(void)state;
	assert_true(printed(t, "all is well"));
	hash[0] = hash_at(t, at);
	hash[1] = hash_at(t, at + 100);
	hash[2] = hash_at(t, last);
	assert_true(hash[0] == hash_at(session_timeline(session), at)); /* interventions come after the instant */
	assert_true(hash[1] != hash_at(session_timeline(session), at + 100));
	assert_non_null(fresh);
	for (int i = 0; i < 3; i++) {
		assert_true(recording_replay(timeline_recording(t), fresh, &applied,
		                             i == 0   ? at
		                             : i == 1 ? at + 100
		                                      : last,
		                             &time, error));
		assert_true(machine_hash(fresh) == hash[i]);
	}
	machine_free(fresh);
	timeline_free(t);
}

/* Machines that were given back are made anew, wherever one goes then, whatever is asked. */
static void idle_between_looks(void **state)
{
	struct timeline *parent = session_timeline(session),
			*t = timeline_branch(parent, timeline_end(parent) / 2, NULL, 0, error);
	uint64_t last = timeline_end(parent);
	const uint64_t to[] = {last, 0, last / 3, last / 3 + 1, last / 2, last / 2 - 1, last};

	(void)state;
	assert_non_null(t);
	timeline_idle(t); /* it is not complete: nothing goes */
	assert_same(t, parent);
	for (size_t i = 0; i < sizeof to / sizeof *to; i++) {
		timeline_idle(t);
		assert_null(timeline_machine(t));
		if (i % 2)
			assert_true(timeline_detail(t, to[i] / 2, to[i] / 2 + 9, NULL, NULL, NULL, NULL));
		assert_true(hash_at(t, to[i]) == hash_at(parent, to[i]));
	}
	timeline_idle(t);
	t = timeline_branch_instead(parent, last / 3, NULL, 0, t, error);
	assert_same(t, parent);
	timeline_idle(t);
	timeline_free(t);
}

/* What was put by hand is a write as any other: the one who did it is told, with the whole value. */
static void hands_are_told(void **state)
{
	const uint64_t at = mark_of("main+2l").icount;
	struct session *of = session_new(branch("main+2l", "set use_fork = 0x01020304"));
	struct timeline_mark end = {timeline_end(session_timeline(of)), 0, 0};
	struct datum datum;
	struct write w;

	(void)state;
	end.event = (long)timeline_nevents(session_timeline(of)) - 1;
	assert_true(datum_read(of, &(struct timeline_mark){at + 1, mark_of("main+2l").event, 0}, 0, "use_fork", &datum,
	                       error));
	assert_int_equal(datum.value, 0x01020304);
	assert_int_equal(writer_last(of, &datum, 0, at + 1, &w, error), PASSAGE_FOUND);
	assert_true(w.hand && !w.kernel);
	assert_true(w.at.icount == at);
	assert_int_equal(w.was, 0);
	assert_int_equal(w.now, 0x01020304);
	assert_int_equal(w.at.pid, 2);
	assert_int_equal(writer_last(of, &datum, 0, at, &w, error), PASSAGE_FOUND); /* who did before */
	assert_false(w.hand);
	assert_int_equal(writer_first(of, &datum, at, end.icount, &w, error), PASSAGE_FOUND);
	assert_true(w.hand && w.now == 0x01020304);
	session_free(of);

	of = session_new(branch("main+2l", "set d3 = 77"));
	assert_true(
		datum_read(of, &(struct timeline_mark){at + 1, mark_of("main+2l").event, 0}, 0, "d3", &datum, error));
	assert_int_equal(datum.value, 77);
	assert_int_equal(writer_last(of, &datum, 0, at + 1, &w, error), PASSAGE_FOUND);
	assert_true(w.hand && !w.kernel && w.at.icount == at && w.now == 77);
	session_free(of);
}

static void branches_branch(void **state)
{
	struct timeline *first = branch("main+2l", "set use_fork = 1"), *second;
	struct session *of = session_new(first);
	struct timeline_mark mark;
	struct action_changes changes;
	const char *action = "printf(\"%s %d\\n\", \"once\", 5)";

	(void)state;
	assert_true(where_mark(of, "report", &mark, error));
	assert_true(actions_read(of, &mark, 0, &action, 1, &changes, error));
	second = timeline_branch(first, mark.icount, changes.list, changes.count, error);
	free(changes.list);
	assert_non_null(second);
	assert_int_equal(timeline_complete(second), DRIVE_HALT);
	assert_true(printed(second, "once 5\n"));
	assert_true(printed(second, "child:  report(0x11111111, 0x22222222, 0x33333333)"));
	assert_true(printed(second, "all is well"));
	assert_false(printed(first, "once"));
	timeline_free(second);
	session_free(of);
}

/* A call leaves the registers, the condition codes and the stack pointer as they were: a run with one that does nothing
 * prints what it would have printed, wherever it is made. */
static void a_call_leaves_no_trace(void **state)
{
	struct timeline *parent = session_timeline(session), *t;
	const char *before, *after;
	size_t n = timeline_output(parent, UINT64_MAX, &before);
	struct timeline_mark at = mark_of("main");

	(void)state;
	for (int i = 0; i < 12; i++) {
		char where[32];

		snprintf(where, sizeof where, "@%llu", (unsigned long long)at.icount + (unsigned)i * 3);
		t = branch(where, "strlen(\"nothing\")");
		assert_int_equal(timeline_output(t, UINT64_MAX, &after), n);
		assert_memory_equal(before, after, n);
		timeline_free(t);
	}
}

static void what_actions_do(void **state)
{
	static const struct {
		const char *where, *action, *prints;
	} cases[] = {
		{"spawn.return-1l", "_exit(0)", "all is well"},
		{"spawn.return", "execl(\"/bin/echo\", \"echo\", \"from exec\", 0)", "from exec\n"},
		{"report+1l", "set first = 0x55", "report(0x55, 0x22222222"},
		{"report+1l", "set report.third=-1", "0x22222222, 0xffffffff"},
		{"main+2l", "signal 2 15", "(Terminated)"},
		{"main+2l", "write(1, \"by hand\\n\", 8)", "by hand\n"},
		{"report", "return", "gave me child 0"},
		{"main+2l", "getpid()", "I call spawn()"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct timeline *t = branch(cases[i].where, cases[i].action);

		if (!printed(t, cases[i].prints))
			fail_msg("%s prints no %s", cases[i].action, cases[i].prints);
		timeline_free(t);
	}
}

static void wrong_actions_are_told(void **state)
{
	static const struct {
		const char *where, *action, *tells;
	} wrong[] = {
		{"main+2l", "", "no action"},
		{"main+2l", "jump", "no action"},
		{"main+2l", "none(1)", "no such function"},
		{"main+2l", "printf(", "number, a \"text\" or a variable"},
		{"main+2l", "printf(\"x", "number, a \"text\" or a variable"},
		{"main+2l", "printf(1", "comma"},
		{"main+2l", "printf(1) 2", "nothing comes behind"},
		{"main+2l", "printf(nothing)", "no such variable"},
		{"main+2l", "getpid(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17)", "at most 16"},
		{"main+2l", "return x", "behind return"},
		{"main+2l", "set use_fork", "NAME = VALUE"},
		{"main+2l", "set use_fork = x", "comes a number"},
		{"main+2l", "set none = 1", "no such variable"},
		{"main+2l", "set kernel:curproc = 1", "are not changed"},
		{"main+2l", "signal 2", "from 1 to 31"},
		{"main+2l", "signal 2 32", "from 1 to 31"},
		{"main+2l", "input x", "behind input comes a \"text\""},
		{"vfork.begin", "return", "is in the kernel at @"},
		{"@0", "return", "kernel"},
		{"end", "return", "never runs in user mode again"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct timeline_mark mark = mark_of(wrong[i].where);
		struct action_changes changes;
		bool ok = actions_read(session, &mark, 0, &wrong[i].action, 1, &changes, error);

		free(changes.list);
		if (ok)
			fail_msg("%s was taken", wrong[i].action);
		if (!strstr(error, wrong[i].tells))
			fail_msg("%s gives: %s", wrong[i].action, error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_intervention_it_is_the_same_run),
		cmocka_unit_test(in_the_place_of_another),
		cmocka_unit_test(idle_between_looks),
		cmocka_unit_test(a_branch_is_a_run_of_its_own),
		cmocka_unit_test(hands_are_told),
		cmocka_unit_test(branches_branch),
		cmocka_unit_test(a_call_leaves_no_trace),
		cmocka_unit_test(what_actions_do),
		cmocka_unit_test(wrong_actions_are_told),
	};

	return cmocka_run_group_tests(tests, session_begin, session_end);
}
