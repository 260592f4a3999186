/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hovering, selecting, the history of what is selected, and values that are pinned. */
#include "act_select.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "act_lesson.h"
#include "analysis/analysis_cache.h"
#include "analysis/lending.h"
#include "analysis/snapshot_names.h"
#include "base/alloc.h"
#include "base/be.h"
#include "base/language.h"
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

struct symbols *selecting_symbols(struct viewer *v)
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
	if (!t || !card_possible(t) || lessoning_presents(v)) /* an audience is not to be told of where a hand rests */
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

	const struct choices *choices = v->view.explore.choices;

	card_make(&s->card, viewer_snapshot(v), &v->view, &s->hover, s->telling ? &s->hover_story : NULL,
	          selecting_symbols(v));
	for (size_t i = 0; choices && s->hover.kind == THING_CHOICE && i < choices->count; i++)
		if (choices->list[i].kind == s->hover.number)
			card_of_choice(&s->card, &choices->list[i]);
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
		viewer_say(v, n == 1 ? N_("%zu write%s") : N_("%zu writes%s"), n,
		           s->writes->before == STORY_WRITES_MAX || s->writes->behind == STORY_WRITES_MAX
		                   ? tr(", and more")
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

/* The history of what is selected ------------------------------------------------------------------------------ */

bool selecting_none(struct viewer *v)
{
	if (v->view.selection.kind)
		return false;
	viewer_say(v, "select something first: click it, or Tab");
	return true;
}

bool selecting_datum(struct viewer *v, const struct timeline_mark *mark, struct datum *d)
{
	if (datum_of(v, &v->view.selection, mark, d))
		return true;
	viewer_say(v, "%s",
	           thing_has_time(&v->view.selection)
	                   ? tr("it has no value; W, X and C go to where it is executed, or happens")
	                   : tr("it is not there at this instant"));
	return false;
}

bool selecting_untrack(struct viewer *v)
{
	bool any = v->selecting->writes != NULL;

	if (any)
		untrack(v);
	return any;
}

void act_track(struct viewer *v)
{
	struct selecting *s = v->selecting;
	struct datum d;

	if (selecting_none(v))
		return;
	if (selecting_untrack(v)) /* again: off */
		return;
	if (!selecting_datum(v, &v->mark, &d))
		return;
	s->writes = alloc_new(1, sizeof *s->writes);
	s->tracked = v->view.selection;
	story_writes_begin(s->writes, &d);
	viewer_say(v, "looking for its writes");
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
		snprintf(out, THING_TEXT, tr("%s of pid %u"), t->name, t->pid);
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

	if (selecting_none(v))
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
	if (!selecting_datum(v, &v->mark, &d))
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

/* Is no earlier region about the same, of those that may be the answer? */
static bool is_first(const struct viewer *v, const struct drawn_target *t)
{
	for (const struct drawn_target *other = v->log.targets; other < t; other++)
		if (thing_same(&other->thing, &t->thing) && lessoning_admits(v, other))
			return false;
	return true;
}

/* The next region of the picture that can be selected, in the order of drawing, and that may be the answer, where a
 * lesson asks for one; the first one, or, back, the last, if nothing that is shown is selected. */
static void select_beside(struct viewer *v, int way)
{
	const struct draw_log *log = &v->log;
	const struct thing *now = &v->view.selection;
	long at = -1, n = (long)log->ntargets;

	for (long i = 0; i < n && at < 0; i++)
		if (now->kind && thing_same(&log->targets[i].thing, now) && lessoning_admits(v, &log->targets[i]))
			at = i;
	if (at < 0 && way < 0)
		at = n;
	for (long k = 1; k <= n; k++) {
		long i = ((at + way * k) % n + n) % n;
		const struct drawn_target *t = &log->targets[i];

		if (thing_selectable(&t->thing) && t->columns == 0 && lessoning_admits(v, t) && is_first(v, t)) {
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
