/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does a trace come out the same when it is run again? Every event, every printed byte and every checkpoint's hash. */
#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "replay/trace.h"

enum { STEP = 5000000 /* instructions between two calls of the progress function: some 20 ms */ };

struct verification {
	struct timeline *timeline;
	const struct recording *recorded;
	struct machine *machine;
	void (*progress)(uint64_t now, uint64_t end); /* or NULL */
	struct allowance time;
	bool stopped; /* the time is over */
	size_t applied, nevents, ntext;
	char *error; /* "" while all agrees */
};

static bool same_event(const struct event *a, const struct event *b)
{
	return a->seq == b->seq && a->icount == b->icount && a->usec == b->usec && a->pid == b->pid &&
	       a->kind == b->kind && !memcmp(a->arg, b->arg, sizeof a->arg) &&
	       !strncmp(a->text, b->text, sizeof a->text);
}

/* Appends to a line of ERROR_MAX bytes. */
static void __attribute__((format(printf, 2, 3))) append(char *line, const char *format, ...)
{
	size_t n = strlen(line);
	va_list args;

	va_start(args, format);
	vsnprintf(line + n, ERROR_MAX - n, format, args);
	va_end(args);
}

/* Which of an event's arguments differ, when it is the same kind of event of the same process at the same instant. */
static void tell_arguments(char *line, const struct event *then, const struct event *now)
{
	char name[32];

	error_set(line, "event %" PRIu64 " (%s of pid %" PRIu32 ", at @%" PRIu64 ") differs:", then->seq,
	          event_name(now->kind), now->pid, now->icount);
	if (then->usec != now->usec)
		append(line, " machine time was %" PRIu64 " us, is %" PRIu64 " us;", then->usec, now->usec);
	for (int i = 0; i < EVENT_ARGS; i++) {
		if (then->arg[i] == now->arg[i])
			continue;
		if (!event_arg_name(now->kind, i, name, sizeof name))
			snprintf(name, sizeof name, "argument %d", i);
		append(line, " %s was 0x%" PRIx32 ", is 0x%" PRIx32 ";", name, then->arg[i], now->arg[i]);
	}
	if (strncmp(then->text, now->text, sizeof then->text) != 0)
		append(line, " its text was \"%.*s\", is \"%.*s\";", EVENT_TEXT, then->text, EVENT_TEXT, now->text);
	line[strlen(line) - 1] = '\0';
}

static bool on_event(void *arg, const struct event *now)
{
	struct verification *v = arg;
	size_t i = v->nevents++;
	const struct event *then;

	if (*v->error)
		return false;
	if (i >= v->recorded->nevents) {
		error_set(v->error, "event %zu (%s, pid %" PRIu32 ", at @%" PRIu64 ") is not in the trace", i,
		          event_name(now->kind), now->pid, now->icount);
		return false;
	}
	then = &v->recorded->events[i];
	if (same_event(then, now))
		return false;
	if (then->kind == now->kind && then->pid == now->pid && then->icount == now->icount)
		tell_arguments(v->error, then, now);
	else
		error_set(v->error,
		          "event %zu differs: recorded %s of pid %" PRIu32 " at @%" PRIu64 ", now %s of pid %" PRIu32
		          " at @%" PRIu64,
		          i, event_name(then->kind), then->pid, then->icount, event_name(now->kind), now->pid,
		          now->icount);
	return false;
}

/* "0x41 (A)", or that there is none. */
static void name_byte(char *buf, size_t room, const uint8_t *byte)
{
	if (!byte)
		snprintf(buf, room, "nothing");
	else
		snprintf(buf, room, isprint(*byte) ? "0x%02x (%c)" : "0x%02x", *byte, *byte);
}

static void on_console(void *arg, const uint8_t *data, size_t size)
{
	struct verification *v = arg;
	const struct recording *r = v->recorded;
	size_t total = r->noutputs ? r->outputs[r->noutputs - 1].end : 0;

	for (size_t i = 0; i < size && !*v->error; i++, v->ntext++) {
		const uint8_t *then = v->ntext < total ? (const uint8_t *)r->text + v->ntext : NULL;
		char was[16], is[16];

		if (then && *then == data[i])
			continue;
		name_byte(was, sizeof was, then);
		name_byte(is, sizeof is, data + i);
		error_set(v->error, "the console output differs at byte %zu, at @%" PRIu64 ": recorded %s, now %s",
		          v->ntext, machine_icount(v->machine), was, is);
	}
}

/* Runs on to an instant, telling now and then where it is. False: it stops before, or something differs. */
static bool run_to(struct verification *v, uint64_t target)
{
	const struct recording *r = v->recorded;
	char why[ERROR_MAX];
	uint64_t now;

	while ((now = machine_icount(v->machine)) < target) {
		uint64_t next = target - now > STEP ? now + STEP : target;

		if (v->progress)
			v->progress(now, r->end);
		if (!recording_replay(r, v->machine, &v->applied, next, &v->time, why) && !*v->error) {
			v->stopped = allowance_spent(&v->time);
			error_set(v->error, "%s", why);
		}
		if (*v->error)
			return false;
	}
	return true;
}

/* The state is another than was recorded: where, as far as the checkpoint's own data tell. */
static void tell_state(struct verification *v, const struct checkpoint *c, uint64_t hash)
{
	size_t size;
	const void *state = timeline_checkpoint_state(v->timeline, (size_t)(c - v->recorded->checkpoints), &size);
	uint64_t saved_icount, saved_hash;
	char where[ERROR_MAX];

	error_set(v->error, "the state at @%" PRIu64 " differs: recorded hash %016" PRIx64 ", now %016" PRIx64,
	          c->icount, c->hash, hash);
	if (!c->data)
		append(v->error, "; the trace has no state of that instant");
	else if (!state || !machine_saved(v->machine, state, size, &saved_icount, &saved_hash))
		append(v->error, "; the checkpoint's data are damaged");
	else if (!machine_difference(v->machine, state, size, where))
		append(v->error, "; the checkpoint's data are as now, so it is the recorded hash that is wrong");
	else
		append(v->error, "; %s", where);
}

static void compare(struct verification *v, size_t *checked)
{
	const struct recording *r = v->recorded;

	for (size_t i = 0; i < r->ncheckpoints; i++) {
		const struct checkpoint *c = &r->checkpoints[i];
		uint64_t hash;

		if (!run_to(v, c->icount))
			return;
		hash = machine_hash(v->machine);
		if (hash != c->hash) {
			tell_state(v, c, hash);
			return;
		}
		++*checked;
	}
	if (!run_to(v, r->end))
		return;
	if (v->nevents < r->nevents)
		error_set(v->error, "event %zu (%s, at @%" PRIu64 ") does not happen", v->nevents,
		          event_name(r->events[v->nevents].kind), r->events[v->nevents].icount);
	else if (r->noutputs && v->ntext < r->outputs[r->noutputs - 1].end)
		error_set(v->error, "the console output ends at byte %zu; recorded were %zu", v->ntext,
		          r->outputs[r->noutputs - 1].end);
}

enum verdict trace_verify(struct timeline *t, void (*progress)(uint64_t now, uint64_t end), size_t *checked,
                          char error[ERROR_MAX])
{
	struct verification v = {
		.error = error, .timeline = t, .recorded = timeline_recording(t), .progress = progress};
	const struct listener listener = {.arg = &v, .event = on_event, .console = on_console};

	*checked = 0;
	v.machine = run_config_machine(timeline_config(t), error);
	if (!v.machine)
		return VERDICT_FAILED;
	*error = '\0';
	v.time = allowance_new(timeline_config(t)->limits.seconds);
	machine_listen(v.machine, &listener);
	compare(&v, checked);
	machine_free(v.machine);
	if (!*error)
		return VERDICT_AGREES;
	return v.stopped ? VERDICT_LIMIT : VERDICT_DIVERGES;
}
