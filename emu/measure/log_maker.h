/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Logs of strace for measurements: as strace -f -ttt writes them, of a process that keeps others going. */
#ifndef EMU_LOG_MAKER_H
#define EMU_LOG_MAKER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct log_shape {
	uint32_t processes; /* all together, with the first one, which makes the others */
	uint32_t alive;     /* at once, with the first one; at least 2 */
	uint32_t calls;     /* lines of each of the others that only take room */
	bool fork;          /* in place of vfork */
};

/* Each of the first one's children executes one of eight programs, gets 128 KB of memory, works for some time and ends;
 * it is waited for when as many are alive as may be, in the order in which they were made. False: it cannot be
 * written. */
bool log_make(FILE *, const struct log_shape *);

#endif
