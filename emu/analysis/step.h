/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Steps through a run, forward and back, by the units that people think in. All but those over and out of calls
 * (step_calls.h) are instants of the run alone, wherever one comes from: a step and its opposite lead back to where one
 * was, if that was such an instant.
 */
#ifndef EMU_STEP_H
#define EMU_STEP_H

#include "analysis/session.h"
#include "base/error.h"

/* UNIT(symbol, letter, name, what it is). In WHERE stands the letter. */
#define STEP_UNITS(UNIT)                                                                                               \
	UNIT(INSN, "i", "insn", "a machine instruction, whoever executes it")                                          \
	UNIT(LINE, "l", "line", "a source line of the process that runs, in user mode")                                \
	UNIT(ANY_LINE, "a", "any", "a source line of whatever process, or of the kernel")                              \
	UNIT(OVER, "o", "over", "a line of the function that the process is in, or of a caller: over calls")           \
	UNIT(OUT, "u", "up", "out of the function, to its caller: behind the call or, back, before it")                \
	UNIT(EVENT, "e", "event", "an event")                                                                          \
	UNIT(NOTABLE, "n", "notable", "an event that tells the story, as the keys N and P of the window take")         \
	UNIT(HAZARD, "h", "hazard", "what a borrower does to its lender (hazard.h)")                                   \
	UNIT(SWITCH, "s", "switch", "the processor goes to another process")

enum step_unit {
#define UNIT(symbol, letter, name, what) STEP_##symbol,
	STEP_UNITS(UNIT)
#undef UNIT
		STEP_COUNT
};

/* The unit whose letter or name is these `length` characters; STEP_COUNT if there is none. */
enum step_unit step_unit(const char *text, size_t length);

/* Moves a mark so many units forward or, count < 0, back. Lines are those of the process that runs at the mark. False
 * and a line in error if the run has not so many there: the mark stays. */
bool step_move(struct session *, struct timeline_mark *, enum step_unit, int64_t count, char error[ERROR_MAX]);

/* Sets a mark to an instant between events: its event is the last one at or before it. */
void step_to(const struct timeline *, struct timeline_mark *, uint64_t icount);

#endif
