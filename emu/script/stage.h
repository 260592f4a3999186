/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A script on the machine: its disk, with an actor for each program, and what a run of it is made from. */
#ifndef EMU_SCRIPT_STAGE_H
#define EMU_SCRIPT_STAGE_H

#include "image/library.h"
#include "script/score.h"

/* Everything that a timeline is made from, for a script that was read from `path`. ram_told: the user wants
 * launch->ram; else there is as much memory as the script needs. The score, if it is wanted, is the caller's. False and
 * a line in error if the script cannot be played: more processes at once than the machine's table holds. */
bool stage_prepare(const struct launch *, bool ram_told, const char *path, const struct script *, enum score_how,
                   struct run_config *, struct score **, char error[ERROR_MAX]);

#endif
