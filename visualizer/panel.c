/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all panels have in common. */
#include "panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "layout.h"
#include "selection.h"
#include "base/language.h"

#define STRING_LEAST 60.0 /* room that a shortened string takes at least */

/* clang-format off */
/* Their titles, shorter ones for tabs where there is little room, and their names for options. */
static const struct {
	const char *title, *brief, *name;
} titles[PANEL_COUNT] = {
	[PANEL_SOURCE]    = {N_("Source"), N_("Source"), "source"},
	[PANEL_REGISTERS] = {N_("Registers"), N_("Registers"), "registers"},
	[PANEL_EXPLORE]   = {N_("What next?"), N_("Next?"), "explore"},
	[PANEL_SPACES]    = {N_("Address spaces"), N_("Spaces"), "spaces"},
	[PANEL_PAGES]     = {N_("Page frames"), N_("Frames"), "pages"},
	[PANEL_DATA]      = {N_("Data"), N_("Data"), "data"},
	[PANEL_FILES]     = {N_("Files"), N_("Files"), "files"},
	[PANEL_PROCESS]   = {N_("Process"), N_("Process"), "process"},
	[PANEL_STACK]     = {N_("Stack"), N_("Stack"), "stack"},
	[PANEL_TIME]      = {N_("Time"), N_("Time"), "time"},
	[PANEL_LESSON]    = {N_("Lesson"), N_("Lesson"), NULL},
	[PANEL_CONSOLE]   = {N_("Console"), N_("Console"), "console"},
};
/* clang-format on */

const char *panel_title(enum panel panel)
{
	return titles[panel].title ? titles[panel].title : "";
}

enum panel panel_named(const char *name)
{
	for (int i = 0; i < PANEL_COUNT; i++)
		if (titles[i].name && strcmp(titles[i].name, name) == 0)
			return (enum panel)i;
	return 0;
}

/* What a tab says: the open one its panel's title, where there is room for all; else all their names, or short ones. */
enum naming { NAME_TITLE, NAME_PANEL, NAME_BRIEF, NAMINGS };

static const char *tab_name(const struct place *place, enum panel panel, const char *title, enum naming naming)
{
	return naming == NAME_BRIEF                           ? tr(titles[panel].brief)
	       : naming == NAME_TITLE && panel == place->open ? title
	                                                      : tr(titles[panel].title);
}

static double tabs_width(struct draw *d, const char *title, enum naming naming, double gap)
{
	double width = -gap;

	for (size_t i = 0; i < d->place->count; i++)
		width += gap + draw_width(d, naming == NAME_BRIEF ? TYPE_STRONG : TYPE_TITLE,
		                          tab_name(d->place, d->place->panels[i], title, naming));
	return width;
}

/* The tabs of a place; `title` is the open one's. Returns the width taken. Where there is no room for all a last one
 * says how many more there are, and shows the first of these: then it stands first, and the others follow in their
 * order. */
static double draw_tabs(struct draw *d, struct rect head, const char *title)
{
	const struct place *place = d->place;
	const double gap = 16;
	enum naming naming = NAME_TITLE;
	double between = gap, x = head.x;
	size_t shown = place->count, first = 0;

	while (naming < NAME_BRIEF && tabs_width(d, title, naming, gap) > head.w)
		naming++;
	if (tabs_width(d, title, naming, gap) > head.w)
		between = 8;
	enum type type = naming == NAME_BRIEF ? TYPE_STRONG : TYPE_TITLE;
	if (tabs_width(d, title, naming, between) > head.w) {
		double room = head.w - 26;

		while (place->panels[first] != place->open)
			first++;
		for (shown = 0; shown < place->count; shown++) {
			enum panel panel = place->panels[(first + shown) % place->count];

			room -= draw_width(d, type, tab_name(place, panel, title, naming)) + between;
			if (room < 0 && shown)
				break;
		}
	}
	for (size_t i = 0; i < shown + (shown < place->count); i++) {
		enum panel panel = place->panels[(first + i) % place->count];
		bool open = panel == place->open;
		struct rect r = {x, head.y, head.x + head.w - x, head.h};
		char name[SNAP_TEXT];

		if (i < shown)
			snprintf(name, sizeof name, "%s", tab_name(place, panel, title, naming));
		else
			snprintf(name, sizeof name, "+%zu", place->count - shown);
		r.w = fmin(r.w, draw_width(d, type, name) + 1);
		draw_text(d, r, ALIGN_LEFT, type, open ? INK : SECONDARY, "%s", name);
		if (open)
			draw_fill(d, (struct rect){r.x, head.y + head.h - 3, r.w - 1, 2.5}, 0, INK);
		draw_target(d, (struct rect){x - between / 2, head.y - 4, r.w + between, head.h + 4},
		            thing_number(THING_TAB, panel, titles[panel].title));
		x += r.w + between;
	}
	return x - between - head.x;
}

struct rect panel_begin(struct draw *d, enum panel panel, struct rect r, const char *title, const char *note)
{
	title = tr(title);
	note = tr(note);
	panel_begin_plain(d, panel, r);
	draw_fill(d, r, 6, PANEL);
	draw_outline(d, r, 6, RULE, 1);
	draw_target(d, r, thing_number(THING_PANEL, panel, titles[panel].title ? titles[panel].title : title));

	struct rect head = {r.x + PANEL_PAD, r.y + 4, r.w - 2 * PANEL_PAD, PANEL_HEAD - 4};
	bool tabs = d->place && d->place->count > 1;
	double used = tabs ? draw_tabs(d, head, title) : draw_text(d, head, ALIGN_LEFT, TYPE_TITLE, INK, "%s", title);
	head.x += used + 16;
	head.w -= used + 16;
	size_t all = strlen(note), part = strcspn(note, ",;:");
	char told[SNAP_LINE];
	snprintf(told, sizeof told, "%.*s", (int)(draw_width(d, TYPE_NOTE, note) <= head.w ? all : part), note);
	d->head = head;
	if (!tabs || draw_width(d, TYPE_NOTE, told) <= head.w)
		d->head.w -= draw_text(d, head, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "%s", told) + 16;
	return (struct rect){r.x + PANEL_PAD, r.y + PANEL_HEAD, r.w - 2 * PANEL_PAD, r.h - PANEL_HEAD - 10};
}

size_t panel_rows(struct draw *d, const struct view *view, enum panel panel, struct rect content, size_t n, size_t fit,
                  size_t start)
{
	double last = n > fit ? (double)(n - fit) : 0, at = fmin((double)start, last);
	double first = fmin(fmax(at + round(view->panel[panel].scroll), 0), last);

	draw_scrolls(d, -at, last - at, 0);
	if (last > 0) {
		struct rect bar = {d->part_rect.x + d->part_rect.w - 6, content.y, 3, content.h};

		bar.y += bar.h * first / (double)n;
		bar.h = fmax(bar.h * (double)fit / (double)n, 8);
		draw_fill(d, bar, 1.5, RULE);
	}
	return (size_t)first;
}

void panel_begin_plain(struct draw *d, enum panel panel, struct rect r)
{
	draw_begin_part(d, panel, r);
	cairo_save(d->cr);
	cairo_rectangle(d->cr, r.x - 1, r.y - 1, r.w + 2, r.h + 2);
	cairo_clip(d->cr);
}

void panel_end(struct draw *d)
{
	cairo_restore(d->cr);
}

void panel_empty(struct draw *d, struct rect content, const char *sentence)
{
	draw_text(d, content, ALIGN_CENTRE, TYPE_BODY, SECONDARY, "%s", tr(sentence));
}

static void draw_ring(struct draw *d, struct rect r)
{
	/* Light between two dark lines, or between the thing and its ring. */
	if (d->theme == THEME_CONTRAST) {
		draw_outline(d, rect_inset(r, -3, -3), 4, INK, 5.5);
		draw_outline(d, rect_inset(r, -2, -2), 3, SELECT_TINT, 3);
		return;
	}
	draw_outline(d, rect_inset(r, -1.5, -1.5), 3, SELECT_TINT, 2);
	draw_outline(d, rect_inset(r, -3, -3), 4, SELECT, 2);
}

void panel_mark(struct draw *d, struct rect r)
{
	if (d->theme == THEME_CONTRAST) {
		draw_ring(d, rect_inset(r, 2, 2));
	} else {
		draw_fill(d, r, 3, SELECT_TINT);
		draw_outline(d, r, 3, SELECT, 1.5);
	}
}

bool panel_marked(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r,
                  const struct thing *region)
{
	if (!selection_shown(s, &view->selection, region))
		return false;
	panel_mark(d, r);
	return true;
}

bool panel_ringed(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r,
                  const struct thing *region)
{
	if (!selection_shown(s, &view->selection, region))
		return false;
	draw_ring(d, r);
	return true;
}

double panel_terms(struct draw *d, struct rect r, enum type type, enum colour colour, const char *text)
{
	double width = draw_text(d, r, ALIGN_LEFT, type, colour, "%s", text);

	for (size_t at = 0, n; text[at]; at += n + strspn(text + at + n, " ")) {
		char before[SNAP_LINE], word[THING_NAME];

		n = strcspn(text + at, " ");
		snprintf(before, sizeof before, "%.*s", (int)at, text);
		snprintf(word, sizeof word, "%.*s", (int)n, text + at);
		double x = draw_width(d, type, before), w = draw_width(d, type, word);
		if (n && x < r.w)
			draw_target(d, (struct rect){r.x + x, r.y, fmin(w, r.w - x), r.h},
			            thing_named(THING_TERM, word));
	}
	return width;
}

struct thing panel_variable(const struct snapshot *s, const struct snap_datum *datum)
{
	uint32_t pid = s->data_pid[DATA_NOW] ? s->data_pid[DATA_NOW] : s->data_pid[DATA_AT_VFORK];
	struct thing t = thing_named(THING_VARIABLE, datum->name);

	t.pid = snapshot_owner(s, pid);
	t.address = datum->va;
	t.size = datum->size;
	return t;
}

const char *panel_later(const struct snapshot *s)
{
	return s->kind == LOAN_COPIED || s->kind == LOAN_FORKED ? snapshot_role_name(ROLE_PARENT) : N_("comes back");
}

bool panel_covers_word(const struct snapshot *s, const struct view *view, const struct snap_word *w)
{
	return view->asked.kind == THING_WORD && snapshot_word_links(w) && snapshot_links_at(s, view->asked.address);
}

void panel_cover(struct draw *d, struct rect r, enum align align, enum type type)
{
	double used = draw_text(d, r, align, type, SECONDARY, "%s", PANEL_COVERED);

	if (align == ALIGN_CENTRE)
		r.x += (r.w - used) / 2;
	draw_target(d, (struct rect){r.x, r.y, used, r.h}, thing_named(THING_TERM, PANEL_COVERED));
}

void panel_word(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r, enum type type,
                enum colour colour, const struct snap_word *w)
{
	char what[SNAP_TEXT];

	if (panel_covers_word(s, view, w)) {
		draw_text(d, r, ALIGN_LEFT, type, SECONDARY, "%s", PANEL_COVERED);
		return;
	}
	snapshot_word_text(w, what);
	if (snapshot_word_leads(w) && draw_width(d, type, what) + 1 > r.w)
		snprintf(what, sizeof what, "→ %.*s+0x%x", SNAP_TEXT - 24, w->name, w->number);
	bool fits = *w->told && draw_width(d, type, w->told) + 1 <= r.w;
	bool string = strchr(w->told, '"') && draw_width(d, type, what) + STRING_LEAST <= r.w; /* it may be shortened */

	draw_text(d, r, ALIGN_LEFT, type, colour, "%s", fits || string ? w->told : what);
}

bool panel_is_party(enum role role)
{
	return role != ROLE_NONE && role != ROLE_KERNEL && role != ROLE_OTHER;
}

enum role panel_role(const struct snapshot *s, uint32_t pid)
{
	for (size_t i = s->nlanes; i-- > 0;) /* the last one that had the pid */
		if (s->lanes[i].pid == pid && panel_is_party(s->lanes[i].role))
			return s->lanes[i].role;
	return pid && pid == s->borrower ? ROLE_BORROWER : pid && pid == s->lender ? ROLE_LENDER : ROLE_OTHER;
}
