/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two runs that are looked at together: which instants correspond, and in what the two differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/alignment.h"
#include "analysis/where.h"
#include "analysis/whereabouts.h"
#include "run_fixture.h"

static struct session *sessions[2];
static struct alignment a;
static char error[ERROR_MAX];

static void open_two(const char *program_a, const char *system_a, const char *program_b, const char *system_b)
{
	sessions[0] = session_new(fixture_run_on(system_a, program_a, NULL, 0));
	sessions[1] = session_new(fixture_run_on(system_b, program_b, NULL, 0));
	if (!alignment_make(sessions, &a, error))
		fail_msg("%s", error);
}

static void close_two(void)
{
	alignment_free(&a);
	session_free(sessions[0]);
	session_free(sessions[1]);
}

static struct timeline_mark at(int side, const char *where)
{
	struct timeline_mark mark;

	if (!where_mark(sessions[side], where, &mark, error))
		fail_msg("%s: %s", where, error);
	return mark;
}

/* Whatever the two do: what corresponds lies in the other run, steps lead back to where they came from, and going on by
 * steps comes to an end. */
static void check_steps(void)
{
	for (int side = 0; side < 2; side++) {
		struct timeline_mark mark = {0, -1, 0}, last = mark;
		size_t n = 0;

		while (alignment_step(&a, side, &mark, 1)) {
			bool exact, again;
			struct timeline_mark other = alignment_follow(&a, side, &mark, &exact);

			assert_true(exact);
			assert_true(timeline_mark_order(&last, &mark) < 0);
			assert_true(other.icount <= timeline_end(session_timeline(sessions[!side])));
			if (n++ % 16 == 0) {
				struct timeline_mark back = alignment_follow(&a, !side, &other, &again);

				assert_true(again);
				assert_int_equal(back.icount, mark.icount);
			}
			last = mark;
		}
		assert_true(n > 0 && n <= a.count);
		while (alignment_step(&a, side, &mark, -1))
			n--;
		assert_true(n == 1);
	}
}

static const struct difference *difference_of(enum difference_kind kind)
{
	for (size_t i = 0; i < a.ndifferences; i++)
		if (a.differences[i].kind == kind)
			return &a.differences[i];
	return NULL;
}

/* The line that a run is at, and the function. */
static void assert_at(int side, const struct timeline_mark *mark, const char *function, int line)
{
	struct whereabouts w;

	if (!whereabouts(sessions[side], mark, &w, error))
		fail_msg("%s", error);
	assert_string_equal(w.function ? w.function : "", function);
	assert_int_equal(w.line, line);
}

/* The child returns: under 4.3BSD its parent dies of it, under 4.4BSD it does not notice. */
static void test_return(void **state)
{
	struct timeline_mark mark, other, end;
	const struct difference *d;
	bool exact;

	(void)state;
	open_two("return", "4.3bsd", "return", "4.4bsd");
	check_steps();
	/* the same line of the same function, in the child */
	mark = at(0, "report");
	other = alignment_follow(&a, 0, &mark, &exact);
	assert_true(other.icount == at(1, "report").icount || !exact);
	mark = at(0, "vfork.begin");
	other = alignment_follow(&a, 0, &mark, &exact);
	assert_true(exact);
	assert_int_equal(other.event, at(1, "vfork.begin").event);
	/* the ends belong to each other, whatever they are */
	mark = at(0, "end");
	other = alignment_follow(&a, 0, &mark, &exact);
	assert_int_equal(other.icount, timeline_end(session_timeline(sessions[1])));
	mark = at(0, "3");
	other = alignment_follow(&a, 0, &mark, &exact);
	assert_int_equal(other.event, 3);

	d = difference_of(DIFFERENCE_KERNEL);
	assert_non_null(d);
	assert_non_null(strstr(d->what[0], "vfork lends"));
	d = difference_of(DIFFERENCE_HAZARD);
	assert_non_null(d);
	assert_int_equal(d->side, 0);
	assert_int_equal(d->mark[0].icount, at(0, "hazard.left").icount);
	/* the child of the other is at the same line */
	assert_true(d->mark[1].icount > at(1, "vfork.begin").icount && d->mark[1].icount < at(1, "report").icount);
	d = difference_of(DIFFERENCE_VALUES);
	assert_non_null(d);
	assert_at(0, &d->mark[0], "spawn", 43);
	assert_at(1, &d->mark[1], "spawn", 43);
	assert_non_null(difference_of(DIFFERENCE_END));
	/* from anywhere, on through all of them and back */
	mark = (struct timeline_mark){0, -1, 0};
	for (size_t i = 0; i < a.ndifferences; i++) {
		d = alignment_difference(&a, 0, &mark, 1);
		if (!d)
			break;
		assert_true(timeline_mark_order(&mark, &d->mark[0]) < 0);
		mark = d->mark[0];
	}
	assert_null(alignment_difference(&a, 0, &mark, 1));
	d = alignment_difference(&a, 0, &mark, -1);
	assert_true(d && timeline_mark_order(&d->mark[0], &mark) < 0);
	/* the process that dies in the one ends in the other */
	end = difference_of(DIFFERENCE_END)->mark[0];
	other = alignment_follow(&a, 0, &end, &exact);
	assert_int_equal(other.icount, difference_of(DIFFERENCE_END)->mark[1].icount);
	close_two();
}

/* Between two steps the other goes on by the program's own instructions, though its page is copied on the way. */
static void test_inside(void **state)
{
	struct timeline_mark mark, other;
	struct whereabouts w[2];
	bool exact;
	int same = 0;

	(void)state;
	open_two("return", "4.3bsd", "return", "4.4bsd");
	mark = at(0, "report");
	for (int i = 0; i < 12; i++, mark.icount++) {
		other = alignment_follow(&a, 0, &mark, &exact);
		assert_true(whereabouts(sessions[0], &mark, &w[0], error));
		assert_true(whereabouts(sessions[1], &other, &w[1], error));
		same += w[0].next.pc == w[1].next.pc;
	}
	assert_true(same >= 11);
	close_two();
}

static void test_pairs(void **state)
{
	static const struct {
		const char *program[2], *system[2];
	} pairs[] = {
		{{"exit", "exit"}, {"4.3bsd", "4.4bsd"}},
		{{"registers", "registers"}, {"4.3bsd", "sunos4-sparc"}},
		{{"return", "return"}, {"4.3bsd", "linux"}},
		{{"return", "return"}, {"linux-2.0", "4.3bsd"}}, /* vfork is fork there: the parent does not wait */
		{{"return", "return"}, {"4.3bsd", "uclinux"}},   /* other addresses */
		{{"nested", "nested"}, {"4.3bsd", "macos-11"}},  /* a borrower cannot lend: fewer processes */
		{{"limits", "limits"}, {"4.3bsd", "2.11bsd"}},   /* another number of processes */
		{{"true", "return"}, {"4.3bsd", "4.3bsd"}},      /* part at once */
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		open_two(pairs[i].program[0], pairs[i].system[0], pairs[i].program[1], pairs[i].system[1]);
		check_steps();
		close_two();
	}
}

/* The same twice: nothing differs, and every instant has itself. */
static void test_same(void **state)
{
	struct timeline_mark mark, other;
	bool exact;

	(void)state;
	open_two("exit", "4.3bsd", "exit", "4.3bsd");
	check_steps();
	assert_int_equal(a.ndifferences, 0);
	mark = at(0, "vfork.begin");
	for (int i = 0; i < 40; i++) {
		other = alignment_follow(&a, 0, &mark, &exact);
		assert_true(other.icount <= mark.icount);
		assert_true(!exact || other.icount == mark.icount);
		mark.icount += 7;
		mark.event = (long)timeline_events_until(session_timeline(sessions[0]), mark.icount) - 1;
	}
	close_two();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_return),
		cmocka_unit_test(test_inside),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
