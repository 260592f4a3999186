/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson held against the machine. See tutor.h. */
#include "lesson/tutor.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "analysis/condition.h"
#include "analysis/consequence.h"
#include "base/alloc.h"
#include "base/text.h"
#include "lesson/fact_words.h"

const char *const tutor_panels[] = {"source", "registers", "explore", "spaces", "pages",   "data",
                                    "files",  "process",   "stack",   "time",   "console", NULL};
const char *const pointed_words[] = {"panel", "variable", "word", "page", "register", "text", NULL};

/* Instants and texts --------------------------------------------------------------------------------- */

/* Where the program ends: its last process returns from main(), or else begins to exit. What it has left is there to be
 * looked at; at the run's end there is init alone. */
static struct timeline_mark end_of_program(struct session *session)
{
	struct timeline *t = session_timeline(session);
	struct timeline_mark end = {timeline_end(t), (long)timeline_nevents(t) - 1, 0}, returned;
	char error[ERROR_MAX], text[40];
	const struct event *e = NULL;
	struct condition c;
	size_t i = timeline_nevents(t);

	while (i-- > 0) {
		e = timeline_event(t, i);
		if (e && e->kind == EV_EXIT_BEGIN && e->pid > 1)
			break;
	}
	if (!e || e->kind != EV_EXIT_BEGIN)
		return end;
	returned = end = (struct timeline_mark){e->icount, (long)i, 0};
	snprintf(text, sizeof text, "return main and pid %u", (unsigned)e->pid);
	if (condition_read(session, text, &end, &c, error) &&
	    condition_find(session, &c, &returned, true, error) == PASSAGE_FOUND)
		return returned;
	return end;
}

bool tutor_mark(struct tutor *t, size_t step, struct timeline_mark *mark, char error[ERROR_MAX])
{
	while (t->nmarks <= step) {
		const char *text = t->tutorial->steps[t->nmarks].mark.text;
		size_t again = strncmp(text, TUTOR_FIRST, strlen(TUTOR_FIRST)) ? 0 : strlen(TUTOR_FIRST);
		long before = session_beginning(t->session);
		const struct event *e = timeline_event(session_timeline(t->session), (size_t)before);
		struct timeline_mark from = {e ? e->icount : 0, before, 0};

		if (t->nmarks && !again)
			from = t->marks[t->nmarks - 1];
		if (t->nmarks && !strcmp(text, TUTOR_SAME))
			t->marks[t->nmarks] = from;
		else if (!strcmp(text + again, TUTOR_END))
			t->marks[t->nmarks] = end_of_program(t->session);
		else if (!fact_mark(t->session, &from, text + again, &t->marks[t->nmarks], error))
			return false;
		t->nmarks++;
	}
	*mark = t->marks[step];
	return true;
}

/* Names stand between backquotes, as in Markdown; shown, they are in quotes. */
static char *quoted(char *text)
{
	for (char *c = text; *c; c++)
		if (*c == '`')
			*c = '"';
	return text;
}

char *tutor_fill(struct tutor *t, size_t step, const char *text, char error[ERROR_MAX])
{
	char *out = alloc_string("");
	struct timeline_mark mark;

	if (!strchr(text, '{')) {
		free(out);
		return quoted(alloc_string(text));
	}
	if (!tutor_mark(t, step, &mark, error)) {
		free(out);
		return NULL;
	}
	while (*text) {
		size_t before = strcspn(text, "{"), inside;
		char *more, name[FACT_NAME], value[24];
		struct fact_value v;
		bool hex;

		inside = text[before] ? strcspn(text + before, "}") : 0;
		if (text[before] && (!text[before + inside] || inside > sizeof name)) {
			error_set(error, "%.40s: a } is missing", text + before);
			free(out);
			return NULL;
		}
		if (!text[before]) {
			more = alloc_format("%s%s", out, text);
			inside = 0;
		} else {
			snprintf(name, sizeof name, "%.*s", (int)inside - 1, text + before + 1);
			hex = !strncmp(name, "hex ", 4);
			if (!fact_value(t->session, &mark, name + (hex ? 4 : 0), &v, error)) {
				free(out);
				return NULL;
			}
			more = alloc_format("%s%.*s%s", out, (int)before, text, fact_tell(&v, hex, value));
			inside++;
		}
		free(out);
		out = more;
		text += before + inside;
	}
	return quoted(out);
}

/* Things -------------------------------------------------------------------------------------------- */

static bool known_panel(const char *name, char *error)
{
	char all[ERROR_MAX];
	struct text list = text_in(all, sizeof all);

	for (size_t i = 0; tutor_panels[i]; i++) {
		if (!strcmp(tutor_panels[i], name))
			return true;
		text_put(&list, "%s%s", i ? ", " : "", tutor_panels[i]);
	}
	return error_set(error, "%.40s: there is no such panel; there are %s", name, all);
}

bool tutor_point(struct tutor *t, size_t step, const char *text, struct pointing *p, char error[ERROR_MAX])
{
	size_t n = strcspn(text, " ");
	const char *what = text + n + strspn(text + n, " ");
	struct timeline_mark mark;
	struct fact_value v;
	int kind = 0;

	*p = (struct pointing){0};
	while (pointed_words[kind] && (strlen(pointed_words[kind]) != n || memcmp(pointed_words[kind], text, n)))
		kind++;
	if (!pointed_words[kind] || !*what)
		return error_set(error,
		                 "%.40s: one points at a panel, variable, word, page, register or text, and its name",
		                 text);
	p->kind = (enum pointed)kind;
	if (kind == POINTED_TEXT) {
		char *filled = tutor_fill(t, step, what, error);

		snprintf(p->name, sizeof p->name, "%s", filled ? filled : "");
		free(filled);
		return *p->name != '\0';
	}
	if (kind == POINTED_PANEL) {
		snprintf(p->name, sizeof p->name, "%s", what);
		return known_panel(what, error);
	}
	if (!tutor_mark(t, step, &mark, error) || !fact_value(t->session, &mark, what, &v, error))
		return false;
	if (!v.datum.pid && v.datum.reg < 0 && !v.datum.size)
		return error_set(error, "%.40s: is nowhere", what);
	if ((v.datum.reg >= 0) != (kind == POINTED_REGISTER))
		return error_set(error, "%.40s: is %s", what, v.datum.reg >= 0 ? "a register" : "no register");
	p->pid = v.datum.pid;
	p->address = v.datum.va;
	p->size = v.datum.size;
	if (kind == POINTED_WORD || kind == POINTED_PAGE) {
		uint32_t unit = kind == POINTED_WORD ? 4 : NBPG;

		p->address -= p->address % unit;
		p->size = unit;
	}
	if (kind == POINTED_REGISTER) {
		if (v.datum.reg < 14)
			snprintf(p->name, sizeof p->name, "%c%d", v.datum.reg < 8 ? 'd' : 'a', v.datum.reg & 7);
		else
			snprintf(p->name, sizeof p->name, "%s", v.datum.reg == 14 ? "fp" : "sp");
	} else {
		/* as a panel calls it: without whose, which call's, and when */
		const char *colon = strrchr(what, ':'), *name = colon ? colon + 1 : what, *dot = strchr(name, '.');
		size_t length;

		name = dot ? dot + 1 : name;
		length = strcspn(name, " ");
		snprintf(p->name, sizeof p->name, "%.*s", (int)length, name);
	}
	return true;
}

/* Answers ------------------------------------------------------------------------------------------- */

size_t tutor_option(const struct tutor *t, size_t step, size_t place)
{
	size_t n = t->tutorial->steps[step].noptions, order[TUTORIAL_MANY] = {0};
	uint32_t random = t->tutorial->seed * 2654435761u + (uint32_t)step * 40503u;

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n; t->tutorial->seed && i > 1; i--) {
		size_t k, other;

		random = random * 1664525u + 1013904223u;
		k = (random >> 16) % i;
		other = order[k];
		order[k] = order[i - 1];
		order[i - 1] = other;
	}
	return order[place];
}

/* Asks a fact at a step. Values in braces are those of the lesson's run, whichever is asked. */
static bool ask(struct tutor *t, size_t step, struct session *session, const char *fact, struct verdict *v, char *error)
{
	char *filled = tutor_fill(t, step, fact, error);
	struct timeline_mark mark;
	bool ok = filled && tutor_mark(t, step, &mark, error) &&
	          fact_holds(session, &mark, filled, &v->right, v->told, error);

	free(filled);
	return ok;
}

char *tutor_need(struct tutor *t, size_t step, size_t option, char error[ERROR_MAX])
{
	char *fact = tutor_fill(t, step, t->tutorial->steps[step].options[option].fact.text, error), *told = NULL;
	struct timeline_mark mark;

	if (fact && tutor_mark(t, step, &mark, error))
		told = fact_words(t->session, &mark, fact, error);
	free(fact);
	return told;
}

bool tutor_choice(struct tutor *t, size_t step, size_t option, struct verdict *v, char error[ERROR_MAX])
{
	return ask(t, step, t->session, t->tutorial->steps[step].options[option].fact.text, v, error);
}

bool tutor_value(struct tutor *t, size_t step, const char *typed, struct verdict *v, char error[ERROR_MAX])
{
	const char *answer = t->tutorial->steps[step].answer.text;
	struct fact_value wanted, given;
	struct timeline_mark mark;
	char value[24];

	*v = (struct verdict){0};
	if (!tutor_mark(t, step, &mark, error) || !fact_value(t->session, &mark, answer, &wanted, error))
		return false;
	snprintf(v->told, sizeof v->told, "the machine says %s", fact_tell(&wanted, !strncmp(typed, "0x", 2), value));
	if (!*typed || strchr("-0123456789", *typed) == NULL)
		return error_set(error, "%.20s: a number is asked for, decimal or with 0x", *typed ? typed : "nothing");
	if (!fact_value(t->session, &mark, typed, &given, error) || given.size)
		return error_set(error, "%.20s: a number is asked for, decimal or with 0x", typed);
	if (wanted.size && wanted.size < 8)
		given.value &= (UINT64_C(1) << 8 * wanted.size) - 1;
	v->right = given.value == wanted.value;
	return true;
}

bool tutor_thing(struct tutor *t, size_t step, const struct pointing *given, struct verdict *v, char error[ERROR_MAX])
{
	struct pointing wanted;

	*v = (struct verdict){0};
	if (!tutor_point(t, step, t->tutorial->steps[step].answer.text, &wanted, error))
		return false;
	if (wanted.kind == POINTED_PANEL)
		v->right = given->kind == POINTED_PANEL && !strcmp(given->name, wanted.name);
	else if (wanted.kind == POINTED_REGISTER)
		v->right = given->kind == POINTED_REGISTER && !strcmp(given->name, wanted.name);
	else
		v->right = given->kind != POINTED_PANEL && given->kind != POINTED_REGISTER &&
		           given->address < wanted.address + wanted.size &&
		           wanted.address < given->address + given->size;
	if (!v->right && wanted.address)
		snprintf(v->told, sizeof v->told, "it is at 0x%08" PRIx32, wanted.address);
	return true;
}

/* Experiments ---------------------------------------------------------------------------------------- */

bool tutor_choices(struct tutor *t, size_t step, struct timeline_mark *mark, char error[ERROR_MAX])
{
	return tutor_mark(t, step, mark, error) && choices_next(t->session, mark, error);
}

bool tutor_success(struct tutor *t, size_t step, struct session *branch, struct verdict *v, char error[ERROR_MAX])
{
	return ask(t, step, branch, t->tutorial->steps[step].success.text, v, error);
}

/* The choice of a key, with #2 its second kind; false and a line in error where there is none. */
static bool choice_of(struct tutor *t, size_t step, struct choices *c, const struct choice **o, char *error)
{
	const char *key = t->tutorial->steps[step].solution.text;
	size_t variant[CHOICE_KINDS], n = 1;
	struct timeline_mark mark;
	char *end = NULL;

	if (key[1] == '#')
		n = strtoul(key + 2, &end, 10);
	if ((key[1] && (!end || *end)) || !n || n > 1000)
		return error_set(error, "%.20s: the key of a choice, with #2 behind it its second kind", key);
	for (int kind = 0; kind < CHOICE_KINDS; kind++)
		variant[kind] = n - 1;
	if (!tutor_choices(t, step, &mark, error) || !choices_read(t->session, &mark, variant, c, error))
		return false;
	*o = choices_key(c, key[0]);
	if (!*o || !(*o)->possible)
		return error_set(error, "%.20s: %s", key, *o ? (*o)->why : "there is no such choice");
	return true;
}

char *tutor_solution(struct tutor *t, size_t step, char error[ERROR_MAX])
{
	const struct tutorial_step *s = &t->tutorial->steps[step];
	const struct choice *o;
	struct timeline_mark mark;
	struct fact_value wanted;
	struct verdict v;
	struct choices c;
	char value[24];

	if (s->kind == QUESTION_CHOICE)
		for (size_t i = 0; i < s->noptions; i++) {
			if (!tutor_choice(t, step, i, &v, error))
				return NULL;
			if (v.right)
				return tutor_fill(t, step, s->options[i].text.text, error);
		}
	if (s->kind == QUESTION_VALUE) {
		if (!tutor_mark(t, step, &mark, error) ||
		    !fact_value(t->session, &mark, s->answer.text, &wanted, error))
			return NULL;
		return alloc_string(fact_tell(&wanted, false, value));
	}
	if (s->kind == QUESTION_THING)
		return alloc_string(s->answer.text);
	if (s->task.text && choice_of(t, step, &c, &o, error))
		return alloc_format("%c: %s%s%s", o->key, o->what, *o->detail ? ", " : "", o->detail);
	return NULL;
}

/* The check ------------------------------------------------------------------------------------------ */

struct checking {
	struct tutor *t;
	size_t step, mistakes;
	void (*tell)(void *arg, const char *line);
	void *arg;
};

static void mistake(struct checking *c, const struct tutorial_field *f, const char *what)
{
	char line[ERROR_MAX];

	tutorial_wrong(c->t->tutorial, f, line, "%s", what);
	c->mistakes++;
	c->tell(c->arg, line);
}

/* Can its values be filled in? */
static void check_text(struct checking *c, const struct tutorial_field *f)
{
	char error[ERROR_MAX], *text = f->text ? tutor_fill(c->t, c->step, f->text, error) : NULL;

	if (f->text && !text)
		mistake(c, f, error);
	free(text);
}

static void check_texts(struct checking *c, const struct tutorial_fields *many)
{
	for (size_t i = 0; i < many->count; i++)
		check_text(c, &many->list[i]);
}

static void check_options(struct checking *c, const struct tutorial_step *s)
{
	size_t right = 0;

	for (size_t i = 0; i < s->noptions; i++) {
		const struct tutorial_option *o = &s->options[i];
		char error[ERROR_MAX];
		struct verdict v;

		check_text(c, &o->text);
		check_text(c, &o->say);
		if (tutor_choice(c->t, c->step, i, &v, error))
			right += v.right;
		else
			mistake(c, &o->fact, error);
	}
	if (s->kind == QUESTION_CHOICE && right != 1)
		mistake(c, &s->question,
		        right ? "several of the options are right"
		              : "the machine says that none of the options is right");
}

static void check_experiment(struct checking *c, const struct tutorial_step *s)
{
	char error[ERROR_MAX], line[ERROR_MAX];
	struct consequence made;
	const struct choice *o;
	struct choices choices;
	struct verdict v;

	if (!s->task.text)
		return;
	if (!tutor_success(c->t, c->step, c->t->session, &v, error))
		mistake(c, &s->success, error);
	else if (v.right)
		mistake(c, &s->success, "this is so in the run as it is written, too");
	if (!choice_of(c->t, c->step, &choices, &o, error)) {
		mistake(c, &s->solution, error);
		return;
	}
	if (!consequence_make(c->t->session, &choices, o, &(struct written){c->t->session, choices.mark}, NULL, &made,
	                      error)) {
		mistake(c, &s->solution, error);
		return;
	}
	if (!tutor_success(c->t, c->step, made.session, &v, error)) {
		mistake(c, &s->success, error);
	} else if (!v.right) {
		error_set(line, "does not succeed: %.150s", v.told);
		mistake(c, &s->solution, line);
	}
	consequence_free(&made);
}

static void check_step(struct checking *c)
{
	const struct tutorial_step *s = &c->t->tutorial->steps[c->step];
	char error[ERROR_MAX], line[ERROR_MAX];
	struct pointing p;
	struct verdict v;

	check_text(c, &s->caption);
	check_texts(c, &s->texts);
	check_text(c, &s->question);
	check_text(c, &s->say);
	check_text(c, &s->otherwise);
	check_text(c, &s->task);
	check_text(c, &s->hint);
	for (size_t i = 0; i < s->shows.count; i++)
		if (!known_panel(s->shows.list[i].text, error))
			mistake(c, &s->shows.list[i], error);
	for (size_t i = 0; i < s->points.count; i++)
		if (!tutor_point(c->t, c->step, s->points.list[i].text, &p, error))
			mistake(c, &s->points.list[i], error);
	for (size_t i = 0; i < s->claims.count; i++) {
		if (!ask(c->t, c->step, c->t->session, s->claims.list[i].text, &v, error)) {
			mistake(c, &s->claims.list[i], error);
		} else if (!v.right) {
			error_set(line, "is not so: %.150s", v.told);
			mistake(c, &s->claims.list[i], line);
		}
	}
	check_options(c, s);
	if (s->kind == QUESTION_VALUE && !tutor_value(c->t, c->step, "0", &v, error))
		mistake(c, &s->answer, error);
	if (s->kind == QUESTION_THING && !tutor_point(c->t, c->step, s->answer.text, &p, error))
		mistake(c, &s->answer, error);
	else if (s->kind == QUESTION_THING && p.kind == POINTED_TEXT)
		mistake(c, &s->answer, "a text cannot be clicked on");
	check_experiment(c, s);
}

size_t tutor_check(struct tutor *t, void (*tell)(void *arg, const char *line), void *arg)
{
	struct checking c = {.t = t, .tell = tell, .arg = arg};
	char error[ERROR_MAX];
	struct timeline_mark mark;

	for (c.step = 0; c.step < t->tutorial->nsteps; c.step++) {
		if (!tutor_mark(t, c.step, &mark, error)) {
			mistake(&c, &t->tutorial->steps[c.step].mark, error);
			break; /* the steps behind it hang on it */
		}
		check_step(&c);
	}
	return c.mistakes;
}
