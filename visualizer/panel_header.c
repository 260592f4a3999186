/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The header: what is looked at, which instant it is, and the buttons. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "panel.h"
#include "base/language.h"

#define HEIGHT 30.0
#define GAP 5.0
#define GROUP_GAP 12.0
#define PART 0.68   /* of the header that buttons may take */
#define NAMED 130.0 /* less than that, if they have their names */
#define BRIEF 100.0 /* or their letters */
#define FIRST_GAP 22.0
#define INSTANT_GAP 18.0

enum sign { SIGN_NONE, SIGN_BACK, SIGN_FORWARD, SIGN_FIRST, SIGN_LAST, SIGN_MENU };

/* The buttons from left to right. Where there is not room for all of them, those of the highest rank go. */
static const struct button {
	const char *action;
	const char *label; /* left out where there is room for the sign alone, if it has one */
	const char *brief; /* what stands there then; "" nothing */
	enum sign sign;
	bool flag; /* a hazard's */
	int rank;
	bool group; /* a larger gap before it */
} buttons[] = {
	{"first", "", "", SIGN_FIRST, false, 4, false},
	{"previous hazard", N_("hazard"), "", SIGN_BACK, true, 1, false},
	{"back", N_("event"), "", SIGN_BACK, false, 0, false},
	{"previous line", N_("line"), "", SIGN_BACK, false, 2, false},
	{"previous instruction", N_("insn"), "", SIGN_BACK, false, 3, false},
	{"next instruction", N_("insn"), "", SIGN_FORWARD, false, 3, false},
	{"next line", N_("line"), "", SIGN_FORWARD, false, 2, false},
	{"forward", N_("event"), "", SIGN_FORWARD, false, 0, false},
	{"next hazard", N_("hazard"), "", SIGN_FORWARD, true, 1, false},
	{"last", "", "", SIGN_LAST, false, 4, false},
	{"explore", N_("Explore"), N_("Explore"), SIGN_NONE, false, 0, true},
	{"split", N_("Split"), N_("Split"), SIGN_NONE, false, 2, false},
	{"menu", "", "", SIGN_MENU, false, 0, false},
};
#define BUTTONS (sizeof buttons / sizeof *buttons)
enum { RANK_MOST = 4, RANK_BRIEF = 1 /* of those that can be told by their signs alone */ };

static bool is_back(enum sign sign)
{
	return sign == SIGN_BACK || sign == SIGN_FIRST;
}

static const char *label_of(const struct button *b, bool brief)
{
	return tr(brief ? b->brief : b->label);
}

static double button_width(struct draw *d, const struct button *b, bool brief)
{
	const char *label = label_of(b, brief);
	double w = *label ? fmax(draw_width(d, TYPE_STRONG, label), 10) + 17 : 18;

	if (b->sign != SIGN_NONE)
		w += *label ? 16 : 12;
	return w + (b->flag ? 14 : 0);
}

/* How wide all of them are that have at most that rank. */
static double all_widths(struct draw *d, int rank, bool brief)
{
	double w = -GAP;

	for (size_t i = 0; i < BUTTONS; i++)
		if (buttons[i].rank <= rank)
			w += button_width(d, &buttons[i], brief) + (buttons[i].group ? GROUP_GAP : GAP);
	return w;
}

static void draw_sign(struct draw *d, double x, double y, enum sign sign, enum colour colour)
{
	double s = 5.5, way = is_back(sign) ? -1 : 1;

	draw_colour(d, colour, 1);
	if (sign == SIGN_MENU) {
		for (int i = -1; i <= 1; i++)
			cairo_rectangle(d->cr, x - s, y + i * 5 - 1, 2 * s, 2);
		cairo_fill(d->cr);
		return;
	}
	cairo_move_to(d->cr, x + way * s, y);
	cairo_line_to(d->cr, x - way * s * 0.7, y - s);
	cairo_line_to(d->cr, x - way * s * 0.7, y + s);
	cairo_close_path(d->cr);
	if (sign == SIGN_FIRST || sign == SIGN_LAST)
		cairo_rectangle(d->cr, x + way * (s + 1.5) - 1.25, y - s, 2.5, 2 * s);
	cairo_fill(d->cr);
}

static void draw_flag(struct draw *d, double x, double y, enum colour colour)
{
	draw_line(d, x - 4, y - 6.5, x - 4, y + 7, colour, 1.5, false);
	cairo_move_to(d->cr, x - 4, y - 6.5);
	cairo_line_to(d->cr, x + 5, y - 2.5);
	cairo_line_to(d->cr, x - 4, y + 1.5);
	cairo_close_path(d->cr);
	draw_colour(d, colour, 1);
	cairo_fill(d->cr);
}

static void draw_button(struct draw *d, const struct button *b, bool brief, struct rect r, bool dead, bool on,
                        bool harm)
{
	const char *label = label_of(b, brief);
	enum colour ink = on ? PAPER : dead ? GHOST : INK;
	double y = r.y + r.h / 2, x = r.x + 7, end = r.x + r.w - 7;
	bool back = is_back(b->sign);

	draw_fill(d, r, 5, on ? INK : PANEL);
	draw_outline(d, r, 5, RULE, 1);
	draw_target(d, r, thing_button(b->action));
	if (!*label && !b->flag) {
		draw_sign(d, r.x + r.w / 2, y, b->sign, ink);
		return;
	}
	if (b->sign != SIGN_NONE)
		draw_sign(d, back ? x + 6 : end - 6, y, b->sign, ink);
	x += back ? 16 : 0;
	end -= b->sign != SIGN_NONE && !back ? 16 : 0;
	if (b->flag) {
		draw_flag(d, back ? x + 4 : end - 4, y, dead ? GHOST : harm ? DAMAGE : INK);
		x += back ? 14 : 0;
		end -= back ? 0 : 14;
	}
	if (*label)
		draw_text(d, (struct rect){x - 3, r.y, end - x + 6, r.h}, ALIGN_CENTRE, TYPE_STRONG, ink, "%s", label);
}

/* Draws the buttons at the right; returns where they begin. */
static double draw_buttons(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	int rank = RANK_MOST;
	bool brief;
	double x, begin;

	/* Fewer buttons with their names are better than many without. */
	while (rank > 0 && all_widths(d, rank, false) > r.w * PART - NAMED)
		rank--;
	brief = all_widths(d, rank, false) > r.w * PART - NAMED;
	while (brief && rank < RANK_BRIEF && all_widths(d, rank + 1, true) <= r.w * PART - BRIEF)
		rank++;
	begin = x = r.x + r.w - all_widths(d, rank, brief);
	for (size_t i = 0; i < BUTTONS; i++) {
		const struct button *b = &buttons[i];
		bool dead = is_back(b->sign)                               ? s->event_seq <= s->beginning
		            : b->sign == SIGN_NONE || b->sign == SIGN_MENU ? false
		                                                           : s->icount >= s->end;
		double w = button_width(d, b, brief);

		if (b->rank > rank)
			continue;
		x += b->group && x > begin ? GROUP_GAP - GAP : 0;
		draw_button(d, b, brief, (struct rect){x, r.y + (r.h - HEIGHT) / 2, w, HEIGHT}, dead,
		            b->group && view->explore.open, s->nhazards > 0);
		x += w + GAP;
	}
	return begin;
}

/* Which instant it is: the event's number, its name, the instructions; as much of it as there is room for, first of all
 * the name. */
static void draw_instant(struct draw *d, const struct snapshot *s, struct rect r)
{
	enum { NUMBER, NAME, ICOUNT, PARTS };
	static const int leaving[] = {ICOUNT, NUMBER};
	char part[PARTS][96] = {"", ""}, icount[32], last[32], at[32];
	double all = -INSTANT_GAP;

	snprintf(part[ICOUNT], sizeof part[0], "@ %s", draw_number(icount, s->icount));
	if (s->event_seq >= 0) {
		draw_number(last, s->nevents ? s->nevents - 1 : 0);
		draw_number(at, (uint64_t)s->event_seq);
		if (s->hazard)
			snprintf(part[NUMBER], sizeof part[0], tr("event %s.%u of %s"), at, s->hazard, last);
		else
			snprintf(part[NUMBER], sizeof part[0], tr("event %s%s of %s"), at,
			         s->icount > s->event.icount ? "+" : "", last);
		snprintf(part[NAME], sizeof part[0], "%s", event_name(s->event.kind));
	} else {
		snprintf(part[NUMBER], sizeof part[0], "%s", tr("before the first event"));
	}
	for (int i = 0; i < PARTS; i++)
		all += *part[i] ? draw_width(d, TYPE_EVENT, part[i]) + INSTANT_GAP : 0;
	for (size_t i = 0; i < sizeof leaving / sizeof *leaving && all > r.w; i++) {
		char *gone = part[leaving[i]];

		if (leaving[i] == NUMBER && s->event_seq < 0)
			break;
		all -= draw_width(d, TYPE_EVENT, gone) + INSTANT_GAP;
		*gone = '\0';
	}
	for (int i = 0; i < PARTS; i++) {
		if (!*part[i])
			continue;
		double used = draw_text(d, r, ALIGN_LEFT, TYPE_EVENT, i == NAME ? INK : SECONDARY, "%s", part[i]);

		r.x += used + INSTANT_GAP;
		r.w -= used + INSTANT_GAP;
	}
}

void panel_header(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	char end[32];
	double begin, used;

	panel_begin_plain(d, PANEL_HEADER, r);
	begin = draw_buttons(d, s, view, r);
	struct rect left = {r.x + 8, r.y, begin - r.x - 8 - 14, r.h};

	const char *lesson = view->lesson ? view->lesson->name : s->program;

	used = draw_text(d, left, ALIGN_LEFT, TYPE_PROGRAM, INK, "%s", lesson) + 12;
	left.x += used;
	left.w -= used;
	if (strcmp(lesson, s->program) && left.w >= 20) {
		used = draw_text(d, left, ALIGN_LEFT, TYPE_SYSTEM, SECONDARY, "%s", s->program) + 6;
		left.x += used;
		left.w -= used;
	}
	if (left.w < 20) {
		panel_end(d);
		return;
	}
	used = draw_text(d, left, ALIGN_LEFT, TYPE_SYSTEM, SECONDARY, "on %s", s->system) + FIRST_GAP;
	left.x += used;
	left.w -= used;
	/* A message stands for a moment where the instant is told, so that it has room. */
	if (left.w < 20)
		;
	else if (view->message)
		draw_text(d, left, ALIGN_LEFT, TYPE_STRONG, INK, "%s", view->message);
	else if (view->run == RUN_GOES_ON)
		draw_text(d, left, ALIGN_LEFT, TYPE_STRONG, INK, "running: @ %s; Esc stops it",
		          draw_number(end, s->end));
	else
		draw_instant(d, s, left);
	panel_end(d);
}
