/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time axis of a snapshot: what every process did from the start of the run to its end, read from the events, and
 * the notable events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event_meaning.h"
#include "memory.h"
#include "snapshot_parts.h"

/* More lanes or ticks than this could not be told apart in any picture. */
enum { LANES_MAX = 64, TICKS_MAX = 4096, SPANS_MAX = 4096 };

/* A lane while it is made. */
struct track {
	struct snap_lane lane;
	size_t room;
	bool alive;
	bool lent;
	enum lane_state state;
	uint64_t since;
};

struct tracks {
	struct track *track;
	size_t count, room;
};

/* The lane of a process that lives; a pid may come round again after its first owner was reaped. */
static struct track *find_track(struct tracks *ts, uint32_t pid)
{
	for (size_t i = ts->count; i-- > 0;)
		if (ts->track[i].lane.pid == pid && ts->track[i].alive)
			return &ts->track[i];
	return NULL;
}

/* The lane's state changes at an instant: the span before it is complete. */
static void change(struct track *tr, uint64_t now, enum lane_state state)
{
	struct snap_lane *l = &tr->lane;

	if (state == LANE_SLEEP && tr->lent)
		state = LANE_LENT;
	if (state == tr->state)
		return;
	if (now > tr->since && l->nspans < SPANS_MAX) {
		l->spans = memory_room(l->spans, l->nspans, &tr->room, sizeof *l->spans);
		l->spans[l->nspans++] = (struct snap_span){tr->since, now, tr->state};
	}
	tr->state = state;
	tr->since = now;
}

/* Ends the lane. */
static void finish(struct track *tr, uint64_t now)
{
	change(tr, now, tr->state == LANE_ZOMBIE ? LANE_RUN : LANE_ZOMBIE);
	tr->alive = false;
}

static void begin(struct moment *mo, struct tracks *ts, uint32_t pid, uint32_t parent, uint64_t now)
{
	const struct track *from = find_track(ts, parent);
	struct track *tr;
	char name[SNAP_NAME] = "";

	if (pid == 0 || ts->count >= LANES_MAX || find_track(ts, pid))
		return;
	if (from)
		memcpy(name, from->lane.name, sizeof name);
	ts->track = memory_room(ts->track, ts->count, &ts->room, sizeof *ts->track);
	tr = &ts->track[ts->count++];
	*tr = (struct track){.alive = true, .state = LANE_READY, .since = now};
	tr->lane.pid = pid;
	tr->lane.role = snapshot_role(mo, pid);
	memcpy(tr->lane.name, name, sizeof name);
}

static void process_state(struct track *tr, const struct event *e)
{
	switch (e->arg[1]) {
	case SSLEEP:
	case SWAIT:
	case SSTOP:
		tr->lent = tr->lent || e->arg[2] & SNOVM;
		change(tr, e->icount, LANE_SLEEP);
		break;
	case SRUN:
		if (tr->state != LANE_RUN)
			change(tr, e->icount, LANE_READY);
		break;
	case SZOMB:
		change(tr, e->icount, LANE_ZOMBIE);
		break;
	default:
		break;
	}
}

static void follow_event(struct moment *mo, struct tracks *ts, const struct event *e)
{
	struct track *tr, *to;

	switch (e->kind) {
	case EV_PROC_CREATE:
		begin(mo, ts, e->arg[0], e->arg[1], e->icount);
		break;
	case EV_PROC_STATE:
		if ((tr = find_track(ts, e->arg[0])))
			process_state(tr, e);
		break;
	case EV_PROC_SWITCH:
		tr = find_track(ts, e->arg[0]);
		to = find_track(ts, e->arg[1]);
		if (tr && tr->state == LANE_RUN && tr != to)
			change(tr, e->icount, LANE_READY);
		if (to)
			change(to, e->icount, LANE_RUN);
		break;
	case EV_VM_PASS:
	case EV_VM_RETURN:
		/* The process without memory is a lender until the memory comes back. */
		tr = find_track(ts, e->kind == EV_VM_PASS ? e->arg[0] : e->arg[1]);
		if (tr)
			tr->lent = e->kind == EV_VM_PASS;
		break;
	case EV_EXEC_COMMIT:
		/* The lane is named by the program that the process had at the instant of the snapshot, or its first. */
		tr = find_track(ts, e->pid);
		if (tr && (e->icount <= mo->snapshot->icount || !tr->lane.name[0]) && e->text[0]) {
			const char *slash = strrchr(e->text, '/');

			snprintf(tr->lane.name, sizeof tr->lane.name, "%s", slash ? slash + 1 : e->text);
		}
		break;
	case EV_EXIT_END:
		if ((tr = find_track(ts, e->pid)))
			change(tr, e->icount, LANE_ZOMBIE);
		break;
	case EV_WAIT_REAP:
		if ((tr = find_track(ts, e->arg[0])))
			finish(tr, e->icount);
		break;
	default:
		break;
	}
}

void snapshot_time(struct moment *mo)
{
	struct snapshot *s = mo->snapshot;
	size_t nevents = timeline_nevents(mo->timeline), room = 0;
	struct tracks ts = {0};

	for (size_t i = 0; i < nevents; i++) {
		const struct event *e = timeline_event(mo->timeline, i);

		follow_event(mo, &ts, e);
		if (!event_notable(e->kind) || s->nticks >= TICKS_MAX)
			continue;
		s->ticks = memory_room(s->ticks, s->nticks, &room, sizeof *s->ticks);
		s->ticks[s->nticks++] =
			(struct snap_tick){.icount = e->icount, .kind = e->kind, .seq = (long)i, .pid = e->pid};
	}

	s->lanes = memory_new(ts.count, sizeof *s->lanes);
	s->nlanes = ts.count;
	for (size_t i = 0; i < ts.count; i++) {
		if (ts.track[i].alive)
			finish(&ts.track[i], s->end);
		s->lanes[i] = ts.track[i].lane;
	}
	free(ts.track);
}
