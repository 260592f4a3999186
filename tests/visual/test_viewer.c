/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The instrument without a window: each key, button and gesture does what its row says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "viewer_fixture.h"
#include "visualizer/layout.h"
#include "visualizer/sheet.h"
#include "visualizer/time_view.h"

/* The tables hold together: no name or key twice, each button has an action. */
static void test_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < nactions; i++) {
		const char *keys = actions[i].keys;

		assert_ptr_equal(action_named(actions[i].name), &actions[i]);
		assert_non_null(actions[i].act);
		assert_true(*actions[i].help && actions[i].group < GROUPS);
		assert_int_equal(*keys == '\0', *actions[i].shown == '\0');
		for (size_t n; *keys; keys += n + (keys[n] == ' ')) {
			char key[64];

			n = strcspn(keys, " ");
			snprintf(key, sizeof key, "%.*s", (int)n, keys);
			assert_ptr_equal(action_with_key(key), &actions[i]);
		}
	}
	for (size_t i = 0; i < ngestures; i++) {
		enum thing_kind on = gestures[i].on == THING_KINDS ? THING_WORD : gestures[i].on;

		assert_ptr_equal(gesture_on(gestures[i].kind, on), &gestures[i]);
		assert_int_equal(gestures[i].shown == NULL, gestures[i].help == NULL);
	}
	assert_null(action_with_key("Ctrl+Home+F9"));
	assert_null(action_with_key(""));
	for (size_t i = 0; i < viewer->log.ntargets; i++)
		if (viewer->log.targets[i].thing.kind == THING_BUTTON)
			assert_non_null(action_named(viewer->log.targets[i].thing.name));
}

static void test_events(void **state)
{
	(void)state;
	long start = at();

	viewer_key(viewer, "Right");
	assert_int_equal(at(), start + 1);
	viewer_key(viewer, "Left");
	viewer_key(viewer, "Left");
	assert_int_equal(at(), start - 1);
	viewer_key(viewer, "End");
	assert_int_equal(at(), last());
	assert_int_equal(viewer->mark.icount, timeline_end(session_timeline(session)));
	viewer_key(viewer, "Right");
	assert_says("end of the run");
	assert_int_equal(at(), last());
	viewer_key(viewer, "Home");
	assert_int_equal(at(), session_beginning(session));
	viewer_key(viewer, "Left");
	assert_says("B: the boot");
	assert_int_equal(at(), session_beginning(session));
	viewer_key(viewer, "B");
	assert_int_equal(at(), 0);
	viewer_key(viewer, "Left");
	assert_says("first event");
	viewer_key(viewer, "Up"); /* a key that has no row does nothing */
	assert_int_equal(at(), 0);
}

static void test_notable(void **state)
{
	(void)state;
	viewer_key(viewer, "Home");
	viewer_key(viewer, "P");
	assert_says("B: the boot");
	viewer_key(viewer, "N");
	struct timeline_mark first = viewer->mark;
	assert_true(first.event > session_beginning(session));
	viewer_key(viewer, "N");
	assert_true(viewer->mark.icount > first.icount);
	viewer_key(viewer, "P");
	assert_int_equal(viewer->mark.icount, first.icount);
	viewer_key(viewer, "End");
	viewer_key(viewer, "N");
	assert_says("no notable event after");
}

static void test_buttons(void **state)
{
	(void)state;
	long start = at();

	click("button forward");
	assert_int_equal(at(), start + 1);
	click("button back");
	assert_int_equal(at(), start);
	click("button last");
	assert_int_equal(at(), last());
	click("button first");
	assert_int_equal(at(), session_beginning(session));
}

/* Time: a click goes there, dragging goes along and may leave the axis' height. */
static void test_time(void **state)
{
	(void)state;
	double x, y;

	region("time", &x, &y);
	viewer_press(viewer, x, y, "");
	uint64_t middle = viewer->mark.icount;
	viewer_move(viewer, x + 100, y);
	look();
	uint64_t right = viewer->mark.icount;
	assert_true(right > middle);
	viewer_move(viewer, x, 5);
	assert_int_equal(viewer->mark.icount, middle);
	viewer_move(viewer, VIEWER_WIDTH * 3, 5);
	assert_int_equal(viewer->mark.icount, timeline_end(session_timeline(session)));
	viewer_move(viewer, -50, y);
	assert_int_equal(viewer->mark.icount, 0);
	viewer_release(viewer, x, y);
	viewer_move(viewer, x, y);
	assert_int_equal(viewer->mark.icount, 0); /* let go */
}

/* The instant beneath a place of the axis. */
static uint64_t instant(double x, double y)
{
	look();
	for (const struct drawn_target *t = NULL; (t = scene_hit(&viewer->log, x, y, t));)
		if (t->thing.kind == THING_TIME)
			return drawn_target_value(t, x / viewer->log.scale);
	fail_msg("there is no time at %g, %g", x, y);
	return 0;
}

/* The wheel shows less of the run, with what is under the pointer where it is; Shift moves it; keys do the same. */
static void test_zoom(void **state)
{
	(void)state;
	double x, y;

	region("time", &x, &y);
	uint64_t under = instant(x + 100, y), left = instant(x - 100, y), zoomed;
	struct timeline_mark mark = viewer->mark;

	viewer_wheel(viewer, x + 100, y, 3, "");
	zoomed = instant(x - 100, y);
	assert_in_range(instant(x + 100, y), under - 60, under + 60);
	assert_true(zoomed > left);
	viewer_wheel(viewer, x, y, 2, "Shift+");
	assert_true(instant(x - 100, y) < zoomed);
	viewer_press(viewer, x, y, "Shift+"); /* drags the axis, not the mark */
	under = instant(x, y);
	viewer_move(viewer, x + 50, y);
	assert_in_range(instant(x + 50, y), under - 60, under + 60);
	viewer_release(viewer, x, y);
	viewer_press(viewer, x, y, "Middle+");
	viewer_move(viewer, x - 50, y);
	viewer_release(viewer, x, y);
	assert_int_equal(timeline_mark_order(&viewer->mark, &mark), 0);
	viewer_wheel(viewer, x, y, -40, "");
	assert_int_equal(instant(x - 100, y), left);
	viewer_wheel(viewer, 3, 3, 1, ""); /* no Time there */
	assert_int_equal(instant(x - 100, y), left);
	/* as far as single instructions, and the mark stays in sight */
	for (int i = 0; i < 60; i++)
		viewer_key(viewer, "Z");
	assert_in_range(instant(x + 100, y) - instant(x - 100, y), 1, 8);
	viewer_key(viewer, "End");
	instant(x, y);
	assert_true(viewer->view.time->window.to == 1);
	for (int i = 0; i < 60; i++)
		viewer_key(viewer, "Shift+Z");
	assert_int_equal(instant(x - 100, y), left);
}

static void test_play(void **state)
{
	(void)state;
	int wait;

	viewer_key(viewer, "B");
	assert_int_equal(viewer_tick(viewer, 5000), VIEWER_PATIENT);
	viewer_key(viewer, "Space");
	long start = at(); /* playing goes from the program on */
	assert_int_equal(start, session_beginning(session));
	wait = viewer_tick(viewer, 5000);
	assert_in_range(wait, 1, 1000);
	assert_int_equal(at(), start);
	viewer_tick(viewer, 5000 + (uint64_t)wait);
	assert_int_equal(at(), start + 1);
	viewer_key(viewer, "T"); /* has nothing to do with time */
	viewer_tick(viewer, 5000 + (uint64_t)wait * 2);
	assert_int_equal(at(), start + 2);
	viewer_key(viewer, "R");
	assert_says("paused");
	viewer_tick(viewer, 50000);
	assert_int_equal(at(), start + 2);
	viewer_key(viewer, "Space");
	viewer_key(viewer, "Left"); /* whoever moves, pauses */
	viewer_tick(viewer, 90000);
	assert_int_equal(at(), start + 1);
	assert_int_equal(viewer_tick(viewer, 99000), VIEWER_PATIENT);
}

static void test_message_goes(void **state)
{
	(void)state;
	viewer_key(viewer, "End");
	viewer_key(viewer, "Right");
	look();
	int wait = viewer_tick(viewer, 1001);
	assert_in_range(wait, 1, 10000);
	assert_false(viewer->stale);
	assert_int_equal(viewer_tick(viewer, 1001 + (uint64_t)wait), VIEWER_PATIENT);
	assert_null(viewer->view.message);
	assert_true(viewer->stale);
}

static void test_looks(void **state)
{
	(void)state;
	for (int i = 0; i < THEME_COUNT; i++) {
		assert_int_equal(viewer->view.theme, i);
		viewer_key(viewer, "T");
	}
	assert_int_equal(viewer->view.theme, THEME_LIGHT);
	viewer_key(viewer, "D");
	assert_true(viewer->view.disassembly);
	viewer_key(viewer, "D");
	assert_false(viewer->view.disassembly);
}

/* Help lists the tables: what is typed is looked for in them, Return and a click do what is chosen, Escape and a click
 * elsewhere close it and do nothing else. */
static void test_help(void **state)
{
	(void)state;
	long start = at();
	const struct sheet *sheet;

	viewer_key(viewer, "H");
	viewer_text(viewer, "h"); /* the key that opened it */
	assert_int_equal(viewer->view.overlay, PANEL_SHEET);
	sheet = viewer->view.sheet;
	assert_true(sheet->nrows > nactions);
	viewer_key(viewer, "Right");
	click("button first"); /* nothing beneath acts */
	assert_int_equal(at(), start);
	assert_int_equal(viewer->view.overlay, 0);
	viewer_text(viewer, "?");
	assert_int_equal(viewer->view.overlay, PANEL_SHEET);
	viewer_key(viewer, "Escape");
	assert_int_equal(viewer->view.overlay, 0);
	assert_false(viewer->quit);
	viewer_key(viewer, "F1");
	for (const char *c = "ONE EVENT F"; *c; c++)
		viewer_text(viewer, (char[]){*c, '\0'});
	assert_int_equal(sheet->nrows, 2); /* its group, and it */
	assert_true(sheet->rows[0].heading);
	viewer_key(viewer, "Return");
	assert_int_equal(viewer->view.overlay, 0);
	assert_int_equal(at(), start + 1);
	viewer_key(viewer, "F1");
	viewer_text(viewer, "zzz");
	assert_int_equal(sheet->nrows, 0);
	look();
	viewer_key(viewer, "Return");
	viewer_key(viewer, "Down");
	assert_int_equal(viewer->view.overlay, PANEL_SHEET);
	viewer_key(viewer, "Backspace");
	viewer_key(viewer, "Ctrl+U");
	assert_true(sheet->nrows > nactions);
	viewer_key(viewer, "F1");
	assert_int_equal(viewer->view.overlay, 0);
	viewer_key(viewer, "Escape");
	assert_true(viewer->quit);
}

/* The menu has all actions; by keys alone and by the mouse alone. */
static void test_menu(void **state)
{
	(void)state;
	const struct sheet *sheet;
	size_t rows = 0;
	long start = at();
	char name[64];
	double x, y;

	click("button menu");
	assert_int_equal(viewer->view.overlay, PANEL_SHEET);
	sheet = viewer->view.sheet;
	for (size_t i = 0; i < sheet->nrows; i++)
		rows += !sheet->rows[i].heading;
	assert_int_equal(rows, nactions);
	for (size_t i = 0; i < sheet->nrows; i++) {
		if (sheet->rows[i].id >= 0 && &actions[sheet->rows[i].id] == action_named("last")) {
			snprintf(name, sizeof name, "row Menu %zu", i);
			break;
		}
	}
	click(name);
	assert_int_equal(viewer->view.overlay, 0);
	assert_int_equal(at(), last());
	viewer_key(viewer, "Home");
	start = at();
	viewer_key(viewer, "F10");
	for (size_t i = 0; i < nactions + 3; i++)
		viewer_key(viewer, "Down");
	assert_int_equal(sheet->chosen, sheet->nrows - 1);
	viewer_key(viewer, "Home");
	assert_int_equal(sheet->chosen, 1);
	viewer_key(viewer, "Up");
	assert_int_equal(sheet->chosen, 1);
	viewer_key(viewer, "Return"); /* the first action of Time */
	assert_int_equal(at(), start + 1);
	/* in a small window it scrolls */
	viewer_key(viewer, "F10");
	assert_true(viewer_draw(viewer, cr, 640, 400));
	viewer_key(viewer, "End");
	assert_true(viewer_draw(viewer, cr, 640, 400));
	snprintf(name, sizeof name, "row Menu %zu", sheet->nrows - 1);
	assert_true(viewer_find(viewer, name, &x, &y));
	viewer_wheel(viewer, x, y, 1, "");
	assert_true(sheet->chosen < sheet->nrows - 1);
	viewer_press(viewer, 1, 1, "");
	assert_int_equal(viewer->view.overlay, 0);
}

static enum panel open_at(enum panel panel)
{
	const struct layout l = layout_for(&viewer->view);

	return layout_place(&l, panel)->open;
}

/* A number brings its panel to the front, then gives it all the room, then is as before; a tab and a double click do
 * the same. */
static void test_panels(void **state)
{
	(void)state;
	static const char numbers[] = "1234567890";

	look();
	for (int i = 0; i < 10; i++) {
		const char key[] = {numbers[i], '\0'};
		enum panel panel = (enum panel)(PANEL_SOURCE + i);

		viewer_text(viewer, key);
		if (viewer->view.maximised == 0)
			viewer_text(viewer, key); /* it was behind a tab */
		assert_int_equal(viewer->view.maximised, panel);
		look();
		viewer_text(viewer, key);
		assert_int_equal(viewer->view.maximised, 0);
		assert_int_equal(open_at(panel), panel);
	}
	click("tab Files");
	assert_int_equal(open_at(PANEL_DATA), PANEL_FILES);
	click("tab Page frames");
	assert_int_equal(open_at(PANEL_DATA), PANEL_PAGES);

	double x, y;
	region("panel Console", &x, &y);
	viewer_double(viewer, x, y, "");
	assert_int_equal(viewer->view.maximised, PANEL_CONSOLE);
	viewer_key(viewer, "8");
	assert_int_equal(viewer->view.maximised, PANEL_STACK);
	viewer_key(viewer, "Escape");
	assert_int_equal(viewer->view.maximised, 0);
	assert_false(viewer->quit);
}

/* The wheel scrolls what is under it, no further than there is something; where the processes are is shown again with
 * the next move. */
static void test_scrolling(void **state)
{
	(void)state;
	double x, y;

	region("panel Source", &x, &y);
	viewer_wheel(viewer, x, y, 1000, "");
	double top = viewer->view.panel[PANEL_SOURCE].scroll;
	assert_true(top < 0);
	look();
	bool first = false;
	for (size_t i = 0; i < viewer->log.ntexts; i++)
		first |= viewer->log.texts[i].part == PANEL_SOURCE && strcmp(viewer->log.texts[i].text, "1") == 0;
	assert_true(first); /* the number of the first line */
	viewer_wheel(viewer, x, y, -1, "");
	assert_true(viewer->view.panel[PANEL_SOURCE].scroll == top + 3);
	viewer_wheel(viewer, x, y, -1, "Shift+");
	assert_true(viewer->view.panel[PANEL_SOURCE].scroll == top + 3);
	viewer_wheel(viewer, x, y, 9, "Shift+");
	assert_true(viewer->view.panel[PANEL_SOURCE].aside == 0);
	viewer_move(viewer, x, y);
	viewer_key(viewer, "PageDown");
	assert_true(viewer->view.panel[PANEL_SOURCE].scroll > top + 3);
	viewer_key(viewer, "PageUp");
	viewer_key(viewer, "PageUp");
	viewer_key(viewer, "PageUp");
	assert_true(viewer->view.panel[PANEL_SOURCE].scroll == top);
	viewer_key(viewer, "Right");
	assert_true(viewer->view.panel[PANEL_SOURCE].scroll == 0);
}

static void test_size_of_letters(void **state)
{
	(void)state;
	look();
	double usual = viewer->log.scale;

	viewer_key(viewer, "Ctrl++");
	look();
	double larger = viewer->log.scale;
	assert_true(larger > usual * 1.05);
	for (int i = 0; i < 20; i++)
		viewer_key(viewer, "Ctrl+=");
	look();
	assert_true(viewer->log.scale > larger);
	viewer_key(viewer, "Ctrl+0");
	viewer_key(viewer, "Ctrl+-");
	look();
	assert_true(viewer->log.scale < usual);
	viewer_key(viewer, "Ctrl+0");
	look();
	assert_true(viewer->log.scale == usual);
}

static void test_quit(void **state)
{
	(void)state;
	viewer_key(viewer, "Q");
	assert_true(viewer->quit);
}

/* Text is a key where it is a sign; letters, blanks and signs beyond ASCII are not. */
static void test_text(void **state)
{
	(void)state;
	static const char *const others[] = {"h", "H", " ", "é", "", "??"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		viewer_text(viewer, others[i]);
		assert_int_equal(viewer->view.overlay, 0);
	}
	viewer_key(viewer, "?"); /* as a key: then its text is not a second one */
	viewer_text(viewer, "?");
	assert_int_equal(viewer->view.overlay, PANEL_SHEET);
}

static char typed[32];

static bool type(struct viewer *v, const char *utf8)
{
	(void)v;
	strcat(typed, utf8);
	return true;
}

static int nclosed;

static void closed(struct viewer *v)
{
	assert_null(v->overlay);
	nclosed++;
}

/* What takes no keys keeps them from what is beneath; the key that opened it is no text in it. */
static void test_overlay(void **state)
{
	(void)state;
	static const struct overlay greedy = {.panel = PANEL_SHEET, .text = type, .closed = closed};
	long start = at();

	typed[0] = '\0';
	viewer_open(viewer, &greedy);
	viewer_text(viewer, "a");
	viewer_text(viewer, "?");
	assert_string_equal(typed, "a?");
	viewer_key(viewer, "Right");
	click("button forward");
	assert_int_equal(at(), start);
	viewer_open(viewer, NULL);
	assert_int_equal(nclosed, 1);
	viewer_key(viewer, "Right");
	assert_int_equal(at(), start + 1);
}

/* Is there such a file? It is removed. */
static void assert_saved(const char *name)
{
	if (access(name, R_OK))
		fail_msg("there is no %s", name);
	assert_int_equal(unlink(name), 0);
}

/* A picture has program, system and event in its name, and none is overwritten. */
static void test_save(void **state)
{
	(void)state;
	char before[4096], directory[] = "/tmp/viewer-XXXXXX", path[80], second[80];

	assert_non_null(getcwd(before, sizeof before));
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	viewer_key(viewer, "S");
	snprintf(path, sizeof path, "vforkscope-return-4.3bsd-%ld.png", at());
	assert_says(path);
	viewer_key(viewer, "S");
	snprintf(second, sizeof second, "vforkscope-return-4.3bsd-%ld-2.png", at());
	assert_says(second);
	assert_saved(path);
	assert_saved(second);
	viewer_act(viewer, action_named("save SVG"));
	viewer_act(viewer, action_named("save PDF"));
	snprintf(path, sizeof path, "vforkscope-return-4.3bsd-%ld.svg", at());
	assert_saved(path);
	snprintf(path, sizeof path, "vforkscope-return-4.3bsd-%ld.pdf", at());
	assert_saved(path);
	assert_int_equal(chdir(before), 0);
	assert_int_equal(rmdir(directory), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, viewer_begin, viewer_end)
	const struct CMUnitTest tests[] = {
		TEST(test_tables),  TEST(test_events),       TEST(test_notable),
		TEST(test_buttons), TEST(test_time),         TEST(test_zoom),
		TEST(test_play),    TEST(test_message_goes), TEST(test_looks),
		TEST(test_help),    TEST(test_menu),         TEST(test_quit),
		TEST(test_text),    TEST(test_overlay),      TEST(test_save),
		TEST(test_panels),  TEST(test_scrolling),    TEST(test_size_of_letters),
	};

	return cmocka_run_group_tests(tests, session_begin, session_end);
}
