/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One entry of the ordered stream that the kernel's TRACE points and the machine make. */
#ifndef EMU_EVENT_H
#define EMU_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "abi/events.h"

/*
 * What no machine tells but an observer on the host finds when it runs a recorded run again (analysis/hazard.h). They
 * have no numbers among a run's events; these are their kinds, behind those of guest/abi/events.h.
 */
#define HAZARDS(EVENT)                                                                                                 \
	EVENT(HAZARD_LEFT, "hazard.left", "lender pc sp",                                                              \
	      "the borrower is about to leave a function that its lender is in; text: which")                          \
	EVENT(HAZARD_FRAME, "hazard.frame", "lender pc va was now", "it has stored where its lender needs a word")     \
	EVENT(HAZARD_DATA, "hazard.data", "lender pc va was now",                                                      \
	      "it has stored into data or heap, and its lender dies by that; text: what")                              \
	EVENT(HAZARD_STDIO, "hazard.stdio", "lender pc",                                                               \
	      "it has called exit: the lender's stdio is flushed and closed")                                          \
	EVENT(HAZARD_USE, "hazard.use", "lender pc va was now", "the lender has taken a word that is not what it was") \
	EVENT(HAZARD_FATE, "hazard.fate", "lender how status",                                                         \
	      "how the lender ended; how: 0 no harm, 1 it died, 2 it went astray, 3 it never ends")

enum hazard_kind {
	EV_BEFORE_HAZARDS = EV_COUNT - 1,
#define EVENT(symbol, name, args, tells) EV_##symbol,
	HAZARDS(EVENT)
#undef EVENT
		EV_ALL /* how many kinds there are */
};

struct event {
	uint64_t seq;    /* 0, 1, 2 ... */
	uint64_t icount; /* instructions retired before it; marks the instant right after the TRACE */
	uint64_t usec;   /* machine time */
	uint32_t pid;    /* running process */
	uint32_t kind;   /* enum event_kind */
	uint32_t arg[EVENT_ARGS];
	char text[EVENT_TEXT]; /* NUL-terminated, "" if none */
};

/* The stable name of a kind ("vm.pass", "hazard.left"), "?" for a number that is none. */
const char *event_name(uint32_t kind);

/* The kind of that name, -1 if there is none. */
int event_kind(const char *name);

/* Name of argument i of a kind, copied into buf (size bytes, NUL-terminated). False when the kind has no such
 * argument. */
int event_arg_name(uint32_t kind, int i, char *buf, size_t size);

/* What the kind tells, one phrase. */
const char *event_tells(uint32_t kind);

#endif
