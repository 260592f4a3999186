/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last lines that the guest printed. */
#include <string.h>

#include "panel.h"

#define ROW 17.5

void panel_console(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	(void)view;
	struct rect c = panel_begin(d, PANEL_CONSOLE, r, "Console", "what was printed so far");
	int fit = (int)(c.h / ROW);
	const char *text = s->console ? s->console : "";
	const char *end = text + strlen(text), *start = end;

	while (end > text && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	if (end == text) {
		panel_empty(d, c, "nothing yet");
		panel_end(d);
		return;
	}
	/* Back from the end by as many lines as there is room for. */
	for (start = end; start > text; start--)
		if (start[-1] == '\n' && --fit == 0)
			break;
	double y = c.y;
	for (const char *line = start; line < end && y + ROW <= c.y + c.h + 1;) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		int n = (int)((stop ? stop : end) - line);
		int visible = n > 0 && line[n - 1] == '\r' ? n - 1 : n;

		if (visible > 400)
			visible = 400; /* far beyond the panel's edge */
		draw_text(d, (struct rect){c.x, y, c.w, ROW}, ALIGN_LEFT, TYPE_CODE, INK, "%.*s", visible, line);
		y += ROW;
		line += n + 1;
	}
	panel_end(d);
}
