/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a run may take of the host. Every program, source and trace may be a stranger's, so every run has limits, also
 * when nobody asked for any; who needs more says so with the option of the row.
 *
 *	LIMIT(member of struct limits, option, default, least, most, unit, means something for traces too, help)
 */
#ifndef EMU_RUN_LIMITS_H
#define EMU_RUN_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#define LIMITS(LIMIT) \
	LIMIT(instructions, "max-instructions", 2000000000, 1,   INT64_MAX, "N",  false, \
	      "stop the run after so many; 32 bytes of a long move count as one") \
	LIMIT(seconds,      "max-seconds",      300,        1,   INT32_MAX, "S",  true, \
	      "stop after so much of the host's processor time") \
	LIMIT(memory,       "max-memory",       2048,       256, 1 << 20,   "MB", true, \
	      "memory of the host that vforkscope may take") \
	LIMIT(events,       "max-events",       5000000,    1,   100000000, "N",  false, \
	      "stop the run after so many events, where events are kept") \
	LIMIT(console,      "max-console",      64,         1,   4096,      "MB", false, \
	      "stop the run when it has printed so much") \
	LIMIT(checkpoints,  "max-checkpoints",  256,        1,   65536,     "MB", false, \
	      "memory for checkpoints; when it is full, every second one goes") \
	LIMIT(trace,        "max-trace",        1024,       1,   65536,     "MB", true, \
	      "largest trace that is written or read")
/* clang-format on */

/* 0 stands for the default. */
struct limits {
#define LIMIT(member, ...) uint64_t member;
	LIMITS(LIMIT)
#undef LIMIT
};

extern const struct limits limits_default;

/* Instructions and events of a run that is made to be looked at, if the user has said nothing: it is there within two
 * seconds, also if it never ends. */
#define LIMITS_LOOK_INSTRUCTIONS UINT64_C(100000000)
#define LIMITS_LOOK_EVENTS UINT64_C(500000)

/* The limits with the default in place of every 0. */
struct limits limits_filled(const struct limits *);

/* Holds the process to so many megabytes (RLIMIT_DATA of setrlimit(2)). What does not fit any more ends it with a line
 * that names the option. A sanitizer's own memory cannot be told from the program's, so with one nothing is held. */
void limits_hold_memory(uint64_t megabytes);
/* Megabytes that limits_hold_memory holds the process to; 0: it does not. */
uint64_t limits_held_memory(void);

/* The processor time that something may take. Time in which the process waits or others run does not count. */
struct allowance {
	uint64_t until; /* nanoseconds of the process's processor time */
};
struct allowance allowance_new(uint64_t seconds);
bool allowance_spent(const struct allowance *);
/* The same of which so many nanoseconds are spent already; and how many are spent by now, of so many seconds. */
struct allowance allowance_rest(uint64_t seconds, uint64_t spent);
uint64_t allowance_used(const struct allowance *, uint64_t seconds);

#endif
