/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson beside the picture. What it says and judges is the machine's (lesson/tutor.h); here it is shown. */
#include "act_lesson.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act_explore.h"
#include "act_lessons.h"
#include "act_select.h"
#include "analysis/hazard.h"
#include "base/alloc.h"
#include "base/language.h"
#include "lesson/pupil.h"
#include "lesson/tutor.h"
#include "live.h"
#include "panel.h"
#include "selection.h"
#include "viewer.h"

#define PRESENTED_TYPE 1.25 /* how much larger letters are for an audience */
enum { WAIT_MS = 20, TYPED = 20 };

struct lessoning {
	char *name;    /* as it was asked for; NULL: there is none */
	char *refused; /* the same of one that cannot be shown */
	struct tutorial tutorial;
	struct tutor tutor;
	struct pupil progress;
	size_t step;
	struct timeline_mark mark; /* where the step is shown */
	/* the step's texts with their values */
	char *caption, *texts[LESSON_TEXTS], *question, *options[LESSON_OPTIONS], *verdict, *hint;
	char told[SNAP_LINE], typed[TYPED];
	enum answer answer;
	bool tried; /* an answer to this step's question was given */
	bool hinted;
	bool leaving;           /* the question is left out if the same is done again */
	bool offered;           /* nobody has chosen it: it lies beneath the list of all */
	struct thing given;     /* what was pointed at last */
	struct thing asked;     /* what is to be pointed at; THING_NONE: nothing */
	char *next, *score;     /* of the last step; NULL: there is none */
	struct session *judged; /* the branch that was looked at last, of an experiment */
	bool presents, black;
	unsigned seconds;
	uint64_t begun, stepped; /* ms */
	struct view_lesson view;
};

struct lessoning *lessoning_new(void)
{
	return alloc_new(1, sizeof(struct lessoning));
}

static void forget(char **text)
{
	free(*text);
	*text = NULL;
}

static void forget_step(struct lessoning *l)
{
	forget(&l->caption);
	forget(&l->question);
	forget(&l->verdict);
	forget(&l->hint);
	forget(&l->next);
	forget(&l->score);
	for (size_t i = 0; i < LESSON_TEXTS; i++)
		forget(&l->texts[i]);
	for (size_t i = 0; i < LESSON_OPTIONS; i++)
		forget(&l->options[i]);
	l->answer = ANSWER_NONE;
	l->tried = l->hinted = l->leaving = false;
	l->given = l->asked = (struct thing){0};
	l->judged = NULL;
	*l->typed = *l->told = '\0';
	l->view = (struct view_lesson){.name = l->tutorial.name, .title = ""}; /* the window's title asks for it */
}

/* v: that shows it; NULL: nobody does any more. */
static void end_lesson(struct viewer *v, struct lessoning *l)
{
	if (!l->name)
		return;
	if (v) {
		v->view.lesson = NULL;
		v->view.caption = NULL;
		v->view.covers = false;
		v->view.asked = (struct thing){0};
	}
	forget_step(l);
	forget(&l->name);
	tutorial_free(&l->tutorial);
	l->tutor = (struct tutor){0};
}

void lessoning_free(struct lessoning *l)
{
	if (!l)
		return;
	end_lesson(NULL, l);
	free(l->refused);
	free(l);
}

static const struct tutorial_step *step_of(const struct lessoning *l)
{
	return &l->tutorial.steps[l->step];
}

/* A field with its values; NULL if it is not there. What the machine cannot say is told instead. */
static char *fill(struct lessoning *l, const struct tutorial_field *f)
{
	char error[ERROR_MAX], *text = f->text ? tutor_fill(&l->tutor, l->step, tr(f->text), error) : NULL;

	return text || !f->text ? text : alloc_string(error);
}

/* Steps ----------------------------------------------------------------------------------------------- */

static void show_panels(struct viewer *v, const struct tutorial_step *s)
{
	bool explore = false;

	for (size_t i = 0; i < s->shows.count; i++) {
		enum panel panel = panel_named(s->shows.list[i].text);

		explore |= panel == PANEL_EXPLORE;
		if (panel)
			viewer_open_panel(v, panel == PANEL_EXPLORE ? PANEL_SOURCE : panel); /* it is chosen there */
	}
	v->view.maximised = 0;
	if (explore != v->view.explore.open)
		act_explore(v);
}

static struct thing ring_of(const struct pointing *p)
{
	switch (p->kind) {
	case POINTED_PANEL:
		return thing_number(THING_PANEL, panel_named(p->name), "");
	case POINTED_REGISTER:
		return thing_named(THING_REGISTER, p->name);
	case POINTED_TEXT:
		return thing_named(THING_TERM, p->name);
	default: {
		struct thing t = thing_memory(p->kind == POINTED_PAGE   ? THING_PAGE
		                              : p->kind == POINTED_WORD ? THING_WORD
		                                                        : THING_VARIABLE,
		                              p->pid, p->address, p->size);

		snprintf(t.name, sizeof t.name, "%.40s", p->name);
		return t;
	}
	}
}

/* What is asked is not answered, or not rightly. */
static bool is_open(const struct lessoning *l)
{
	const struct tutorial_step *s = step_of(l);

	return (s->task.text || s->kind != QUESTION_NONE) && l->answer != ANSWER_RIGHT;
}

/* Is the lesson's first question still to come? The picture does not answer it beforehand. */
static bool is_ahead(const struct lessoning *l)
{
	size_t first = 0;

	while (first < l->tutorial.nsteps && l->tutorial.steps[first].kind == QUESTION_NONE)
		first++;
	return l->step < first && first < l->tutorial.nsteps && pupil_open(&l->progress, first);
}

/* How it went, and what comes next; told when there is nothing more to do. */
static void sum_up(struct lessoning *l)
{
	const struct pupil *p = &l->progress;

	forget(&l->next);
	forget(&l->score);
	l->next = lessons_next(l->tutorial.name);
	if (p->asked + p->left)
		l->score = lessons_score(p);
}

static void remember(struct lessoning *l)
{
	const struct tutorial_step *s = step_of(l);

	if (l->offered)
		return;
	if (l->progress.seen < l->step + 1)
		l->progress.seen = (unsigned)l->step + 1;
	if (l->step + 1 == l->tutorial.nsteps && (!s->task.text || l->answer == ANSWER_RIGHT))
		l->progress.done = true;
	pupil_keep(&l->progress);
	if (l->step + 1 == l->tutorial.nsteps && !is_open(l))
		sum_up(l);
}

static void begin_step(struct viewer *v, size_t step)
{
	struct lessoning *l = v->lessoning;
	const struct tutorial_step *s;
	struct timeline_mark mark;
	char error[ERROR_MAX];
	struct pointing p;

	forget_step(l);
	l->step = step;
	l->stepped = v->now;
	s = step_of(l);
	if (!tutor_mark(&l->tutor, step, &mark, error)) {
		viewer_say(v, "%s", error);
		return;
	}
	l->caption = fill(l, &s->caption);
	for (size_t i = 0; i < s->texts.count && i < LESSON_TEXTS; i++)
		l->texts[i] = fill(l, &s->texts.list[i]);
	l->question = fill(l, s->task.text ? &s->task : &s->question);
	l->hint = fill(l, &s->hint);
	for (size_t i = 0; i < s->noptions; i++)
		l->options[i] = fill(l, &s->options[tutor_option(&l->tutor, step, i)].text);
	for (size_t i = 0; i < s->points.count; i++)
		if (tutor_point(&l->tutor, step, s->points.list[i].text, &p, error))
			l->view.rings[l->view.nrings++] = ring_of(&p);
	if (s->kind == QUESTION_THING && tutor_point(&l->tutor, step, s->answer.text, &p, error))
		l->asked = ring_of(&p);
	if (s->task.text && !tutor_choices(&l->tutor, step, &mark, error)) /* where the child can choose */
		viewer_say(v, "%s", error);
	if (s->kind == QUESTION_THING)
		selecting_select(v, NULL); /* what was chosen before is no answer */
	l->mark = mark;
	explorer_home(v, mark);
	show_panels(v, s);
	remember(l);
}

/* The last step is behind. */
static void go_on(struct viewer *v)
{
	char *next = lessons_next(v->lessoning->tutorial.name);

	if (next && v->live)
		lessons_begin(v, next);
	else
		act_lessons(v);
	free(next);
}

/* The next step, whatever this one asks. */
static void advance(struct viewer *v)
{
	struct lessoning *l = v->lessoning;

	l->offered = false;
	remember(l); /* it may have been offered so far */
	if (l->step + 1 < l->tutorial.nsteps)
		begin_step(v, l->step + 1);
	else
		go_on(v);
}

bool lessoning_begin(struct viewer *v, const char *name, char error[ERROR_MAX])
{
	struct lessoning *l = v->lessoning;

	end_lesson(v, l);
	if (!tutorial_load(&l->tutorial, name, error))
		return false;
	l->name = alloc_string(name);
	l->tutor = (struct tutor){.tutorial = &l->tutorial, .session = v->session};
	l->progress = pupil_of(l->tutorial.name);
	l->offered = v->view.lessons;
	l->begun = v->now;
	lessoning_present(v, v->view.presents, v->view.seconds);
	hazards_if_soon(v->session);
	begin_step(v, 0);
	if (v->view.lessons)
		act_lessons(v);
	v->view.lessons = false;
	v->stale = true;
	return true;
}

int lessoning_tick(struct viewer *v)
{
	struct lessoning *l = v->lessoning;
	const char *word = v->live ? live_words(v->live)[0] : NULL;
	char error[ERROR_MAX];

	if (word && l->name && strcmp(l->name, word)) {
		end_lesson(v, l);
		v->stale = true;
	}
	if (word && !l->name && tutorial_names(word) && !(l->refused && !strcmp(l->refused, word))) {
		if (live_state(v->live) == LIVE_RUNS)
			return WAIT_MS;
		if (!lessoning_begin(v, word, error)) {
			free(l->refused);
			l->refused = alloc_string(word);
			viewer_say(v, "%s", error);
		}
	}
	if (!l->name || (!l->presents && !l->seconds))
		return VIEWER_PATIENT;
	v->stale |= l->presents && (v->now - l->begun) / 1000 != (v->now > 1000 ? v->now - 1000 - l->begun : 0) / 1000;
	if (l->seconds && v->now - l->stepped >= l->seconds * UINT64_C(1000)) {
		l->stepped = v->now;
		if (l->step + 1 < l->tutorial.nsteps)
			advance(v);
	}
	return 1000;
}

void lessoning_present(struct viewer *v, bool presents, unsigned seconds)
{
	struct lessoning *l = v->lessoning;

	if (presents != l->presents)
		v->view.type_size = presents ? PRESENTED_TYPE : 1;
	l->presents = v->view.presents = presents; /* also the next lesson */
	l->seconds = v->view.seconds = seconds;
}

/* Answers --------------------------------------------------------------------------------------------- */

/* told: what is said beneath the verdict; no more than that: the run is to show the rest. */
static void judge(struct viewer *v, bool good, const struct verdict *judged, const char *error,
                  const struct tutorial_field *say, const char *told)
{
	struct lessoning *l = v->lessoning;

	if (!good) {
		viewer_say(v, "%s", error);
		return;
	}
	l->answer = judged->right ? ANSWER_RIGHT : ANSWER_WRONG;
	l->offered = l->leaving = false;
	if (step_of(l)->task.text ? judged->right : !l->tried) /* to try this and that is what an experiment is for */
		pupil_note(&l->progress, l->step, judged->right ? PUPIL_RIGHT : PUPIL_WRONG);
	l->tried = true;
	forget(&l->verdict);
	l->verdict = fill(l, say);
	snprintf(l->told, sizeof l->told, "%s", told);
	remember(l);
	v->stale = true;
}

static void answer_option(struct viewer *v, size_t place)
{
	struct lessoning *l = v->lessoning;
	const struct tutorial_step *s = step_of(l);
	char error[ERROR_MAX];
	struct verdict judged;
	size_t option;
	char *need;
	bool good;

	if (place >= s->noptions)
		return;
	option = tutor_option(&l->tutor, l->step, place);
	l->view.chosen = place + 1;
	good = tutor_choice(&l->tutor, l->step, option, &judged, error);
	need = good && !judged.right ? tutor_need(&l->tutor, l->step, option, error) : NULL;
	judge(v, good, &judged, error, &s->options[option].say, need ? need : "");
	free(need);
}

static void answer_value(struct viewer *v)
{
	struct lessoning *l = v->lessoning;
	const struct tutorial_step *s = step_of(l);
	char error[ERROR_MAX];
	struct verdict judged;
	bool good = tutor_value(&l->tutor, l->step, l->typed, &judged, error);

	judge(v, good, &judged, error, good && judged.right ? &s->say : &s->otherwise, "");
}

static void answer_thing(struct viewer *v, const struct thing *t)
{
	struct lessoning *l = v->lessoning;
	const struct tutorial_step *s = step_of(l);
	struct pointing p = {.pid = t->pid, .address = t->address, .size = t->size ? t->size : 1};
	char error[ERROR_MAX];
	struct verdict judged;
	bool good;

	l->given = *t;
	p.kind = t->kind == THING_REGISTER ? POINTED_REGISTER : POINTED_WORD;
	snprintf(p.name, sizeof p.name, "%s", t->name);
	good = tutor_thing(&l->tutor, l->step, &p, &judged, error);
	judge(v, good, &judged, error, good && judged.right ? &s->say : &s->otherwise, "");
}

void lessoning_pointed(struct viewer *v, const struct thing *t)
{
	struct lessoning *l = v->lessoning;

	if (l->name && step_of(l)->kind == QUESTION_THING && l->answer != ANSWER_RIGHT &&
	    (thing_is_memory(t) || t->kind == THING_REGISTER))
		answer_thing(v, t);
}

bool lessoning_admits(const struct viewer *v, const struct drawn_target *t)
{
	const struct lessoning *l = v->lessoning;
	enum thing_kind asked = v->view.asked.kind, given = t->thing.kind;
	bool in = false;

	if (!l->name || asked == THING_NONE || asked == THING_PANEL)
		return true;
	const struct tutorial_fields *shows = &step_of(l)->shows;
	for (size_t i = 0; i < shows->count; i++)
		in |= t->part == (int)panel_named(shows->list[i].text);
	if (shows->count && !in)
		return false;
	return asked == given || (asked == THING_WORD && given == THING_VARIABLE) ||
	       (asked == THING_VARIABLE && given == THING_WORD);
}

/* What is selected of that, in words. */
static void tell_selected(const struct viewer *v, const struct snapshot *s, char out[THING_NAME])
{
	const struct thing *t = &v->view.selection;
	const struct snap_word *w = selection_word(s, t);

	*out = '\0';
	if (w)
		snprintf(out, THING_NAME, "%08" PRIx32 ": %08" PRIx32, w->va, w->value);
	else if (t->kind == THING_PAGE)
		snprintf(out, THING_NAME, "%08" PRIx32, t->address);
	else if (t->kind == THING_VARIABLE || t->kind == THING_REGISTER)
		snprintf(out, THING_NAME, "%s", t->name);
}

/* A number is being typed: digits, a sign, and what hexadecimal has. */
static bool type(struct lessoning *l, const char *key)
{
	size_t n = strlen(l->typed);
	bool hex = n >= 2 && !strncmp(l->typed, "0x", 2);

	if (!strcmp(key, "Backspace") && n) {
		l->typed[n - 1] = '\0';
		l->answer = l->answer == ANSWER_WRONG ? ANSWER_NONE : l->answer;
		return true;
	}
	if (key[0] == '\0' || key[1] || n + 1 >= sizeof l->typed)
		return false;
	if (!(key[0] >= '0' && key[0] <= '9') && !(key[0] == '-' && !n) && !(key[0] == 'X' && n == 1) &&
	    !(hex && key[0] >= 'A' && key[0] <= 'F'))
		return false;
	l->typed[n] = (char)(key[0] >= 'A' ? key[0] | 32 : key[0]);
	l->typed[n + 1] = '\0';
	l->answer = ANSWER_NONE;
	l->leaving = false;
	return true;
}

/* What a presenter's remote control sends: it turns pages, and B or a full stop is for black. */
static bool remote_control(struct viewer *v, const char *key)
{
	static const struct {
		const char *key;
		void (*act)(struct viewer *);
	} sent[] = {{"PageDown", act_next_step}, {"PageUp", act_previous_step}, {"B", act_black}, {".", act_black}};

	for (size_t i = 0; i < sizeof sent / sizeof *sent; i++)
		if (!strcmp(key, sent[i].key)) {
			sent[i].act(v);
			return true;
		}
	return false;
}

/* A digit that is no answer: where there are answers it does nothing; else it is a panel's key, as without a lesson,
 * which who meant to answer is told. Is there no more to do? */
static bool stray_digit(struct viewer *v, const struct tutorial_step *s, const char *key)
{
	if (s->kind == QUESTION_CHOICE)
		viewer_say(v, "there are the answers 1 to %zu", s->noptions);
	else
		viewer_say(v, "%s opens a panel: there are no answers to choose from here", key);
	return s->kind == QUESTION_CHOICE;
}

bool lessoning_presents(const struct viewer *v)
{
	return v->lessoning->name && v->lessoning->presents;
}

bool lessoning_done(const struct viewer *v)
{
	const struct lessoning *l = v->lessoning;

	return l->name && step_of(l)->task.text && l->answer == ANSWER_RIGHT;
}

bool lessoning_key(struct viewer *v, const char *key)
{
	struct lessoning *l = v->lessoning;
	const struct tutorial_step *s;

	if (!l->name)
		return false;
	if (l->black) {
		act_black(v);
		return true;
	}
	s = step_of(l);
	v->stale = true;
	if (l->presents && remote_control(v, key))
		return true;
	if (s->kind == QUESTION_VALUE && l->answer != ANSWER_RIGHT && type(l, key))
		return true;
	if (s->kind == QUESTION_CHOICE && key[0] >= '1' && key[0] < '1' + (char)s->noptions && !key[1]) {
		answer_option(v, (size_t)(key[0] - '1'));
		return true;
	}
	if (key[0] >= '1' && key[0] <= '9' && !key[1])
		return stray_digit(v, s, key);
	if (strcmp(key, "Return"))
		return false;
	if (s->kind == QUESTION_VALUE && l->answer == ANSWER_NONE && *l->typed)
		answer_value(v);
	else if (s->kind == QUESTION_THING && l->answer != ANSWER_RIGHT &&
	         (thing_is_memory(&v->view.selection) || v->view.selection.kind == THING_REGISTER) &&
	         !thing_same(&v->view.selection, &l->given)) /* that one was judged */
		answer_thing(v, &v->view.selection);
	else
		act_next_step(v);
	return true;
}

void act_press_answer(struct viewer *v, const struct touch *touch)
{
	if (*touch->thing->name) /* a key, for who types by mouse */
		lessoning_key(v, touch->thing->name);
	else if (v->lessoning->name)
		answer_option(v, (size_t)touch->thing->number);
}

/* Has the branch that is looked at done what was to be tried? */
static void judge_branch(struct viewer *v)
{
	struct lessoning *l = v->lessoning;
	char error[ERROR_MAX];
	struct verdict judged;
	char told[SNAP_LINE];
	bool good;

	if (!step_of(l)->task.text || !explorer_away(v) || l->judged == v->session)
		return;
	l->judged = v->session;
	good = tutor_success(&l->tutor, l->step, v->session, &judged, error);
	explorer_told(v, told);
	judge(v, good, &judged, error,
	      &(struct tutorial_field){.text = judged.right ? N_("That is it: the machine has seen it.")
	                                                    : N_("Not this one. U takes it back; try another.")},
	      told);
}

void lessoning_show(struct viewer *v)
{
	struct lessoning *l = v->lessoning;
	struct view_lesson *view = &l->view;
	const struct tutorial_step *s;

	v->view.lesson = NULL;
	v->view.caption = NULL;
	v->view.covers = false;
	v->view.asked = (struct thing){0};
	if (!l->name)
		return;
	judge_branch(v);
	s = step_of(l);
	view->name = l->tutorial.name;
	view->title = l->tutorial.title.text;
	view->step = l->step;
	view->nsteps = l->tutorial.nsteps;
	view->caption = l->caption ? l->caption : "";
	if (!v->view.beside && !explorer_away(v) && timeline_mark_order(&v->mark, &l->mark) == 0)
		v->view.caption = view->caption;
	view->ntexts = 0;
	for (size_t i = 0; i < LESSON_TEXTS && l->texts[i]; i++)
		view->texts[view->ntexts++] = l->texts[i];
	view->question = l->question;
	view->experiment = s->task.text != NULL;
	view->open = is_open(l);
	view->leaving = l->leaving;
	view->next = l->next;
	view->score = l->score;
	view->noptions = s->noptions;
	for (size_t i = 0; i < s->noptions; i++)
		view->options[i] = l->options[i];
	view->typed = s->kind == QUESTION_VALUE ? l->typed : NULL;
	view->points = s->kind == QUESTION_THING;
	view->answer = l->answer;
	view->verdict = l->verdict ? l->verdict : "";
	view->told = l->told;
	view->can_hint = l->hint && !l->hinted;
	view->hint = l->hinted ? l->hint : NULL;
	view->presents = l->presents;
	view->black = l->black;
	*view->clock = '\0';
	if (l->presents)
		snprintf(view->clock, sizeof view->clock, "%" PRIu64 ":%02" PRIu64, (v->now - l->begun) / 60000,
		         (v->now - l->begun) / 1000 % 60);
	v->view.lesson = view;
	v->view.covers = (view->open && !view->experiment) || is_ahead(l);
	v->view.asked = view->open && !view->experiment ? l->asked : (struct thing){0};
	*view->selected = '\0';
	if (v->view.asked.kind)
		tell_selected(v, viewer_snapshot(v), view->selected);
}

/* Actions --------------------------------------------------------------------------------------------- */

static bool there(struct viewer *v)
{
	if (!v->lessoning->name)
		viewer_say(v, "there is no lesson here; F2 lists them");
	return v->lessoning->name != NULL;
}

/* A question that nobody has answered, or an experiment that nobody has done, is left out only by who says so twice,
 * and that is remembered. */
void act_next_step(struct viewer *v)
{
	struct lessoning *l = v->lessoning;

	if (!there(v))
		return;
	bool vain = step_of(l)->task.text != NULL; /* what was tried of an experiment is no answer */
	if (is_open(l) && (l->answer == ANSWER_NONE || vain) && !l->presents) {
		if (!l->leaving) {
			l->leaving = true;
			return;
		}
		pupil_note(&l->progress, l->step, PUPIL_LEFT);
	}
	advance(v);
}

void act_previous_step(struct viewer *v)
{
	if (there(v))
		begin_step(v, v->lessoning->step ? v->lessoning->step - 1 : 0);
}

void act_this_step(struct viewer *v)
{
	if (there(v))
		begin_step(v, v->lessoning->step);
}

void lessoning_end(struct viewer *v)
{
	end_lesson(v, v->lessoning);
}

void act_hint(struct viewer *v)
{
	struct lessoning *l = v->lessoning;

	if (there(v) && l->hint)
		l->hinted = true;
}

void act_present(struct viewer *v)
{
	if (there(v))
		lessoning_present(v, !v->lessoning->presents, v->lessoning->seconds);
}

void act_black(struct viewer *v)
{
	if (there(v))
		v->lessoning->black = !v->lessoning->black;
	v->stale = true;
}
