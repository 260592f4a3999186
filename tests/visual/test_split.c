/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two runs side by side: a lesson under two systems, and a branch beside the run that it left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shot.h"
#include "tests/unit/session_fixture.h"
#include "visualizer/act_split.h"
#include "visualizer/split.h"
#include "visualizer/viewer.h"

#define WIDTH 1600
#define HEIGHT 900

static struct viewer *viewer;
static cairo_surface_t *surface;
static cairo_t *cr;

static void look(void)
{
	assert_true(viewer_draw(viewer, cr, WIDTH, HEIGHT));
}

static int begin(void **state)
{
	struct timeline_mark mark = mark_of("vfork.begin");

	(void)state;
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
	cr = cairo_create(surface);
	viewer = viewer_new(session, &mark, &(struct view){.theme = THEME_LIGHT}, error);
	assert_non_null(viewer);
	viewer_tick(viewer, 1000);
	look();
	return 0;
}

static int end(void **state)
{
	(void)state;
	viewer_free(viewer);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return 0;
}

static void key(const char *name)
{
	viewer_key(viewer, name);
	look();
}

static void click(const char *name)
{
	double x, y;

	look();
	if (!viewer_find(viewer, name, &x, &y))
		fail_msg("there is no region \"%s\"", name);
	viewer_press(viewer, x, y, "");
	viewer_release(viewer, x, y);
	look();
}

static void assert_shows(const char *text)
{
	char *all;

	look();
	all = scene_text(viewer_shown(viewer), &viewer->view);
	if (!strstr(all, text))
		fail_msg("it does not show \"%s\"", text);
	free(all);
}

/* V opens it, with a system that does it the other way, and closes it. */
static void test_opens(void **state)
{
	(void)state;
	key("V");
	assert_non_null(viewer->view.split);
	assert_shows("4.4bsd");
	assert_shows("vfork copies memory when it is written");
	assert_shows("the parent dies of SIGSEGV");
	assert_shows("the parent lives, exit 0");
	assert_shows("So far both do the same");
	key("V");
	assert_null(viewer->view.split);
	click("button split");
	key("Escape");
	assert_null(viewer->view.split);
	assert_false(viewer->quit);
}

/* Both move by the steps that both have. */
static void test_moves_together(void **state)
{
	struct timeline_mark before = viewer->mark;

	(void)state;
	key("V");
	key("Right");
	assert_true(viewer->mark.icount > before.icount);
	assert_true(viewer->view.split->exact);
	assert_string_equal(viewer->view.split->side[0].snapshot->event.text,
	                    viewer->view.split->side[1].snapshot->event.text);
	click("button split back");
	assert_int_equal(viewer->mark.icount, before.icount);
	click("button split forward");
	assert_true(viewer->mark.icount > before.icount);
}

/* The first difference is one key away: the child leaves a frame that its parent needs. */
static void test_first_difference(void **state)
{
	const struct timeline_mark left = mark_of("hazard.left");
	bool marked = false;

	(void)state;
	key("V");
	key("F");
	assert_int_equal(viewer->mark.icount, left.icount);
	assert_shows("Left, vfork lends memory: the child returned from spawn(), return.c:44.");
	assert_shows(
		"Right, vfork copies memory when it is written: the child has its own, and the parent's is whole.");
	key("F");
	assert_shows("Left, vfork lends memory: the child has written over the return address of spawn()");
	for (size_t i = 0; i < viewer->log.ntexts; i++)
		marked |= !strcmp(viewer->log.texts[i].text, "≠");
	assert_true(marked);
	key("Shift+F");
	assert_int_equal(viewer->mark.icount, left.icount);
	click("button next difference");
	click("button previous difference");
	assert_int_equal(viewer->mark.icount, left.icount);
	key("X");
	assert_shows("Right, vfork lends memory: the child returned from spawn()");
	click("button swap");
	assert_shows("Left, vfork lends memory: the child returned from spawn()");
}

/* The other system can be chosen on the spot, by keys and by mouse. */
static void test_systems(void **state)
{
	(void)state;
	key("V");
	key("L");
	key("Down");
	key("Return");
	assert_string_equal(viewer->view.split->side[1].name, "4.2bsd");
	click("button beside");
	click("row beside 0");
	assert_string_equal(viewer->view.split->side[1].name, "4.3bsd");
	assert_shows("Both do the same from the beginning to the end.");
	key("F");
	assert_non_null(strstr(viewer->message, "no difference"));
	key("L");
	key("Escape");
	assert_non_null(viewer->view.split);
}

/* A branch beside the run that it left. */
static void test_branch(void **state)
{
	(void)state;
	key("E");
	key("X");
	key("Escape");
	key("V");
	assert_string_equal(viewer->view.split->side[0].name, "child leaves by _exit");
	assert_string_equal(viewer->view.split->side[1].name, "as written");
	assert_shows("the parent lives, exit 0");
	assert_shows("the parent dies of SIGSEGV");
	key("V");
	key("U");
	assert_ptr_equal(viewer->session, session);
}

/* Nothing leaves its panel or lies on something else, in any size and theme. */
static void test_layout(void **state)
{
	(void)state;
	key("V");
	key("F");
	key("F");
	for (size_t i = 0; i < SHOT_SIZES; i++) {
		struct view view = viewer->view;

		if (shot_sizes[i].w < 1024 || shot_sizes[i].h < 700)
			continue;
		view.width = shot_sizes[i].w;
		view.height = shot_sizes[i].h;
		check_layout(viewer_shown(viewer), view, "split");
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(test_opens),   TEST(test_moves_together), TEST(test_first_difference),
		TEST(test_systems), TEST(test_branch),         TEST(test_layout),
	};

	return cmocka_run_group_tests(tests, session_begin, session_end);
}
