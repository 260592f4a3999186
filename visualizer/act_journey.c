/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Playing, history, bookmarks, and hits of the line. */
#include "act_journey.h"

#include <inttypes.h>

#include "motion.h"
#include "prompt.h"
#include "base/language.h"

/* Forward it begins with the program, also when the run is at its end or in the boot; backward at its end. */
static void play(struct viewer *v, int way)
{
	struct journey *j = &v->motion->journey;
	long beginning = session_beginning(v->session), last = (long)timeline_nevents(v->timeline) - 1;
	bool outside = v->mark.event < beginning || (way > 0 && v->mark.icount >= timeline_end(v->timeline)) ||
	               (way < 0 && v->mark.event <= beginning);

	if (j->way == way || (j->way && way > 0)) {
		journey_play(j, 0, (int64_t)v->now);
		viewer_say(v, "paused");
		return;
	}
	if (outside && last >= 0)
		viewer_go(v, (struct timeline_mark){
				     .icount = way > 0 ? timeline_event(v->timeline, (size_t)beginning)->icount
		                                       : timeline_end(v->timeline),
				     .event = way > 0 ? beginning : last});
	journey_play(j, way, (int64_t)v->now);
	viewer_say(v, way < 0 ? N_("playing backward, %s") : N_("playing, %s"), tr(journey_speed_name(j)));
}

void act_play(struct viewer *v)
{
	play(v, 1);
}

void act_play_back(struct viewer *v)
{
	play(v, -1);
}

static void change_speed(struct viewer *v, int by)
{
	struct journey *j = &v->motion->journey;

	journey_speed(j, by, (int64_t)v->now);
	viewer_say(v, j->way ? N_("playing %s") : N_("will play %s"), tr(journey_speed_name(j)));
}

void act_faster(struct viewer *v)
{
	change_speed(v, 1);
}

void act_slower(struct viewer *v)
{
	change_speed(v, -1);
}

static void go_in_history(struct viewer *v, int by)
{
	const struct timeline_mark *stop = journey_back(&v->motion->journey, by);

	if (stop)
		viewer_go(v, *stop); /* which is where the journey is already */
	else
		viewer_say(v, by < 0 ? N_("nothing before that") : N_("nothing after that"));
}

void act_history_back(struct viewer *v)
{
	go_in_history(v, -1);
}

void act_history_forward(struct viewer *v)
{
	go_in_history(v, 1);
}

void act_bookmark(struct viewer *v)
{
	struct motion *m = v->motion;

	if (journey_bookmark(&m->journey, &v->mark) == NULL) {
		viewer_say(v, "there are %d bookmarks, and no more", JOURNEY_BOOKMARKS);
		return;
	}
	m->shown.bookmarks = m->journey.bookmarks;
	m->shown.nbookmarks = m->journey.nbookmarks;
	prompt_note(v, (size_t)journey_bookmark_at(&m->journey, &v->mark));
}

void act_bookmarks(struct viewer *v)
{
	if (v->motion->journey.nbookmarks)
		prompt_bookmarks(v);
	else
		viewer_say(v, "no bookmarks: M makes one");
}

void act_press_bookmark(struct viewer *v, const struct touch *touch)
{
	const struct journey *j = &v->motion->journey;

	if (touch->thing->number < j->nbookmarks) {
		viewer_go(v, j->bookmarks[touch->thing->number].mark);
		viewer_say(v, "%s", j->bookmarks[touch->thing->number].note);
	}
}

void act_find(struct viewer *v)
{
	prompt_find(v);
}

static void go_to_hit(struct viewer *v, int way)
{
	struct motion *m = v->motion;
	const struct timeline_mark *hit = hits_next(&m->hits, &v->mark, way);

	if (hit)
		viewer_go(v, *hit);
	else if (!*m->hits.text)
		viewer_say(v, "nothing was looked for: /");
	else if (way > 0 && !m->hits.done)
		m->awaited = true;
	else
		viewer_say(v, way > 0 ? N_("no hit after this instant") : N_("no hit before this instant"));
}

void act_next_hit(struct viewer *v)
{
	go_to_hit(v, 1);
}

void act_previous_hit(struct viewer *v)
{
	go_to_hit(v, -1);
}
