/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the picture says in words where something is not there, is over, or has to be explained. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/proc.h"
#include "visualizer/scene.h"
#include "fixture.h"

static void assert_text(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("the picture does not say \"%s\"", part);
}

/* A lender that has run off to where no source is: the line from which it went is shown, and said to be the last. And
 * what waits for a process is written on its card. */
static void test_the_last_line_and_pending_signals(void **state)
{
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = {.width = 1600, .height = 900};
	char *text;

	(void)state;
	snprintf(s->processes[2].pending, sizeof s->processes[2].pending, "SIGKILL");
	s->source.current_line = s->source.lender_line;
	s->source.pid = s->lender;
	s->source.place = PLACE_WAS;
	s->source.lender_line = s->source.borrower_line = 0;
	text = scene_text(s, &view);
	assert_text(text, "pid_t pid = vfork();");
	assert_text(text, "pid 4 was here");
	assert_text(text, "pending SIGKILL");
	free(text);
	fixture_free(s);
}

/* What letters mean is said: in the map where they are drawn, in the stack where there is room below it. And a borrower
 * whose stack is another one is not said to share the lender's. */
static void test_letters_and_places_are_explained(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = {.width = 1600, .height = 1200};
	char *text;

	for (size_t i = 0; i < s->nwords; i++)
		s->words[i].damaged = false;
	text = scene_text(s, &view);
	assert_text(text, "one stack, two processes");
	assert_text(text, "last writer: ");
	assert_text(text, "L lender, B borrower");
	free(text);
	s->borrower_sp = 0x61e4;
	s->nframes = 256;
	text = scene_text(s, &view);
	assert_text(text, "the borrower's is at 000061e4");
	assert_text(text, "t text · d data · s stack");
	free(text);
	fixture_free(s);
}

/* A lender that has died has no stack: the panel says so, and not that there is none yet. */
static void test_an_empty_panel_says_why(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = {.width = 1600, .height = 900};
	char *text;

	s->nwords = s->ncalls = 0;
	s->processes[2].flag = SWEXIT;
	text = scene_text(s, &view);
	assert_text(text, "pid 5 has given up its stack");
	free(text);
	s->processes[2].flag = 0;
	text = scene_text(s, &view);
	assert_text(text, "pid 5 has no stack frame yet");
	free(text);
	fixture_free(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_last_line_and_pending_signals),
		cmocka_unit_test(test_letters_and_places_are_explained),
		cmocka_unit_test(test_an_empty_panel_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
