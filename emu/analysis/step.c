/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Steps by unit. See step.h. */
#include "analysis/step.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/hazard.h"
#include "analysis/passage.h"
#include "analysis/step_calls.h"

static const struct {
	const char *letter, *name;
} units[] = {
#define UNIT(symbol, letter, name, what) {letter, name},
	STEP_UNITS(UNIT)
#undef UNIT
};

enum step_unit step_unit(const char *text, size_t length)
{
	int unit = 0;

	while (unit < STEP_COUNT &&
	       !(strlen(units[unit].letter) == length && !memcmp(units[unit].letter, text, length)) &&
	       !(strlen(units[unit].name) == length && !memcmp(units[unit].name, text, length)))
		unit++;
	return (enum step_unit)unit;
}

void step_to(const struct timeline *t, struct timeline_mark *mark, uint64_t icount)
{
	*mark = (struct timeline_mark){icount, (long)timeline_events_until(t, icount) - 1, 0};
}

static void step_to_event(const struct timeline *t, struct timeline_mark *mark, long event)
{
	*mark = (struct timeline_mark){timeline_event(t, (size_t)event)->icount, event, 0};
}

/* The first event after a mark that counts, or the last one before it; -1 if there is none. */
static long next_event(struct session *session, const struct timeline_mark *mark, enum step_unit unit, int way)
{
	const struct timeline *t = session_timeline(session);
	long n = (long)timeline_nevents(t), at = mark->event;

	/* Between two events, the one before is not at the mark, so a step back leads to it. */
	if (way < 0 && at >= 0 && (mark->hazard || timeline_event(t, (size_t)at)->icount < mark->icount))
		at++;
	for (at += way; at >= 0 && at < n; at += way)
		if (unit == STEP_EVENT || timeline_event(t, (size_t)at)->kind == EV_PROC_SWITCH)
			return at;
	return -1;
}

struct line_wanted {
	bool any;
	uint32_t pid;
};

static bool is_line(void *arg, const struct passage *at)
{
	const struct line_wanted *wanted = arg;
	const char *file;
	int line;

	return (wanted->any || (at->user && at->pid == wanted->pid)) && at->symbols &&
	       symbols_line_starts(at->symbols, at->pc, &file, &line);
}

static enum passage_end step_line(struct session *session, struct timeline_mark *mark, bool any, int way, char *error)
{
	struct timeline *t = session_timeline(session);
	struct line_wanted wanted = {.any = any, .pid = timeline_pid(t, mark->icount, NULL)};
	struct passage found;
	enum passage_end end;

	end = way > 0 ? passage_first(session, mark->icount + 1, UINT64_MAX, is_line, &wanted, &found, error)
	              : passage_last(session, 0, mark->icount, is_line, &wanted, &found, error);
	if (end == PASSAGE_FOUND)
		step_to(t, mark, found.icount);
	return end;
}

/* One step. */
static enum passage_end step(struct session *session, struct timeline_mark *mark, enum step_unit unit, int way,
                             char *error)
{
	const struct hazard *hazard;
	long event;

	if (unit == STEP_NOTABLE)
		return session_notable(session, mark, way) ? PASSAGE_FOUND : PASSAGE_NONE;
	if (unit == STEP_HAZARD) {
		hazard = session_hazard(session, mark, way);
		if (hazard)
			*mark = hazard_mark(hazard);
		return hazard ? PASSAGE_FOUND : hazards_all(session, error) ? PASSAGE_NONE : PASSAGE_FAILED;
	}
	if (unit == STEP_OVER)
		return step_over(session, mark, way, error);
	if (unit == STEP_OUT)
		return step_out(session, mark, way, error);
	if (unit == STEP_LINE || unit == STEP_ANY_LINE)
		return step_line(session, mark, unit == STEP_ANY_LINE, way, error);
	event = next_event(session, mark, unit, way);
	if (event < 0)
		return PASSAGE_NONE;
	step_to_event(session_timeline(session), mark, event);
	return PASSAGE_FOUND;
}

/* So many instructions, at once. */
static bool step_insns(const struct timeline *t, struct timeline_mark *mark, int64_t count, char *error)
{
	uint64_t end = timeline_end(t), now = mark->icount;

	if (count > 0 && (uint64_t)count > end - now)
		return error_set(error, "+%" PRIi64 "i: the run ends %" PRIu64 " instructions behind @%" PRIu64, count,
		                 end - now, now);
	if (count < 0 && (uint64_t)-count > now)
		return error_set(error, "%" PRIi64 "i: the run began %" PRIu64 " instructions before", count, now);
	step_to(t, mark, now + (uint64_t)count);
	return true;
}

bool step_move(struct session *session, struct timeline_mark *mark, enum step_unit unit, int64_t count,
               char error[ERROR_MAX])
{
	struct timeline_mark at = *mark;
	int way = count > 0 ? 1 : -1;

	if (unit == STEP_INSN)
		return step_insns(session_timeline(session), mark, count, error);
	for (int64_t done = 0; done != count; done += way) {
		enum passage_end end = step(session, &at, unit, way, error);

		if (end == PASSAGE_FAILED)
			return false;
		if (end == PASSAGE_NONE)
			return error_set(error, "%+" PRIi64 "%s: %s @%" PRIu64 " there %s only %" PRIi64, count,
			                 units[unit].letter, way > 0 ? "after" : "before", mark->icount,
			                 done == way ? "is" : "are", way * done);
	}
	*mark = at;
	return true;
}
