/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The viewer under test: see instrument.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/where.h"
#include "image/library.h"
#include "lesson/tutorial.h"
#include "instrument.h"
#include "shot.h"

struct viewer *viewer;

static struct live *live;
static cairo_t *cr;
static cairo_surface_t *picture; /* if somebody has asked for pixels since it was drawn */
static uint64_t now;
static char *shown; /* the picture's text, if somebody has asked since it was drawn */

static void forget_picture(void)
{
	free(shown);
	shown = NULL;
	if (picture)
		cairo_surface_destroy(picture);
	picture = NULL;
}

static struct timeline *make(const char *const *words, bool person, char *error)
{
	struct launch how = {.input = person ? LAUNCH_TERMINAL : LAUNCH_DATA};
	struct run_config config;
	struct timeline *t;

	struct tutorial lesson = {0};

	if (tutorial_names(words[0])) {
		if (!tutorial_load(&lesson, words[0], error))
			return NULL;
		words = lesson.words;
		how.system = lesson.system.text;
	}
	bool good = library_prepare(&how, words, &config, error);
	tutorial_free(&lesson);
	if (!good)
		return NULL;
	t = timeline_new(&config, error);
	run_config_free(&config);
	return t;
}

static const struct maker maker = {.make = make};

static void view_it(const struct timeline_mark *mark)
{
	char error[ERROR_MAX];

	cr = nowhere();
	viewer = viewer_new(live_session(live), mark, &(struct view){.theme = THEME_LIGHT}, error);
	if (!viewer)
		fail_msg("%s", error);
	viewer->live = live;
	now = 1000;
	viewer_tick(viewer, now);
	instrument_look();
}

static void begin(const char *program)
{
	const char *words[] = {program, NULL}, *guest = getenv("VFORKSCOPE_GUEST");
	char error[ERROR_MAX];

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	setenv("XDG_STATE_HOME", "/dev/null", 0); /* what the user has done is none of a test's business */
	live = live_new(&maker, words, false, error);
	if (!live)
		fail_msg("%s", error);
}

void instrument_begin(const char *program, const char *where)
{
	struct timeline_mark mark = {0, -1, 0};
	char error[ERROR_MAX];

	begin(program);
	while (live_state(live) == LIVE_RUNS)
		if (live_go(live, 100))
			live_forget(live);
	session_grow(live_session(live));
	if (!where_mark(live_session(live), where ? where : "end", &mark, error))
		fail_msg("%s", error);
	view_it(&mark);
}

void instrument_begin_slowly(const char *program)
{
	begin(program);
	view_it(&(struct timeline_mark){0, -1, 0});
}

void instrument_end(void)
{
	forget_picture();
	viewer_free(viewer);
	viewer = NULL;
	live_free(live);
	live = NULL;
	cairo_destroy(cr);
}

/* As a window: the picture is drawn before anything else is done. */
static int turn(void)
{
	int wait = viewer_tick(viewer, now);

	if (!viewer->stale)
		return wait;
	instrument_look();
	return viewer_tick(viewer, now);
}

void instrument_wait(int ms)
{
	uint64_t end = now + (uint64_t)ms;
	int wait = turn();

	while (wait != VIEWER_PATIENT && now + (uint64_t)wait <= end) {
		now += wait > 0 ? (uint64_t)wait : 10;
		wait = turn();
	}
	now = end > now ? end : now;
	viewer_tick(viewer, now);
}

void instrument_settle(void)
{
	do
		viewer_tick(viewer, now += 10);
	while (live_state(live) == LIVE_RUNS);
}

void instrument_look(void)
{
	assert_true(viewer_draw(viewer, cr, INSTRUMENT_WIDTH, INSTRUMENT_HEIGHT));
	forget_picture();
}

const uint32_t *instrument_line(int y)
{
	if (!picture) {
		picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, INSTRUMENT_WIDTH, INSTRUMENT_HEIGHT);
		cairo_t *painter = cairo_create(picture);
		assert_true(viewer_draw(viewer, painter, INSTRUMENT_WIDTH, INSTRUMENT_HEIGHT));
		cairo_destroy(painter);
		cairo_surface_flush(picture);
	}
	return (const uint32_t *)(const void *)(cairo_image_surface_get_data(picture) +
	                                        (ptrdiff_t)y * cairo_image_surface_get_stride(picture));
}

void instrument_find(const char *name, double *x, double *y)
{
	instrument_look();
	if (!viewer_find(viewer, name, x, y))
		fail_msg("there is no region \"%s\"", name);
}

void instrument_click(const char *name)
{
	double x, y;

	instrument_find(name, &x, &y);
	viewer_press(viewer, x, y, "");
	viewer_release(viewer, x, y);
}

void instrument_key(const char *key)
{
	bool letter = (key[0] >= 'A' && key[0] <= 'Z') || key[0] == ' ';

	if (key[1] == '\0' && !letter)
		viewer_text(viewer, key);
	else
		viewer_key(viewer, key);
}

void instrument_type(const char *text)
{
	for (; *text; text++)
		viewer_text(viewer, (char[]){*text, '\0'});
}

void instrument_has(const char *text)
{
	if (!shown)
		shown = scene_text(viewer_snapshot(viewer), &viewer->view);
	if (!strstr(shown, text))
		fail_msg("it does not show \"%s\"", text);
}

void instrument_shows(const char *text)
{
	instrument_look();
	instrument_has(text);
}

void instrument_says(const char *text)
{
	const char *message = viewer->view.message ? viewer->view.message : "";

	if (!strstr(message, text))
		fail_msg("it says \"%s\", not \"%s\"", message, text);
}
