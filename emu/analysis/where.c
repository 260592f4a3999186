/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instants by name. See where.h. */
#include "analysis/where.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hazard.h"
#include "analysis/location.h"
#include "analysis/step.h"
#include "base/text.h"

enum { WHERE_MAX = 128, STEPS_MAX = 8 };

struct where_step {
	enum step_unit unit;
	int64_t count;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Where the last step of a text begins: +N or -N and a letter. NULL if it does not end with one. */
static char *last_step(char *text)
{
	size_t length = strlen(text);
	char *at = text + length - 1;

	if (length < 3 || is_digit(*at))
		return NULL;
	while (at > text && is_digit(at[-1]))
		at--;
	return at > text + 1 && is_digit(*at) && (at[-1] == '+' || at[-1] == '-') ? at - 1 : NULL;
}

static bool read_step(const char *text, struct where_step *step, char *error)
{
	char *end;

	errno = 0;
	step->count = strtoll(text, &end, 10);
	if (errno || step->count > INT64_MAX / 2 || step->count < INT64_MIN / 2)
		return error_set(error, "%.20s: is too far", text);
	step->unit = step_unit(end, strlen(end));
	if (step->unit == STEP_COUNT) {
		char letters[ERROR_MAX / 2];
		struct text list = text_in(letters, sizeof letters);

#define UNIT(symbol, letter, name, what) text_put(&list, "%s%s", list.used ? ", " : "", letter " (" name ")");
		STEP_UNITS(UNIT)
#undef UNIT
		return error_set(error, "%.20s: %.10s is no unit of a step; there are %s", text, end, letters);
	}
	return true;
}

/* "NAME#K": cuts the number off. False if what is behind # is none. */
static bool cut_number(char *text, uint64_t *k, char *error)
{
	char *hash = strrchr(text, '#');

	*k = 1;
	if (!hash)
		return true;
	*hash = '\0';
	errno = 0;
	if (!hash[1] || strspn(hash + 1, "0123456789") != strlen(hash + 1) || !(*k = strtoull(hash + 1, NULL, 10)) ||
	    errno)
		return error_set(error, "#%.60s: after # comes a number from 1", hash + 1);
	return true;
}

struct count {
	struct location location;
	uint64_t wanted, seen;
};

static bool is_the_one(void *arg, const struct passage *at)
{
	struct count *c = arg;

	return location_here(&c->location, at) && ++c->seen == c->wanted;
}

/* The instant when the run comes to a location for the K-th time. */
static bool where_location(struct session *session, const char *name, uint64_t k, const char *where,
                           struct timeline_mark *mark, char *error)
{
	struct count count = {.wanted = k};
	struct passage found;

	if (!location_read(session, name, &count.location, error))
		return false;
	switch (passage_first(session, 0, UINT64_MAX, is_the_one, &count, &found, error)) {
	case PASSAGE_FOUND:
		step_to(session_timeline(session), mark, found.icount);
		return true;
	case PASSAGE_NONE:
		return error_set(error, "%.80s: the run comes there %" PRIu64 " time%s", where, count.seen,
		                 count.seen == 1 ? "" : "s");
	default:
		return false;
	}
}

/* Is it for the timeline alone: a number, or the name of an event that was recorded? */
static bool of_timeline(const char *start, const char *name)
{
	int kind = event_kind(name);

	return *start == '@' || is_digit(*start) || !strcmp(start, "end") ||
	       (kind >= 0 && !hazard_kind((uint32_t)kind));
}

/* "hazard.frame#2": the K-th hazard of a kind, and "124.1": the K-th of all behind an event. */
static bool where_hazard(struct session *session, int kind, const char *event, uint64_t k, const char *where,
                         struct timeline_mark *mark, char *error)
{
	const struct hazards *hs = session_hazards(session);
	uint64_t seen = 0;
	char what[32];

	for (size_t i = 0; i < hs->count; i++) {
		const struct hazard *h = &hs->list[i];

		if (event ? h->event.seq != strtoull(event, NULL, 10) : h->event.kind != (uint32_t)kind)
			continue;
		if (++seen == k) {
			*mark = hazard_mark(h);
			return true;
		}
	}
	snprintf(what, sizeof what, event ? "hazards behind event %.12s" : "of these", event);
	return hazards_all(session, error) && error_set(error, "%.80s: the run has %" PRIu64 " %s", where, seen, what);
}

/* "124.1", cut at the point. */
static bool is_behind_event(char *start, uint64_t *k)
{
	char *point = strchr(start, '.');

	if (!point || point == start || strspn(start, "0123456789") != (size_t)(point - start) || !point[1] ||
	    strspn(point + 1, "0123456789") != strlen(point + 1))
		return false;
	*point = '\0';
	*k = strtoull(point + 1, NULL, 10);
	return true;
}

/* Is it a part of an event's name? */
static bool like_event(const char *name)
{
	for (uint32_t kind = 0; *name && kind < EV_ALL; kind++)
		if (strcasestr(event_name(kind), name))
			return true;
	return false;
}

bool where_is_one(const char *where)
{
	char text[WHERE_MAX];

	if (strpbrk(where, " \t"))
		return false;
	snprintf(text, sizeof text, "%s", where);
	return *where == '@' || is_digit(*where) || !strcmp(where, "end") || strchr(where, '#') || last_step(text);
}

static where_finding *find_finding;

void where_findings(where_finding *finds)
{
	find_finding = finds;
}

static bool where_start(struct session *session, const char *start, const char *where, struct timeline_mark *mark,
                        char *error)
{
	const struct timeline *t = session_timeline(session);
	char name[WHERE_MAX];
	uint64_t k;

	strcpy(name, start);
	if (is_behind_event(name, &k))
		return where_hazard(session, 0, name, k, where, mark, error);
	name[strcspn(name, "#")] = '\0';
	if (of_timeline(start, name))
		return timeline_where(t, start, mark, error);
	strcpy(name, start);
	if (!cut_number(name, &k, error))
		return false;
	if (event_kind(name) >= 0)
		return where_hazard(session, event_kind(name), NULL, k, where, mark, error);
	if (find_finding && !strcmp(name, "finding"))
		return find_finding(session, k, mark, error);
	return where_location(session, name, k, where, mark, error) ||
	       (like_event(name) && timeline_where(t, start, mark, error));
}

bool where_mark(struct session *session, const char *where, struct timeline_mark *mark, char error[ERROR_MAX])
{
	struct where_step steps[STEPS_MAX];
	struct timeline_mark at;
	char start[WHERE_MAX], *step;
	size_t n = 0;

	if (strlen(where) >= sizeof start)
		return error_set(error, "%.60s...: an instant's name is shorter", where);
	strcpy(start, where);
	while ((step = last_step(start))) {
		if (n == STEPS_MAX)
			return error_set(error, "%.80s: too many steps", where);
		if (!read_step(step, &steps[n++], error))
			return false;
		*step = '\0';
	}
	if (!where_start(session, start, where, &at, error))
		return false;
	while (n-- > 0)
		if (!step_move(session, &at, steps[n].unit, steps[n].count, error))
			return false;
	*mark = at;
	return true;
}
