/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What comes of a choice: the branch in which the process does it, run on to its end, with what a viewer wants to know
 * first. Nothing is worked out beforehand: the guest does it, and the branch's events and hazards tell.
 */
#ifndef EMU_CONSEQUENCE_H
#define EMU_CONSEQUENCE_H

#include "analysis/choice.h"
#include "analysis/hazard.h"

/* How it ends for the parent. */
enum ending {
	OUTCOME_LIVES,  /* it exits, or executes another program */
	OUTCOME_DIES,   /* a signal kills it */
	OUTCOME_ASTRAY, /* it exits, but has been where it was not to go, or has used what was damaged */
	OUTCOME_STUCK,  /* everybody sleeps for ever */
	OUTCOME_WAITS,  /* somebody is to type at the terminal */
	OUTCOME_RUNS,   /* it still ran when the branch was stopped */
	OUTCOME_ALTERED /* it lives, but ends or prints otherwise than as written; of consequences only */
};

#define BRANCH_WORK 20000000

/* The run as it is written, and where the first choice of those that lead to a branch left it. */
struct written {
	struct session *session;
	struct timeline_mark mark;
};

struct consequence {
	struct session *session;       /* of the branch */
	struct timeline_mark start;    /* where it leaves, as a mark of both */
	struct timeline_mark decisive; /* the instant to look at first */
	bool has_hazard;
	char hazard[SNAP_LINE]; /* "hazard.frame: the child has written over ..."; "" there is none */
	size_t hazards;         /* behind the start: what the run that it left had done before is not its own */
	enum ending outcome;
	bool before;            /* the harm was done when it was made: the run that it left ends in the same way */
	char ending[SNAP_TEXT]; /* "the parent dies of SIGSEGV" */
	char name[SNAP_TEXT];   /* of the branch: "child returns" */
};

/* A branch in which nothing is chosen, for consequence_make: its machines have decoded what the branches run, and its
 * programs' names are read. To be made while the choices are looked at, in some 100 ms; then the choice itself is
 * quick. NULL: there can be none. */
struct session *consequence_rehearse(struct session *, const struct choices *);

/* Runs the branch of a choice, at most BRANCH_WORK instructions. It is typed what the run that it leaves was given, and
 * behind that nobody is at the terminal. written: what its end is held against. rehearsed, which it takes over in any
 * case, may be NULL. False and a line in error: it cannot be made, and nothing is to be freed. Freed with
 * consequence_free. */
bool consequence_make(struct session *, const struct choices *, const struct choice *, const struct written *,
                      struct session *rehearsed, struct consequence *, char error[ERROR_MAX]);
void consequence_free(struct consequence *);

/* The event by which a process leaves its program, the first one from that number on; NULL if it never does. */
const struct event *outcome_event(const struct timeline *, uint32_t pid, size_t first);

/* How a run ends for a process that is in its program at a mark: its parent's part of a consequence. For the run as it
 * is written, too. text: SNAP_TEXT bytes. */
enum ending outcome_of(struct session *, const struct timeline_mark *, uint32_t pid, char text[SNAP_TEXT]);

#endif
