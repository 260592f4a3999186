/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is opened from inside: lessons, programs, traces. */
#ifndef VISUALIZER_ACT_OPEN_H
#define VISUALIZER_ACT_OPEN_H

#include "keys.h"

void act_open(struct viewer *);

#endif
