/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lanes of Time. A run may have very many spans, calls and marks: no lane draws more than one thing to a pixel, and
 * finds the next one by a search.
 */
#include "base/language.h"
#include "panel_lanes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/event_meaning.h"
#include "analysis/snapshot_names.h"
#include "analysis/syscall_name.h"
#include "base/search.h"
#include "panel.h"

#define CLUSTER 8.0      /* units: hazards that are nearer have one flag */
#define PIXEL 1.0        /* units: what is nearer to the last thing drawn is left out */
#define COVER 18.0       /* units that a mark for what is not told takes of its lane, */
#define COVER_LEAST 60.0 /* and that there have to be for one */

enum { SIGN_W = 18, SIGN_H = 10, BRIEF_GAP = 10 }; /* of the legend */

static double left_of(const struct time_axis *a)
{
	return a->r.x;
}

/* Where the axis ends; */
static double right_of(const struct time_axis *a)
{
	return a->r.x + a->r.w;
}

/* and up to where it is told what happens: while a lesson asks for what comes, up to the present. */
static double told_to(const struct time_axis *a)
{
	return a->covers ? fmin(fmax(time_x(a, a->s->icount), left_of(a)), right_of(a)) : right_of(a);
}

static double clamp(const struct time_axis *a, double x)
{
	return fmin(fmax(x, left_of(a)), told_to(a));
}

static void label(struct draw *d, const struct time_axis *a, double y, double h, enum type type, enum colour colour,
                  const char *text)
{
	draw_text(d, (struct rect){a->r.x - LANE_LABEL, y, LANE_LABEL - 10, h}, ALIGN_LEFT, type, colour, "%s", text);
}

/* A mark in place of what is not told. */
static void cover_rest(struct draw *d, const struct time_axis *a, double y, double h)
{
	struct rect rest = {told_to(a), y, right_of(a) - told_to(a), h};

	if (rest.w < COVER_LEAST)
		return;
	draw_fill(d, (struct rect){rest.x + (rest.w - COVER) / 2, y, COVER, h}, 0, PANEL);
	panel_cover(d, rest, ALIGN_CENTRE, TYPE_NOTE);
}

/* Processes ----------------------------------------------------------------------------------- */

/* What is written into a stretch, and in a short one. */
static const char *const state_names[][2] = {
	[LANE_RUN] = {"", ""},
	[LANE_READY] = {N_("ready"), ""},
	[LANE_SLEEP] = {"", ""},
	[LANE_LENT] = {N_("asleep, memory lent"), N_("lent")},
	[LANE_ZOMBIE] = {N_("zombie"), ""},
};

void panel_span(struct draw *d, struct rect r, enum lane_state state, enum role role, double playhead)
{
	enum colour colour = role_colour(role);
	const char *name = *state_names[state][0] ? tr(state_names[state][0]) : "";
	enum colour ink = colour;

	switch (state) {
	case LANE_RUN:
		draw_fill(d, (struct rect){r.x, r.y, fmax(r.w, 1.2), r.h}, 1, colour);
		break;
	case LANE_READY:
		draw_fill(d, r, 1, role_tint(role));
		break;
	case LANE_SLEEP:
		draw_line(d, r.x, r.y + r.h / 2, r.x + r.w, r.y + r.h / 2, colour, 1.5, false);
		return;
	case LANE_LENT:
		draw_fill(d, r, 1, role_tint(role));
		draw_hatch(d, r, 1, HATCH_LENT, colour);
		draw_outline(d, r, 1, colour, 1);
		break;
	case LANE_ZOMBIE:
		draw_dashed(d, r, 1, SECONDARY);
		ink = SECONDARY;
		break;
	}
	/* The name stands in the larger part beside the playhead. */
	if (playhead > r.x && playhead < r.x + r.w) {
		double before = playhead - r.x, after = r.w - before;

		r.x = before > after ? r.x : playhead;
		r.w = fmax(before, after);
	}
	if (!name[0] || r.w < 20)
		return;
	double w = draw_width(d, TYPE_LABEL, name);
	if (w + 16 >= r.w) {
		name = *state_names[state][1] ? tr(state_names[state][1]) : "";
		w = draw_width(d, TYPE_LABEL, name);
	}
	if (name[0] && w + 16 < r.w) {
		struct rect plate = {r.x + (r.w - w) / 2 - 5, r.y + 2, w + 10, r.h - 4};

		/* In a low lane no line may go through the letters. */
		if (plate.h < draw_line_height(TYPE_LABEL))
			plate = (struct rect){plate.x, r.y - 1, plate.w, r.h + 2};
		draw_fill(d, plate, 2, state == LANE_ZOMBIE ? PANEL : role_tint(role));
		draw_text(d, plate, ALIGN_CENTRE, TYPE_LABEL, ink, "%s", name);
	}
}

/* What the stretches of a lane stand for, and in few words. */
static const struct {
	enum lane_state state;
	const char *name, *brief;
} kinds[] = {
	{LANE_RUN, N_("has the processor"), N_("runs")},
	{LANE_READY, N_("ready"), N_("ready")},
	{LANE_SLEEP, N_("asleep"), N_("asleep")},
	{LANE_LENT, N_("asleep, memory lent"), N_("lent")},
	{LANE_ZOMBIE, N_("ended, not collected"), N_("zombie")},
};
enum { LANE_KINDS = sizeof kinds / sizeof *kinds };

static double kind_width(struct draw *d, const char *name)
{
	return SIGN_W + 6 + draw_width(d, TYPE_NOTE, name);
}

/* Returns where it ends. */
static double draw_kind(struct draw *d, struct rect r, enum lane_state state, const char *name)
{
	double w = kind_width(d, name);

	panel_span(d, (struct rect){r.x, r.y + (r.h - SIGN_H) / 2, SIGN_W, SIGN_H}, state, ROLE_OTHER, 0);
	draw_text(d, (struct rect){r.x + SIGN_W + 6, r.y, w - SIGN_W - 4, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s",
	          name);
	return r.x + w;
}

double lane_legend_brief_width(struct draw *d)
{
	double w = -BRIEF_GAP;

	for (size_t i = 0; i < LANE_KINDS; i++)
		w += kind_width(d, tr(kinds[i].brief)) + BRIEF_GAP;
	return w;
}

void lane_legend_brief(struct draw *d, struct rect r)
{
	double w = lane_legend_brief_width(d);

	if (w > r.w)
		return;
	r.x += r.w - w;
	for (size_t i = 0; i < LANE_KINDS; i++) {
		double end = draw_kind(d, r, kinds[i].state, tr(kinds[i].brief));

		draw_target(d, (struct rect){r.x, r.y, end - r.x, r.h}, thing_named(THING_TERM, kinds[i].brief));
		r.x = end + BRIEF_GAP;
	}
}

void lane_legend(struct draw *d, struct rect r)
{
	double end = r.x + r.w;

	for (size_t i = 0; i < LANE_KINDS; i++) {
		if (r.x + kind_width(d, tr(kinds[i].name)) > end)
			return; /* a narrow window tells those that come first */
		r.x = draw_kind(d, r, kinds[i].state, tr(kinds[i].name)) + 20;
	}
	if (r.x + kind_width(d, tr("a loan")) > end)
		return;
	draw_line(d, r.x, r.y + r.h / 2 - 3, r.x + SIGN_W, r.y + r.h / 2 - 3, LENDER, 1.5, false);
	draw_line(d, r.x, r.y + r.h / 2 - 3, r.x, r.y + r.h / 2 + 3, LENDER, 1.5, false);
	draw_line(d, r.x + SIGN_W, r.y + r.h / 2 - 3, r.x + SIGN_W, r.y + r.h / 2 + 3, LENDER, 1.5, false);
	draw_text(d, (struct rect){r.x + SIGN_W + 6, r.y, 200, r.h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY, N_("a loan"));
}

/* The first span that is not over at an instant. */
static size_t span_after(const struct snap_lane *lane, uint64_t icount)
{
	struct search in = search_among(lane->nspans);

	while (search_goes_on(&in))
		search_tell(&in, lane->spans[in.at].to <= icount);
	return in.found;
}

/* The spans that are shown; of those that share a pixel the one that lasts longest stands for all. */
static void draw_spans(struct draw *d, const struct time_axis *a, const struct snap_lane *lane, enum role role,
                       double y, double h)
{
	uint64_t last = time_told(a);
	double playhead = time_x(a, a->s->icount);

	for (size_t i = span_after(lane, time_first(a)); i < lane->nspans && lane->spans[i].from <= last;) {
		const struct snap_span *longest = &lane->spans[i];
		double x0 = clamp(a, time_x(a, longest->from)), x1 = clamp(a, time_x(a, longest->to));

		i++;
		if (x1 - x0 < PIXEL) {
			uint64_t next = time_at(a, x0 + PIXEL);
			size_t end = span_after(lane, next);

			for (size_t step = (end - i) / 64 + 1; i < end; i += step)
				if (lane->spans[i].to - lane->spans[i].from > longest->to - longest->from)
					longest = &lane->spans[i];
			i = end > i ? end : i;
			x1 = fmin(x0 + PIXEL, told_to(a));
		}
		if (longest->state <= LANE_ZOMBIE)
			panel_span(d, (struct rect){x0, y + h * 0.14, x1 - x0, h * 0.72}, longest->state, role,
			           playhead);
	}
}

/* What a process is called beside its lane: by its part in a loan, or its program. Where a script is played, programs
 * tell more, and the lane's colour tells the part if there is no room for both. */
static void lane_name(struct draw *d, const struct snapshot *s, const struct snap_lane *lane, char name[SNAP_TEXT])
{
	const char *part = panel_is_party(lane->role) ? tr(snapshot_role_name(lane->role)) : NULL;

	if (!part || s->played)
		snprintf(name, SNAP_TEXT, "%s", lane->name);
	else
		snprintf(name, SNAP_TEXT, "%s", part);
	if (part && s->played) {
		char both[SNAP_TEXT];

		snprintf(both, sizeof both, "%s, %s", lane->name, part);
		if (draw_width(d, TYPE_STRONG, both) + draw_width(d, TYPE_STRONG, "pid 000 ") < LANE_LABEL - 10)
			strcpy(name, both);
	}
}

void lane_process(struct draw *d, const struct time_axis *a, const struct view *view, const struct snap_lane *lane,
                  double y, double h)
{
	char name[SNAP_TEXT];
	enum role role = lane->role == ROLE_NONE ? ROLE_OTHER : lane->role;
	bool pair = panel_is_party(role);
	struct thing thing = {.kind = THING_LANE, .pid = lane->pid};
	struct rect region = {a->r.x - LANE_LABEL - 6, y + 1, LANE_LABEL - 2, h - 2};

	panel_marked(d, a->s, view, region, &thing);
	draw_target(d, region, thing);
	lane_name(d, a->s, lane, name);
	draw_text(d, (struct rect){a->r.x - LANE_LABEL, y, LANE_LABEL - 10, h}, ALIGN_LEFT,
	          pair ? TYPE_STRONG : TYPE_NOTE, role_colour(role), "pid %u %s", lane->pid, name);
	draw_line(d, left_of(a), y + h / 2, right_of(a), y + h / 2, RULE, 1, false);
	draw_spans(d, a, lane, role, y, h);
	cover_rest(d, a, y, h);
}

void lane_others(struct draw *d, const struct time_axis *a, const bool *shown, size_t left, double y, double h)
{
	const struct snapshot *s = a->s;
	uint64_t last = time_told(a);
	size_t n = left;

	for (size_t k = 0; k < s->nlanes; k++) {
		const struct snap_lane *lane = &s->lanes[k];
		double drawn = left_of(a) - PIXEL;

		if (shown[k])
			continue;
		n++;
		for (size_t i = span_after(lane, time_first(a)); i < lane->nspans && lane->spans[i].from <= last; i++) {
			const struct snap_span *span = &lane->spans[i];
			double x0 = clamp(a, time_x(a, span->from)), x1 = clamp(a, time_x(a, span->to));

			if (span->state == LANE_RUN && x1 >= drawn + PIXEL) {
				x0 = fmax(x0, drawn);
				drawn = fmax(x1, x0 + PIXEL);
				draw_fill(d, (struct rect){x0, y + h * 0.3, drawn - x0, h * 0.4}, 0, OTHER);
			}
		}
	}
	draw_text(d, (struct rect){a->r.x - LANE_LABEL, y, LANE_LABEL - 10, h}, ALIGN_LEFT, TYPE_NOTE, SECONDARY,
	          N_("and %zu more"), n);
}

/* What happens ---------------------------------------------------------------------------------- */

void lane_syscalls(struct draw *d, const struct time_axis *a, double y, double h)
{
	const struct snapshot *s = a->s;
	struct search in = search_among(s->nsyscalls);
	double text_end = left_of(a), drawn = left_of(a) - PIXEL, playhead = time_x(a, s->icount);
	uint64_t first = time_first(a);

	label(d, a, y, h, TYPE_NOTE, SECONDARY, tr("system calls"));
	draw_line(d, left_of(a), y + h / 2, right_of(a), y + h / 2, RULE, 1, false);
	while (search_goes_on(&in))
		search_tell(&in, s->syscalls[in.at].from < first);
	for (size_t i = in.found; i < s->nsyscalls; i++) {
		const struct snap_syscall *call = &s->syscalls[i];
		double x = time_x(a, call->from), end = clamp(a, time_x(a, call->to));
		enum role role = panel_role(s, call->pid);
		const char *name = syscall_name(call->number, NULL);

		if (x > told_to(a))
			break;
		if (x < drawn + PIXEL) { /* on to the next one that has a pixel of its own */
			struct search on = search_among(s->nsyscalls);
			uint64_t next = time_at(a, drawn + PIXEL);

			while (search_goes_on(&on))
				search_tell(&on, s->syscalls[on.at].from < next);
			i = on.found > i ? on.found - 1 : i;
			continue;
		}
		drawn = x;
		draw_line(d, x, y + h / 2, end, y + h / 2, role_colour(role), 3, false);
		draw_line(d, x, y + 2, x, y + h - 2, role_colour(role), 1.5, false);
		if (!name || x < text_end + 4 || right_of(a) - x < 16)
			continue;
		double width = draw_width(d, TYPE_LABEL, name), text = x + 4;
		double next = i + 1 < s->nsyscalls ? time_x(a, s->syscalls[i + 1].from) : right_of(a);

		/* it stands beside the playhead, and covers no other call */
		if (playhead > text - 3 && playhead < text + width + 3)
			text = playhead + 4;
		if (text + width + 3 > fmin(next, right_of(a)))
			continue;
		struct rect at = {text, y, width + 2, h};

		draw_fill(d, rect_inset(at, -1, 1), 0, PANEL);
		draw_text(d, at, ALIGN_LEFT, TYPE_LABEL, role_colour(role), "%s", name);
		text_end = text + width;
	}
}

static void draw_flag(struct draw *d, double x, double y, double h, enum colour colour)
{
	draw_line(d, x, y + 1, x, y + h - 1, colour, 1.5, false);
	cairo_move_to(d->cr, x, y + 1);
	cairo_line_to(d->cr, x + 9, y + 1 + h * 0.28);
	cairo_line_to(d->cr, x, y + 1 + h * 0.56);
	cairo_close_path(d->cr);
	draw_colour(d, colour, 1);
	cairo_fill(d->cr);
}

/* "frame", and how many others are there. */
static void short_name(uint32_t kind, size_t others, char *out, size_t size)
{
	const char *name = event_name(kind), *dot = strchr(name, '.');

	if (others)
		snprintf(out, size, "%s +%zu", dot ? dot + 1 : name, others);
	else
		snprintf(out, size, "%s", dot ? dot + 1 : name);
}

void lane_hazards(struct draw *d, const struct time_axis *a, const struct view *view, double y, double h)
{
	const struct snapshot *s = a->s;
	size_t n = s->nhazards;

	while (view->covers && n && s->hazards[n - 1].icount > s->icount) /* how it ends would be an answer */
		n--;
	label(d, a, y, h, n ? TYPE_STRONG : TYPE_NOTE, n ? DAMAGE : SECONDARY, tr("hazards"));
	draw_line(d, left_of(a), y + h / 2, right_of(a), y + h / 2, RULE, 1, false);
	if (!n) {
		struct rect at = {left_of(a), y, a->r.w, h};
		const char *text = view->covers       ? PANEL_COVERED
		                   : s->hazards_known ? tr("none")
		                                      : tr("F looks for them");

		draw_fill(d, (struct rect){at.x - 2, y + 1, draw_width(d, TYPE_NOTE, text) + 10, h - 2}, 0, PANEL);
		if (view->covers)
			panel_cover(d, at, ALIGN_LEFT, TYPE_NOTE);
		else
			draw_text(d, at, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", text);
	}
	for (size_t i = 0, next; i < n; i = next) {
		const struct snap_hazard *hazard = &s->hazards[i];
		double x = time_x(a, hazard->icount), width, room;
		char name[40];

		/* several that are too near to each other to be told apart have one flag: the present one's, or the
		 * first one's */
		for (next = i + 1; next < n && time_x(a, s->hazards[next].icount) < x + CLUSTER; next++)
			if (s->hazards[next].event == s->event_seq && s->hazards[next].number == s->hazard)
				hazard = &s->hazards[next];
		if (x < left_of(a) || x > right_of(a))
			continue;
		short_name(hazard->kind, next - i - 1, name, sizeof name);
		struct thing thing = thing_number(THING_HAZARD, (uint64_t)hazard->event, event_name(hazard->kind));
		struct rect at = {x - 2, y, 12, h};

		thing.size = hazard->number;
		width = draw_width(d, TYPE_LABEL, name);
		room = next < n ? time_x(a, s->hazards[next].icount) - 3 : right_of(a);
		room = fmin(room, right_of(a)) - x - 11;
		if (width < room)
			at.w += width + 2;
		panel_marked(d, s, view, at, &thing);
		draw_flag(d, x, y, h, DAMAGE);
		if (width < room) {
			struct rect text = {x + 11, y, width + 3, h};

			draw_fill(d, rect_inset(text, 0, 3), 0, PANEL);
			draw_text(d, text, ALIGN_LEFT, TYPE_LABEL, DAMAGE, "%s", name);
		}
		draw_target(d, at, thing);
	}
}

/* Above the lanes ------------------------------------------------------------------------------- */

void lane_loans(struct draw *d, const struct time_axis *a, double y, double h)
{
	const struct snapshot *s = a->s;
	uint64_t first = time_first(a), last = time_told(a);
	double drawn = left_of(a) - PIXEL;
	uint64_t outer = 0; /* where the loan ends that the next ones lie in */

	for (size_t i = 0; i < s->nloans && s->loans[i].from <= last; i++) {
		const struct snap_loan *l = &s->loans[i];
		double x0 = time_x(a, l->from), x1 = time_x(a, l->to), line;
		bool inner = l->from < outer;

		if (l->to < first || (!inner && x1 < drawn + PIXEL))
			continue;
		outer = inner ? outer : l->to;
		drawn = fmax(drawn, x1);
		line = y + (inner ? h * 0.6 : h * 0.25);
		draw_line(d, clamp(a, x0), line, clamp(a, x1), line, inner ? MIDDLE : LENDER, 1.5, false);
		if (x0 >= left_of(a))
			draw_line(d, x0, line, x0, y + h, inner ? MIDDLE : LENDER, 1.5, false);
		if (x1 <= told_to(a))
			draw_line(d, x1, line, x1, y + h, inner ? MIDDLE : LENDER, 1.5, false);
	}
}

void lane_marks(struct draw *d, const struct time_axis *a, const struct time_view *view, double y, double h)
{
	double drawn = left_of(a) - 3, m = y + h / 2;

	for (size_t i = 0; i < view->nhits; i++) {
		double x = time_x(a, view->hits[i].icount);

		if (x < drawn + 3 || x > right_of(a))
			continue;
		drawn = x;
		cairo_move_to(d->cr, x, m - 4.5);
		cairo_line_to(d->cr, x + 3.5, m);
		cairo_line_to(d->cr, x, m + 4.5);
		cairo_line_to(d->cr, x - 3.5, m);
		cairo_close_path(d->cr);
		draw_colour(d, INK, 1);
		cairo_fill(d->cr);
	}
	for (size_t i = 0; i < view->nbookmarks; i++) {
		double x = time_x(a, view->bookmarks[i].mark.icount);
		struct rect at = {x - 3.5, y, 7, h + 2};

		if (x < left_of(a) || x > right_of(a))
			continue;
		cairo_move_to(d->cr, at.x, at.y);
		cairo_line_to(d->cr, at.x + at.w, at.y);
		cairo_line_to(d->cr, at.x + at.w, at.y + at.h);
		cairo_line_to(d->cr, x, at.y + at.h - 3);
		cairo_line_to(d->cr, at.x, at.y + at.h);
		cairo_close_path(d->cr);
		draw_colour(d, OTHER, 1);
		cairo_fill(d->cr);
		draw_target(d, rect_inset(at, -2, -1), thing_number(THING_BOOKMARK, i, view->bookmarks[i].note));
	}
}
