/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The help that lies over the picture: the tables of actions and gestures. */
#include <math.h>

#include "keys.h"
#include "panel.h"

#define ROW 19.0

void panel_help(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	(void)s;
	(void)view;
	size_t rows = nactions + 1;
	for (size_t i = 0; i < ngestures; i++)
		rows += gestures[i].shown != NULL;
	/* As many columns as it takes. */
	double high = r.h - 24 - PANEL_HEAD - 10, columns = fmax(1, ceil((double)rows * ROW / high));
	double w = fmin(460 * columns, r.w - 24), h = ceil((double)rows / columns) * ROW + PANEL_HEAD + 14;

	r = (struct rect){r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h};
	draw_colour(d, CAPTION_GROUND, 0.5);
	cairo_paint(d->cr);
	struct rect c = panel_begin(d, PANEL_HELP, r, "Keys", "H closes");
	double pitch = ROW, label = columns > 2 ? 90 : 130;
	struct rect row = {c.x, c.y, c.w / columns - 8, pitch};
	for (size_t i = 0; i < nactions + ngestures; i++) {
		const char *shown = i < nactions ? actions[i].shown : gestures[i - nactions].shown;
		const char *help = i < nactions ? actions[i].help : gestures[i - nactions].help;

		if (shown == NULL)
			continue;
		draw_text(d, (struct rect){row.x, row.y, label, pitch}, ALIGN_LEFT, TYPE_STRONG, LENDER, "%s", shown);
		draw_text(d, (struct rect){row.x + label + 8, row.y, row.w - label - 8, pitch}, ALIGN_LEFT, TYPE_BODY,
		          INK, "%s", help);
		row.y += pitch;
		if (row.y + pitch > c.y + c.h + 4) {
			row.x += c.w / columns;
			row.y = c.y;
		}
	}
	panel_end(d);
}
