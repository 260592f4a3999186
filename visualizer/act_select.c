/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hovering, selecting, and going from what is selected to who wrote it. */
#include "act_select.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "analysis/analysis_cache.h"
#include "analysis/lending.h"
#include "analysis/location.h"
#include "analysis/snapshot_names.h"
#include "analysis/step.h"
#include "base/alloc.h"
#include "base/be.h"
#include "card.h"
#include "panel.h"
#include "selection.h"
#include "viewer.h"

#define HOVER_MS 350 /* the pointer rests so long before its card opens */
#define STORY_MS 120 /* and this long before what takes longer is looked for */
enum { WATCHES_MAX = 4 };

struct watch {
	struct thing thing;
	bool known; /* it had a value at the instant before */
	uint32_t value;
};

struct selecting {
	/* the pointer */
	struct thing hover;
	double x, y;
	uint64_t since;
	bool rests; /* on something that has a card */
	struct card card;
	struct story hover_story;
	bool telling, told; /* the story has been begun; it is complete, or cannot be */
	/* the selection */
	struct story story;
	bool asked; /* its story was begun, at this instant */
	bool found; /* and the last writer is known */
	struct story_writes *writes;
	struct thing tracked;
	uint64_t marks[2 * STORY_WRITES_MAX];
	/* what is pinned */
	struct watch watches[WATCHES_MAX];
	struct view_watch shown[WATCHES_MAX];
	size_t nwatches;
};

struct selecting *selecting_new(void)
{
	return alloc_new(1, sizeof(struct selecting));
}

void selecting_free(struct selecting *s)
{
	if (s)
		free(s->writes);
	free(s);
}

/* Symbols of the program that the run is about; NULL: none. */
static struct symbols *symbols(struct viewer *v)
{
	const struct snapshot *s = viewer_snapshot(v);
	const struct snap_process *p = snapshot_process(s, s->borrower ? s->borrower : s->lender);

	return analysis_cache_symbols(session_cache(v->session), s->program, p ? p->base : 0);
}

/* The thing as a datum at the mark. False if it has no value of its own, or is nowhere now. */
static bool datum_of(struct viewer *v, const struct thing *t, const struct timeline_mark *mark, struct datum *d)
{
	const struct snapshot *s = viewer_snapshot(v);
	char text[THING_NAME], error[ERROR_MAX];
	uint32_t address = t->address;

	if (t->kind == THING_PAGE_FRAME) {
		*d = (struct datum){.reg = -1, .pa = (uint32_t)(t->number * NBPG), .size = NBPG, .at = *mark};
		return t->number < s->nframes;
	}
	if (t->kind == THING_REGISTER)
		return datum_read(v->session, mark, t->pid, t->name, d, error);
	if (t->kind == THING_CALL)
		address += 4; /* its return address */
	else if (t->kind != THING_WORD && t->kind != THING_VARIABLE && t->kind != THING_PAGE)
		return false;
	if (!address)
		return false;
	snprintf(text, sizeof text, "0x%" PRIx32, address);
	if (!datum_read(v->session, mark, snapshot_holder(s, t->pid), text, d, error))
		return false;
	if (t->kind == THING_PAGE)
		d->size = NBPG;
	else if (t->kind == THING_VARIABLE && t->size && t->size < d->size) {
		d->value >>= 8 * (d->size - t->size);
		d->size = t->size;
	}
	return true;
}

/* The pointer ------------------------------------------------------------------------------------------------- */

void selecting_dismiss(struct viewer *v)
{
	struct selecting *s = v->selecting;

	if (v->view.card)
		v->stale = true;
	v->view.card = NULL;
	s->rests = false;
	s->hover = (struct thing){0};
}

void selecting_hover(struct viewer *v, const struct thing *t, double x, double y)
{
	struct selecting *s = v->selecting;

	if (t && v->view.card && thing_same(t, &s->hover))
		return; /* the card stays where it is */
	if (t && thing_same(t, &s->hover)) {
		s->x = x;
		s->y = y;
		return;
	}
	selecting_dismiss(v);
	if (!t || !card_possible(t))
		return;
	s->hover = *t;
	s->rests = true;
	s->telling = s->told = false;
	s->since = v->now;
	s->x = x;
	s->y = y;
}

static void show_card(struct viewer *v)
{
	struct selecting *s = v->selecting;

	card_make(&s->card, viewer_snapshot(v), &s->hover, s->telling ? &s->hover_story : NULL, symbols(v));
	if (s->told)
		s->card.waits = false;
	v->view.card = *s->card.title ? &s->card : NULL;
	v->view.hover_x = s->x;
	v->view.hover_y = s->y;
	v->stale = true;
}

/* Finds out a little more about what the card is of. */
static void tell_more(struct viewer *v)
{
	struct selecting *s = v->selecting;
	enum story_part part = s->hover_story.part;
	struct datum d;

	if (!s->telling) {
		s->telling = datum_of(v, &s->hover, &v->mark, &d);
		s->told = !s->telling;
		if (s->telling)
			story_begin(&s->hover_story, &d);
		if (s->told)
			show_card(v);
		return;
	}
	s->told = !story_step(v->session, &s->hover_story);
	if (s->told || s->hover_story.part != part)
		show_card(v);
}

/* The selection ----------------------------------------------------------------------------------------------- */

static void forget(struct viewer *v)
{
	struct selecting *s = v->selecting;

	s->asked = s->found = false;
	v->view.written = (struct view_writer){0};
}

/* The history goes out of Time. */
static void untrack(struct viewer *v)
{
	free(v->selecting->writes);
	v->selecting->writes = NULL;
	v->view.nmarks = 0;
}

void selecting_forget(struct viewer *v)
{
	selecting_dismiss(v);
	forget(v);
	untrack(v);
}

void selecting_select(struct viewer *v, const struct thing *t)
{
	struct selecting *s = v->selecting;

	v->view.selection = t ? *t : (struct thing){0};
	if (s->writes && (!t || !thing_same(t, &s->tracked)))
		untrack(v);
	forget(v);
	v->stale = true;
}

void act_press_thing(struct viewer *v, const struct touch *touch)
{
	selecting_dismiss(v);
	selecting_select(v, touch->thing);
}

/* Who wrote the selection last is marked, too. */
static bool ask_writer(struct viewer *v)
{
	struct selecting *s = v->selecting;
	const struct story_deed *last = &s->story.deeds[STORY_LAST];
	struct datum d;

	if (s->found)
		return false;
	if (!s->asked) {
		s->asked = true;
		if (!datum_of(v, &v->view.selection, &v->mark, &d)) {
			s->found = true;
			return false;
		}
		story_begin(&s->story, &d);
		return true;
	}
	if (s->story.part == STORY_LAST && story_step(v->session, &s->story) && s->story.part == STORY_LAST)
		return true;
	s->found = true;
	if (last->there) {
		v->view.written = (struct view_writer){.line = last->line, .pc = last->pc, .icount = last->mark.icount};
		snprintf(v->view.written.file, sizeof v->view.written.file, "%.*s", THING_NAME - 1, last->file);
		v->stale = true;
	}
	return false;
}

static bool track_more(struct viewer *v)
{
	struct selecting *s = v->selecting;
	size_t before = s->writes->before + s->writes->behind;
	bool more = story_writes_step(v->session, s->writes);
	size_t n = s->writes->before + s->writes->behind;

	for (size_t i = before; i < n; i++)
		s->marks[i] = s->writes->marks[i].icount;
	v->view.marks = s->marks;
	v->view.nmarks = n;
	v->stale |= n != before || !more;
	if (!more)
		viewer_say(v, "%zu write%s%s", n, n == 1 ? "" : "s",
		           s->writes->before == STORY_WRITES_MAX || s->writes->behind == STORY_WRITES_MAX ? ", and more"
		                                                                                          : "");
	return more;
}

int selecting_tick(struct viewer *v)
{
	struct selecting *s = v->selecting;

	if (v->moved || v->stale)
		return VIEWER_PATIENT; /* the picture comes first, and calls again */
	if (v->view.selection.kind && ask_writer(v))
		return 0;
	if (s->writes && !s->writes->done && track_more(v))
		return 0;
	if (!s->rests || v->overlay || v->holding)
		return VIEWER_PATIENT;
	if (v->view.card == NULL) {
		if (v->now < s->since + HOVER_MS)
			return (int)(s->since + HOVER_MS - v->now);
		show_card(v);
		return s->card.waits ? STORY_MS : VIEWER_PATIENT;
	}
	if (!s->card.waits || s->told)
		return VIEWER_PATIENT;
	if (v->now < s->since + HOVER_MS + STORY_MS)
		return (int)(s->since + HOVER_MS + STORY_MS - v->now);
	tell_more(v);
	return s->told ? VIEWER_PATIENT : 0;
}

/* From the selection to elsewhere ----------------------------------------------------------------------------- */

static bool none_selected(struct viewer *v)
{
	if (v->view.selection.kind)
		return false;
	viewer_say(v, "select something first: click it, or Tab");
	return true;
}

/* Goes to the instant before an instruction; the line says who executes it. */
static void go_to(struct viewer *v, const struct story_deed *deed, const char *what)
{
	char text[CARD_TEXT];

	card_deed(deed, text);
	viewer_go(v, deed->mark);
	viewer_say(v, "%s: %.90s", what, text);
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
	char text[THING_TEXT], error[ERROR_MAX] = "";
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
	if (way < 0)
		end = passage_last(v->session, 0, v->mark.icount, at_place, &p, &found, error);
	else
		end = passage_first(v->session, way ? v->mark.icount + 1 : 0, UINT64_MAX, at_place, &p, &found, error);
	if (end != PASSAGE_FOUND) {
		viewer_say(v, "%s",
		           end == PASSAGE_FAILED ? error
		           : way < 0             ? "not executed before"
		                                 : "not executed again");
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
	viewer_say(v, "none %s", way < 0 ? "before" : "after");
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

static bool has_datum(struct viewer *v, const struct timeline_mark *mark, struct datum *d)
{
	if (datum_of(v, &v->view.selection, mark, d))
		return true;
	viewer_say(v, "it is not there at this instant");
	return false;
}

void act_last_write(struct viewer *v)
{
	struct story story;
	struct datum d;

	if (none_selected(v) || went_to_time(v, -1) || !has_datum(v, &v->mark, &d))
		return;
	story_begin(&story, &d);
	if (story_until(v->session, &story, STORY_LAST) && story.deeds[STORY_LAST].there)
		go_to(v, &story.deeds[STORY_LAST], "next it is written");
	else
		viewer_say(v, "nobody has written it before");
}

/* The first write at an instant or behind it. */
static bool write_from(struct viewer *v, const struct timeline_mark *mark, struct story *story)
{
	struct datum d;

	if (!has_datum(v, mark, &d))
		return false;
	story_begin(story, &d);
	story->part = STORY_NEXT;
	return story_until(v->session, story, STORY_NEXT);
}

void act_next_write(struct viewer *v)
{
	const struct story_deed *next;
	struct timeline_mark mark;
	struct story story;

	if (none_selected(v) || went_to_time(v, 1))
		return;
	/* The one that comes next here has been seen already. */
	step_to(v->timeline, &mark, v->mark.icount + 1);
	if (!write_from(v, &mark, &story))
		return;
	next = &story.deeds[STORY_NEXT];
	if (next->there)
		go_to(v, next, "next it is written");
	else
		viewer_say(v, "nobody writes it again");
}

void act_first_write(struct viewer *v)
{
	const struct event *beginning = timeline_event(v->timeline, (size_t)session_beginning(v->session));
	struct story story = {0};
	struct story_writes *all;
	struct datum d;

	if (none_selected(v) || went_to_time(v, 0) || !has_datum(v, &v->mark, &d))
		return;
	if (d.reg < 0 && beginning) { /* in the program: what the page frame held before is another story */
		d.at = (struct timeline_mark){.icount = beginning->icount, .event = (long)beginning->seq};
		story_begin(&story, &d);
		story.part = STORY_NEXT;
		if (story_until(v->session, &story, STORY_NEXT) && story.deeds[STORY_NEXT].there)
			go_to(v, &story.deeds[STORY_NEXT], "its first write");
		else
			viewer_say(v, "nobody writes it");
		return;
	}
	all = alloc_new(1, sizeof *all);
	story_writes_begin(all, &d);
	while (!all->forward && story_writes_step(v->session, all))
		;
	if (all->before)
		viewer_go(v, all->marks[all->before - 1]);
	else
		viewer_say(v, "nobody has written it before");
	free(all);
}

void act_track(struct viewer *v)
{
	struct selecting *s = v->selecting;
	struct datum d;

	if (none_selected(v))
		return;
	if (s->writes) { /* again: off */
		untrack(v);
		return;
	}
	if (!has_datum(v, &v->mark, &d))
		return;
	s->writes = alloc_new(1, sizeof *s->writes);
	s->tracked = v->view.selection;
	story_writes_begin(s->writes, &d);
	viewer_say(v, "looking for its writes");
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

	if (none_selected(v) || !has_datum(v, &v->mark, &d))
		return;
	if (d.size != 4 || d.value == 0) {
		viewer_say(v, "it is no pointer");
		return;
	}
	value = (uint32_t)d.value;
	to = thing_memory(THING_WORD, from->kind == THING_REGISTER ? snapshot_owner(s, from->pid) : from->pid,
	                  value & ~UINT32_C(3), 4);
	struct symbols *sym = symbols(v);
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
		viewer_say(v, "%.60s+0x%" PRIx32 ", line %d", function, value - start, line);
	} else {
		to = thing_memory(THING_PAGE, to.pid, value / NBPG * NBPG, NBPG);
		if (selection_frame(s, &to) < 0)
			viewer_say(v, "%08" PRIx32 ": there is nothing", value);
		else
			selecting_select(v, &to);
	}
}

/* What is pinned ---------------------------------------------------------------------------------------------- */

static void look_at_watches(struct viewer *v)
{
	struct selecting *s = v->selecting;

	for (size_t i = 0; i < s->nwatches; i++) {
		struct watch *w = &s->watches[i];
		struct view_watch *shown = &s->shown[i];
		struct datum d;
		bool there = datum_of(v, &w->thing, &v->mark, &d) && d.size <= 4;

		shown->value[0] = shown->was[0] = '\0';
		if (there) {
			datum_hex(d.size, d.value, shown->value);
			if (w->known && w->value != (uint32_t)d.value)
				datum_hex(d.size, w->value, shown->was);
		}
		w->known = there;
		w->value = (uint32_t)d.value;
	}
	v->view.watches = s->shown;
	v->view.nwatches = s->nwatches;
}

/* What a pinned value is called. */
static void name_watch(struct viewer *v, const struct thing *t, char out[THING_TEXT])
{
	const struct snapshot *s = viewer_snapshot(v);
	const struct snap_word *w = selection_word(s, t);
	char what[SNAP_TEXT] = "";

	if (t->kind == THING_REGISTER) {
		snprintf(out, THING_TEXT, "%s of pid %" PRIu32, t->name, t->pid);
		return;
	}
	if (w)
		snapshot_word_text(w, what);
	if (*what)
		snprintf(out, THING_TEXT, "%.60s", what);
	else if (*t->name)
		snprintf(out, THING_TEXT, "%.60s", t->name);
	else
		snprintf(out, THING_TEXT, "%08" PRIx32, t->address);
}

void act_watch(struct viewer *v)
{
	struct selecting *s = v->selecting;
	const struct thing *t = &v->view.selection;
	struct datum d;

	if (none_selected(v))
		return;
	for (size_t i = 0; i < s->nwatches; i++)
		if (thing_same(&s->watches[i].thing, t)) { /* again: off */
			memmove(&s->watches[i], &s->watches[i + 1], (s->nwatches - i - 1) * sizeof *s->watches);
			memmove(&s->shown[i], &s->shown[i + 1], (s->nwatches - i - 1) * sizeof *s->shown);
			v->view.nwatches = --s->nwatches;
			return;
		}
	if (s->nwatches == WATCHES_MAX) {
		viewer_say(v, "%d are pinned; Y on one of them lets it go", WATCHES_MAX);
		return;
	}
	if (!has_datum(v, &v->mark, &d))
		return;
	if (d.size > 4) {
		viewer_say(v, "only values of up to four bytes can be pinned");
		return;
	}
	s->watches[s->nwatches] = (struct watch){.thing = *t};
	s->shown[s->nwatches] = (struct view_watch){.thing = *t};
	name_watch(v, t, s->shown[s->nwatches].name);
	s->nwatches++;
	look_at_watches(v);
}

void selecting_moved(struct viewer *v)
{
	selecting_dismiss(v);
	forget(v);
	look_at_watches(v);
}

/* From one to the next ---------------------------------------------------------------------------------------- */

/* Is no earlier region about the same? */
static bool is_first(const struct draw_log *log, const struct drawn_target *t)
{
	for (const struct drawn_target *other = log->targets; other < t; other++)
		if (thing_same(&other->thing, &t->thing))
			return false;
	return true;
}

/* The next region of the picture that can be selected, in the order of drawing; the first one, or, back, the last, if
 * nothing that is shown is selected. */
static void select_beside(struct viewer *v, int way)
{
	const struct draw_log *log = &v->log;
	const struct thing *now = &v->view.selection;
	long at = -1, n = (long)log->ntargets;

	for (long i = 0; i < n && at < 0; i++)
		if (now->kind && thing_same(&log->targets[i].thing, now))
			at = i;
	if (at < 0 && way < 0)
		at = n;
	for (long k = 1; k <= n; k++) {
		long i = ((at + way * k) % n + n) % n;
		const struct drawn_target *t = &log->targets[i];

		if (thing_selectable(&t->thing) && t->columns == 0 && is_first(log, t)) {
			selecting_select(v, &t->thing);
			return;
		}
	}
}

void act_select_next(struct viewer *v)
{
	select_beside(v, 1);
}

void act_select_previous(struct viewer *v)
{
	select_beside(v, -1);
}
