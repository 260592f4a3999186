/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run that one can move in. Recording appends to plain arrays; going to an instant restores the nearest
 * checkpoint before it and runs forward, feeding the recorded input.
 *
 * A checkpoint's instant is before any input of the same icount: whoever restores it applies that input again.
 */
#include "replay/timeline_private.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/alloc.h"
#include "replay/until.h"

enum {
	CHECKPOINTS_MAX = 512, /* then every second one goes and the spacing doubles */
	SPACING = 4000000,     /* instructions: some 10 ms of the host's time */
	FIRST = 10000000,      /* up to here a run is soon run to from its beginning */
};

void recording_free(struct recording *r)
{
	for (size_t i = 0; i < r->ncheckpoints; i++)
		checkpoint_free(&r->checkpoints[i]);
	free(r->events);
	free(r->inputs);
	free(r->checkpoints);
	free(r->outputs);
	free(r->text);
	free(r->uses);
	memset(r, 0, sizeof *r);
}

/* Recording ----------------------------------------------------------------------------------- */

static void note_switch(struct timeline *t, const struct event *e)
{
	if (e->kind != EV_PROC_SWITCH)
		return;
	t->switches = alloc_room(t->switches, t->nswitches, &t->switches_room, sizeof *t->switches);
	t->switches[t->nswitches++] = (struct switched){e->icount, e->arg[1]};
}

static bool on_event(void *arg, const struct event *e)
{
	struct timeline *t = arg;
	struct recording *r = &t->made;

	r->events = alloc_room(r->events, r->nevents, &t->events_room, sizeof *r->events);
	r->events[r->nevents] = *e;
	r->events[r->nevents].seq = r->nevents; /* the machine has counted what it came by on its way, too */
	r->nevents++;
	note_switch(t, e);
	return r->nevents >= t->config.limits.events;
}

static void on_print(void *arg, const uint8_t *data, size_t size)
{
	struct timeline *t = arg;
	struct recording *r = &t->made;
	uint64_t now = machine_icount(t->front);

	if (!size)
		return;
	while (t->ntext + size > t->text_room)
		r->text = alloc_room(r->text, t->text_room, &t->text_room, 1);
	memcpy(r->text + t->ntext, data, size);
	t->ntext += size;
	if (!r->noutputs || r->outputs[r->noutputs - 1].icount != now) {
		r->outputs = alloc_room(r->outputs, r->noutputs, &t->outputs_room, sizeof *r->outputs);
		r->outputs[r->noutputs++].icount = now;
	}
	r->outputs[r->noutputs - 1].end = t->ntext;
	if (t->console.print)
		t->console.print(t->console.arg, data, size);
}

static void on_show(void *arg)
{
	struct timeline *t = arg;

	if (t->console.show)
		t->console.show(t->console.arg);
}

static size_t on_keys(void *arg, uint8_t *buf, size_t size, bool wait, bool *quit)
{
	struct timeline *t = arg;

	return t->console.keys ? t->console.keys(t->console.arg, buf, size, wait, quit) : 0;
}

static void on_input(void *arg, uint64_t icount, uint16_t character)
{
	struct timeline *t = arg;
	struct recording *r = &t->made;

	r->inputs = alloc_room(r->inputs, r->ninputs, &t->inputs_room, sizeof *r->inputs);
	r->inputs[r->ninputs++] = (struct timeline_input){icount, INPUT_KEY, 0, character};
	if (t->front == t->machine)
		t->applied = r->ninputs;
}

static void on_disk(void *arg, uint32_t block)
{
	struct timeline *t = arg;
	struct recording *r = &t->made;
	struct disk_use use;

	if (!disk_parts_read(t->parts, block, &use))
		return;
	use.icount = machine_icount(t->front);
	r->uses = alloc_room(r->uses, r->nuses, &t->uses_room, sizeof *r->uses);
	r->uses[r->nuses++] = use;
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

static bool on_pause(void *arg, bool waits)
{
	struct timeline *t = arg;

	t->made.end = machine_icount(t->front);
	if (t->pause)
		t->pause(t->observer, waits);
	return !waits && t->until != UINT64_MAX && now_ns() >= t->until;
}

/* Keeps every second checkpoint that this run has made. What was written up to one that goes was written up to the
 * next one. */
static void thin_out(struct timeline *t)
{
	struct recording *r = &t->made;
	size_t kept = 0, last = r->ncheckpoints - 1;
	struct checkpoint gone = {0};

	for (size_t i = 0; i <= last; i++) {
		struct checkpoint *c = &r->checkpoints[i];

		if (c->node == CHECKPOINT_KEPT || c->node % 2 == 0) {
			c->node = c->node == CHECKPOINT_KEPT ? c->node : c->node / 2;
			r->checkpoints[kept++] = *c;
			continue;
		}
		t->packed -= c->size;
		t->own--;
		if (i == last) {
			gone = *c;
			continue;
		}
		checkpoint_wrote(c, &r->checkpoints[i + 1]);
		checkpoint_free(c);
	}
	r->ncheckpoints = kept;
	chain_halve(t->chain, &gone);
	checkpoint_free(&gone);
	t->spacing *= 2;
}

/* Is the present instant soon run to from what was kept last? Then its state is not worth the room. */
static bool is_near(const struct timeline *t, uint64_t now)
{
	uint64_t first = t->config.spacing ? t->config.spacing : FIRST;

	return now - t->kept < (t->kept ? t->spacing : first);
}

/* The state at the present instant, or its hash alone. */
static void take_checkpoint(struct timeline *t)
{
	struct recording *r = &t->made;
	const struct checkpoint *last = r->ncheckpoints ? &r->checkpoints[r->ncheckpoints - 1] : NULL;
	size_t room = t->config.limits.checkpoints << 20;
	uint64_t now = machine_icount(t->front);
	struct checkpoint c;

	if (last && last->icount == now)
		return;
	while (t->own >= CHECKPOINTS_MAX || (t->packed > room && t->own > 1))
		thin_out(t);
	c = chain_take(t->chain, t->front, is_near(t, now));
	r->checkpoints = alloc_room(r->checkpoints, r->ncheckpoints, &t->checkpoints_room, sizeof *r->checkpoints);
	r->checkpoints[r->ncheckpoints++] = c;
	t->packed += c.size;
	if (c.data) {
		t->own++;
		t->kept = now;
	}
}

/* At the multiples of the spacing. */
static uint64_t on_mark(void *arg, struct machine *m)
{
	struct timeline *t = arg;

	take_checkpoint(t);
	return (machine_icount(m) / t->spacing + 1) * t->spacing;
}

void timeline_bound(struct timeline *t, uint64_t work)
{
	uint64_t most = machine_work(t->machine) + work;

	if (!t->config.limits.instructions || t->config.limits.instructions > most)
		t->config.limits.instructions = most;
}

/* The run is over where the front is. */
static void finish(struct timeline *t)
{
	t->made.end = machine_icount(t->front);
	take_checkpoint(t);
	if (t->front != t->machine)
		machine_free(t->front);
	t->front = NULL;
}

static enum drive_end record(struct timeline *t, uint64_t until)
{
	const struct console console = {.arg = t,
	                                .print = on_print,
	                                .show = on_show,
	                                .keys = on_keys,
	                                .typed = t->console.typed,
	                                .later = t->console.later};
	const struct drive drive = {
		.console = &console,
		.limits = t->config.limits,
		.listener = {.arg = t, .event = on_event, .input = on_input, .disk = on_disk},
		.mark = on_mark,
		.pause = on_pause,
		.arg = t,
		.driven = &t->driven,
	};

	if (!t->front)
		return t->ended;
	t->until = until;
	t->ended = machine_drive(t->front, &drive, t->problem);
	t->made.end = machine_icount(t->front);
	if (t->ended == DRIVE_PAUSE || t->ended == DRIVE_WAITS)
		return t->ended;
	if (t->ended == DRIVE_EVENT) {
		t->ended = DRIVE_LIMIT;
		error_set(t->problem, "stopped after %llu events (--max-events)",
		          (unsigned long long)t->config.limits.events);
	}
	finish(t);
	return t->ended;
}

enum drive_end timeline_complete(struct timeline *t)
{
	return record(t, UINT64_MAX);
}

enum drive_end timeline_record(struct timeline *t, unsigned ms)
{
	return record(t, now_ns() + ms * UINT64_C(1000000));
}

bool timeline_grows(const struct timeline *t)
{
	return t->front != NULL;
}

void timeline_stop(struct timeline *t, const char *why)
{
	if (!t->front)
		return;
	finish(t);
	t->ended = DRIVE_QUIT;
	error_set(t->problem, "%s", why);
}

bool timeline_part(struct timeline *t)
{
	struct machine *other;

	if (t->front != t->machine)
		return true;
	other = run_config_machine(&t->config, t->failure);
	if (!other)
		return false;
	t->machine = other;
	t->applied = 0;
	return true;
}

bool timeline_extend(struct timeline *t, const struct timeline_input *inputs, size_t n, char error[ERROR_MAX])
{
	struct recording *r = &t->made;

	if (t->front)
		return error_set(error, "the run is being recorded");
	if (!timeline_seek(t, r->end))
		return error_set(error, "%s", t->failure);
	t->front = t->machine;
	t->driven = (struct driven){0};
	/* what was loaded fills its arrays */
	t->events_room = r->nevents;
	t->inputs_room = r->ninputs;
	t->checkpoints_room = r->ncheckpoints;
	t->outputs_room = r->noutputs;
	t->text_room = t->ntext;
	t->uses_room = r->nuses;
	chain_continue(t->chain, t->machine, r->checkpoints, r->ncheckpoints);
	t->own = t->packed = t->kept = 0;
	for (size_t i = 0; i < r->ncheckpoints; i++) {
		r->checkpoints[i].node = CHECKPOINT_KEPT;
		t->kept = r->checkpoints[i].data ? r->checkpoints[i].icount : t->kept;
	}
	take_checkpoint(t); /* before any input of this instant */
	for (size_t i = 0; i < n; i++) {
		r->inputs = alloc_room(r->inputs, r->ninputs, &t->inputs_room, sizeof *r->inputs);
		r->inputs[r->ninputs] = inputs[i];
		r->inputs[r->ninputs].icount = r->end;
		if (!timeline_apply(t->machine, &r->inputs[r->ninputs]))
			return error_set(error, "intervention %zu: there is no such place", i);
		t->applied = ++r->ninputs;
	}
	return true;
}

/* Making and freeing -------------------------------------------------------------------------- */

struct timeline *timeline_new(struct run_config *config, char error[ERROR_MAX])
{
	return timeline_again(config, NULL, error);
}

struct timeline *timeline_again(struct run_config *config, struct machine *used, char error[ERROR_MAX])
{
	struct machine *machine = run_config_again(config, used, error);
	struct timeline *t;

	if (!machine)
		return NULL;
	t = alloc_new(1, sizeof *t);
	t->machine = t->front = machine;
	t->chain = chain_new(machine);
	t->config = *config;
	t->config.program = alloc_string(config->program);
	t->config.system = alloc_string(config->system);
	t->config.limits = limits_filled(&config->limits);
	t->spacing = config->spacing ? config->spacing : SPACING;
	config->images = NULL;
	config->nimages = 0;
	config->sharers = NULL;
	config->shipped = NULL;
	config->absent = NULL;
	t->parts = disk_parts_new(&t->config);
	return t;
}

/* What the functions here rely on, and a file may not hold. */
static bool check_recording(const struct recording *r, const struct run_config *config, char *error)
{
	size_t most = checkpoint_max(config->ram, config->swap);

	if (r->end > TIMELINE_END_MAX)
		return error_set(error, "it ends too late");
	for (size_t i = 0; i < r->nevents; i++) {
		if (r->events[i].seq != i || r->events[i].kind >= EV_COUNT || r->events[i].icount > r->end ||
		    (i && r->events[i].icount < r->events[i - 1].icount))
			return error_set(error, "event %zu is out of order", i);
	}
	for (size_t i = 0; i < r->ninputs; i++) {
		if (r->inputs[i].icount > r->end || (i && r->inputs[i].icount < r->inputs[i - 1].icount))
			return error_set(error, "input %zu is out of order", i);
		if (r->inputs[i].kind == INPUT_MEMORY && r->inputs[i].place >= config->ram)
			return error_set(error, "input %zu is beyond memory", i);
	}
	for (size_t i = 0; i < r->ncheckpoints; i++) {
		if (r->checkpoints[i].icount > r->end || r->checkpoints[i].raw_size > most ||
		    (r->checkpoints[i].base != CHECKPOINT_BEGINNING &&
		     r->checkpoints[i].base >= r->checkpoints[i].icount) ||
		    (i && r->checkpoints[i].icount <= r->checkpoints[i - 1].icount))
			return error_set(error, "checkpoint %zu is out of order or too large", i);
	}
	for (size_t i = 0; i < r->nuses; i++) {
		if (r->uses[i].icount > r->end || (i && r->uses[i].icount < r->uses[i - 1].icount))
			return error_set(error, "file %zu is out of order", i);
	}
	for (size_t i = 0; i < r->noutputs; i++) {
		if (r->outputs[i].icount > r->end || (i && (r->outputs[i].icount < r->outputs[i - 1].icount ||
		                                            r->outputs[i].end < r->outputs[i - 1].end)))
			return error_set(error, "console output %zu is out of order", i);
	}
	return true;
}

struct timeline *timeline_load_instead(struct run_config *config, struct recording *recording, const char *problem,
                                       struct timeline *used, char error[ERROR_MAX])
{
	struct timeline *t;

	if (!check_recording(recording, config, error)) {
		timeline_free(used);
		return NULL;
	}
	t = timeline_instead(config, used, error);
	if (!t)
		return NULL;
	t->made = *recording;
	t->ntext = recording->noutputs ? recording->outputs[recording->noutputs - 1].end : 0;
	memset(recording, 0, sizeof *recording);
	for (size_t i = 0; i < t->made.nevents; i++)
		note_switch(t, &t->made.events[i]);
	for (size_t i = 0; i < t->made.nuses; i++)
		disk_parts_used(t->parts, &t->made.uses[i]);
	if (problem)
		error_set(t->problem, "%s", problem);
	t->front = NULL;
	return t;
}

struct timeline *timeline_load(struct run_config *config, struct recording *recording, const char *problem,
                               char error[ERROR_MAX])
{
	return timeline_load_instead(config, recording, problem, NULL, error);
}

void timeline_idle(struct timeline *t)
{
	if (t->front)
		return;
	machine_free(t->machine);
	machine_free(t->watched);
	machine_free(t->spare);
	t->machine = t->watched = t->spare = NULL;
	free(t->remembered.data);
	free(t->behind.data);
	t->remembered = t->behind = (struct near){0};
}

void timeline_free(struct timeline *t)
{
	if (!t)
		return;
	if (t->front != t->machine)
		machine_free(t->front);
	machine_free(t->machine);
	machine_free(t->watched);
	machine_free(t->spare);
	chain_free(t->chain);
	disk_parts_free(t->parts);
	recording_free(&t->made);
	free(t->remembered.data);
	free(t->behind.data);
	timeline_keep_none(t);
	free(t->switches);
	run_config_free(&t->config);
	free(t);
}

struct timeline *timeline_instead(struct run_config *config, struct timeline *used, char error[ERROR_MAX])
{
	struct machine *machine = used ? used->machine : NULL;
	struct timeline *t = timeline_again(config, machine, error);

	if (!used)
		return t;
	if (used->front == machine)
		used->front = NULL;
	used->machine = used->front; /* what there still is of it */
	if (t) {
		t->spare = used->watched ? used->watched : used->spare;
		if (used->watched)
			machine_free(used->spare);
		used->watched = used->spare = NULL;
	}
	timeline_free(used);
	return t;
}

struct run_config timeline_take_config(struct timeline *t)
{
	struct run_config config = t->config;

	t->config = (struct run_config){0};
	return config;
}

/* Asking -------------------------------------------------------------------------------------- */

struct machine *timeline_machine(struct timeline *t)
{
	return t->machine;
}

const struct run_config *timeline_config(const struct timeline *t)
{
	return &t->config;
}

const struct run_image *timeline_image(const struct timeline *t, const char *name)
{
	return run_config_image(&t->config, name);
}

void timeline_console(struct timeline *t, const struct console *console)
{
	t->console = console ? *console : (struct console){0};
}

void timeline_observe(struct timeline *t, void (*pause)(void *arg, bool waits), void *arg)
{
	t->pause = pause;
	t->observer = arg;
}

const struct recording *timeline_recording(const struct timeline *t)
{
	return &t->made;
}

const char *timeline_problem(const struct timeline *t)
{
	return t->problem;
}

const char *timeline_failure(const struct timeline *t)
{
	return t->failure;
}

size_t timeline_nevents(const struct timeline *t)
{
	return t->made.nevents;
}

const struct event *timeline_event(const struct timeline *t, size_t seq)
{
	return seq < t->made.nevents ? &t->made.events[seq] : NULL;
}

uint64_t timeline_end(const struct timeline *t)
{
	return t->made.end;
}

size_t timeline_ncheckpoints(const struct timeline *t)
{
	return t->made.ncheckpoints;
}

const struct checkpoint *timeline_checkpoint(const struct timeline *t, size_t i)
{
	return i < t->made.ncheckpoints ? &t->made.checkpoints[i] : NULL;
}

const void *timeline_checkpoint_state(struct timeline *t, size_t i, size_t *size)
{
	return chain_state(t->chain, t->made.checkpoints, t->made.ncheckpoints, i, size);
}

bool timeline_interval_wrote(const struct timeline *t, size_t i, uint32_t frame)
{
	const struct checkpoint *end = timeline_checkpoint(t, i + 1);

	return !end || !end->wrote || frame >= t->config.ram / NBPG || end->wrote[frame / 8] >> frame % 8 & 1;
}

size_t timeline_ninputs(const struct timeline *t)
{
	return t->made.ninputs;
}

const struct timeline_input *timeline_input(const struct timeline *t, size_t i)
{
	return i < t->made.ninputs ? &t->made.inputs[i] : NULL;
}

COUNT_UNTIL(outputs_until, timeline_output)
COUNT_UNTIL(switches_until, switched)
COUNT_UNTIL(checkpoints_until, checkpoint)

size_t timeline_interval(const struct timeline *t, uint64_t icount)
{
	size_t n = icount ? checkpoints_until(t->made.checkpoints, t->made.ncheckpoints, icount - 1) : 0;

	return n ? n - 1 : 0;
}

size_t timeline_output(struct timeline *t, uint64_t at, const char **text)
{
	size_t n = outputs_until(t->made.outputs, t->made.noutputs, at);

	*text = t->made.text ? t->made.text : "";
	return n ? t->made.outputs[n - 1].end : 0;
}

uint32_t timeline_pid(const struct timeline *t, uint64_t at, uint64_t *until)
{
	size_t n = switches_until(t->switches, t->nswitches, at);

	if (until)
		*until = n < t->nswitches ? t->switches[n].icount : UINT64_MAX;
	return n ? t->switches[n - 1].pid : 0;
}
