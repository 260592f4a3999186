/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that is looked at while it goes on: it grows, waits for keys, gets them, is stopped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "instrument.h"
#include "visualizer/act_live.h"

#define LINES "tests/unit/guest/lines.c"
#define ENDLESS "tests/unit/guest/endless.c"

static int end(void **state)
{
	(void)state;
	instrument_end();
	return 0;
}

/* A program that waits has the keyboard when its console is clicked; what is typed goes there, and time grows. */
static void test_console(void **state)
{
	struct timeline_mark mark;
	double x, y;

	(void)state;
	instrument_begin(LINES, NULL);
	assert_int_equal(live_state(viewer->live), LIVE_WAITS);
	assert_int_equal(viewer_tick(viewer, 2000), VIEWER_PATIENT);
	instrument_shows("the program waits: click to type");
	instrument_key("Left"); /* a key of ours still */
	mark = viewer->mark;
	instrument_click("panel Console");
	assert_true(viewer->view.typing);
	instrument_shows("keys go to the program; ^] gives them back");
	assert_true(viewer->mark.icount > mark.icount); /* one sees what one types */
	instrument_key("H");
	instrument_type("hello");
	instrument_settle();
	instrument_shows("hello"); /* the terminal echoes */
	instrument_key("Backspace");
	instrument_type("p");
	instrument_key("Return");
	instrument_settle();
	instrument_shows("1: hellp");
	assert_true(timeline_ninputs(viewer->timeline) == strlen("hello?p\n"));
	assert_int_equal(viewer_tick(viewer, 90000), VIEWER_PATIENT);
	/* all instruments look at what there is so far, and the console may go on */
	instrument_key("Ctrl+]");
	assert_false(viewer->view.typing);
	instrument_key("P");
	assert_true(viewer->mark.icount < timeline_end(viewer->timeline));
	instrument_key("Home");
	instrument_key("N");
	instrument_key("Ctrl+]");
	assert_true(viewer->view.typing);
	/* a click elsewhere gives the keys back, and does what it does */
	instrument_find("button first", &x, &y);
	viewer_press(viewer, x, y, "");
	assert_false(viewer->view.typing);
	assert_int_equal(viewer->mark.event, session_beginning(viewer->session));
	/* the end of input, by the key of the terminal's driver */
	instrument_click("panel Console");
	instrument_key("Ctrl+D");
	instrument_settle();
	assert_int_equal(live_state(viewer->live), LIVE_OVER);
	assert_false(viewer->view.typing);
	instrument_click("panel Console");
	instrument_says("nobody reads this console");
}

/* What is pasted is bounded. */
static void test_paste(void **state)
{
	static char much[3 * LIVE_KEYS];

	(void)state;
	instrument_begin(LINES, NULL);
	watching_paste(viewer, "nobody\n"); /* the console has not the keyboard */
	instrument_settle();
	assert_int_equal(timeline_ninputs(viewer->timeline), 0);
	instrument_key("Ctrl+]");
	watching_paste(viewer, "one\ntwo\n");
	instrument_settle();
	instrument_shows("2: two");
	memset(much, 'x', sizeof much - 1);
	watching_paste(viewer, much);
	instrument_says("the rest is dropped");
	instrument_settle();
	assert_true(timeline_ninputs(viewer->timeline) <= LIVE_KEYS + 8);
}

/* A program that never ends is looked at while it runs, and Esc stops it. */
static void test_endless(void **state)
{
	uint64_t before;
	long event;

	(void)state;
	instrument_begin_slowly(ENDLESS);
	for (int i = 0; i < 5; i++)
		assert_int_equal(viewer_tick(viewer, 2000 + 200 * (uint64_t)i), 0);
	instrument_shows("Esc stops it");
	before = timeline_end(viewer->timeline);
	instrument_key("Home");
	event = viewer->mark.event;
	instrument_key("Right");
	assert_int_equal(viewer->mark.event, event + 1);
	assert_int_equal(viewer_tick(viewer, 4000), 0);
	assert_true(timeline_end(viewer->timeline) > before);
	assert_int_equal(viewer->mark.event, event + 1); /* who looks back is left there */
	instrument_key("End");
	assert_int_equal(viewer_tick(viewer, 5000), 0);
	assert_int_equal(viewer->mark.icount, timeline_end(viewer->timeline)); /* and who is at the end stays there */
	instrument_key("Escape");
	assert_false(viewer->quit);
	instrument_says("stopped by hand");
	before = timeline_end(viewer->timeline);
	viewer_tick(viewer, 6000);
	assert_int_equal(viewer_tick(viewer, 99000), VIEWER_PATIENT);
	assert_int_equal(timeline_end(viewer->timeline), before);
	instrument_key("Escape");
	assert_true(viewer->quit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_console, end),
		cmocka_unit_test_teardown(test_paste, end),
		cmocka_unit_test_teardown(test_endless, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
