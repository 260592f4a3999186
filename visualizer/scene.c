/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of the picture's parts. */
#include "scene.h"

#include <stdlib.h>
#include <string.h>

#include "layout.h"
#include "panel.h"
#include "split.h"

static void (*const parts[PANEL_COUNT])(struct draw *, const struct snapshot *, const struct view *, struct rect) = {
	[PANEL_HEADER] = panel_header, [PANEL_CAPTION] = panel_caption,     [PANEL_WATCHES] = panel_watches,
	[PANEL_SOURCE] = panel_source, [PANEL_REGISTERS] = panel_registers, [PANEL_EXPLORE] = panel_explore,
	[PANEL_SPACES] = panel_spaces, [PANEL_PAGES] = panel_pages,         [PANEL_DATA] = panel_data,
	[PANEL_FILES] = panel_files,   [PANEL_PROCESS] = panel_process,     [PANEL_STACK] = panel_stack,
	[PANEL_TIME] = panel_time,     [PANEL_CONSOLE] = panel_console,     [PANEL_CARD] = panel_card,
	[PANEL_SHEET] = panel_sheet,   [PANEL_PROMPT] = panel_prompt,       [PANEL_LESSON] = panel_lesson,
};

void scene_panel(struct draw *d, enum panel panel, const struct snapshot *s, const struct view *view, struct rect r)
{
	parts[panel](d, s, view, r);
}

void scene_record(cairo_t *cr, const struct snapshot *s, const struct view *view, struct draw_log *log)
{
	struct layout l = layout_for(view);
	struct draw d;
	struct draw_log own = {0};

	draw_begin(&d, cr, view->theme, l.scale, log ? log : &own);
	draw_fill(&d, (struct rect){0, 0, l.width, l.height}, 0, PAPER);
	for (size_t i = 0; i < l.nplaces; i++) {
		if (view->beside && l.places[i].open != PANEL_LESSON)
			continue;
		d.place = &l.places[i];
		parts[d.place->open](&d, s, view, d.place->rect);
	}
	d.place = NULL;
	if (view->beside)
		split_draw(&d, view, l.beside_w, l.height);
	if (view->lesson)
		panel_lesson_rings(&d, view, (struct rect){0, 0, l.width, l.height});
	if (view->card && !view->overlay)
		panel_card(&d, s, view, (struct rect){0, 0, l.width, l.height});
	/* What lies over them has the whole picture, and takes of it what it needs. */
	if (view->overlay)
		parts[view->overlay](&d, s, view, (struct rect){0, 0, l.width, l.height});
	draw_end(&d);
	draw_log_free(&own);
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
