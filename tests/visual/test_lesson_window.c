/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The window's ways with a lesson: the list of all, what is covered while a question is open, what is left out, the end
 * of one, and an audience. */
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
#include "instrument.h"
#include "lesson_player.h"
#include "shot.h"
#include "visualizer/card.h"
#include "visualizer/act_lesson.h"
#include "visualizer/panel.h"
#include "visualizer/sheet.h"

static char error[ERROR_MAX];

/* From one lesson to another by the list, which has marks for what is done. */
static void the_list(void **unused)
{
	struct pupil done = pupil_of("return");

	(void)unused;
	pupil_note(&done, 1, PUPIL_RIGHT);
	pupil_note(&done, 3, PUPIL_WRONG);
	done.done = true;
	assert_true(pupil_keep(&done));
	lesson_begin("fork");
	instrument_key("F2");
	instrument_shows("Back from the function that called vfork\n");
	instrument_key("F2"); /* what opened it closes it */
	instrument_look();
	assert_false(viewer->view.overlay == PANEL_SHEET);
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
	lesson_end();
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
	char *path = alloc_format("%s/own.lesson", lesson_state);
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
	lesson_go_to(1);
	assert_true(in_row(PANEL_DATA, "shared", "?") && !in_row(PANEL_DATA, "shared", "42"));
	instrument_type("42");
	instrument_key("Return");
	instrument_look();
	assert_true(in_row(PANEL_DATA, "shared", "42"));
	lesson_go_to(2);
	assert_true(in_row(PANEL_REGISTERS, "d2", "?") && !lesson_has(PANEL_REGISTERS, "own"));
	lesson_end();
}

/* Nor in Time: what becomes of the processes is told up to the present, and of what comes there is a mark. */
static void time_tells_nothing_later(void **unused)
{
	(void)unused;
	begin_own();
	assert_true(lesson_has(PANEL_TIME, "vm.pass") && in_row(PANEL_TIME, "pid 2 lender", "?"));
	assert_false(lesson_has(PANEL_TIME, "halt") || lesson_has(PANEL_TIME, "exit"));
	instrument_key("1");
	instrument_look();
	assert_true(lesson_has(PANEL_TIME, "halt") && lesson_has(PANEL_TIME, "exit"));
	assert_false(in_row(PANEL_TIME, "pid 2 lender", "?"));
	lesson_end();
}

/* What is so now and is said by the step itself is no answer to a question that comes later. */
static void the_present_is_told_until_it_is_asked(void **unused)
{
	(void)unused;
	lesson_begin("fork");
	lesson_go_to(1);
	assert_true(lesson_has(PANEL_SPACES, "same") && !lesson_has(PANEL_SPACES, "?"));
	lesson_go_to(2);
	assert_true(lesson_has(PANEL_SPACES, "?") && !lesson_has(PANEL_SPACES, "same"));
	lesson_end();
}

/* Where the pointer rests long enough, a card comes up. */
static void hover(const char *region)
{
	double x, y;

	instrument_look();
	instrument_find(region, &x, &y);
	viewer_move(viewer, x, y);
	instrument_wait(3000);
	instrument_look();
}

/* What a "?" stands for is told where it stands, and among the words. */
static void cover_is_explained(void **unused)
{
	(void)unused;
	begin_own();
	hover("variable 00004000 shared of pid 2");
	assert_non_null(viewer->view.card);
	instrument_shows("asks for it");
	viewer_move(viewer, 1, 1);
	hover("term ?");
	assert_non_null(viewer->view.card);
	instrument_shows("asks for it");
	lesson_go_to(2);
	hover("register d2 of pid 3");
	instrument_shows("asks for it");
	instrument_key("F4");
	instrument_type("covered");
	instrument_shows("Covered: a lesson's question asks for it.");
	lesson_end();
}

/* A word of the stack is asked for that links two frames: what such words are is not told, but by Tab one comes from
 * one word to the next, and to nothing else. */
static void pointing(void **unused)
{
	static const char *const labels[] = {"return to main+0x46", "saved fp"};
	uint32_t first = 0;
	size_t words = 0, shown = 0;
	struct thing was = {0};

	(void)unused;
	lesson_begin("return");
	lesson_go_to(1);
	assert_int_equal(lesson.steps[1].kind, QUESTION_THING);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		assert_false(lesson_has(PANEL_STACK, labels[i]));
	assert_false(lesson_has(PANEL_TIME, "signal.deliver")); /* that it will come */
	for (size_t i = 0; i < viewer->log.ntargets; i++)
		shown += viewer->log.targets[i].part == PANEL_STACK && viewer->log.targets[i].thing.kind == THING_WORD;
	do {
		char selected[40];

		instrument_key("Tab");
		instrument_look();
		const struct thing *t = &viewer->view.selection;
		assert_int_equal(t->kind, THING_WORD);
		assert_false(thing_same(t, &was));
		was = *t;
		first = first ? first : t->address;
		snprintf(selected, sizeof selected, "Selected: %08x: ", t->address);
		instrument_shows(selected);
		words++;
	} while (viewer->view.selection.address != first || words == 1);
	assert_int_equal(words, shown + 1); /* round once */
	char name[THING_TEXT];
	struct pointing p;
	assert_true(tutor_point(&tutor, 1, lesson.steps[1].answer.text, &p, error));
	snprintf(name, sizeof name, "word %08x", p.address);
	hover(name);
	assert_non_null(viewer->view.card);
	assert_null(strstr(viewer->view.card->title, "return"));
	lesson_click(name);
	assert_int_equal(viewer->view.lesson->answer, ANSWER_RIGHT);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		assert_true(lesson_has(PANEL_STACK, labels[i]));
	assert_true(lesson_has(PANEL_TIME, "signal.deliver"));
	instrument_key("Tab"); /* now to all that can be selected */
	instrument_look();
	lesson_go_to(5); /* here a variable is asked for, and what the words are is no answer */
	assert_int_equal(lesson.steps[5].kind, QUESTION_THING);
	assert_true(lesson_has(PANEL_STACK, "pid"));
	lesson_end();
}

/* A ring lies around what it points at, and covers none of it: with it and without it the letters are the same. */
static void a_ring_covers_nothing(void **unused)
{
	enum { HIGH = 64, WIDE = 256 };
	static uint32_t with[HIGH][WIDE];
	const struct drawn_text *t = NULL;

	(void)unused;
	lesson_begin("exit");
	instrument_look();
	struct view_lesson *l = (struct view_lesson *)viewer->view.lesson;
	assert_int_equal(l->nrings, 1);
	assert_string_equal(l->rings[0].name, "stdout");
	for (size_t i = 0; i < viewer->log.ntexts; i++)
		if (viewer->log.texts[i].part == PANEL_DATA && !strcmp(viewer->log.texts[i].text, "stdout"))
			t = &viewer->log.texts[i];
	assert_non_null(t);
	int x = (int)(t->ink.x * viewer->log.scale), y = (int)(t->ink.y * viewer->log.scale);
	int w = (int)(t->ink.w * viewer->log.scale), h = (int)(t->ink.h * viewer->log.scale);
	assert_true(w > 8 && w < WIDE && h > 4 && h < HIGH);
	for (int i = 0; i < h; i++)
		memcpy(with[i], instrument_line(y + i) + x, (size_t)w * sizeof **with);
	bool ring = false;
	for (int i = 1; i < HIGH && !ring; i++) /* it is there, above */
		ring = (instrument_line(y - i)[x + w / 2] & 0xFFFFFF) == 0x1D1F24;
	assert_true(ring);
	l->nrings = 0;
	viewer->stale = true;
	instrument_look();
	for (int i = 0; i < h; i++)
		assert_memory_equal(with[i], instrument_line(y + i) + x, (size_t)w * sizeof **with);
	lesson_end();
}

/* Digits choose answers. One that is none does nothing there, and elsewhere says that it opens a panel. */
static void stray_digits(void **unused)
{
	(void)unused;
	begin_own();
	instrument_key("7");
	instrument_says("there are the answers 1 to 2");
	instrument_look();
	assert_false(lesson_has(PANEL_PROCESS, "what the kernel keeps"));
	assert_int_equal(viewer->view.lesson->answer, ANSWER_NONE);
	lesson_go_to(3);
	instrument_key("7");
	instrument_says("7 opens a panel: there are no answers to choose from here");
	instrument_look();
	assert_true(lesson_has(PANEL_PROCESS, "what the kernel keeps"));
	lesson_end();
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
	lesson_go_to(3);
	instrument_key("Backspace"); /* a step back */
	instrument_look();
	assert_int_equal(viewer->view.lesson->step, 2);
	lesson_go_to(2);
	instrument_key("Backspace");
	instrument_look();
	instrument_type("4");
	instrument_key("Backspace"); /* a digit back; and where there is none, a step */
	instrument_look();
	assert_int_equal(viewer->view.lesson->step, 1);
	instrument_key("Backspace");
	instrument_look();
	assert_int_equal(viewer->view.lesson->step, 0);
	lesson_go_to(4);
	instrument_key("Q"); /* an experiment that does not succeed is not done */
	assert_answer(ANSWER_WRONG, 4);
	instrument_key("Ctrl+PageDown");
	instrument_look();
	assert_true(viewer->view.lesson->leaving);
	unsigned left = pupil_of("own").left;
	instrument_key("Ctrl+PageDown");
	assert_int_equal(pupil_of("own").left, left + 1);
	lesson_end();
}

/* What is asked is not told by colours: which words do harm, how the run ends. And to try what does not succeed
 * costs nothing in an experiment. */
static void trying_is_free(void **unused)
{
	static const char destroyed[] = "2 words destroyed in frames that pid 2 still needs", later[] = "fate";
	size_t step = 0;

	(void)unused;
	lesson_begin("return");
	for (size_t i = 0; i < lesson.nsteps; i++)
		step = lesson.steps[i].kind == QUESTION_THING ? i : step;
	lesson_go_to(step);
	instrument_look();
	assert_false(lesson_has(PANEL_STACK, destroyed) || lesson_has(PANEL_TIME, later));
	play_question(step);
	instrument_look();
	assert_true(lesson_has(PANEL_STACK, destroyed) && lesson_has(PANEL_TIME, later));
	nothing_is_done();
	lesson_begin("return");
	lesson_go_to(lesson.nsteps - 1);
	instrument_key("Q");
	assert_answer(ANSWER_WRONG, lesson.nsteps - 1);
	instrument_shows("The console's last line: \"parent: I call spawn()\". The key End goes there."); /* told why */
	assert_int_equal(pupil_of("return").asked, 0);
	instrument_key("U");
	play_experiment(lesson.nsteps - 1);
	assert_int_equal(pupil_of("return").right, 1);
	lesson_end();
}

/* What was chosen for one question is no answer to the next; and before the first the picture answers none. */
static void each_question_is_new(void **unused)
{
	size_t things[2] = {0}, n = 0;

	(void)unused;
	nothing_is_done();
	lesson_begin("return");
	assert_true(viewer->view.covers && !viewer->view.lesson->open);
	for (size_t i = 0; i < lesson.nsteps && n < 2; i++)
		if (lesson.steps[i].kind == QUESTION_THING)
			things[n++] = i;
	assert_int_equal(n, 2);
	lesson_go_to(things[0]);
	play_question(things[0]);
	assert_int_equal(viewer->view.selection.kind, THING_WORD);
	lesson_go_to(things[1]);
	assert_int_equal(viewer->view.selection.kind, THING_NONE);
	instrument_key("Return");
	assert_answer(ANSWER_NONE, things[1]);
	assert_true(viewer->view.lesson->leaving);
	instrument_key("Return");
	instrument_look();
	assert_false(viewer->view.covers);
	lesson_end();
}

/* What is there at a lesson's end: the program's own processes, the score, and the next lesson by one key. */
static void the_end(void **unused)
{
	const struct snapshot *s;

	(void)unused;
	nothing_is_done();
	begin_own();
	lesson_go_to(3);
	s = viewer_snapshot(viewer);
	assert_int_equal(snapshot_running(s)->pid, s->lender);
	lesson_go_to(4);
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
	lesson_end();
}

/* Which lesson it is, not only which program; and it stays where two runs are beside each other. */
static void beside_two_runs(void **unused)
{
	(void)unused;
	lesson_begin("fork");
	assert_true(lesson_has(PANEL_HEADER, "fork") && lesson_has(PANEL_HEADER, "borrow"));
	instrument_key("V");
	instrument_settle();
	instrument_wait(10000);
	instrument_look();
	assert_non_null(viewer->view.beside);
	assert_true(lesson_has(PANEL_LESSON, viewer->view.lesson->texts[0]));
	check_log(&viewer->log, INSTRUMENT_WIDTH, INSTRUMENT_HEIGHT, lesson.name);
	instrument_key("V");
	instrument_look();
	assert_null(viewer->view.beside);
	lesson_end();
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
	lesson_begin("fork");
	instrument_key("F2");
	instrument_look();
	assert_string_equal(viewer->view.sheet->rows[viewer->view.sheet->chosen].key, "borrow");
	lesson_end();
}

/* By itself, and for an audience. */
static void presented(void **unused)
{
	(void)unused;
	lesson_begin("borrow");
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
	lesson_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list),
		cmocka_unit_test(answers_are_covered),
		cmocka_unit_test(time_tells_nothing_later),
		cmocka_unit_test(the_present_is_told_until_it_is_asked),
		cmocka_unit_test(left_out),
		cmocka_unit_test(trying_is_free),
		cmocka_unit_test(each_question_is_new),
		cmocka_unit_test(the_end),
		cmocka_unit_test(beside_two_runs),
		cmocka_unit_test(presented),
		cmocka_unit_test(the_first_start),
		cmocka_unit_test(a_ring_covers_nothing),
		cmocka_unit_test(stray_digits),
		cmocka_unit_test(pointing),
		cmocka_unit_test(cover_is_explained),
	};

	return cmocka_run_group_tests(tests, lessons_prepare, lessons_clear);
}
