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

struct session *session_new(struct timeline *t)
{
	struct session *session = alloc_new(1, sizeof *session);

	session->timeline = t;
	analysis_cache_begin(&session->cache, t);
	session->beginning = find_beginning(t);
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	analysis_cache_release(&session->cache);
	timeline_free(session->timeline);
	free(session);
}

struct timeline *session_timeline(struct session *session)
{
	return session->timeline;
}

struct analysis_cache *session_cache(struct session *session)
{
	return &session->cache;
}

long session_beginning(const struct session *session)
{
	return session->beginning;
}

long session_notable(const struct session *session, long event, int way)
{
	return chronicle_notable(&session->cache.chronicle, event, way);
}
