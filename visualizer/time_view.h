/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What Time shows beside what the snapshot has of the run: plain data that others have found out and keep. */
#ifndef VISUALIZER_TIME_VIEW_H
#define VISUALIZER_TIME_VIEW_H

#include "journey.h"
#include "time_scale.h"

struct time_view {
	struct time_window window;
	const struct timeline_mark *hits;
	size_t nhits;
	const struct bookmark *bookmarks;
	size_t nbookmarks;
	const char *found; /* what was looked for, and how often it was found; NULL: nothing */
};

#endif
