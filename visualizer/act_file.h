/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files: pictures that are saved. */
#ifndef VISUALIZER_ACT_FILE_H
#define VISUALIZER_ACT_FILE_H

#include "keys.h"

void act_save(struct viewer *);
void act_save_svg(struct viewer *);
void act_save_pdf(struct viewer *);

#endif
