/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Motion: by events and notable events, to the ends, playing, and the axis of Time. */
#ifndef VISUALIZER_ACT_TIME_H
#define VISUALIZER_ACT_TIME_H

#include "keys.h"

struct playing;
struct playing *playing_new(void);
void playing_free(struct playing *);
void playing_stop(struct viewer *);
int playing_tick(struct viewer *); /* as viewer_tick */

void act_forward(struct viewer *);
void act_back(struct viewer *);
void act_first(struct viewer *);
void act_last(struct viewer *);
void act_boot(struct viewer *);
void act_next_notable(struct viewer *);
void act_previous_notable(struct viewer *);
void act_play(struct viewer *);

void act_press_time(struct viewer *, const struct touch *);
void act_drag_time(struct viewer *, const struct touch *);
void act_wheel_time(struct viewer *, const struct touch *);

#endif
