/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the events tell of the whole run, emu/analysis/chronicle.c: courses of processes, their names, and who is
 * between two programs. This file is the timeline. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/chronicle.h"
#include "abi/proc.h"

enum { EVENTS_MAX = 40000 };

struct timeline {
	struct event events[EVENTS_MAX];
	size_t nevents;
};

static struct timeline run;

size_t timeline_nevents(const struct timeline *t)
{
	return t->nevents;
}

const struct event *timeline_event(const struct timeline *t, size_t seq)
{
	return &t->events[seq];
}

uint64_t timeline_end(const struct timeline *t)
{
	return t->nevents * 10;
}

static int begin(void **state)
{
	(void)state;
	run.nevents = 0;
	return 0;
}

/* An event, ten instructions after the one before. */
static void add(enum event_kind kind, uint32_t pid, uint32_t arg0, uint32_t arg1, const char *text)
{
	struct event *e = &run.events[run.nevents];

	assert_true(run.nevents < EVENTS_MAX);
	*e = (struct event){.seq = run.nevents, .icount = run.nevents * 10, .pid = pid, .kind = kind};
	e->arg[0] = arg0;
	e->arg[1] = arg1;
	strncpy(e->text, text, sizeof e->text - 1);
	run.nevents++;
}

/* Spans follow one another from the process's making to its end. */
static void assert_whole(const struct course *c, uint64_t from, uint64_t to)
{
	assert_true(c->nspans > 0);
	assert_int_equal(c->spans[0].from, from);
	assert_int_equal(c->spans[c->nspans - 1].to, to);
	for (size_t i = 0; i < c->nspans; i++) {
		assert_true(c->spans[i].from < c->spans[i].to);
		if (i)
			assert_int_equal(c->spans[i].from, c->spans[i - 1].to);
	}
}

/* The name is the program that it has at the instant; before its first one that, or its parent's when it was made. */
static void a_process_has_its_names_in_time(void **state)
{
	struct chronicle ch = {0};

	(void)state;
	add(EV_PROC_CREATE, 0, 1, 0, "");
	add(EV_EXEC_COMMIT, 1, 0, 0, "/etc/init"); /* 10 */
	add(EV_PROC_CREATE, 1, 2, 1, "");          /* 20 */
	add(EV_EXEC_COMMIT, 2, 0, 0, "/bin/sh");
	add(EV_PROC_CREATE, 2, 3, 2, ""); /* 40 */
	add(EV_EXEC_COMMIT, 3, 0, 0, "ls");
	add(EV_EXEC_COMMIT, 2, 0, 0, "/bin/true"); /* 60 */
	chronicle_write(&ch, &run);
	assert_int_equal(ch.ncourses, 3);
	assert_string_equal(course_name(&ch.courses[0], 0), "init");
	assert_string_equal(course_name(&ch.courses[1], 0), "init");
	assert_string_equal(course_name(&ch.courses[1], 29), "init");
	assert_string_equal(course_name(&ch.courses[1], 30), "sh");
	assert_string_equal(course_name(&ch.courses[1], 60), "true");
	assert_string_equal(course_name(&ch.courses[2], 0), "sh");
	assert_string_equal(course_name(&ch.courses[2], 70), "ls");
	for (size_t i = 0; i < ch.ncourses; i++)
		assert_whole(&ch.courses[i], i * 20, 70);
	chronicle_release(&ch);
}

static void a_pid_that_comes_again_is_another_process(void **state)
{
	struct chronicle ch = {0};

	(void)state;
	add(EV_PROC_CREATE, 1, 7, 1, "");
	add(EV_PROC_SWITCH, 1, 1, 7, "");
	add(EV_EXIT_END, 7, 0, 0, "");
	add(EV_PROC_CREATE, 1, 7, 1, ""); /* it is not collected yet: none is made */
	add(EV_WAIT_REAP, 1, 7, 0, "");
	add(EV_PROC_CREATE, 1, 7, 1, "");
	add(EV_PROC_SWITCH, 1, 1, 7, "");
	chronicle_write(&ch, &run);
	assert_int_equal(ch.ncourses, 2);
	assert_whole(&ch.courses[0], 0, 40);
	assert_int_equal(ch.courses[0].nspans, 3);
	assert_int_equal(ch.courses[0].spans[1].state, LANE_RUN);
	assert_int_equal(ch.courses[0].spans[2].state, LANE_ZOMBIE);
	assert_whole(&ch.courses[1], 50, 70);
	assert_int_equal(chronicle_course(&ch, 7, 49), 0);
	assert_int_equal(chronicle_course(&ch, 7, 50), 1);
	assert_int_equal(chronicle_course(&ch, 6, 50), -1);
	assert_int_equal(chronicle_course(&ch, 8, 50), -1);
	assert_int_equal(chronicle_begun(&ch, 49), 1);
	assert_int_equal(chronicle_begun(&ch, 50), 2);
	chronicle_release(&ch);
}

/* As many processes live at one time as the kernel has slots: each has its course. */
static void everybody_who_lives_has_a_course(void **state)
{
	struct chronicle ch = {0};

	(void)state;
	for (uint32_t pid = 1; pid < NPROC; pid++)
		add(EV_PROC_CREATE, 0, pid, 0, "");
	chronicle_write(&ch, &run);
	assert_int_equal(ch.ncourses, NPROC - 1);
	assert_true(chronicle_course(&ch, NPROC - 1, (NPROC - 2) * 10) >= 0);
	chronicle_release(&ch);
}

static void who_is_between_two_programs(void **state)
{
	struct chronicle ch = {0};

	(void)state;
	add(EV_EXEC_COMMIT, 9, 0, 0, "a");
	add(EV_EXEC_COMMIT, 4, 0, 0, "b");
	add(EV_EXEC_DONE, 4, 0, 0, "b");
	add(EV_TTY_WRITE, 4, 0, 0, "");
	add(EV_EXEC_COMMIT, 4, 0, 0, "c");
	chronicle_write(&ch, &run);
	assert_false(chronicle_between_programs(&ch, 4, -1));
	assert_false(chronicle_between_programs(&ch, 4, 0));
	assert_true(chronicle_between_programs(&ch, 4, 1));
	assert_false(chronicle_between_programs(&ch, 4, 2));
	assert_false(chronicle_between_programs(&ch, 4, 3));
	assert_true(chronicle_between_programs(&ch, 4, 4));
	assert_true(chronicle_between_programs(&ch, 9, 4));
	assert_false(chronicle_between_programs(&ch, 5, 4));
	assert_false(chronicle_between_programs(&ch, UINT32_MAX, 4));
	assert_int_equal(chronicle_notable(&ch, 2, 1), 4); /* a write to the console is not notable */
	assert_int_equal(chronicle_notable(&ch, 4, -1), 2);
	chronicle_release(&ch);
}

/* More changes than a lane has spans, more processes than there are lanes: the lanes still reach from end to end. */
static void a_long_run_is_told_to_its_end(void **state)
{
	struct chronicle ch = {0};
	uint64_t ran = 0;

	(void)state;
	add(EV_PROC_CREATE, 0, 1, 0, "");
	add(EV_PROC_CREATE, 0, 2, 0, "");
	while (run.nevents < EVENTS_MAX / 2)
		add(EV_PROC_SWITCH, 0, run.nevents % 2 ? 2 : 1, run.nevents % 2 ? 1 : 2, "");
	for (uint32_t pid = 3; run.nevents < EVENTS_MAX; pid++)
		add(EV_PROC_CREATE, 1, pid, 1, "");
	chronicle_write(&ch, &run);
	assert_in_range(ch.ncourses, 3, 1000);
	for (size_t i = 0; i < 2; i++) {
		const struct course *c = &ch.courses[i];

		assert_in_range(c->nspans, 1000, 4096);
		assert_whole(c, i * 10, EVENTS_MAX * 10);
		for (size_t k = 0; k < c->nspans; k++)
			if (c->spans[k].to < EVENTS_MAX * 5 && c->spans[k].state == LANE_RUN)
				ran += c->spans[k].to - c->spans[k].from;
	}
	assert_in_range(ran, EVENTS_MAX * 4.9, EVENTS_MAX * 5.1); /* one of the two ran at any time */
	chronicle_release(&ch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_process_has_its_names_in_time, begin),
		cmocka_unit_test_setup(a_pid_that_comes_again_is_another_process, begin),
		cmocka_unit_test_setup(everybody_who_lives_has_a_course, begin),
		cmocka_unit_test_setup(who_is_between_two_programs, begin),
		cmocka_unit_test_setup(a_long_run_is_told_to_its_end, begin),
	};

	return cmocka_run_group_tests_name("chronicle", tests, NULL, NULL);
}
