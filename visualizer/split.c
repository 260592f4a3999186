/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The picture of two runs side by side. */
#include "split.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "layout.h"
#include "scene.h"

#define GAP 12.0
#define HEADER 48.0
#define CAPTION 84.0
#define HEAD 34.0 /* of a half */
#define BUTTON_H 26.0
#define ROW 21.0
#define DIFFERS "≠"
#define SPACES 218.0 /* that address spaces take at least */

/* Panels of a half, from its top: those in one place share it. */
static const struct {
	enum panel panels[6];
	size_t count;
} places[] = {
	{{PANEL_SPACES, PANEL_SOURCE, PANEL_PAGES}, 3},
	{{PANEL_STACK, PANEL_DATA, PANEL_REGISTERS, PANEL_FILES, PANEL_PROCESS}, 5},
};

#define PLACES (sizeof places / sizeof *places)

static const struct {
	const char *action, *word;
	double width;
} buttons[] = {
	{"split back", "◀ step", 74},   {"split forward", "step ▶", 74}, {"previous difference", "◀ ≠", 50},
	{"next difference", "≠ ▶", 50}, {"swap", "⇄ swap", 74},          {"split", "Split", 62},
};

#define BUTTONS (sizeof buttons / sizeof *buttons)

static void draw_header(struct draw *d, const struct split *p, const struct view *view, struct rect r)
{
	double x = r.x + r.w, used;

	panel_begin_plain(d, PANEL_HEADER, r);
	for (size_t i = BUTTONS; i-- > 0;) {
		bool on = i == BUTTONS - 1;
		struct rect b = {x -= buttons[i].width, r.y + (r.h - BUTTON_H) / 2, buttons[i].width, BUTTON_H};

		draw_fill(d, b, 5, on ? INK : PANEL);
		draw_outline(d, b, 5, RULE, 1);
		draw_text(d, b, ALIGN_CENTRE, TYPE_STRONG, on ? PAPER : INK, "%s", buttons[i].word);
		draw_target(d, b, thing_button(buttons[i].action));
		x -= 6;
	}
	used = draw_text(d, (struct rect){r.x + 8, r.y, r.w * 0.3, r.h}, ALIGN_LEFT, TYPE_PROGRAM, INK, "%s",
	                 p->side[0].snapshot->program) +
	       20;
	draw_text(d, (struct rect){r.x + used, r.y, x - r.x - used - 8, r.h}, ALIGN_LEFT, TYPE_SYSTEM, SECONDARY, "%s",
	          view->message ? view->message
	          : p->exact    ? "two runs, step by step together"
	                        : "two runs: here they do not do the same");
	panel_end(d);
}

static void draw_caption(struct draw *d, const struct split *p, const struct view *view, struct rect r)
{
	struct snapshot s = {.alarm = p->alarm};

	snprintf(s.caption[0], sizeof s.caption[0], "%s", p->caption[0]);
	snprintf(s.caption[1], sizeof s.caption[1], "%s", p->caption[1]);
	panel_caption(d, &s, view, r);
}

/* Who it is, what its vfork does, how it ends. */
static void draw_head(struct draw *d, const struct split_side *side, struct rect r, bool chosen)
{
	bool bad = panel_ending(side->outcome) == DAMAGE;
	double x = r.x + PANEL_PAD, used;

	draw_fill(d, r, 6, bad ? LENDER_TINT : OTHER_TINT);
	used = draw_text(d, (struct rect){x, r.y, r.w / 2, r.h}, ALIGN_LEFT, TYPE_TITLE, INK, "%s%s", side->name,
	                 chosen ? " ▾" : "");
	if (chosen)
		draw_target(d, (struct rect){r.x, r.y, used + 2 * PANEL_PAD, r.h}, thing_button("beside"));
	x += used + 22;
	used = draw_width(d, TYPE_STRONG, side->ending) + PANEL_PAD;
	draw_text(d, (struct rect){x, r.y, r.x + r.w - used - x - 8, r.h}, ALIGN_LEFT, TYPE_BODY, SECONDARY, "%s",
	          side->does);
	draw_text(d, (struct rect){r.x + r.w - used, r.y, used - PANEL_PAD, r.h}, ALIGN_RIGHT, TYPE_STRONG,
	          panel_ending(side->outcome), "%s", side->ending);
}

static void draw_half(struct draw *d, const struct split_side *side, const struct view *view, struct rect r)
{
	double y = r.y, room = r.h - GAP, upper = fmin(fmax(room * 0.36, SPACES), room / 2);

	for (size_t i = 0; i < PLACES; i++) {
		struct place place = {.rect = {r.x, y, r.w, i ? room - upper : upper}, .count = places[i].count};

		memcpy(place.panels, places[i].panels, sizeof places[i].panels);
		place.open = place.panels[0];
		for (size_t k = 1; k < place.count; k++)
			if (view->panel[place.panels[k]].opened > view->panel[place.open].opened)
				place.open = place.panels[k];
		d->place = &place;
		scene_panel(d, place.open, side->snapshot, view, place.rect);
		y += place.rect.h + GAP;
	}
	d->place = NULL;
}

/* The gutter ---------------------------------------------------------------------------------- */

static const struct snap_word *word_at(const struct snapshot *s, uint32_t address)
{
	for (size_t i = 0; i < s->nwords; i++)
		if (s->words[i].va == address)
			return &s->words[i];
	return NULL;
}

static const struct snap_datum *datum_at(const struct snapshot *s, uint32_t address)
{
	for (size_t i = 0; i < s->ndata; i++)
		if (s->data[i].va == address)
			return &s->data[i];
	return NULL;
}

static const struct snap_register *register_of(const struct snapshot *s, const char *name)
{
	for (size_t i = 0; i < s->nregisters; i++)
		if (!strcmp(s->registers[i].name, name))
			return &s->registers[i];
	return NULL;
}

/* Do the two differ in what a region of one of them is about? What only one has is no difference here. */
static bool differs(const struct split *p, const struct thing *t)
{
	const struct snapshot *a = p->side[0].snapshot, *b = p->side[1].snapshot;
	const struct snap_word *w[2] = {word_at(a, t->address), word_at(b, t->address)};
	const struct snap_datum *v[2] = {datum_at(a, t->address), datum_at(b, t->address)};
	const struct snap_register *r[2] = {register_of(a, t->name), register_of(b, t->name)};

	if (t->kind == THING_WORD)
		return w[0] && w[1] && w[0]->value != w[1]->value;
	if (t->kind == THING_VARIABLE && t->address)
		return v[0] && v[1] && strcmp(v[0]->value[DATA_NOW], v[1]->value[DATA_NOW]) != 0;
	if (t->kind == THING_REGISTER)
		return r[0] && r[1] && r[0]->has_borrower && r[1]->has_borrower && r[0]->borrower != r[1]->borrower;
	return false;
}

/* Marks rows of both halves that are not the same: a bar at each, and the sign between them. */
static void draw_gutter(struct draw *d, const struct split *p, const struct draw_log *log, struct rect gutter)
{
	double middle = gutter.x + gutter.w / 2;
	size_t n = log ? log->ntargets : 0;

	for (size_t i = 0; i < n; i++) {
		const struct drawn_target t = log->targets[i];
		double y = t.rect.y + t.rect.h / 2;
		bool left = t.rect.x < middle;

		if (!differs(p, &t.thing) || t.rect.h > 40 || y < gutter.y || y > gutter.y + gutter.h)
			continue;
		draw_fill(d,
		          (struct rect){left ? gutter.x + 1 : gutter.x + gutter.w - 5, y - t.rect.h / 2 + 3, 4,
		                        t.rect.h - 6},
		          2, DAMAGE);
		if (left)
			draw_text(d, (struct rect){middle - 8, y - 9, 16, 18}, ALIGN_CENTRE, TYPE_STRONG, DAMAGE, "%s",
			          DIFFERS);
	}
}

/* The list of what can be put beside. */
static void draw_choices(struct draw *d, const struct split *p, struct rect r)
{
	size_t fit = (size_t)fmax(1, (r.h - 20) / ROW), first = p->choice >= fit ? p->choice - fit + 1 : 0;
	size_t stop = first + fit < p->nchoices ? first + fit : p->nchoices;

	r.h = (double)(stop - first) * ROW + 16;
	draw_begin_part(d, PANEL_CARD, r);
	draw_fill(d, r, 6, PANEL);
	draw_outline(d, r, 6, INK, 1.5);
	for (size_t i = first; i < stop; i++) {
		struct rect row = {r.x + 10, r.y + 8 + (double)(i - first) * ROW, r.w - 20, ROW};

		if (i == p->choice)
			draw_fill(d, rect_inset(row, -4, 0.5), 3, KERNEL_TINT);
		draw_target(d, row, thing_number(THING_ROW, i, "beside"));
		draw_text(d, row, ALIGN_LEFT, i == p->choice ? TYPE_STRONG : TYPE_BODY, INK, "%s", p->choices[i]);
	}
}

void split_draw(struct draw *d, const struct view *view, double width, double height)
{
	const struct split *p = view->split;
	double inner = width - 2 * GAP, half = (inner - 2 * GAP) / 2, top = HEADER + CAPTION + GAP;
	double time_h = fmin(fmax(height * 0.15, 110), 220), bottom = height - GAP - time_h;
	const double x[2] = {GAP, GAP + half + 2 * GAP};
	struct draw_log own_log = {0};
	bool logged = d->log != NULL;

	if (!logged)
		d->log = &own_log; /* by it the rows are found that are marked */

	draw_header(d, p, view, (struct rect){GAP, 0, inner, HEADER});
	draw_caption(d, p, view, (struct rect){GAP, HEADER, inner, CAPTION});
	for (int i = 0; i < 2; i++) {
		const struct rect head = {x[i], top, half, HEAD}, time = {x[i], bottom, half, time_h};
		struct view own = *view;

		draw_begin_part(d, PANEL_HEADER, head);
		draw_head(d, &p->side[i], head, i == 1);
		draw_half(d, &p->side[i], view,
		          (struct rect){x[i], top + HEAD + GAP, half, bottom - GAP - top - HEAD - GAP});
		own.explore.nbranches = 0; /* the halves are branches themselves */
		panel_time(d, p->side[i].snapshot, &own, time);
	}
	draw_begin_part(d, PANEL_CARD, (struct rect){x[1] - 2 * GAP, top, 2 * GAP, bottom - top});
	draw_gutter(d, p, d->log, (struct rect){x[1] - 2 * GAP, top + HEAD, 2 * GAP, bottom - top - HEAD});
	if (p->nchoices)
		draw_choices(d, p, (struct rect){x[1], top + HEAD + 4, fmin(half, 420), bottom - top - HEAD - 12});
	if (!logged)
		d->log = NULL;
	draw_log_free(&own_log);
}
