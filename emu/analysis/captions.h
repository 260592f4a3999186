/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The story that the events tell: a caption for every instant. */
#ifndef EMU_CAPTIONS_H
#define EMU_CAPTIONS_H

#include <stdint.h>

struct moment;
struct text;

/* Name of a signal, NULL if it has none. */
const char *captions_signal(uint32_t number);

/* Appends its name, or "signal 29" if it has none. */
void captions_put_signal(struct text *, uint32_t number);

/* Writes caption and alarm of the moment's snapshot. All its other parts are filled already. */
void captions_tell(struct moment *);

#endif
