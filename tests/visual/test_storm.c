/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever is typed, clicked, turned and dragged, in whatever order and in windows of whatever size: it goes on, and
 * draws. The seeds are fixed, and others are tried by STORM_SEED; STORM_INPUTS is how many inputs each of the programs
 * gets. With sanitizers it is watched more closely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "instrument.h"
#include "visualizer/act_live.h"

enum { INPUTS = 500, DRAWN = 4 /* one picture for so many inputs */ };

static unsigned seed;
static int inputs = INPUTS;
static unsigned first_seed = 1;
static double width, height;
static char before[4096], directory[32];
static char guest[4200], sources[4200];

static unsigned below(unsigned n)
{
	return (unsigned)rand_r(&seed) % n;
}

static void draw(void)
{
	static const double sizes[][2] = {{640, 400}, {1024, 768}, {1600, 900}, {320, 900}, {801, 333}};
	cairo_surface_t *surface;
	cairo_t *cr;

	if (!width || !below(10)) {
		size_t i = below(sizeof sizes / sizeof *sizes);

		width = sizes[i][0];
		height = sizes[i][1];
	}
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
	cr = cairo_create(surface);
	assert_true(viewer_draw(viewer, cr, (int)width, (int)height));
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
}

static void any_key(void)
{
	static const char *const others[] = {"Return", "Escape", "Tab",   "Backspace", "Up",      "Down", "Ctrl+U",
	                                     "Home",   "End",    "Left",  "Ctrl+C",    "Delete",  "F13",  "Shift+Right",
	                                     "Ctrl+]", "Right",  "Space", "PageUp",    "PageDown"};
	const char *keys = actions[below((unsigned)nactions)].keys;
	char key[64];

	if (!below(2) || !*keys) {
		instrument_key(others[below(sizeof others / sizeof *others)]);
		return;
	}
	for (unsigned skip = below(3); skip && strchr(keys, ' '); skip--)
		keys = strchr(keys, ' ') + 1;
	snprintf(key, sizeof key, "%.*s", (int)strcspn(keys, " "), keys);
	instrument_key(key);
}

static void any_text(void)
{
	static const char *const texts[] = {"a", "/", "vfork", "é", "1",      "?",   "ls\n",
	                                    "+", "-", "x",     " ", "return", "\xf0"};

	viewer_text(viewer, texts[below(sizeof texts / sizeof *texts)]);
}

/* A place: often that of some region. */
static void any_place(double *x, double *y)
{
	const struct draw_log *log = &viewer->log;

	*x = below(4000) - 200.0;
	*y = below(3000) - 200.0;
	if (log->ntargets && below(4)) {
		const struct rect r = log->targets[below((unsigned)log->ntargets)].rect;

		*x = (r.x + r.w * below(11) / 10) * log->scale;
		*y = (r.y + r.h * below(11) / 10) * log->scale;
	}
}

static void any_touch(void)
{
	static const char *const modifiers[] = {"", "", "Shift+", "Ctrl+"};
	const char *held = modifiers[below(4)];
	double x, y;

	any_place(&x, &y);
	switch (below(6)) {
	case 0:
		viewer_wheel(viewer, x, y, (double)below(9) - 4, held);
		break;
	case 1:
		viewer_press(viewer, x, y, held);
		viewer_double(viewer, x, y, held);
		viewer_release(viewer, x, y);
		break;
	case 2:
		viewer_press(viewer, x, y, held);
		any_place(&x, &y);
		viewer_move(viewer, x, y);
		if (below(2))
			viewer_release(viewer, x, y);
		break;
	case 3:
		viewer_move(viewer, x, y);
		break;
	case 4:
		viewer_leave(viewer);
		break;
	default:
		viewer_press(viewer, x, y, held);
		viewer_release(viewer, x, y);
		break;
	}
}

static void storm(const char *program, unsigned number)
{

	seed = first_seed + number;
	instrument_begin(program, NULL);
	for (int i = 0; i < inputs; i++) {
		switch (below(8)) {
		case 0:
			any_text();
			break;
		case 1:
			instrument_wait((int)below(2000));
			break;
		case 2:
			watching_paste(viewer, "echo pasted\nps\n");
			break;
		case 3:
		case 4:
			any_touch();
			break;
		default:
			any_key();
			break;
		}
		if (!below(DRAWN))
			draw();
		viewer->quit = false;
	}
	draw();
	instrument_end();
}

static int begin(void **state)
{
	const char *data = getenv("VFORKSCOPE_GUEST");

	(void)state;
	if (getenv("STORM_INPUTS"))
		inputs = atoi(getenv("STORM_INPUTS"));
	if (getenv("STORM_SEED"))
		first_seed = (unsigned)atoi(getenv("STORM_SEED"));
	/* pictures are saved where they can be removed, and no editor is started */
	assert_non_null(getcwd(before, sizeof before));
	snprintf(guest, sizeof guest, "%s%s%s", data && *data == '/' ? "" : before, data && *data == '/' ? "" : "/",
	         data ? data : "build/guest");
	setenv("VFORKSCOPE_GUEST", guest, 1);
	snprintf(sources, sizeof sources, "%s/tests/unit/guest/lines.c", before);
	unsetenv("VISUAL");
	unsetenv("EDITOR");
	strcpy(directory, "/tmp/storm-XXXXXX");
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	return 0;
}

static int end(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof command, "rm -r %s", directory);
	assert_int_equal(chdir(before), 0);
	assert_int_equal(system(command), 0);
	return 0;
}

static void in_a_lesson(void **state)
{
	(void)state;
	storm("return", 0);
}

static void in_the_explorer(void **state)
{
	(void)state;
	storm("explore", 1);
}

static void at_a_console(void **state)
{
	(void)state;
	storm(sources, 2);
}

static void in_a_shell(void **state)
{
	(void)state;
	storm("sh", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_a_lesson),
		cmocka_unit_test(in_the_explorer),
		cmocka_unit_test(at_a_console),
		cmocka_unit_test(in_a_shell),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
