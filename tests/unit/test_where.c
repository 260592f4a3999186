/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instants by name and steps between them: emu/analysis/where.c, location.c, step.c and passage.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/passage.h"
#include "analysis/step.h"
#include "analysis/whereabouts.h"
#include "session_fixture.h"

static struct whereabouts place_of(const char *where)
{
	struct timeline_mark mark = mark_of(where);
	struct whereabouts w;

	if (!whereabouts(session, &mark, &w, error))
		fail_msg("%s: %s", where, error);
	return w;
}

static void a_function_is_entered(void **state)
{
	struct whereabouts w = place_of("spawn");

	(void)state;
	assert_true(w.there && w.next.user);
	assert_string_equal(w.next.program, "return");
	assert_string_equal(w.function, "spawn");
	assert_int_equal(w.next.pid, 2);
	w = place_of("spawn-1i"); /* the call */
	assert_string_equal(w.function, "main");
	assert_non_null(strstr(w.insn, "sr"));
}

/* vfork makes one call of spawn() return in two processes: the child's is the first. */
static void a_function_returns_in_both_processes(void **state)
{
	struct whereabouts child = place_of("spawn.return"), after = place_of("spawn.return+1i");

	(void)state;
	assert_string_equal(child.insn, "rts");
	assert_string_equal(child.function, "spawn");
	assert_int_equal(child.next.pid, 3);
	assert_string_equal(after.function, "main");
	assert_int_equal(place_of("spawn.return#2").next.pid, 2);
}

static void the_program_comes_before_others_and_the_kernel(void **state)
{
	(void)state;
	/* init has a main, too, which is entered first */
	assert_string_equal(place_of("main").next.program, "return");
	/* the library's stub and the kernel's function have one name */
	assert_true(place_of("vfork").next.user);
	assert_false(place_of("kernel:vfork").next.user);
	assert_true(mark_of("vfork").icount < mark_of("kernel:vfork").icount);
	assert_false(place_of("swtch").next.user);
}

static void a_line_begins(void **state)
{
	struct whereabouts w = place_of("spawn+1l");
	char where[64];

	(void)state;
	assert_non_null(strstr(w.file, "return.c"));
	snprintf(where, sizeof where, "return.c:%d", w.line);
	assert_true(mark_of(where).icount == w.mark.icount);
	snprintf(where, sizeof where, "demos/return.c:%d#1", w.line);
	assert_true(mark_of(where).icount == w.mark.icount);
	w = place_of("kernel:vfork+1a");
	assert_non_null(strstr(w.file, "kern_vfork.c"));
	assert_false(w.next.user);
}

static void parts_of_a_run(void **state)
{
	uint64_t last = timeline_end(session_timeline(session));

	(void)state;
	assert_true(mark_of("0%").icount == 0);
	assert_true(mark_of("100%").icount == last);
	assert_in_range(mark_of("50%").icount, last / 2 - 100, last / 2 + 100);
	assert_true(mark_of("end-1i").icount == last - 1);
	assert_int_equal(mark_of("end-2e").event, timeline_nevents(session_timeline(session)) - 2);
	assert_int_equal(mark_of("@0+1e").event, 0);
	assert_true(mark_of("vfork.begin+3i-2i").icount == mark_of("vfork.begin").icount + 1);
}

static void a_wrong_where_is_told(void **state)
{
	static const struct {
		const char *where, *tells;
	} wrong[] = {
		{"", "no such function"},
		{"spwn", "did you mean spawn?"},
		{"vfork.bgin", "did you mean vfork.begin?"},
		{"vm", "vm.pass"},
		{"spawn#0", "from 1"},
		{"spawn#", "from 1"},
		{"spawn#x", "from 1"},
		{"spawn#99999999999999999999999", "from 1"},
		{"spawn#3", "comes there 1 time"},
		{"spawn.return#3", "comes there 2 times"},
		{".return", "did you mean vm.return?"},
		{"kernel:", "no such function"},
		{"kernel:spawn", "no event or function"},
		{"return.c:1", "the next with code is"},
		{"return.c:9999", "behind the last line"},
		{"nothing.c:1", "there are init.c, return.c"},
		{":1", "no event or function"},
		{"return.c:", "no event or function"},
		{"return.c:99999999999", "no event or function"},
		{"spawn+3x", "there are i (insn), l (line)"},
		{"spawn+99999999999999999999i", "too far"},
		{"end+1i", "the run ends 0 instructions behind"},
		{"@0-1i", "the run began 0 instructions before"},
		{"end+1e", "there are only 0"},
		{"@0-1e", "there are only 0"},
		{"end-1l+9l", "there are only"},
		{"101%", "ends at 100%"},
		{"99999999999999999999%", "ends at 100%"},
		{"spawn+1i+1i+1i+1i+1i+1i+1i+1i+1i", "too many steps"},
	};
	char large[300];
	struct timeline_mark mark;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (where_mark(session, wrong[i].where, &mark, error))
			fail_msg("%s was taken", wrong[i].where);
		if (!strstr(error, wrong[i].tells))
			fail_msg("%s gives: %s", wrong[i].where, error);
	}
	memset(large, 'x', sizeof large - 1);
	large[sizeof large - 1] = '\0';
	assert_false(where_mark(session, large, &mark, error));
}

/* The machine's state there. */
static uint64_t hash_at(uint64_t icount)
{
	struct timeline *t = session_timeline(session);

	assert_true(timeline_seek(t, icount));
	return machine_hash(timeline_machine(t));
}

/* From any instant: a step forward and one back lead to the last instant of the unit before the first step's end, and
 * forward again to the same one; and nothing of the unit lies between. */
static void steps_lead_back(void **state)
{
	uint64_t last = timeline_end(session_timeline(session)), x = 12345;

	(void)state;
	for (int i = 0; i < 15; i++) {
		for (int unit = 0; unit < STEP_COUNT; unit++) {
			struct timeline_mark from, there, back, again;
			uint64_t hash;

			x = x * 6364136223846793005 + 1442695040888963407;
			if (unit == STEP_OVER || unit == STEP_OUT) /* these depend on where one comes from */
				continue;
			step_to(session_timeline(session), &from, (x >> 20) % last);
			there = from;
			if (!step_move(session, &there, (enum step_unit)unit, 1, error))
				continue;
			assert_true(timeline_mark_order(&there, &from) > 0);
			back = there;
			if (!step_move(session, &back, (enum step_unit)unit, -1, error))
				continue;
			assert_true(back.icount <= from.icount || unit == STEP_LINE);
			again = back;
			assert_true(step_move(session, &again, (enum step_unit)unit, 1, error));
			/* lines are those of the process that runs at the mark */
			if (unit != STEP_LINE || timeline_pid(session_timeline(session), back.icount, NULL) ==
			                                 timeline_pid(session_timeline(session), from.icount, NULL)) {
				assert_true(again.icount == there.icount);
				assert_int_equal(again.event, there.event);
				hash = hash_at(there.icount);
				assert_true(hash_at(back.icount) != hash || back.icount == there.icount);
				assert_true(hash_at(again.icount) == hash);
			}
		}
	}
}

/* All lines of a stretch forward are those backward. */
static void lines_forward_are_lines_backward(void **state)
{
	struct timeline_mark at = mark_of("spawn");
	uint64_t forward[64];
	int n = 0;

	(void)state;
	for (; n < 64; n++) {
		forward[n] = at.icount;
		if (!step_move(session, &at, STEP_ANY_LINE, 1, error))
			fail_msg("%s", error);
	}
	while (n-- > 0) {
		assert_true(step_move(session, &at, STEP_ANY_LINE, -1, error));
		assert_true(at.icount == forward[n]);
	}
}

struct told {
	uint64_t last, count;
};

static bool in_order(void *arg, const struct passage *at)
{
	struct told *told = arg;

	assert_true(!told->count || at->icount == told->last + 1);
	told->last = at->icount;
	told->count++;
	return false;
}

/* Each instruction that retires is told once, also those that a fault cut short and that are restarted. */
static void every_instruction_is_told_once(void **state)
{
	uint64_t from = mark_of("exec.done#2").icount, to = mark_of("exit.end").icount;
	struct told told = {0};
	struct passage found;

	(void)state;
	assert_int_equal(passage_first(session, from, to, in_order, &told, &found, error), PASSAGE_NONE);
	assert_true(told.count == to - from);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_function_is_entered),
		cmocka_unit_test(a_function_returns_in_both_processes),
		cmocka_unit_test(the_program_comes_before_others_and_the_kernel),
		cmocka_unit_test(a_line_begins),
		cmocka_unit_test(parts_of_a_run),
		cmocka_unit_test(a_wrong_where_is_told),
		cmocka_unit_test(steps_lead_back),
		cmocka_unit_test(lines_forward_are_lines_backward),
		cmocka_unit_test(every_instruction_is_told_once),
	};

	return cmocka_run_group_tests(tests, session_begin, session_end);
}
