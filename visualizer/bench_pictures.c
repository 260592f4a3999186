/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `vforkscope bench` measures of the window: the viewer without SDL, on a picture of 1920 x 1080 in memory. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "image/library.h"
#include "measure/bench.h"
#include "picture_commands.h"
#include "viewer.h"

enum { WIDTH = 1920, HEIGHT = 1080, DRAWN = 100 /* pictures, of which 99 take no longer */, SETTLED = 1000 };

struct stage {
	struct session *session;
	struct viewer *viewer;
	cairo_surface_t *surface;
	cairo_t *cr;
};

static void release(struct stage *s)
{
	viewer_free(s->viewer);
	session_free(s->session);
	cairo_destroy(s->cr);
	cairo_surface_destroy(s->surface);
}

/* Runs the program to its end and shows its first vfork, or the middle of the run. False and bench_error. */
static bool show(struct stage *s, const char *const *argv, unsigned ram)
{
	const struct launch launch = {.ram = ram};
	struct timeline_mark mark;
	struct run_config config;
	struct timeline *t;

	*s = (struct stage){.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT)};
	s->cr = cairo_create(s->surface);
	if (!library_prepare(&launch, argv, &config, bench_error))
		return false;
	t = timeline_new(&config, bench_error);
	run_config_free(&config);
	if (!t)
		return false;
	timeline_complete(t);
	s->session = session_new(t);
	if (!session_first_vfork(t, &mark)) {
		size_t middle = timeline_nevents(t) / 2;

		mark = (struct timeline_mark){timeline_event(t, middle)->icount, (long)middle, 0};
	}
	s->viewer = viewer_new(s->session, &mark, &(struct view){.theme = THEME_LIGHT}, bench_error);
	return s->viewer && viewer_draw(s->viewer, s->cr, WIDTH, HEIGHT);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* As the window tells of a key: those that give a sign come as text. */
static void press(struct viewer *v, const char *key)
{
	if (strlen(key) == 1 && ispunct((unsigned char)*key))
		viewer_text(v, key);
	else
		viewer_key(v, key);
}

/* What a key begins comes to its end. */
static void settle(struct viewer *v)
{
	for (int i = 0; i < SETTLED && viewer_tick(v, v->now + 1) == 0; i++)
		;
}

/* Milliseconds of a key (NULL: none) and the picture after it, that 99 of 100 do not exceed; negative: it failed. A key
 * is pressed at instants all over the run, each of which is shown first; before all of them one that puts another run
 * beside it (or NULL). */
static double picture_ms(const char *const *argv, unsigned ram, const char *before, const char *key)
{
	double times[DRAWN], result = -1;
	struct stage s;
	bool good = show(&s, argv, ram);

	if (good && before) {
		press(s.viewer, before);
		settle(s.viewer);
		good = viewer_draw(s.viewer, s.cr, WIDTH, HEIGHT) && s.viewer->view.beside;
	}
	for (int i = 0; good && i < DRAWN; i++) {
		const struct timeline *t = session_timeline(s.session);
		size_t first = (size_t)session_beginning(s.session), all = timeline_nevents(t) - first;
		size_t place = first + all * (size_t)((i * 61 + 30) % DRAWN) / DRAWN;
		double begin;

		if (key) {
			viewer_go(s.viewer, (struct timeline_mark){timeline_event(t, place)->icount, (long)place, 0});
			if (before)
				settle(s.viewer);
			good = viewer_draw(s.viewer, s.cr, WIDTH, HEIGHT);
		}
		begin = bench_seconds();
		if (key)
			press(s.viewer, key);
		if (before) /* two runs are to come to the same place */
			settle(s.viewer);
		good = good && viewer_draw(s.viewer, s.cr, WIDTH, HEIGHT);
		times[i] = (bench_seconds() - begin) * 1e3;
	}
	if (good) {
		qsort(times, DRAWN, sizeof *times, compare);
		result = times[DRAWN - 2];
	}
	release(&s);
	return result;
}

static const char *const lesson[] = {"return", NULL};

static double redraw_ms(void)
{
	return picture_ms(lesson, LAUNCH_RAM, NULL, NULL);
}

static double event_ms(void)
{
	return picture_ms(lesson, LAUNCH_RAM, NULL, "Right");
}

/* The same under a second system beside the first. */
static double split_ms(void)
{
	return picture_ms(lesson, LAUNCH_RAM, "V", "Right");
}

static double line_ms(void)
{
	return picture_ms(lesson, LAUNCH_RAM, NULL, ".");
}

static double insn_ms(void)
{
	return picture_ms(lesson, LAUNCH_RAM, NULL, "[");
}

/* 8,000 loans, 300,000 events. */
static double event_large_ms(void)
{
	const char *guest = library_directory(bench_error);
	char *program = guest ? alloc_format("%s/bench/loans", guest) : NULL;
	const char *const words[] = {program, "8000", NULL};
	double result = program ? picture_ms(words, LAUNCH_RAM, NULL, "Right") : -1;

	free(program);
	return result;
}

static double redraw_large_ms(void)
{
	const char *guest = library_directory(bench_error);
	char *program = guest ? alloc_format("%s/bench/switches", guest) : NULL;
	const char *const words[] = {program, "200", "400", NULL};
	double result = program ? picture_ms(words, 64, NULL, NULL) : -1;

	free(program);
	return result;
}

static double first_picture_ms(void)
{
	double begin = bench_seconds(), result;
	struct stage s;

	result = show(&s, lesson, LAUNCH_RAM) ? (bench_seconds() - begin) * 1e3 : -1;
	release(&s);
	return result;
}

/* Somebody looks at the picture for a second. */
static bool look(struct stage *s)
{
	bool good = true;

	for (int i = 0; good && i < 4; i++) {
		good = viewer_draw(s->viewer, s->cr, WIDTH, HEIGHT);
		viewer_tick(s->viewer, s->viewer->now + 250);
	}
	return good;
}

/* Every choice of the lesson explore, each a new branch: the slowest of them. */
static double explore_ms(void)
{
	static const char *const choices[] = {"R", "X", "Q", "P", "C", "S", "G", "H",
	                                      "M", "F", "O", "L", "K", "T", "I", "V"};
	static const char *const program[] = {"explore", NULL};
	double slowest = 0;
	struct stage s;
	bool good = show(&s, program, LAUNCH_RAM);

	if (good)
		viewer_key(s.viewer, "E");
	for (size_t i = 0; good && i < sizeof choices / sizeof *choices; i++) {
		double begin, time;

		good = look(&s);
		begin = bench_seconds();
		viewer_key(s.viewer, choices[i]);
		good &= viewer_draw(s.viewer, s.cr, WIDTH, HEIGHT) && s.viewer->session != s.session;
		time = (bench_seconds() - begin) * 1e3;
		slowest = time > slowest ? time : slowest;
		viewer_key(s.viewer, "U");
	}
	release(&s);
	return good ? slowest : -1;
}

static const struct measure measures[] = {
	{"redraw_ms", redraw_ms, NULL, true, 10, "the whole picture at 1920x1080, 8 MB of memory, p99"},
	{"redraw_large_ms", redraw_large_ms, NULL, true, 20, "the same, 64 MB of memory and 200 processes"},
	{"event_ms", event_ms, NULL, true, 33, "a key that steps by an event, and the picture after it, p99"},
	{"split_ms", split_ms, NULL, true, 50, "the same with two systems beside each other"},
	{"line_ms", line_ms, NULL, true, 33, "the same for a line forward"},
	{"insn_ms", insn_ms, NULL, true, 33, "the same for an instruction back"},
	{"event_large_ms", event_large_ms, NULL, true, 50, "a step by an event in a run of 300,000 events, p99"},
	{"explore_ms", explore_ms, NULL, true, 150,
         "a choice of the explorer and the picture of what comes of it, the slowest"},
	{"first_picture_ms", first_picture_ms, NULL, true, 400, "the lesson return, run and shown for the first time"},
};
const struct measure *const picture_measures = measures;
const size_t npicture_measures = sizeof measures / sizeof *measures;
