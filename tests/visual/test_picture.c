/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures as files, and of every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "visualizer/picture.h"
#include "visualizer/sheet.h"
#include "fixture.h"
#include "shot.h"

/* The files are what their names say, are whole, and nothing else is left in the directory. */
static void test_pictures(void **state)
{
	(void)state;
	static const struct {
		const char *name, *magic;
	} files[] = {{"a.png", "\x89PNG"}, {"a.svg", "<?xml"}, {"a.pdf", "%PDF"}};
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	struct view view = view_of(1600, 900, THEME_LIGHT);
	char dir[] = "/tmp/test_scene.XXXXXX", path[64], head[8] = "", error[ERROR_MAX];

	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, files[i].name);
		assert_true(picture_write(path, s, &view, error));
		FILE *f = fopen(path, "rb");
		assert_non_null(f);
		assert_int_equal(fread(head, 1, 5, f), 5);
		assert_memory_equal(head, files[i].magic, strlen(files[i].magic));
		fseek(f, 0, SEEK_END);
		assert_true(ftell(f) > 20000);
		fclose(f);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/a.gif", dir);
	assert_false(picture_write(path, s, &view, error));
	assert_non_null(strstr(error, ".png, .svg or .pdf"));
	snprintf(path, sizeof path, "%s/none/a.png", dir);
	assert_false(picture_write(path, s, &view, error));
	assert_non_null(strstr(error, "No such file"));
	view.width = 1e9;
	snprintf(path, sizeof path, "%s/a.png", dir);
	assert_false(picture_write(path, s, &view, error));
	assert_int_equal(rmdir(dir), 0);
	fixture_free(s);
}

/* No size and no data make the drawing fail. */
static void test_odd_sizes(void **state)
{
	(void)state;
	struct sheet sheet = {.title = "Menu", .note = "", .prompt = "type"};

	sheet_of_actions(&sheet, true);
	static const double odd[][2] = {{64, 36}, {300, 900}, {4000, 200}, {641.5, 400.25}, {1, 1}};

	for (int f = 0; f < FIXTURE_COUNT; f++) {
		struct snapshot *s = fixture_new((enum fixture)f);

		for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
			struct view view = view_of(odd[i][0], odd[i][1], THEME_DARK);
			struct shot shot;

			view.overlay = i % 2 ? PANEL_SHEET : 0;
			view.sheet = &sheet;
			shot = shoot(s, view);
			drop(&shot);
		}
		fixture_free(s);
	}
	sheet_free(&sheet);
}

/* Large letters and a pinned value leave the page frames no room in small pictures: that is said, and drawing ends. */
static void test_no_room(void **state)
{
	(void)state;
	static const double sizes[][2] = {{320, 900}, {801, 333}, {640, 400}, {400, 300}, {320, 320}};
	struct snapshot *s = fixture_new(FIXTURE_DAMAGE);
	size_t told = 0;

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct view view = view_of(sizes[i][0], sizes[i][1], THEME_LIGHT);
		struct shot shot;
		char *text;

		view.type_size = 4;
		view.watches = &(struct view_watch){.name = "pid", .value = "4"};
		view.nwatches = 1;
		view.panel[PANEL_PAGES].opened = 1;
		shot = shoot(s, view);
		drop(&shot);
		text = scene_text(s, &view);
		told += strstr(text, "no room") != NULL;
		free(text);
	}
	assert_true(told > 0);
	fixture_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_odd_sizes),
		cmocka_unit_test(test_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
