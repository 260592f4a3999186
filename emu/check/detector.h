/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The detectors of `vforkscope check`: one for each kind of mistake that a program makes with vfork. What each tells,
 * which rule is broken, on which systems it does harm, and what to write instead is a row of one table; reports, help
 * and docs/checker.md are made from it.
 */
#ifndef EMU_DETECTOR_H
#define EMU_DETECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/explain.h"

/*
 *	DETECTOR(symbol, name, level, what it tells)
 *
 * Of the levels, each has those before it: BREAKS what breaks a loan of memory, on whichever system lends; SYSTEMS what
 * breaks on some systems only, by what else is one; UNDEFINED whatever POSIX leaves undefined.
 */
/* clang-format off */
#define DETECTORS(DETECTOR) \
	DETECTOR(LEFT, "left", BREAKS, "the child returns from the function that called vfork") \
	DETECTOR(LONGJMP, "longjmp", BREAKS, "the child leaves that function by longjmp") \
	DETECTOR(FRAME, "frame", BREAKS, "the child writes over a word of the stack that its parent needs") \
	DETECTOR(STDIO, "stdio", BREAKS, "the child calls exit, or leaves something in its parent's stdio") \
	DETECTOR(DATA, "data", BREAKS, "the child changes memory that its parent then reads") \
	DETECTOR(HEAP, "heap", BREAKS, "the child frees what its parent has, or allocates what nobody frees") \
	DETECTOR(HIDDEN, "hidden", BREAKS, "the child changes what the library keeps, and its parent uses it") \
	DETECTOR(HANDLER, "handler", BREAKS, "a signal handler runs in the child, on the borrowed stack and data") \
	DETECTOR(DEADLOCK, "deadlock", BREAKS, "the child waits for what only its parent can do, or never ends") \
	DETECTOR(DESCRIPTOR, "descriptor", SYSTEMS, "the child closes or changes a descriptor that its parent uses") \
	DETECTOR(PORTABILITY, "portability", SYSTEMS, "the program counts on the memory being one") \
	DETECTOR(ORDER, "order", SYSTEMS, "the program counts on the child being first") \
	DETECTOR(POSIX, "posix", UNDEFINED, "the child calls something else than _exit or exec")
/* clang-format on */

enum detector_id {
#define DETECTOR(symbol, ...) DETECTOR_##symbol,
	DETECTORS(DETECTOR)
#undef DETECTOR
		DETECTOR_COUNT
};

enum check_level { LEVEL_BREAKS, LEVEL_SYSTEMS, LEVEL_UNDEFINED, LEVELS };

struct detector {
	const char *name, *tells;
	enum check_level level;
};

const struct detector *detector(enum detector_id);

/* The detector of that name, -1 if there is none; a level's name, and the level of that name, -1 if there is none. */
int detector_named(const char *name);
const char *check_level_name(enum check_level);
int check_level_named(const char *name);

/* The rule, who says so, what to write instead, the lesson. */
const struct page *detector_page(enum detector_id);

/* Does it do harm on that system (its place in guest/abi/systems.h)? on_stack: what is changed lies on the stack, which
 * some systems copy while they lend the rest. */
bool detector_breaks(enum detector_id, bool on_stack, size_t system);

/* Names of the systems on which it does, or does not, with blanks between; returns how many they are. */
enum { DETECTOR_SYSTEMS = 512 };
size_t detector_systems(enum detector_id, bool on_stack, bool breaks, char text[DETECTOR_SYSTEMS]);

/* Prints the page of a detector by its name; false if there is none. */
bool detector_explain(const char *name);

/* Prints the table of all detectors for Markdown: docs/checker.md has it. */
void detector_tables(void);

#endif
