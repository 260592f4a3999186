/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the measurements have in common. */
#ifndef EMU_BENCH_PRIVATE_H
#define EMU_BENCH_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "machine/event.h"
#include "replay/run_config.h"

/* Part of a run: from the first event `begin` (if it is a system call, of that number) through so many events
 * `counted`. */
struct stretch {
	enum event_kind begin, counted;
	uint32_t call;
	uint64_t wanted, seen;
	bool begun;
};

/* Runs it. Host microseconds of processor time for each event counted, negative on failure. */
double bench_stretch(const struct run_config *, struct stretch);

#endif
