/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands that make pictures, in pictures.so. Where there is none (make HEADLESS=1) headless.c stands for them. */
#ifndef VISUALIZER_PICTURE_COMMANDS_H
#define VISUALIZER_PICTURE_COMMANDS_H

#include "cli/command.h"
#include "cli/measure.h"

/* True if a display can be opened; to be asked before window_run (window.h). */
bool window_possible(void);

extern const struct command cmd_view, cmd_shot, cmd_text, cmd_demo;

/* What bench measures of pictures; none in a build without. */
extern const struct measure *const picture_measures;
extern const size_t npicture_measures;

#endif
