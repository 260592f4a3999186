/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instants by number or by an event's name: the part of WHERE that needs no names of programs. See analysis/where.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "replay/timeline.h"

size_t timeline_events_until(const struct timeline *t, uint64_t icount)
{
	struct search in = search_among(timeline_nevents(t));

	while (search_goes_on(&in))
		search_tell(&in, timeline_event(t, in.at)->icount <= icount);
	return in.found;
}

int timeline_mark_order(const struct timeline_mark *a, const struct timeline_mark *b)
{
	if (a->icount != b->icount)
		return a->icount < b->icount ? -1 : 1;
	if (a->event != b->event)
		return a->event < b->event ? -1 : 1;
	return a->hazard < b->hazard ? -1 : a->hazard > b->hazard;
}

static bool number(const char *text, uint64_t *n)
{
	char *end;

	if (!*text || strspn(text, "0123456789") != strlen(text))
		return false;
	errno = 0;
	*n = strtoull(text, &end, 10);
	return !errno && !*end;
}

static void mark_event(const struct timeline *t, size_t seq, struct timeline_mark *mark)
{
	*mark = (struct timeline_mark){timeline_event(t, seq)->icount, (long)seq, 0};
}

/* Adds a name to a list; false when the list is full. */
static bool add_name(char *list, size_t size, const char *name)
{
	size_t used = strlen(list);

	if (used + strlen(name) + 8 > size)
		return false;
	snprintf(list + used, size - used, "%s%s", used ? ", " : "", name);
	return true;
}

/* A kind of event that does not happen: tells those that do, the rarest first, for they are the landmarks. */
static bool where_never(const struct timeline *t, const char *where, char *error)
{
	size_t count[EV_COUNT] = {0};
	char list[ERROR_MAX - 80] = "";

	for (size_t i = 0; i < timeline_nevents(t); i++)
		if (timeline_event(t, i)->kind < EV_COUNT)
			count[timeline_event(t, i)->kind]++;
	for (;;) {
		int rarest = -1;

		for (int i = 0; i < EV_COUNT; i++)
			if (count[i] && (rarest < 0 || count[i] < count[rarest]))
				rarest = i;
		if (rarest < 0)
			break;
		if (!add_name(list, sizeof list, event_name((uint32_t)rarest))) {
			strcat(list, ", ...");
			break;
		}
		count[rarest] = 0;
	}
	return error_set(error, "%.30s: does not happen in this run; there are %s", where, list);
}

/* A name that no kind of event has: proposes those that it is a part of, or the one that it is most like. */
static bool where_unknown(const char *where, const char *name, char *error)
{
	const char *names[EV_ALL + 2] = {"end"}, *near;
	char list[ERROR_MAX - 80] = "";

	for (int i = 0; i < EV_ALL; i++)
		names[i + 1] = event_name((uint32_t)i);
	for (int i = 0; *name && names[i]; i++)
		if (strcasestr(names[i], name))
			add_name(list, sizeof list, names[i]);
	if (strchr(list, ','))
		return error_set(error, "%.60s: no such event or instant; there are %s", where, list);
	near = *list ? list : error_nearest(name, names);
	return error_set(error, "%.60s: no such event%s%s%s", where, near ? "; did you mean " : "", near ? near : "",
	                 near ? "?" : " or instant (N, @N, NAME, NAME#K or end)");
}

static bool where_name(const struct timeline *t, const char *where, struct timeline_mark *mark, char *error)
{
	const char *hash = strchr(where, '#');
	char name[40];
	uint64_t wanted = 1, found = 0;
	int kind;

	if (hash && (!number(hash + 1, &wanted) || !wanted))
		return error_set(error, "%.60s: after # comes a number from 1", where);
	snprintf(name, sizeof name, "%.*s", hash ? (int)(hash - where) : -1, where);
	kind = event_kind(name);
	if (kind < 0)
		return where_unknown(where, name, error);
	for (size_t i = 0; i < timeline_nevents(t); i++) {
		if ((int)timeline_event(t, i)->kind == kind && ++found == wanted) {
			mark_event(t, i, mark);
			return true;
		}
	}
	if (!found)
		return where_never(t, where, error);
	return error_set(error, "%.60s: the run has %llu of these events", where, (unsigned long long)found);
}

bool timeline_where(const struct timeline *t, const char *where, struct timeline_mark *mark, char error[ERROR_MAX])
{
	bool end = !strcmp(where, "end");
	size_t length = strlen(where);
	uint64_t n = timeline_end(t);

	if (length > 1 && where[length - 1] == '%' && strspn(where, "0123456789") == length - 1) {
		unsigned long part = strtoul(where, NULL, 10);

		if (length > 4 || part > 100)
			return error_set(error, "%.60s: a run ends at 100%%", where);
		n = timeline_end(t) / 100 * part + timeline_end(t) % 100 * part / 100;
		*mark = (struct timeline_mark){n, (long)timeline_events_until(t, n) - 1, 0};
		return true;
	}
	if (end || *where == '@') {
		if (!end && !number(where + 1, &n))
			return error_set(error, "%.60s: after @ comes a number of instructions", where);
		if (n > timeline_end(t))
			return error_set(error, "%.60s: the run ends at @%llu", where,
			                 (unsigned long long)timeline_end(t));
		*mark = (struct timeline_mark){n, (long)timeline_events_until(t, n) - 1, 0};
		return true;
	}
	if (!number(where, &n))
		return where_name(t, where, mark, error);
	if (n >= timeline_nevents(t))
		return error_set(error, "%.60s: the run has %zu events, counted from 0", where, timeline_nevents(t));
	mark_event(t, n, mark);
	return true;
}
