/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of the table of gestures, but those of the axis of Time: see test_rows.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rows.h"
#include "visualizer/layout.h"

static long at(void)
{
	return viewer->mark.event;
}

static void press_button(void)
{
	instrument_click("button forward");
	assert_int_equal(at(), start.event + 1);
}

static void press_tab(void)
{
	instrument_click("tab Files");
	struct layout l = layout_for(&viewer->view);
	assert_int_equal(layout_place(&l, PANEL_FILES)->open, PANEL_FILES);
}

static void double_panel(void)
{
	double x, y;

	instrument_find("panel Stack", &x, &y);
	viewer_double(viewer, x, y, "");
	assert_int_equal(viewer->view.maximised, PANEL_STACK);
}

static void wheel_panel(void)
{
	double x, y;

	instrument_find("panel Source", &x, &y);
	viewer_wheel(viewer, x, y, 1000, "");
	assert_true(viewer->view.panel[PANEL_SOURCE].scroll < 0);
}

static void press_console(void)
{
	instrument_end();
	instrument_begin(LINES, NULL);
	instrument_click("panel Console");
	assert_true(viewer->view.typing);
}

static void press_choice(void)
{
	instrument_key("E");
	instrument_click("choice R");
	assert_ptr_not_equal(viewer->session, written);
}

static void press_variant(void)
{
	instrument_key("E");
	instrument_shows("shared = 7");
	instrument_click("variant G");
	instrument_shows("signals = 7");
}

static void press_branch(void)
{
	instrument_key("E");
	instrument_key("R");
	instrument_click("branch as written");
	assert_ptr_equal(viewer->session, written);
}

static void press_time(void)
{
	double x, y;

	instrument_find("time", &x, &y);
	viewer_press(viewer, x, y, "");
	uint64_t middle = viewer->mark.icount;
	viewer_release(viewer, x, y);
	viewer_press(viewer, x - 200, y, "");
	assert_true(viewer->mark.icount < middle);
}

static void drag_time(void)
{
	double x, y;

	instrument_find("time", &x, &y);
	viewer_press(viewer, x, y, "");
	uint64_t middle = viewer->mark.icount;
	viewer_move(viewer, x + 150, y);
	assert_true(viewer->mark.icount > middle);
	viewer_release(viewer, x + 150, y);
}

static void press_thing(void)
{
	select_word();
}

const struct gesture_check pointer_checks[] = {
	{GESTURE_PRESS, THING_BUTTON, press_button},   {GESTURE_PRESS, THING_TAB, press_tab},
	{GESTURE_DOUBLE, THING_PANEL, double_panel},   {GESTURE_WHEEL, THING_PANEL, wheel_panel},
	{GESTURE_PRESS, THING_PANEL, press_console},   {GESTURE_PRESS, THING_CHOICE, press_choice},
	{GESTURE_PRESS, THING_VARIANT, press_variant}, {GESTURE_PRESS, THING_BRANCH, press_branch},
	{GESTURE_PRESS, THING_TIME, press_time},       {GESTURE_DRAG, THING_TIME, drag_time},
	{GESTURE_PRESS, THING_KINDS, press_thing},
};
const size_t npointer_checks = sizeof pointer_checks / sizeof *pointer_checks;
