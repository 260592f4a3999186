/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds who wrote. See writer.h. */
#include "analysis/writer.h"

#include <string.h>

#include "analysis/step.h"
#include "analysis/syscall_name.h"

/* One search. */
struct hunt {
	const struct datum *datum;
	bool last; /* the last one is wanted */
	bool found;
	struct write *write;
	/* of a register: */
	bool known;         /* its value is, as the instruction before has left it */
	uint64_t value;     /* it */
	bool seen;          /* an instruction of the process, in this piece */
	uint64_t first;     /* the value before the first of them */
	struct passage one; /* the last of them */
};

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

/* Memory -------------------------------------------------------------------------------------- */

static void on_store(void *arg, const struct passage *at, const struct store *s)
{
	struct hunt *h = arg;
	const struct datum *d = h->datum;
	const uint8_t *ram = machine_ram(at->machine);
	uint64_t was = 0, now = 0;

	if (s->pa >= d->pa + d->size || s->pa + s->size <= d->pa)
		return;
	for (uint32_t i = 0; i < d->size; i++) {
		uint32_t pa = d->pa + i;

		was = was << 8 | ram[pa];
		now = now << 8 | (pa - s->pa < s->size ? s->bytes[pa - s->pa] : ram[pa]);
	}
	keep(h, at, was, now, !at->user, s->size > 4);
}

/* Registers ----------------------------------------------------------------------------------- */

static void on_insn(void *arg, const struct passage *at)
{
	struct hunt *h = arg;

	if (!at->user || at->pid != h->datum->pid)
		return;
	if (h->known && at->before != h->value) /* between two instructions: the kernel has */
		keep(h, h->seen ? &h->one : at, h->value, at->before, true, false);
	if (at->after != at->before)
		keep(h, at, at->before, at->after, false, false);
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

/* Both ---------------------------------------------------------------------------------------- */

static enum passage_end hunt(struct session *session, struct hunt *h, uint64_t from, uint64_t to, char *error)
{
	const struct timeline *t = session_timeline(session);
	const struct passage_ear ear = {
		.arg = h,
		.insn = h->datum->reg >= 0 ? on_insn : NULL,
		.store = h->datum->reg >= 0 ? NULL : on_store,
		.reg = h->datum->reg,
	};
	uint64_t begin, behind, later = h->datum->value;
	struct passage_pieces pieces;

	h->known = !h->last;
	h->value = h->datum->value;
	passage_pieces(&pieces, t, from, to, h->last);
	while (!h->found && passage_piece(&pieces, &begin, &behind)) {
		if (!passage_in_time(&pieces, error) || !passage_listen(session, begin, behind, &ear, error))
			return PASSAGE_FAILED;
		if (h->last && h->datum->reg >= 0) {
			join(h, later);
			later = h->seen ? h->first : later;
			h->known = h->seen = false;
		}
	}
	if (!h->found)
		return PASSAGE_NONE;
	if (h->write->kernel)
		h->write->call = (h->datum->reg >= 0 ? call_from : call_at)(t, h->write->at.pid, h->write->at.icount);
	return PASSAGE_FOUND;
}

enum passage_end writer_last(struct session *session, const struct datum *d, uint64_t from, uint64_t to,
                             struct write *write, char error[ERROR_MAX])
{
	struct hunt h = {.datum = d, .last = true, .write = write};

	return hunt(session, &h, from, to, error);
}

enum passage_end writer_first(struct session *session, const struct datum *d, uint64_t from, uint64_t to,
                              struct write *write, char error[ERROR_MAX])
{
	struct hunt h = {.datum = d, .write = write};

	return hunt(session, &h, from, to, error);
}
