/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Choices and what comes of them as text, for commands. */
#ifndef EMU_CHOOSE_H
#define EMU_CHOOSE_H

#include "analysis/consequence.h"

/* Lists the choices at a mark. False when a mistake was told. */
bool choose_list(struct session *, const struct timeline_mark *, bool json);

/* Takes the one that a text names: its key, and behind # which of its variants, from 1: "C#2". False when a mistake was
 * told; else *made is to be freed. */
bool choose_one(struct session *, const struct timeline_mark *, const char *text, struct consequence *made);

/* Tells what comes of it. */
void choose_tell(const struct consequence *, bool json);

#endif
