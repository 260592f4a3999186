/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two runs in one picture. See split.h. */
#include "split.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/lending.h"
#include "base/language.h"
#include "layout.h"
#include "panel.h"
#include "scene.h"

#define GAP 12.0
#define GUTTER 30.0
#define HEADER 48.0
#define CAPTION 84.0
#define CAPTION_NARROW 92.0 /* two lines for each sentence */
#define NARROW 900.0
#define HEAD 34.0
#define TWO_STORIES 640.0 /* height from which two panels stand above each other in a half */
#define WIDE 960.0        /* a half that has two columns */
#define TALL 640.0        /* one that has two panels in each of them */
#define BUTTON_H 30.0
#define BUTTON_GAP 6.0
#define ROOM_FOR_WORDS 1100.0 /* width from which the header says what this is */

/* The buttons of the header, from left to right. */
static const struct {
	const char *action, *shown, *brief;
} buttons[] = {
	{"back together", N_("◀ both"), "◀"},
	{"forward together", N_("both ▶"), "▶"},
	{"next difference", N_("≠ next difference"), "≠"},
	{"swap", N_("⇄ swap"), "⇄"},
	{"split", N_("one run"), N_("one run")},
};
#define BUTTONS (sizeof buttons / sizeof *buttons)

static void draw_header(struct draw *d, const struct view *view, struct rect r)
{
	const struct beside *b = view->beside;
	const struct snapshot *s[2] = {b->snapshot[b->left], b->snapshot[!b->left]};
	bool room = r.w >= ROOM_FOR_WORDS;
	double x = r.x + r.w;

	panel_begin_plain(d, PANEL_HEADER, r);
	for (size_t i = BUTTONS; i-- > 0;) {
		const char *text = tr(room ? buttons[i].shown : buttons[i].brief);
		double w = draw_width(d, TYPE_STRONG, text) + 24;
		struct rect box = {x - w, r.y + (r.h - BUTTON_H) / 2, w, BUTTON_H};

		draw_fill(d, box, 5, PANEL);
		draw_outline(d, box, 5, RULE, 1);
		draw_text(d, box, ALIGN_CENTRE, TYPE_STRONG, INK, "%s", text);
		draw_target(d, box, thing_button(buttons[i].action));
		x -= w + BUTTON_GAP;
	}
	struct rect left = {r.x + 8, r.y, x - r.x - 20, r.h};
	double used = draw_text(d, left, ALIGN_LEFT, TYPE_PROGRAM, INK, "%s", s[0]->program) + 14;
	left.x += used;
	left.w -= used;
	if (strcmp(s[0]->program, s[1]->program) != 0) {
		used = draw_text(d, left, ALIGN_LEFT, TYPE_PROGRAM, INK, "and %s", s[1]->program) + 14;
		left.x += used;
		left.w -= used;
	}
	if (view->message)
		draw_text(d, left, ALIGN_LEFT, TYPE_STRONG, INK, "%s", view->message);
	else if (room)
		draw_text(d, left, ALIGN_LEFT, TYPE_SYSTEM, SECONDARY,
		          strcmp(s[0]->program, s[1]->program) ? N_("two programs, step by step together")
		          : strcmp(s[0]->system, s[1]->system) ? N_("two systems, one program, step by step together")
		                                               : N_("two runs of one program, step by step together"));
	panel_end(d);
}

/* Why they differ: a sentence for each. */
static void draw_caption(struct draw *d, const struct beside *b, struct rect r)
{
	static const enum type types[] = {TYPE_CAPTION_1, TYPE_CAPTION_2, TYPE_CAPTION_3, TYPE_CAPTION_4};
	const struct contrast_side *side[2] = {&b->contrast->side[b->left], &b->contrast->side[!b->left]};
	bool alarm = side[0]->harm || side[1]->harm;
	struct rect c = rect_inset(r, 20, 4);
	char line[2][SNAP_LINE + 8];
	size_t size = 0;

	panel_begin_plain(d, PANEL_CAPTION, r);
	draw_fill(d, r, 6, CAPTION_GROUND);
	if (alarm) {
		draw_warning(d, (struct rect){r.x + 16, r.y + (r.h - 36) / 2, 36, 36}, CAPTION_ALARM, CAPTION_GROUND);
		c.x += 48;
		c.w -= 48;
	}
	for (int i = 0; i < 2; i++)
		snprintf(line[i], sizeof line[i], tr(i ? N_("Right, %s") : N_("Left, %s")), side[i]->reason);
	while (size + 1 < sizeof types / sizeof *types &&
	       (draw_width(d, types[size], line[0]) > c.w || draw_width(d, types[size], line[1]) > c.w))
		size++;
	/* The smallest may take two lines each, if there is room. */
	double pitch = draw_line_height(types[size]);
	int lines = size + 1 == sizeof types / sizeof *types && c.h >= 4 * pitch ? 2 : 1, n[2], all;
	for (int i = 0; i < 2; i++) {
		n[i] = draw_line_count(d, types[size], c.w, line[i]);
		n[i] = n[i] > lines ? lines : n[i];
	}
	all = n[0] + n[1];
	double y = c.y + (c.h - pitch * all) / 2;
	for (int i = 0; i < 2; i++) {
		draw_lines(d, (struct rect){c.x, y, c.w, pitch}, types[size],
		           side[i]->harm ? CAPTION_ALARM
		           : i || alarm  ? CAPTION_SECOND
		                         : CAPTION_INK,
		           n[i], line[i]);
		y += pitch * n[i];
	}
	panel_end(d);
}

/* The head of a half: the system, which can be chosen, what it does, and how it ends. */
static void draw_head(struct draw *d, const struct beside *b, int run, struct rect r)
{
	const struct contrast_side *side = &b->contrast->side[run];
	bool other_harm = b->contrast->side[!run].harm;
	enum colour colour = side->harm ? DAMAGE : other_harm ? OTHER : INK;
	enum colour tint = side->harm ? DAMAGE_TINT : other_harm ? OTHER_TINT : KERNEL_TINT;

	panel_begin_plain(d, PANEL_SPLIT, r);
	draw_fill(d, r, 6, tint);
	struct rect in = rect_inset(r, 12, 0);
	double will = draw_text(d, in, ALIGN_RIGHT, TYPE_TITLE, colour, "%s%s",
	                        side->harm   ? "✗ "
	                        : other_harm ? "✓ "
	                                     : "",
	                        side->will) +
	              14;
	in.w -= will;
	const char *call = b->name[run] ? NULL : b->call[run];
	double used = draw_text(d, in, ALIGN_LEFT, TYPE_PROGRAM, INK, "%s%s%s ▾",
	                        b->name[run] ? b->name[run] : side->system, call ? ", " : "", call ? call : "");
	draw_target(d, (struct rect){r.x, r.y, used + 24, r.h},
	            thing_button(run == b->left ? "left system" : "right system"));
	in.x += used + 20;
	in.w -= used + 20;
	if (draw_width(d, TYPE_BODY, tr(side->does)) < in.w) {
		used = draw_text(d, in, ALIGN_LEFT, TYPE_BODY, INK, "%s", tr(side->does)) + 16;
		in.x += used;
		in.w -= used;
	}
	if (!side->exact && draw_width(d, TYPE_NOTE, tr("waits here for the other")) <= in.w)
		draw_text(d, in, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "waits here for the other");
	panel_end(d);
}

#define PUT(l, view, rect, ...)                                                                                        \
	layout_put(l, view, rect, (const enum panel[]){__VA_ARGS__},                                                   \
	           sizeof((const enum panel[]){__VA_ARGS__}) / sizeof(enum panel))

/* A half's places, from the same rules for both. */
static void place_half(struct layout *l, const struct view *view, struct rect r, bool stories)
{
	double spaces = fmin(fmax(r.h * 0.4, 206), 300), left = r.w * 0.49;
	enum panel alone = view->maximised;

	l->nplaces = 0;
	if (alone && alone != PANEL_TIME && alone != PANEL_WATCHES) {
		PUT(l, view, r, alone);
	} else if (!stories) {
		PUT(l, view, r, PANEL_STACK, PANEL_SPACES, PANEL_SOURCE, PANEL_REGISTERS, PANEL_DATA, PANEL_PAGES,
		    PANEL_FILES, PANEL_PROCESS, PANEL_CONSOLE);
	} else if (r.w >= WIDE) {
		struct rect lower = {r.x, r.y + spaces + GAP, left, r.h - spaces - GAP};
		struct rect right = {r.x + left + GAP, r.y, r.w - left - GAP, r.h};
		bool tall = r.h >= TALL;

		PUT(l, view, ((struct rect){r.x, r.y, left, spaces}), PANEL_SPACES, PANEL_PAGES);
		right.h = tall ? floor(r.h * 0.6) : r.h;
		PUT(l, view, right, PANEL_STACK);
		if (tall) {
			PUT(l, view, lower, PANEL_SOURCE, PANEL_CONSOLE);
			right.y += right.h + GAP;
			right.h = r.h - right.h - GAP;
			PUT(l, view, right, PANEL_DATA, PANEL_REGISTERS, PANEL_FILES, PANEL_PROCESS);
		} else {
			PUT(l, view, lower, PANEL_SOURCE, PANEL_REGISTERS, PANEL_DATA, PANEL_FILES, PANEL_PROCESS,
			    PANEL_CONSOLE);
		}
	} else {
		PUT(l, view, ((struct rect){r.x, r.y, r.w, spaces}), PANEL_SPACES, PANEL_SOURCE, PANEL_REGISTERS,
		    PANEL_DATA, PANEL_PAGES, PANEL_FILES, PANEL_PROCESS, PANEL_CONSOLE);
		PUT(l, view, ((struct rect){r.x, r.y + spaces + GAP, r.w, r.h - spaces - GAP}), PANEL_STACK);
	}
}

/* Which targets of the log a half has drawn. */
struct range {
	size_t from, to;
};

static struct range draw_half(struct draw *d, const struct view *view, int run, struct rect r, bool stories)
{
	struct layout l = {.nplaces = 0};
	struct range range = {d->log->ntargets, 0};

	place_half(&l, view, r, stories);
	for (size_t i = 0; i < l.nplaces; i++) {
		d->place = &l.places[i];
		scene_panel(d, d->place->open, view->beside->snapshot[run], view, d->place->rect);
	}
	d->place = NULL;
	range.to = d->log->ntargets;
	return range;
}

/* Where a half shows a thing of that kind: at the address, and not in the memory of `but`, or of that name. */
static const struct drawn_target *shown(const struct draw *d, struct range range, enum thing_kind kind, uint32_t va,
                                        uint32_t but, const char *name)
{
	for (size_t i = range.from; i < range.to; i++) {
		const struct drawn_target *t = &d->log->targets[i];

		if (t->thing.kind == kind && (name ? !strcmp(t->thing.name, name) : t->thing.address == va) &&
		    (!but || t->thing.pid != but))
			return t;
	}
	return NULL;
}

/* The child whose stack is another one than its parent's; 0: there is none. */
static uint32_t copies_of(const struct snapshot *s)
{
	return s->copy.nwords ? s->borrower : 0;
}

/* A tick, for what is whole. */
static void draw_tick(struct draw *d, struct rect r, enum colour colour)
{
	double x = r.x + r.w - 14, y = r.y + r.h / 2;

	draw_line(d, x, y, x + 4, y + 4, colour, 2, false);
	draw_line(d, x + 4, y + 4, x + 11, y - 5, colour, 2, false);
}

/* What is whole here and destroyed in the other; and in the child's copy what nobody needs. */
static void mark_words(struct draw *d, const struct beside *b, int run, struct range range)
{
	const struct contrast *c = b->contrast;
	const struct snapshot *s = b->snapshot[run];
	uint32_t child = copies_of(s);

	for (size_t i = 0; i < c->nwords; i++) {
		const struct contrast_word *w = &c->words[i];
		const struct drawn_target *t;

		if (w->state[run] != STATE_WHOLE)
			continue;
		t = shown(d, range, THING_WORD, w->va[run], child, NULL);
		if (t) {
			draw_outline(d, t->rect, 3, OTHER, 2);
			draw_tick(d, t->rect, OTHER);
		}
		for (size_t k = range.from; child && k < range.to; k++) {
			t = &d->log->targets[k];
			if (t->thing.kind == THING_WORD && t->thing.pid == child && t->thing.address == w->va[run])
				draw_hatch(d, t->rect, 3, HATCH_GONE, GHOST);
		}
	}
}

/* A mark in the gutter that joins the two places of what differs; rows that one half does not show end in the air. */
static void join(struct draw *d, struct rect gutter, const struct drawn_target *left, const struct drawn_target *right,
                 bool harm)
{
	enum colour colour = harm ? DAMAGE : SECONDARY;
	double x0 = gutter.x + 2, x1 = gutter.x + gutter.w - 2, middle = (x0 + x1) / 2;
	double y0 = left ? left->rect.y + left->rect.h / 2 : 0, y1 = right ? right->rect.y + right->rect.h / 2 : 0;

	if (!left && !right)
		return;
	if (left)
		draw_line(d, x0, y0, middle - 6, y0, colour, harm ? 2.5 : 1, false);
	if (right)
		draw_line(d, middle + 6, y1, x1, y1, colour, harm ? 2.5 : 1, false);
	if (left && right)
		draw_line(d, middle - 6, y0, middle + 6, y1, colour, harm ? 2.5 : 1, false);
}

/* A sign beside a panel, or a row, that differs. */
static void draw_sign(struct draw *d, struct rect gutter, double y, enum colour colour)
{
	struct rect box = {gutter.x + (gutter.w - 18) / 2, y - 9, 18, 18};

	draw_fill(d, box, 9, PAPER);
	draw_text(d, box, ALIGN_CENTRE, TYPE_TITLE, colour, "≠");
}

static void draw_gutter(struct draw *d, const struct beside *b, struct rect gutter, const struct range range[2])
{
	const struct contrast *c = b->contrast;
	const struct snapshot *s[2] = {b->snapshot[b->left], b->snapshot[!b->left]};
	double top = gutter.y + gutter.h;
	bool harm = false;

	panel_begin_plain(d, PANEL_SPLIT, gutter);
	for (size_t i = 0; i < c->nwords; i++) {
		const struct contrast_word *w = &c->words[i];
		const struct drawn_target *t[2];
		bool bad = w->state[0] != STATE_PLAIN || w->state[1] != STATE_PLAIN;

		if (!w->differs)
			continue;
		for (int k = 0; k < 2; k++)
			t[k] = shown(d, range[k], THING_WORD, w->va[k ? !b->left : b->left], copies_of(s[k]), NULL);
		join(d, gutter, t[0], t[1], bad);
		for (int k = 0; k < 2; k++)
			if (t[k] && (bad || !harm)) {
				top = bad && !harm ? t[k]->rect.y : fmin(top, t[k]->rect.y);
				harm |= bad;
			}
	}
	if (top < gutter.y + gutter.h)
		draw_sign(d, gutter, top - 9, harm ? DAMAGE : SECONDARY);
	for (size_t i = 0; i < c->nnames; i++)
		for (int kind = 0; kind < 2; kind++) {
			enum thing_kind of = kind ? THING_VARIABLE : THING_REGISTER;
			const struct drawn_target *t[2] = {shown(d, range[0], of, 0, 0, c->names[i]),
			                                   shown(d, range[1], of, 0, 0, c->names[i])};

			join(d, gutter, t[0], t[1], true);
			if (t[0] && t[1])
				draw_sign(d, gutter, (t[0]->rect.y + t[1]->rect.y + t[0]->rect.h) / 2, DAMAGE);
		}
	/* who owns the memory */
	if (strcmp(c->side[0].pages, c->side[1].pages) != 0)
		for (size_t i = range[0].from; i < range[0].to; i++) {
			const struct drawn_target *t = &d->log->targets[i];

			if (t->thing.kind == THING_PANEL && t->thing.number == PANEL_SPACES)
				draw_sign(d, gutter, t->rect.y + PANEL_HEAD / 2.0, INK);
		}
	panel_end(d);
}

void split_draw(struct draw *d, const struct view *view, double width, double height)
{
	const struct beside *b = view->beside;
	bool stories = height >= TWO_STORIES;
	double inner = width - 2 * GAP, caption = width < NARROW ? CAPTION_NARROW : CAPTION;
	double top = HEADER + caption + (stories ? GAP : 8),
	       time_h = fmin(fmax(fmin(height * 0.2, split_time_most(b)), stories ? 150 : 112), 260);
	double bottom = height - GAP - time_h, half = (inner - GUTTER) / 2;
	struct rect gutter = {GAP + half, top, GUTTER, bottom - GAP - top};
	struct range range[2];

	draw_header(d, view, (struct rect){GAP, 0, inner, HEADER});
	draw_caption(d, b, (struct rect){GAP, HEADER, inner, caption});
	for (int i = 0; i < 2; i++) {
		int run = i ? !b->left : b->left;
		struct rect r = {i ? gutter.x + GUTTER : GAP, top, half, HEAD};

		draw_head(d, b, run, r);
		r.y += HEAD + 8;
		r.h = bottom - GAP - r.y;
		range[i] = draw_half(d, view, run, r, stories);
		mark_words(d, b, run, range[i]);
	}
	draw_gutter(d, b, gutter, range);
	split_time(d, b, (struct rect){GAP, bottom, inner, time_h});
}
