/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that is recorded while it is looked at: its growth, its console's keyboard, its end by hand. */
#ifndef VISUALIZER_ACT_LIVE_H
#define VISUALIZER_ACT_LIVE_H

#include "keys.h"

struct watching;
struct watching *watching_new(void);
void watching_free(struct watching *);
/* Records on, if there is something to record; as viewer_tick. */
int watching_tick(struct viewer *);
/* Is the run recorded just now? Then it is over where it is: true. */
bool watching_stop(struct viewer *);
/* Text from the clipboard, for the console if it has the keyboard; only so much of it as live.h says. */
void watching_paste(struct viewer *, const char *text);
/* Another run is in the place of this one: shows where it begins to be interesting. */
void watching_begin(struct viewer *);
/* The run was begun anew, or is another one: shows it, at the same place if it has that. */
void watching_anew(struct viewer *);

void act_type(struct viewer *);

void act_press_console(struct viewer *, const struct touch *);

#endif
