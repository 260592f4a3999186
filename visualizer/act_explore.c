/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The explorer's choices, branches and undo. See act_explore.h. */
#include "act_explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act_lesson.h"
#include "act_split.h"
#include "base/alloc.h"
#include "base/language.h"
#include "viewer.h"

#define WRITTEN N_("as written")

enum {
	RUNS_MAX = 12,
	STEPS_MAX = 64,
	AWAKE_MAX = 4,    /* branches that have machines: each some 200 MB of address space, half of it used */
	LAST_LINE = 100,  /* of the console, bytes */
	READING_MS = 100, /* who looks at choices for so long may make one */
};

/* A run: the first is the one that is written, the others have left one of these. */
struct run {
	struct consequence made; /* of the first: outcome and ending alone */
	size_t parent;
	struct timeline_mark mark; /* where one looked at it last */
	unsigned looked;           /* and when: greater is later */
	enum choice_kind kind;
	char action[ACTION_MAX];
	char undo[SNAP_TEXT], shown[SNAP_TEXT]; /* what people read */
	char because[SNAP_LINE];                /* whose harm it is, if not this choice's; "" it is */
};

struct step { /* a choice that was made */
	size_t run;
	struct timeline_mark mark;
};

struct explorer {
	struct run runs[RUNS_MAX];
	size_t nruns, run; /* the one that is looked at */
	unsigned looks;    /* so far */
	struct step steps[STEPS_MAX];
	size_t nsteps;
	size_t variant[CHOICE_KINDS];
	struct choices choices;
	bool open, known, has;      /* choices of the mark were asked for; and are there */
	struct timeline_mark asked; /* for this one */
	uint64_t since;             /* ms; then */
	bool new;                   /* nothing was prepared for them so far */
	struct session *rehearsed;  /* for the next choice; NULL: it is to be made */
	char why[ERROR_MAX];
	struct view_branch shown[RUNS_MAX];
};

struct explorer *explorer_new(struct session *session)
{
	struct explorer *e = alloc_new(1, sizeof *e);

	e->nruns = 1;
	e->runs[0].made.session = session;
	return e;
}

void explorer_free(struct explorer *e)
{
	if (e == NULL)
		return;
	for (size_t i = 1; i < e->nruns; i++)
		consequence_free(&e->runs[i].made);
	session_free(e->rehearsed);
	free(e);
}

void explorer_renew(struct viewer *v, struct session *session)
{
	bool open = v->explorer->open;

	explorer_free(v->explorer);
	v->explorer = explorer_new(session);
	v->explorer->open = open;
}

bool explorer_away(const struct viewer *v)
{
	return v->explorer->run != 0;
}

/* The last line that is not empty, of what was printed. */
static void last_line(const char *text, size_t n, char out[LAST_LINE])
{
	size_t end = n, begin;

	while (end && (text[end - 1] == '\n' || text[end - 1] == '\r'))
		end--;
	for (begin = end; begin && text[begin - 1] != '\n';)
		begin--;
	snprintf(out, LAST_LINE, "%.*s", (int)(end - begin), text + begin);
}

void explorer_told(struct viewer *v, char out[SNAP_LINE])
{
	const struct run *r = &v->explorer->runs[v->explorer->run];
	char line[LAST_LINE];
	const char *text;
	size_t n = timeline_output(session_timeline(v->session), UINT64_MAX, &text);

	last_line(text, n, line);
	if (*line)
		snprintf(out, SNAP_LINE, tr("Here %s. The console's last line: \"%s\". The key End goes there."),
		         r->made.ending, line);
	else
		snprintf(out, SNAP_LINE, tr("Here %s. The key End goes there."), r->made.ending);
}

/* With no branch there is nothing to tell the run from. */
const char *explorer_name(const struct viewer *v, size_t run)
{
	const struct explorer *e = v->explorer;

	return e->nruns < 2 || run >= e->nruns ? NULL : run ? e->runs[run].shown : tr(WRITTEN);
}

struct session *explorer_session(const struct viewer *v, size_t run)
{
	return v->explorer->runs[run].made.session;
}

/* Choices of the mark, read when they are asked for first. NULL: there are none. */
static const struct choices *choices_here(struct viewer *v)
{
	struct explorer *e = v->explorer;

	if (!e->known || timeline_mark_order(&e->asked, &v->mark) != 0) {
		e->has = choices_read(v->session, &v->mark, e->variant, &e->choices, e->why);
		e->asked = v->mark;
		e->since = v->now;
		e->new = true;
		e->known = true;
	}
	return e->has ? &e->choices : NULL;
}

int explorer_tick(struct viewer *v)
{
	struct explorer *e = v->explorer;

	if (!e->open || !e->known || !e->has || !e->new || e->rehearsed || v->stale)
		return VIEWER_PATIENT; /* or the picture comes first, and calls again */
	if (v->now < e->since + READING_MS)
		return (int)(e->since + READING_MS - v->now);
	e->rehearsed = consequence_rehearse(v->session, &e->choices);
	e->new = false;
	return VIEWER_PATIENT;
}

/* The branches that were looked at longest ago give their machines back. */
static void let_idle(struct explorer *e)
{
	for (size_t i = 1; i < e->nruns; i++) {
		size_t later = 0;

		for (size_t k = 1; k < e->nruns; k++)
			later += e->runs[k].looked > e->runs[i].looked;
		if (later >= AWAKE_MAX)
			timeline_idle(session_timeline(e->runs[i].made.session));
	}
}

/* Looks at another run, where it was looked at last. */
static void look(struct viewer *v, size_t run, const struct timeline_mark *mark)
{
	struct explorer *e = v->explorer;

	e->runs[e->run].mark = v->mark;
	e->run = run;
	e->runs[run].looked = ++e->looks;
	e->known = false;
	let_idle(e);
	viewer_look(v, e->runs[run].made.session, *mark);
}

void explorer_home(struct viewer *v, struct timeline_mark mark)
{
	if (v->explorer->run)
		look(v, 0, &mark);
	else
		viewer_go(v, mark);
}

/* Makes room: the oldest branch goes that nobody has left and that is not looked at. False: there is none. */
static bool make_room(struct explorer *e)
{
	for (size_t i = 1; e->nruns == RUNS_MAX && i < e->nruns; i++) {
		bool needed = i == e->run;

		for (size_t k = 1; k < e->nruns; k++)
			needed |= e->runs[k].parent == i;
		for (size_t k = 0; k < e->nsteps; k++)
			needed |= e->steps[k].run == i;
		if (needed)
			continue;
		consequence_free(&e->runs[i].made);
		memmove(&e->runs[i], &e->runs[i + 1], (e->nruns - i - 1) * sizeof *e->runs);
		e->nruns--;
		for (size_t k = 1; k < e->nruns; k++)
			e->runs[k].parent -= e->runs[k].parent > i;
		for (size_t k = 0; k < e->nsteps; k++)
			e->steps[k].run -= e->steps[k].run > i;
		e->run -= e->run > i;
	}
	return e->nruns < RUNS_MAX;
}

/* The branch that the same choice has made already; 0: none has. */
static size_t made_before(const struct explorer *e, const struct choice *o, const struct timeline_mark *mark)
{
	for (size_t i = 1; i < e->nruns; i++) {
		const struct run *r = &e->runs[i];

		if (r->parent == e->run && r->kind == o->kind && !strcmp(r->action, o->action) &&
		    r->made.start.icount == mark->icount)
			return i;
	}
	return 0;
}

/* How the run as it is written ends for the one that lends here; asked when it is left. */
static void judge_written(struct explorer *e)
{
	struct consequence *made = &e->runs[0].made;

	if (!e->run)
		made->outcome = outcome_of(made->session, &e->choices.mark, e->choices.parent, made->ending);
}

/* The run as it is written, held against what comes of a choice made now: where the first of the choices left it. */
static struct written written_for(const struct explorer *e)
{
	struct written w = {e->runs[0].made.session, e->choices.mark};

	for (size_t i = e->run; i; i = e->runs[i].parent)
		w.mark = e->runs[i].made.start;
	return w;
}

/* Names the choice that has done the harm, where that was done when the last one was made. */
static void tell_because(const struct explorer *e, struct run *r)
{
	size_t whose = r->parent;

	if (!r->made.before)
		return;
	while (whose && e->runs[whose].made.before)
		whose = e->runs[whose].parent;
	if (whose)
		snprintf(r->because, sizeof r->because, tr("That is of the choice before: %s"), e->runs[whose].shown);
	else
		snprintf(r->because, sizeof r->because, "%s", tr("That is so as it is written, too."));
}

/* Makes the branch of a choice. Its number; 0: it cannot be made, which was said. */
static size_t branch(struct viewer *v, const struct choice *o)
{
	struct explorer *e = v->explorer;
	size_t i = made_before(e, o, &v->mark);
	char error[ERROR_MAX];
	const struct written written = written_for(e);
	struct run *r;
	bool good;

	if (i)
		return i;
	if (!make_room(e)) {
		viewer_say(v, "there are %d branches; U takes one back", RUNS_MAX - 1);
		return 0;
	}
	r = &e->runs[e->nruns];
	*r = (struct run){.parent = e->run, .kind = o->kind};
	good = consequence_make(v->session, &e->choices, o, &written, e->rehearsed, &r->made, error);
	e->rehearsed = NULL;
	if (!good) {
		viewer_say(v, "%s", error);
		return 0;
	}
	snprintf(r->action, sizeof r->action, "%s", o->action);
	snprintf(r->shown, sizeof r->shown, tr(e->choices.woken ? N_("parent %s") : N_("child %s")),
	         tr(choice_name(o->kind)));
	snprintf(r->undo, sizeof r->undo,
	         tr(e->choices.woken ? N_("back to before the parent %s") : N_("back to before the child %s")),
	         tr(choice_name(o->kind)));
	tell_because(e, r);
	r->mark = r->made.decisive;
	return e->nruns++;
}

static void choose(struct viewer *v, enum choice_kind kind)
{
	struct explorer *e = v->explorer;
	const struct choices *c = choices_here(v);
	const struct choice *o = NULL;
	size_t i;

	for (size_t k = 0; c && k < c->count; k++)
		if (c->list[k].kind == kind)
			o = &c->list[k];
	if (!o)
		return;
	if (!o->possible) {
		viewer_say(v, "%s: %s", o->what, o->why);
		return;
	}
	judge_written(e);
	i = branch(v, o);
	if (!i)
		return;
	if (e->nsteps == STEPS_MAX)
		memmove(e->steps, e->steps + 1, --e->nsteps * sizeof *e->steps);
	e->steps[e->nsteps++] = (struct step){e->run, v->mark};
	look(v, i, &e->runs[i].made.decisive);
}

void act_undo(struct viewer *v)
{
	struct explorer *e = v->explorer;
	struct step step;

	splitting_close(v);
	if (!e->nsteps) {
		viewer_say(v, "nothing was chosen");
		return;
	}
	step = e->steps[--e->nsteps];
	look(v, step.run, &step.mark);
}

/* To the next instant at which there are choices; from the end of them to the first. */
static void go_to_choices(struct viewer *v)
{
	struct timeline_mark mark = v->mark, first = {.event = -1};
	char error[ERROR_MAX];

	if (choices_next(v->session, &mark, error))
		viewer_go(v, mark);
	else if (choices_next(v->session, &first, error))
		viewer_go(v, first);
	else
		viewer_say(v, "no child of this program has choices");
}

/* The card -------------------------------------------------------------------------------------- */

/* The kind whose key this is; CHOICE_KINDS: none's. */
static enum choice_kind kind_of(const struct choices *c, const char *key)
{
	const struct choice *o = c && key[0] && !key[1] ? choices_key(c, key[0]) : NULL;

	return o ? o->kind : CHOICE_KINDS;
}

static void next_variant(struct viewer *v, enum choice_kind kind)
{
	v->explorer->variant[kind]++;
	v->explorer->known = false;
}

/* A letter of a choice that nobody has here says so, for in place of it no other key of the window is meant. False: it
 * is no letter of a choice. */
static bool refuse(struct viewer *v, const char *letter)
{
	if (!letter[0] || letter[1] || !choice_letter(letter[0]))
		return false;
	viewer_say(v, "%s: no child has choices here; E closes the list", letter);
	return true;
}

/* The letters of the choices are the card's, wherever one is; all other keys are the window's, as ever. */
static bool card_key(struct viewer *v, const char *key)
{
	const struct choices *c = choices_here(v);
	bool shift = !strncmp(key, "Shift+", 6);
	const char *letter = shift ? key + 6 : key;
	enum choice_kind kind = kind_of(c, letter);

	if (!strcmp(key, "Return") && !c && !lessoning_done(v)) {
		go_to_choices(v);
		return true;
	}
	if (kind == CHOICE_KINDS)
		return refuse(v, letter);
	if (shift)
		next_variant(v, kind);
	else
		choose(v, kind);
	return true;
}

static void card_closed(struct viewer *v)
{
	v->explorer->open = false;
	v->view.explore.open = false;
	session_free(v->explorer->rehearsed);
	v->explorer->rehearsed = NULL;
}

static const struct overlay card = {.lets = true, .key = card_key, .closed = card_closed};

void act_explore(struct viewer *v)
{
	struct explorer *e = v->explorer;

	splitting_close(v); /* it is about one run */
	if (e->open) {
		viewer_open(v, NULL);
		return;
	}
	viewer_open(v, &card);
	viewer_open_panel(v, PANEL_EXPLORE);
	e->open = true;
	e->known = false;
	if (!choices_here(v))
		go_to_choices(v);
}

void act_press_choice(struct viewer *v, const struct touch *touch)
{
	if (touch->thing->number < CHOICE_KINDS)
		choose(v, (enum choice_kind)touch->thing->number);
	else
		go_to_choices(v);
}

void act_press_variant(struct viewer *v, const struct touch *touch)
{
	if (touch->thing->number < CHOICE_KINDS)
		next_variant(v, (enum choice_kind)touch->thing->number);
}

void act_press_branch(struct viewer *v, const struct touch *touch)
{
	struct explorer *e = v->explorer;
	size_t i = (size_t)touch->thing->number;

	if (i < e->nruns && i != e->run) {
		struct timeline_mark mark = e->runs[i].mark;

		look(v, i, &mark);
	}
}

void explorer_show(struct viewer *v)
{
	struct explorer *e = v->explorer;
	struct view_explore *x = &v->view.explore;

	*x = (struct view_explore){.open = e->open, .branches = e->shown, .branch = e->run};
	if (e->open) {
		x->choices = choices_here(v);
		x->why = e->why;
	}
	if (e->nsteps)
		x->undo = e->runs[e->run].undo;
	x->nbranches = e->nruns > 1 ? e->nruns : 0;
	for (size_t i = 0; i < e->nruns; i++) {
		const struct run *r = &e->runs[i];

		e->shown[i] = (struct view_branch){
			.name = i ? r->shown : tr(WRITTEN),
			.ending = r->made.ending,
			.hazard = r->made.hazard,
			.because = r->because,
			.outcome = r->made.outcome,
			.kind = r->kind,
			.parent = r->parent,
			.from = i ? r->made.start.icount : 0,
			.to = timeline_end(session_timeline(r->made.session)),
		};
	}
}
