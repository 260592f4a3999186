/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does a trace come out the same when it is run again? Every event, every printed byte and every checkpoint's hash. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "replay/trace.h"

enum { STEP = 5000000 /* instructions between two calls of the progress function: some 20 ms */ };

struct verification {
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
	if (!same_event(then, now))
		error_set(v->error,
		          "event %zu differs: recorded %s of pid %" PRIu32 " at @%" PRIu64 ", now %s of pid %" PRIu32
		          " at @%" PRIu64,
		          i, event_name(then->kind), then->pid, then->icount, event_name(now->kind), now->pid,
		          now->icount);
	return false;
}

static void on_console(void *arg, const uint8_t *data, size_t size)
{
	struct verification *v = arg;
	const struct recording *r = v->recorded;
	size_t total = r->noutputs ? r->outputs[r->noutputs - 1].end : 0;

	if (!*v->error && (size > total - v->ntext || memcmp(r->text + v->ntext, data, size)))
		error_set(v->error, "the console output differs at byte %zu, at @%" PRIu64, v->ntext,
		          machine_icount(v->machine));
	else if (!*v->error)
		v->ntext += size;
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
			error_set(v->error,
			          "the state at @%" PRIu64 " differs: recorded hash %016" PRIx64 ", now %016" PRIx64,
			          c->icount, c->hash, hash);
			return;
		}
		++*checked;
	}
	if (run_to(v, r->end) && v->nevents < r->nevents)
		error_set(v->error, "event %zu (%s, at @%" PRIu64 ") does not happen", v->nevents,
		          event_name(r->events[v->nevents].kind), r->events[v->nevents].icount);
}

enum verdict trace_verify(const struct timeline *t, void (*progress)(uint64_t now, uint64_t end), size_t *checked,
                          char error[ERROR_MAX])
{
	struct verification v = {.error = error, .recorded = timeline_recording(t), .progress = progress};
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
