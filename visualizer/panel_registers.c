/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers of the loan: the lender's at vfork, the borrower's now, and what comes back to the lender. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "base/language.h"
#include "panel.h"

#define ROW 20.0
#define ROW_MOST 23.0
#define MEANT 15.0         /* the second line of a row: values as a variable's type says them, its name */
#define REGISTER_NAME 30.0 /* with the gap behind it */
enum { REGISTERS_MAX = 32 };

/* How much a row matters when there is no room for all of them. */
static int weight(const struct snap_register *r)
{
	static const char *const always[] = {"pc", "sp", "fp"};

	if (r->inherited)
		return 4;
	for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
		if (strcmp(r->name, always[i]) == 0)
			return 3;
	return (r->differs && r->has_borrower ? 2 : 0) + (r->variable[0] ? 1 : 0);
}

/* Does the variable's name stand in a line of its own, below the register's, as it has no room beside it? */
static bool name_below(struct draw *d, const struct snap_register *r, double room)
{
	return *r->variable && REGISTER_NAME + draw_width(d, TYPE_NOTE, r->variable) + 1 > room;
}

/* What a row takes beyond ROW. */
static double second_line(struct draw *d, const struct snap_register *r, double room)
{
	for (int i = 0; i < REGISTER_VALUES; i++)
		if (*r->meant[i])
			return MEANT;
	return name_below(d, r, room) ? MEANT : 0;
}

/* Marks the rows that matter most, as many as there is room for; earlier ones win among equals. beyond: what each takes
 * besides ROW. Returns how many stay out. */
static size_t choose(const struct snapshot *s, const double *beyond, double room, bool shown[REGISTERS_MAX])
{
	size_t n = s->nregisters < REGISTERS_MAX ? s->nregisters : REGISTERS_MAX, taken = 0;

	memset(shown, 0, REGISTERS_MAX);
	for (int w = 4; w >= 0; w--)
		for (size_t i = 0; i < n; i++) {
			double height = ROW + beyond[i];

			if (shown[i] || weight(&s->registers[i]) != w || height > room)
				continue;
			shown[i] = true;
			room -= height;
			taken++;
		}
	return n - taken;
}

/* Marks the rows from the first one on, as many as there is room for. */
static void in_order(const struct snapshot *s, const double *beyond, size_t first, double room,
                     bool shown[REGISTERS_MAX])
{
	memset(shown, 0, REGISTERS_MAX);
	for (size_t i = first; i < s->nregisters && i < REGISTERS_MAX; i++) {
		room -= ROW + beyond[i];
		if (room < 0)
			break;
		shown[i] = true;
	}
}

static double height_of(const struct snapshot *s, const double *beyond, const bool shown[REGISTERS_MAX])
{
	double height = 0;

	for (size_t i = 0; i < s->nregisters && i < REGISTERS_MAX; i++)
		if (shown[i])
			height += ROW + beyond[i];
	return height;
}

struct columns {
	struct rect name, at_vfork, borrower, after, now, origin;
	enum type code, code_strong;
};

/* Narrow panels take smaller digits. */
static bool small(struct rect c)
{
	return c.w < 330;
}

/* How wide the longest name of a variable is. */
static double longest_name(struct draw *d, const struct snapshot *s)
{
	double most = 0;

	for (size_t i = 0; i < s->nregisters && i < REGISTERS_MAX; i++)
		most = fmax(most, draw_width(d, TYPE_NOTE, s->registers[i].variable));
	return most + 7;
}

/* Behind the loan the lender's present values stand where else is told where those that come back are from. Variables'
 * names are whole, as far as values have room. */
static struct columns columns_at(struct rect c, double y, bool now, double names)
{
	double value = small(c) ? 56 : 64, least = (now ? 4 : 3) * (value + 4) + (now ? 0 : 36);
	double name = fmax(c.w * (now ? 0.17 : 0.2), fmin(names, c.w - least));
	double space = (c.w - name - (now ? 4 : 3) * value - (now ? 0 : 36)) / 3;
	double x = c.x + name;
	struct columns k = {
		.name = {c.x, y, name - 6, ROW},
		.code = small(c) ? TYPE_CODE_SMALL : TYPE_CODE,
		.code_strong = small(c) ? TYPE_CODE_SMALL : TYPE_CODE_STRONG,
	};

	k.at_vfork = (struct rect){x, y, value, ROW};
	k.borrower = (struct rect){x += value + space, y, value, ROW};
	k.after = (struct rect){x += value + space, y, value, ROW};
	k.now = (struct rect){x + value + space, y, value, ROW};
	k.origin = (struct rect){x + value + 4, y, c.x + c.w - x - value - 4, ROW};
	return k;
}

/* Part that one of the two plays; of one that is no more, what it would be. */
static enum role role_of(const struct snapshot *s, uint32_t pid, enum role lent, enum role copied)
{
	const struct snap_process *p = snapshot_process(s, pid);

	if (p && p->role != ROLE_OTHER)
		return p->role;
	return s->kind == LOAN_COPIED || s->kind == LOAN_FORKED ? copied : lent;
}

static void draw_register(struct draw *d, const struct snapshot *s, const struct view *view, struct rect band,
                          const struct snap_register *r, struct columns k)
{
	bool pair = s->lender != 0;
	enum role lender = role_of(s, s->lender, ROLE_LENDER, ROLE_PARENT);
	enum role borrower = role_of(s, s->borrower, ROLE_BORROWER, ROLE_CHILD);
	bool changed = r->has_borrower && r->differs;
	const struct snap_process *running = snapshot_running(s);
	struct thing thing = thing_named(THING_REGISTER, r->name);

	thing.pid = r->has_borrower ? s->borrower : s->lender ? s->lender : running ? running->pid : 0;
	panel_marked(d, s, view, rect_inset(band, -6, 0.5), &thing);
	draw_target(d, band, thing);
	draw_text(d, (struct rect){k.name.x, k.name.y, REGISTER_NAME - 4, ROW}, ALIGN_LEFT, TYPE_CODE_STRONG, INK, "%s",
	          r->name);
	if (name_below(d, r, k.name.w))
		draw_text(d, (struct rect){k.name.x, k.name.y + ROW - 2, k.name.w, MEANT}, ALIGN_LEFT, TYPE_NOTE,
		          SECONDARY, "%s", r->variable);
	else if (r->variable[0])
		draw_text(d, (struct rect){k.name.x + REGISTER_NAME, k.name.y, k.name.w - REGISTER_NAME, ROW},
		          ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", r->variable);
	draw_text(d, k.at_vfork, ALIGN_LEFT, k.code, pair ? role_colour(lender) : INK, "%08x", r->at_vfork);
	if (r->has_borrower) {
		struct rect ground = rect_inset(k.borrower, -4, 1);

		if (changed) {
			draw_fill(d, ground, 3, role_tint(borrower));
			draw_fill(d, (struct rect){ground.x, ground.y, 2.5, ground.h}, 0, role_colour(borrower));
		}
		draw_text(d, k.borrower, ALIGN_LEFT, changed ? k.code_strong : k.code,
		          changed ? role_colour(borrower) : SECONDARY, "%08x", r->borrower);
	}
	if (view->covers && pair) {
		draw_text(d, k.after, ALIGN_LEFT, k.code, SECONDARY, "%s", r->has_after ? PANEL_COVERED : "");
	} else if (r->has_after) {
		if (r->inherited)
			draw_fill(d, rect_inset(k.after, -4, 1), 3, DAMAGE_TINT);
		draw_text(d, k.after, ALIGN_LEFT, r->inherited ? k.code_strong : k.code,
		          r->inherited ? DAMAGE : role_colour(lender), "%08x", r->after);
		if (r->inherited && !r->has_now)
			draw_badge(d, (struct rect){k.origin.x + k.origin.w - 16, k.origin.y + (ROW - 16) / 2, 16, 16},
			           role_colour(borrower), role_letter(borrower));
	}
	if (r->has_now) {
		bool goes_on = r->now != r->after && !view->covers;

		if (goes_on)
			draw_fill(d, rect_inset(k.now, -4, 1), 3, role_tint(lender));
		draw_text(d, k.now, ALIGN_LEFT, goes_on ? k.code_strong : k.code,
		          view->covers ? SECONDARY : role_colour(lender), view->covers ? PANEL_COVERED : "%08x",
		          r->now);
	} else if (r->result || (r->has_after && !r->inherited && !view->covers))
		draw_text(d, k.origin, ALIGN_RIGHT, TYPE_NOTE, SECONDARY, "%s",
		          r->result                 ? tr("result")
		          : r->after == r->at_vfork ? tr("own")
		                                    : tr("changed"));
	const struct rect column[REGISTER_VALUES] = {k.at_vfork, k.borrower, k.after, k.now};
	for (int i = 0; i < REGISTER_VALUES && !(view->covers && pair && i > 1); i++)
		draw_text(d, (struct rect){column[i].x, column[i].y + ROW - 2, column[i].w, MEANT}, ALIGN_LEFT,
		          TYPE_NOTE, SECONDARY, "%s", r->meant[i]);
}

void panel_registers(struct draw *d, const struct snapshot *s, const struct view *view, struct rect r)
{
	bool pair = s->lender != 0, inherited = false;
	bool shown[REGISTERS_MAX];
	char note[96];

	for (size_t i = 0; i < s->nregisters; i++)
		inherited |= s->registers[i].inherited;
	if (pair)
		snprintf(note, sizeof note, "%s",
		         view->covers ? ""
		         : inherited  ? tr("B: comes back as the borrower left it")
		         : s->kind == LOAN_COPIED || s->kind == LOAN_FORKED ? tr("each has its own")
		                                                            : tr("the lender keeps its own"));
	else
		snprintf(note, sizeof note, "%s", tr("no loan"));
	struct rect c = panel_begin(d, PANEL_REGISTERS, r, "Registers", note);
	if (s->nregisters == 0) {
		panel_empty(d, c, "no process runs");
		panel_end(d);
		return;
	}

	bool now = s->registers[0].has_now;
	double names = longest_name(d, s), beyond[REGISTERS_MAX];
	struct columns k = columns_at(c, c.y - 2, now, names);
	for (size_t i = 0; i < s->nregisters && i < REGISTERS_MAX; i++)
		beyond[i] = second_line(d, &s->registers[i], k.name.w);
	draw_text(d, k.at_vfork, ALIGN_LEFT, TYPE_NOTE, SECONDARY,
	          pair ? s->kind == LOAN_FORKED ? N_("at fork") : N_("at vfork") : N_("now"));
	if (pair) {
		struct rect wide = k.borrower;

		wide.w = k.after.x - wide.x - 2;
		draw_text(d, wide, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s",
		          tr(snapshot_role_name(role_of(s, s->borrower, ROLE_BORROWER, ROLE_CHILD))));
		wide = k.after;
		wide.w = (now ? k.now.x - 4 : c.x + c.w) - wide.x;
		const char *later = now ? N_("came back") : panel_later(s);

		if (now && draw_width(d, TYPE_NOTE, tr(later)) > wide.w)
			later = N_("back");
		draw_text(d, wide, ALIGN_LEFT, TYPE_NOTE, SECONDARY, "%s", tr(later));
		if (now)
			draw_text(d, k.now, ALIGN_LEFT, TYPE_NOTE, SECONDARY, N_("now"));
	}
	double y = c.y + ROW - 2;
	size_t total = s->nregisters < REGISTERS_MAX ? s->nregisters : REGISTERS_MAX;
	size_t left = choose(s, beyond, c.y + c.h - y, shown);
	if (left > 0)
		left = choose(s, beyond, c.y + c.h - y - ROW, shown);
	size_t first =
		panel_rows(d, view, PANEL_REGISTERS, (struct rect){c.x, y, c.w, c.y + c.h - y}, total, total - left, 0);
	if (left > 0 && first > 0) { /* who scrolls wants them in their order */
		in_order(s, beyond, first, c.y + c.h - y, shown);
		left = 0;
	}
	double rows = left > 0; /* the line about those */
	for (size_t i = 0; i < total; i++)
		rows += shown[i];
	double pitch =
		fmin(ROW_MOST, ROW + (c.y + c.h - y - (left > 0 ? ROW : 0) - height_of(s, beyond, shown)) / rows);
	bool same = pair;
	for (size_t i = 0; i < total; i++) {
		if (shown[i]) {
			struct rect band = {c.x, y, c.w, pitch + beyond[i]};

			draw_register(d, s, view, band, &s->registers[i],
			              columns_at(c, y + (pitch - ROW) / 2, now, names));
			y += pitch + beyond[i];
		} else {
			same &= !s->registers[i].differs;
		}
	}
	if (left > 0)
		draw_text(d, (struct rect){c.x, y, c.w, pitch}, ALIGN_LEFT, TYPE_NOTE, SECONDARY,
		          same ? N_("%zu more, alike in both") : N_("%zu more"), left);
	panel_end(d);
}
