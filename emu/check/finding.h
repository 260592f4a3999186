/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a check has found: one finding for each root cause, however many words were damaged, loans made, levels compiled
 * and systems run. The list has an order that does not depend on which of them came first.
 */
#ifndef EMU_FINDING_H
#define EMU_FINDING_H

#include "check/detector.h"
#include "analysis/site.h"

enum severity {
	SEVERITY_NOTE,    /* undefined, and no harm was seen */
	SEVERITY_WARNING, /* breaks on some systems, or was lucky here */
	SEVERITY_ERROR,   /* breaks here */
};

enum { FINDING_TEXT = 320, FINDING_NOTES = 8, FINDING_WHERE = 24 };

/* What happens next, or before: a sentence, and perhaps its place. */
struct finding_note {
	char text[FINDING_TEXT];
	struct site site;
};

struct finding {
	enum detector_id detector;
	enum severity severity;
	struct site site;
	char text[FINDING_TEXT];
	struct finding_note notes[FINDING_NOTES];
	size_t nnotes;
	char thing[SNAP_TEXT];               /* word, variable or descriptor, by name; "" none */
	char was[SNAP_TEXT], now[SNAP_TEXT]; /* its values; "" unknown */
	bool on_stack;                       /* it is a local variable: harm is done where the stack is lent */
	uint32_t lender, borrower;           /* of the first time */
	char where[FINDING_WHERE];           /* the instant of the first time, as WHERE; */
	uint64_t icount;                     /* and by its icount */
	unsigned level;                      /* and the level that it was compiled at, by its place in the list, */
	size_t system;                       /* the system, by its place in guest/abi/systems.h, */
	uint32_t skew;                       /* the clock's phase, */
	unsigned number;                     /* and its number in that run, from 1; 0: it is of no run alone */
	unsigned long long levels, systems;  /* bits: at which it was found, and on which */
	size_t times;                        /* how often, all runs together */
	bool suppressed;                     /* the source or a file says that it is known: */
	bool in_source;                      /* the source */
	char reason[SNAP_TEXT];              /* why, in the words of whoever has suppressed it */
};

struct findings {
	struct finding *list;
	size_t count, room;
};

const char *severity_name(enum severity);

/* Adds a sentence to a finding; site: NULL none. What does not fit is left out. */
void finding_note(struct finding *, const struct site *, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds a finding, or one more time to that of the same root cause, which is told by detector and line. */
void findings_add(struct findings *, const struct finding *);

/* Leaves out what is a part of another one: the memory of a stream, what a function of the library writes, or the
 * variables of a frame that is written over. */
void findings_settle(struct findings *);

/* Puts them into order: by file, line, column, detector. */
void findings_sort(struct findings *);

/* Numbers those of one run: by the level of their detectors, those of each level in the order above. So the number does
 * not depend on which levels are asked for, nor on what is suppressed. */
void findings_number(struct findings *);

void findings_release(struct findings *);

/* How many are not suppressed. */
size_t findings_open(const struct findings *);

#endif
