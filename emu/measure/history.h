/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machine time beside history: what processes cost on the VAX-11/750 of 1985 and what they cost here.
 *
 * Source: CSRG, "Measuring and Improving the Performance of Berkeley UNIX", 1985, tables 1 and 2
 * (share/doc/papers/sysperf/3.t of the CSRG archives): elapsed seconds for 1,000 processes, 10,000 messages or signals,
 * or 100,000 system calls.
 */
#ifndef EMU_HISTORY_H
#define EMU_HISTORY_H

#include <stddef.h>

#include "machine/machine.h"

struct history_row {
	const char *name; /* the test's, as it was published */
	const char *tells;
	const char *argv[6]; /* program and arguments; the number of rounds goes where "N" is */
	double published[3]; /* milliseconds a round under 4.1, 4.2 and 4.3BSD */
	bool fitted;         /* a price of emu/machine/cost.h was chosen so that this is right: it checks nothing */
};

extern const struct history_row history[];
extern const size_t history_rows;

/* The system that history_measure is compared with. */
enum { HISTORY_41, HISTORY_42, HISTORY_43 };

/* Milliseconds of machine time of one round under 4.3BSD, from two runs of different length, so that neither start nor
 * end count. Negative and a line in error when it cannot be measured. */
double history_measure(const struct history_row *, char error[ERROR_MAX]);

/* How much dearer one row is than another, here and as published, and the bounds that the machine has to keep. */
struct history_ratio {
	const char *name, *over; /* rows */
	const char *tells;
	double least, most;
};

extern const struct history_ratio history_ratios[];
extern const size_t history_nratios;

#endif
