/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values that are pinned, in a row below the caption: marked where they are not what they were before. */
#include "base/language.h"
#include "panel.h"

#define GAP 10.0
#define MOST 360.0

void panel_watches(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	size_t n = view->nwatches;
	double w = n ? (r.w - GAP * (double)(n - 1)) / (double)n : r.w;

	panel_begin_plain(d, PANEL_WATCHES, r);
	w = w < MOST ? w : MOST;
	for (size_t i = 0; i < n; i++, r.x += w + GAP) {
		const struct view_watch *watch = &view->watches[i];
		struct rect box = {r.x, r.y, w, r.h}, in = rect_inset(box, 10, 0);
		double used;

		draw_fill(d, box, 5, *watch->was ? BORROWER_TINT : PANEL);
		draw_outline(d, box, 5, *watch->was ? BORROWER : RULE, *watch->was ? 1.5 : 1);
		panel_marked(d, s, view, box, &watch->thing);
		draw_target(d, box, watch->thing);
		used = draw_text(d, in, ALIGN_LEFT, TYPE_STRONG, INK, "%s", watch->name) + 10;
		in.x += used;
		in.w -= used;
		used = draw_text(d, in, ALIGN_LEFT, TYPE_CODE, *watch->value ? INK : SECONDARY, "%s",
		                 *watch->value ? watch->value : tr("not there")) +
		       10;
		in.x += used;
		in.w -= used;
		if (*watch->was)
			draw_text(d, in, ALIGN_LEFT, TYPE_CODE_SMALL, SECONDARY, "was %s", watch->was);
	}
	panel_end(d);
}
