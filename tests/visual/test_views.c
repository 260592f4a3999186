/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be brought before the user with keys and pointer, at the sizes that windows have and in every theme: no text
 * leaves its panel or lies on another one. One row of a table for each view.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "instrument.h"
#include "shot.h"
#include "visualizer/act_lesson.h"

#define LINES "tests/unit/guest/lines.c"

static const struct shot_size sizes[] = {{640, 400}, {1024, 768}, {1280, 720}, {1920, 1080}, {3840, 2160}};

/* Rests on a region until its card is there. */
static void rest_on(const char *name)
{
	double x, y;

	instrument_find(name, &x, &y);
	viewer_move(viewer, x, y);
	for (int i = 0; i < 20; i++)
		instrument_wait(100);
	assert_non_null(viewer->view.card);
}

static void hover_word(void)
{
	rest_on("word 7fffff98");
}

static void hover_process(void)
{
	rest_on("process pid 2");
}

static void type_there(void)
{
	instrument_click("panel Console");
	instrument_type("hello");
	instrument_settle();
	assert_true(viewer->view.typing);
}

static void begin_lesson(void)
{
	char error[ERROR_MAX];

	if (!lessoning_begin(viewer, "return", error))
		fail_msg("%s", error);
}

static void in_words(void)
{
	instrument_key("/");
	instrument_type("haz");
}

static void with_a_note(void)
{
	instrument_key("M");
	instrument_type("the frame is destroyed, and the parent does not know it yet");
	instrument_key("Return");
	instrument_key("M");
}

static void without_name(void)
{
	instrument_key("Ctrl+O");
	instrument_type("/nowhere/at/all");
	instrument_key("Return");
}

static const struct {
	const char *name, *program, *where;
	const char *keys; /* blanks between them */
	void (*then)(void);
	bool whole; /* nothing of what lies over the picture is shortened, in windows that are not small */
} views[] = {
	{"the boot", "return", "0", "", NULL, false},
	{"the vfork", "return", "vfork.begin", "", NULL, false},
	{"damage", "return", "hazard.frame", "", NULL, false},
	{"the end", "return", "end", "", NULL, false},
	{"instructions", "return", "hazard.frame", "D", NULL, false},
	{"data", "borrow", "vfork.end", "5", NULL, false},
	{"files", "descriptors", "vfork.end", "6", NULL, false},
	{"the process", "attributes", "vfork.end", "7", NULL, false},
	{"the stack alone", "return", "hazard.frame", "8 8", NULL, false},
	{"Time alone", "return", "hazard.frame", "9 9", NULL, false},
	{"Time near", "return", "hazard.frame", "Z Z Z", NULL, false},
	{"a loan inside a loan", "nested", "vfork.begin#2", "", NULL, false},
	{"large letters", "return", "hazard.frame", "Ctrl++ Ctrl++ Ctrl++", NULL, false},
	{"small letters", "return", "hazard.frame", "Ctrl+- Ctrl+-", NULL, false},
	{"choices", "explore", "vfork.begin", "E", NULL, false},
	{"a choice made", "explore", "vfork.begin", "E R", NULL, false},
	{"branches", "explore", "vfork.begin", "E R U G U K U L", NULL, false},
	{"two systems", "return", "hazard.frame", "V", NULL, false},
	{"two systems, the stack", "return", "hazard.frame", "V 8", NULL, false},
	{"systems to choose from", "return", "hazard.frame", "V A", NULL, false},
	{"help", "return", "hazard.frame", "H", NULL, true},
	{"the menu", "return", "hazard.frame", "F10", NULL, true},
	{"what can be opened", "return", "hazard.frame", "Ctrl+O", NULL, false},
	{"what cannot be opened", "return", "hazard.frame", "", without_name, false},
	{"the lessons", "return", "hazard.frame", "F2", NULL, false},
	{"words", "return", "hazard.frame", "F4", NULL, false},
	{"a lesson", "return", "vfork.begin", "", begin_lesson, false},
	{"a condition", "return", "hazard.frame", "", in_words, false},
	{"a bookmark", "return", "hazard.frame", "", with_a_note, false},
	{"bookmarks", "return", "hazard.frame", "M Return '", NULL, false},
	{"a selection", "return", "hazard.frame", "Tab Tab Tab Tab Y K", NULL, false},
	{"a word's card", "return", "hazard.frame", "", hover_word, false},
	{"a process's card", "return", "hazard.frame", "", hover_process, false},
	{"the console has the keys", LINES, NULL, "", type_there, false},
};

#define N(array) (sizeof(array) / sizeof *(array))

static void press(const char *keys)
{
	char key[32];

	for (const char *at = keys; *(at += strspn(at, " "));) {
		size_t n = strcspn(at, " ");

		snprintf(key, sizeof key, "%.*s", (int)n, at);
		instrument_key(key);
		for (int i = 0; i < 4; i++)
			instrument_wait(50);
		at += n;
	}
}

static void look_at(const char *name, bool whole)
{
	for (size_t i = 0; i < N(sizes); i++) {
		cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
		cairo_t *cr = cairo_create(surface);

		viewer->view.theme = (enum theme)(i % THEME_COUNT);
		assert_true(viewer_draw(viewer, cr, (int)sizes[i].w, (int)sizes[i].h));
		check_log(&viewer->log, sizes[i].w, sizes[i].h, name);
		for (size_t k = 0; whole && sizes[i].w >= 1024 && k < viewer->log.ntexts; k++)
			if (viewer->log.texts[k].part == PANEL_SHEET && viewer->log.texts[k].ellipsized)
				fail_msg("%s at %gx%g: \"%s\" is shortened", name, sizes[i].w, sizes[i].h,
				         viewer->log.texts[k].text);
		cairo_destroy(cr);
		cairo_surface_destroy(surface);
	}
	viewer->view.theme = THEME_LIGHT;
}

static void nothing_is_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(views); i++) {
		instrument_begin(views[i].program, views[i].where);
		press(views[i].keys);
		if (views[i].then)
			views[i].then();
		look_at(views[i].name, views[i].whole);
		instrument_end();
	}
}

/* Lanes and cards of more processes than there is room for can be scrolled to: each of them is shown somewhere. */
static void all_processes_can_be_seen(void **state)
{
	static const enum panel panels[] = {PANEL_SPACES, PANEL_TIME};
	static const enum thing_kind kinds[] = {THING_PROCESS, THING_LANE};
	struct snapshot *s = fixture_new(FIXTURE_EXTREME);

	(void)state;
	for (size_t p = 0; p < N(panels); p++) {
		size_t all = p ? s->nlanes : s->nprocesses, seen = 0;
		bool *found = calloc(all, sizeof *found);
		double most = 1;

		assert_non_null(found);
		for (double scroll = 0; scroll <= most; scroll++) {
			struct view view = view_of(1280, 720, THEME_LIGHT);

			view.panel[panels[p]].scroll = scroll;
			check_layout(s, view, "scrolled");
			struct shot shot = shoot(s, view);
			const struct drawn_scroll *can = draw_log_scroll(&shot.log, panels[p]);
			assert_non_null(can);
			most = can->most;
			assert_true(most > 5);
			for (size_t i = 0; i < shot.log.ntargets; i++)
				for (size_t k = 0; k < all; k++)
					if (shot.log.targets[i].thing.kind == kinds[p] &&
					    shot.log.targets[i].thing.pid ==
					            (p ? s->lanes[k].pid : s->processes[k].pid))
						found[k] = true;
			drop(&shot);
		}
		for (size_t k = 0; k < all; k++)
			seen += found[k] || (!p && !s->processes[k].pid); /* pid 0 has no address space */
		assert_int_equal(seen, all);
		free(found);
	}
	fixture_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_cut),
		cmocka_unit_test(all_processes_can_be_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
