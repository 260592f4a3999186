/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The story that the events tell: which of them matter, and a caption for every instant. */
#ifndef EMU_STORY_H
#define EMU_STORY_H

#include <stdbool.h>
#include <stdint.h>

struct moment;

/* True for the kinds of events that a viewer wants to stop at: loans, exec, exit, death. */
bool story_notable(uint32_t kind);

/* Name of a signal, NULL if it has none. */
const char *story_signal(uint32_t number);

/* Writes caption and alarm of the moment's snapshot. All its other parts are filled already. */
void story_tell(struct moment *);

#endif
