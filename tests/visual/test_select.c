/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the pointer rests on is explained; what is selected is marked everywhere, and leads to who wrote it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "viewer_fixture.h"
#include "visualizer/card.h"
#include "visualizer/selection.h"

static void go(const char *where)
{
	viewer_go(viewer, mark_of(where));
	viewer_tick(viewer, viewer->now + 1);
	look();
}

/* Lets time go by until nothing is left to be done but by the user. */
static void settle(void)
{
	for (int i = 0; i < 100000; i++) {
		int wait = viewer_tick(viewer, viewer->now);

		if (viewer->stale)
			look();
		else if (wait == VIEWER_PATIENT)
			return;
		else
			viewer->now += (uint64_t)wait;
	}
	fail_msg("it never comes to rest");
}

/* The address of the word that the child has destroyed. */
static uint32_t destroyed(void)
{
	const struct snapshot *s = viewer_snapshot(viewer);

	for (size_t i = 0; i < s->nwords; i++)
		if (s->words[i].damaged)
			return s->words[i].va;
	fail_msg("no word is destroyed");
	return 0;
}

static void select_destroyed(char name[THING_TEXT])
{
	go("hazard.frame");
	snprintf(name, THING_TEXT, "word %08x", destroyed());
	click(name);
	settle();
}

/* How many regions of a kind show what is selected. */
static size_t shown(enum thing_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < viewer->log.ntargets; i++)
		n += viewer->log.targets[i].thing.kind == kind &&
		     selection_shown(viewer_snapshot(viewer), &viewer->view.selection, &viewer->log.targets[i].thing);
	return n;
}

static size_t yellow(void)
{
	struct shot shot = look_closely();
	size_t n = count_pixels(&shot, (struct rect){0, 0, width, height}, role_pixel(THEME_LIGHT, SELECT_TINT));

	drop(&shot);
	return n;
}

/* What is selected is marked wherever it appears; Esc lets it go. */
static void test_selection(void **state)
{
	(void)state;
	char name[THING_TEXT];

	go("hazard.frame");
	assert_int_equal(yellow(), 0);
	select_destroyed(name);
	assert_int_equal(viewer->view.selection.kind, THING_WORD);
	assert_int_equal(viewer->view.selection.address, destroyed());
	assert_int_equal(shown(THING_WORD), 1);
	assert_true(shown(THING_PAGE) >= 1);
	assert_true(selection_frame(viewer_snapshot(viewer), &viewer->view.selection) > 0);
	assert_true(yellow() > 500);
	assert_true(viewer->view.written.pc && viewer->view.written.line > 0);
	assert_string_equal(viewer->view.written.file, "return.c");
	viewer_key(viewer, "Right"); /* it stays where it is */
	settle();
	assert_true(yellow() > 500);
	viewer_key(viewer, "Escape");
	look();
	assert_int_equal(viewer->view.selection.kind, THING_NONE);
	assert_int_equal(yellow(), 0);
	assert_false(viewer->quit);
}

/* From a word to who wrote it, back through all of them, and forward again. */
static void test_writers(void **state)
{
	(void)state;
	char name[THING_TEXT];

	viewer_key(viewer, "W");
	assert_says("select something");
	select_destroyed(name);
	uint64_t hazard = viewer->mark.icount;
	viewer_key(viewer, "W");
	assert_says("pid 3 in main(), return.c:");
	uint64_t first = viewer->mark.icount;
	assert_true(first < hazard);
	viewer_key(viewer, "W");
	assert_says("pid 2 in main()");
	uint64_t second = viewer->mark.icount;
	assert_true(second < first);
	viewer_key(viewer, "X");
	assert_int_equal(viewer->mark.icount, first);
	viewer_key(viewer, "C");
	assert_true(viewer->mark.icount <= second);
	for (int i = 0; i < 100 && !(viewer->view.message && strstr(viewer->view.message, "nobody")); i++)
		viewer_key(viewer, "X");
	assert_says("nobody writes it again");
	for (int i = 0; i < 100 && !(viewer->view.message && strstr(viewer->view.message, "not there")); i++)
		viewer_key(viewer, "W");
	assert_says("not there"); /* before the kernel had made its page */
}

/* A line, an event and a process have times in place of writers. */
static void test_times_of_code(void **state)
{
	(void)state;
	go("hazard.frame");
	char line[SNAP_LINE + 32];
	snprintf(line, sizeof line, "line %s %d", viewer_snapshot(viewer)->source.file,
	         viewer_snapshot(viewer)->source.lender_line);
	click(line);
	assert_int_equal(viewer->view.selection.kind, THING_LINE);
	viewer_key(viewer, "W");
	uint64_t before = viewer->mark.icount;
	assert_true(before < mark_of("hazard.frame").icount);
	viewer_key(viewer, "C");
	assert_true(viewer->mark.icount <= before);
	viewer_key(viewer, "End");
	look();
	viewer_key(viewer, "X");
	assert_says("not executed again");
	click("lane pid 2");
	assert_int_equal(viewer->view.selection.kind, THING_LANE);
	viewer_key(viewer, "W");
	assert_int_equal(timeline_event(session_timeline(session), (size_t)at())->pid, 2);
	click("page frame 10");
	assert_int_equal(viewer->view.selection.kind, THING_PAGE_FRAME);
	assert_int_equal(viewer->view.selection.number, 0x10);
}

/* K marks all writes in Time, and takes the marks away; so does Esc, which leaves the selection as it is. */
static void test_track(void **state)
{
	(void)state;
	char name[THING_TEXT];

	select_destroyed(name);
	viewer_key(viewer, "K");
	settle();
	assert_true(viewer->view.nmarks > 2);
	viewer_key(viewer, "K");
	assert_int_equal(viewer->view.nmarks, 0);
	viewer_key(viewer, "K");
	settle();
	assert_true(viewer->view.nmarks > 2);
	viewer_key(viewer, "Escape");
	assert_int_equal(viewer->view.nmarks, 0);
	assert_true(viewer->view.selection.kind);
	viewer_key(viewer, "Escape");
	assert_false(viewer->view.selection.kind);
	assert_false(viewer->quit);
}

/* A pinned value is shown at every instant, and marked where it has changed. */
static void test_watch(void **state)
{
	(void)state;
	char name[THING_TEXT];

	select_destroyed(name);
	viewer_key(viewer, "Y");
	look();
	assert_int_equal(viewer->view.nwatches, 1);
	assert_string_equal(viewer->view.watches[0].value, "33333333");
	assert_string_equal(viewer->view.watches[0].was, "");
	viewer_key(viewer, "W");
	look();
	assert_string_equal(viewer->view.watches[0].was, "33333333");
	assert_string_not_equal(viewer->view.watches[0].value, "33333333");
	viewer_key(viewer, "Y");
	look();
	assert_int_equal(viewer->view.nwatches, 0);
}

static void test_follow(void **state)
{
	(void)state;
	char name[THING_TEXT];

	go("hazard.frame");
	click("register fp");
	viewer_key(viewer, "G");
	assert_int_equal(viewer->view.selection.kind, THING_WORD);
	select_destroyed(name);
	viewer_key(viewer, "G"); /* to 33333333 */
	assert_says("there is nothing");
	viewer_key(viewer, "W");
	viewer_key(viewer, "G"); /* before, it is a return address */
	assert_int_equal(viewer->view.selection.kind, THING_LINE);
}

/* Tab goes over everything, one after the other, and back. */
static void test_tab(void **state)
{
	(void)state;
	go("hazard.frame");
	viewer_key(viewer, "Tab");
	struct thing first = viewer->view.selection;
	assert_true(first.kind != THING_NONE);
	viewer_key(viewer, "Tab");
	struct thing second = viewer->view.selection;
	assert_false(thing_same(&first, &second));
	viewer_key(viewer, "Shift+Tab");
	assert_true(thing_same(&first, &viewer->view.selection));
	bool word = false;
	for (int i = 0; i < 200; i++) {
		viewer_key(viewer, "Tab");
		word |= viewer->view.selection.kind == THING_WORD;
	}
	assert_true(word);
}

static bool card_says(const char *part)
{
	const struct card *c = viewer->view.card;
	bool says = c && strstr(c->title, part);

	for (size_t i = 0; c && i < c->count; i++)
		says |= strstr(c->rows[i].text, part) != NULL || strcmp(c->rows[i].label, part) == 0;
	return says;
}

static void rest_on(const char *name)
{
	double x, y;

	region(name, &x, &y);
	viewer_move(viewer, 1, 1);
	viewer_move(viewer, x, y);
}

/* The pointer rests on a word: first what is known at once, then who wrote it. Whatever moves, the card goes. */
static void test_hover(void **state)
{
	(void)state;
	char name[THING_TEXT];

	go("hazard.frame");
	snprintf(name, sizeof name, "word %08x", destroyed());
	rest_on(name);
	assert_null(viewer->view.card);
	int wait = viewer_tick(viewer, viewer->now);
	assert_in_range(wait, 1, 2000);
	viewer_tick(viewer, viewer->now + (uint64_t)wait);
	assert_true(card_says("return address of spawn()"));
	assert_true(card_says("33333333   858 993 459   \"3333\"   points nowhere"));
	assert_true(viewer->view.card->waits);
	assert_false(card_says("before"));
	settle();
	assert_false(viewer->view.card->waits);
	assert_true(card_says("33333333 by pid 3 in main(), return.c:61"));
	assert_true(card_says("before") && card_says("written next") && card_says("read next"));
	viewer_key(viewer, "Left");
	assert_null(viewer->view.card);
	look();
	rest_on("button forward");
	settle();
	assert_true(card_says("one event forward"));
	rest_on("term SVFORK");
	settle();
	assert_true(card_says("borrower"));
	viewer_move(viewer, 2, 2);
	settle();
	assert_null(viewer->view.card);
}

/* Whatever can have a card has one that says something, and is drawn within the picture. */
static void test_every_card(void **state)
{
	(void)state;
	static const char *const instants[] = {"boot", "vfork.begin", "hazard.frame", "end"};

	for (size_t k = 0; k < sizeof instants / sizeof *instants; k++) {
		go(instants[k]);
		const struct snapshot *s = viewer_snapshot(viewer);
		size_t n = viewer->log.ntargets;
		struct thing *things = test_malloc(n * sizeof *things);

		for (size_t i = 0; i < n; i++)
			things[i] = viewer->log.targets[i].thing;
		for (size_t i = 0; i < n; i++) {
			struct card card;
			char text[THING_TEXT];

			if (!card_possible(&things[i]))
				continue;
			card_make(&card, s, &(struct view){0}, &things[i], NULL, NULL);
			if (!*card.title)
				fail_msg("%s: no card for %s", instants[k], thing_text(&things[i], text));
			viewer->view.card = &card;
			viewer->view.hover_x = 20 * (double)(i % 80);
			viewer->view.hover_y = 30 * (double)(i % 30);
			look();
			viewer->view.card = NULL;
		}
		test_free(things);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, viewer_begin, viewer_end)
	const struct CMUnitTest tests[] = {
		TEST(test_selection), TEST(test_writers), TEST(test_times_of_code),
		TEST(test_track),     TEST(test_watch),   TEST(test_follow),
		TEST(test_tab),       TEST(test_hover),   TEST(test_every_card),
	};

	return cmocka_run_group_tests(tests, session_begin, session_end);
}
