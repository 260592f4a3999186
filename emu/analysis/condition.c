/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for what happens in a run. See condition.h. */
#include "analysis/condition.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/hazard.h"
#include "analysis/step.h"
#include "analysis/writer.h"
#include "base/alloc.h"
#include "debuginfo/disasm.h"

#define AND " and "

/* Reading ------------------------------------------------------------------------------------- */

/* The rest of a text behind a word and blanks; NULL if it does not begin with that word. */
static const char *behind(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 || !isspace((unsigned char)text[length]))
		return NULL;
	return text + length + strspn(text + length, " \t");
}

static bool read_value(const char *text, uint64_t *value)
{
	bool hex = !strncmp(text, "0x", 2);
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, hex ? 16 : 10);
	return !*end && !errno && (!hex || end > text + 2);
}

/* Cuts " = VALUE" off a text. False if there is one that is no number. */
static bool cut_value(char *text, struct condition *c)
{
	char *equals = strchr(text, '=');
	size_t length;

	if (!equals)
		return true;
	c->has_value = true;
	*equals = '\0';
	for (length = strlen(text); length && isspace((unsigned char)text[length - 1]); length--)
		text[length - 1] = '\0';
	return read_value(equals + 1 + strspn(equals + 1, " \t"), &c->value);
}

/* "NAME=VALUE ...": arguments of an event. */
static bool read_arguments(char *text, struct condition *c, char *error)
{
	for (char *rest = text, *word; (word = strtok_r(rest, " \t", &rest));) {
		char *equals = strchr(word, '=');
		char name[CONDITION_TEXT];
		int argument = -1;
		uint64_t value;

		if (!equals)
			return error_set(error, "%.60s: behind an event come arguments, as NAME=VALUE", word);
		*equals = '\0';
		for (int i = 0; event_arg_name(c->event, i, name, sizeof name); i++)
			if (!strcmp(name, word))
				argument = i;
		if (argument < 0)
			return error_set(error, "%.60s: %s has no such argument; vforkscope events shows them", word,
			                 event_name(c->event));
		if (!read_value(equals + 1, &value) || value > UINT32_MAX)
			return error_set(error, "%.60s: is no number", equals + 1);
		c->args[argument] = (uint32_t)value;
		c->wanted |= 1u << argument;
	}
	return true;
}

static bool read_write(struct session *session, char *text, const struct timeline_mark *at, struct condition *c,
                       char *error)
{
	const struct chronicle *ch = &session_cache(session)->chronicle;
	long course;

	c->kind = CONDITION_WRITE;
	if (!cut_value(text, c))
		return error_set(error, "%.60s: behind = comes a number", text);
	if (!datum_read(session, at, c->has_pid ? c->pid : 0, text, &c->datum, error))
		return false;
	course = c->datum.pid ? chronicle_course(ch, c->datum.pid, at->icount) : -1;
	if (course >= 0)
		snprintf(c->program, sizeof c->program, "%.*s", MAXCOMLEN,
		         course_name(&ch->courses[course], c->datum.at.icount));
	return true;
}

static bool read_thing(struct session *session, char *text, const struct timeline_mark *at, struct condition *c,
                       char *error)
{
	size_t name = strcspn(text, " \t");
	char word[LOCATION_NAME + 16];
	const char *rest;
	int kind;

	if ((rest = behind(text, "write")))
		return read_write(session, text + (rest - text), at, c, error);
	if ((rest = behind(text, "console"))) {
		c->kind = CONDITION_CONSOLE;
		if (strlen(rest) >= sizeof c->text)
			return error_set(error, "the text to look for is too long");
		strcpy(c->text, rest);
		return true;
	}
	if ((rest = behind(text, "event")))
		return read_thing(session, text + (rest - text), at, c, error);
	snprintf(word, sizeof word, "%.*s", (int)name, text);
	kind = event_kind(word);
	if (kind >= 0) {
		c->kind = CONDITION_EVENT;
		c->event = (uint32_t)kind;
		return read_arguments(text + name, c, error);
	}
	c->kind = CONDITION_LOCATION;
	if ((rest = behind(text, "call")))
		return location_read(session, rest, &c->location, error);
	if ((rest = behind(text, "return"))) {
		snprintf(word, sizeof word, "%.60s.return", rest);
		return location_read(session, word, &c->location, error);
	}
	return location_read(session, text, &c->location, error);
}

static bool read_filter(const char *text, struct condition *c, char *error)
{
	const char *rest;
	uint64_t n;

	if ((rest = behind(text, "pid")) && read_value(rest, &n) && n <= UINT32_MAX) {
		c->has_pid = true;
		c->pid = (uint32_t)n;
		return true;
	}
	rest = behind(text, "mode");
	if (rest && !strcmp(rest, "user"))
		c->mode = MODE_USER;
	else if (rest && !strcmp(rest, "kernel"))
		c->mode = MODE_KERNEL;
	else
		return error_set(error, "%.60s: behind \"and\" comes pid N, mode user or mode kernel", text);
	return true;
}

bool condition_read(struct session *session, const char *text, const struct timeline_mark *at, struct condition *c,
                    char error[ERROR_MAX])
{
	char *copy = alloc_string(text + strspn(text, " \t")), *and;
	bool ok = true;

	memset(c, 0, sizeof *c);
	while (ok && (and = strstr(copy, AND))) { /* the filters, from the last one on */
		for (char *next; (next = strstr(and+1, AND));)
			and = next;
		ok = read_filter(and+strlen(AND), c, error);
		*and = '\0';
	}
	ok = ok && read_thing(session, copy, at, c, error);
	free(copy);
	return ok;
}

/* Looking ------------------------------------------------------------------------------------- */

static bool fits(const struct condition *c, uint32_t pid, bool user)
{
	return (!c->has_pid || c->pid == pid) && (c->mode == MODE_ANY || (c->mode == MODE_USER) == user);
}

static bool event_fits(const struct condition *c, const struct event *e)
{
	if (e->kind != c->event || !fits(c, e->pid, false))
		return false;
	for (int i = 0; i < EVENT_ARGS; i++)
		if (c->wanted >> i & 1 && e->arg[i] != c->args[i])
			return false;
	return true;
}

static enum passage_end find_hazard(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                    bool backward)
{
	struct timeline_mark at = *mark;
	const struct hazard *h;

	while ((h = session_hazard(session, &at, backward ? -1 : 1))) {
		at = hazard_mark(h);
		if (!event_fits(c, &h->event))
			continue;
		*mark = at;
		return PASSAGE_FOUND;
	}
	return PASSAGE_NONE;
}

static enum passage_end find_event(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                   bool backward)
{
	const struct timeline *t = session_timeline(session);
	long n = (long)timeline_nevents(t), at = mark->event;

	if (backward && at >= 0 && (mark->hazard || timeline_event(t, (size_t)at)->icount < mark->icount))
		at++;
	for (at += backward ? -1 : 1; at >= 0 && at < n; at += backward ? -1 : 1) {
		const struct event *e = timeline_event(t, (size_t)at);

		if (event_fits(c, e)) {
			*mark = (struct timeline_mark){e->icount, at, 0};
			return PASSAGE_FOUND;
		}
	}
	return PASSAGE_NONE;
}

/* The text is there with the piece of output that has its last byte. */
static enum passage_end find_text(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                  bool backward)
{
	struct timeline *t = session_timeline(session);
	const struct recording *r = timeline_recording(t);
	size_t length = strlen(c->text), size = r->noutputs ? r->outputs[r->noutputs - 1].end : 0, piece = 0;
	uint64_t found = 0;
	bool has = false;

	for (const char *at = r->text; at && (at = memmem(at, size - (size_t)(at - r->text), c->text, length)); at++) {
		size_t end = (size_t)(at - r->text) + length;
		uint64_t icount;

		while (r->outputs[piece].end < end)
			piece++;
		icount = r->outputs[piece].icount;
		if (!fits(c, timeline_pid(t, icount, NULL), false))
			continue;
		if (backward ? icount >= mark->icount : icount > mark->icount) {
			if (!backward && !has) {
				has = true;
				found = icount;
			}
			break;
		}
		if (backward) {
			has = true;
			found = icount;
		}
	}
	if (!has)
		return PASSAGE_NONE;
	step_to(t, mark, found);
	return PASSAGE_FOUND;
}

static bool is_there(void *arg, const struct passage *at)
{
	struct condition *c = arg;

	return fits(c, at->pid, at->user) && location_here(&c->location, at);
}

/* Stores into a datum, while a stretch runs. */
struct watch {
	struct session *session;
	const struct condition *condition;
	bool last, found;
	struct passage at;
};

/* Does a store hit the variable in the space of the process that runs? */
static bool hits(const struct watch *w, const struct passage *at, const struct store *s, uint32_t *pa)
{
	const struct condition *c = w->condition;
	const struct datum *d = &c->datum;
	const struct chronicle *ch = &session_cache(w->session)->chronicle;
	const char *program = at->program;
	long course;

	*pa = d->pa;
	if (*c->program) {
		/* cheap first: does it lie in the page as the datum does? */
		if (s->size <= 4 && ((s->pa & PGOFSET) >= (d->va & PGOFSET) + d->size ||
		                     (s->pa & PGOFSET) + s->size <= (d->va & PGOFSET)))
			return false;
		if (!machine_translate(at->machine, d->va, pa))
			return false;
	}
	if (s->pa >= *pa + d->size || s->pa + s->size <= *pa)
		return false;
	if (!*c->program)
		return true;
	course = at->user ? -1 : chronicle_course(ch, at->pid, at->icount);
	if (course >= 0)
		program = course_name(&ch->courses[course], at->icount);
	return !strcmp(program, c->program);
}

static void on_store(void *arg, const struct passage *at, const struct store *s)
{
	struct watch *w = arg;
	const struct condition *c = w->condition;
	uint64_t now = 0;
	uint32_t pa;

	if ((w->found && !w->last) || !fits(c, at->pid, at->user) || !hits(w, at, s, &pa))
		return;
	for (uint32_t i = 0; i < c->datum.size; i++)
		now = now << 8 |
		      (pa + i - s->pa < s->size ? s->bytes[pa + i - s->pa] : machine_ram(at->machine)[pa + i]);
	if (c->has_value && now != c->value)
		return;
	w->found = true;
	w->at = *at;
}

static enum passage_end find_store(struct session *session, const struct condition *c, uint64_t from, uint64_t to,
                                   bool backward, struct passage *found, char *error)
{
	struct watch w = {.session = session, .condition = c, .last = backward};
	const struct passage_ear ear = {.arg = &w, .store = on_store, .reg = -1};
	struct passage_pieces pieces;
	uint64_t begin, end;

	passage_pieces(&pieces, session_timeline(session), from, to, backward);
	while (!w.found && passage_piece(&pieces, &begin, &end))
		if (!passage_in_time(&pieces, error) || !passage_listen(session, begin, end, &ear, error))
			return PASSAGE_FAILED;
	*found = w.at;
	return w.found ? PASSAGE_FOUND : PASSAGE_NONE;
}

/* Changes of a register, until one fits. */
static enum passage_end find_change(struct session *session, const struct condition *c, uint64_t from, uint64_t to,
                                    bool backward, struct passage *found, char *error)
{
	struct datum d = c->datum;
	struct timeline_mark mark;
	struct write w;
	enum passage_end end;

	for (;;) {
		/* its value where the search stands */
		step_to(session_timeline(session), &mark, backward ? to : from);
		if (!datum_read(session, &mark, d.pid, register_name(d.reg), &d, error))
			return PASSAGE_NONE;
		end = backward ? writer_last(session, &d, from, to, &w, error)
		               : writer_first(session, &d, from, to, &w, error);
		if (end != PASSAGE_FOUND)
			return end;
		if (fits(c, w.at.pid, !w.kernel) && (!c->has_value || w.now == c->value)) {
			*found = w.at;
			return end;
		}
		if (backward)
			to = w.at.icount;
		else
			from = w.at.icount + 1;
	}
}

enum passage_end condition_find(struct session *session, struct condition *c, struct timeline_mark *mark, bool backward,
                                char error[ERROR_MAX])
{
	uint64_t from = backward ? 0 : mark->icount + 1, to = backward ? mark->icount : UINT64_MAX;
	struct passage found;
	enum passage_end end;

	switch (c->kind) {
	case CONDITION_EVENT:
		return hazard_kind(c->event) ? find_hazard(session, c, mark, backward)
		                             : find_event(session, c, mark, backward);
	case CONDITION_CONSOLE:
		return find_text(session, c, mark, backward);
	case CONDITION_LOCATION:
		end = backward ? passage_last(session, from, to, is_there, c, &found, error)
		               : passage_first(session, from, to, is_there, c, &found, error);
		break;
	default:
		end = c->datum.reg >= 0 ? find_change(session, c, from, to, backward, &found, error)
		                        : find_store(session, c, from, to, backward, &found, error);
		break;
	}
	if (end == PASSAGE_FOUND)
		step_to(session_timeline(session), mark, found.icount);
	return end;
}
