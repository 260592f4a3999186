/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A timeline and what is kept of it. See session.h. */
#include "analysis/session.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "analysis/analysis_cache.h"

struct session {
	struct timeline *timeline;
	struct analysis_cache cache;
	long beginning;
	uint64_t end; /* of the timeline, as far as it was read */
	size_t nevents;
	bool grows;
};

static long find_beginning(const struct timeline *t)
{
	for (size_t i = 0; i < timeline_nevents(t); i++) {
		const struct event *e = timeline_event(t, i);

		if (e->kind == EV_EXEC_DONE && e->pid > 1)
			return (long)i;
	}
	return 0;
}

static void note_end(struct session *session)
{
	session->end = timeline_end(session->timeline);
	session->nevents = timeline_nevents(session->timeline);
	session->grows = timeline_grows(session->timeline);
}

struct session *session_new(struct timeline *t)
{
	struct session *session = alloc_new(1, sizeof *session);

	session->timeline = t;
	analysis_cache_begin(&session->cache, t);
	session->beginning = find_beginning(t);
	note_end(session);
	return session;
}

struct session *session_instead(struct session *used, struct timeline *t)
{
	if (!used)
		return session_new(t);
	used->timeline = t;
	analysis_cache_again(&used->cache, t);
	used->beginning = find_beginning(t);
	note_end(used);
	return used;
}

void session_grow(struct session *session)
{
	struct timeline *t = session->timeline;

	if (session->end == timeline_end(t) && session->nevents == timeline_nevents(t) &&
	    session->grows == timeline_grows(t))
		return;
	analysis_cache_grow(&session->cache, t);
	session->beginning = find_beginning(t);
	note_end(session);
}

struct timeline *session_leave(struct session *session)
{
	struct timeline *t = session->timeline;

	analysis_cache_release(&session->cache);
	free(session);
	return t;
}

void session_free(struct session *session)
{
	if (session)
		timeline_free(session_leave(session));
}

struct timeline *session_timeline(struct session *session)
{
	return session->timeline;
}

struct analysis_cache *session_cache(struct session *session)
{
	return &session->cache;
}

bool session_first_vfork(const struct timeline *t, struct timeline_mark *mark)
{
	const struct event *e;

	for (size_t i = 0; (e = timeline_event(t, i)); i++)
		if (e->kind == EV_VFORK_BEGIN && e->pid > 1) {
			*mark = (struct timeline_mark){e->icount, (long)i, 0};
			return true;
		}
	return false;
}

long session_beginning(const struct session *session)
{
	return session->beginning;
}

bool session_notable(struct session *session, struct timeline_mark *mark, int way)
{
	const struct timeline *t = session->timeline;
	const struct hazard *h = session_hazard(session, mark, way);
	struct timeline_mark event, hazard = {0};
	long at = mark->event;

	/* Behind an event, that one is the last before. */
	if (way < 0 && at >= 0 && (mark->hazard || timeline_event(t, (size_t)at)->icount < mark->icount))
		at++;
	at = chronicle_notable(&session->cache.chronicle, at, way);
	if (at < 0 && !h)
		return false;
	if (h)
		hazard = hazard_mark(h);
	if (at >= 0)
		event = (struct timeline_mark){timeline_event(t, (size_t)at)->icount, at, 0};
	*mark = at < 0 || (h && way * timeline_mark_order(&hazard, &event) < 0) ? hazard : event;
	return true;
}

const struct event *session_event(struct session *session, const struct timeline_mark *mark)
{
	const struct hazard *h = hazard_of(session, mark);

	return h ? &h->event : mark->event < 0 ? NULL : timeline_event(session->timeline, (size_t)mark->event);
}
