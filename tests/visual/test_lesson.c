/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lessons in the instrument: each is played from its first step to its last by keys, with wrong answers and right
 * ones, and all that it says is to be read in small windows and large ones; one is played by mouse. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/language.h"
#include "instrument.h"
#include "lesson_player.h"
#include "visualizer/panel.h"

static char error[ERROR_MAX];

static void each_lesson_is_played_by_keys(void **unused)
{
	struct tutorial *all;
	size_t n = tutorial_list(&all, error);

	(void)unused;
	assert_true(n >= 10);
	for (size_t i = 0; i < n; i++) {
		struct timeline_mark mark;

		lesson_begin(all[i].name);
		for (size_t step = 0; step < lesson.nsteps; step++) {
			instrument_look();
			assert_int_equal(viewer->view.lesson->step, step);
			assert_true(tutor_mark(&tutor, step, &mark, error));
			assert_non_null(viewer->view.caption);
			if (!lesson.steps[step].task.text)
				assert_int_equal(timeline_mark_order(&viewer->mark, &mark), 0);
			assert_legible(step, lesson.steps[step].question.text || lesson.steps[step].task.text);
			play_question(step);
			if (step + 1 < lesson.nsteps)
				lesson_go_on();
		}
		assert_true(pupil_of(lesson.name).done);
		assert_int_equal(pupil_of(lesson.name).seen, lesson.nsteps);
		lesson_end();
	}
	tutorial_list_free(all, n);
}

/* In other languages: each text, with what is said to each answer, fits. */
static void each_language_fits(void **unused)
{
	static const char *const languages[] = {"de", "id"};
	const char *guest = getenv("VFORKSCOPE_DATA");
	char *directory = alloc_format("%s/lang", guest);
	struct tutorial *all;
	size_t n = tutorial_list(&all, error);

	(void)unused;
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < n && all[i].number; i++) { /* the course is there in them */
			assert_true(language_choose(directory, languages[k], error));
			lesson_begin(all[i].name);
			assert_string_not_equal(lesson.title.text, all[i].title.text);
			for (size_t step = 0; step < lesson.nsteps; step++) {
				instrument_look();
				assert_legible(step, false);
				for (size_t option = 0; option < lesson.steps[step].noptions; option++) {
					instrument_key((const char[]){(char)('1' + option), '\0'});
					instrument_look();
					assert_legible(step, false);
				}
				if (lesson.steps[step].hint.text) {
					instrument_key("Ctrl+H");
					instrument_look();
					assert_true(lesson_has(PANEL_LESSON, viewer->view.lesson->hint));
				}
				if (step + 1 < lesson.nsteps)
					lesson_go_on();
			}
			lesson_end();
		}
	assert_true(language_choose(directory, "en", error));
	tutorial_list_free(all, n);
	free(directory);
}

static void one_is_played_by_mouse(void **unused)
{
	double x, y;

	(void)unused;
	lesson_begin("return");
	instrument_find("button next step", &x, &y);
	lesson_click("button next step");
	viewer_double(viewer, x, y, ""); /* of two quick clicks, the second */
	assert_int_equal(viewer->view.maximised, 0);
	play_thing(1, true);
	instrument_key("Right"); /* away from the step: the machine's caption again */
	instrument_look();
	assert_null(viewer->view.caption);
	assert_true(lesson_has(PANEL_CAPTION, viewer->snapshot->caption[0]));
	assert_true(lesson_has(PANEL_LESSON, viewer->view.lesson->caption));
	lesson_click("button previous step");
	assert_int_equal(viewer->view.lesson->step, 0);
	while (viewer->view.lesson->step < 3)
		lesson_click("button next step");
	lesson_click("answer 0");
	assert_int_equal(viewer->view.lesson->answer, ANSWER_WRONG);
	instrument_shows(
		"For that, the return address of spawn() would have to be 0xe0 when the parent gets its memory "
		"back.");
	lesson_click("answer 2");
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
	while (viewer->view.lesson->step < 7)
		lesson_click("button next step");
	lesson_click("choice K");
	assert_int_equal(viewer->view.lesson->answer, ANSWER_WRONG);
	lesson_click("button undo");
	lesson_click("button hint");
	instrument_shows(lesson.steps[7].hint.text);
	lesson_click("choice X");
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
	instrument_shows("That is it: the machine has seen it.");
	lesson_end();
}

/* A word of a text, whole. */
static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		if ((at == text || !isdigit((unsigned char)at[-1])) && !isdigit((unsigned char)at[n]))
			return true;
	return false;
}

/* No lesson of the course tells in its own words the number that it asks for in the same step. */
static void answers_are_not_told(void **unused)
{
	struct tutorial *all;
	size_t n = tutorial_list(&all, error);

	(void)unused;
	for (size_t i = 0; i < n && all[i].number; i++) {
		lesson_begin(all[i].name);
		for (size_t step = 0; step < lesson.nsteps; step++) {
			char *answer =
				lesson.steps[step].kind == QUESTION_VALUE ? tutor_solution(&tutor, step, error) : NULL;

			lesson_go_to(step);
			if (answer && has_word(viewer->view.lesson->caption, answer))
				fail_msg("%s, step %zu: the caption tells the answer, %s", lesson.name, step + 1,
				         answer);
			free(answer);
		}
		lesson_end();
	}
	tutorial_list_free(all, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_lesson_is_played_by_keys),
		cmocka_unit_test(each_language_fits),
		cmocka_unit_test(one_is_played_by_mouse),
		cmocka_unit_test(answers_are_not_told),
	};

	return cmocka_run_group_tests(tests, lessons_prepare, lessons_clear);
}
