/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A timeline and its study. See session.h. */
#include "analysis/session.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "analysis/analysis_cache.h"

struct session {
	struct timeline *timeline;
	struct study study;
};

struct session *session_new(struct timeline *t)
{
	struct session *session = memory_new(1, sizeof *session);

	session->timeline = t;
	study_begin(&session->study, t);
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	study_release(&session->study);
	timeline_free(session->timeline);
	free(session);
}

struct timeline *session_timeline(struct session *session)
{
	return session->timeline;
}

struct study *session_study(struct session *session)
{
	return &session->study;
}

long session_notable(const struct session *session, long event, int way)
{
	return chronicle_notable(&session->study.chronicle, event, way);
}
