/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Actions: what one can have a process do at an instant of a run, as people write it. Registers and memory are set as
 * they would be if the program's text had it there; from then on the guest executes it, and nothing is simulated.
 *
 *	return [VALUE]          from the function that it is in: its caller goes on
 *	[call] F(ARG, ...)      calls a function of the program or, if it has none of that name, makes the system call,
 *	                        or one of the exec family; then it goes on where it was, its registers as they were
 *	vfork()                 as if it stood in the program's text there: child and process both go on there
 *	store DATUM = VALUE     (datum.h) an instruction of the process stores it
 *	set DATUM = VALUE       it is so: no instruction does it
 *	signal PID NUMBER       it makes the system call kill
 *	input "TEXT"            the text is typed at the console
 *
 * VALUE is a number, decimal, hexadecimal (0x...) or negative; ARG also a "text", with C's \n, \t, \" and \\. What a
 * call needs lies on the process's stack, below its stack pointer: a small piece of code there puts the registers back
 * when the function returns.
 */
#ifndef EMU_ACTION_H
#define EMU_ACTION_H

#include "analysis/session.h"
#include "base/error.h"

enum { ACTION_MAX = 256 /* bytes of an action's text */ };

/* What all of them change, for timeline_branch. */
struct action_changes {
	struct timeline_input *list;
	size_t count, room;
};

/* Finds out what the actions change, one after the other, at a mark at which the process runs in user mode. pid 0: the
 * one that runs. False and a line in error: an action is wrong, or the process is not there, in the kernel or asleep;
 * then the line names the next instant at which it is possible. The caller frees changes->list, also then. */
bool actions_read(struct session *, const struct timeline_mark *, uint32_t pid, const char *const *texts, size_t n,
                  struct action_changes *, char error[ERROR_MAX]);

#endif
