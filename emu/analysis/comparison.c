/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds two runs against each other. See comparison.h. First the events of every process, which are known; then, in a
 * stretch before the first difference in what the programs do, the lines between them; and where both are at the same
 * line, what the variables hold.
 */
#include "analysis/comparison.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/captions.h"
#include "analysis/comparison_values.h"
#include "analysis/source_text.h"
#include "analysis/step.h"
#include "analysis/step_match.h"
#include "analysis/whereabouts.h"
#include "analysis/event_meaning.h"
#include "base/alloc.h"
#include "base/search.h"
#include "image/disk.h"

#define WATCHED UINT64_C(5000000) /* instructions of which the lines are compared at most: some 0.2 s of the host's */
#define BEHIND UINT64_C(200000)   /* of these behind the first difference in events */

enum { CANDIDATES_MAX = 24 /* steps whose variables are looked at one by one */ };

static struct timeline *timeline_of(const struct comparison *c, int side)
{
	return session_timeline(c->steps[side].session);
}

/* Events -------------------------------------------------------------------------------------- */

/* Two processes that are the same one, while their steps are compared. */
struct pair {
	const struct process_steps *p[2];
	size_t at[2]; /* numbers of the first own events that differ, or of the first that one has not */
};

/* The next event at or behind one that counts; the number of events if there is none. */
static size_t next_own(const struct process_steps *p, size_t i, bool own)
{
	while (i < p->nevents && own && !p->events[i].own)
		i++;
	return i;
}

/* The first events that differ; false if none do. own: only those that the program knows. */
static bool differ_in_events(struct comparison *c, struct pair *pair, bool own)
{
	size_t *at = pair->at;

	at[0] = at[1] = 0;
	for (;; at[0]++, at[1]++) {
		for (int i = 0; i < 2; i++)
			at[i] = next_own(pair->p[i], at[i], own);
		if (at[0] == pair->p[0]->nevents && at[1] == pair->p[1]->nevents)
			return false;
		if (at[0] == pair->p[0]->nevents || at[1] == pair->p[1]->nevents ||
		    !step_match_events(c->steps, c->match, pair->p[0]->events[at[0]].event,
		                       pair->p[1]->events[at[1]].event))
			return true;
	}
}

static uint64_t icount_of(const struct comparison *c, int side, const struct process_steps *p, size_t event)
{
	if (event == p->nevents)
		return timeline_end(timeline_of(c, side));
	return timeline_event(timeline_of(c, side), (size_t)p->events[event].event)->icount;
}

/* Telling ------------------------------------------------------------------------------------- */

static void tell_event(struct comparison *c, int side, long event, struct comparison_place *place)
{
	struct session *session = c->steps[side].session;
	const struct event *e = timeline_event(session_timeline(session), (size_t)event);
	const struct timeline_mark mark = {e->icount, event, 0};
	struct snapshot *s = snapshot_caption(session, &mark);

	*place = (struct comparison_place){.mark = mark, .there = true, .pid = e->pid};
	place->kind = event_name(e->kind);
	if (s && *s->caption[0] && !(s->alarm && !event_meaning(e->kind)->weight))
		snprintf(place->what, sizeof place->what, "%s", s->caption[0]);
	else /* the caption tells of what was destroyed before */
		snprintf(place->what, sizeof place->what, "%s%s%s", place->kind, *e->text ? " " : "", e->text);
	snapshot_free(s);
}

/* The whole name of a source file, of which only the last part was kept, is asked for again. */
static void tell_line(struct comparison *c, int side, uint32_t pid, const struct line_step *line,
                      struct comparison_place *place)
{
	char error[ERROR_MAX], *text = NULL;
	struct whereabouts w;

	*place = (struct comparison_place){.there = true, .pid = pid, .line = line->line};
	step_to(timeline_of(c, side), &place->mark, line->icount);
	snprintf(place->file, sizeof place->file, "%s", line->file);
	snprintf(place->function, sizeof place->function, "%s", line->function);
	if (whereabouts(c->steps[side].session, &place->mark, &w, error) && w.file)
		text = source_line(timeline_of(c, side), w.file, w.line);
	snprintf(place->what, sizeof place->what, "%s", text ? text : "");
	free(text);
}

static void tell_nothing(struct comparison *c, int side, const struct process_steps *p, struct comparison_place *place)
{
	*place = (struct comparison_place){.pid = p->pid};
	step_to(timeline_of(c, side), &place->mark, timeline_end(timeline_of(c, side)));
	snprintf(place->what, sizeof place->what, "does nothing more");
}

/* Is what was found before, in another process, earlier? */
static bool is_earlier(const struct comparison_difference *d, uint64_t a, uint64_t b)
{
	return d->found && d->place[0].mark.icount <= a &&
	       (d->place[0].mark.icount < a || d->place[1].mark.icount <= b);
}

/* Puts a difference in events down, if it is the first. */
static void note_events(struct comparison *c, const struct pair *pair, struct comparison_difference *d)
{
	if (is_earlier(d, icount_of(c, 0, pair->p[0], pair->at[0]), icount_of(c, 1, pair->p[1], pair->at[1])))
		return;
	*d = (struct comparison_difference){.found = true};
	for (int i = 0; i < 2; i++) {
		const struct process_steps *p = pair->p[i];

		if (pair->at[i] < p->nevents)
			tell_event(c, i, p->events[pair->at[i]].event, &d->place[i]);
		else
			tell_nothing(c, i, p, &d->place[i]);
		d->has_last = pair->at[0] && pair->at[1];
		if (d->has_last)
			tell_event(c, i, p->events[pair->at[i] - 1].event, &d->last[i]);
	}
}

/* Lines --------------------------------------------------------------------------------------- */

/* The lines of a process between two of its own events. */
struct segment {
	const struct line_step *lines;
	size_t count;
	bool known; /* all of them */
};

static size_t lines_before(const struct process_steps *p, uint64_t icount)
{
	struct search in = search_among(p->nlines);

	while (search_goes_on(&in))
		search_tell(&in, p->lines[in.at].icount < icount);
	return in.found;
}

/* What comes before an own event (the number of events: to the end), back to the one before that. */
static struct segment segment_before(const struct comparison *c, int side, const struct process_steps *p, size_t event)
{
	size_t before = event;
	uint64_t from = 0, to = icount_of(c, side, p, event);
	struct segment s;
	size_t first;

	while (before > 0 && !p->events[--before].own)
		;
	if (event && p->events[before].own && before < event)
		from = icount_of(c, side, p, before);
	first = lines_before(p, from);
	s.lines = p->lines + first;
	s.count = lines_before(p, event == p->nevents ? UINT64_MAX : to) - first;
	s.known = from >= c->steps[side].from && to <= c->steps[side].to;
	return s;
}

/* Two lines that are the same, with variables that are not. */
struct candidate {
	const struct line_step *line[2];
	uint32_t pid[2];
};

struct candidates {
	struct candidate list[CANDIDATES_MAX];
	size_t count;
};

/* Keeps those that come first, in the order of their instants. */
static void add_candidate(struct candidates *cs, const struct candidate *one)
{
	size_t i = cs->count < CANDIDATES_MAX ? cs->count++ : CANDIDATES_MAX - 1;

	if (cs->count == CANDIDATES_MAX && cs->list[i].line[0] && cs->list[i].line[0]->icount <= one->line[0]->icount)
		return;
	for (; i > 0 && cs->list[i - 1].line[0]->icount > one->line[0]->icount; i--)
		cs->list[i] = cs->list[i - 1];
	cs->list[i] = *one;
}

/* Puts a difference in steps down, if it is the first: after so many lines in common the one has this, the other
 * that. */
static void note_step(struct comparison *c, const struct pair *pair, const size_t event[2], const struct segment s[2],
                      size_t common)
{
	struct comparison_difference *d = &c->step;
	uint64_t at[2];

	for (int i = 0; i < 2; i++)
		at[i] = common < s[i].count ? s[i].lines[common].icount : icount_of(c, i, pair->p[i], event[i]);
	if (is_earlier(d, at[0], at[1]))
		return;
	*d = (struct comparison_difference){.found = true};
	for (int i = 0; i < 2; i++) {
		const struct process_steps *p = pair->p[i];
		size_t before = event[i];

		if (common < s[i].count)
			tell_line(c, i, p->pid, &s[i].lines[common], &d->place[i]);
		else if (event[i] < p->nevents)
			tell_event(c, i, p->events[event[i]].event, &d->place[i]);
		else
			tell_nothing(c, i, p, &d->place[i]);
		while (before > 0 && !p->events[before - 1].own)
			before--;
		d->has_last = common || before;
		if (common)
			tell_line(c, i, p->pid, &s[i].lines[common - 1], &d->last[i]);
		else if (before)
			tell_event(c, i, p->events[before - 1].event, &d->last[i]);
	}
}

/* Compares the lines before the events that two processes have in common, and before the first ones that differ. */
static void compare_pair(struct comparison *c, struct pair *pair, bool events_differ, struct candidates *cs)
{
	size_t at[2] = {0, 0};

	for (;;) {
		struct segment s[2];
		size_t common = 0, least;
		bool last;

		for (int i = 0; i < 2; i++)
			at[i] = next_own(pair->p[i], at[i], true);
		last = at[0] == pair->p[0]->nevents || at[1] == pair->p[1]->nevents ||
		       (events_differ && at[0] == pair->at[0]);
		for (int i = 0; i < 2; i++)
			s[i] = segment_before(c, i, pair->p[i], at[i]);
		least = s[0].count < s[1].count ? s[0].count : s[1].count;
		if (s[0].known && s[1].known) {
			while (common < least && step_match_lines(&s[0].lines[common], &s[1].lines[common])) {
				const struct candidate one = {
					{&s[0].lines[common], &s[1].lines[common]},
					{pair->p[0]->pid, pair->p[1]->pid},
				};

				if (one.line[0]->values != one.line[1]->values)
					add_candidate(cs, &one);
				common++;
			}
			c->lines += common;
			if (common < s[0].count || common < s[1].count) {
				note_step(c, pair, at, s, common);
				return;
			}
		} else {
			s[0].count = s[1].count = 0;
		}
		if (last) {
			if (events_differ)
				note_step(c, pair, at, s, common);
			return;
		}
		c->calls += timeline_event(timeline_of(c, 0), (size_t)pair->p[0]->events[at[0]].event)->kind ==
		            EV_SYSCALL_ENTER;
		at[0]++;
		at[1]++;
	}
}

/* Chooses the stretches of which the lines are compared, and finds them: all of a short run, else what is before the
 * first difference. */
static bool watch(struct comparison *c, const uint64_t first[2], char *error)
{
	for (int i = 0; i < 2; i++) {
		const struct timeline *t = timeline_of(c, i);
		long beginning = session_beginning(c->steps[i].session);
		const struct event *e = timeline_event(t, (size_t)beginning);
		uint64_t from = e ? e->icount : 0, end = timeline_end(t), to = end;

		if (first[i] < end && end - first[i] > BEHIND)
			to = first[i] + BEHIND;
		if (to - from > WATCHED)
			from = to - WATCHED;
		c->partly |= e && from > e->icount;
		if (!program_steps_watch(&c->steps[i], from, to, error))
			return false;
		c->partly |= c->steps[i].to < to && c->steps[i].to < first[i];
		c->from[i] = from;
		c->to[i] = c->steps[i].to;
	}
	return true;
}

static bool compare_steps(struct comparison *c, char *error)
{
	uint64_t first[2] = {UINT64_MAX, UINT64_MAX};
	struct pair *pairs = alloc_new(c->steps[0].count, sizeof *pairs);
	bool *differs = alloc_new(c->steps[0].count, sizeof *differs), ok;
	struct candidates cs = {.count = 0};

	for (size_t i = 0; i < c->steps[0].count; i++) {
		if (c->match[i] == STEPS_NOBODY)
			continue;
		pairs[i].p[0] = &c->steps[0].processes[i];
		pairs[i].p[1] = &c->steps[1].processes[c->match[i]];
		if (differ_in_events(c, &pairs[i], false))
			note_events(c, &pairs[i], &c->event);
		differs[i] = differ_in_events(c, &pairs[i], true);
		for (int k = 0; k < 2 && differs[i]; k++) {
			uint64_t at = icount_of(c, k, pairs[i].p[k], pairs[i].at[k]);

			first[k] = at < first[k] ? at : first[k];
		}
	}
	ok = watch(c, first, error);
	for (size_t i = 0; ok && i < c->steps[0].count; i++)
		if (c->match[i] != STEPS_NOBODY)
			compare_pair(c, &pairs[i], differs[i], &cs);
	for (size_t i = 0; ok && i < cs.count && !c->nvalues; i++) {
		const struct candidate *one = &cs.list[i];

		for (int k = 0; k < 2; k++)
			tell_line(c, k, one->pid[k], one->line[k], &c->values.place[k]);
		c->nvalues = comparison_values(c, c->value);
		c->values.found = c->nvalues > 0;
	}
	free(pairs);
	free(differs);
	return ok;
}

/* Output and ends ----------------------------------------------------------------------------- */

static void compare_output(struct comparison *c)
{
	const char *text[2], *line[2], *end[2];
	size_t size[2];

	for (int i = 0; i < 2; i++) {
		size[i] = timeline_output(timeline_of(c, i), UINT64_MAX, &text[i]);
		line[i] = text[i];
		end[i] = text[i] + size[i];
	}
	if (size[0] == size[1] && !memcmp(text[0], text[1], size[0]))
		return;
	c->output = true;
	for (c->output_line = 1;; c->output_line++) {
		size_t length[2];

		for (int i = 0; i < 2; i++) {
			const char *newline = memchr(line[i], '\n', (size_t)(end[i] - line[i]));

			length[i] = (size_t)((newline ? newline + 1 : end[i]) - line[i]);
		}
		if (!length[0] || length[0] != length[1] || memcmp(line[0], line[1], length[0]) != 0) {
			for (int i = 0; i < 2; i++) {
				if (length[i] && line[i][length[i] - 1] == '\n')
					length[i]--;
				snprintf(c->printed[i], sizeof c->printed[i], "%.*s", (int)length[i], line[i]);
			}
			return;
		}
		line[0] += length[0];
		line[1] += length[1];
	}
}

static void tell_end(const struct comparison *c, int side, const struct process_steps *p, struct comparison_end *end)
{
	const struct timeline *t = timeline_of(c, side);
	const struct chronicle *ch = &session_cache(c->steps[side].session)->chronicle;
	long course = chronicle_course(ch, p->pid, timeline_end(t));

	end->has[side] = true;
	end->pid[side] = p->pid;
	if (p->nevents) {
		const struct event *last = timeline_event(t, (size_t)p->events[p->nevents - 1].event);

		course = chronicle_course(ch, p->pid, last->icount);
		if (course >= 0)
			snprintf(end->name[side], SNAP_NAME, "%s", course_name(&ch->courses[course], last->icount));
	}
	snprintf(end->end[side], SNAP_TEXT, "has not ended");
	for (size_t i = p->nevents; i-- > 0;) {
		const struct event *e = timeline_event(t, (size_t)p->events[i].event);
		uint32_t status = e->arg[0], signal = status & 0x7f;

		if (e->kind != EV_EXIT_BEGIN)
			continue;
		if (signal && captions_signal(signal))
			snprintf(end->end[side], SNAP_TEXT, "is killed by %s", captions_signal(signal));
		else if (signal)
			snprintf(end->end[side], SNAP_TEXT, "is killed by signal %" PRIu32, signal);
		else
			snprintf(end->end[side], SNAP_TEXT, "exits with status %" PRIu32, status >> 8 & 0xff);
		return;
	}
}

static void compare_ends(struct comparison *c)
{
	const struct program_steps *a = &c->steps[0], *b = &c->steps[1];
	bool *met = alloc_new(b->count, sizeof *met);

	c->ends = alloc_new(a->count + b->count, sizeof *c->ends);
	for (size_t i = 0; i < a->count; i++) {
		struct comparison_end *end = &c->ends[c->nends++];

		tell_end(c, 0, &a->processes[i], end);
		if (c->match[i] == STEPS_NOBODY) {
			c->differ = true;
			continue;
		}
		met[c->match[i]] = true;
		tell_end(c, 1, &b->processes[c->match[i]], end);
		c->differ |= strcmp(end->end[0], end->end[1]) != 0;
	}
	for (size_t i = 0; i < b->count; i++)
		if (!met[i]) {
			tell_end(c, 1, &b->processes[i], &c->ends[c->nends++]);
			c->differ = true;
		}
	free(met);
}

/* The file of the program that a run is about; NULL if it is not to be had. */
static const uint8_t *own_program(const struct comparison *c, int side, size_t *size)
{
	const struct timeline *t = timeline_of(c, side);
	const struct run_image *disk = timeline_image(t, "disk");
	const struct event *e = timeline_event(t, (size_t)session_beginning(c->steps[side].session));
	const uint8_t *file;

	return disk && e && disk_find(disk->data, disk->size, e->text, &file, size) ? file : NULL;
}

static bool same_program(const struct comparison *c)
{
	size_t size[2];
	const uint8_t *a = own_program(c, 0, &size[0]), *b = own_program(c, 1, &size[1]);

	return a && b && size[0] == size[1] && !memcmp(a, b, size[0]);
}

bool comparison_make(struct session *sessions[2], struct comparison *c, char error[ERROR_MAX])
{
	*c = (struct comparison){.calls = 0};
	for (int i = 0; i < 2; i++)
		program_steps_read(sessions[i], &c->steps[i]);
	c->steps[0].texts = c->steps[1].texts = !same_program(c); /* of two the lines have other numbers */
	c->match = step_match_processes(c->steps, &c->processes);
	if (!compare_steps(c, error))
		return false;
	compare_output(c);
	compare_ends(c);
	c->differ |= c->step.found || c->event.found || c->values.found || c->output;
	return true;
}

void comparison_free(struct comparison *c)
{
	for (int i = 0; i < 2; i++)
		program_steps_free(&c->steps[i]);
	free(c->match);
	free(c->ends);
	*c = (struct comparison){.calls = 0};
}
