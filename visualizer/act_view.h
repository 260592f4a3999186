/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How it looks, what is open, buttons, and the end. */
#ifndef VISUALIZER_ACT_VIEW_H
#define VISUALIZER_ACT_VIEW_H

#include "keys.h"

void act_instructions(struct viewer *);
void act_theme(struct viewer *);
void act_help(struct viewer *);
void act_close(struct viewer *);
void act_quit(struct viewer *);

void act_press_button(struct viewer *, const struct touch *);

#endif
