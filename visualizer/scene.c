/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The layout of the picture and the order of its parts. */
#include "scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "panel.h"

/* The layout is made for 1600 x 900 units and stretches from there. Small windows keep readable letters and get fewer
 * rows instead: below this size letters shrink too. */
#define FULL_WIDTH 1600.0
#define FULL_HEIGHT 900.0
#define LEAST_WIDTH 1200.0
#define LEAST_HEIGHT 720.0
#define SMALL_SCALE 0.9
#define GAP 12.0
#define CONSOLE 588.0 /* 80 columns of the smaller letters */

struct layout {
	double scale;
	double width, height; /* in units */
	struct rect panel[PANEL_COUNT];
};

static double clamp(double v, double low, double high)
{
	return fmin(fmax(v, low), high);
}

static struct layout lay_out(const struct view *view)
{
	double pixels_w = fmax(view->width, 64), pixels_h = fmax(view->height, 36);
	double full = fmin(pixels_w / FULL_WIDTH, pixels_h / FULL_HEIGHT);
	double least = fmin(pixels_w / LEAST_WIDTH, pixels_h / LEAST_HEIGHT);
	struct layout l = {.scale = fmax(full, fmin(SMALL_SCALE, least))};

	l.width = pixels_w / l.scale;
	l.height = pixels_h / l.scale;

	double inner = l.width - 2 * GAP;
	double left = clamp(inner * 0.265, 312, 560), right = clamp(inner * 0.335, 424, 720);
	double middle = inner - left - right - 2 * GAP;
	double x1 = GAP + left + GAP, x2 = x1 + middle + GAP;

	l.panel[PANEL_HEADER] = (struct rect){GAP, 0, inner, 48};
	l.panel[PANEL_CAPTION] = (struct rect){GAP, 48, inner, 84};
	double top = 48 + 84 + GAP, bottom_h = clamp(l.height * 0.155, 118, 260);
	double bottom = l.height - GAP - bottom_h, body = bottom - GAP - top;

	double registers = clamp(body * 0.46, 150, 420), spaces = clamp(body * 0.4, 218, 330);
	l.panel[PANEL_SOURCE] = (struct rect){GAP, top, left, body - registers - GAP};
	l.panel[PANEL_REGISTERS] = (struct rect){GAP, top + body - registers, left, registers};
	l.panel[PANEL_SPACES] = (struct rect){x1, top, middle, spaces};
	l.panel[PANEL_PAGES] = (struct rect){x1, top + spaces + GAP, middle, body - spaces - GAP};
	l.panel[PANEL_STACK] = (struct rect){x2, top, right, body};
	/* The console has a terminal's row, which is wider than the stack but in large pictures. */
	double console = fmax(right, CONSOLE);
	l.panel[PANEL_TIME] = (struct rect){GAP, bottom, inner - GAP - console, bottom_h};
	l.panel[PANEL_CONSOLE] = (struct rect){l.width - GAP - console, bottom, console, bottom_h};

	double help_w = 460, help_h = fmin(520, l.height - 80);
	l.panel[PANEL_HELP] = (struct rect){(l.width - help_w) / 2, (l.height - help_h) / 2, help_w, help_h};
	return l;
}

static void (*const parts[PANEL_COUNT])(struct draw *, const struct snapshot *, const struct view *, struct rect) = {
	[PANEL_HEADER] = panel_header,       [PANEL_CAPTION] = panel_caption, [PANEL_SOURCE] = panel_source,
	[PANEL_REGISTERS] = panel_registers, [PANEL_SPACES] = panel_spaces,   [PANEL_PAGES] = panel_pages,
	[PANEL_STACK] = panel_stack,         [PANEL_TIME] = panel_time,       [PANEL_CONSOLE] = panel_console,
	[PANEL_HELP] = panel_help,
};

void scene_record(cairo_t *cr, const struct snapshot *s, const struct view *view, struct draw_log *log)
{
	struct layout l = lay_out(view);
	struct draw d;

	draw_begin(&d, cr, view->theme, l.scale, log);
	draw_fill(&d, (struct rect){0, 0, l.width, l.height}, 0, PAPER);
	for (int i = 0; i < PANEL_COUNT; i++)
		if (i < PANEL_HELP || i == (int)view->overlay)
			parts[i](&d, s, view, l.panel[i]);
	draw_end(&d);
}

void scene_draw(cairo_t *cr, const struct snapshot *s, const struct view *view)
{
	scene_record(cr, s, view, NULL);
}

const struct drawn_target *scene_hit(const struct draw_log *log, double x, double y, const struct drawn_target *above)
{
	return log->scale > 0 ? draw_log_at(log, x / log->scale, y / log->scale, above) : NULL;
}

char *scene_text(const struct snapshot *s, const struct view *view)
{
	cairo_surface_t *nowhere = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
	cairo_t *cr = cairo_create(nowhere);
	struct draw_log log = {0};
	size_t size = 1;

	scene_record(cr, s, view, &log);
	for (size_t i = 0; i < log.ntexts; i++)
		size += strlen(log.texts[i].text) + 1;
	char *all = malloc(size), *end = all;
	for (size_t i = 0; all && i < log.ntexts; i++)
		end = stpcpy(stpcpy(end, log.texts[i].text), "\n");
	if (all)
		*end = '\0';
	draw_log_free(&log);
	cairo_destroy(cr);
	cairo_surface_destroy(nowhere);
	return all;
}
