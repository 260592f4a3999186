/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second run beside one that is recorded: asked for with --beside, with fork in place of vfork, under another system
 * on both sides; and runs that never end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/system_list.h"
#include "instrument.h"
#include "visualizer/act_split.h"
#include "visualizer/sheet.h"
#include "visualizer/split.h"

#define ENDLESS "tests/unit/guest/endless.c"

static int end(void **state)
{
	(void)state;
	instrument_end();
	return 0;
}

static const struct snapshot *half(bool right)
{
	const struct beside *b = viewer->view.beside;

	if (!b)
		fail_msg("there is one run only: %s", viewer->view.message ? viewer->view.message : "");
	return b->snapshot[right ? !b->left : b->left];
}

static void await(const char *system, const char *program)
{
	splitting_await(viewer, &(struct companion){.system = system ? alloc_string(system) : NULL,
	                                            .program = program ? alloc_string(program) : NULL});
	instrument_wait(100);
	instrument_look();
}

static void test_system(void **state)
{
	(void)state;
	instrument_begin("return", "vfork.begin");
	await("4.4bsd", NULL);
	assert_string_equal(half(false)->system, "4.3bsd");
	assert_string_equal(half(true)->system, "4.4bsd");
}

static void test_program(void **state)
{
	(void)state;
	instrument_begin("return", "vfork.begin");
	await("4.4bsd", "return fork");
	assert_string_equal(half(false)->system, "4.3bsd");
	assert_string_equal(half(true)->system, "4.4bsd");
	instrument_shows("fork copies when written");
	instrument_key("V");
	assert_null(viewer->view.beside);
	await(NULL, "exit");
	assert_string_equal(half(true)->program, "exit");
	/* what cannot be begun is told, and there is one run */
	instrument_key("V");
	await(NULL, "no-such-program");
	instrument_says("no-such-program");
	assert_null(viewer->view.beside);
}

/* What is asked for before the run is over comes then. */
static void test_later(void **state)
{
	(void)state;
	instrument_begin_slowly("return");
	splitting_await(viewer, &(struct companion){.system = alloc_string("4.4bsd")});
	assert_null(viewer->view.beside);
	instrument_settle();
	instrument_wait(100);
	instrument_look();
	assert_string_equal(half(true)->system, "4.4bsd");
}

static void choose(const char *row)
{
	instrument_key("Home");
	for (size_t i = 0; i < viewer->view.sheet->nrows; i++) {
		const struct sheet *s = viewer->view.sheet;

		if (!strcmp(s->rows[s->chosen].key, row))
			break;
		instrument_key("Down");
	}
	instrument_key("Return");
	instrument_wait(200);
	instrument_look();
}

static void test_list(void **state)
{
	(void)state;
	instrument_begin("return", "vfork.begin");
	instrument_key("A");
	choose("fork");
	assert_string_equal(half(true)->system, "4.3bsd");
	instrument_shows("fork copies");
	instrument_shows("4.3bsd, vfork ▾"); /* the heads tell them apart, and so do the names in Time */
	instrument_shows("4.3bsd, fork ▾");
	instrument_shows("\nfork\n");
	/* of both: right, left, both */
	instrument_key("A");
	instrument_key("Tab");
	instrument_key("Tab");
	instrument_shows("System of both");
	choose("4.4bsd");
	assert_string_equal(half(false)->system, "4.4bsd");
	assert_string_equal(half(true)->system, "4.4bsd");
	instrument_shows("fork copies when written");
}

/* A run that never ends is looked at where it was stopped, also beside another one that was. */
static void test_endless(void **state)
{
	(void)state;
	instrument_begin_slowly(ENDLESS);
	await("4.4bsd", NULL);
	instrument_says("when this one is over");
	assert_null(viewer->view.beside);
	instrument_key("Escape"); /* this one is over */
	for (int i = 0; i < 5 && !viewer->view.beside; i++) {
		viewer_tick(viewer, viewer->now + 1);
		instrument_look();
	}
	assert_null(viewer->view.beside);
	instrument_says("Esc stops it"); /* of the other one */
	instrument_key("Escape");
	instrument_look();
	assert_string_equal(half(true)->system, "4.4bsd");
	instrument_key("End");
	instrument_look();
	half(true);
	instrument_key(">");
	instrument_key("Escape");
	assert_null(viewer->view.beside);
	assert_false(viewer->quit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_system, end),  cmocka_unit_test_teardown(test_program, end),
		cmocka_unit_test_teardown(test_later, end),   cmocka_unit_test_teardown(test_list, end),
		cmocka_unit_test_teardown(test_endless, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
