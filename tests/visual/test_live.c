/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that is looked at while it goes on: it grows, waits for keys, gets them, is stopped. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "instrument.h"
#include "visualizer/act_live.h"
#include "visualizer/recent.h"
#include "visualizer/sheet.h"

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

/* A directory of the test's own, with a program and an editor that notes what it is called with. */
static char directory[] = "/tmp/live-XXXXXX", program[64], called[64];

static void write_file(const char *path, const char *text, int mode)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, (mode_t)mode), 0);
}

static int begin_editing(void **state)
{
	char editor[64], text[320];

	(void)state;
	strcpy(directory, "/tmp/live-XXXXXX");
	assert_non_null(mkdtemp(directory));
	snprintf(program, sizeof program, "%s/prog.c", directory);
	snprintf(called, sizeof called, "%s/called", directory);
	snprintf(editor, sizeof editor, "%s/vi", directory);
	snprintf(text, sizeof text, "#!/bin/sh\necho \"$@\" >%s.new && mv %s.new %s\n", called, called, called);
	write_file(editor, text, 0755);
	snprintf(text, sizeof text, "%s -x", editor);
	setenv("VISUAL", text, 1);
	write_file(program, "#include <stdio.h>\nint main(void)\n{\n\tputs(\"one\");\n\treturn 0;\n}\n", 0644);
	return 0;
}

static int end_editing(void **state)
{
	char command[80];

	snprintf(command, sizeof command, "rm -r %s", directory);
	assert_int_equal(system(command), 0);
	return end(state);
}

/* Lets the clock go on until the message has that text. */
static void until_it_says(const char *text)
{
	for (int i = 0; i < 1000 && (!viewer->view.message || !strstr(viewer->view.message, text)); i++) {
		instrument_look();
		instrument_wait(100);
	}
	instrument_says(text);
}

/* O opens the user's source in his editor; when it is saved it is run, at the same place. What does not compile is
 * told, and the run stays. */
static void test_editing(void **state)
{
	char text[160] = "";
	FILE *file = NULL;

	(void)state;
	instrument_begin(program, "tty.write");
	instrument_shows("one");
	instrument_key("O");
	instrument_says("when it is saved, it is run");
	while (!file)
		file = fopen(called, "r"); /* the editor is a program of its own */
	assert_non_null(fgets(text, sizeof text, file));
	fclose(file);
	assert_non_null(strstr(text, "-x +"));
	assert_non_null(strstr(text, program));
	write_file(program, "#include <stdio.h>\nint main(void)\n{\n\tputs(\"another\");\n\treturn 0;\n}\n", 0644);
	until_it_says("compiled and run anew");
	instrument_shows("another");
	assert_int_equal(timeline_event(viewer->timeline, (size_t)viewer->mark.event)->kind, EV_TTY_WRITE);
	write_file(program, "int main(void)\n{\n\treturn nothing;\n}\n", 0644);
	for (int i = 0; i < 1000 && !viewer->view.sheet; i++) {
		instrument_look();
		instrument_wait(100);
	}
	instrument_shows("The compiler found errors");
	instrument_shows("nothing");
	instrument_key("Escape");
	instrument_shows("another");
	/* who has no source of his own */
	instrument_end();
	instrument_begin("return", "vfork.begin");
	instrument_key("O");
	instrument_says("return has no source of yours");
}

/* Ctrl+O: lessons by their words, files by their paths. */
static void test_opening(void **state)
{
	(void)state;
	instrument_begin("return", "vfork.begin");
	instrument_key("Ctrl+O");
	instrument_shows("a loan inside a loan");
	instrument_type("whose page");
	instrument_key("Return");
	instrument_shows("tables");
	assert_string_equal(timeline_config(viewer->timeline)->program, "tables");
	assert_int_equal(viewer->view.overlay, 0);
	assert_int_equal(timeline_event(viewer->timeline, (size_t)viewer->mark.event)->kind, EV_VFORK_BEGIN);
	instrument_key("Ctrl+O");
	instrument_type(directory);
	instrument_type("/p");
	instrument_key("Tab");
	assert_string_equal(viewer->view.sheet->typed, program);
	instrument_key("Return");
	assert_string_equal(timeline_config(viewer->timeline)->program, "prog");
	/* arguments; and what is not there: the run stays */
	instrument_key("Ctrl+O");
	instrument_type("echo an argument");
	instrument_key("Return");
	instrument_settle();
	instrument_key("End");
	instrument_shows("an argument");
	instrument_key("Ctrl+O");
	instrument_type("/nowhere/at/all");
	instrument_key("Return");
	instrument_shows("It cannot be opened");
	instrument_key("Escape");
	instrument_shows("an argument");
}

/* What was opened last is at the top, the newest first, each once, with its arguments; what is not a file is not
 * there. */
static void test_opened_last(void **state)
{
	const char *const opened[][4] = {{program, "an", "argument", NULL},
	                                 {LINES, NULL},
	                                 {"return", NULL},
	                                 {LINES, NULL},
	                                 {program, NULL},
	                                 {LINES, NULL}};
	struct recent recent;
	char path[PATH_MAX];

	(void)state;
	setenv("XDG_STATE_HOME", directory, 1);
	for (size_t i = 0; i < sizeof opened / sizeof *opened; i++)
		recent_keep(opened[i]);
	recent = recent_read();
	assert_int_equal(recent.n, 3);
	assert_string_equal(recent.line[0], realpath(LINES, path));
	assert_string_equal(recent.line[1], realpath(program, path));
	assert_true(!strncmp(recent.line[2], path, strlen(path)) &&
	            !strcmp(recent.line[2] + strlen(path), "\tan\targument"));
	recent_release(&recent);
	instrument_begin("return", "vfork.begin");
	instrument_key("Ctrl+O");
	instrument_shows("Opened last");
	instrument_shows("lines.c");
	instrument_type("an argument");
	instrument_key("Return");
	assert_string_equal(timeline_config(viewer->timeline)->program, "prog");
	assert_string_equal(live_words(viewer->live)[2], "argument");
	/* no more of them than fit in the list; a damaged file is none */
	for (int i = 0; i < RECENT_MAX + 3; i++) {
		char number[12];

		snprintf(number, sizeof number, "%d", i);
		recent_keep((const char *const[]){program, number, NULL});
	}
	recent = recent_read();
	assert_int_equal(recent.n, RECENT_MAX);
	assert_true(recent.line[0][strlen(path)] == '\t' && atoi(recent.line[0] + strlen(path) + 1) == RECENT_MAX + 2);
	recent_release(&recent);
	/* where nothing can be kept, nothing is, and it is no mistake */
	setenv("XDG_STATE_HOME", "/dev/null", 1);
	recent_keep(opened[1]);
	recent = recent_read();
	assert_int_equal(recent.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_console, end),
		cmocka_unit_test_teardown(test_paste, end),
		cmocka_unit_test_teardown(test_endless, end),
		cmocka_unit_test_setup_teardown(test_editing, begin_editing, end_editing),
		cmocka_unit_test_setup_teardown(test_opening, begin_editing, end_editing),
		cmocka_unit_test_setup_teardown(test_opened_last, begin_editing, end_editing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
