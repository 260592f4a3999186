/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two stacks side by side in the place of one: a parent's, and the copy that its child has. */
#ifndef VISUALIZER_PANEL_COPIES_H
#define VISUALIZER_PANEL_COPIES_H

#include "panel.h"

/* Draws the panel of the stack for a snapshot that has two. */
void panel_copies(struct draw *, const struct snapshot *, const struct view *, struct rect);

#endif
