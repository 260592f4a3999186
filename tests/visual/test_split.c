/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two runs beside each other: opened, moved together, taken to where they differ, swapped, chosen, closed, by keys and
 * by mouse; and what the picture says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/system_list.h"
#include "visualizer/split.h"
#include "shot.h"
#include "viewer_fixture.h"

/* What a key begins comes to its end, and the picture is drawn. */
static void settle(void)
{
	for (int i = 0; i < 1000 && viewer_tick(viewer, viewer->now + 1) == 0; i++)
		;
	look();
}

static void press(const char *name)
{
	viewer_key(viewer, name);
	settle();
}

static const struct beside *beside(void)
{
	if (!viewer->view.beside)
		fail_msg("there is one run only: %s", viewer->view.message ? viewer->view.message : "");
	return viewer->view.beside;
}

static const char *system_at(bool right)
{
	const struct beside *b = beside();

	return b->snapshot[right ? !b->left : b->left]->system;
}

/* Is there a text with that part in the picture? */
static bool says(const char *part)
{
	for (size_t i = 0; i < viewer->log.ntexts; i++)
		if (strstr(viewer->log.texts[i].text, part))
			return true;
	return false;
}

static void assert_shows(const char *part)
{
	if (!says(part))
		fail_msg("the picture does not say \"%s\"", part);
}

static void touch(const char *name)
{
	click(name);
	settle();
}

static void test_open(void **state)
{
	struct timeline_mark before = viewer->mark;

	(void)state;
	press("V");
	assert_string_equal(system_at(false), "4.3bsd");
	assert_string_equal(system_at(true), "4.4bsd");
	assert_shows("pid 2 will die of SIGSEGV");
	assert_shows("pid 2 will be fine");
	assert_shows("Left, vfork lends: ");
	assert_shows("Right, vfork copies when written: ");
	/* the same step in both */
	assert_int_equal(beside()->snapshot[0]->event.kind, EV_VFORK_BEGIN);
	assert_int_equal(beside()->snapshot[1]->event.kind, EV_VFORK_BEGIN);
	press("Escape");
	assert_false(viewer->quit);
	assert_null(viewer->view.beside);
	press("V");
	beside();
	press("V");
	assert_null(viewer->view.beside);
	assert_ptr_equal(viewer->session, session);
	assert_int_equal(timeline_mark_order(&viewer->mark, &before), 0);
}

static void test_differences(void **state)
{
	size_t differs = 0, whole = 0;

	(void)state;
	press("J"); /* says that there is one run only */
	assert_shows("V: a second run");
	press("V");
	press("Home");
	/* what the kernels do */
	press("J");
	assert_int_equal(viewer->snapshot->event.kind, EV_VM_PASS);
	/* where the child leaves the frame, then what it stores there */
	press("J");
	assert_int_equal(viewer->snapshot->event.kind, EV_HAZARD_LEFT);
	press("J");
	assert_int_equal(viewer->snapshot->event.kind, EV_HAZARD_FRAME);
	for (size_t i = 0; i < beside()->contrast->nwords; i++) {
		const struct contrast_word *w = &beside()->contrast->words[i];

		differs += w->differs && w->state[0] == STATE_DESTROYED;
		whole += w->state[1] == STATE_WHOLE;
	}
	assert_int_equal(differs, 1);
	assert_int_equal(whole, 1);
	assert_shows("≠");
	press("Shift+J");
	assert_int_equal(viewer->snapshot->event.kind, EV_HAZARD_LEFT);
	/* behind the last one comes the first */
	press("End");
	press("J");
	assert_int_equal(viewer->snapshot->event.kind, EV_VM_PASS);
	touch("button next difference");
	assert_int_equal(viewer->snapshot->event.kind, EV_HAZARD_LEFT);
}

static void test_together(void **state)
{
	uint64_t before[2];

	(void)state;
	press("V");
	for (int i = 0; i < 40; i++) {
		for (int k = 0; k < 2; k++)
			before[k] = beside()->snapshot[k]->icount;
		press(">");
		assert_true(beside()->contrast->side[1].exact);
		assert_true(beside()->snapshot[0]->icount > before[0]);
		assert_true(beside()->snapshot[1]->icount != before[1]);
	}
	press("<");
	assert_true(beside()->contrast->side[1].exact);
	touch("button back together");
	touch("button forward together");
	/* the usual keys move both */
	for (int k = 0; k < 2; k++)
		before[k] = beside()->snapshot[k]->icount;
	press("N");
	assert_true(beside()->snapshot[0]->icount > before[0] && beside()->snapshot[1]->icount > before[1]);
	press("End");
	for (int k = 0; k < 2; k++)
		assert_int_equal(beside()->snapshot[k]->icount, beside()->snapshot[k]->end);
	assert_shows("pid 2 has died of SIGSEGV");
	assert_shows("pid 2 is fine");
	/* and so does a click in Time */
	touch("time");
	assert_true(beside()->snapshot[0]->icount < beside()->snapshot[0]->end);
}

static void test_swap(void **state)
{
	uint64_t left;

	(void)state;
	press("V");
	press("J");
	press("J");
	left = beside()->snapshot[0]->icount;
	press("Shift+V");
	assert_string_equal(system_at(false), "4.4bsd");
	assert_string_equal(timeline_config(viewer->timeline)->system, "4.4bsd");
	assert_shows("Left, vfork copies when written: ");
	/* the one at the left leads */
	press("Right");
	assert_true(beside()->contrast->lead == beside()->left);
	press("Shift+V");
	assert_string_equal(system_at(false), "4.3bsd");
	assert_true(beside()->snapshot[0]->icount >= left - 50);
	press("Shift+V");
	press("V");
	assert_ptr_equal(viewer->session, session);
}

static void choose(const char *system)
{
	press("Home");
	for (size_t i = 0; strcmp(historic_systems[i].name, system) != 0; i++)
		press("Down");
	press("Return");
}

static void test_systems(void **state)
{
	(void)state;
	/* opens the second at once */
	press("A");
	assert_int_equal(viewer->view.overlay, PANEL_SHEET);
	assert_shows("Linux since 2.2");
	choose("linux");
	assert_string_equal(system_at(true), "linux");
	assert_shows("Left, vfork lends: ");
	assert_shows("Right, vfork shares: ");
	press("Shift+A");
	choose("4.4bsd");
	assert_string_equal(system_at(false), "4.4bsd");
	assert_string_equal(system_at(true), "linux");
	/* by mouse, in the head of the half; and for the other half by Tab */
	touch("button right system");
	press("Tab");
	press("Tab");
	press("Up");
	press("Escape");
	assert_string_equal(system_at(true), "linux");
	touch("button right system");
	touch("row System at the right 0");
	assert_string_equal(system_at(true), historic_systems[0].name);
	press("V");
	assert_ptr_equal(viewer->session, session);
}

/* Everything has its place: nothing is cut, and nothing lies upon another, in all sizes and themes. */
static void test_room(void **state)
{
	static const int sizes[][2] = {{1024, 768}, {1600, 900}, {1920, 1080}, {3840, 2160}, {640, 400}, {800, 600}};

	(void)state;
	press("V");
	press("J");
	press("J");
	press("J");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (int theme = 0; theme < THEME_COUNT; theme++) {
			width = sizes[i][0];
			height = sizes[i][1];
			viewer->view.theme = (enum theme)theme;
			settle();
			assert_shows("pid 2 will die");
			for (size_t k = 0; k < viewer->log.ntexts; k++) {
				const struct drawn_text *t = &viewer->log.texts[k];

				if (t->ink.x < -1 || t->ink.y < -1 ||
				    t->ink.x + t->ink.w > width / viewer->log.scale + 1 ||
				    t->ink.y + t->ink.h > height / viewer->log.scale + 1)
					fail_msg("%dx%d: \"%s\" is cut", width, height, t->text);
				if (t->ellipsized && (t->part == PANEL_SPLIT || t->part == PANEL_CAPTION))
					fail_msg("%dx%d: \"%s\" is shortened", width, height, t->text);
				for (size_t m = k + 1; m < viewer->log.ntexts; m++) {
					struct rect both = rect_common(t->ink, viewer->log.texts[m].ink);

					if (both.w > 1.5 && both.h > 1.5)
						fail_msg("%dx%d: \"%s\" lies on \"%s\"", width, height, t->text,
						         viewer->log.texts[m].text);
				}
			}
		}
}

/* Is a text in the picture, whole? */
static bool whole(const char *part)
{
	for (size_t i = 0; i < viewer->log.ntexts; i++)
		if (strstr(viewer->log.texts[i].text, part) && !viewer->log.texts[i].ellipsized)
			return true;
	return false;
}

/* However low the halves are, both show the word that this is about. */
static void test_low(void **state)
{
	static const int sizes[][2] = {{640, 400}, {800, 600}, {1024, 768}};

	(void)state;
	press("V");
	press("J");
	press("J");
	press("J");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		width = sizes[i][0];
		height = sizes[i][1];
		settle();
		if (!whole("1 word destroyed") || !whole("33333333") || !whole("was 000000"))
			fail_msg("%dx%d: the word is not there", width, height);
	}
	/* Tabs that have no room are reached by the last one. */
	width = 640;
	height = 400;
	settle();
	assert_shows("+3");
	touch("tab Files");
	assert_int_equal(viewer->view.panel[PANEL_FILES].opened > viewer->view.panel[PANEL_STACK].opened, 1);
	assert_shows("/dev/console");
}

/* The list of systems says in whole words what its keys do; and a large window has more panels, not emptier ones. */
static void test_roomy(void **state)
{
	static const int sizes[][2] = {{1024, 768}, {1920, 1080}, {3840, 2160}};

	(void)state;
	press("V");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		width = sizes[i][0];
		height = sizes[i][1];
		press("A");
		if (!whole("System at the right") || !whole("Return takes it; Tab: the other half, both; Esc closes"))
			fail_msg("%dx%d: the list's words are cut", width, height);
		press("Escape");
	}
	for (int panel = PANEL_SOURCE; panel < PANEL_TIME; panel++) {
		size_t n = 0;

		for (size_t k = 0; k < viewer->log.ntargets; k++) {
			const struct thing *t = &viewer->log.targets[k].thing;

			n += t->kind == THING_PANEL && t->number == (uint64_t)panel;
		}
		assert_int_equal(n, panel == PANEL_SOURCE || panel == PANEL_DATA || panel == PANEL_STACK ||
		                                    panel == PANEL_SPACES
		                            ? 2
		                            : 0);
	}
}

/* The pointers of a stack have the colours of those who own it: nobody lends at the right. */
static void test_pointers(void **state)
{
	const struct {
		bool right;
		enum colour colour;
	} halves[] = {{false, LENDER}, {true, role_colour(ROLE_PARENT)}};

	(void)state;
	press("V");
	for (size_t h = 0; h < 2; h++) {
		struct shot shot = look_closely();
		size_t n = 0;

		for (size_t i = 0; i < viewer->log.ntexts; i++) {
			const struct drawn_text *t = &viewer->log.texts[i];
			double scale = viewer->log.scale;
			bool right = t->ink.x * scale > width / 2.0;

			if (strcmp(t->text, "sp") || t->part != PANEL_STACK || right != halves[h].right)
				continue;
			n++;
			struct rect badge = {(t->ink.x - 2) * scale, (t->ink.y - 2) * scale, (t->ink.w + 4) * scale,
			                     (t->ink.h + 4) * scale};
			assert_true(count_pixels(&shot, badge, role_pixel(THEME_LIGHT, halves[h].colour)) > 30);
		}
		assert_true(n > 0);
		drop(&shot);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_open, viewer_begin, viewer_end),
		cmocka_unit_test_setup_teardown(test_differences, viewer_begin, viewer_end),
		cmocka_unit_test_setup_teardown(test_together, viewer_begin, viewer_end),
		cmocka_unit_test_setup_teardown(test_swap, viewer_begin, viewer_end),
		cmocka_unit_test_setup_teardown(test_systems, viewer_begin, viewer_end),
		cmocka_unit_test_setup_teardown(test_room, viewer_begin, viewer_end),
		cmocka_unit_test_setup_teardown(test_low, viewer_begin, viewer_end),
		cmocka_unit_test_setup_teardown(test_roomy, viewer_begin, viewer_end),
		cmocka_unit_test_setup_teardown(test_pointers, viewer_begin, viewer_end),
	};

	return cmocka_run_group_tests(tests, session_begin, session_end);
}
