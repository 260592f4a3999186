/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a run stands that was cut off, for those who have no timeline of it. */
#ifndef EMU_ENDING_H
#define EMU_ENDING_H

#include "machine/machine.h"
#include "replay/run_config.h"

enum { ENDING_MAX = 512 };

/* Tells of every process where it is and what it waits for, from the machine's memory and the images it was made from;
 * "" if that cannot be found out. */
void ending_tell(const struct run_image *kernel, const struct run_image *disk, struct machine *, char text[ENDING_MAX]);

#endif
