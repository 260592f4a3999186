/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the mouse finds is where it was drawn: the buttons, and instants on the axis of time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "shot.h"

/* The uppermost thing at a place in pixels, and the value there. */
static const struct thing *thing_at(const struct shot *shot, double x, double y, uint64_t *value)
{
	static const struct thing none;
	const struct drawn_target *t = scene_hit(&shot->log, x, y, NULL);

	*value = t ? drawn_target_value(t, x / shot->log.scale) : 0;
	return t ? &t->thing : &none;
}

static void test_hit(void **state)
{
	(void)state;
	enum { BACK = 2, FORWARD = 7, EXPLORE = 10, BUTTONS = 13 };
	static const char *const buttons[BUTTONS] = {"first",
	                                             "previous hazard",
	                                             "back",
	                                             "previous line",
	                                             "previous instruction",
	                                             "next instruction",
	                                             "next line",
	                                             "forward",
	                                             "next hazard",
	                                             "last",
	                                             "explore",
	                                             "split",
	                                             "menu"};
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	for (size_t i = 0; i < SHOT_SIZES; i++) {
		struct view view = view_of(shot_sizes[i].w, shot_sizes[i].h, THEME_LIGHT);
		struct shot shot = shoot(s, view);
		struct rect time = pixels(&shot, find(&shot, PANEL_TIME, "pid 4")->part_rect);
		double k = scale_of(&shot), y = time.y + time.h / 2;
		uint64_t icount, last = 0;
		size_t seen = 0;
		unsigned found = 0;

		/* the buttons in the right order along the header, and nothing else; where there is little room some
		 * are left out */
		for (double x = 0; x < view.width; x += 3) {
			const struct thing *t = thing_at(&shot, x, 24 * k, &icount);

			if (t->kind == THING_NONE)
				continue;
			assert_int_equal(t->kind, THING_BUTTON);
			while (seen < BUTTONS && strcmp(t->name, buttons[seen]) != 0)
				seen++;
			assert_true(seen < BUTTONS);
			found |= 1u << seen;
		}
		assert_true(found >> BACK & found >> FORWARD & found >> EXPLORE & 1);
		assert_true(view.width < 1600 || found == (1u << BUTTONS) - 1);

		/* time never runs backwards, and both ends can be reached */
		bool first = true;
		for (double x = time.x; x < time.x + time.w; x++)
			if (thing_at(&shot, x, y, &icount)->kind == THING_TIME) {
				assert_true(first ? icount == 0 : icount >= last);
				first = false;
				last = icount;
			}
		assert_false(first);
		assert_int_equal(last, s->end);
		drop(&shot);
	}
	fixture_free(s);
}

/* Beneath what lies in a panel there is the panel, by its title. */
static void test_panels_lie_beneath(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct shot shot = shoot(s, view_of(1600, 900, THEME_LIGHT));
	struct rect stack = find(&shot, PANEL_STACK, "Stack")->part_rect;
	struct rect time = find(&shot, PANEL_TIME, "pid 4")->part_rect;
	const struct drawn_target *t = draw_log_at(&shot.log, stack.x + 3, stack.y + 3, NULL);

	assert_non_null(t);
	assert_int_equal(t->thing.kind, THING_PANEL);
	assert_int_equal(t->thing.number, PANEL_STACK);
	assert_string_equal(t->thing.name, "Stack");
	assert_null(draw_log_at(&shot.log, stack.x + 3, stack.y + 3, t));
	t = draw_log_at(&shot.log, time.x + time.w / 2, time.y + time.h / 2, NULL);
	assert_int_equal(t->thing.kind, THING_TIME);
	t = draw_log_at(&shot.log, time.x + time.w / 2, time.y + time.h / 2, t);
	assert_int_equal(t->thing.kind, THING_PANEL);
	assert_int_equal(t->thing.number, PANEL_TIME);
	drop(&shot);
	fixture_free(s);
}

/* A click on the playhead is the present instant: drawing and hitting use the same axis. */
static void test_playhead_is_where_time_is(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1600, 900, THEME_LIGHT);

	for (uint64_t at = 1000; at < s->end; at += 1717) {
		uint64_t icount = 0;

		s->icount = at;
		s->event_seq = 100; /* no event's name beside it */
		struct shot shot = shoot(s, view);
		struct rect time = pixels(&shot, find(&shot, PANEL_TIME, "pid 4")->part_rect);
		int best_x = 0;
		size_t best = 0;

		/* the playhead is the tallest column of ink */
		for (int x = (int)time.x + 150; x < (int)(time.x + time.w); x++) {
			size_t n =
				count_pixels(&shot, (struct rect){x, time.y, 1, time.h}, role_pixel(THEME_LIGHT, INK));

			if (n > best) {
				best = n;
				best_x = x;
			}
		}
		assert_true(best > 50);
		assert_int_equal(thing_at(&shot, best_x, time.y + time.h / 2, &icount)->kind, THING_TIME);
		uint64_t error = icount > at ? icount - at : at - icount;
		assert_true(error < 150); /* a few pixels in the widest stretch */
		drop(&shot);
	}
	fixture_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hit),
		cmocka_unit_test(test_panels_lie_beneath),
		cmocka_unit_test(test_playhead_is_where_time_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
