/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for what happens in a run. See condition.h. */
#include "analysis/condition.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/hazard.h"
#include "analysis/step.h"
#include "analysis/write_index.h"
#include "analysis/writer.h"
#include "base/alloc.h"
#include "debuginfo/disasm.h"

static bool fits(const struct condition *c, uint32_t pid, bool user)
{
	return (!c->has_pid || c->pid == pid) && (c->mode == MODE_ANY || (c->mode == MODE_USER) == user);
}

static bool event_fits(const struct condition *c, const struct event *e)
{
	if (e->kind != c->event || !fits(c, e->pid, false))
		return false;
	for (int i = 0; i < EVENT_ARGS; i++)
		if (c->wanted >> i & 1 && e->arg[i] != c->args[i])
			return false;
	return true;
}

static enum passage_end find_hazard(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                    bool backward, char *error)
{
	struct timeline_mark at = *mark;
	const struct hazard *h;

	while ((h = session_hazard(session, &at, backward ? -1 : 1))) {
		at = hazard_mark(h);
		if (!event_fits(c, &h->event))
			continue;
		*mark = at;
		return PASSAGE_FOUND;
	}
	return hazards_all(session, error) ? PASSAGE_NONE : PASSAGE_FAILED;
}

static enum passage_end find_event(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                   bool backward)
{
	const struct timeline *t = session_timeline(session);
	long n = (long)timeline_nevents(t), at = mark->event;

	if (backward && at >= 0 && (mark->hazard || timeline_event(t, (size_t)at)->icount < mark->icount))
		at++;
	for (at += backward ? -1 : 1; at >= 0 && at < n; at += backward ? -1 : 1) {
		const struct event *e = timeline_event(t, (size_t)at);

		if (event_fits(c, e)) {
			*mark = (struct timeline_mark){e->icount, at, 0};
			return PASSAGE_FOUND;
		}
	}
	return PASSAGE_NONE;
}

/* The text is there with the piece of output that has its last byte. */
static enum passage_end find_text(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                  bool backward)
{
	struct timeline *t = session_timeline(session);
	const struct recording *r = timeline_recording(t);
	size_t length = strlen(c->text), size = r->noutputs ? r->outputs[r->noutputs - 1].end : 0, piece = 0;
	uint64_t found = 0;
	bool has = false;

	for (const char *at = r->text; at && (at = memmem(at, size - (size_t)(at - r->text), c->text, length)); at++) {
		size_t end = (size_t)(at - r->text) + length;
		uint64_t icount;

		while (r->outputs[piece].end < end)
			piece++;
		icount = r->outputs[piece].icount;
		if (!fits(c, timeline_pid(t, icount, NULL), false))
			continue;
		if (backward ? icount >= mark->icount : icount > mark->icount) {
			if (!backward && !has) {
				has = true;
				found = icount;
			}
			break;
		}
		if (backward) {
			has = true;
			found = icount;
		}
	}
	if (!has)
		return PASSAGE_NONE;
	step_to(t, mark, found);
	return PASSAGE_FOUND;
}

/* Does an instruction's place fit, too? */
static bool fits_there(struct condition *c, const struct passage *at)
{
	return fits(c, at->pid, at->user) && (!c->has_inside || location_inside(&c->inside, at));
}

static bool is_there(void *arg, const struct passage *at)
{
	struct condition *c = arg;

	return fits_there(c, at) && location_here(&c->location, at);
}

enum { DECODED = 1024 /* instructions whose registers are remembered */ };

/* What happens to a datum, while a stretch runs. */
struct watch {
	struct session *session;
	struct condition *condition;
	struct {
		uint32_t pc, base;
		char program[MAXCOMLEN + 1];
		uint16_t reads;
	} decoded[DECODED]; /* of READ of a register */
	bool last, found;
	struct passage at;
};

/* Cheap first: does it lie in the page as the datum does? */
static bool touches(void *arg, uint32_t pa, uint32_t size)
{
	const struct watch *w = arg;
	const struct datum *d = &w->condition->datum;
	uint32_t at = pa & PGOFSET, there = *w->condition->program ? d->va & PGOFSET : d->pa & PGOFSET;

	return at < there + d->size && at + size > there;
}

/* Is it the variable in the space of the process that runs? */
static bool hits(const struct watch *w, const struct passage *at, uint32_t from, uint32_t size, uint32_t *pa)
{
	const struct condition *c = w->condition;
	const struct datum *d = &c->datum;
	const struct chronicle *ch = &session_cache(w->session)->chronicle;
	const char *program = at->program;
	long course;

	*pa = d->pa;
	if (*c->program && !machine_translate(at->machine, d->va, pa))
		return false;
	if (from >= *pa + d->size || from + size <= *pa)
		return false;
	if (!*c->program)
		return true;
	course = at->user ? -1 : chronicle_course(ch, at->pid, at->icount);
	if (course >= 0)
		program = course_name(&ch->courses[course], at->icount);
	return !strcmp(program, c->program);
}

static void note(struct watch *w, const struct passage *at)
{
	w->found = true;
	w->at = *at;
}

static void on_store(void *arg, const struct passage *at, const struct store *s)
{
	struct watch *w = arg;
	struct condition *c = w->condition;
	uint64_t was = 0, now = 0;
	uint32_t pa;

	if ((w->found && !w->last) || !hits(w, at, s->pa, s->size, &pa) || !fits_there(c, at))
		return;
	for (uint32_t i = 0; i < c->datum.size; i++) {
		uint8_t before = machine_ram(at->machine)[pa + i];

		was = was << 8 | before;
		now = now << 8 | (pa + i - s->pa < s->size ? s->bytes[pa + i - s->pa] : before);
	}
	if ((!c->has_value || now == c->value) && (c->kind == CONDITION_WRITE || was != now))
		note(w, at);
}

static void on_load(void *arg, const struct passage *at, const struct load *l)
{
	struct watch *w = arg;
	struct condition *c = w->condition;
	uint64_t now = 0;
	uint32_t pa;

	if ((w->found && !w->last) || !hits(w, at, l->pa, l->size, &pa) || !fits_there(c, at))
		return;
	for (uint32_t i = 0; i < c->datum.size; i++)
		now = now << 8 | machine_ram(at->machine)[pa + i];
	if (!c->has_value || now == c->value)
		note(w, at);
}

/* Registers that an instruction reads. */
static uint16_t reads_of(struct watch *w, const struct passage *at)
{
	size_t i = (at->pc >> 1) % DECODED;
	uint8_t code[22]; /* the longest instruction */

	if (w->decoded[i].pc != at->pc || w->decoded[i].base != at->base ||
	    strcmp(w->decoded[i].program, at->program) != 0) {
		w->decoded[i].pc = at->pc;
		w->decoded[i].base = at->base;
		memcpy(w->decoded[i].program, at->program, sizeof w->decoded[i].program);
		w->decoded[i].reads = disasm_reads(code, passage_code(at, code, sizeof code), at->pc);
	}
	return w->decoded[i].reads;
}

static void on_insn(void *arg, const struct passage *at)
{
	struct watch *w = arg;
	struct condition *c = w->condition;

	if ((w->found && !w->last) || !at->user || at->pid != c->datum.pid || (c->has_value && at->before != c->value))
		return;
	if (reads_of(w, at) >> c->datum.reg & 1 && fits_there(c, at))
		note(w, at);
}

enum { WORTHWHILE = 100000 /* instructions: so many take longer in detail than it takes to turn to watching */ };

/* Of a stretch only that need run in detail which begins with the first store there, or ends with the last; nothing, if
 * there is none. The index finds it at nearly full speed. False: it cannot be run. */
static bool narrow(struct session *session, const struct datum *d, bool backward, uint64_t *begin, uint64_t *behind,
                   char *error)
{
	struct write_index *index = session_cache(session)->writes;
	struct timeline *t = session_timeline(session);
	uint64_t from = *begin, to = *behind, first, end;

	while (from < to) {
		struct write_span span = {0};

		if (write_index_may(index, t, write_index_part(t, from, to, backward, &first, &end), d->pa, d->size) &&
		    !(backward ? write_index_last : write_index_first)(index, t, first, end, d->pa, d->size, &span,
		                                                       error))
			return false;
		if (span.from < span.to) {
			*(backward ? behind : begin) = backward ? span.to : span.from;
			return true;
		}
		*(backward ? &to : &from) = backward ? first : end;
	}
	*begin = *behind;
	return true;
}

/* Looks for what happens to a datum in memory, or is read of a register. */
static enum passage_end find_use(struct session *session, struct condition *c, uint64_t from, uint64_t to,
                                 bool backward, struct passage *found, char *error)
{
	struct watch *w = alloc_new(1, sizeof *w);
	bool of_register = c->datum.reg >= 0, reads = c->kind == CONDITION_READ;
	bool in_place = !of_register && !reads && !*c->program; /* a program's variable is in many page frames */
	const struct passage_ear ear = {
		.arg = w,
		.insn = of_register ? on_insn : NULL,
		.store = reads ? NULL : on_store,
		.load = reads && !of_register ? on_load : NULL,
		.touches = touches,
		.reg = of_register ? c->datum.reg : -1,
	};
	enum passage_end end = PASSAGE_NONE;
	struct passage_pieces pieces;
	uint64_t begin, behind;

	w->session = session;
	w->condition = c;
	w->last = backward;
	passage_pieces(&pieces, session_timeline(session), from, to, backward);
	while (end == PASSAGE_NONE && passage_piece(&pieces, &begin, &behind)) {
		if (!passage_in_time(&pieces, error) ||
		    (in_place && behind - begin >= WORTHWHILE &&
		     !narrow(session, &c->datum, backward, &begin, &behind, error)) ||
		    (begin < behind && !passage_listen(session, begin, behind, &ear, error)))
			end = PASSAGE_FAILED;
		else if (w->found)
			end = PASSAGE_FOUND;
	}
	*found = w->at;
	free(w);
	return end;
}

/* A process that is not there at an instant: moves that to the next one (backward: the last one) at which it did
 * something. False if there is none. */
static bool meet(const struct timeline *t, uint32_t pid, uint64_t *at, uint64_t to, bool backward)
{
	bool met = false;

	for (size_t i = 0; i < timeline_nevents(t) && (backward || !met); i++) {
		const struct event *e = timeline_event(t, i);

		if (e->pid == pid && (backward ? e->icount < to : e->icount > *at && e->icount < to)) {
			*at = e->icount;
			met = true;
		}
	}
	return met;
}

/* Changes of a register, until one fits. */
static enum passage_end find_change(struct session *session, struct condition *c, uint64_t from, uint64_t to,
                                    bool backward, struct passage *found, char *error)
{
	struct datum d = c->datum;
	struct timeline_mark mark;
	struct write w;
	enum passage_end end;

	for (;;) {
		/* its value where the search stands */
		step_to(session_timeline(session), &mark, backward ? to : from);
		if (!datum_read(session, &mark, d.pid, register_name(d.reg), &d, error)) {
			uint64_t *at = backward ? &to : &from;

			if (!meet(session_timeline(session), c->datum.pid, at, to, backward))
				return PASSAGE_NONE;
			d = c->datum;
			continue;
		}
		end = backward ? writer_last(session, &d, from, to, &w, error)
		               : writer_first(session, &d, from, to, &w, error);
		if (end != PASSAGE_FOUND)
			return end;
		if (fits(c, w.at.pid, !w.kernel) && (!c->has_value || w.now == c->value) &&
		    (!c->has_inside || location_inside(&c->inside, &w.at))) {
			*found = w.at;
			return end;
		}
		if (backward)
			to = w.at.icount;
		else
			from = w.at.icount + 1;
	}
}

/* The next time that it comes true, whatever the variables are that it compares. */
static enum passage_end find_next(struct session *session, struct condition *c, struct timeline_mark *mark,
                                  bool backward, char *error)
{
	uint64_t from = backward ? 0 : mark->icount + 1, to = backward   ? mark->icount
	                                                      : c->until ? c->until
	                                                                 : UINT64_MAX;
	struct passage found;
	enum passage_end end;

	switch (c->kind) {
	case CONDITION_EVENT:
		return hazard_kind(c->event) ? find_hazard(session, c, mark, backward, error)
		                             : find_event(session, c, mark, backward);
	case CONDITION_CONSOLE:
		return find_text(session, c, mark, backward);
	case CONDITION_LOCATION:
		end = backward ? passage_last(session, from, to, is_there, c, &found, error)
		               : passage_first(session, from, to, is_there, c, &found, error);
		break;
	default:
		end = c->datum.reg >= 0 && c->kind != CONDITION_READ
		              ? find_change(session, c, from, to, backward, &found, error)
		              : find_use(session, c, from, to, backward, &found, error);
		break;
	}
	if (end == PASSAGE_FOUND)
		step_to(session_timeline(session), mark, found.icount);
	return end;
}

/* Have the variables at a mark the values that they are to have? One that is not there has none; *known is set if one
 * is. */
static bool checks_hold(struct session *session, const struct condition *c, const struct timeline_mark *mark,
                        bool *known, char *error)
{
	for (size_t i = 0; i < c->nchecks; i++) {
		const struct condition_check *check = &c->checks[i];
		uint64_t all;
		struct datum d;

		if (!datum_read(session, mark, c->has_pid ? c->pid : 0, check->name, &d, error))
			return false;
		*known = true;
		all = d.size < 8 ? (UINT64_C(1) << 8 * d.size) - 1 : UINT64_MAX;
		if ((d.value == (check->value & all)) == check->other)
			return false;
	}
	return true;
}

/* Does the instruction at a mark do the other thing, too? */
static bool does_also(struct session *session, struct condition *also, const struct timeline_mark *mark, char *error)
{
	struct timeline_mark at;

	if (!also)
		return true;
	step_to(session_timeline(session), &at, mark->icount - 1);
	also->until = mark->icount + 1;
	return mark->icount && find_next(session, also, &at, false, error) == PASSAGE_FOUND &&
	       at.icount == mark->icount;
}

static enum passage_end find_all(struct session *session, struct condition *c, struct condition *also,
                                 struct timeline_mark *mark, bool backward, char error[ERROR_MAX])
{
	const struct allowance time = allowance_new(timeline_config(session_timeline(session))->limits.seconds);
	struct timeline_mark at = *mark;
	enum passage_end end;

	while ((end = find_next(session, c, &at, backward, error)) == PASSAGE_FOUND) {
		if (!checks_hold(session, c, &at, &c->known, error)) {
			c->asked = true;
		} else if (does_also(session, also, &at, error)) {
			*mark = at;
			return end;
		}
		if (allowance_spent(&time)) {
			error_set(error, "stopped near @%" PRIu64 ": too much processor time (--max-seconds)",
			          at.icount);
			return PASSAGE_FAILED;
		}
	}
	return end == PASSAGE_NONE && c->asked && !c->known && !c->until ? PASSAGE_FAILED : end; /* no such variable */
}

enum passage_end condition_find(struct session *session, struct condition *c, struct timeline_mark *mark, bool backward,
                                char error[ERROR_MAX])
{
	struct condition *also = *c->also ? alloc_new(1, sizeof *also) : NULL;
	enum passage_end end = PASSAGE_FAILED;

	if (!also || condition_read(session, c->also, &c->looked_up, also, error))
		end = find_all(session, c, also, mark, backward, error);
	free(also);
	return end;
}
