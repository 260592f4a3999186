/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The story of a run in pictures: which instants tell it, and what is left out because it is like what is told. */
#ifndef VISUALIZER_STORYBOARD_H
#define VISUALIZER_STORYBOARD_H

#include "analysis/session.h"
#include "view.h"

/* Instants of a run in order; and how many events of each kind are not among them. */
struct story {
	struct timeline_mark *marks; /* of events and hazards */
	size_t count;
	size_t left_out[EV_ALL];
	bool cut_off; /* the run did not come to its end: that instant comes last */
};

/* Chooses: every notable event and everything that is printed, from the program's beginning on. What comes again in the
 * same way is told twice, but no caption twice running; of what is still too much the least weighty is left out. */
void story_choose(struct story *, struct session *);
void story_free(struct story *);

/* The mark of an instant of the story; number may be story->count for the end of a run that was cut off. */
struct timeline_mark story_mark(const struct story *, struct session *, size_t number);

/* How many instants there are to tell. */
size_t story_length(const struct story *);

/* Takes pictures of a story, in our naming, out of a directory: those of another run. Returns how many there were. */
size_t story_clear(const char *directory);

/* The name of the n-th picture (from 1), for an event of that kind. The caller frees it. */
char *story_picture(const char *directory, size_t number, uint32_t kind);

#endif
