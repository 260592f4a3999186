/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a lesson's program is to do under each system: a text file NAME.outcomes beside its source, the one place where
 * that is written. The tests hold the machine to it, and the matrix of the documents is made from it.
 *
 *	run: borrow fork                  the program with its arguments
 *	under: 4.3bsd 4.2bsd              systems; "others": all that no other part about this run names
 *	ends: 0                           its status, or "deadlock"
 *	| parent: shared is 1 at 0x4000   what it prints; "..." stands for what may be different each time
 */
#ifndef EMU_OUTCOMES_H
#define EMU_OUTCOMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/system_list.h"

#define OUTCOMES_ENDING ".outcomes"
enum { OUTCOMES_DEADLOCK = 126 }; /* the kernel's HALT_DEADLOCK */

struct outcomes_part {
	char *run;
	bool under[SYSTEMS_COUNT];
	bool others; /* as it was written; `under` has them */
	bool deadlock;
	int status;
	char *text;    /* lines, each with its newline */
	unsigned line; /* where the part begins */
};

struct outcomes {
	struct outcomes_part *parts;
	size_t nparts, room;
};

/* Reads such a text, called so in errors. False and a line in error if it cannot be understood, or tells two things of
 * one run under one system. outcomes_free is for either. */
bool outcomes_parse(struct outcomes *, const char *name, const char *text, char error[ERROR_MAX]);

/* Reads what is written of a shipped lesson, whose variants (registers-O2) are in the same file. A program without such
 * a file has no parts. */
bool outcomes_read(struct outcomes *, const char *lesson, char error[ERROR_MAX]);
void outcomes_free(struct outcomes *);

/* What a run, a program with its arguments, is to do under a system (its index in historic_systems); NULL: not written.
 */
const struct outcomes_part *outcomes_of(const struct outcomes *, const char *run, int system);

#endif
