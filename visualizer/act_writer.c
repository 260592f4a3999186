/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what is selected to elsewhere: to who wrote it, to when a line is executed, to what it points at. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "act_select.h"
#include "analysis/lending.h"
#include "analysis/location.h"
#include "analysis/step.h"
#include "analysis/story.h"
#include "base/alloc.h"
#include "base/language.h"
#include "card.h"
#include "motion.h"
#include "panel.h"
#include "selection.h"
#include "viewer.h"

static const char looking[] = N_("looking");

/* Goes to the instant before an instruction; the line says who executes it. */
static void go_to(struct viewer *v, const struct story_deed *deed, const char *what)
{
	char text[CARD_TEXT];

	card_deed(deed, text);
	viewer_go(v, deed->mark);
	viewer_say(v, "%s: %.90s", tr(what), text);
}

/* Finds one part of a story, and goes there; else it says that there is none. */
static void go_to_write(struct viewer *v, struct story *story, enum story_part part, const char *what, const char *none)
{
	bool known;

	motion_begin(v, looking, NULL);
	known = story_until(v->session, story, part);
	if (motion_end(v))
		return;
	if (known && story->deeds[part].there)
		go_to(v, &story->deeds[part], what);
	else
		viewer_say(v, "%s", tr(none));
}

/* What a search for code is for. */
struct place {
	const struct thing *thing;
	struct location location; /* of a line */
};

static bool at_place(void *arg, const struct passage *at)
{
	struct place *p = arg;

	if (p->thing->kind == THING_LINE)
		return location_here(&p->location, at);
	return at->user && at->pc == p->thing->address;
}

/* The last time before the mark that a line or an instruction was executed, the next time, or the first. */
static void go_to_code(struct viewer *v, int way)
{
	struct place p = {.thing = &v->view.selection};
	char text[THING_TEXT + 24], error[ERROR_MAX] = "";
	const struct thing *t = &v->view.selection;
	struct timeline_mark mark;
	struct passage found;
	enum passage_end end;

	if (t->kind == THING_LINE) {
		const char *slash = strrchr(t->name, '/');

		snprintf(text, sizeof text, "%s:%" PRIu64, slash ? slash + 1 : t->name, t->number);
		if (!location_read(v->session, text, &p.location, error)) {
			viewer_say(v, "no code begins at this line");
			return;
		}
	}
	motion_begin(v, looking, NULL);
	if (way < 0)
		end = passage_last(v->session, 0, v->mark.icount, at_place, &p, &found, error);
	else
		end = passage_first(v->session, way ? v->mark.icount + 1 : 0, UINT64_MAX, at_place, &p, &found, error);
	if (motion_end(v))
		return;
	if (end != PASSAGE_FOUND) {
		viewer_say(v, "%s",
		           end == PASSAGE_FAILED ? error
		           : way < 0             ? tr("not executed before")
		                                 : tr("not executed again"));
		return;
	}
	step_to(v->timeline, &mark, found.icount);
	viewer_go(v, mark);
}

/* The event of the same kind, or of the same process, before or behind; way 0: the first. */
static void go_to_event(struct viewer *v, int way)
{
	const struct thing *t = &v->view.selection;
	const struct event *e = t->kind == THING_EVENT ? timeline_event(v->timeline, (size_t)t->number) : NULL;
	long n = (long)timeline_nevents(v->timeline), at = way ? v->mark.event + way : 0;

	if (way < 0 && v->mark.event >= 0 &&
	    v->mark.icount > timeline_event(v->timeline, (size_t)v->mark.event)->icount)
		at++;
	for (; at >= 0 && at < n; at += way ? way : 1) {
		const struct event *other = timeline_event(v->timeline, (size_t)at);

		if (e ? other->kind == e->kind : other->pid == t->pid) {
			viewer_go(v, (struct timeline_mark){.icount = other->icount, .event = at});
			if (e)
				v->view.selection.number = (uint64_t)at;
			return;
		}
	}
	viewer_say(v, way < 0 ? N_("none before") : N_("none after"));
}

/* Lines, instructions, events and processes have no writers, but times. False if it is none of these. */
static bool went_to_time(struct viewer *v, int way)
{
	enum thing_kind kind = v->view.selection.kind;

	if (kind == THING_LINE || kind == THING_INSN)
		go_to_code(v, way);
	else if (kind == THING_EVENT || kind == THING_LANE || kind == THING_PROCESS)
		go_to_event(v, way);
	else
		return false;
	return true;
}

void act_last_write(struct viewer *v)
{
	struct story story;
	struct datum d;

	if (selecting_none(v) || went_to_time(v, -1) || !selecting_datum(v, &v->mark, &d))
		return;
	story_begin(&story, &d);
	go_to_write(v, &story, STORY_LAST, N_("next it is written"), N_("nobody has written it before"));
}

void act_next_write(struct viewer *v)
{
	struct timeline_mark mark;
	struct story story;
	struct datum d;

	if (selecting_none(v) || went_to_time(v, 1))
		return;
	/* The one that comes next here has been seen already. */
	step_to(v->timeline, &mark, v->mark.icount + 1);
	if (!selecting_datum(v, &mark, &d))
		return;
	story_begin(&story, &d);
	story.part = STORY_NEXT;
	go_to_write(v, &story, STORY_NEXT, N_("next it is written"), N_("nobody writes it again"));
}

void act_first_write(struct viewer *v)
{
	const struct event *beginning = timeline_event(v->timeline, (size_t)session_beginning(v->session));
	struct story story = {0};
	struct story_writes *all;
	struct datum d;

	if (selecting_none(v) || went_to_time(v, 0) || !selecting_datum(v, &v->mark, &d))
		return;
	if (d.reg < 0 && beginning) { /* in the program: what the page frame held before is another story */
		d.at = (struct timeline_mark){.icount = beginning->icount, .event = (long)beginning->seq};
		story_begin(&story, &d);
		story.part = STORY_NEXT;
		go_to_write(v, &story, STORY_NEXT, N_("its first write"), N_("nobody writes it"));
		return;
	}
	all = alloc_new(1, sizeof *all);
	story_writes_begin(all, &d);
	motion_begin(v, looking, NULL);
	while (!all->forward && story_writes_step(v->session, all))
		;
	if (motion_end(v))
		;
	else if (all->before)
		viewer_go(v, all->marks[all->before - 1]);
	else
		viewer_say(v, N_("nobody has written it before"));
	free(all);
}

void act_follow(struct viewer *v)
{
	const struct snapshot *s = viewer_snapshot(v);
	const struct thing *from = &v->view.selection;
	struct thing to = {0};
	struct datum d;
	const char *file;
	uint32_t start, value;
	int line;

	if (selecting_none(v) || !selecting_datum(v, &v->mark, &d))
		return;
	if (d.size != 4 || d.value == 0) {
		viewer_say(v, "it is no pointer");
		return;
	}
	value = (uint32_t)d.value;
	to = thing_memory(THING_WORD, from->kind == THING_REGISTER ? snapshot_owner(s, from->pid) : from->pid,
	                  value & ~UINT32_C(3), 4);
	struct symbols *sym = selecting_symbols(v);
	const char *function = sym ? symbols_function(sym, value, &start) : NULL;
	for (size_t i = 0; i < s->ndata && !selection_word(s, &to); i++) {
		struct thing datum = panel_variable(s, &s->data[i]);

		if (thing_touches(&datum, to.pid, value, 1)) {
			selecting_select(v, &datum);
			return;
		}
	}
	if (selection_word(s, &to)) {
		selecting_select(v, &to);
	} else if (function && symbols_line(sym, value, &file, &line)) {
		to = thing_number(THING_LINE, (uint64_t)line, file);
		selecting_select(v, &to);
		viewer_say(v, "%.60s+0x%x, line %d", function, value - start, line);
	} else {
		to = thing_memory(THING_PAGE, to.pid, value / NBPG * NBPG, NBPG);
		if (selection_frame(s, &to) < 0)
			viewer_say(v, "%08x: there is nothing", value);
		else
			selecting_select(v, &to);
	}
}
