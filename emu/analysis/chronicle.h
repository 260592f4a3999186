/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the events tell of the whole run, read once: what every process did, which events are notable, and who executed
 * programs. Questions about an instant are answered from it by binary search, however many events there are.
 */
#ifndef EMU_CHRONICLE_H
#define EMU_CHRONICLE_H

#include "analysis/snapshot.h"
#include "replay/timeline.h"

/* What a process was called from an instant on. */
struct course_name {
	uint64_t icount;
	char name[SNAP_NAME];
};

/* What one process did from its making to its end. A pid may come round again, for another process. */
struct course {
	uint32_t pid;
	uint64_t begin;          /* icount */
	struct snap_span *spans; /* without gaps, in order */
	size_t nspans, spans_room;
	struct course_name *names; /* in order; the first is its parent's */
	size_t nnames, names_room;
};

/* exec's commit point, or its end. */
struct exec_step {
	uint32_t pid;
	long event;
	bool committed;
};

struct chronicle {
	struct course *courses; /* in order of their beginnings */
	size_t ncourses, courses_room;
	size_t *by_pid;            /* their numbers by pid, then in order */
	struct snap_tick *notable; /* all notable events */
	size_t nnotable, notable_room;
	struct exec_step *execs; /* by pid, then by event */
	size_t nexecs, execs_room;
	struct snap_syscall *syscalls; /* all system calls, in order */
	size_t nsyscalls, syscalls_room;
};

void chronicle_write(struct chronicle *, const struct timeline *);
void chronicle_release(struct chronicle *);

/* How many courses had begun at an instant. */
size_t chronicle_begun(const struct chronicle *, uint64_t icount);

/* Number of the course of the last process that had the pid at or before an instant, -1 if none had. */
long chronicle_course(const struct chronicle *, uint32_t pid, uint64_t icount);

/* Until when the last process that had the pid has run, at or before an instant; 0: it has not run. */
uint64_t chronicle_ran(const struct chronicle *, uint32_t pid, uint64_t icount);

/* The program that a process had at an instant, before its first one that; "" if none is known. */
const char *course_name(const struct course *, uint64_t icount);

/* Is the process between two programs after that event: exec cannot fail any more, and the new one is not loaded
 * yet? */
bool chronicle_between_programs(const struct chronicle *, uint32_t pid, long event);

/* The first notable event after that one (way > 0) or the last one before it; -1 if there is none. */
long chronicle_notable(const struct chronicle *, long event, int way);

#endif
