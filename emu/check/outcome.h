/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a run ended, in a word or two. */
#ifndef EMU_OUTCOME_H
#define EMU_OUTCOME_H

#include "machine/drive.h"

enum { OUTCOME = 32 };

/* "ok", "exit 3", "SIGSEGV", "deadlock", "machine check", "no end". */
void outcome_word(char word[OUTCOME], const struct machine_halt *, enum drive_end, bool deadlock);

#endif
