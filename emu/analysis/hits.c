/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All instants that a text means. See hits.h. */
#include "analysis/hits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/hazard.h"
#include "analysis/step.h"
#include "analysis/where.h"
#include "base/alloc.h"
#include "base/search.h"

/* Instructions of a piece: some half a millisecond of the host's time, and some 20. */
enum { PIECE_MIN = 1 << 14, PIECE_MAX = 1 << 20 };

static double milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void add(struct hits *h, const struct timeline_mark *mark)
{
	h->list = alloc_room(h->list, h->count, &h->room, sizeof *h->list);
	h->list[h->count++] = *mark;
}

bool hits_begin(struct hits *h, struct session *session, const char *text, const struct timeline_mark *at,
                char error[ERROR_MAX])
{
	struct timeline_mark mark;
	size_t length;

	*h = (struct hits){.session = session, .reached = {0, -1, 0}, .piece = PIECE_MIN};
	text += strspn(text, " \t");
	for (length = strlen(text); length && strchr(" \t", text[length - 1]);)
		length--;
	if (!length)
		return error_set(error, "nothing to look for");
	if (length >= sizeof h->text)
		return error_set(error, "%.60s...: is too long", text);
	memcpy(h->text, text, length);
	if (where_is_one(h->text)) {
		h->one = h->done = true;
		if (!where_mark(session, h->text, &mark, error))
			return false;
		add(h, &mark);
		return true;
	}
	if (!condition_read(session, h->text, at, &h->condition, error))
		return false;
	if (h->condition.kind == CONDITION_EVENT && hazard_kind(h->condition.event)) { /* they are found all at once */
		session_hazards(session);
		return hazards_all(session, error);
	}
	return true;
}

/* Is it looked for by running the run again? */
static bool needs_running(const struct hits *h)
{
	return h->condition.kind != CONDITION_EVENT && h->condition.kind != CONDITION_CONSOLE;
}

bool hits_more(struct hits *h, int milliseconds)
{
	struct timeline *t = session_timeline(h->session);
	double until = milliseconds_now() + milliseconds;

	while (!h->done) {
		struct timeline_mark mark = h->reached;
		bool whole = !needs_running(h); /* to the end of the run, or of the piece */
		enum passage_end end;

		if (!whole) {
			h->condition.until = h->reached.icount + 1 + h->piece;
			whole = h->condition.until >= timeline_end(t);
		}
		if (whole)
			h->condition.until = 0;
		end = condition_find(h->session, &h->condition, &mark, false, h->problem);
		if (end == PASSAGE_FOUND) {
			add(h, &mark);
			h->reached = mark;
		} else if (end == PASSAGE_FAILED) {
			h->done = true;
		} else if (whole) {
			h->done = true;
			h->problem[0] = '\0';
			step_to(t, &h->reached, timeline_end(t));
		} else {
			step_to(t, &h->reached, h->condition.until - 1);
		}
		if (h->count == HITS_MAX && !h->done) {
			h->done = true;
			error_set(h->problem, "there are more than %d", HITS_MAX);
		}
		if (milliseconds_now() >= until)
			break;
		if (end == PASSAGE_NONE && h->piece < PIECE_MAX)
			h->piece *= 2;
	}
	return !h->done;
}

int hits_progress(const struct hits *h)
{
	uint64_t end = timeline_end(session_timeline(h->session));

	return h->done || !end ? 1000 : (int)(h->reached.icount * 1000 / end);
}

const struct timeline_mark *hits_next(const struct hits *h, const struct timeline_mark *mark, int way)
{
	struct search in = search_among(h->count);

	while (search_goes_on(&in)) {
		int order = timeline_mark_order(&h->list[in.at], mark);

		search_tell(&in, way > 0 ? order <= 0 : order < 0);
	}
	if (way > 0)
		return in.found < h->count ? &h->list[in.found] : NULL;
	return in.found ? &h->list[in.found - 1] : NULL;
}

void hits_release(struct hits *h)
{
	free(h->list);
	*h = (struct hits){.done = true};
}
