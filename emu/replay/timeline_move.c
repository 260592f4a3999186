/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moving in a run: going to an instant restores the nearest state that is kept before it and runs forward, feeding the
 * recorded input. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "machine/machine_lookout.h"
#include "replay/timeline_lookout.h"
#include "replay/timeline_private.h"
#include "replay/until.h"

enum {
	ALONG = 100000,     /* instructions in detail that take less time than to save and to restore a state */
	SLICE = 4000000,    /* work from one look at the host's clock to the next: some 10 ms */
	BROKEN_MAX = 8,     /* so many checkpoints are tried in vain; then no more that is not proven */
	RESTORING = 100000, /* instructions in which a state is restored, with all that a new machine must decode */
	STEPPING = 200000, /* instructions: who goes back by no more goes back again; it is run in half a millisecond */
};

COUNT_UNTIL(inputs_until, timeline_input)
COUNT_UNTIL(checkpoints_until, checkpoint)

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

/* Keeps the present state. */
static void remember(struct timeline *t, struct near *near)
{
	free(near->data);
	near->icount = machine_icount(t->machine);
	near->data = machine_save(t->machine, &near->size);
	near->applied = t->applied;
}

/* The last of the states that are kept at or before an instant, NULL if there is none. */
static const struct near *nearest(const struct timeline *t, uint64_t target)
{
	const struct near *all[] = {&t->remembered, &t->behind, t->base ? &t->base->near : NULL}, *found = NULL;

	for (int i = 0; i < 3; i++)
		if (all[i] && all[i]->data && all[i]->icount <= target && (!found || found->icount < all[i]->icount))
			found = all[i];
	return found;
}

void timeline_keep_none(struct timeline *t)
{
	if (t->base && --t->base->users == 0) {
		free(t->base->near.data);
		free(t->base);
	}
	t->base = NULL;
}

void timeline_keep_too(struct timeline *t, const struct timeline *other, uint64_t same)
{
	timeline_keep_none(t);
	if (!other->base || other->base->near.icount > same)
		return;
	t->base = other->base;
	t->base->users++;
}

bool timeline_keep(struct timeline *t, uint64_t icount)
{
	if (t->base && t->base->near.icount == icount)
		return true;
	if (!timeline_seek(t, icount))
		return false;
	timeline_keep_none(t);
	t->base = alloc_new(1, sizeof *t->base);
	t->base->users = 1;
	remember(t, &t->base->near);
	return true;
}

/* Goes back to the last good checkpoint at or before an instant; with none, to the beginning in a new machine. */
static bool go_back(struct timeline *t, uint64_t target)
{
	size_t i = checkpoints_until(t->made.checkpoints, t->made.ncheckpoints, target);
	const struct near *near = nearest(t, target);
	struct machine *fresh;

	if (near && (!i || t->made.checkpoints[i - 1].icount <= near->icount) &&
	    machine_restore(t->machine, near->data, near->size)) {
		t->applied = near->applied;
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
bool timeline_apply(struct machine *m, const struct timeline_input *in)
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

/* Somebody has to be told how far it is. False: he wants no more of it. */
static bool tell(struct timeline *t, uint64_t now)
{
	t->stopped = t->tell && !t->tell(t->teller, now, t->made.end);
	return !t->stopped || error_set(t->failure, "stopped at @%" PRIu64, now);
}

/* recording_replay; asked, which may be NULL, is told of. */
static bool replay(const struct recording *r, struct machine *m, size_t *applied, uint64_t target,
                   const struct allowance *time, struct timeline *asked, char error[ERROR_MAX])
{
	for (;;) {
		uint64_t now = machine_icount(m);
		uint64_t next = *applied < r->ninputs ? r->inputs[*applied].icount : UINT64_MAX;
		enum machine_stop stop;

		if (now >= target)
			return true;
		if (next <= now) {
			timeline_apply(m, &r->inputs[(*applied)++]);
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
		if (asked && machine_icount(m) < target && !tell(asked, machine_icount(m)))
			return false;
		if (stop == STOP_HALT || (stop == STOP_INPUT && machine_icount(m) < next))
			return machine_icount(m) >= target ||
			       error_set(error, "the run ends at @%" PRIu64 ", before @%" PRIu64, machine_icount(m),
			                 target);
	}
}

bool recording_replay(const struct recording *r, struct machine *m, size_t *applied, uint64_t target,
                      const struct allowance *time, char error[ERROR_MAX])
{
	return replay(r, m, applied, target, time, NULL, error);
}

/* Whether running on from the present instant is the shorter way. */
static bool on_the_way(const struct timeline *t, uint64_t target)
{
	uint64_t now = machine_icount(t->machine);
	size_t before = checkpoints_until(t->made.checkpoints, t->made.ncheckpoints, target);
	const struct near *near = nearest(t, target);

	return now <= target && !(near && near->icount > now + RESTORING) &&
	       (!before || t->made.checkpoints[before - 1].icount <= now);
}

/* Somebody steps back, and will do so again: a state is kept a little before where he goes. */
static bool come_near(struct timeline *t, uint64_t target, const struct allowance *time)
{
	if (machine_icount(t->machine) + STEPPING >= target)
		return true;
	if (!recording_replay(&t->made, t->machine, &t->applied, target - STEPPING, time, t->failure))
		return false;
	remember(t, &t->behind);
	return true;
}

bool timeline_seek(struct timeline *t, uint64_t target)
{
	struct allowance time = allowance_new(t->config.limits.seconds);
	uint64_t from;
	bool back;

	if (target > t->made.end)
		target = t->made.end;
	if (!timeline_part(t))
		return false;
	from = machine_icount(t->machine);
	back = from > target && from - target <= STEPPING;
	return (on_the_way(t, target) || go_back(t, target)) && (!back || come_near(t, target, &time)) &&
	       recording_replay(&t->made, t->machine, &t->applied, target, &time, t->failure);
}

struct machine *timeline_watched(struct timeline *t)
{
	if (!t->watched) {
		t->watched = run_config_again(&t->config, t->spare, t->failure);
		t->spare = NULL;
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
	const struct near *near = &t->remembered;

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
		remember(t, &t->remembered);
	}
	if (!machine_restore(t->watched, near->data, near->size))
		return error_set(t->failure, "the state at @%" PRIu64 " is none of this machine", icount);
	t->watched_applied = near->applied;
	return true;
}

void timeline_progress(struct timeline *t, bool (*tell)(void *arg, uint64_t icount, uint64_t end), void *arg)
{
	t->tell = tell;
	t->teller = arg;
	t->stopped = false;
}

bool timeline_stopped(const struct timeline *t)
{
	return t->stopped;
}

bool timeline_listen(struct timeline *t, uint64_t from, uint64_t to, const struct listener *listener)
{
	struct listener watcher = *listener;
	struct allowance time = allowance_new(t->config.limits.seconds);
	bool ok;

	watcher.event = NULL;
	watcher.console = NULL;
	watcher.input = NULL;
	if (!tell(t, from) || !place_watched(t, from < t->made.end ? from : t->made.end))
		return false;
	machine_listen(t->watched, &watcher);
	ok = replay(&t->made, t->watched, &t->watched_applied, to < t->made.end ? to : t->made.end, &time, t,
	            t->failure);
	machine_listen(t->watched, &(struct listener){0});
	if (!ok)
		t->watched_applied = SIZE_MAX;
	return ok;
}

bool timeline_detail(struct timeline *t, uint64_t from, uint64_t to, void (*insn)(void *, uint64_t, uint32_t),
                     void (*store)(void *, const struct store *), void (*flow)(void *, const struct flow *), void *arg)
{
	return timeline_listen(t, from, to, &(struct listener){.arg = arg, .insn = insn, .store = store, .flow = flow});
}

bool timeline_watch(struct timeline *t, uint64_t from, uint64_t to, uint32_t pa, uint32_t size,
                    void (*told)(void *, const struct watched *), void *arg)
{
	struct allowance time = allowance_new(t->config.limits.seconds);
	bool ok;

	if (!tell(t, from) || !timeline_seek(t, from))
		return false;
	machine_watch(t->machine, pa, size, told, arg);
	ok = replay(&t->made, t->machine, &t->applied, to < t->made.end ? to : t->made.end, &time, t, t->failure);
	machine_watch(t->machine, 0, 0, NULL, NULL);
	return ok;
}

bool timeline_look_out(struct timeline *t, uint64_t from, uint64_t to, const struct lookout *lookout)
{
	struct allowance time = allowance_new(t->config.limits.seconds);
	bool ok;

	if (!tell(t, from) || !timeline_seek(t, from))
		return false;
	machine_look_out(t->machine, lookout);
	ok = replay(&t->made, t->machine, &t->applied, to < t->made.end ? to : t->made.end, &time, t, t->failure);
	machine_look_out(t->machine, NULL);
	return ok;
}
