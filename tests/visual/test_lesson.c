/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lessons in the instrument: each is played from its first step to its last by keys, with wrong answers and right
 * ones, and all that it says is to be read in small windows and large ones; one is played by mouse. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "analysis/lending.h"
#include "base/alloc.h"
#include "base/language.h"
#include "instrument.h"
#include "lesson/pupil.h"
#include "lesson/tutor.h"
#include "shot.h"
#include "visualizer/act_lesson.h"
#include "visualizer/panel.h"
#include "visualizer/sheet.h"

static char error[ERROR_MAX];
static struct tutorial lesson;
static struct tutor tutor;
static char state[] = "/tmp/vforkscope-lessons-XXXXXX";

static void begin(const char *name)
{
	char *file = alloc_format("%s" TUTORIAL_ENDING, name);

	instrument_begin(file, "end");
	free(file);
	instrument_wait(100);
	if (!tutorial_load(&lesson, name, error))
		fail_msg("%s", error);
	tutor = (struct tutor){.tutorial = &lesson, .session = viewer->session};
	instrument_shows(lesson.title.text);
}

static void end(void)
{
	tutorial_free(&lesson);
	instrument_end();
}

static void click(const char *name)
{
	instrument_click(name);
	instrument_look();
}

/* Is the text in the panel, whole? */
static bool has(int panel, const char *text)
{
	for (size_t i = 0; i < viewer->log.ntexts; i++)
		if (viewer->log.texts[i].part == panel && !viewer->log.texts[i].ellipsized &&
		    !strcmp(viewer->log.texts[i].text, text))
			return true;
	return false;
}

/* What the step says to look at is in the picture, each of it: it gets a ring. */
static void assert_pointed(size_t step, const struct view_lesson *l, int width, int height)
{
	const struct tutorial_fields *points = &lesson.steps[step].points;
	struct rect places[LESSON_PLACES];

	if (points->count != l->nrings)
		fail_msg("%s, step %zu: %zu of %zu things that it points at are known", lesson.name, step + 1,
		         l->nrings, points->count);
	for (size_t i = 0; i < l->nrings; i++) {
		size_t n = panel_lesson_places(&viewer->log, &l->rings[i], places, LESSON_PLACES), seen = 0;

		for (size_t k = 0; k < n; k++)
			seen += places[k].w > 0 && places[k].h > 0 && places[k].x >= 0 && places[k].y >= 0 &&
			        (places[k].x + places[k].w) * viewer->log.scale <= width + 1 &&
			        (places[k].y + places[k].h) * viewer->log.scale <= height + 1;
		if (!seen)
			fail_msg("%s, step %zu, %dx%d: \"%s\" is not in the picture", lesson.name, step + 1, width,
			         height, points->list[i].text);
	}
}

/* All that the step says is there in a small window; and in others, where that is asked for. */
static void assert_legible(size_t step, bool others)
{
	static const int sizes[][2] = {{1280, 720}, {1024, 768}, {1920, 1080}};
	const struct view_lesson *l = viewer->view.lesson;

	assert_non_null(l);
	for (size_t k = 0; k < (others ? sizeof sizes / sizeof *sizes : 1); k++) {
		cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, sizes[k][0], sizes[k][1]);
		cairo_t *cr = cairo_create(surface);

		assert_true(viewer_draw(viewer, cr, sizes[k][0], sizes[k][1]));
		check_log(&viewer->log, sizes[k][0], sizes[k][1], lesson.name); /* all of the picture fits */
		l = viewer->view.lesson;
#define LEGIBLE(text)                                                                                                  \
	if (!has(PANEL_LESSON, text))                                                                                  \
	fail_msg("%s, step %zu, %dx%d: \"%s\" is not there, or cut", lesson.name, step + 1, sizes[k][0], sizes[k][1],  \
	         text)
		/* The step's caption is the picture's, as long as the picture shows the step. */
		if (viewer->view.caption)
			assert_ptr_equal(viewer->view.caption, l->caption);
		if (!has(viewer->view.caption ? PANEL_CAPTION : PANEL_LESSON, l->caption))
			fail_msg("%s, step %zu, %dx%d: no caption \"%s\"", lesson.name, step + 1, sizes[k][0],
			         sizes[k][1], l->caption);
		for (size_t i = 0; i < l->ntexts; i++)
			LEGIBLE(l->texts[i]);
		for (size_t i = 0; i < l->noptions; i++)
			LEGIBLE(l->options[i]);
		if (l->question)
			LEGIBLE(l->question);
		if (l->answer != ANSWER_NONE && *l->verdict)
			LEGIBLE(l->verdict);
		if (l->answer != ANSWER_NONE && *l->told)
			LEGIBLE(l->told);
		if (l->score) {
			char *score = alloc_format(tr("This lesson: %s"), l->score);

			LEGIBLE(score);
			free(score);
		}
		assert_pointed(step, l, sizes[k][0], sizes[k][1]);
		cairo_destroy(cr);
		cairo_surface_destroy(surface);
	}
}

static void assert_answer(enum answer answer, size_t step)
{
	instrument_look();
	assert_int_equal(viewer->view.lesson->answer, answer);
	assert_legible(step, false);
}

/* On to the next step. Where something is asked that nobody has answered, that is told first. */
static void go_on(void)
{
	size_t step = viewer->view.lesson->step;
	bool open = viewer->view.lesson->open && viewer->view.lesson->answer == ANSWER_NONE;

	instrument_key("Ctrl+PageDown");
	instrument_look();
	if (open) {
		assert_int_equal(viewer->view.lesson->step, step);
		assert_true(viewer->view.lesson->leaving);
		assert_legible(step, false);
		instrument_key("Ctrl+PageDown");
		instrument_look();
	}
	assert_int_equal(viewer->view.lesson->step, step + 1);
}

/* A choice: every wrong option is explained, the right one is right. */
static void play_choice(size_t step)
{
	const struct tutorial_step *s = &lesson.steps[step];
	struct verdict v;
	size_t right = 0;

	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < s->noptions; i++) {
			const char key[] = {(char)('1' + i), '\0'};

			assert_true(tutor_choice(&tutor, step, i, &v, error));
			if (v.right != (pass == 1))
				continue;
			right += v.right;
			instrument_key(key);
			assert_answer(v.right ? ANSWER_RIGHT : ANSWER_WRONG, step);
		}
	assert_int_equal(right, 1);
}

static void play_value(size_t step)
{
	char *answer = tutor_solution(&tutor, step, error);

	assert_non_null(answer);
	instrument_type("987654");
	instrument_key("Return");
	assert_answer(ANSWER_WRONG, step);
	for (int i = 0; i < 6; i++)
		instrument_key("Backspace");
	instrument_type(answer);
	instrument_key("Return");
	assert_answer(ANSWER_RIGHT, step);
	free(answer);
}

/* What is asked for is a region of the picture: by Tab and Enter, or by a click. */
static void play_thing(size_t step, bool by_mouse)
{
	struct pointing p;
	char name[THING_TEXT];

	assert_true(tutor_point(&tutor, step, lesson.steps[step].answer.text, &p, error));
	snprintf(name, sizeof name, "word %08x", p.address);
	if (by_mouse) {
		click(name);
		assert_answer(ANSWER_RIGHT, step);
		return;
	}
	for (int i = 0; i < 300 && viewer->view.lesson->answer != ANSWER_RIGHT; i++) {
		instrument_key("Tab");
		if (viewer->view.selection.kind != THING_WORD)
			continue;
		instrument_key("Return");
		instrument_look();
		assert_int_equal(viewer->view.lesson->answer,
		                 viewer->view.selection.address == p.address ? ANSWER_RIGHT : ANSWER_WRONG);
	}
	assert_answer(ANSWER_RIGHT, step);
}

static void play_experiment(size_t step)
{
	const char *solution = lesson.steps[step].solution.text;
	const char key[] = {*solution, '\0'};

	instrument_shows("What does the child do next?");
	instrument_key(key);
	assert_answer(ANSWER_RIGHT, step);
	assert_true(viewer->session != tutor.session);
}

static void play_question(size_t step)
{
	const struct tutorial_step *s = &lesson.steps[step];

	if (s->kind == QUESTION_CHOICE)
		play_choice(step);
	else if (s->kind == QUESTION_VALUE)
		play_value(step);
	else if (s->kind == QUESTION_THING)
		play_thing(step, false);
	if (s->task.text)
		play_experiment(step);
}

static void each_lesson_is_played_by_keys(void **unused)
{
	struct tutorial *all;
	size_t n = tutorial_list(&all, error);

	(void)unused;
	assert_true(n >= 10);
	for (size_t i = 0; i < n; i++) {
		struct timeline_mark mark;

		begin(all[i].name);
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
				go_on();
		}
		assert_true(pupil_of(lesson.name).done);
		assert_int_equal(pupil_of(lesson.name).seen, lesson.nsteps);
		end();
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
			begin(all[i].name);
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
					assert_true(has(PANEL_LESSON, viewer->view.lesson->hint));
				}
				if (step + 1 < lesson.nsteps)
					go_on();
			}
			end();
		}
	assert_true(language_choose(directory, "en", error));
	tutorial_list_free(all, n);
	free(directory);
}

static void one_is_played_by_mouse(void **unused)
{
	double x, y;

	(void)unused;
	begin("return");
	instrument_find("button next step", &x, &y);
	click("button next step");
	viewer_double(viewer, x, y, ""); /* of two quick clicks, the second */
	assert_int_equal(viewer->view.maximised, 0);
	play_thing(1, true);
	instrument_key("Right"); /* away from the step: the machine's caption again */
	instrument_look();
	assert_null(viewer->view.caption);
	assert_true(has(PANEL_CAPTION, viewer->snapshot->caption[0]));
	assert_true(has(PANEL_LESSON, viewer->view.lesson->caption));
	click("button previous step");
	assert_int_equal(viewer->view.lesson->step, 0);
	while (viewer->view.lesson->step < 3)
		click("button next step");
	click("answer 0");
	assert_int_equal(viewer->view.lesson->answer, ANSWER_WRONG);
	instrument_shows(
		"For that, the return address of spawn() would have to be 0xe0 when the parent gets its memory "
		"back.");
	click("answer 2");
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
	while (viewer->view.lesson->step < 7)
		click("button next step");
	click("choice K");
	assert_int_equal(viewer->view.lesson->answer, ANSWER_WRONG);
	click("button undo");
	click("button hint");
	instrument_shows(lesson.steps[7].hint.text);
	click("choice X");
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
	instrument_shows("That is it: the machine has seen it.");
	end();
}

/* From one lesson to another by the list, which has marks for what is done. */
static void the_list(void **unused)
{
	(void)unused;
	begin("fork");
	assert_true(pupil_of("return").done); /* played before */
	instrument_key("F2");
	instrument_shows("Back from the function that called vfork\n");
	const struct pupil p = pupil_of("return");
	char *score = alloc_format("✓ %u of %u right\n", p.right, p.asked + p.left);
	instrument_shows(score);
	free(score);
	instrument_type("nested");
	instrument_key("Return");
	instrument_settle();
	instrument_wait(100);
	instrument_shows("A loan inside a loan");
	assert_string_equal(viewer->view.lesson->title, "A loan inside a loan");
	end();
}

/* Is the text in the panel in the row that begins with that name? */
static bool in_row(int panel, const char *name, const char *text)
{
	for (size_t i = 0; i < viewer->log.ntexts; i++) {
		const struct drawn_text *row = &viewer->log.texts[i];

		if (row->part != panel || strcmp(row->text, name))
			continue;
		for (size_t k = 0; k < viewer->log.ntexts; k++) {
			const struct drawn_text *t = &viewer->log.texts[k];

			if (t->part == panel && !strcmp(t->text, text) && t->ink.x > row->ink.x &&
			    t->ink.y < row->ink.y + row->ink.h && row->ink.y < t->ink.y + t->ink.h)
				return true;
		}
	}
	return false;
}

/* To a step, whatever is asked before it. */
static void go_to(size_t step)
{
	while (viewer->view.lesson->step < step)
		go_on();
}

/* A lesson of this test's own, on a program that ships: what it tests are the window's ways, not a lesson's words. */
static void begin_own(void)
{
	static const char text[] = "title: A small one\ngoal: Be small.\nminutes: 1\nrun: borrow vfork 41\n\n"
				   "step: borrow.c:40\ncaption: The child is about to store\ntext: -\nshow: data\n"
				   "choose: What will the parent find?\n"
				   "option: 42\nif: shared at end = 42\nsay: It is one variable.\n"
				   "option: 1\nif: shared at end = 1\nsay: It is one variable.\n\n"
				   "step: vm.return\ncaption: The memory is back\ntext: -\nshow: data\n"
				   "type: How much is `shared`?\nanswer: shared\nright: It is.\nelse: It is not.\n\n"
				   "step: same\ncaption: Which registers are the parent's?\ntext: -\nshow: registers\n"
				   "choose: And d2?\noption: as it was\nif: d2 = d2 at vfork.begin\nsay: Yes.\n"
				   "option: another one\nif: d2 != d2 at vfork.begin\nsay: No.\n\n"
				   "step: end\ncaption: The end\ntext: -\nshow: console\n\n"
				   "step: first vfork.begin\ncaption: Again\ntext: -\nshow: explore\n"
				   "try: Kill the parent.\nsuccess: parent dies\nsolution: K\n";
	char *path = alloc_format("%s/own.lesson", state);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	instrument_begin(path, "end");
	instrument_wait(100);
	if (!tutorial_load(&lesson, path, error))
		fail_msg("%s", error);
	unlink(path);
	free(path);
	tutor = (struct tutor){.tutorial = &lesson, .session = viewer->session};
	instrument_shows(lesson.title.text);
}

/* What is asked is not in the picture before it is answered: neither what will come back nor what has. */
static void answers_are_covered(void **unused)
{
	(void)unused;
	begin_own();
	assert_true(viewer->view.covers);
	assert_true(in_row(PANEL_DATA, "shared", "?"));
	instrument_key("1");
	instrument_look();
	assert_false(viewer->view.covers || in_row(PANEL_DATA, "shared", "?"));
	go_to(1);
	assert_true(in_row(PANEL_DATA, "shared", "?") && !in_row(PANEL_DATA, "shared", "42"));
	instrument_type("42");
	instrument_key("Return");
	instrument_look();
	assert_true(in_row(PANEL_DATA, "shared", "42"));
	go_to(2);
	assert_true(in_row(PANEL_REGISTERS, "d2", "?") && !has(PANEL_REGISTERS, "own"));
	end();
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
		begin(all[i].name);
		for (size_t step = 0; step < lesson.nsteps; step++) {
			char *answer =
				lesson.steps[step].kind == QUESTION_VALUE ? tutor_solution(&tutor, step, error) : NULL;

			go_to(step);
			if (answer && has_word(viewer->view.lesson->caption, answer))
				fail_msg("%s, step %zu: the caption tells the answer, %s", lesson.name, step + 1,
				         answer);
			free(answer);
		}
		end();
	}
	tutorial_list_free(all, n);
}

static void nothing_is_done(void)
{
	char *file = alloc_format("%s/vforkscope/lessons", state);

	unlink(file);
	free(file);
}

/* A question is left out only by who says so twice; that is remembered, and told at the end. */
static void left_out(void **unused)
{
	(void)unused;
	nothing_is_done();
	begin_own();
	instrument_key("Return");
	instrument_shows("Choose an answer; or press Enter or Next again to leave it out.");
	assert_int_equal(viewer->view.lesson->step, 0);
	instrument_key("Return");
	instrument_look();
	assert_int_equal(viewer->view.lesson->step, 1);
	assert_int_equal(pupil_of("own").left, 1);
	instrument_key("Ctrl+PageUp"); /* it may still be answered */
	instrument_look();
	instrument_key("1");
	instrument_look();
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
	assert_int_equal(pupil_of("own").left, 0);
	assert_int_equal(pupil_of("own").right, 1);
	go_to(3);
	instrument_key("Backspace"); /* a step back */
	instrument_look();
	assert_int_equal(viewer->view.lesson->step, 2);
	end();
}

/* What is asked is not told by colours: which words do harm, how the run ends. And to try what does not succeed
 * costs nothing in an experiment. */
static void trying_is_free(void **unused)
{
	static const char destroyed[] = "2 words destroyed in frames that pid 2 still needs", later[] = "fate";
	size_t step = 0;

	(void)unused;
	begin("return");
	for (size_t i = 0; i < lesson.nsteps; i++)
		step = lesson.steps[i].kind == QUESTION_THING ? i : step;
	go_to(step);
	instrument_look();
	assert_false(has(PANEL_STACK, destroyed) || has(PANEL_TIME, later));
	play_question(step);
	instrument_look();
	assert_true(has(PANEL_STACK, destroyed) && has(PANEL_TIME, later));
	nothing_is_done();
	begin("return");
	go_to(lesson.nsteps - 1);
	instrument_key("Q");
	assert_answer(ANSWER_WRONG, lesson.nsteps - 1);
	assert_int_equal(pupil_of("return").asked, 0);
	instrument_key("U");
	play_experiment(lesson.nsteps - 1);
	assert_int_equal(pupil_of("return").right, 1);
	end();
}

/* What is there at a lesson's end: the program's own processes, the score, and the next lesson by one key. */
static void the_end(void **unused)
{
	const struct snapshot *s;

	(void)unused;
	nothing_is_done();
	begin_own();
	go_to(3);
	s = viewer_snapshot(viewer);
	assert_int_equal(snapshot_running(s)->pid, s->lender);
	go_to(4);
	instrument_key("K");
	assert_answer(ANSWER_RIGHT, 4);
	instrument_shows("This lesson: 1 of 4 right, 3 left out");
	assert_non_null(viewer->view.lesson->next);
	char *next = alloc_format("Next lesson: %s", viewer->view.lesson->next);
	instrument_shows(next);
	free(next);
	next = alloc_string(viewer->view.lesson->next);
	instrument_key("Return");
	instrument_settle();
	instrument_wait(100);
	instrument_look();
	assert_string_equal(viewer->view.lesson->name, next);
	assert_int_equal(viewer->view.lesson->step, 0);
	free(next);
	end();
}

/* Which lesson it is, not only which program; and it stays where two runs are beside each other. */
static void beside_two_runs(void **unused)
{
	(void)unused;
	begin("fork");
	assert_true(has(PANEL_HEADER, "fork") && has(PANEL_HEADER, "borrow"));
	instrument_key("V");
	instrument_settle();
	instrument_wait(10000);
	instrument_look();
	assert_non_null(viewer->view.beside);
	assert_true(has(PANEL_LESSON, viewer->view.lesson->texts[0]));
	check_log(&viewer->log, INSTRUMENT_WIDTH, INSTRUMENT_HEIGHT, lesson.name);
	instrument_key("V");
	instrument_look();
	assert_null(viewer->view.beside);
	end();
}

/* A first start: the list lies over a lesson that nobody has chosen, and that is not begun. Its choice is on the next
 * lesson to do. */
static void the_first_start(void **unused)
{
	(void)unused;
	instrument_begin("fork.lesson", "end");
	nothing_is_done();
	viewer->view.lessons = true; /* as `demo` without a name begins */
	assert_true(lessoning_begin(viewer, "fork.lesson", error));
	instrument_shows("The course: Enter or a click begins a lesson");
	assert_string_equal(viewer->view.sheet->rows[viewer->view.sheet->chosen].key, "fork");
	assert_int_equal(pupil_of("fork").seen, 0);
	instrument_key("Escape");
	instrument_key("Return"); /* now it is */
	assert_int_equal(pupil_of("fork").seen, 2);
	instrument_end();
	struct pupil done = pupil_of("fork");
	done.done = true;
	assert_true(pupil_keep(&done));
	begin("fork");
	instrument_key("F2");
	instrument_look();
	assert_string_equal(viewer->view.sheet->rows[viewer->view.sheet->chosen].key, "borrow");
	end();
}

/* By itself, and for an audience. */
static void presented(void **unused)
{
	(void)unused;
	begin("borrow");
	instrument_key("Ctrl+T");
	instrument_wait(61000);
	instrument_shows("1:01, step 1 of 8");
	/* nothing comes up where the pointer rests */
	double x, y;
	instrument_find("panel Stack", &x, &y);
	viewer_move(viewer, x, y);
	instrument_wait(3000);
	assert_null(viewer->view.card);
	/* a remote control */
	instrument_key("PageDown");
	instrument_shows("step 2 of 8");
	instrument_key("PageUp");
	instrument_shows("step 1 of 8");
	instrument_key("B");
	instrument_look();
	assert_true(viewer->view.lesson->black);
	instrument_key(".");
	instrument_look();
	assert_false(viewer->view.lesson->black);
	instrument_key("Ctrl+B");
	assert_true(viewer->view.lesson == NULL || viewer->view.lesson->step == 0);
	instrument_look();
	assert_true(viewer->view.lesson->black);
	instrument_key("Right"); /* any key brings the picture back, and does nothing else */
	instrument_look();
	assert_false(viewer->view.lesson->black);
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_lesson_is_played_by_keys),
		cmocka_unit_test(each_language_fits),
		cmocka_unit_test(one_is_played_by_mouse),
		cmocka_unit_test(the_list),
		cmocka_unit_test(answers_are_covered),
		cmocka_unit_test(answers_are_not_told),
		cmocka_unit_test(left_out),
		cmocka_unit_test(trying_is_free),
		cmocka_unit_test(the_end),
		cmocka_unit_test(beside_two_runs),
		cmocka_unit_test(presented),
		cmocka_unit_test(the_first_start),
	};
	int failed;
	char *file;

	if (!mkdtemp(state))
		return 1;
	const char *guest = getenv("VFORKSCOPE_GUEST");

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	setenv("XDG_STATE_HOME", state, 1);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	file = alloc_format("%s/vforkscope/lessons", state);
	unlink(file);
	*strrchr(file, '/') = '\0';
	rmdir(file);
	rmdir(state);
	free(file);
	return failed;
}
