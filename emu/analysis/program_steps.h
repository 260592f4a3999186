/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What each process of a run did, step by step, as its program sees it: by this two runs can be held against each
 * other whose kernels, or whose instants, are not the same. Steps are what an event tells (a call, its end, a signal, a
 * text, another program, the end of the process) and the source lines in between. Processes are named by their place
 * in the family, since two runs may give them different pids.
 */
#ifndef EMU_PROGRAM_STEPS_H
#define EMU_PROGRAM_STEPS_H

#include "analysis/session.h"
#include "base/error.h"
#include "debuginfo/symbols.h"

#define STEPS_NOBODY SIZE_MAX /* number of a process that is none */

/* A source line of a process that begins. */
struct line_step {
	uint64_t icount;
	const char *file;     /* the last part of its name; lives as long as the steps */
	const char *function; /* the same; "" unknown */
	int line, first;      /* and the line where its function begins */
	uint64_t text;        /* a digest of the line in the source; 0: there is none, or it was not asked for */
	uint64_t values; /* a digest of what its function's variables hold, and its return address; 0: not looked at */
};

/* An event of a process. */
struct event_step {
	long event;
	bool own; /* the program does or sees it; else it is the kernel's alone, and another kernel may do without */
};

struct process_steps {
	uint32_t pid;
	size_t parent;      /* number of its parent; STEPS_NOBODY: init */
	unsigned child;     /* which child of it, from 1 */
	unsigned nchildren; /* that it made itself */
	struct event_step *events;
	size_t nevents, events_room;
	struct line_step *lines;
	size_t nlines, lines_room;
};

struct program_steps {
	struct session *session;
	struct process_steps *processes;
	size_t count, room;
	uint64_t from, to; /* lines are known in [from, to) */
	bool texts;        /* set by the caller: lines are to have the digests of their texts */
	char **names;
	size_t nnames, names_room;
};

/* Reads the events of a run: processes with their events, no lines. What went before the program is left out. */
void program_steps_read(struct session *, struct program_steps *);
void program_steps_free(struct program_steps *);

/* Finds the lines in [from, to), by running the stretch again, watched. Fewer where there are very many: then `to` of
 * the steps is less. False and a line in error if it cannot be run. */
bool program_steps_watch(struct program_steps *, uint64_t from, uint64_t to, char error[ERROR_MAX]);

/* Does a variable hold what can be held against another run's? Addresses of data do not: the same things may lie
 * elsewhere there. */
bool program_steps_comparable(const struct variable *);

/* Number of the process that has a pid at an event, STEPS_NOBODY if none of them has. */
size_t program_steps_of(const struct program_steps *, uint32_t pid, long event);

#endif
