/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures in memory for tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shot.h"

const struct shot_size shot_sizes[SHOT_SIZES] = {{1600, 900}, {1280, 720},  {1920, 1080},
                                                 {1024, 640}, {2560, 1080}, {1200, 1600}};

cairo_t *nowhere(void)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1);
	cairo_t *cr = cairo_create(surface);

	cairo_surface_destroy(surface);
	return cr;
}

/* Draws, and lets go of what it was drawn with. */
static void record(cairo_t *cr, struct shot *shot, struct draw_log *log)
{
	scene_record(cr, shot->snapshot, &shot->view, log);
	assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
	cairo_destroy(cr);
}

struct shot shoot(const struct snapshot *s, struct view view)
{
	struct shot shot = {.snapshot = s, .view = view};

	record(nowhere(), &shot, &shot.log);
	return shot;
}

void drop(struct shot *shot)
{
	if (shot->surface)
		cairo_surface_destroy(shot->surface);
	draw_log_free(&shot->log);
}

struct view view_of(double w, double h, enum theme theme)
{
	return (struct view){.theme = theme, .width = w, .height = h};
}

uint32_t role_pixel(enum theme theme, enum colour colour)
{
	struct rgb c = theme_rgb(theme, colour);

	return (uint32_t)lround(c.r * 255) << 16 | (uint32_t)lround(c.g * 255) << 8 | (uint32_t)lround(c.b * 255);
}

static void paint(struct shot *shot)
{
	if (shot->surface)
		return;
	shot->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)shot->view.width, (int)shot->view.height);
	record(cairo_create(shot->surface), shot, NULL);
	cairo_surface_flush(shot->surface);
}

/* Pixels of exactly that colour inside a rectangle given in pixels. */
size_t count_pixels(struct shot *shot, struct rect r, uint32_t colour)
{
	paint(shot);
	const unsigned char *data = cairo_image_surface_get_data(shot->surface);
	int stride = cairo_image_surface_get_stride(shot->surface);
	size_t n = 0;

	for (int y = (int)fmax(0, r.y); y < (int)fmin(shot->view.height, r.y + r.h); y++)
		for (int x = (int)fmax(0, r.x); x < (int)fmin(shot->view.width, r.x + r.w); x++) {
			uint32_t pixel;

			memcpy(&pixel, data + y * stride + x * 4, 4);
			n += (pixel & 0xFFFFFF) == colour;
		}
	return n;
}

const struct drawn_text *find(const struct shot *shot, enum panel panel, const char *part)
{
	for (size_t i = 0; i < shot->log.ntexts; i++)
		if (shot->log.texts[i].part == (int)panel && strstr(shot->log.texts[i].text, part))
			return &shot->log.texts[i];
	return NULL;
}

/* Units of the layout in pixels: the header is 12 units from the left. */
double scale_of(const struct shot *shot)
{
	return shot->view.width / (find(shot, PANEL_CAPTION, "")->part_rect.w + 24);
}

struct rect pixels(const struct shot *shot, struct rect r)
{
	double k = scale_of(shot);

	return (struct rect){r.x * k, r.y * k, r.w * k, r.h * k};
}

static bool overlap(struct rect a, struct rect b)
{
	const double touch = 0.5; /* antialiased edges may meet */

	return a.x + touch < b.x + b.w && b.x + touch < a.x + a.w && a.y + touch < b.y + b.h && b.y + touch < a.y + a.h;
}

static bool inside(struct rect a, struct rect b)
{
	return a.x >= b.x - 0.5 && a.y >= b.y - 0.5 && a.x + a.w <= b.x + b.w + 0.5 && a.y + a.h <= b.y + b.h + 0.5;
}

void check_log(const struct draw_log *log, double width, double height, const char *name)
{
	const struct drawn_text *t = log->texts;

	for (size_t i = 0; i < log->ntexts; i++) {
		if (!inside(t[i].ink, t[i].part_rect))
			fail_msg("%s at %gx%g: \"%s\" leaves its panel", name, width, height, t[i].text);
		for (size_t j = 0; j < i; j++)
			if ((t[i].part < PANEL_CARD ? 0 : t[i].part) == (t[j].part < PANEL_CARD ? 0 : t[j].part) &&
			    overlap(t[i].ink, t[j].ink))
				fail_msg("%s at %gx%g: \"%s\" on \"%s\"", name, width, height, t[i].text, t[j].text);
	}
}

void check_layout(const struct snapshot *s, struct view view, const char *name)
{
	struct shot shot = shoot(s, view);

	check_log(&shot.log, view.width, view.height, name);
	drop(&shot);
}
