/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last lines that the guest printed, as a terminal shows them: a long one goes on in the next row. */
#include <string.h>

#include "base/language.h"
#include "panel.h"

#define ROW 17.5

enum { ROWS_MAX = 64, LINE_BYTES = 400 /* bytes shown of one line */, COLUMNS = 80 /* of the terminal */ };

struct row {
	const char *text;
	int n;
};

/* Bytes of a line that fit into a row of so many letters; continuation bytes of UTF-8 take no room. */
static int fitting(const char *line, int n, int letters)
{
	int i = 0;

	for (; i < n && (letters > 0 || ((unsigned char)line[i] & 0xC0) == 0x80); i++)
		letters -= ((unsigned char)line[i] & 0xC0) != 0x80;
	return i;
}

void panel_console(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	const char *note = view->typing                            ? N_("keys go to the program; ^] gives them back")
	                   : view->types && view->run == RUN_WAITS ? N_("the program waits: click to type")
	                   : view->types                           ? N_("click to type")
	                                                           : N_("what was printed so far");
	struct rect c = panel_begin(d, PANEL_CONSOLE, r, "Console", note);

	if (view->typing)
		draw_outline(d, rect_inset(r, 1, 1), 6, INK, 2.5);
	const char *text = s->console ? s->console : "";
	const char *end = text + strlen(text), *start = end;
	struct row last[ROWS_MAX];
	size_t fit = c.h > ROW ? (size_t)((c.h + 1) / ROW) : 1, n = 0;
	enum type type = COLUMNS * draw_width(d, TYPE_CODE, "m") <= c.w ? TYPE_CODE : TYPE_CODE_SMALL;
	int letters = (int)(c.w / draw_width(d, type, "m")), lines;

	fit = fit < ROWS_MAX ? fit : ROWS_MAX;
	letters = letters > COLUMNS ? COLUMNS : letters > 1 ? letters : 1;
	/* where somebody may type, the empty row in which he does is one */
	while (!view->types && end > text && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	if (end == text && !view->typing) {
		panel_empty(d, c, "nothing yet");
		panel_end(d);
		return;
	}
	/* Up from the end by as many lines as the user has scrolled. */
	size_t all = 1, last_first, first;
	for (const char *p = text; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		all++;
	last_first = all > fit ? all - fit : 0;
	first = panel_rows(d, view, PANEL_CONSOLE, c, all, fit, last_first);
	bool scrolled = first < last_first;
	for (size_t hidden = last_first - first; hidden > 0; hidden--)
		while (end > text && *--end != '\n')
			;
	/* Back from the end by as many lines as there can be rows, and forward again row by row. */
	lines = (int)fit;
	for (start = end; start > text; start--)
		if (start[-1] == '\n' && --lines == 0)
			break;
	for (const char *line = start; line < end || (view->types && !scrolled && line == end);) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		int size = (int)((stop ? stop : end) - line), at = 0;
		int visible = size > 0 && line[size - 1] == '\r' ? size - 1 : size;

		visible = visible < LINE_BYTES ? visible : LINE_BYTES;
		if (scrolled && first == 0 && n >= fit)
			break; /* the first line is in view, however many rows those below take */
		do {
			int bytes = fitting(line + at, visible - at, letters);

			last[n++ % fit] = (struct row){line + at, bytes};
			at += bytes;
		} while (at < visible);
		line += size + 1;
	}
	double y = c.y, used = 0;
	for (size_t i = n > fit ? n - fit : 0; i < n; i++, y += ROW)
		used = draw_text(d, (struct rect){c.x, y, c.w, ROW}, ALIGN_LEFT, type, INK, "%.*s", last[i % fit].n,
		                 last[i % fit].text);
	/* The place where what is typed comes. */
	if (view->typing && !scrolled)
		draw_fill(d, (struct rect){c.x + used + 1, (n ? y - ROW : y) + 2, ROW * 0.5, ROW - 3}, 0, INK);
	panel_end(d);
}
