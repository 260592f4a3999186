/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Motion: by units, to the ends, along the axis of Time. */
#ifndef VISUALIZER_ACT_TIME_H
#define VISUALIZER_ACT_TIME_H

#include "keys.h"

void act_forward(struct viewer *);
void act_back(struct viewer *);
void act_first(struct viewer *);
void act_last(struct viewer *);
void act_boot(struct viewer *);
void act_next_notable(struct viewer *);
void act_previous_notable(struct viewer *);
void act_next_insn(struct viewer *);
void act_previous_insn(struct viewer *);
void act_next_line(struct viewer *);
void act_previous_line(struct viewer *);
void act_over(struct viewer *);
void act_over_back(struct viewer *);
void act_out(struct viewer *);
void act_out_back(struct viewer *);
void act_next_hazard(struct viewer *);
void act_previous_hazard(struct viewer *);
void act_next_switch(struct viewer *);
void act_previous_switch(struct viewer *);

void act_zoom_in(struct viewer *);
void act_zoom_out(struct viewer *);

void act_press_time(struct viewer *, const struct touch *);
void act_drag_time(struct viewer *, const struct touch *);
void act_release_time(struct viewer *, const struct touch *);
void act_wheel_time(struct viewer *, const struct touch *);
void act_press_hazard(struct viewer *, const struct touch *);
void act_press_event(struct viewer *, const struct touch *);

#endif
