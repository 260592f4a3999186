/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each row of the tables of actions and gestures does what it says. A row of the tables has a row here, with a function
 * that does it and looks at what becomes of it; a row without one fails, and so does one here that has none there. The
 * function of an action is called for each of its keys, with a viewer of its own that stands where the child of the
 * lesson `explore` is about to do something.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "instrument.h"
#include "rows.h"
#include "visualizer/layout.h"
#include "visualizer/sheet.h"
#include "visualizer/split.h"

const struct action *row;
const char *row_key;
struct timeline_mark start;
struct session *written;

/* Does the action of the row, by the key. */
void hit(void)
{
	if (*row_key)
		instrument_key(row_key);
	else
		viewer_act(viewer, row);
	instrument_look();
}

static long at(void)
{
	return viewer->mark.event;
}

/* Time ------------------------------------------------------------------------------------------- */

static void check_forward(void)
{
	hit();
	assert_int_equal(at(), start.event + 1);
}

static void check_back(void)
{
	hit();
	assert_int_equal(at(), start.event - 1);
}

static void check_next_notable(void)
{
	struct timeline_mark next = start;

	assert_true(session_notable(viewer->session, &next, 1));
	hit();
	assert_int_equal(timeline_mark_order(&viewer->mark, &next), 0);
}

static void check_previous_notable(void)
{
	struct timeline_mark next = start;

	assert_true(session_notable(viewer->session, &next, -1));
	hit();
	assert_int_equal(timeline_mark_order(&viewer->mark, &next), 0);
}

static void check_play(void)
{
	hit();
	instrument_wait(3000);
	assert_true(at() > start.event);
	hit();
	long paused = at();
	instrument_wait(9000);
	assert_int_equal(at(), paused);
}

static void check_first(void)
{
	hit();
	assert_int_equal(at(), session_beginning(viewer->session));
}

static void check_last(void)
{
	hit();
	assert_int_equal(viewer->mark.icount, timeline_end(viewer->timeline));
}

static void check_boot(void)
{
	hit();
	assert_int_equal(at(), 0);
}

/* Explore ---------------------------------------------------------------------------------------- */

static void check_explore(void)
{
	hit();
	instrument_shows("What does the child do next?");
}

static void check_undo(void)
{
	instrument_key("E");
	instrument_key("R");
	assert_ptr_not_equal(viewer->session, written);
	hit();
	assert_ptr_equal(viewer->session, written);
}

/* View ------------------------------------------------------------------------------------------- */

static void check_type(void)
{
	instrument_end();
	instrument_begin(LINES, NULL);
	hit();
	assert_true(viewer->view.typing);
	hit();
	assert_false(viewer->view.typing);
}

static void check_instructions(void)
{
	hit();
	assert_true(viewer->view.disassembly);
	hit();
	assert_false(viewer->view.disassembly);
}

static void check_theme(void)
{
	hit();
	assert_int_equal(viewer->view.theme, THEME_DARK);
}

static double scale(void)
{
	instrument_look();
	return viewer->log.scale;
}

static void check_larger(void)
{
	double before = scale();

	hit();
	assert_true(scale() > before);
}

static void check_smaller(void)
{
	double before = scale();

	hit();
	assert_true(scale() < before);
}

static void check_usual_size(void)
{
	double before = scale();

	instrument_key("Ctrl++");
	hit();
	assert_true(scale() == before);
}

static void check_help(void)
{
	hit();
	instrument_has("Keys and mouse");
	for (size_t i = 0; i < ngestures; i++)
		if (gestures[i].shown)
			instrument_has(gestures[i].help);
}

static void check_menu(void)
{
	hit();
	for (size_t i = 0; i < nactions; i++)
		instrument_has(actions[i].help);
}

static void check_close(void)
{
	instrument_key("F10");
	hit();
	assert_int_equal(viewer->view.overlay, 0);
	assert_false(viewer->quit);
	hit();
	assert_true(viewer->quit);
}

static void check_quit(void)
{
	hit();
	assert_true(viewer->quit);
}

/* Panels: the action is called like a part of the title. ------------------------------------------ */

static void check_panel(void)
{
	static const struct {
		const char *action;
		enum panel panel;
	} panels[] = {
		{"source", PANEL_SOURCE},   {"registers", PANEL_REGISTERS}, {"spaces", PANEL_SPACES},
		{"pages", PANEL_PAGES},     {"data", PANEL_DATA},           {"files", PANEL_FILES},
		{"process", PANEL_PROCESS}, {"stack", PANEL_STACK},         {"time", PANEL_TIME},
		{"console", PANEL_CONSOLE},
	};

	for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
		struct layout l;

		if (strcmp(row->name, panels[i].action))
			continue;
		hit(); /* in front, and alone if it was that already */
		l = layout_for(&viewer->view);
		assert_int_equal(layout_place(&l, panels[i].panel)->open, panels[i].panel);
		if (!viewer->view.maximised)
			hit();
		assert_int_equal(viewer->view.maximised, panels[i].panel);
		hit();
		assert_int_equal(viewer->view.maximised, 0);
		return;
	}
	fail();
}

/* The panel under the pointer. */
static double scrolled(void)
{
	double x, y;

	instrument_find("panel Source", &x, &y);
	viewer_move(viewer, x, y);
	return viewer->view.panel[PANEL_SOURCE].scroll;
}

static void check_page_up(void)
{
	double before = scrolled();

	hit();
	assert_true(scrolled() < before);
}

static void check_page_down(void)
{
	double before = scrolled();

	hit();
	assert_true(scrolled() > before);
}

/* Files ------------------------------------------------------------------------------------------ */

static void check_saves(const char *ending)
{
	char before[4096], directory[] = "/tmp/rows-XXXXXX", name[96];

	assert_non_null(getcwd(before, sizeof before));
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	hit();
	snprintf(name, sizeof name, "vforkscope-explore-4.3bsd-%ld.%s", at(), ending);
	instrument_says(name);
	assert_int_equal(unlink(name), 0);
	assert_int_equal(chdir(before), 0);
	assert_int_equal(rmdir(directory), 0);
}

static void check_open(void)
{
	hit();
	instrument_type("inside a loan");
	instrument_key("Return");
	assert_string_equal(timeline_config(viewer->timeline)->program, "nested");
}

/* What the editor is called with is in test_live.c. */
static void check_edit(void)
{
	hit();
	instrument_says("explore has no source of yours");
}

static void check_save(void)
{
	check_saves("png");
}

static void check_save_svg(void)
{
	check_saves("svg");
}

static void check_save_pdf(void)
{
	check_saves("pdf");
}

/* Selection -------------------------------------------------------------------------------------- */

static void check_select(void)
{
	hit();
	assert_true(viewer->view.selection.kind != THING_NONE);
}

/* A word of the stack is selected. */
void select_word(void)
{
	instrument_click("word ");
	assert_int_equal(viewer->view.selection.kind, THING_WORD);
}

static void check_last_write(void)
{
	select_word();
	hit();
	assert_true(viewer->mark.icount < start.icount);
}

static void check_next_write(void)
{
	select_word();
	viewer_key(viewer, "W");
	uint64_t last = viewer->mark.icount;
	viewer_key(viewer, "W");
	assert_true(viewer->mark.icount < last);
	hit();
	assert_true(viewer->mark.icount == last);
}

static void check_first_write(void)
{
	select_word();
	hit();
	assert_true(viewer->mark.icount < start.icount);
}

static void check_follow(void)
{
	instrument_click("register fp");
	hit();
	assert_int_equal(viewer->view.selection.kind, THING_WORD);
}

static void check_track(void)
{
	select_word();
	hit();
	instrument_wait(1000);
	assert_true(viewer->view.nmarks > 0);
	hit();
	assert_int_equal(viewer->view.nmarks, 0);
}

static void check_watch(void)
{
	select_word();
	hit();
	assert_int_equal(viewer->view.nwatches, 1);
	assert_true(*viewer->view.watches[0].value);
	hit();
	assert_int_equal(viewer->view.nwatches, 0);
}

/* Side by side ----------------------------------------------------------------------------------- */

static const struct beside *beside(void)
{
	for (int pieces = 0; pieces < 500 && !viewer->view.beside; pieces++) { /* it may have to be made */
		instrument_wait(10);
		instrument_look();
	}
	return viewer->view.beside;
}

static void open_second(void) /* and goes to where the program begins */
{
	instrument_key("V");
	assert_non_null(beside());
	instrument_key("Home");
}

static void check_split(void)
{
	open_second();
	hit();
	assert_null(viewer->view.beside);
}

/* To the next difference, or step that both have; and to the one before. */
static void check_both_forward(void)
{
	open_second();
	uint64_t before = viewer->mark.icount;
	hit();
	assert_true(viewer->mark.icount > before);
}

static void check_both_back(void)
{
	open_second();
	instrument_key("End");
	hit();
	assert_true(viewer->mark.icount < timeline_end(viewer->timeline));
}

static void check_swap(void)
{
	open_second();
	hit();
	assert_ptr_not_equal(viewer->session, written);
}

static void check_right_system(void)
{
	hit();
	instrument_type("SunOS 4 on the SPARC");
	instrument_key("Return");
	assert_string_equal(beside()->snapshot[1]->system, "sunos4-sparc");
}

static void check_left_system(void)
{
	open_second();
	hit();
	instrument_type("2.11bsd");
	instrument_key("Return");
	assert_string_equal(beside()->snapshot[beside()->left]->system, "2.11bsd");
}

static const struct action_check action_checks[] = {
	{"split", check_split},
	{"next difference", check_both_forward},
	{"previous difference", check_both_back},
	{"forward together", check_both_forward},
	{"back together", check_both_back},
	{"swap", check_swap},
	{"right system", check_right_system},
	{"left system", check_left_system},
	{"forward", check_forward},
	{"back", check_back},
	{"next notable", check_next_notable},
	{"previous notable", check_previous_notable},
	{"play", check_play},
	{"first", check_first},
	{"last", check_last},
	{"boot", check_boot},
	{"type", check_type},
	{"explore", check_explore},
	{"undo", check_undo},
	{"select next", check_select},
	{"select previous", check_select},
	{"last write", check_last_write},
	{"next write", check_next_write},
	{"first write", check_first_write},
	{"follow", check_follow},
	{"track", check_track},
	{"watch", check_watch},
	{"instructions", check_instructions},
	{"theme", check_theme},
	{"source", check_panel},
	{"registers", check_panel},
	{"spaces", check_panel},
	{"pages", check_panel},
	{"data", check_panel},
	{"files", check_panel},
	{"process", check_panel},
	{"stack", check_panel},
	{"time", check_panel},
	{"console", check_panel},
	{"page up", check_page_up},
	{"page down", check_page_down},
	{"larger", check_larger},
	{"smaller", check_smaller},
	{"usual size", check_usual_size},
	{"open", check_open},
	{"edit", check_edit},
	{"save", check_save},
	{"save SVG", check_save_svg},
	{"save PDF", check_save_pdf},
	{"help", check_help},
	{"menu", check_menu},
	{"close", check_close},
	{"quit", check_quit},
};

/* ------------------------------------------------------------------------------------------------ */

static void with_viewer(void (*check)(void))
{
	instrument_begin("explore", "vfork.begin");
	start = viewer->mark;
	written = viewer->session;
	check();
	instrument_end();
}

static const struct action_check *check_of(const char *action, const struct action_check *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i].action, action))
			return &list[i];
	return NULL;
}

static void each_action_does_what_it_says(void **state)
{
	const size_t nchecks = sizeof action_checks / sizeof *action_checks;

	(void)state;
	for (size_t i = 0; i < nchecks + nmotion_checks; i++) {
		const char *name = i < nchecks ? action_checks[i].action : motion_checks[i - nchecks].action;

		if (!action_named(name))
			fail_msg("no action is called \"%s\"", name);
	}
	for (size_t i = 0; i < nactions; i++) {
		const struct action_check *check = check_of(actions[i].name, action_checks, nchecks);
		const char *keys = actions[i].keys;

		if (!check)
			check = check_of(actions[i].name, motion_checks, nmotion_checks);
		if (!check)
			fail_msg("nothing here does \"%s\"", actions[i].name);
		row = &actions[i];
		do {
			size_t n = strcspn(keys, " ");
			char key[64];

			snprintf(key, sizeof key, "%.*s", (int)n, keys);
			keys += n + (keys[n] == ' ');
			row_key = key;
			print_message("# %s: %s\n", row->name, key);
			with_viewer(check->check);
		} while (*keys);
	}
}

static const struct gesture_check *on_region(const struct gesture *g, const struct gesture_check *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == g->kind && list[i].on == g->on)
			return &list[i];
	return NULL;
}

static void each_gesture_does_what_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < npointer_checks + naxis_checks; i++) {
		const struct gesture_check *c =
			i < npointer_checks ? &pointer_checks[i] : &axis_checks[i - npointer_checks];

		assert_non_null(gesture_on(c->kind, c->on));
	}
	for (size_t i = 0; i < ngestures; i++) {
		const struct gesture_check *check = on_region(&gestures[i], pointer_checks, npointer_checks);

		if (!check)
			check = on_region(&gestures[i], axis_checks, naxis_checks);
		if (!check)
			fail_msg("nothing here does gesture %d on %d: %s", gestures[i].kind, gestures[i].on,
			         gestures[i].help ? gestures[i].help : "");
		with_viewer(check->check);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_action_does_what_it_says),
		cmocka_unit_test(each_gesture_does_what_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
