/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The places of the panels: from the smallest window to the largest, with any letters, each panel can be seen, and
 * nothing leaves its place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "image/lesson.h"
#include "shot.h"
#include "visualizer/commands.h"
#include "visualizer/draw.h"
#include "visualizer/layout.h"

static const struct shot_size sizes[] = {
	{640, 400}, {800, 600}, {1024, 768}, {1366, 768}, {1920, 1080}, {3840, 2160}, {400, 900}, {2560, 700},
};
static const double letters[] = {0.7, 1, 1.5, 2.5};

#define N(array) (sizeof(array) / sizeof *(array))

static bool is_panel(int panel)
{
	return panel >= PANEL_SOURCE && panel < PANEL_LESSON; /* which has a place only where there is one */
}

/* Places lie beside each other inside the picture, and each panel is in just one of them. */
static void check_places(const struct view *view)
{
	const struct layout l = layout_for(view);
	int seen[PANEL_COUNT] = {0};

	for (size_t i = 0; i < l.nplaces; i++) {
		struct rect a = l.places[i].rect;

		if (a.x < 0 || a.y < 0 || a.w < 40 || a.h < 30 || a.x + a.w > l.width + 0.01 ||
		    a.y + a.h > l.height + 0.01)
			fail_msg("%gx%g, letters %g: place %zu is %g %g %g %g", view->width, view->height,
			         view->type_size, i, a.x, a.y, a.w, a.h);
		for (size_t k = 0; k < i; k++) {
			struct rect both = rect_common(a, l.places[k].rect);

			assert_false(both.w > 0.01 && both.h > 0.01);
		}
		for (size_t k = 0; k < l.places[i].count; k++)
			seen[l.places[i].panels[k]]++;
	}
	for (int p = 0; p < PANEL_LESSON; p++)
		if (p != PANEL_WATCHES && (p != PANEL_EXPLORE || view->explore.open) && !view->maximised)
			assert_int_equal(seen[p], 1);
}

static void test_places(void **state)
{
	(void)state;
	for (double w = 320; w < 4000; w *= 1.13)
		for (double h = 320; h < 2400; h *= 1.17)
			for (size_t i = 0; i < N(letters); i++) {
				struct view view = view_of(w, h, THEME_LIGHT);

				view.type_size = letters[i];
				check_places(&view);
				view.maximised = PANEL_STACK;
				check_places(&view);
				view.maximised = PANEL_TIME;
				check_places(&view);
			}
}

/* A tab brings its panel to the front; maximised it has most of the picture. */
static void test_every_panel_can_be_seen(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	for (size_t i = 0; i < N(sizes); i++)
		for (int p = 0; p < PANEL_COUNT; p++) {
			struct view view = view_of(sizes[i].w, sizes[i].h, THEME_LIGHT);

			view.explore.open = p == PANEL_EXPLORE;

			if (!is_panel(p))
				continue;
			view.panel[p].opened = 1;
			check_layout(s, view, panel_title((enum panel)p));
			struct layout l = layout_for(&view);
			assert_int_equal(layout_place(&l, (enum panel)p)->open, p);
			view.maximised = (enum panel)p;
			check_layout(s, view, panel_title((enum panel)p));
			l = layout_for(&view);
			const struct rect r = layout_place(&l, (enum panel)p)->rect;
			assert_true(r.w > l.width - 30 && r.h > l.height * 0.35);
		}
	fixture_free(s);
}

static void test_letters_of_all_sizes(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_EXTREME);

	for (size_t i = 0; i < N(sizes); i += 2)
		for (size_t k = 0; k < N(letters); k++) {
			struct view view = view_of(sizes[i].w, sizes[i].h, THEME_DARK);
			char name[32];

			view.type_size = letters[k];
			view.panel[PANEL_DATA].opened = 1;
			snprintf(name, sizeof name, "letters %g", letters[k]);
			check_layout(s, view, name);
		}
	fixture_free(s);
}

/* Lines of a text are as far apart as the layout counts on, whatever the scale. */
static void test_lines_are_apart(void **state)
{
	static const double scales[] = {0.8, 1, 1.18, 2.4};
	const char *words = "bg bg bg bg bg bg bg bg bg bg bg bg bg bg bg bg bg bg";

	(void)state;
	for (size_t i = 0; i < N(scales); i++)
		for (int type = 0; type < TYPE_COUNT; type++) {
			cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 100, 100);
			cairo_t *cr = cairo_create(surface);
			struct draw_log log = {0};
			double height[2];
			struct draw d;

			draw_begin(&d, cr, THEME_LIGHT, scales[i], &log);
			for (int lines = 1; lines <= 3; lines += 2) {
				draw_lines(&d, (struct rect){0, 0, 90, 100}, (enum type)type, INK, lines, words);
				height[lines / 2] = log.texts[log.ntexts - 1].ink.h;
			}
			draw_end(&d);
			if (fabs(height[1] - height[0] - 2 * draw_line_height((enum type)type)) > 0.1)
				fail_msg("type %d, scale %g: three lines are %g high, one is %g", type, scales[i],
				         height[1], height[0]);
			draw_log_free(&log);
			cairo_destroy(cr);
			cairo_surface_destroy(surface);
		}
}

/* A file and its line stay together, however wide the lines are. */
static void test_places_are_not_broken(void **state)
{
	static const char words[] = "of spawn() in main(), explore.c:95";
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 100, 100);
	cairo_t *cr = cairo_create(surface);
	struct draw_log log = {0};
	struct draw d;

	(void)state;
	draw_begin(&d, cr, THEME_LIGHT, 1, &log);
	double before = draw_width(&d, TYPE_NOTE, "of spawn() in main(),"), all = draw_width(&d, TYPE_NOTE, words);
	for (double w = all - 1; w > before + 2; w -= 2) {
		draw_lines(&d, (struct rect){0, 0, w, 100}, TYPE_NOTE, INK, 2, words);
		if (log.texts[log.ntexts - 1].ink.w > before + 1)
			fail_msg("%g units wide: the first line is %g", w, log.texts[log.ntexts - 1].ink.w);
	}
	/* one that is wider than the line is broken all the same */
	assert_true(draw_line_count(&d, TYPE_NOTE, 30, "explore.c:95") > 1);
	draw_end(&d);
	draw_log_free(&log);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
}

/* Larger letters are larger, and a larger window has more rows: not only larger ones. */
static void test_growth(void **state)
{
	(void)state;
	struct view small = view_of(1600, 900, THEME_LIGHT), large = view_of(3840, 2160, THEME_LIGHT);
	struct layout a = layout_for(&small), b = layout_for(&large);

	assert_true(b.scale > a.scale * 1.4);
	assert_true(b.height > a.height * 1.2 && b.width > a.width * 1.2);
	large.type_size = 1.5;
	struct layout c = layout_for(&large);
	assert_true(c.scale > b.scale * 1.45);
}

/* The tabs of a place are told apart, and each can be touched. */
static void test_tabs_can_be_touched(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	for (size_t i = 0; i < N(sizes); i++) {
		struct shot shot = shoot(s, view_of(sizes[i].w, sizes[i].h, THEME_LIGHT));
		struct layout l = layout_for(&shot.view);
		size_t tabs = 0, wanted = 0;

		for (size_t k = 0; k < l.nplaces; k++)
			wanted += l.places[k].count > 1 ? l.places[k].count : 0;
		for (size_t k = 0; k < shot.log.ntargets; k++)
			tabs += shot.log.targets[k].thing.kind == THING_TAB;
		assert_int_equal(tabs, wanted);
		drop(&shot);
	}
	fixture_free(s);
}

/* What a lesson says is to be open is a panel, and that is in front. */
static void test_lessons_open_panels(void **state)
{
	(void)state;
	const char *guest = getenv("VFORKSCOPE_GUEST");
	char error[ERROR_MAX];
	struct lesson *all;
	size_t opened = 0;

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	size_t n = lesson_list(&all, error);
	for (size_t i = 0; i < n; i++) {
		struct view view = view_of(1600, 900, THEME_LIGHT);

		if (!all[i].opens)
			continue;
		command_open(all[i].name, &view);
		view.explore.open = true; /* as the viewer does when that panel is opened */
		const struct layout l = layout_for(&view);
		enum panel panel = panel_named(all[i].opens);
		const struct place *place = panel ? layout_place(&l, panel) : NULL;
		if (!place || place->open != panel)
			fail_msg("%s opens %s, which does not come to the front", all[i].name, all[i].opens);
		opened++;
	}
	assert_true(opened > 5);
	lesson_list_free(all, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_every_panel_can_be_seen),
		cmocka_unit_test(test_letters_of_all_sizes),
		cmocka_unit_test(test_lines_are_apart),
		cmocka_unit_test(test_places_are_not_broken),
		cmocka_unit_test(test_growth),
		cmocka_unit_test(test_tabs_can_be_touched),
		cmocka_unit_test(test_lessons_open_panels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
