/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A pupil who takes the whole course: plays each lesson in the instrument, with a wrong answer and the right one to
 * each question and experiment, and writes down what somebody at the real window has to do for the same, and what the
 * window must then show. tests/visual/window_lesson.sh does that.
 *
 *	pupil FILE
 *
 * FILE gets a line for each turn: "KEYS PLACES SUM WHAT". KEYS are xdotool's names with commas between them, PLACES are
 * X:Y in pixels of a window of the instrument's size, where to click for the same; "-" is nothing to do. SUM is the
 * picture's, as in tests/sum.h. Ends with status 1 if a lesson does not go as it should.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "instrument.h"
#include "lesson/tutor.h"
#include "tests/sum.h"
#include "visualizer/act_lesson.h"
#include "visualizer/sheet.h"

enum { LINE = 4000, MESSAGES_MS = 4000 /* by then each message has gone */, WORDS_MOST = 300 };

static FILE *plan;
static char error[ERROR_MAX];
static struct tutorial lesson;
static struct tutor tutor;
static char keys[LINE], places[LINE]; /* of this turn */

static void add(char line[LINE], const char *format, ...)
{
	size_t n = strlen(line);
	va_list ap;

	va_start(ap, format);
	vsnprintf(line + n, LINE - n, format, ap);
	va_end(ap);
}

/* xdotool's name of a key of the instrument. */
static const char *key_name(const char *key)
{
	static const struct {
		const char *key, *name;
	} names[] = {{"Ctrl+H", "ctrl+h"}, {"Backspace", "BackSpace"}, {"-", "minus"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(names[i].key, key))
			return names[i].name;
	return key;
}

static void press(const char *key)
{
	const char *name = key_name(key);

	add(keys, "%s%c%s", *keys ? "," : "",
	    name[1]                        ? *name
	    : *name >= 'A' && *name <= 'Z' ? *name | 32
	                                   : *name,
	    name + 1);
	instrument_key(key);
}

static void click_at(double x, double y)
{
	add(places, "%s%.0f:%.0f", *places ? "," : "", floor(x), floor(y));
}

/* Where somebody without keys would click; before it is done. */
static void click(const char *region)
{
	double x, y;

	if (!viewer_find(viewer, region, &x, &y))
		fail_msg("there is no region \"%s\"", region);
	click_at(x, y);
}

static void click_row(size_t row)
{
	const struct draw_log *log = &viewer->log;

	for (size_t i = 0; i < log->ntargets; i++) {
		const struct rect *r = &log->targets[i].rect;

		if (log->targets[i].thing.kind == THING_ROW && log->targets[i].thing.number == row)
			click_at(r->x + r->w / 2, r->y + r->h / 2);
	}
}

static uint64_t picture(void)
{
	uint64_t sum = 0;

	for (int y = 0; y < INSTRUMENT_HEIGHT; y++)
		sum = sum_line(sum, instrument_line(y), INSTRUMENT_WIDTH);
	return sum;
}

/* Writes the turn down, as the picture is when nothing goes on any more. */
static void turn(const char *what)
{
	instrument_wait(MESSAGES_MS);
	fprintf(plan, "%s %s %016" PRIx64 " %s", *keys ? keys : "-", *places ? places : "-", picture(), lesson.name);
	if (viewer->view.lesson)
		fprintf(plan, ", step %zu", viewer->view.lesson->step + 1);
	fprintf(plan, ": %s\n", what);
	*keys = *places = '\0';
}

static void answered(enum answer answer, const char *what)
{
	turn(what);
	if (viewer->view.lesson->answer != answer)
		fail_msg("%s, step %zu: %s: it says %s", lesson.name, viewer->view.lesson->step + 1, what,
		         viewer->view.lesson->verdict);
}

static void choose(size_t step)
{
	for (int right = 0; right < 2; right++)
		for (size_t place = 0; place < lesson.steps[step].noptions; place++) {
			char region[32];
			struct verdict v;

			assert_true(tutor_choice(&tutor, step, tutor_option(&tutor, step, place), &v, error));
			if (v.right != right)
				continue;
			snprintf(region, sizeof region, "answer %zu", place);
			click(region);
			press((const char[]){(char)('1' + place), '\0'});
			answered(right ? ANSWER_RIGHT : ANSWER_WRONG, right ? "right" : "wrong");
			break;
		}
}

static void type(const char *number, enum answer answer)
{
	while (*viewer->view.lesson->typed) {
		click("answer Backspace");
		press("Backspace");
		instrument_look();
	}
	for (; *number; number++) {
		const char key[] = {*number, '\0'};
		char region[32];

		snprintf(region, sizeof region, "answer %s ", key);
		click(region);
		press(key);
	}
	turn("a number");
	click("answer Return");
	press("Return");
	answered(answer, answer == ANSWER_RIGHT ? "right" : "wrong");
}

static void type_both(size_t step)
{
	char *answer = tutor_solution(&tutor, step, error);

	assert_non_null(answer);
	type("987654", ANSWER_WRONG);
	type(answer, ANSWER_RIGHT);
	free(answer);
}

/* A word that is not the one, then the one. */
static void point(size_t step)
{
	struct pointing p;
	bool wrong = false;

	assert_true(tutor_point(&tutor, step, lesson.steps[step].answer.text, &p, error));
	for (int i = 0; i < WORDS_MOST && viewer->view.lesson->answer != ANSWER_RIGHT; i++) {
		const struct thing *t = &viewer->view.selection;
		char name[THING_TEXT];

		press("Tab");
		if (t->kind != THING_WORD || (t->address != p.address && wrong))
			continue;
		if (t->address == p.address && !wrong)
			continue; /* it comes again */
		wrong = true;
		thing_text(t, name);
		click(name);
		press("Return");
		answered(t->address == p.address ? ANSWER_RIGHT : ANSWER_WRONG,
		         t->address == p.address ? "right" : "wrong");
	}
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
}

static void choose_in_explorer(const char *key)
{
	char region[32];

	snprintf(region, sizeof region, "choice %s", key);
	click(region);
	press(key);
	turn(key);
}

/* Choices until one of them does not do it, and then the one that does. */
static void experiment(size_t step)
{
	const char *solution = lesson.steps[step].solution.text;

	click("button hint");
	press("Ctrl+H");
	turn("a hint");
	for (const char *other = "XKP"; viewer->view.lesson->answer != ANSWER_WRONG; other++) {
		assert_true(*other);
		if (*other == *solution)
			continue;
		choose_in_explorer((const char[]){*other, '\0'});
		click("button undo");
		press("U");
		turn("taken back");
	}
	choose_in_explorer((const char[]){*solution, '\0'});
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
}

static void play_lesson(void)
{
	for (size_t step = 0; step < lesson.nsteps; step++) {
		const struct tutorial_step *s = &lesson.steps[step];

		turn("shown");
		assert_int_equal(viewer->view.lesson->step, step);
		if (s->kind == QUESTION_CHOICE) { /* nobody leaves it out without being told so */
			click("button next step");
			press("Return");
			turn("not answered");
			assert_true(viewer->view.lesson->step == step && viewer->view.lesson->leaving);
		}
		if (s->kind == QUESTION_CHOICE)
			choose(step);
		else if (s->kind == QUESTION_VALUE)
			type_both(step);
		else if (s->kind == QUESTION_THING)
			point(step);
		if (s->task.text)
			experiment(step);
		if (step + 1 == lesson.nsteps)
			continue;
		click("button next step");
		press("Return");
	}
}

/* The lesson has been chosen, and is there. */
static void opened(const char *name)
{
	instrument_settle();
	if (!tutorial_load(&lesson, name, error))
		fail_msg("%s", error);
	instrument_wait(MESSAGES_MS);
	assert_string_equal(viewer->view.lesson->title, lesson.title.text);
	tutor = (struct tutor){.tutorial = &lesson, .session = viewer->session};
}

/* Begins a lesson that is in the list, which lies open. */
static void pick(const char *name)
{
	const struct sheet *s = viewer->view.sheet;
	size_t row = 0;

	assert_non_null(s);
	while (row < s->nrows && strcmp(s->rows[row].key, name))
		row++;
	assert_true(row < s->nrows);
	click_row(row);
	for (const char *letter = name; *letter; letter++) {
		add(keys, "%s%c", *keys ? "," : "", *letter);
		viewer_text(viewer, (const char[]){*letter, '\0'});
	}
	press("Return");
	opened(name);
}

/* Nothing is begun. */
static void forget_all(void)
{
	char *file = alloc_format("%s/vforkscope/lessons", getenv("XDG_STATE_HOME"));

	unlink(file);
	free(file);
}

static void the_course(void **unused)
{
	struct tutorial *all;
	size_t n = tutorial_list(&all, error);
	char *file;

	(void)unused;
	assert_true(n >= 10 && all[9].number);
	file = alloc_format("%s" TUTORIAL_ENDING, all[0].name);
	instrument_begin(file, "end");
	instrument_wait(MESSAGES_MS);
	forget_all();
	viewer->view.lessons = true; /* as `demo` without a name begins */
	assert_true(lessoning_begin(viewer, file, error));
	free(file);
	turn("the list of lessons");
	pick(all[0].name);
	for (size_t i = 0; i < n && all[i].number; i++) {
		bool last = i + 1 == n || !all[i + 1].number;

		play_lesson();
		tutorial_free(&lesson);
		click(last ? "button lessons" : "button next step"); /* the next lesson */
		press("Return");
		if (!last)
			opened(all[i + 1].name);
	}
	turn("the list of lessons");
	instrument_end();
	tutorial_list_free(all, n);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_course)};
	const char *guest = getenv("VFORKSCOPE_GUEST");
	int failed;

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);

	plan = argc == 2 ? fopen(argv[1], "w") : NULL;
	if (!plan) {
		fprintf(stderr, "usage: pupil FILE\n");
		return 2;
	}
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	return fclose(plan) || failed;
}
