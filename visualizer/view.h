/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the viewer chose, and what of the picture he can touch. */
#ifndef VISUALIZER_VIEW_H
#define VISUALIZER_VIEW_H

#include <stdbool.h>

#include "theme.h"

/* Never changes the data. */
struct view {
	enum theme theme;
	bool help;            /* key overlay */
	bool disassembly;     /* the source panel shows machine instructions */
	double width, height; /* in pixels; the scene is laid out for them */
	const char *message;  /* short line for the viewer (e.g. "end of the run"), or NULL */
};

/* What reacts to the mouse. */
enum target { TARGET_NONE, TARGET_FIRST, TARGET_BACK, TARGET_FORWARD, TARGET_LAST, TARGET_TIME };

#endif
