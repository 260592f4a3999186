/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A viewer on a session: see viewer_fixture.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "viewer_fixture.h"

cairo_t *cr;
int width, height;

void look(void)
{
	assert_true(viewer_draw(viewer, cr, width, height));
}

struct shot look_closely(void)
{
	struct shot shot = {.view = {.width = width, .height = height}};

	shot.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cairo_t *painter = cairo_create(shot.surface);
	assert_true(viewer_draw(viewer, painter, width, height));
	cairo_destroy(painter);
	cairo_surface_flush(shot.surface);
	return shot;
}

void key(const char *name)
{
	viewer_key(viewer, name);
	look();
}

int viewer_begin(void **state)
{
	struct timeline_mark mark = mark_of("vfork.begin");

	(void)state;
	cr = nowhere();
	viewer = viewer_new(session, &mark, &(struct view){.theme = THEME_LIGHT}, error);
	assert_non_null(viewer);
	width = VIEWER_WIDTH;
	height = VIEWER_HEIGHT;
	viewer_tick(viewer, 1000);
	look();
	return 0;
}

int viewer_end(void **state)
{
	(void)state;
	viewer_free(viewer);
	cairo_destroy(cr);
	return 0;
}

long at(void)
{
	return viewer->mark.event;
}

long last(void)
{
	return (long)timeline_nevents(session_timeline(session)) - 1;
}

/* Is the header's message that one? */
void assert_says(const char *part)
{
	if (!viewer->view.message || !strstr(viewer->view.message, part))
		fail_msg("it says \"%s\", not \"%s\"", viewer->view.message ? viewer->view.message : "", part);
}

void region(const char *name, double *x, double *y)
{
	look();
	if (!viewer_find(viewer, name, x, y))
		fail_msg("there is no region \"%s\"", name);
}

void click(const char *name)
{
	double x, y;

	region(name, &x, &y);
	viewer_press(viewer, x, y, "");
	viewer_release(viewer, x, y);
	look();
}
