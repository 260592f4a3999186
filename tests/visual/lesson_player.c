/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Playing lessons. See lesson_player.h. */
#include "lesson_player.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/language.h"
#include "instrument.h"
#include "shot.h"
#include "visualizer/panel.h"

struct tutorial lesson;
struct tutor tutor;
char lesson_state[] = "/tmp/vforkscope-lessons-XXXXXX";
static char error[ERROR_MAX];

int lessons_prepare(void **state)
{
	const char *guest = getenv("VFORKSCOPE_GUEST");

	(void)state;
	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	if (!mkdtemp(lesson_state))
		return -1;
	setenv("XDG_STATE_HOME", lesson_state, 1);
	return 0;
}

int lessons_clear(void **state)
{
	char *file = alloc_format("%s/vforkscope/lessons", lesson_state);

	(void)state;
	unlink(file);
	*strrchr(file, '/') = '\0';
	rmdir(file);
	rmdir(lesson_state);
	free(file);
	return 0;
}

void lesson_begin(const char *name)
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

void lesson_end(void)
{
	tutorial_free(&lesson);
	instrument_end();
}

void lesson_click(const char *name)
{
	instrument_click(name);
	instrument_look();
}

/* Is the text in the panel, whole? */
bool lesson_has(int panel, const char *text)
{
	for (size_t i = 0; i < viewer->log.ntexts; i++)
		if (viewer->log.texts[i].part == panel && !viewer->log.texts[i].ellipsized &&
		    !strcmp(viewer->log.texts[i].text, text))
			return true;
	return false;
}

/* No value is shortened in that place. */
static void assert_whole(size_t step, struct rect place, int width, int height)
{
	for (size_t i = 0; i < viewer->log.ntexts; i++) {
		const struct drawn_text *t = &viewer->log.texts[i];

		bool value = t->part == PANEL_DATA || t->part == PANEL_FILES || t->part == PANEL_PROCESS ||
		             t->part == PANEL_REGISTERS || t->part == PANEL_STACK;

		if (t->ellipsized && value && t->ink.x >= place.x && t->ink.x < place.x + place.w &&
		    t->ink.y >= place.y && t->ink.y < place.y + place.h)
			fail_msg("%s, step %zu, %dx%d: it points at \"%s\", which is shortened", lesson.name, step + 1,
			         width, height, t->text);
	}
}

/* What the step says to look at is in the picture, each of it, and whole: it gets a ring. */
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
		for (size_t k = 0; k < n; k++)
			assert_whole(step, places[k], width, height);
		if (!seen)
			fail_msg("%s, step %zu, %dx%d: \"%s\" is not in the picture", lesson.name, step + 1, width,
			         height, points->list[i].text);
	}
}

/* Whatever the child could do next can be chosen without looking for it. */
static void assert_choices(size_t step)
{
	const struct view_explore *x = &viewer->view.explore;
	bool seen;

	for (size_t i = 0; x->open && x->choices && i < x->choices->count; i++) {
		seen = false;
		for (size_t k = 0; k < viewer->log.ntargets; k++)
			seen |= viewer->log.targets[k].thing.kind == THING_CHOICE &&
			        viewer->log.targets[k].thing.number == x->choices->list[i].kind;
		if (!seen)
			fail_msg("%s, step %zu: the choice %c is not in the picture", lesson.name, step + 1,
			         x->choices->list[i].key);
	}
}

/* Is it what a variable is called? */
static bool is_name(const struct snapshot *s, const char *text)
{
	bool is = false;

	for (size_t i = 0; i < s->ndata; i++)
		is |= !strcmp(s->data[i].name, text);
	for (size_t i = 0; i < s->nregisters; i++)
		is |= !strcmp(s->registers[i].variable, text);
	for (size_t i = 0; i < s->nwords; i++)
		is |= !strcmp(s->words[i].name, text);
	for (size_t i = 0; i < s->ncalls; i++) { /* and, in Data, whose */
		char in[SNAP_TEXT];

		snprintf(in, sizeof in, tr("in %s()"), s->calls[i].function);
		is |= !strcmp(in, text);
	}
	return is;
}

/* Variables' names are whole in the panels that have columns for them, whichever of these is in front. */
static void assert_behind_tabs(cairo_t *cr, size_t step, int width, int height)
{
	static const enum panel panels[] = {PANEL_REGISTERS, PANEL_DATA, PANEL_FILES, PANEL_PROCESS};
	const struct snapshot *s = viewer_snapshot(viewer);
	const struct view before = viewer->view;

	for (size_t k = 0; k < sizeof panels / sizeof *panels; k++) {
		viewer_open_panel(viewer, panels[k]);
		viewer->stale = true;
		assert_true(viewer_draw(viewer, cr, width, height));
		for (size_t i = 0; i < viewer->log.ntexts; i++) {
			const struct drawn_text *t = &viewer->log.texts[i];

			if (t->part == (int)panels[k] && t->ellipsized && is_name(s, t->text))
				fail_msg("%s, step %zu, %dx%d: the name %s is cut", lesson.name, step + 1, width,
				         height, t->text);
		}
	}
	/* and all that is to be known of the colours and letters of the map, and of Time */
	viewer_open_panel(viewer, PANEL_PAGES);
	viewer_open_panel(viewer, PANEL_TIME);
	viewer->stale = true;
	assert_true(viewer_draw(viewer, cr, width, height));
	bool letters = lesson_has(PANEL_PAGES, "p"), told = false;
	for (size_t i = 0; letters && i < viewer->log.ntexts; i++) {
		const struct drawn_text *t = &viewer->log.texts[i];

		told |= t->part == PANEL_PAGES && !t->ellipsized && strstr(t->text, " · p ");
	}
	if (!lesson_has(PANEL_PAGES, tr("kernel")) || letters != told || !lesson_has(PANEL_TIME, tr("zombie")))
		fail_msg("%s, step %zu, %dx%d: a legend is not whole", lesson.name, step + 1, width, height);
	memcpy(viewer->view.panel, before.panel, sizeof before.panel);
	viewer->stale = true;
}

/* All that the step says is there in a small window; and in others, where that is asked for. */
void assert_legible(size_t step, bool others)
{
	static const int sizes[][2] = {{1280, 720}, {1024, 768}, {1920, 1080}};
	const struct view_lesson *l = viewer->view.lesson;

	assert_non_null(l);
	for (size_t k = 0; k < (others ? sizeof sizes / sizeof *sizes : 1); k++) {
		cairo_t *cr = nowhere();

		assert_true(viewer_draw(viewer, cr, sizes[k][0], sizes[k][1]));
		check_log(&viewer->log, sizes[k][0], sizes[k][1], lesson.name); /* all of the picture fits */
		l = viewer->view.lesson;
#define LEGIBLE(text)                                                                                                  \
	if (!lesson_has(PANEL_LESSON, text))                                                                           \
	fail_msg("%s, step %zu, %dx%d: \"%s\" is not there, or cut", lesson.name, step + 1, sizes[k][0], sizes[k][1],  \
	         text)
		/* The step's caption is the picture's, as long as the picture shows the step. */
		if (viewer->view.caption)
			assert_ptr_equal(viewer->view.caption, l->caption);
		if (!lesson_has(viewer->view.caption ? PANEL_CAPTION : PANEL_LESSON, l->caption))
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
		assert_choices(step);
		assert_behind_tabs(cr, step, sizes[k][0], sizes[k][1]);
		cairo_destroy(cr);
	}
}

void assert_answer(enum answer answer, size_t step)
{
	instrument_look();
	assert_int_equal(viewer->view.lesson->answer, answer);
	assert_legible(step, false);
}

/* On to the next step. Where something is asked that nobody has answered, that is told first. */
void lesson_go_on(void)
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
void play_thing(size_t step, bool by_mouse)
{
	struct pointing p;
	char name[THING_TEXT];

	assert_true(tutor_point(&tutor, step, lesson.steps[step].answer.text, &p, error));
	snprintf(name, sizeof name, "word %08x", p.address);
	if (by_mouse) {
		lesson_click(name);
		assert_answer(ANSWER_RIGHT, step);
		return;
	}
	for (int i = 0; i < 300 && viewer->view.lesson->answer != ANSWER_RIGHT; i++) {
		instrument_key("Tab");
		assert_int_equal(viewer->view.selection.kind, THING_WORD); /* nothing else can be the answer */
		instrument_key("Return");
		instrument_look();
		assert_int_equal(viewer->view.lesson->answer,
		                 viewer->view.selection.address == p.address ? ANSWER_RIGHT : ANSWER_WRONG);
	}
	assert_answer(ANSWER_RIGHT, step);
}

void play_experiment(size_t step)
{
	const char *solution = lesson.steps[step].solution.text;
	const char key[] = {*solution, '\0'};

	instrument_shows("What does the child do next?");
	instrument_key(key);
	assert_answer(ANSWER_RIGHT, step);
	assert_true(viewer->session != tutor.session);
}

void play_question(size_t step)
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

/* To a step, whatever is asked before it. */
void lesson_go_to(size_t step)
{
	while (viewer->view.lesson->step < step)
		lesson_go_on();
}

void nothing_is_done(void)
{
	char *file = alloc_format("%s/vforkscope/lessons", lesson_state);

	unlink(file);
	free(file);
}
