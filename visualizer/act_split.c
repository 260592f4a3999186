/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second run beside the one that is shown. See act_split.h. */
#include "act_split.h"

#include <stdlib.h>
#include <string.h>

#include "act_explore.h"
#include "act_select.h"
#include "act_sheet.h"
#include "analysis/analysis_cache.h"
#include "analysis/step.h"
#include "base/alloc.h"
#include "base/language.h"
#include "base/system_list.h"
#include "live.h"
#include "motion.h"
#include "replay/trace.h"
#include "split.h"
#include "viewer.h"

enum {
	AT_ONCE = 80, /* ms for which a run is made before anything else is done */
	PIECE = 40,   /* and between two looks at what the user does */
	WORDS_MAX = 64,
};

enum half { RIGHT, LEFT, BOTH };

/* What is beside a run if nobody says which system is to be: one that does otherwise. */
#define COPIES "4.4bsd"

struct splitting {
	struct session *own;    /* the viewer's, while there are two */
	struct session *run[2]; /* both; NULL: there is one only */
	bool ours[2];           /* they are freed here */
	int lead;               /* the one that the viewer's keys move */
	struct alignment aligned;
	bool well;                 /* it could be made */
	struct snapshot *snapshot; /* of the other */
	struct contrast contrast;
	struct timeline_mark followed; /* the mark of the leader that they are of */
	const struct snapshot *of;     /* the leader's, that they are made of */
	struct beside beside;

	/* a run that is made */
	struct timeline *made;
	struct retyper typist;
	bool left;              /* it is for the half at the left */
	const char *left_after; /* the system of another one, for the left, that is made then; NULL: there is none */

	bool awaits; /* the viewer's run must be over first: */
	struct companion awaited;

	enum half chosen_for; /* the system that is being chosen */
};

void companion_free(struct companion *c)
{
	free(c->system);
	free(c->program);
	timeline_free(c->begun);
	*c = (struct companion){.begun = NULL};
}

struct splitting *splitting_new(void)
{
	return alloc_new(1, sizeof(struct splitting));
}

static void forget_picture(struct splitting *sp)
{
	if (sp->snapshot)
		contrast_free(&sp->contrast);
	snapshot_free(sp->snapshot);
	sp->snapshot = NULL;
	sp->of = NULL;
}

static void forget_runs(struct splitting *sp)
{
	forget_picture(sp);
	if (sp->run[1])
		alignment_free(&sp->aligned);
	for (int i = 0; i < 2; i++) {
		if (sp->ours[i])
			session_free(sp->run[i]);
		sp->run[i] = NULL;
		sp->ours[i] = false;
	}
}

void splitting_free(struct splitting *sp)
{
	if (!sp)
		return;
	forget_runs(sp);
	timeline_free(sp->made);
	companion_free(&sp->awaited);
	free(sp);
}

bool splitting_stop(struct viewer *v)
{
	struct splitting *sp = v->splitting;

	if (!sp->made && !sp->awaits)
		return false;
	timeline_free(sp->made);
	sp->made = NULL;
	sp->left_after = NULL;
	companion_free(&sp->awaited);
	sp->awaits = false;
	viewer_say(v, "the other run is given up");
	return true;
}

bool splitting_close(struct viewer *v)
{
	struct splitting *sp = v->splitting;

	if (!sp->run[1])
		return false;
	selecting_dismiss(v);
	splitting_stop(v); /* what is made is typed what was typed in one of these */
	v->view.beside = NULL;
	if (sp->well && v->session == sp->run[sp->lead] && v->session != sp->own) {
		bool exact;
		struct timeline_mark mark = alignment_follow(&sp->aligned, sp->lead, &v->mark, &exact);

		if (sp->run[!sp->lead] != sp->own) /* it has given way to two others */
			step_to(session_timeline(sp->own), &mark, mark.icount);
		viewer_look(v, sp->own, mark);
	}
	forget_runs(sp);
	sp->own = NULL;
	v->stale = true;
	return true;
}

/* Holds two runs against each other; [0] is shown at the left if `left` is 0. On failure there is one run again. */
static bool begin(struct viewer *v, struct session *a, struct session *b, char *error)
{
	struct splitting *sp = v->splitting;
	struct session *both[2] = {a, b};
	struct alignment aligned;

	sp->own = sp->own ? sp->own : v->session;
	sp->run[0] = sp->run[1] = NULL; /* the picture is drawn meanwhile */
	motion_begin(v, N_("comparing"), session_timeline(v->session == a ? b : a));
	sp->well = alignment_make(both, &aligned, error);
	if (motion_end(v)) {
		if (sp->well)
			error_set(error, "stopped: there is one run only");
		sp->well = false;
	}
	selecting_dismiss(v); /* what the pointer rests on is another thing now */
	sp->run[0] = a;
	sp->run[1] = b;
	sp->aligned = aligned;
	if (!sp->well) {
		splitting_close(v);
		return false;
	}
	v->stale = true;
	return true;
}

bool splitting_open(struct viewer *v, struct session *session, char *error)
{
	struct splitting *sp = v->splitting;

	splitting_close(v);
	sp->lead = 0;
	sp->beside.left = 0;
	sp->ours[1] = true;
	return begin(v, v->session, session, error);
}

/* Is the first child in a run, but for init's, made by fork? */
static bool forks(struct session *session)
{
	const struct loans *ls = &session_cache(session)->loans;

	for (size_t i = 0; i < ls->count; i++)
		if (ls->loan[i].lender > 1)
			return ls->loan[i].kind == LOAN_FORKED;
	return false;
}

/* What the two are called, where one has left the other, or calls something else on the same system. */
static void name_runs(struct viewer *v)
{
	struct splitting *sp = v->splitting;
	const char *name;

	for (int i = 0; i < 2; i++) {
		sp->beside.name[i] = NULL;
		for (size_t k = 0; (name = explorer_name(v, k)); k++)
			if (explorer_session(v, k) == sp->run[i])
				sp->beside.name[i] = name;
	}
	if (!sp->beside.name[0] || !sp->beside.name[1])
		sp->beside.name[0] = sp->beside.name[1] = NULL;
	bool same = !strcmp(timeline_config(session_timeline(sp->run[0]))->system,
	                    timeline_config(session_timeline(sp->run[1]))->system);
	same &= forks(sp->run[0]) != forks(sp->run[1]);
	for (int i = 0; i < 2; i++)
		sp->beside.call[i] = !same ? NULL : forks(sp->run[i]) ? "fork" : "vfork";
}

void splitting_follow(struct viewer *v)
{
	struct splitting *sp = v->splitting;
	const struct snapshot *lead, *both[2];
	struct timeline_mark mark[2];
	bool exact;

	if (!sp->run[1])
		return;
	if (v->session != sp->run[sp->lead]) {
		splitting_close(v); /* somebody looks at another run */
		return;
	}
	lead = viewer_snapshot(v);
	if (sp->of == lead && !timeline_mark_order(&sp->followed, &v->mark))
		return;
	v->view.beside = NULL;
	forget_picture(sp);
	mark[sp->lead] = v->mark;
	mark[!sp->lead] = alignment_follow(&sp->aligned, sp->lead, &v->mark, &exact);
	sp->snapshot = snapshot_at(sp->run[!sp->lead], &mark[!sp->lead]);
	if (!sp->snapshot) {
		viewer_say(v, "%s", timeline_failure(session_timeline(sp->run[!sp->lead])));
		splitting_close(v);
		return;
	}
	both[sp->lead] = lead;
	both[!sp->lead] = sp->snapshot;
	contrast_make(&sp->aligned, sp->lead, both, mark, exact, &sp->contrast);
	sp->of = lead;
	sp->followed = v->mark;
	name_runs(v);
	sp->beside.snapshot[0] = both[0];
	sp->beside.snapshot[1] = both[1];
	sp->beside.contrast = &sp->contrast;
	v->view.beside = &sp->beside;
}

/* Making a run -------------------------------------------------------------------------------- */

/* What is shown in a half; without a split, the run. */
static struct session *half_of(const struct viewer *v, bool left)
{
	const struct splitting *sp = v->splitting;

	return sp->run[1] ? sp->run[left ? sp->beside.left : !sp->beside.left] : v->session;
}

/* The run takes its half beside the one that stays. */
static void take_half(struct viewer *v, struct session *fresh)
{
	struct splitting *sp = v->splitting;
	int half = sp->left ? sp->beside.left : !sp->beside.left;
	struct session *stays = sp->run[!half], *goes = sp->run[half];
	struct timeline_mark mark = v->mark;
	char error[ERROR_MAX];
	bool exact;

	/* The place in the half that stays leads to the place in the one that is new. */
	if (half == sp->lead)
		mark = alignment_follow(&sp->aligned, sp->lead, &v->mark, &exact);
	v->view.beside = NULL;
	forget_picture(sp);
	alignment_free(&sp->aligned);
	viewer_look(v, stays, mark);
	if (sp->ours[half])
		session_free(goes);
	sp->ours[half] = true;
	sp->lead = !half;
	if (!begin(v, half ? stays : fresh, half ? fresh : stays, error))
		viewer_say(v, "%s", error);
}

static void make_under(struct viewer *v, const char *system, bool left);

/* The run is made: it is shown. */
static void take(struct viewer *v)
{
	struct splitting *sp = v->splitting;
	struct timeline *made = sp->made;
	const char *then = sp->left_after;
	char error[ERROR_MAX];

	sp->made = NULL;
	sp->left_after = NULL;
	v->view.message = NULL;
	timeline_console(made, NULL);
	if (sp->run[1])
		take_half(v, session_new(made));
	else if (!splitting_open(v, session_new(made), error))
		viewer_say(v, "%s", error);
	if (sp->run[1] && *timeline_problem(made))
		viewer_say(v, "%s: %s", timeline_config(made)->system, timeline_problem(made));
	if (sp->run[1] && then)
		make_under(v, then, true);
}

/* Goes on with the run for so many ms. */
static void go_on(struct viewer *v, unsigned ms)
{
	struct splitting *sp = v->splitting;
	enum drive_end end = timeline_grows(sp->made) ? timeline_record(sp->made, ms) : DRIVE_HALT;

	if (end != DRIVE_PAUSE && end != DRIVE_WAITS)
		take(v);
}

/* A run for a half; the timeline is taken over. NULL: the error tells why there is none. */
static void make(struct viewer *v, struct timeline *made, bool left, const char *error)
{
	struct splitting *sp = v->splitting;
	struct timeline *from = session_timeline(half_of(v, left));

	timeline_free(sp->made);
	sp->made = made;
	if (!made) {
		viewer_say(v, "%s", *error ? error : tr("the other run cannot be made"));
		return;
	}
	sp->left = left;
	sp->typist = retyper_from(from, 0, false);
	if (timeline_grows(made))
		timeline_console(made, &(struct console){.arg = &sp->typist, .keys = retyper_keys});
	go_on(v, AT_ONCE);
}

/* Is there a run whose input is known? Else it says so. */
static bool over(struct viewer *v, bool left)
{
	if (!timeline_grows(session_timeline(half_of(v, left))))
		return true;
	viewer_say(v, "the run goes on: Esc ends it first");
	return false;
}

/* The half's program under that system. */
static void make_under(struct viewer *v, const char *system, bool left)
{
	char error[ERROR_MAX];

	if (over(v, left))
		make(v, timeline_under(session_timeline(half_of(v, left)), system, error), left, error);
}

/* Another program, under that system; NULL: as it is. The text is taken apart. */
static struct timeline *begin_program(struct viewer *v, char *text, const char *system, char *error)
{
	const char *words[WORDS_MAX + 1] = {NULL};
	struct timeline *t, *under;
	size_t n = 0;

	for (char *word; n < WORDS_MAX && (word = strtok_r(text, " \t", &text));)
		words[n++] = word;
	t = live_other(v->live, words, error);
	if (!t || !system || !strcmp(timeline_config(t)->system, system))
		return t;
	under = timeline_under(t, system, error);
	timeline_free(t);
	return under;
}

/* The viewer's own program with fork in place of vfork. */
static void make_fork(struct viewer *v, bool left)
{
	const char *system = timeline_config(session_timeline(half_of(v, left)))->system, *const * words;
	char error[ERROR_MAX], *text = alloc_string("");

	if (!over(v, left))
		return;
	for (words = live_words(v->live); *words; words++) {
		char *longer = alloc_format("%s%s ", text, *words);

		free(text);
		text = longer;
	}
	char *with = alloc_format("%s%s", text, SPLIT_FORK);
	make(v, begin_program(v, with, system, error), left, error);
	free(with);
	free(text);
}

/* Can it be? A trace has no program that could be begun. */
static bool may_fork(const struct viewer *v)
{
	return v->live && !trace_is(live_words(v->live)[0]);
}

void splitting_await(struct viewer *v, const struct companion *companion)
{
	splitting_stop(v);
	v->splitting->awaited = *companion;
	v->splitting->awaits = true;
	if (timeline_grows(v->timeline))
		viewer_say(v, "the other run comes when this one is over; Esc ends it");
}

static void make_awaited(struct viewer *v)
{
	struct splitting *sp = v->splitting;
	struct companion c = sp->awaited;
	struct timeline *made = c.begun;
	char error[ERROR_MAX] = "";

	sp->awaits = false;
	sp->awaited = (struct companion){.begun = NULL};
	if (c.program)
		made = begin_program(v, c.program, c.system, error);
	else if (c.system)
		made = timeline_under(v->timeline, c.system, error);
	c.begun = NULL;
	companion_free(&c);
	make(v, made, false, error);
}

bool splitting_enough(struct viewer *v)
{
	struct splitting *sp = v->splitting;

	if (!sp->made)
		return sp->awaits && !timeline_grows(v->timeline) && splitting_stop(v);
	sp->left_after = NULL;
	timeline_stop(sp->made, "stopped by hand");
	take(v);
	return true;
}

int splitting_tick(struct viewer *v)
{
	struct splitting *sp = v->splitting;

	if (sp->awaits && !sp->made && !explorer_away(v) && !timeline_grows(v->timeline)) {
		make_awaited(v);
		return 0;
	}
	if (!sp->made)
		return VIEWER_PATIENT;
	go_on(v, PIECE);
	if (sp->made)
		viewer_say(v, "%s: %llu instructions; Esc stops it", timeline_config(sp->made)->system,
		           (unsigned long long)timeline_end(sp->made));
	return 0;
}

/* Keys ---------------------------------------------------------------------------------------- */

void act_split(struct viewer *v)
{
	char error[ERROR_MAX];

	if (splitting_stop(v) || splitting_close(v)) {
		return;
	} else if (explorer_away(v)) {
		/* a branch, and the run as it is written */
		v->splitting->lead = 1;
		v->splitting->beside.left = 0;
		if (!begin(v, explorer_session(v, 0), v->session, error))
			viewer_say(v, "%s", error);
	} else {
		make_under(v, strcmp(timeline_config(v->timeline)->system, COPIES) ? COPIES : SYSTEM_DEFAULT, false);
	}
}

/* Are there two? Else it says so. */
static bool two(struct viewer *v)
{
	if (v->splitting->run[1])
		return true;
	viewer_say(v, "V: a second run beside this one");
	return false;
}

static void go_different(struct viewer *v, int way)
{
	struct splitting *sp = v->splitting;
	const struct difference *d;
	struct timeline_mark start = {.icount = way > 0 ? 0 : UINT64_MAX, .event = -1};

	if (!two(v))
		return;
	d = alignment_difference(&sp->aligned, sp->lead, &v->mark, way);
	if (!d)
		d = alignment_difference(&sp->aligned, sp->lead, &start, way);
	if (!d) {
		viewer_say(v, "the two differ in nothing");
		return;
	}
	viewer_go(v, d->mark[sp->lead]);
}

void act_next_difference(struct viewer *v)
{
	go_different(v, 1);
}

void act_previous_difference(struct viewer *v)
{
	go_different(v, -1);
}

static void go_together(struct viewer *v, int way)
{
	struct timeline_mark mark = v->mark;

	if (!two(v))
		return;
	if (alignment_step(&v->splitting->aligned, v->splitting->lead, &mark, way))
		viewer_go(v, mark);
	else
		viewer_say(v, way > 0 ? N_("no step behind this one that both have")
		                      : N_("no step before this one that both have"));
}

void act_forward_together(struct viewer *v)
{
	go_together(v, 1);
}

void act_back_together(struct viewer *v)
{
	go_together(v, -1);
}

void act_swap(struct viewer *v)
{
	struct splitting *sp = v->splitting;

	if (!two(v))
		return;
	/* Who stands at the left leads. */
	sp->beside.left = !sp->beside.left;
	if (sp->lead != sp->beside.left) {
		bool exact;
		struct timeline_mark mark = alignment_follow(&sp->aligned, sp->lead, &v->mark, &exact);

		forget_picture(sp);
		v->view.beside = NULL;
		sp->lead = !sp->lead;
		viewer_look(v, sp->run[sp->lead], mark);
	}
}

/* The list ------------------------------------------------------------------------------------ */

/* Is the half of the list's the one at the left? Without a split there is one. */
static bool for_left(const struct splitting *sp)
{
	return sp->run[1] && sp->chosen_for != RIGHT;
}

static void fill(struct viewer *v, struct sheet *s)
{
	static const char *const titles[] = {N_("System at the right"), N_("System at the left"), N_("System of both")};
	const char *now = timeline_config(session_timeline(half_of(v, for_left(v->splitting))))->system;
	bool fork = may_fork(v) && v->splitting->chosen_for != BOTH;

	s->title = tr(v->splitting->run[1] ? titles[v->splitting->chosen_for]
	                                   : N_("Beside this run, the same program under ..."));
	sheet_clear(s);
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		if (sheet_fits(s, historic_systems[i].name) || sheet_fits(s, historic_systems[i].title))
			sheet_add(s, historic_systems[i].name, historic_systems[i].title, (long)i);
	if (fork && sheet_fits(s, SPLIT_FORK))
		sheet_add(s, SPLIT_FORK, tr("the same system; the lesson uses fork in place of vfork"), SYSTEMS_COUNT);
	sheet_done(s);
	for (size_t i = 0; i < s->nrows && !*s->typed; i++)
		if (!strcmp(s->rows[i].key, now))
			s->chosen = i;
}

static void pick(struct viewer *v, const struct sheet *s)
{
	struct splitting *sp = v->splitting;
	size_t row = s->chosen < s->nrows ? (size_t)s->rows[s->chosen].id : SYSTEMS_COUNT + 1;
	bool both = sp->run[1] && sp->chosen_for == BOTH, left = for_left(sp) && !both;

	if (row > SYSTEMS_COUNT)
		return;
	viewer_open(v, NULL);
	if (row == SYSTEMS_COUNT) {
		make_fork(v, left);
		return;
	}
	sp->left_after = both ? historic_systems[row].name : NULL;
	make_under(v, historic_systems[row].name, left);
}

/* For another half. */
static void turn(struct viewer *v, struct sheet *s)
{
	struct splitting *sp = v->splitting;

	sp->chosen_for = sp->run[1] ? (sp->chosen_for + 1) % (BOTH + 1) : RIGHT;
	fill(v, s);
}

static void open_list(struct viewer *v, bool left)
{
	bool two = v->splitting->run[1] != NULL;

	v->splitting->chosen_for = left && two ? LEFT : RIGHT;
	listing_open(v, &(struct listing){
				.sheet = {.note = tr(two ? N_("Return takes it; Tab: the other half, both; Esc closes")
	                                                 : N_("Return takes it; Esc closes")),
	                                  .prompt = tr("type to look for a system")},
				.fill = fill,
				.pick = pick,
				.complete = turn});
}

void act_left_system(struct viewer *v)
{
	open_list(v, true);
}

void act_right_system(struct viewer *v)
{
	open_list(v, false);
}
