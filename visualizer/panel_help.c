/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The help that lies over the picture: the tables of actions and gestures. */
#include <math.h>

#include "keys.h"
#include "panel.h"

void panel_help(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	(void)s;
	(void)view;
	double w = fmin(460, r.w - 24), h = fmin(520, r.h - 24);

	r = (struct rect){r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h};
	draw_colour(d, CAPTION_GROUND, 0.5);
	cairo_paint(d->cr);
	struct rect c = panel_begin(d, PANEL_HELP, r, "Keys", "H closes");
	size_t rows = nactions + 1;
	for (size_t i = 0; i < ngestures; i++)
		rows += gestures[i].shown != NULL;
	double pitch = c.h / (double)rows;
	struct rect row = {c.x, c.y, c.w, pitch};
	for (size_t i = 0; i < nactions + ngestures; i++) {
		const char *shown = i < nactions ? actions[i].shown : gestures[i - nactions].shown;
		const char *help = i < nactions ? actions[i].help : gestures[i - nactions].help;

		if (shown == NULL)
			continue;
		if (i == nactions)
			row.y += pitch / 2;
		draw_text(d, (struct rect){row.x, row.y, 130, pitch}, ALIGN_LEFT, TYPE_STRONG, LENDER, "%s", shown);
		draw_text(d, (struct rect){row.x + 140, row.y, row.w - 140, pitch}, ALIGN_LEFT, TYPE_BODY, INK, "%s",
		          help);
		row.y += pitch;
	}
	panel_end(d);
}
