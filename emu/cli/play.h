/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process script in place of PROG: it is made ready like a program, and after the run it is told how it went. */
#ifndef EMU_PLAY_H
#define EMU_PLAY_H

#include "image/library.h"
#include "replay/timeline.h"

/* library_prepare for a script: words[0] is its path, and there are no arguments. */
bool play_prepare(const struct launch *, bool ram_told, const char *const *words, struct run_config *,
                  char error[ERROR_MAX]);

/* Was it a script that was prepared last? */
bool play_there(void);

/* Hears an event of its run. */
void play_hear(const struct event *);

/* Tells on stderr whether it was played as recorded, and what is not so. EXIT_FOUND if something is not. */
int play_tell(void);

#endif
