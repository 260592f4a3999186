/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the mouse finds is where it was drawn: the buttons, and instants on the axis of time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"
#include "shot.h"

static void test_hit(void **state)
{
	(void)state;
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);

	for (size_t i = 0; i < SHOT_SIZES; i++) {
		struct view view = view_of(shot_sizes[i].w, shot_sizes[i].h, THEME_LIGHT);
		struct shot shot = shoot(s, view);
		struct rect time = pixels(&shot, find(&shot, PANEL_TIME, "pid 4")->part_rect);
		struct rect stack = pixels(&shot, find(&shot, PANEL_STACK, "Stack")->part_rect);
		double k = scale_of(&shot), y = time.y + time.h / 2;
		uint64_t icount = 77, last = 0;
		bool seen[TARGET_TIME + 1] = {false};

		/* the four buttons in the right order along the header */
		enum target before = TARGET_NONE;
		for (double x = 0; x < view.width; x += 3) {
			enum target t = scene_hit(&shot.log, x, 24 * k, &icount);

			if (t != TARGET_NONE) {
				assert_true(t >= before);
				before = t;
				seen[t] = true;
			}
		}
		for (enum target t = TARGET_FIRST; t <= TARGET_LAST; t++)
			assert_true(seen[t]);
		assert_false(seen[TARGET_TIME]);
		assert_int_equal(scene_hit(&shot.log, stack.x + 5, stack.y + stack.h / 2, &icount), TARGET_NONE);

		/* time never runs backwards, and both ends can be reached */
		bool first = true;
		for (double x = time.x; x < time.x + time.w; x++)
			if (scene_hit(&shot.log, x, y, &icount) == TARGET_TIME) {
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
		assert_int_equal(scene_hit(&shot.log, best_x, time.y + time.h / 2, &icount), TARGET_TIME);
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
		cmocka_unit_test(test_playhead_is_where_time_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
