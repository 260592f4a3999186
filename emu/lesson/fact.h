/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fact: what a lesson says of a run, in a form that the machine can be asked about.
 *
 *	FACT    = [ "not" ] ( VALUE = VALUE | VALUE != VALUE | VALUE < VALUE | VALUE > VALUE
 *	        | "printed" TEXT       the console has the text by then
 *	        | "prints" TEXT        it has it at the end of the run
 *	        | "happens" CONDITION  it comes true from then on (condition.h)
 *	        | "parent" FATE )      how the run ends for the lender, or parent: lives, dies, sleeps, strays
 *	VALUE   = TERM { " + " TERM }
 *	TERM    = NUMBER | [ WHO ":" ] NAME [ "at" WHERE ]
 *	WHO     = "parent" | "child"   of the loan, or fork, shown then; without it the process that runs
 *	NAME    = a datum (datum.h) | "frame:" DATUM, the number of its page frame | "pid:parent" | "pid:child"
 *
 * Without "at" the instant is that of the step; behind it stands a WHERE of the whole run, or else a condition, which
 * is looked for from the step on. A value is the bytes of the datum, the first eight of a larger one;
 * a negative number is compared in the datum's size. A sum is as large as its first term that is no number.
 */
#ifndef EMU_FACT_H
#define EMU_FACT_H

#include "analysis/datum.h"

enum { FACT_NAME = 96, FACT_TOLD = 192 };

/* A value as it is asked for, and as it is found. */
struct fact_value {
	char text[FACT_NAME]; /* as it was written */
	uint64_t value;
	uint32_t size; /* bytes; 0: a number that was written */
	char type[DATUM_NAME];
	struct datum datum; /* that it was read from, if it was */
};

/* Reads a value at an instant. False and a line in error. Moves the timeline's machine. */
bool fact_value(struct session *, const struct timeline_mark *here, const char *text, struct fact_value *,
                char error[ERROR_MAX]);

/* The value for people: pointers and addresses in hexadecimal, others in decimal, with their sign. Returns text. */
char *fact_tell(const struct fact_value *, bool hex, char text[24]);

/* Does a fact hold? told: what the machine says instead, or as well: "shared is 42". False and a line in error if it
 * cannot be asked. Moves the timeline's machine. */
bool fact_holds(struct session *, const struct timeline_mark *here, const char *fact, bool *holds, char told[FACT_TOLD],
                char error[ERROR_MAX]);

/* The instant that a text means, WHERE or the first time that a condition comes true behind `from`. False and a line
 * in error. */
bool fact_mark(struct session *, const struct timeline_mark *from, const char *text, struct timeline_mark *,
               char error[ERROR_MAX]);

#endif
