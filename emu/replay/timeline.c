/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run that one can move in. Recording appends to plain arrays; going to an instant restores the nearest
 * checkpoint before it and runs forward, feeding the recorded input.
 *
 * A checkpoint's instant is before any input of the same icount: whoever restores it applies that input again.
 */
#include "replay/timeline.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/alloc.h"
#include "replay/until.h"

enum {
	CHECKPOINTS_MAX = 512, /* then every second one goes and the spacing doubles */
	SPACING = 4000000,     /* instructions: some 10 ms of the host's time */
	SLICE = 4000000,       /* work from one look at the host's clock to the next: some 10 ms */
	ALONG = 100000,        /* instructions in detail that take less time than to save and to restore a state */
	SPARSE = 4,            /* an interval of less than this part of the spacing is not worth a state */
	BROKEN_MAX = 8,        /* so many checkpoints are tried in vain; then no more that is not proven */
};

struct switched {
	uint64_t icount;
	uint32_t pid;
};

struct timeline {
	struct run_config config;
	struct machine *machine;
	struct machine *watched; /* runs in detail, always; NULL: not needed so far */
	size_t watched_applied;  /* inputs that it got; SIZE_MAX: its state is of no use */
	struct recording made;
	size_t events_room, inputs_room, checkpoints_room, outputs_room, text_room, switches_room;
	size_t ntext;
	struct switched *switches; /* who ran from when on */
	size_t nswitches;
	size_t applied; /* inputs that the machine got on its way to the present instant */
	struct chain *chain;
	uint64_t spacing;
	size_t own, packed; /* checkpoints with data that this run has made, and their bytes */
	uint64_t kept;      /* icount of the last one, or of what it begins from */
	bool complete;
	size_t broken; /* checkpoints that are not what they are said to be */
	enum drive_end ended;
	char problem[ERROR_MAX];
	char failure[ERROR_MAX];      /* of the last seek */
	struct checkpoint remembered; /* where timeline_detail began last; data NULL: none, and not compressed */
	size_t remembered_applied;    /* inputs that the machine had got there */
	struct console console;       /* its print is called by ours */
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
	uint64_t now = machine_icount(t->machine);

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
	t->applied = r->ninputs;
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

/* The state at the present instant, or its hash alone, where it is near what was kept last: it is sooner run to. */
static void take_checkpoint(struct timeline *t)
{
	struct recording *r = &t->made;
	const struct checkpoint *last = r->ncheckpoints ? &r->checkpoints[r->ncheckpoints - 1] : NULL;
	size_t room = t->config.limits.checkpoints << 20;
	uint64_t now = machine_icount(t->machine);
	struct checkpoint c;

	if (last && last->icount == now)
		return;
	while (t->own >= CHECKPOINTS_MAX || (t->packed > room && t->own > 1))
		thin_out(t);
	c = chain_take(t->chain, t->machine, now - t->kept < t->spacing / SPARSE);
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

enum drive_end timeline_complete(struct timeline *t)
{
	const struct console console = {.arg = t, .print = on_print, .keys = on_keys, .typed = t->console.typed};
	const struct drive drive = {
		.console = &console,
		.limits = t->config.limits,
		.listener = {.arg = t, .event = on_event, .input = on_input},
		.mark = on_mark,
		.arg = t,
	};

	if (t->complete)
		return t->ended;
	t->ended = machine_drive(t->machine, &drive, t->problem);
	if (t->ended == DRIVE_EVENT) {
		t->ended = DRIVE_LIMIT;
		error_set(t->problem, "stopped after %llu events (--max-events)",
		          (unsigned long long)t->config.limits.events);
	}
	t->made.end = machine_icount(t->machine);
	take_checkpoint(t);
	t->complete = true;
	return t->ended;
}

/* Making and freeing -------------------------------------------------------------------------- */

struct timeline *timeline_new(struct run_config *config, char error[ERROR_MAX])
{
	struct machine *machine = run_config_machine(config, error);
	struct timeline *t;

	if (!machine)
		return NULL;
	t = alloc_new(1, sizeof *t);
	t->machine = machine;
	t->chain = chain_new(machine);
	t->config = *config;
	t->config.program = alloc_string(config->program);
	t->config.system = alloc_string(config->system);
	t->config.limits = limits_filled(&config->limits);
	t->spacing = config->spacing ? config->spacing : SPACING;
	config->images = NULL;
	config->nimages = 0;
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
	for (size_t i = 0; i < r->noutputs; i++) {
		if (r->outputs[i].icount > r->end || (i && (r->outputs[i].icount < r->outputs[i - 1].icount ||
		                                            r->outputs[i].end < r->outputs[i - 1].end)))
			return error_set(error, "console output %zu is out of order", i);
	}
	return true;
}

struct timeline *timeline_load(struct run_config *config, struct recording *recording, char error[ERROR_MAX])
{
	struct timeline *t;

	if (!check_recording(recording, config, error))
		return NULL;
	t = timeline_new(config, error);
	if (!t)
		return NULL;
	t->made = *recording;
	t->ntext = recording->noutputs ? recording->outputs[recording->noutputs - 1].end : 0;
	memset(recording, 0, sizeof *recording);
	for (size_t i = 0; i < t->made.nevents; i++)
		note_switch(t, &t->made.events[i]);
	t->complete = true;
	return t;
}

void timeline_free(struct timeline *t)
{
	if (!t)
		return;
	machine_free(t->machine);
	machine_free(t->watched);
	chain_free(t->chain);
	recording_free(&t->made);
	free(t->remembered.data);
	free(t->switches);
	run_config_free(&t->config);
	free(t);
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
COUNT_UNTIL(inputs_until, timeline_input)
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

/* Moving -------------------------------------------------------------------------------------- */

/* Inputs of the instant itself come after it. */
static size_t inputs_before(const struct timeline *t, uint64_t icount)
{
	return icount ? inputs_until(t->made.inputs, t->made.ninputs, icount - 1) : 0;
}

/* Makes the machine as it was at a checkpoint. False when the checkpoint's data are not that state. */
static bool restore(struct timeline *t, size_t i)
{
	struct checkpoint *c = &t->made.checkpoints[i];
	size_t size;
	const void *state = timeline_checkpoint_state(t, i, &size);
	uint64_t icount, hash;
	bool ok = state && (c->proven || (machine_saved(t->machine, state, size, &icount, &hash) &&
	                                  icount == c->icount && hash == c->hash));

	c->proven = ok && machine_restore(t->machine, state, size);
	if (c->proven)
		t->applied = inputs_before(t, c->icount);
	return c->proven;
}

/* Goes back to the last good checkpoint at or before an instant; with none, to the beginning in a new machine. */
static bool go_back(struct timeline *t, uint64_t target)
{
	size_t i = checkpoints_until(t->made.checkpoints, t->made.ncheckpoints, target);
	const struct checkpoint *near = &t->remembered;
	struct machine *fresh;

	if (near->data && near->icount <= target && (!i || t->made.checkpoints[i - 1].icount <= near->icount) &&
	    machine_restore(t->machine, near->data, near->raw_size)) {
		t->applied = t->remembered_applied;
		return true;
	}
	while (i-- > 0) {
		struct checkpoint *c = &t->made.checkpoints[i];

		if ((!c->data && c->icount) || (!c->proven && t->broken >= BROKEN_MAX))
			continue;
		if (restore(t, i))
			return true;
		t->broken++;
	}
	fresh = run_config_machine(&t->config, t->failure);
	if (!fresh)
		return false;
	machine_free(t->machine);
	t->machine = fresh;
	t->applied = 0;
	return true;
}

/* Whatever came from outside comes again. */
static bool apply(struct machine *m, const struct timeline_input *in)
{
	uint8_t byte = (uint8_t)in->value;

	switch (in->kind) {
	case INPUT_KEY:
		if (in->value == RXDB_HANGUP)
			machine_hang_up(m);
		else
			machine_input(m, &byte, 1);
		return true;
	case INPUT_REGISTER:
		if (in->place <= MACHINE_PC)
			machine_poke_register(m, (int)in->place, in->value);
		return in->place <= MACHINE_PC;
	default:
		return machine_poke_memory(m, in->place, byte);
	}
}

bool timeline_extend(struct timeline *t, const struct timeline_input *inputs, size_t n, char error[ERROR_MAX])
{
	struct recording *r = &t->made;

	if (!timeline_seek(t, r->end))
		return error_set(error, "%s", t->failure);
	/* what was loaded fills its arrays */
	t->events_room = r->nevents;
	t->inputs_room = r->ninputs;
	t->checkpoints_room = r->ncheckpoints;
	t->outputs_room = r->noutputs;
	t->text_room = t->ntext;
	chain_continue(t->chain, t->machine, r->checkpoints, r->ncheckpoints);
	t->own = t->packed = t->kept = 0;
	for (size_t i = 0; i < r->ncheckpoints; i++) {
		r->checkpoints[i].node = CHECKPOINT_KEPT;
		t->kept = r->checkpoints[i].data ? r->checkpoints[i].icount : t->kept;
	}
	take_checkpoint(t); /* before any input of this instant */
	t->complete = false;
	for (size_t i = 0; i < n; i++) {
		r->inputs = alloc_room(r->inputs, r->ninputs, &t->inputs_room, sizeof *r->inputs);
		r->inputs[r->ninputs] = inputs[i];
		r->inputs[r->ninputs].icount = r->end;
		if (!apply(t->machine, &r->inputs[r->ninputs]))
			return error_set(error, "intervention %zu: there is no such place", i);
		t->applied = ++r->ninputs;
	}
	return true;
}

bool recording_replay(const struct recording *r, struct machine *m, size_t *applied, uint64_t target,
                      const struct allowance *time, char error[ERROR_MAX])
{
	for (;;) {
		uint64_t now = machine_icount(m);
		uint64_t next = *applied < r->ninputs ? r->inputs[*applied].icount : UINT64_MAX;
		enum machine_stop stop;

		if (now >= target)
			return true;
		if (next <= now) {
			apply(m, &r->inputs[(*applied)++]);
			continue;
		}
		machine_stop_at_work(m, machine_work(m) + SLICE);
		stop = machine_run(m, now + SLICE < next && now + SLICE < target ? now + SLICE
		                      : next < target                            ? next
		                                                                 : target);
		if (stop == STOP_ASKED)
			return true;
		if (machine_icount(m) < target && allowance_spent(time))
			return error_set(error,
			                 "stopped at @%" PRIu64 ", before @%" PRIu64
			                 ": too much processor time (--max-seconds)",
			                 machine_icount(m), target);
		if (stop == STOP_HALT || (stop == STOP_INPUT && machine_icount(m) < next))
			return machine_icount(m) >= target ||
			       error_set(error, "the run ends at @%" PRIu64 ", before @%" PRIu64, machine_icount(m),
			                 target);
	}
}

/* Whether running on from the present instant is the shorter way. */
static bool on_the_way(const struct timeline *t, uint64_t target)
{
	uint64_t now = machine_icount(t->machine);
	size_t before = checkpoints_until(t->made.checkpoints, t->made.ncheckpoints, target);

	return now <= target && (!before || t->made.checkpoints[before - 1].icount <= now);
}

bool timeline_seek(struct timeline *t, uint64_t target)
{
	struct allowance time = allowance_new(t->config.limits.seconds);

	if (target > t->made.end)
		target = t->made.end;
	return (on_the_way(t, target) || go_back(t, target)) &&
	       recording_replay(&t->made, t->machine, &t->applied, target, &time, t->failure);
}

struct machine *timeline_watched(struct timeline *t)
{
	if (!t->watched) {
		t->watched = run_config_machine(&t->config, t->failure);
		t->watched_applied = SIZE_MAX;
		if (t->watched)
			machine_detail(t->watched, true);
	}
	return t->watched;
}

/* Lets the machine that is watched run on to an instant, if that is near. */
static bool run_along(struct timeline *t, uint64_t icount)
{
	struct allowance time = allowance_new(t->config.limits.seconds);
	uint64_t now = machine_icount(t->watched);

	if (t->watched_applied == SIZE_MAX || now > icount || icount - now > ALONG)
		return false;
	if (recording_replay(&t->made, t->watched, &t->watched_applied, icount, &time, t->failure))
		return true;
	t->watched_applied = SIZE_MAX;
	return false;
}

/* Makes the machine that is watched as the timeline's own is at an instant, or leaves it, if it is there already. The
 * state is kept: steps back and forth begin again and again at the same instant. */
static bool place_watched(struct timeline *t, uint64_t icount)
{
	struct checkpoint *near = &t->remembered;

	if (!timeline_watched(t))
		return false;
	if (t->watched_applied == inputs_before(t, icount) && machine_icount(t->watched) == icount)
		return true;
	if (run_along(t, icount))
		return true;
	t->watched_applied = SIZE_MAX;
	if (!near->data || near->icount != icount) {
		if (!timeline_seek(t, icount))
			return false;
		free(near->data);
		near->icount = icount;
		near->data = machine_save(t->machine, &near->raw_size);
		t->remembered_applied = t->applied;
	}
	if (!machine_restore(t->watched, near->data, near->raw_size))
		return error_set(t->failure, "the state at @%" PRIu64 " is none of this machine", icount);
	t->watched_applied = t->remembered_applied;
	return true;
}

bool timeline_detail(struct timeline *t, uint64_t from, uint64_t to, void (*insn)(void *, uint64_t, uint32_t),
                     void (*store)(void *, const struct store *), void (*flow)(void *, const struct flow *), void *arg)
{
	const struct listener watcher = {.arg = arg, .insn = insn, .store = store, .flow = flow};
	struct allowance time = allowance_new(t->config.limits.seconds);
	bool ok;

	if (!place_watched(t, from < t->made.end ? from : t->made.end))
		return false;
	machine_listen(t->watched, &watcher);
	ok = recording_replay(&t->made, t->watched, &t->watched_applied, to < t->made.end ? to : t->made.end, &time,
	                      t->failure);
	machine_listen(t->watched, &(struct listener){0});
	if (!ok)
		t->watched_applied = SIZE_MAX;
	return ok;
}
