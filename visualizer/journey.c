/* SPDX-License-Identifier: GPL-2.0-or-later */
/* History, bookmarks, playing. See journey.h. */
#include "journey.h"

#include <string.h>

#include "base/search.h"
#include "base/language.h"

static const struct {
	const char *name;
	int pause; /* ms */
} speeds[JOURNEY_SPEEDS] = {
	{N_("1 in 4 seconds"), 4000}, {N_("1 in 2 seconds"), 2000}, {N_("1 a second"), 1000},
	{N_("2 a second"), 500},      {N_("4 a second"), 250},      {N_("8 a second"), 125},
	{N_("15 a second"), 66},      {N_("30 a second"), 33},      {N_("60 a second"), 16},
};
enum { USUAL_SPEED = 3 };

/* History ------------------------------------------------------------------------------------- */

void journey_begin(struct journey *j, const struct timeline_mark *mark)
{
	*j = (struct journey){.stops = {*mark}, .nstops = 1, .speed = USUAL_SPEED};
}

void journey_anew(struct journey *j, const struct timeline_mark *mark)
{
	j->stops[0] = *mark;
	j->nstops = 1;
	j->at = 0;
	j->passing = false;
}

static void push(struct journey *j, const struct timeline_mark *mark)
{
	if (timeline_mark_order(&j->stops[j->at], mark) == 0)
		return;
	if (j->at + 1 == JOURNEY_STOPS) {
		memmove(j->stops, j->stops + 1, (JOURNEY_STOPS - 1) * sizeof *j->stops);
		j->at--;
	}
	j->stops[++j->at] = *mark;
	j->nstops = j->at + 1;
}

void journey_jump(struct journey *j, const struct timeline_mark *mark)
{
	push(j, mark);
	j->passing = false;
}

void journey_step(struct journey *j, const struct timeline_mark *mark)
{
	if (j->passing)
		j->stops[j->at] = *mark;
	else
		push(j, mark);
	j->passing = true;
}

const struct timeline_mark *journey_back(struct journey *j, int by)
{
	if (by > 0 ? j->at + 1 >= j->nstops : j->at == 0)
		return NULL;
	j->at = by > 0 ? j->at + 1 : j->at - 1;
	j->passing = false;
	return &j->stops[j->at];
}

/* Bookmarks ----------------------------------------------------------------------------------- */

/* How many of them lie before a mark, or at it. */
static size_t up_to(const struct journey *j, const struct timeline_mark *mark, bool at)
{
	struct search in = search_among(j->nbookmarks);

	while (search_goes_on(&in)) {
		int order = timeline_mark_order(&j->bookmarks[in.at].mark, mark);

		search_tell(&in, at ? order <= 0 : order < 0);
	}
	return in.found;
}

long journey_bookmark_at(const struct journey *j, const struct timeline_mark *mark)
{
	size_t i = up_to(j, mark, false);

	return i < j->nbookmarks && timeline_mark_order(&j->bookmarks[i].mark, mark) == 0 ? (long)i : -1;
}

struct bookmark *journey_bookmark(struct journey *j, const struct timeline_mark *mark)
{
	size_t i = up_to(j, mark, false);

	if (journey_bookmark_at(j, mark) >= 0)
		return &j->bookmarks[i];
	if (j->nbookmarks == JOURNEY_BOOKMARKS)
		return NULL;
	memmove(&j->bookmarks[i + 1], &j->bookmarks[i], (j->nbookmarks++ - i) * sizeof *j->bookmarks);
	j->bookmarks[i] = (struct bookmark){.mark = *mark};
	return &j->bookmarks[i];
}

void journey_forget(struct journey *j, size_t i)
{
	if (i < j->nbookmarks)
		memmove(&j->bookmarks[i], &j->bookmarks[i + 1], (--j->nbookmarks - i) * sizeof *j->bookmarks);
}

const struct bookmark *journey_bookmark_next(const struct journey *j, const struct timeline_mark *mark, int way)
{
	size_t n = up_to(j, mark, way > 0);

	if (way > 0)
		return n < j->nbookmarks ? &j->bookmarks[n] : NULL;
	return n ? &j->bookmarks[n - 1] : NULL;
}

void bookmark_note(struct bookmark *b, const char *note)
{
	size_t n = 0;

	for (; *note; note++) {
		if ((unsigned char)*note < ' ' || *note == 0x7f)
			continue;
		if (n + 1 == sizeof b->note) {
			/* no part of a character stays */
			while (n && ((unsigned char)*note & 0xc0) == 0x80)
				note = &b->note[--n];
			break;
		}
		b->note[n++] = *note;
	}
	b->note[n] = '\0';
}

/* Playing ------------------------------------------------------------------------------------- */

void journey_play(struct journey *j, int way, int64_t now)
{
	j->way = way;
	j->next = now + speeds[j->speed].pause;
}

bool journey_due(struct journey *j, int64_t now)
{
	if (!j->way || now < j->next)
		return false;
	j->next = now + speeds[j->speed].pause;
	return true;
}

int64_t journey_wait(const struct journey *j, int64_t now)
{
	return !j->way ? -1 : now < j->next ? j->next - now : 0;
}

void journey_speed(struct journey *j, int by, int64_t now)
{
	int speed = j->speed + by;

	if (speed >= 0 && speed < JOURNEY_SPEEDS)
		j->speed = speed;
	if (j->way)
		journey_play(j, j->way, now);
}

const char *journey_speed_name(const struct journey *j)
{
	return speeds[j->speed].name;
}
