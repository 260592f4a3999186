/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What could stand in a line that names instants. See completion.h. */
#include "analysis/completion.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/condition.h"
#include "analysis/hazard.h"
#include "analysis/step.h"
#include "base/alloc.h"

#define KERNEL "kernel:"

enum { TIMES_MAX = 99 /* "#K" that are listed */, LINES_MAX = 200 };

struct asking {
	struct session *session;
	const struct timeline_mark *mark;
	struct completions *to;
	char piece[CONDITION_TEXT]; /* what is there already */
	bool anywhere;              /* it may be anywhere in a name, not only at its beginning */
	bool files, functions;      /* wanted of location_names */
	const char *after;          /* put behind each name */
};

static void offer(struct asking *a, const char *text, const char *after, const char *tells)
{
	struct completions *to = a->to;
	struct completion *c;
	char whole[COMPLETION_TEXT];

	if (to->count == COMPLETION_MAX || snprintf(whole, sizeof whole, "%s%s", text, after) >= (int)sizeof whole)
		return;
	if (a->anywhere ? !strcasestr(whole, a->piece) : strncmp(whole, a->piece, strlen(a->piece)) != 0)
		return;
	for (size_t i = 0; i < to->count; i++)
		if (!strcmp(to->list[i].text, whole))
			return;
	to->list = alloc_room(to->list, to->count, &to->room, sizeof *to->list);
	c = &to->list[to->count++];
	memcpy(c->text, whole, sizeof c->text);
	snprintf(c->tells, sizeof c->tells, "%.*s", COMPLETION_TEXT - 1, tells);
}

/* Kinds of names ------------------------------------------------------------------------------ */

static void offer_location(void *arg, const char *name, bool kernel, bool file)
{
	struct asking *a = arg;
	char text[COMPLETION_TEXT];

	if (file ? !a->files : !a->functions)
		return;
	snprintf(text, sizeof text, "%s%s", kernel && !file ? KERNEL : "", name);
	if (file)
		offer(a, text, ":", kernel ? "source of the kernel" : "source");
	else
		offer(a, text, a->after, kernel ? "function of the kernel" : "function");
	if (!file && strchr(a->piece, '.')) { /* FUNCTION.return, when it has come so far */
		strncat(text, ".return", sizeof text - strlen(text) - 1);
		offer(a, text, a->after, "the function returns");
	}
}

static void offer_locations(struct asking *a, bool files, const char *after)
{
	a->files = files;
	a->functions = true;
	a->after = after;
	location_names(a->session, offer_location, a);
}

/* Events that the run has; hazards if they are known, or it may have them. */
static void offer_events(struct asking *a)
{
	const struct timeline *t = session_timeline(a->session);
	bool there[EV_ALL] = {false};

	for (size_t i = 0; i < timeline_nevents(t); i++)
		if (timeline_event(t, i)->kind < EV_COUNT)
			there[timeline_event(t, i)->kind] = true;
	if (hazards_known(a->session)) {
		const struct hazards *hs = session_hazards(a->session);

		for (size_t i = 0; i < hs->count; i++)
			there[hs->list[i].event.kind] = true;
	} else {
		for (uint32_t kind = EV_COUNT; kind < EV_ALL; kind++)
			there[kind] = true;
	}
	for (uint32_t kind = EV_ALL; kind-- > 0;) /* hazards first */
		if (there[kind])
			offer(a, event_name(kind), "", event_tells(kind));
}

static void offer_datum(void *arg, const char *name, const char *type)
{
	struct asking *a = arg;

	offer(a, name, a->after, *type ? type : "of the kernel");
}

static void offer_data(struct asking *a, const char *after)
{
	a->after = after;
	datum_names(a->session, a->mark, 0, offer_datum, a);
}

static void offer_words(struct asking *a, const struct condition_word *words)
{
	for (; words->word; words++)
		offer(a, words->word, " ", words->tells);
}

static void offer_pids(struct asking *a)
{
	const struct chronicle *ch = &session_cache(a->session)->chronicle;

	for (size_t i = 0; i < ch->ncourses; i++) {
		const struct course *c = &ch->courses[i];
		char pid[16];

		snprintf(pid, sizeof pid, "%" PRIu32, c->pid);
		offer(a, pid, "", c->nnames ? c->names[c->nnames - 1].name : "");
	}
}

/* "NAME#": as often as it happens, where that is known at once. */
static void offer_times(struct asking *a, const char *name, size_t length)
{
	const struct timeline *t = session_timeline(a->session);
	char event[COMPLETION_TEXT], text[COMPLETION_TEXT], at[SNAP_LINE];
	unsigned k = 0;
	int kind;

	snprintf(event, sizeof event, "%.*s", (int)length, name);
	kind = event_kind(event);
	if (kind < 0) {
		offer(a, "1", "", "the first time");
		offer(a, "2", "", "the second time");
	}
	for (size_t i = 0; kind >= 0 && kind < EV_COUNT && i < timeline_nevents(t) && k < TIMES_MAX; i++)
		if (timeline_event(t, i)->kind == (uint32_t)kind) {
			snprintf(text, sizeof text, "%u", ++k);
			snprintf(at, sizeof at, "pid %" PRIu32 " @%" PRIu64, timeline_event(t, i)->pid,
			         timeline_event(t, i)->icount);
			offer(a, text, "", at);
		}
	if (kind >= EV_COUNT && hazards_known(a->session)) {
		const struct hazards *hs = session_hazards(a->session);

		for (size_t i = 0; i < hs->count && k < TIMES_MAX; i++)
			if (hs->list[i].event.kind == (uint32_t)kind) {
				snprintf(text, sizeof text, "%u", ++k);
				hazard_summary(&hs->list[i], at);
				offer(a, text, "", at);
			}
	}
}

static void offer_lines(struct asking *a, const char *file, size_t length)
{
	char name[LOCATION_NAME], text[16];
	int line = 0;

	if (length >= sizeof name)
		return;
	snprintf(name, sizeof name, "%.*s", (int)length, file);
	for (int n = 0; n < LINES_MAX && (line = location_next_line(a->session, name, line + 1)); n++) {
		snprintf(text, sizeof text, "%d", line);
		offer(a, text, "", "line with code");
	}
}

static void offer_units(struct asking *a)
{
#define UNIT(symbol, letter, name, what) offer(a, letter, "", what);
	STEP_UNITS(UNIT)
#undef UNIT
}

/* Arguments of the event that a text begins with. */
static void offer_arguments(struct asking *a, const char *text)
{
	char name[COMPLETION_TEXT];
	int kind;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(text, " \t"), text);
	kind = event_kind(name);
	for (int i = 0; kind >= 0 && event_arg_name((uint32_t)kind, i, name, sizeof name); i++)
		offer(a, name, "=", "argument");
}

/* The line ------------------------------------------------------------------------------------ */

/* The piece that is completed begins there. */
static void from(struct asking *a, const char *line, const char *at, size_t cursor)
{
	a->to->begin = (size_t)(at - line);
	snprintf(a->piece, sizeof a->piece, "%.*s", (int)(cursor - a->to->begin), at);
}

/* Behind the last blank of a text that has one. */
static const char *last_word(const char *text)
{
	const char *at = text + strlen(text);

	while (!strchr(" \t", at[-1]))
		at--;
	return at;
}

/* The word of a table that a text begins with, and a blank behind; *rest: what is behind that. */
static const struct condition_word *word_of(const struct condition_word *words, const char *text, const char **rest)
{
	for (; words->word; words++) {
		size_t n = strlen(words->word);

		if (!strncmp(text, words->word, n) && strchr(" \t", text[n]) && text[n]) {
			*rest = text + n + strspn(text + n, " \t");
			return words;
		}
	}
	return NULL;
}

/* Where the letters of a unit begin behind a sign and digits; NULL if they do not. */
static const char *unit_place(const char *word)
{
	const char *at = word + strlen(word);

	while (at > word && at[-1] >= 'a' && at[-1] <= 'z')
		at--;
	if (at - 1 <= word || at[-1] < '0' || at[-1] > '9')
		return NULL;
	for (const char *sign = at - 1; sign > word; sign--) {
		if (sign[-1] == '+' || sign[-1] == '-')
			return sign - 1 > word ? at : NULL;
		if (sign[-1] < '0' || sign[-1] > '9')
			return NULL;
	}
	return NULL;
}

/* An instant or a place: its name, its number, its line, its steps. */
static void complete_place(struct asking *a, const char *line, const char *word, size_t cursor, bool where)
{
	const char *hash = strchr(word, '#'), *colon = strrchr(word, ':'), *unit = where ? unit_place(word) : NULL;

	if (unit) {
		from(a, line, unit, cursor);
		offer_units(a);
	} else if (hash) {
		from(a, line, hash + 1, cursor);
		offer_times(a, word, (size_t)(hash - word));
	} else if (colon && strncmp(word, KERNEL, (size_t)(colon + 1 - word)) != 0) {
		from(a, line, colon + 1, cursor);
		offer_lines(a, word, (size_t)(colon - word));
	} else {
		from(a, line, word, cursor);
		if (where)
			offer_events(a);
		offer_locations(a, true, "");
	}
}

/* What may stand behind a thing or a filter that is complete. */
static void complete_next(struct asking *a, const char *line, const char *at, size_t cursor)
{
	from(a, line, at, cursor);
	offer(a, &CONDITION_AND[1], "", "something else that must hold");
}

static void complete_operand(struct asking *a, const char *line, const struct condition_word *verb, const char *rest,
                             size_t cursor)
{
	if (strpbrk(rest, " \t")) {
		if (verb->operand == OPERAND_DATUM && !strchr(rest, '=')) {
			from(a, line, last_word(rest), cursor);
			offer(a, "=", " ", "just that value");
		}
		if (verb->operand != OPERAND_TEXT)
			complete_next(a, line, last_word(rest), cursor);
		if (verb->operand == OPERAND_EVENT)
			offer_arguments(a, rest);
		return;
	}
	from(a, line, rest, cursor);
	switch (verb->operand) {
	case OPERAND_DATUM:
		offer_data(a, "");
		break;
	case OPERAND_TEXT:
		break;
	case OPERAND_EVENT:
		offer_events(a);
		break;
	case OPERAND_FUNCTION:
		offer_locations(a, false, "");
		break;
	case OPERAND_LOCATION:
		complete_place(a, line, rest, cursor, false);
		break;
	case OPERAND_PID:
		offer_pids(a);
		break;
	case OPERAND_MODE:
		for (int mode = MODE_USER; condition_modes[mode]; mode++)
			offer(a, condition_modes[mode], "", mode == MODE_USER ? "by the program" : "by the kernel");
		break;
	}
}

static void complete(struct asking *a, const char *line, size_t cursor)
{
	const char *part = line, *and, *rest;
	const struct condition_word *verb;
	bool filter;

	while ((and = strstr(part, CONDITION_AND)))
		part = and+strlen(CONDITION_AND);
	filter = part != line;
	part += strspn(part, " \t");
	verb = word_of(filter ? condition_filters : condition_things, part, &rest);
	if (verb) {
		complete_operand(a, line, verb, rest, cursor);
	} else if (strpbrk(part, " \t") && !filter) {
		complete_next(a, line, last_word(part), cursor);
		offer_arguments(a, part);
	} else if (strpbrk(part, " \t")) {
		from(a, line, last_word(part), cursor);
		offer(a, "=", " ", "has that value then");
		offer(a, "!=", " ", "has another value then");
	} else if (filter) {
		from(a, line, part, cursor);
		offer_words(a, condition_filters);
		offer_data(a, " ");
	} else {
		from(a, line, part, cursor);
		offer_words(a, condition_things);
		offer(a, "end", "", "the run's end");
		complete_place(a, line, part, cursor, true);
	}
}

struct completions completions_at(struct session *session, const char *line, size_t cursor,
                                  const struct timeline_mark *mark)
{
	struct completions found = {0};
	struct asking asking = {.session = session, .mark = mark, .to = &found};
	char *text = alloc_copy(line, cursor < strlen(line) ? cursor : strlen(line));

	complete(&asking, text, strlen(text));
	asking.anywhere = true;
	if (!found.count)
		complete(&asking, text, strlen(text));
	free(text);
	return found;
}

size_t completions_common(const struct completions *cs)
{
	size_t n = cs->count ? strlen(cs->list[0].text) : 0;

	for (size_t i = 1; i < cs->count; i++) {
		size_t same = 0;

		while (same < n && cs->list[i].text[same] == cs->list[0].text[same])
			same++;
		n = same;
	}
	return n;
}

void completions_free(struct completions *cs)
{
	free(cs->list);
	*cs = (struct completions){0};
}
