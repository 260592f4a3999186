/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands on time: every unit of motion by its keys, history, bookmarks, playing, the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/hazard.h"
#include "viewer_fixture.h"
#include "visualizer/motion.h"
#include "visualizer/prompt.h"

static uint64_t now;

static int begin(void **state)
{
	now = 1000;
	return viewer_begin(state);
}

static void assert_at(const char *where)
{
	struct timeline_mark mark = mark_of(where);

	if (timeline_mark_order(&viewer->mark, &mark) != 0)
		fail_msg("it is at @%lu (%ld.%u), not at %s, @%lu (%ld.%u)", (unsigned long)viewer->mark.icount,
		         viewer->mark.event, viewer->mark.hazard, where, (unsigned long)mark.icount, mark.event,
		         mark.hazard);
}

static void go(const char *where)
{
	viewer_go(viewer, mark_of(where));
}

/* As a window tells it: some keys come as signs. */
static void press(const char *key)
{
	bool letter = *key >= 'A' && *key <= 'Z';

	if (key[1] || letter)
		viewer_key(viewer, key);
	if (!key[1])
		viewer_text(viewer, (char[]){(char)(letter ? *key | 32 : *key), '\0'});
}

static void type(const char *text)
{
	for (; *text; text++)
		viewer_text(viewer, (char[]){*text, '\0'});
}

static const struct prompt_view *prompt(void)
{
	return viewer->view.prompt;
}

/* Every unit is the step of WHERE that its row says, and there is a way back. */
static void test_units(void **state)
{
	static const struct {
		const char *from, *key, *to;
	} moves[] = {
		{"vfork.begin", "]", "vfork.begin+1i"},
		{"vfork.begin", "[", "vfork.begin-1i"},
		{"spawn", ".", "spawn+1l"},
		{"spawn+2l", ",", "spawn+2l-1l"},
		{"main+2l", "Shift+Right", "main+2l+1o"},
		{"main+3l", "Shift+Left", "main+3l-1o"},
		{"printf", "Shift+Up", "printf+1u"},
		{"printf", "Shift+Down", "printf-1u"},
		{"vfork.begin", "F", "hazard.left"},
		{"hazard.frame", "Shift+F", "hazard.left"},
		{"vfork.begin", "Ctrl+Right", "vfork.begin+1s"},
		{"end", "Ctrl+Left", "end-1s"},
		{"vm.pass", "N", "vm.pass+1n"},
		{"vm.pass", "P", "vm.pass-1n"},
		{"vm.pass", "Right", "vm.pass+1e"},
		{"vm.pass+1i", "Left", "vm.pass"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
		go(moves[i].from);
		press(moves[i].key);
		assert_at(moves[i].to);
	}
	go("end");
	press("F");
	assert_says("no hazard after this instant");
	press("]");
	assert_says("no instruction after this instant");
	assert_at("end");
	press("Home");
	press("[");
	assert_says("the program begins here");
}

/* The axis shows hazards, and a click on a flag goes there. */
static void test_flags(void **state)
{
	double x, y;
	const struct snapshot *s;

	(void)state;
	viewer_tick(viewer, now); /* the run is short: they are looked for at once */
	look();
	s = viewer_snapshot(viewer);
	assert_true(s->hazards_known && s->nhazards == session_hazards(session)->count);
	assert_true(viewer_find(viewer, "hazard", &x, &y));
	go("end");
	viewer_press(viewer, x, y, "");
	viewer_release(viewer, x, y);
	assert_true(viewer->mark.hazard > 0);
}

static bool patient(void *asked)
{
	++*(int *)asked;
	return true;
}

/* What takes long can be drawn meanwhile; here nothing does. */
static void test_meanwhile(void **state)
{
	int asked = 0;

	(void)state;
	viewer->meanwhile = patient;
	viewer->meanwhile_arg = &asked;
	go("spawn");
	press(".");
	assert_at("spawn+1l");
	assert_null(viewer->view.message);
}

static void test_history(void **state)
{
	(void)state;
	press("Home");
	press("End");
	press("Left");
	press("Left"); /* steps are one stop */
	press("Alt+Left");
	assert_at("end");
	press("Alt+Left");
	press("Alt+Left");
	assert_at("vfork.begin");
	press("Alt+Left");
	assert_says("nothing before that");
	press("Alt+Right");
	press("Alt+Right");
	assert_at("end");
	press("Alt+Right");
	assert_at("end-2e");
	press("Alt+Right");
	assert_says("nothing after that");
	press("Alt+Left");
	press("Home"); /* what lay forward is forgotten */
	press("Alt+Right");
	assert_says("nothing after that");
}

static void test_bookmarks(void **state)
{
	double x, y;

	(void)state;
	press("'");
	assert_says("no bookmarks");
	go("hazard.frame");
	press("M");
	type("here it breaks");
	press("Backspace");
	press("Return");
	assert_null(viewer->overlay);
	go("vm.pass");
	press("M");
	press("Escape");
	assert_int_equal(viewer->view.time->nbookmarks, 2);
	assert_string_equal(viewer->view.time->bookmarks[1].note, "here it break");
	press("M"); /* once more: its note */
	type("lent");
	press("Return");
	assert_int_equal(viewer->view.time->nbookmarks, 2);
	assert_string_equal(viewer->view.time->bookmarks[0].note, "lent");
	look();
	go("end");
	look();
	assert_true(viewer_find(viewer, "bookmark", &x, &y));
	viewer_press(viewer, x, y, "");
	viewer_release(viewer, x, y);
	assert_at("hazard.frame");
	assert_says("here it break");
	press("'");
	look();
	press("Up");
	press("Return");
	assert_at("vm.pass");
	press("'");
	press("Delete");
	press("Return");
	assert_at("hazard.frame");
	press("'");
	press("Delete");
	assert_null(viewer->overlay);
	assert_int_equal(viewer->view.time->nbookmarks, 0);
}

static void test_playing(void **state)
{
	int wait;

	(void)state;
	press("Shift+Space");
	assert_says("playing backward");
	wait = viewer_tick(viewer, now);
	assert_in_range(wait, 1, 2000);
	viewer_tick(viewer, now += (uint64_t)wait);
	assert_at("vfork.begin-1e");
	press("+");
	assert_says("playing");
	assert_true(viewer_tick(viewer, now) < wait);
	press("-");
	press("-");
	assert_true(viewer_tick(viewer, now) > wait);
	press("Space");
	assert_says("paused");
	viewer_tick(viewer, now += 100000);
	assert_at("vfork.begin-1e");
	press("Space");
	viewer_tick(viewer, now += 100000); /* late: one step, not many */
	assert_at("vfork.begin");
	press("Left");
	press("Home");
	press("Shift+Space"); /* backward from the beginning: from the end */
	assert_at("end");
	viewer_tick(viewer, now += 100000);
	assert_true(viewer->mark.icount < mark_of("end").icount || viewer->mark.event < mark_of("end").event);
}

static void finish_looking(void)
{
	for (int i = 0; viewer_tick(viewer, ++now) == 0; i++)
		assert_true(i < 100000);
}

static void test_line(void **state)
{
	(void)state;
	go("@0");
	press("/");
	assert_non_null(viewer->overlay);
	assert_string_equal(prompt()->text, "");
	type("spawn.ret");
	press("Tab");
	assert_string_equal(prompt()->text, "spawn.return");
	look();
	press("Return");
	assert_null(viewer->overlay);
	finish_looking();
	assert_at("spawn.return");
	assert_int_equal(viewer->view.time->nhits, 2);
	look();
	press("F3");
	assert_at("spawn.return#2");
	press("F3");
	assert_says("no hit after");
	press("Shift+F3");
	assert_at("spawn.return");
	press("Escape");
	assert_int_equal(viewer->view.time->nhits, 0);
	assert_false(viewer->quit);
	press("F3");
	assert_says("nothing was looked for");
}

static void test_line_is_wrong(void **state)
{
	(void)state;
	press("/");
	type("spawn and in reprot");
	press("Return");
	assert_non_null(viewer->overlay);
	assert_non_null(strstr(prompt()->error, "did you mean report?"));
	assert_int_equal(prompt()->place, strlen("spawn and in "));
	look();
	press("Left"); /* the error goes when the line is another one */
	assert_string_equal(prompt()->error, "");
	press("End");
	for (int i = 0; i < 6; i++)
		press("Backspace");
	type("main");
	press("Return");
	finish_looking();
	assert_says("it never happens in this run");
	press("/");
	press("Up"); /* the last line */
	assert_string_equal(prompt()->text, "spawn and in main");
	press("Home");
	press("Delete");
	press("Ctrl+U");
	assert_string_equal(prompt()->text, "pawn and in main");
	press("Escape");
	assert_null(viewer->overlay);
	assert_false(viewer->quit);
}

static void test_completion(void **state)
{
	double x, y;

	(void)state;
	press("/");
	type("write ");
	assert_true(prompt()->offers.count > 5);
	look();
	assert_true(viewer_find(viewer, "row", &x, &y));
	press("Down");
	assert_int_equal(prompt()->chosen, 0);
	press("Tab");
	assert_int_equal(prompt()->chosen, 1);
	press("Up");
	press("Up");
	assert_int_equal(prompt()->chosen, prompt()->offers.count - 1);
	look();
	press("Ctrl+U");
	type("end");
	press("Return");
	assert_at("end");
	press("/");
	look();
	assert_true(viewer_find(viewer, "row", &x, &y));
	viewer_press(viewer, x, y, "");
	assert_true(*prompt()->text);
	viewer_press(viewer, 800, 300, ""); /* elsewhere: it closes */
	assert_null(viewer->overlay);
}

/* A line longer than its box, with signs of several bytes. */
static void test_long_line(void **state)
{
	(void)state;
	press("/");
	for (int i = 0; i < 200; i++)
		viewer_text(viewer, "ä");
	assert_true(strlen(prompt()->text) < PROMPT_TEXT && prompt()->cursor % 2 == 0);
	look();
	press("Left");
	press("Backspace");
	assert_true(strlen(prompt()->text) % 2 == 0);
	press("Home");
	look();
	press("Return");
	look();
	assert_non_null(viewer->overlay);
}

static void test_journey(void **state)
{
	static struct journey j;
	struct timeline_mark mark = {0, 0, 0};

	(void)state;
	journey_begin(&j, &mark);
	for (uint64_t i = 1; i <= 3 * JOURNEY_STOPS; i++) {
		mark = (struct timeline_mark){i, (long)i, 0};
		journey_jump(&j, &mark);
	}
	for (int i = 1; i < JOURNEY_STOPS; i++)
		assert_int_equal(journey_back(&j, -1)->icount, 3 * JOURNEY_STOPS - i);
	assert_null(journey_back(&j, -1));
	for (int i = 0; i < JOURNEY_BOOKMARKS; i++) {
		mark = (struct timeline_mark){(uint64_t)(1000 - i), 1000 - i, 0};
		assert_non_null(journey_bookmark(&j, &mark));
	}
	mark.icount = mark.event = 5000;
	assert_null(journey_bookmark(&j, &mark));
	for (size_t i = 1; i < j.nbookmarks; i++)
		assert_true(j.bookmarks[i - 1].mark.icount < j.bookmarks[i].mark.icount);
	assert_ptr_equal(journey_bookmark_next(&j, &mark, -1), &j.bookmarks[JOURNEY_BOOKMARKS - 1]);
	assert_null(journey_bookmark_next(&j, &mark, 1));
	char note[2 * JOURNEY_NOTE + 1];
	for (int i = 0; i < JOURNEY_NOTE; i++)
		memcpy(note + 2 * i, "ä", 2);
	note[2 * JOURNEY_NOTE] = '\0';
	note[0] = 'x'; /* so that a character does not end with the room */
	note[1] = '\t';
	bookmark_note(&j.bookmarks[0], note);
	assert_int_equal(strlen(j.bookmarks[0].note), JOURNEY_NOTE - 1);
	bookmark_note(&j.bookmarks[0], note + 2);
	assert_int_equal(strlen(j.bookmarks[0].note) % 2, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, viewer_end)
	const struct CMUnitTest tests[] = {
		TEST(test_units),   TEST(test_flags),     TEST(test_meanwhile),  TEST(test_history),
		TEST(test_playing), TEST(test_bookmarks), TEST(test_line),       TEST(test_line_is_wrong),
		TEST(test_journey), TEST(test_long_line), TEST(test_completion),
	};

	return cmocka_run_group_tests(tests, session_begin, session_end);
}
