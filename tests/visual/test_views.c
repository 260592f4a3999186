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

static const struct shot_size sizes[] = {{640, 400}, {1024, 768}, {1280, 720}, {1920, 1080}, {3840, 2160}};

static const struct {
	const char *name, *program, *where;
	const char *keys; /* blanks between them */
} views[] = {
	{"the boot", "return", "0", ""},
	{"the vfork", "return", "vfork.begin", ""},
	{"damage", "return", "hazard.frame", ""},
	{"the end", "return", "end", ""},
	{"instructions", "return", "hazard.frame", "D"},
	{"data", "borrow", "vfork.end", "5"},
	{"files", "descriptors", "vfork.end", "6"},
	{"the process", "attributes", "vfork.end", "7"},
	{"the stack alone", "return", "hazard.frame", "8 8"},
	{"Time alone", "return", "hazard.frame", "9 9"},
	{"Time near", "return", "hazard.frame", "Z Z Z"},
	{"a loan inside a loan", "nested", "vfork.begin#2", ""},
	{"large letters", "return", "hazard.frame", "Ctrl++ Ctrl++ Ctrl++"},
	{"small letters", "return", "hazard.frame", "Ctrl+- Ctrl+-"},
	{"choices", "explore", "vfork.begin", "E"},
	{"a choice made", "explore", "vfork.begin", "E R"},
	{"branches", "explore", "vfork.begin", "E R U G U K U L"},
	{"two systems", "return", "hazard.frame", "V"},
	{"two systems, the stack", "return", "hazard.frame", "V 8"},
	{"systems to choose from", "return", "hazard.frame", "V A"},
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

static void look_at(const char *name)
{
	for (size_t i = 0; i < N(sizes); i++) {
		cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
		cairo_t *cr = cairo_create(surface);

		viewer->view.theme = (enum theme)(i % THEME_COUNT);
		assert_true(viewer_draw(viewer, cr, (int)sizes[i].w, (int)sizes[i].h));
		check_log(&viewer->log, sizes[i].w, sizes[i].h, name);
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
		look_at(views[i].name);
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
