/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The explorer in the instrument: keys, clicks, branches, and the way back. What each choice leads to is in
 * unit/test_choice.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sanitizer.h"
#include "viewer_fixture.h"

static int group_begin(void **state)
{
	(void)state;
	session = session_new(fixture_run("explore", NULL, 0));
	return 0;
}

static uint64_t hash(void)
{
	struct timeline *t = session_timeline(viewer->session);

	assert_true(timeline_seek(t, viewer->mark.icount));
	return machine_hash(timeline_machine(t));
}

static void assert_shows(const char *text)
{
	char *all;

	look();
	all = scene_text(viewer_shown(viewer), &viewer->view);
	if (!strstr(all, text))
		fail_msg("it does not show \"%s\" but %s", text, all);
	free(all);
}

/* What came of a choice takes room, and all others can be chosen still. */
static void test_all_choices_are_seen(void **state)
{
	(void)state;
	width = 1280;
	height = 720;
	key("E");
	key("R");
	for (const char *k = "RXQPCSGHMFOLKTIV"; *k; k++) {
		char name[16];
		double x, y;

		snprintf(name, sizeof name, "choice %c", *k);
		if (!viewer_find(viewer, name, &x, &y))
			fail_msg("%s is not in the picture", name);
	}
	assert_shows("others: Shift+key");
	/* a longer verdict takes rows away, not from their height */
	key("C");
	double x, above, below;
	assert_true(viewer_find(viewer, "choice R", &x, &above));
	assert_true(viewer_find(viewer, "choice X", &x, &below));
	assert_true(below - above >= 13);
	width = VIEWER_WIDTH;
	height = VIEWER_HEIGHT;
}

/* E opens the card where there is something to choose, and E, Esc and the button close it. */
static void test_opens(void **state)
{
	double x, y;

	(void)state;
	key("E");
	assert_shows("What does the child do next?");
	assert_shows("return from spawn()");
	assert_shows("local = 7  was 1");
	key("E");
	assert_false(viewer_find(viewer, "choice", &x, &y));
	click("button explore");
	assert_true(viewer_find(viewer, "choice R", &x, &y));
	key("Escape");
	assert_false(viewer_find(viewer, "choice", &x, &y));
	assert_false(viewer->quit);
}

/* A choice shows its consequence, and U takes it back: all is as it was. */
static void test_choice_and_undo(void **state)
{
	struct timeline_mark mark;
	uint64_t before;

	(void)state;
	key("E");
	mark = viewer->mark;
	before = hash();
	key("R");
	assert_ptr_not_equal(viewer->session, session);
	assert_shows("child returns: the parent dies of SIGSEGV");
	assert_shows("The return address of spawn() was");
	assert_true(viewer->mark.hazard);
	key("U");
	assert_ptr_equal(viewer->session, session);
	assert_int_equal(timeline_mark_order(&viewer->mark, &mark), 0);
	assert_true(hash() == before);
	key("U");
	assert_non_null(strstr(viewer->message, "nothing was chosen"));
	/* the child of a branch may choose, too */
	key("S");
	key("Return");
	key("R");
	assert_shows("child returns: the parent dies of SIGSEGV");
	key("U");
	assert_shows("child stores into a local: the parent lives, exit 0");
	key("U");
	assert_true(hash() == before);
}

/* After each choice one looks at what that one did, and is told whose harm it is. */
static void test_second_choice(void **state)
{
	struct timeline_mark first;

	(void)state;
	key("E");
	key("R");
	first = viewer->mark;
	for (const char *k = "CX"; *k; k++) {
		key((const char[]){*k, '\0'});
		assert_true(timeline_mark_order(&viewer->mark, &first) > 0);
		assert_shows("the parent dies of SIGSEGV\nThat is of the choice before: child returns");
		key("U");
		assert_int_equal(timeline_mark_order(&viewer->mark, &first), 0);
	}
	key("R"); /* from main(), which leads the parent elsewhere: its own harm */
	assert_true(timeline_mark_order(&viewer->mark, &first) > 0);
	assert_shows("The return address of main() was");
	assert_shows("child returns: the parent lives, exit 236, but astray\nhazard.frame");
}

/* A parent that lives, but not as it is written, is told apart from one that does. */
static void test_otherwise(void **state)
{
	(void)state;
	key("E");
	key("F");
	assert_shows("child frees: the parent lives, exit 0, prints otherwise");
	assert_int_equal(viewer->view.explore.branches[1].outcome, OUTCOME_ALTERED);
	key("U");
	key("Q");
	assert_shows("child calls exit: the parent lives, exit 1, not 0 as written");
	key("U");
	key("O"); /* the child prints, and what the parent had begun to print */
	look();
	assert_int_equal(viewer->view.explore.branches[3].outcome, OUTCOME_LIVES);
	key("U");
	key("S");
	assert_shows("What pid 2 finds\nlocal\n7\nwas 1");
}

/* While it is open, the letters of its choices are nothing else. */
static void test_letters(void **state)
{
	(void)state;
	key("E");
	key("G");
	for (const char *k = "RVKSQ"; *k; k++) {
		struct timeline_mark mark = viewer->mark;
		char says[64];

		snprintf(says, sizeof says, "%c: no child has choices here", *k);
		key((const char[]){*k, '\0'});
		assert_non_null(strstr(viewer->message, says));
		assert_int_equal(timeline_mark_order(&viewer->mark, &mark), 0);
		assert_null(viewer->view.beside);
		assert_false(viewer->quit);
	}
	key("E"); /* closed, they are the window's again */
	key("Q");
	assert_true(viewer->quit);
}

/* Branches stay, and a click on one looks at it where it was looked at last. */
static void test_branches(void **state)
{
	struct session *of;
	struct timeline_mark mark;

	(void)state;
	key("E");
	key("X");
	of = viewer->session;
	mark = viewer->mark;
	key("U");
	key("Q");
	assert_shows("child leaves by _exit");
	assert_shows("child calls exit");
	click("branch child leaves by _exit");
	assert_ptr_equal(viewer->session, of);
	assert_int_equal(timeline_mark_order(&viewer->mark, &mark), 0);
	click("branch as written");
	assert_ptr_equal(viewer->session, session);
	/* the same choice is the same branch */
	key("X");
	assert_ptr_equal(viewer->session, of);
	/* many of them: the oldest make room */
	for (int i = 0; i < 12; i++) {
		key("U");
		key("Shift+K");
		key(i % 2 ? "K" : "M");
	}
	assert_shows("as written");
}

/* What this process has of the host's memory, KB; 0: the host does not tell. */
static unsigned long held(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long kilobytes = 0;
	char line[128];

	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "VmData: %lu", &kilobytes) == 1)
			break;
	if (f)
		fclose(f);
	return kilobytes;
}

/* Every choice in turn, each taken back, and some of them looked at again: only a few branches have machines. */
static void test_all_in_turn(void **state)
{
	const char *keys = "RXQPCSGHMOLVKF";
	unsigned long few = 0, all;

	(void)state;
	key("E");
	for (const char *k = keys; *k; k++) {
		if (k - keys == 6)
			few = held();
		key((const char[]){*k, '\0'});
		assert_ptr_not_equal(viewer->session, session);
		key("U");
		assert_ptr_equal(viewer->session, session);
	}
	all = held();
	if (!SANITIZED && all > few + (100 << 10))
		fail_msg("%lu KB after six choices, %lu KB after all", few, all);
	assert_shows("more branches · 9: all");
	key("9");
	click("branch child execs");
	key("9");
	assert_shows("child execs: the parent lives, exit 0");
	key("n");
	key("9");
	click("branch child calls deeper");
	key("9");
	key("p");
	assert_shows("child calls deeper: the parent lives, exit 0");
}

/* By mouse alone; the names of a choice lead to the next ones. */
static void test_mouse(void **state)
{
	(void)state;
	click("button explore");
	assert_shows("shared = 7  was 1");
	click("variant G");
	assert_shows("signals = 7  was 0");
	key("Shift+G");
	assert_shows("shared = 7  was 1");
	click("choice G");
	assert_shows("child stores into a global: the parent lives, exit 0");
	assert_shows("memory is as pid 3 left it: shared = 7 (was 1).");
	assert_shows("What pid 2 finds");
	click("button undo");
	/* that there are several is seen also where there is no room for the name */
	width = 1024;
	height = 768;
	click("variant K");
	key("K");
	assert_shows("the parent dies of ");
	width = VIEWER_WIDTH;
	height = VIEWER_HEIGHT;
	click("button undo");
	click("choice L");
	assert_shows("child jumps out: the parent dies of SIGSEGV");
}

/* Where nobody can choose it says why, and Enter leads to where one can. */
static void test_nowhere(void **state)
{
	(void)state;
	key("E");
	key("Home");
	assert_shows("no child runs at @");
	key("R"); /* nothing to return from: nothing happens */
	assert_ptr_equal(viewer->session, session);
	key("Return");
	assert_shows("return from spawn()");
	key("Home");
	click("choice Enter");
	assert_shows("return from spawn()");
}

/* A lesson may want it open. */
static void test_wanted(void **state)
{
	struct view view = {.theme = THEME_LIGHT};
	struct timeline_mark mark = viewer->mark;

	(void)state;
	view.panel[PANEL_EXPLORE].opened = 1;
	viewer_free(viewer);
	viewer = viewer_new(session, &mark, &view, error);
	assert_non_null(viewer);
	assert_shows("What does the child do next?");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, viewer_begin, viewer_end)
	const struct CMUnitTest tests[] = {
		TEST(test_opens),         TEST(test_choice_and_undo),
		TEST(test_second_choice), TEST(test_otherwise),
		TEST(test_letters),       TEST(test_branches),
		TEST(test_all_in_turn),   TEST(test_all_choices_are_seen),
		TEST(test_mouse),         TEST(test_nowhere),
		TEST(test_wanted),
	};

	return cmocka_run_group_tests(tests, group_begin, session_end);
}
