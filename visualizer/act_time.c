/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Motion of the mark along the timeline. */
#include "act_time.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/search.h"
#include "viewer.h"

#define PLAY_MS 450 /* between events when playing */

struct playing {
	bool on;
	uint64_t next; /* ms */
};

struct playing *playing_new(void)
{
	return alloc_new(1, sizeof(struct playing));
}

void playing_free(struct playing *p)
{
	free(p);
}

void playing_stop(struct viewer *v)
{
	v->playing->on = false;
}

static struct timeline_mark mark_of_event(const struct viewer *v, long seq)
{
	return (struct timeline_mark){.icount = timeline_event(v->timeline, (size_t)seq)->icount, .event = seq};
}

static long last_event(const struct viewer *v)
{
	return (long)timeline_nevents(v->timeline) - 1;
}

/* The mark of an instant: its event is the last one at or before it. */
static struct timeline_mark mark_at(const struct viewer *v, uint64_t icount)
{
	struct search in = search_among(timeline_nevents(v->timeline));

	while (search_goes_on(&in))
		search_tell(&in, timeline_event(v->timeline, in.at)->icount <= icount);
	return (struct timeline_mark){.icount = icount, .event = (long)in.found - 1};
}

/* Would a step back lead from the program into the boot? Only the key B does. */
static bool is_boot(struct viewer *v, long event)
{
	long beginning = session_beginning(v->session);

	if (event >= beginning || v->mark.event < beginning)
		return false;
	viewer_say(v, "the program begins here; B: the boot");
	return true;
}

/* Moves by events; beyond the last event lies the end of the run. False when there is nothing in that direction. */
static bool step(struct viewer *v, int by)
{
	long last = last_event(v), seq = v->mark.event + by;

	if (by < 0 && v->mark.event >= 0 &&
	    (v->mark.hazard || v->mark.icount > timeline_event(v->timeline, (size_t)v->mark.event)->icount))
		seq++; /* between two events: the one before is the step back */
	if (by > 0 && seq > last) {
		if (v->mark.icount >= timeline_end(v->timeline)) {
			viewer_say(v, "this is the end of the run");
			return false;
		}
		viewer_go(v, (struct timeline_mark){.icount = timeline_end(v->timeline), .event = last});
		return true;
	}
	if (seq < 0) {
		if (v->mark.event <= 0) {
			viewer_say(v, "this is the first event");
			return false;
		}
		seq = 0;
	}
	if (is_boot(v, seq))
		return false;
	viewer_go(v, mark_of_event(v, seq));
	return true;
}

void act_forward(struct viewer *v)
{
	step(v, 1);
}

void act_back(struct viewer *v)
{
	step(v, -1);
}

/* The next or previous notable event. */
static void step_notable(struct viewer *v, int way)
{
	struct timeline_mark mark = v->mark;

	if (!session_notable(v->session, &mark, way))
		viewer_say(v, way > 0 ? "no notable event after this one" : "no notable event before this one");
	else if (!is_boot(v, mark.event))
		viewer_go(v, mark);
}

void act_next_notable(struct viewer *v)
{
	step_notable(v, 1);
}

void act_previous_notable(struct viewer *v)
{
	step_notable(v, -1);
}

void act_first(struct viewer *v)
{
	if (last_event(v) >= 0)
		viewer_go(v, mark_of_event(v, session_beginning(v->session)));
}

void act_boot(struct viewer *v)
{
	if (last_event(v) >= 0)
		viewer_go(v, mark_of_event(v, 0));
}

void act_last(struct viewer *v)
{
	viewer_go(v, (struct timeline_mark){.icount = timeline_end(v->timeline), .event = last_event(v)});
}

/* From the program on, also when the run is at its end or in the boot. */
void act_play(struct viewer *v)
{
	long beginning = session_beginning(v->session);
	bool on = !v->playing->on;

	if (on && last_event(v) >= 0 && (v->mark.event < beginning || v->mark.icount >= timeline_end(v->timeline)))
		viewer_go(v, mark_of_event(v, beginning));
	v->playing->on = on;
	v->playing->next = v->now + PLAY_MS;
	viewer_say(v, on ? "playing" : "paused");
}

int playing_tick(struct viewer *v)
{
	struct playing *p = v->playing;

	if (p->on && v->now >= p->next) {
		p->next = v->now + PLAY_MS;
		p->on = step(v, 1);
	}
	return p->on ? (int)(p->next - v->now) : VIEWER_PATIENT;
}

void act_press_time(struct viewer *v, const struct touch *touch)
{
	v->playing->on = false;
	viewer_go(v, mark_at(v, touch->value));
}

void act_drag_time(struct viewer *v, const struct touch *touch)
{
	viewer_go(v, mark_at(v, touch->value));
}

void act_wheel_time(struct viewer *v, const struct touch *touch)
{
	v->playing->on = false;
	step(v, touch->by > 0 ? -1 : 1);
}
