/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of the tables that move through time: see test_rows.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "analysis/where.h"
#include "rows.h"
#include "visualizer/time_view.h"

static long at(void)
{
	return viewer->mark.event;
}

/* Goes to an instant of the run, by its name. */
static void go(const char *where)
{
	struct timeline_mark mark;
	char why[ERROR_MAX];

	if (!where_mark(viewer->session, where, &mark, why))
		fail_msg("%s: %s", where, why);
	viewer_go(viewer, mark);
	instrument_look();
}

/* Is the viewer there? */
static void assert_there(const char *where)
{
	struct timeline_mark mark;
	char why[ERROR_MAX];

	if (!where_mark(viewer->session, where, &mark, why))
		fail_msg("%s: %s", where, why);
	if (timeline_mark_order(&viewer->mark, &mark))
		fail_msg("it is at @%lu, not at %s", (unsigned long)viewer->mark.icount, where);
}

#define LEADS(name, from, to)                                                                                          \
	static void check_##name(void)                                                                                 \
	{                                                                                                              \
		go(from);                                                                                              \
		hit();                                                                                                 \
		assert_there(to);                                                                                      \
	}

LEADS(next_insn, "vfork.begin", "vfork.begin+1i")
LEADS(previous_insn, "vfork.begin", "vfork.begin-1i")
LEADS(next_line, "main+1l", "main+1l+1l")
LEADS(previous_line, "main+3l", "main+3l-1l")
LEADS(over, "main+1l", "main+1l+1o")
LEADS(over_back, "main+3l", "main+3l-1o")
LEADS(out, "printf", "printf+1u")
LEADS(out_back, "printf", "printf-1u")
LEADS(next_switch, "vfork.begin", "vfork.begin+1s")
LEADS(previous_switch, "end", "end-1s")

/* Hazards are those of a run in which there are some. */
static void check_hazards(const char *from, const char *to)
{
	char key[64];

	snprintf(key, sizeof key, "%s", row_key);
	instrument_end();
	instrument_begin("return", "vfork.begin");
	go(from);
	instrument_key(key);
	assert_there(to);
}

static void check_next_hazard(void)
{
	check_hazards("vfork.begin", "hazard.left");
}

static void check_previous_hazard(void)
{
	check_hazards("hazard.frame", "hazard.left");
}

static void check_play_back(void)
{
	hit();
	instrument_wait(3000);
	assert_true(at() < start.event);
	hit();
	long paused = at();
	instrument_wait(9000);
	assert_int_equal(at(), paused);
}

/* How many events are played in some seconds. */
static long played(void)
{
	long before = at();

	instrument_key("Space");
	instrument_wait(3000);
	instrument_key("Space");
	return at() - before;
}

static void check_faster(void)
{
	long usual = played();

	hit();
	assert_true(played() > usual);
}

static void check_slower(void)
{
	long usual = played();

	hit();
	assert_true(played() < usual);
}

static void check_go_to(void)
{
	hit();
	instrument_type("vm.pass");
	instrument_key("Return");
	assert_there("vm.pass");
}

/* Looks for what happens often, from the beginning on. */
static void look_for_syscalls(void)
{
	go("@0");
	instrument_key("/");
	instrument_type("syscall.enter");
	instrument_key("Return");
	assert_there("syscall.enter");
}

static void check_next_hit(void)
{
	look_for_syscalls();
	hit();
	assert_there("syscall.enter#2");
}

static void check_previous_hit(void)
{
	look_for_syscalls();
	go("syscall.enter#3");
	hit();
	assert_there("syscall.enter#2");
}

/* The window tells a letter as a key and, then, as a sign. */
static void mark_here(void)
{
	instrument_key("M");
	viewer_text(viewer, "m");
	instrument_type("here");
	instrument_key("Return");
}

static void check_bookmark(void)
{
	hit();
	viewer_text(viewer, "m");
	instrument_type("here");
	instrument_key("Return");
	instrument_look();
	double x, y;
	instrument_find("bookmark here", &x, &y);
}

static void check_bookmarks(void)
{
	mark_here();
	go("end");
	hit();
	instrument_shows("here");
	instrument_key("Return");
	assert_int_equal(timeline_mark_order(&viewer->mark, &start), 0);
}

static void check_history_back(void)
{
	instrument_key("End");
	hit();
	assert_int_equal(timeline_mark_order(&viewer->mark, &start), 0);
}

static void check_history_forward(void)
{
	instrument_key("End");
	instrument_key("Alt+Left");
	hit();
	assert_int_equal(viewer->mark.icount, timeline_end(viewer->timeline));
}

static double shown_part(void)
{
	return viewer->view.time->window.to - viewer->view.time->window.from;
}

static void check_zoom_in(void)
{
	hit();
	assert_true(shown_part() < 0.6);
}

static void check_zoom_out(void)
{
	instrument_key("Z");
	instrument_key("Z");
	hit();
	assert_true(shown_part() > 0.4 && shown_part() < 0.6);
}

static void wheel_time(void)
{
	double x, y;

	instrument_find("time", &x, &y);
	viewer_wheel(viewer, x, y, 2, "");
	assert_true(shown_part() < 0.9);
	assert_int_equal(at(), start.event);
}

static void release_time(void)
{
	double x, y;

	instrument_find("time", &x, &y);
	viewer_press(viewer, x, y, "Shift+");
	viewer_release(viewer, x, y);
	viewer_press(viewer, x, y, ""); /* the axis is dragged no more */
	assert_true(viewer->mark.icount != start.icount);
}

static void press_flag(void)
{
	instrument_end();
	instrument_begin("return", "vfork.begin");
	instrument_key("F");
	go("end");
	instrument_click("hazard");
	assert_true(viewer->mark.hazard > 0);
}

static void press_event(void)
{
	go("end");
	instrument_click("event vm.pass");
	assert_there("vm.pass");
}

static void press_bookmark(void)
{
	mark_here();
	go("end");
	instrument_click("bookmark");
	assert_int_equal(timeline_mark_order(&viewer->mark, &start), 0);
}

const struct action_check motion_checks[] = {
	{"lessons", check_lessons},
	{"words", check_words},
	{"next step", check_next_step},
	{"previous step", check_previous_step},
	{"this step", check_this_step},
	{"hint", check_hint},
	{"present", check_present},
	{"black", check_black},
	{"next instruction", check_next_insn},
	{"previous instruction", check_previous_insn},
	{"next line", check_next_line},
	{"previous line", check_previous_line},
	{"over", check_over},
	{"over back", check_over_back},
	{"out", check_out},
	{"out back", check_out_back},
	{"next hazard", check_next_hazard},
	{"previous hazard", check_previous_hazard},
	{"next switch", check_next_switch},
	{"previous switch", check_previous_switch},
	{"play backward", check_play_back},
	{"faster", check_faster},
	{"slower", check_slower},
	{"go to", check_go_to},
	{"next hit", check_next_hit},
	{"previous hit", check_previous_hit},
	{"bookmark", check_bookmark},
	{"bookmarks", check_bookmarks},
	{"history back", check_history_back},
	{"history forward", check_history_forward},
	{"zoom in", check_zoom_in},
	{"zoom out", check_zoom_out},
};
const size_t nmotion_checks = sizeof motion_checks / sizeof *motion_checks;

const struct gesture_check axis_checks[] = {
	{GESTURE_PRESS, THING_ANSWER, press_answer}, {GESTURE_WHEEL, THING_TIME, wheel_time},
	{GESTURE_RELEASE, THING_TIME, release_time}, {GESTURE_PRESS, THING_HAZARD, press_flag},
	{GESTURE_PRESS, THING_EVENT, press_event},   {GESTURE_PRESS, THING_BOOKMARK, press_bookmark},
};
const size_t naxis_checks = sizeof axis_checks / sizeof *axis_checks;
