/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Playing, history, bookmarks, and hits of the line. */
#ifndef VISUALIZER_ACT_JOURNEY_H
#define VISUALIZER_ACT_JOURNEY_H

#include "keys.h"

void act_play(struct viewer *);
void act_play_back(struct viewer *);
void act_faster(struct viewer *);
void act_slower(struct viewer *);

void act_history_back(struct viewer *);
void act_history_forward(struct viewer *);

void act_bookmark(struct viewer *);
void act_bookmarks(struct viewer *);
void act_press_bookmark(struct viewer *, const struct touch *);

void act_find(struct viewer *);
void act_next_hit(struct viewer *);
void act_previous_hit(struct viewer *);

#endif
