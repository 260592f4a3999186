/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another run beside the one that is looked at. See act_split.h. */
#include "act_split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act_explore.h"
#include "analysis/alignment.h"
#include "analysis/analysis_cache.h"
#include "analysis/explain_systems.h"
#include "base/alloc.h"
#include "base/system_list.h"
#include "base/text.h"
#include "split.h"
#include "viewer.h"

struct splitting {
	bool on, swapped;
	struct session *other;
	bool owned;                       /* it is ours; else a branch of the explorer's, or what it left */
	size_t branch;                    /* not owned: its number */
	struct alignment alignment;       /* of the run that is looked at, [0], and the other */
	struct snapshot *snapshot;        /* of the other */
	struct timeline_mark of, follows; /* for this mark, at that one */
	bool known, exact;
	char name[2][SNAP_TEXT], does[2][SNAP_TEXT], ending[2][SNAP_TEXT];
	enum ending outcome[2];
	char caption[2][SNAP_LINE];
	struct split picture;
	bool choosing;
	size_t choice;
	char choices[SPLIT_CHOICES][SNAP_TEXT];
	size_t nsystems, nchoices; /* of the choices the first are systems, the others branches */
	size_t number[SPLIT_CHOICES];
};

struct splitting *splitting_new(void)
{
	return alloc_new(1, sizeof(struct splitting));
}

static void drop(struct splitting *s)
{
	if (s->other)
		alignment_free(&s->alignment);
	snapshot_free(s->snapshot);
	if (s->owned)
		session_free(s->other);
	s->snapshot = NULL;
	s->other = NULL;
	s->owned = s->known = false;
}

void splitting_free(struct splitting *s)
{
	if (s == NULL)
		return;
	drop(s);
	free(s);
}

bool splitting_on(const struct viewer *v)
{
	return v->splitting->on;
}

/* What it is about ---------------------------------------------------------------------------- */

static const char *system_of(struct session *session)
{
	return timeline_config(session_timeline(session))->system;
}

static const struct system_words *words_of(const char *system)
{
	const struct system_words *w;

	for (size_t i = 0; (w = system_words(i)); i++)
		if (!strcmp(w->name, system))
			return w;
	return NULL;
}

static bool has_word(const struct system_words *w, const char *word)
{
	for (size_t i = 0; w && i < SYSTEM_WORDS; i++)
		if (w->words[i] && !strcmp(w->words[i], word))
			return true;
	return false;
}

/* Does vfork give the child memory of its own there? */
static bool copies(const char *system)
{
	return has_word(words_of(system), "DUP");
}

/* What vfork does with memory, a verb first. */
static const char *does(const char *system)
{
	const struct system_words *w = words_of(system);

	if (has_word(w, "DUP"))
		return has_word(w, "FORK_COW") ? "copies memory when it is written" : "copies memory";
	if (has_word(w, "SHARE"))
		return has_word(w, "OWN_STACK") ? "shares memory, but for the stack" : "shares memory";
	return "lends memory";
}

/* How a run ends for the parent of its first loan. */
static enum ending judge(struct session *session, char text[SNAP_TEXT])
{
	const struct loans *ls = &session_cache(session)->loans;

	for (size_t i = 0; i < ls->count; i++) {
		const struct loan *l = &ls->loan[i];
		const struct timeline_mark mark = {l->begin, l->first, 0};

		if (l->lender > 1)
			return outcome_of(session, &mark, l->lender, text);
	}
	*text = '\0';
	return OUTCOME_LIVES;
}

static void describe(struct viewer *v)
{
	struct splitting *s = v->splitting;
	struct session *const sessions[2] = {v->session, s->other};

	for (int i = 0; i < 2; i++) {
		const char *system = system_of(sessions[i]);
		const char *branch = s->owned ? NULL : explorer_name(v, i ? s->branch : explorer_run(v));

		snprintf(s->name[i], sizeof s->name[i], "%s", branch ? branch : system);
		snprintf(s->does[i], sizeof s->does[i], "vfork %s", does(system));
		s->outcome[i] = judge(sessions[i], s->ending[i]);
	}
}

/* Opening ------------------------------------------------------------------------------------- */

static void split_closed(struct viewer *v);
static bool split_key(struct viewer *v, const char *key);
static bool split_touch(struct viewer *v, enum gesture_kind kind, const struct touch *touch);

static const struct overlay overlay = {.lets = true, .key = split_key, .touch = split_touch, .closed = split_closed};

/* Takes another run for the right half. */
static bool take(struct viewer *v, struct session *other, bool owned, size_t branch)
{
	struct splitting *s = v->splitting;
	char error[ERROR_MAX];

	drop(s);
	s->other = other;
	s->owned = owned;
	s->branch = branch;
	if (!alignment_make((struct session *[]){v->session, other}, &s->alignment, error)) {
		viewer_say(v, "%s", error);
		drop(s);
		return false;
	}
	describe(v);
	v->stale = true;
	return true;
}

/* The same program under another system, run to its end. NULL: it cannot be, which was said. */
static struct session *run_under(struct viewer *v, const char *system)
{
	struct retyper rest = retyper_from(v->timeline, 0, false);
	char error[ERROR_MAX];
	struct timeline *t = timeline_under(v->timeline, system, error);

	if (!t) {
		viewer_say(v, "%s", error);
		return NULL;
	}
	timeline_console(t, &(struct console){.arg = &rest, .keys = retyper_keys});
	timeline_complete(t);
	timeline_console(t, NULL);
	return session_new(t);
}

static bool take_system(struct viewer *v, const char *system)
{
	struct session *other = run_under(v, system);

	return other && take(v, other, true, 0);
}

bool splitting_open(struct viewer *v, const char *system)
{
	struct splitting *s = v->splitting;

	if (!take_system(v, system))
		return false;
	viewer_open(v, &overlay);
	s->on = true;
	return true;
}

static void split_closed(struct viewer *v)
{
	v->splitting->on = v->splitting->choosing = false;
	v->view.split = NULL;
	drop(v->splitting);
}

void splitting_close(struct viewer *v)
{
	if (v->splitting->on)
		viewer_open(v, NULL);
}

/* Beside a branch is what it has left; beside a system one that does it the other way. */
void act_split(struct viewer *v)
{
	struct splitting *s = v->splitting;
	size_t run = explorer_run(v);

	if (s->on) {
		viewer_open(v, NULL);
		return;
	}
	if (!run) {
		splitting_open(v, copies(system_of(v->session)) ? SYSTEM_DEFAULT : "4.4bsd");
		return;
	}
	if (!take(v, explorer_session(v, 0), false, 0))
		return;
	viewer_open(v, &overlay);
	s->on = true;
}

/* Motion --------------------------------------------------------------------------------------- */

static void step(struct viewer *v, int way)
{
	struct timeline_mark mark = v->mark;

	if (!v->splitting->on)
		return;
	if (alignment_step(&v->splitting->alignment, 0, &mark, way))
		viewer_go(v, mark);
	else
		viewer_say(v, way > 0 ? "no step behind this one" : "no step before this one");
}

void act_split_forward(struct viewer *v)
{
	step(v, 1);
}

void act_split_back(struct viewer *v)
{
	step(v, -1);
}

/* Can a program see it, or is it in what the kernels do? */
static bool is_seen(const struct difference *d)
{
	return d->kind != DIFFERENCE_KERNEL;
}

/* The next difference, or the last one before the mark: of those that programs can see, if there are any at all. */
static const struct difference *difference(struct splitting *s, struct timeline_mark mark, int way)
{
	const struct difference *d = alignment_difference(&s->alignment, 0, &mark, way);
	bool any = false;

	for (size_t i = 0; i < s->alignment.ndifferences; i++)
		any |= is_seen(&s->alignment.differences[i]);
	for (size_t i = 0; d && any && !is_seen(d) && i < DIFFERENCES_MAX; i++) {
		mark = d->mark[0];
		d = alignment_difference(&s->alignment, 0, &mark, way);
	}
	return d && any && !is_seen(d) ? NULL : d;
}

static void to_difference(struct viewer *v, int way)
{
	struct splitting *s = v->splitting;
	const struct difference *d = s->on ? difference(s, v->mark, way) : NULL;

	if (!d) {
		if (s->on)
			viewer_say(v, way > 0 ? "no difference behind this" : "no difference before this");
		return;
	}
	viewer_go(v, d->mark[0]);
	if (is_seen(d))
		viewer_open_panel(v, d->kind == DIFFERENCE_VALUES ? PANEL_DATA : PANEL_STACK);
	snapshot_free(s->snapshot);
	s->snapshot = snapshot_at(s->other, &d->mark[1]);
	s->of = v->mark;
	s->follows = d->mark[1];
	s->exact = d->kind == DIFFERENCE_VALUES;
	s->known = s->snapshot != NULL;
}

void act_next_difference(struct viewer *v)
{
	to_difference(v, 1);
}

void act_previous_difference(struct viewer *v)
{
	to_difference(v, -1);
}

void act_swap(struct viewer *v)
{
	v->splitting->swapped = !v->splitting->swapped;
}

/* Choosing -------------------------------------------------------------------------------------- */

static void add_choice(struct splitting *s, size_t number, const char *name, const char *what)
{
	if (s->nchoices == SPLIT_CHOICES)
		return;
	s->number[s->nchoices] = number;
	snprintf(s->choices[s->nchoices], sizeof s->choices[0], "%.28s%s%.60s", name, *what ? ":  " : "", what);
	s->nchoices++;
}

void act_beside(struct viewer *v)
{
	struct splitting *s = v->splitting;

	if (!s->on)
		return;
	s->choosing = !s->choosing;
	s->nchoices = s->choice = 0;
	for (size_t i = 0; i < SYSTEMS_COUNT; i++) {
		if (!s->owned || strcmp(historic_systems[i].name, system_of(s->other)) != 0)
			add_choice(s, i, historic_systems[i].name, does(historic_systems[i].name));
	}
	s->nsystems = s->nchoices;
	for (size_t i = 0; explorer_name(v, i); i++)
		if (i != explorer_run(v))
			add_choice(s, i, explorer_name(v, i), explorer_ending(v, i));
}

static void choose(struct viewer *v, size_t i)
{
	struct splitting *s = v->splitting;

	s->choosing = false;
	if (i >= s->nchoices)
		return;
	if (i < s->nsystems) {
		if (!take_system(v, historic_systems[s->number[i]].name))
			viewer_open(v, NULL);
	} else if (!take(v, explorer_session(v, s->number[i]), false, s->number[i])) {
		viewer_open(v, NULL);
	}
}

static bool choosing_key(struct viewer *v, const char *key)
{
	struct splitting *s = v->splitting;

	if (!strcmp(key, "Escape"))
		s->choosing = false;
	else if (!strcmp(key, "Down") && s->choice + 1 < s->nchoices)
		s->choice++;
	else if (!strcmp(key, "Up") && s->choice > 0)
		s->choice--;
	else if (!strcmp(key, "Return"))
		choose(v, s->choice);
	return true;
}

/* Steps are those that both have; all other keys are the window's, as ever. */
static bool split_key(struct viewer *v, const char *key)
{
	static const struct {
		const char *key;
		void (*act)(struct viewer *);
	} keys[] = {
		{"Right", act_split_forward},         {"Left", act_split_back}, {"F", act_next_difference},
		{"Shift+F", act_previous_difference}, {"X", act_swap},          {"L", act_beside},
	};

	if (v->splitting->choosing)
		return choosing_key(v, key);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!strcmp(keys[i].key, key)) {
			keys[i].act(v);
			return true;
		}
	return false;
}

/* A touch of the list; and of the other half's Time, whose instants are the other run's. */
static bool split_touch(struct viewer *v, enum gesture_kind kind, const struct touch *touch)
{
	struct splitting *s = v->splitting;
	double k = v->log.scale;
	const struct drawn_target *t = scene_hit(&v->log, touch->x * k, touch->y * k, NULL);
	bool other = (touch->x * k > v->view.width / 2) != s->swapped, exact;

	if (s->choosing && kind == GESTURE_PRESS) {
		if (touch->thing->kind == THING_ROW)
			choose(v, (size_t)touch->thing->number);
		else
			s->choosing = false;
		return true;
	}
	if (other && kind == GESTURE_PRESS && touch->thing->kind == THING_TIME && t) {
		struct timeline_mark mark = {.icount = drawn_target_value(t, touch->x)};

		mark.event = (long)timeline_events_until(session_timeline(s->other), mark.icount) - 1;
		viewer_go(v, alignment_follow(&s->alignment, 1, &mark, &exact));
		return true;
	}
	return false;
}

/* The picture ----------------------------------------------------------------------------------- */

/* What one of the two does where they part, in a sentence. */
static void tell(char caption[SNAP_LINE], const char *half, struct session *session, const char *what, bool whole)
{
	const char *system = system_of(session);

	size_t length = strlen(what);

	if (length)
		snprintf(caption, SNAP_LINE, what[length - 1] == '.' ? "%s, vfork %s: %.160s" : "%s, vfork %s: %.160s.",
		         half, does(system), what);
	else if (whole && copies(system))
		snprintf(caption, SNAP_LINE, "%s, vfork %s: the child has its own, and the parent's is whole.", half,
		         does(system));
	else
		snprintf(caption, SNAP_LINE, "%s, vfork %s: nothing of the kind happens.", half, does(system));
}

/* What variables hold in one of the two where they do not hold the same. */
static void tell_values(const struct comparison *c, int side, char text[SNAP_LINE])
{
	struct text t = text_in(text, SNAP_LINE);

	for (size_t i = 0; i < c->nvalues && i < 2; i++)
		text_put(&t, "%s%.40s is %.40s", i ? ", " : "", c->value[i].name, c->value[i].value[side]);
	if (!c->nvalues)
		text_put(&t, "a variable, or the return address, is not the same");
}

/* One sentence for each half: why they differ, from the last difference up to here. */
static void write_captions(struct viewer *v, const struct snapshot *shown)
{
	struct splitting *s = v->splitting;
	struct timeline_mark behind = v->mark;
	const struct difference *d;

	behind.hazard++; /* the difference of the mark itself is one */
	d = difference(s, behind, -1);
	s->picture.alarm = d && d->kind == DIFFERENCE_HAZARD;
	if (!d) {
		snprintf(s->caption[0], sizeof s->caption[0], "%s", shown->caption[0]);
		snprintf(s->caption[1], sizeof s->caption[1],
		         s->alignment.comparison.differ ? "So far both do the same; F: to where they part."
		                                        : "Both do the same from the beginning to the end.");
		return;
	}
	for (int half = 0; half < 2; half++) {
		int side = half != s->swapped;
		char values[SNAP_LINE];

		if (d->kind == DIFFERENCE_VALUES)
			tell_values(&s->alignment.comparison, side, values);
		tell(s->caption[half], half ? "Right" : "Left", side ? s->other : v->session,
		     d->kind == DIFFERENCE_VALUES ? values : d->what[side], d->kind == DIFFERENCE_HAZARD);
	}
}

void splitting_show(struct viewer *v)
{
	struct splitting *s = v->splitting;
	const struct snapshot *own = v->snapshot;

	v->view.split = NULL;
	if (!s->on || !own)
		return;
	if (!s->known || timeline_mark_order(&s->of, &v->mark) != 0) {
		s->of = v->mark;
		s->follows = alignment_follow(&s->alignment, 0, &v->mark, &s->exact);
		snapshot_free(s->snapshot);
		s->snapshot = snapshot_at(s->other, &s->follows);
		s->known = s->snapshot != NULL;
	}
	if (!s->known)
		return;
	for (int half = 0; half < 2; half++) {
		int side = half != s->swapped;

		s->picture.side[half] = (struct split_side){side ? s->snapshot : own, s->name[side], s->does[side],
		                                            s->ending[side], s->outcome[side]};
		s->picture.caption[half] = s->caption[half];
	}
	write_captions(v, own);
	s->picture.exact = s->exact;
	s->picture.nchoices = s->choosing ? s->nchoices : 0;
	s->picture.choice = s->choice;
	for (size_t i = 0; i < s->nchoices; i++)
		s->picture.choices[i] = s->choices[i];
	v->view.split = &s->picture;
}
