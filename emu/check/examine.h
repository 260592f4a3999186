/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checking programs: each is compiled at some levels, run on some systems, and its runs are gone over for what its
 * borrowers do. All runs have one machine, one after the other.
 */
#ifndef EMU_EXAMINE_H
#define EMU_EXAMINE_H

#include "analysis/session.h"
#include "base/system_list.h"
#include "check/finding.h"
#include "check/outcome.h"
#include "check/suppression.h"
#include "image/library.h"

enum { EXAMINE_LEVELS = 8, EXAMINE_SCHEDULES = 64 };

/* What is to be done. */
struct examine_how {
	struct launch launch;               /* its system is the first one of `systems` */
	const char *levels[EXAMINE_LEVELS]; /* at which a C file is compiled: "-O0" */
	size_t nlevels;
	size_t systems[SYSTEMS_COUNT]; /* places in guest/abi/systems.h */
	size_t nsystems;
	enum check_level level; /* which detectors are asked */
	unsigned schedules;     /* how often each is run, with another phase of the clock each time; at least 1 */
	/* The program's input, as in struct console; arg: how far this run is, 0 at first. NULL: it has none. */
	size_t (*keys)(void *arg, uint8_t *, size_t size, bool wait, bool *quit);
	const struct suppressions *suppressions; /* NULL: none */
	const char *record; /* the first run with a finding is written there as a trace; NULL: none is */
};

/* One run. */
struct examined_run {
	unsigned level; /* number of the level, */
	size_t system;  /* the system, */
	uint32_t skew;  /* and the phase of the clock, microseconds */
	char outcome[OUTCOME];
	char *output;           /* what it printed, NUL-terminated */
	uint32_t detectors;     /* a bit for each that found something */
	char limit[ERROR_MAX];  /* which limit cut it off, or its search; "" none did */
	size_t loans, left_out; /* loans of memory, and those of them that were not watched */
	bool contrast;          /* was made to be compared with only */
	bool restarts;          /* its lender begins the program again and again, and was watched for some times only */
};

struct examined {
	const char *program;   /* as the user named it, */
	const char **words;    /* and with its arguments, NULL at the end */
	char error[ERROR_MAX]; /* why it could not be checked; "" it was */
	char *said;            /* what the compiler said; "" nothing */
	struct findings found; /* in order */
	struct examined_run *runs;
	size_t nruns, runs_room;
	bool compiled;       /* at the levels that were asked for */
	bool output_differs; /* its runs do not all print the same */
};

struct examiner; /* has the machine */
struct examiner *examiner_new(const struct examine_how *);
void examiner_free(struct examiner *);

/* Checks argv[0], as library_prepare takes it, with its arguments. False and a line in error (and ex->error) if it
 * cannot be compiled or run. To be released in every case. */
bool examine(struct examiner *, const char *const *argv, struct examined *);
void examined_release(struct examined *);

/* The instant at which a finding happens, by its number in a run that is there (findings_number); all detectors are
 * asked. False and a line in error if there is none of that number. For where_findings. */
bool examine_finding(struct session *, uint64_t number, struct timeline_mark *, char error[ERROR_MAX]);

#endif
