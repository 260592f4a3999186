/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Motion of the mark along the timeline. */
#include "act_time.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/hazard.h"
#include "analysis/step.h"
#include "base/language.h"
#include "motion.h"

#define WHEEL_ZOOM 0.8 /* of what was shown, for each notch */
#define WHEEL_PAN 0.12
#define KEY_ZOOM 0.5

static struct timeline_mark mark_of_event(const struct viewer *v, long seq)
{
	return (struct timeline_mark){.icount = timeline_event(v->timeline, (size_t)seq)->icount, .event = seq};
}

static long last_event(const struct viewer *v)
{
	return (long)timeline_nevents(v->timeline) - 1;
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

/* Beyond the last event lies the end of the run. */
bool motion_event(struct viewer *v, int way)
{
	long last = last_event(v), seq = v->mark.event + way;

	if (way < 0 && v->mark.event >= 0 &&
	    (v->mark.hazard || v->mark.icount > timeline_event(v->timeline, (size_t)v->mark.event)->icount))
		seq++; /* between two events: the one before is the step back */
	if (way > 0 && seq > last) {
		if (v->mark.icount >= timeline_end(v->timeline)) {
			viewer_say(v, "this is the end of the run");
			return false;
		}
		motion_step(v, (struct timeline_mark){.icount = timeline_end(v->timeline), .event = last});
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
	motion_step(v, mark_of_event(v, seq));
	return true;
}

void act_forward(struct viewer *v)
{
	motion_event(v, 1);
}

void act_back(struct viewer *v)
{
	motion_event(v, -1);
}

/* What there is no more of, and what is said while it is looked for. */
static const struct {
	const char *what, *looking;
} units[STEP_COUNT] = {
	[STEP_INSN] = {N_("instruction"), N_("going")},
	[STEP_LINE] = {N_("line of this process"), N_("looking for its next line")},
	[STEP_OVER] = {N_("line of this function or of a caller"), N_("looking for the next line")},
	[STEP_OUT] = {N_("way out of this function"), N_("looking for the way out")},
	[STEP_NOTABLE] = {N_("notable event"), N_("looking for hazards")},
	[STEP_HAZARD] = {N_("hazard"), N_("looking for hazards")},
	[STEP_SWITCH] = {N_("switch of processes"), N_("looking")},
};

static void move(struct viewer *v, enum step_unit unit, int way)
{
	struct timeline_mark mark = v->mark;
	bool known = hazards_known(v->session), moved;
	char error[ERROR_MAX];

	motion_begin(v, units[unit].looking, NULL);
	moved = step_move(v->session, &mark, unit, way, error);
	if (motion_end(v))
		return;
	if (moved && !is_boot(v, mark.event))
		motion_step(v, mark);
	else if (!moved && (*error == '+' || *error == '-')) /* there are not so many */
		viewer_say(v, way > 0 ? N_("no %s after this instant") : N_("no %s before this instant"),
		           tr(units[unit].what));
	else if (!moved)
		viewer_say(v, "%s", error);
	if (known != hazards_known(v->session))
		viewer_grown(v, v->mark);
}

#define MOVE(name, unit)                                                                                               \
	void act_next_##name(struct viewer *v)                                                                         \
	{                                                                                                              \
		move(v, unit, 1);                                                                                      \
	}                                                                                                              \
	void act_previous_##name(struct viewer *v)                                                                     \
	{                                                                                                              \
		move(v, unit, -1);                                                                                     \
	}

MOVE(notable, STEP_NOTABLE)
MOVE(insn, STEP_INSN)
MOVE(line, STEP_LINE)
MOVE(hazard, STEP_HAZARD)
MOVE(switch, STEP_SWITCH)

void act_over(struct viewer *v)
{
	move(v, STEP_OVER, 1);
}

void act_over_back(struct viewer *v)
{
	move(v, STEP_OVER, -1);
}

void act_out(struct viewer *v)
{
	move(v, STEP_OUT, 1);
}

void act_out_back(struct viewer *v)
{
	move(v, STEP_OUT, -1);
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

/* The axis ------------------------------------------------------------------------------------- */

static void zoom(struct viewer *v, uint64_t about, double factor)
{
	struct time_view *t = &v->motion->shown;
	const struct snapshot *s = viewer_snapshot(v);

	t->window = time_zoom(s, t->window, time_part(s, about), factor);
}

void act_zoom_in(struct viewer *v)
{
	zoom(v, v->mark.icount, KEY_ZOOM);
}

void act_zoom_out(struct viewer *v)
{
	zoom(v, v->mark.icount, 1 / KEY_ZOOM);
}

static void go_to(struct viewer *v, uint64_t icount, bool jump)
{
	struct timeline_mark mark;

	step_to(v->timeline, &mark, icount);
	if (jump)
		viewer_go(v, mark);
	else
		motion_step(v, mark);
}

void act_press_time(struct viewer *v, const struct touch *touch)
{
	struct motion *m = v->motion;

	motion_stop(v);
	m->panning = strstr(touch->modifiers, "Shift+") || strstr(touch->modifiers, "Middle+");
	m->grabbed = touch->value;
	if (!m->panning)
		go_to(v, touch->value, true);
}

void act_drag_time(struct viewer *v, const struct touch *touch)
{
	struct motion *m = v->motion;
	const struct snapshot *s = viewer_snapshot(v);

	if (!m->panning)
		go_to(v, touch->value, false);
	else
		m->shown.window = time_pan(m->shown.window, time_part(s, m->grabbed) - time_part(s, touch->value));
}

void act_release_time(struct viewer *v, const struct touch *touch)
{
	(void)touch;
	v->motion->panning = false;
}

void act_wheel_time(struct viewer *v, const struct touch *touch)
{
	struct time_view *t = &v->motion->shown;

	if (strstr(touch->modifiers, "Shift+")) {
		t->window = time_pan(t->window, -touch->by * WHEEL_PAN * (t->window.to - t->window.from));
		return;
	}
	for (double by = touch->by; by > 0; by--)
		zoom(v, touch->value, WHEEL_ZOOM);
	for (double by = touch->by; by < 0; by++)
		zoom(v, touch->value, 1 / WHEEL_ZOOM);
}

void act_press_hazard(struct viewer *v, const struct touch *touch)
{
	const struct snapshot *s = viewer_snapshot(v);

	for (size_t i = 0; i < s->nhazards; i++)
		if ((uint64_t)s->hazards[i].event == touch->thing->number && s->hazards[i].number == touch->thing->size)
			viewer_go(v, (struct timeline_mark){s->hazards[i].icount, s->hazards[i].event,
			                                    s->hazards[i].number});
}

void act_press_event(struct viewer *v, const struct touch *touch)
{
	if (touch->thing->number < timeline_nevents(v->timeline))
		viewer_go(v, mark_of_event(v, (long)touch->thing->number));
}
