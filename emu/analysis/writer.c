/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds who wrote. See writer.h. */
#include "analysis/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/step.h"
#include "analysis/syscall_name.h"

/* One search. */
struct hunt {
	const struct timeline *timeline;
	const struct datum *datum;
	bool last; /* the last one is wanted */
	bool found;
	struct write *write;
	const struct machine *watched; /* that runs in detail */
	/* of a register: */
	bool known;         /* its value is, as the instruction before has left it */
	uint64_t value;     /* it */
	bool seen;          /* an instruction of the process, in this piece */
	uint64_t first;     /* the value before the first of them */
	struct passage one; /* the last of them */
};

/* Was the datum intervened in at an instant? value, NULL: it is not wanted: made what it is then. */
static bool put_by_hand(const struct hunt *h, uint64_t icount, uint64_t *value)
{
	const struct datum *d = h->datum;
	const struct timeline_input *in;
	bool any = false;

	for (size_t i = 0; (in = timeline_input(h->timeline, i)) && in->icount <= icount; i++) {
		uint32_t byte = in->place - d->pa, shift = 8 * (d->size - 1 - byte);

		if (in->icount < icount)
			continue;
		if (d->reg >= 0 && in->kind == INPUT_REGISTER && in->place == (uint32_t)d->reg) {
			any = true;
		} else if (d->reg < 0 && in->kind == INPUT_MEMORY && byte < d->size) {
			any = true;
			if (value)
				*value = (*value & ~((uint64_t)0xff << shift)) | (uint64_t)(in->value & 0xff) << shift;
		}
	}
	return any;
}

static void keep(struct hunt *h, const struct passage *at, uint64_t was, uint64_t now, bool kernel, bool move)
{
	if (h->found && !h->last)
		return;
	h->found = true;
	*h->write = (struct write){.at = *at, .kernel = kernel, .move = move, .was = was, .now = now};
}

/* The system call that a process is in at an instant; NULL: none. */
static const char *call_at(const struct timeline *t, uint32_t pid, uint64_t icount)
{
	struct timeline_mark mark;

	step_to(t, &mark, icount);
	for (long i = mark.event; i >= 0; i--) {
		const struct event *e = timeline_event(t, (size_t)i);

		if (e->pid != pid)
			continue;
		if (e->kind == EV_SYSCALL_ENTER)
			return syscall_name(e->arg[0], NULL);
		if (e->kind == EV_SYSCALL_EXIT || e->kind == EV_FAULT_INVALID || e->kind == EV_FAULT_LENGTH ||
		    e->kind == EV_SIGNAL_DELIVER)
			return NULL;
	}
	return NULL;
}

/* The system call that a process's instruction makes; NULL: none. */
static const char *call_from(const struct timeline *t, uint32_t pid, uint64_t icount)
{
	struct timeline_mark mark;
	const struct event *e;

	step_to(t, &mark, icount);
	for (size_t i = (size_t)(mark.event + 1); (e = timeline_event(t, i)); i++)
		if (e->pid == pid)
			return e->kind == EV_SYSCALL_ENTER ? syscall_name(e->arg[0], NULL) : NULL;
	return NULL;
}

/* A signal that the kernel is about to have handled in a process, at an instant in the kernel; 0: none. Its frame is
 * there before the event, which the faults of putting it there may come before. */
static uint32_t signal_at(const struct timeline *t, uint32_t pid, uint64_t icount)
{
	const struct event *e;

	for (size_t i = timeline_events_until(t, icount); (e = timeline_event(t, i)); i++) {
		if (e->pid != pid || e->kind == EV_PAGE_ALLOC || e->kind == EV_COW_COPY ||
		    e->kind == EV_FAULT_INVALID || e->kind == EV_FAULT_LENGTH || e->kind == EV_FAULT_PROTECTION)
			continue;
		return e->kind == EV_SIGNAL_DELIVER && e->arg[2] ? e->arg[0] : 0;
	}
	return 0;
}

/* Memory -------------------------------------------------------------------------------------- */

static void on_store(void *arg, const struct store *s)
{
	struct hunt *h = arg;
	const struct datum *d = h->datum;
	const uint8_t *ram = machine_ram(h->watched);
	struct passage at = {.icount = s->icount, .pc = s->pc, .user = s->pc < S0BASE};
	uint64_t was = 0, now = 0;

	if (s->pa >= d->pa + d->size || s->pa + s->size <= d->pa)
		return;
	if (s->hand && h->found && h->write->hand && h->write->at.icount == s->icount)
		return; /* another byte of it */
	for (uint32_t i = 0; i < d->size; i++) {
		uint32_t pa = d->pa + i;

		was = was << 8 | ram[pa];
		now = now << 8 | (pa - s->pa < s->size ? s->bytes[pa - s->pa] : ram[pa]);
	}
	if (s->hand)
		put_by_hand(h, s->icount, &now);
	keep(h, &at, was, now, !at.user && !s->hand, s->size > 4);
	if (h->write->at.icount == s->icount)
		h->write->hand = s->hand;
}

/* Looks through a stretch in detail. False: it cannot be run. */
static bool look_closely(struct timeline *t, struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	h->watched = timeline_watched(t);
	return (h->watched && timeline_detail(t, from, to, NULL, on_store, NULL, h)) ||
	       error_set(error, "%s", timeline_failure(t));
}

/* Looks through a part of one interval, at first for where to look closely. False: it cannot be run. */
static bool hunt_interval(struct session *session, struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	struct write_index *index = session_cache(session)->writes;
	struct timeline *t = session_timeline(session);
	struct write_span span = {0};

	if (!(h->last ? write_index_last : write_index_first)(index, t, from, to, h->datum->pa, h->datum->size, &span,
	                                                      error))
		return false;
	if (span.from == span.to)
		return true;
	if (!look_closely(t, h, span.from, span.to, error))
		return false;
	/* where a store across the end of a page goes on, the machine has to guess in detail mode: then it is not that
	 * one */
	return h->found || look_closely(t, h, from, to, error);
}

/* Looks through those intervals of [from, to) that may have written it. */
static enum passage_end hunt_memory(struct session *session, struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	struct timeline *t = session_timeline(session);
	const struct allowance time = allowance_new(timeline_config(t)->limits.seconds);
	const struct write_index *index = session_cache(session)->writes;

	to = to < timeline_end(t) ? to : timeline_end(t);
	while (!h->found && from < to) {
		uint64_t begin, end;
		size_t i = write_index_part(t, from, to, h->last, &begin, &end);

		if (allowance_spent(&time)) {
			error_set(error, "stopped near @%" PRIu64 ": too much processor time (--max-seconds)",
			          h->last ? to : from);
			return PASSAGE_FAILED;
		}
		if (write_index_may(index, t, i, h->datum->pa, h->datum->size) &&
		    !hunt_interval(session, h, begin, end, error))
			return PASSAGE_FAILED;
		if (h->last)
			to = begin;
		else
			from = end;
	}
	return h->found ? PASSAGE_FOUND : PASSAGE_NONE;
}

/* Who it was that stored, by the run's events. */
static void name_writer(struct session *session, struct write *w)
{
	const struct chronicle *ch = &session_cache(session)->chronicle;
	long course;

	w->at.pid = timeline_pid(session_timeline(session), w->at.icount, NULL);
	course = w->at.user ? chronicle_course(ch, w->at.pid, w->at.icount) : -1;
	if (course >= 0)
		snprintf(w->at.program, sizeof w->at.program, "%.*s", MAXCOMLEN,
		         course_name(&ch->courses[course], w->at.icount));
}

/* Registers ----------------------------------------------------------------------------------- */

static void on_insn(void *arg, const struct passage *at)
{
	struct hunt *h = arg;

	if (!at->user || at->pid != h->datum->pid)
		return;
	if (h->known && at->before != h->value) { /* between two instructions: the kernel has, or somebody outside */
		bool hand = put_by_hand(h, at->icount, NULL);

		keep(h, h->seen && !hand ? &h->one : at, h->value, at->before, !hand, false);
		h->write->hand |= hand && h->write->at.icount == at->icount;
	}
	if (at->after != at->before) {
		struct passage next = *at;
		bool hand =
			put_by_hand(h, at->icount + 1, NULL); /* it comes before the value behind this one is read */

		next.icount += hand;
		keep(h, &next, at->before, at->after, false, false);
		h->write->hand |= hand && h->write->at.icount == next.icount;
	}
	if (!h->seen)
		h->first = at->before;
	h->known = h->seen = true;
	h->value = at->after;
	h->one = *at;
}

/* A piece before others whose first value is known has been gone through. */
static void join(struct hunt *h, uint64_t later)
{
	if (h->seen && h->value != later) {
		h->found = false; /* it is behind what was found */
		keep(h, &h->one, h->value, later, true, false);
	}
}

static enum passage_end hunt_register(struct session *session, struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	const struct passage_ear ear = {.arg = h, .insn = on_insn, .reg = h->datum->reg};
	uint64_t begin, behind, later = h->datum->value;
	struct passage_pieces pieces;

	h->known = !h->last;
	h->value = h->datum->value;
	passage_pieces(&pieces, session_timeline(session), from, to, h->last);
	while (!h->found && passage_piece(&pieces, &begin, &behind)) {
		if (!passage_in_time(&pieces, error) || !passage_listen(session, begin, behind, &ear, error))
			return PASSAGE_FAILED;
		if (h->last) {
			join(h, later);
			later = h->seen ? h->first : later;
			h->known = h->seen = false;
		}
	}
	return h->found ? PASSAGE_FOUND : PASSAGE_NONE;
}

/* Both ---------------------------------------------------------------------------------------- */

static enum passage_end hunt(struct session *session, struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	const struct timeline *t = session_timeline(session);
	bool is_register = h->datum->reg >= 0;
	enum passage_end end = (is_register ? hunt_register : hunt_memory)(session, h, from, to, error);
	struct write *w = h->write;

	if (end != PASSAGE_FOUND)
		return end;
	if (!is_register)
		name_writer(session, w);
	if (w->kernel) {
		w->call = (is_register ? call_from : call_at)(t, w->at.pid, w->at.icount);
		w->signal = is_register ? 0 : signal_at(t, w->at.pid, w->at.icount);
	}
	return end;
}

enum passage_end writer_last(struct session *session, const struct datum *d, uint64_t from, uint64_t to,
                             struct write *write, char error[ERROR_MAX])
{
	struct hunt h = {.timeline = session_timeline(session), .datum = d, .last = true, .write = write};

	return hunt(session, &h, from, to, error);
}

enum passage_end writer_first(struct session *session, const struct datum *d, uint64_t from, uint64_t to,
                              struct write *write, char error[ERROR_MAX])
{
	struct hunt h = {.timeline = session_timeline(session), .datum = d, .write = write};

	return hunt(session, &h, from, to, error);
}
