/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rows of lessons do: see test_rows.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "instrument.h"
#include "rows.h"

static const struct view_lesson *in_lesson(void)
{
	instrument_end();
	instrument_begin("return.lesson", "end");
	instrument_wait(100);
	instrument_look();
	assert_non_null(viewer->view.lesson);
	return viewer->view.lesson;
}

void check_lessons(void)
{
	hit();
	instrument_shows("The course: Enter or a click begins a lesson");
}

void check_words(void)
{
	hit();
	instrument_shows("The lender: it has no memory now, a child has it.");
}

void check_next_step(void)
{
	in_lesson();
	hit();
	assert_int_equal(viewer->view.lesson->step, 1);
}

void check_previous_step(void)
{
	in_lesson();
	instrument_key("Ctrl+PageDown");
	hit();
	assert_int_equal(viewer->view.lesson->step, 0);
}

void check_this_step(void)
{
	in_lesson();
	struct timeline_mark mark = viewer->mark;
	instrument_key("End");
	hit();
	assert_int_equal(timeline_mark_order(&viewer->mark, &mark), 0);
}

void check_hint(void)
{
	for (size_t last = in_lesson()->nsteps - 1; viewer->view.lesson->step < last; instrument_look())
		instrument_key("Ctrl+PageDown"); /* twice, where something is asked */
	hit();
	assert_non_null(viewer->view.lesson->hint);
}

void check_present(void)
{
	in_lesson();
	hit();
	assert_true(viewer->view.lesson->presents);
	assert_true(viewer->view.type_size > 1);
}

void check_black(void)
{
	in_lesson();
	hit();
	assert_true(viewer->view.lesson->black);
}

void press_answer(void)
{
	in_lesson();
	for (; viewer->view.lesson->step < 3; instrument_look())
		instrument_key("Ctrl+PageDown");
	instrument_click("answer 2");
	instrument_look();
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
}
