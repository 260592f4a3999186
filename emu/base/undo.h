/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must be undone however the program ends: a temporary file removed, the terminal given back. It is done at exit()
 * and when a signal kills: SIGINT, SIGTERM, SIGHUP and whatever else ends a program by default. The program then dies
 * of that signal, so that a shell sees it. A signal that was ignored when the program began stays ignored, and one that
 * has a handler keeps it.
 *
 * Signals are the main thread's: others block them all.
 */
#ifndef EMU_UNDO_H
#define EMU_UNDO_H

#include <sys/types.h>

/* One thing to undo; lies in what it belongs to. `act` may be called from a signal handler: async-signal-safe functions
 * only (signal-safety(7)). It is called once, and in the process only that added it, not in its children. */
struct undo {
	void (*act)(struct undo *);
	struct undo *next; /* this and the process belong to undo.c */
	pid_t process;
};

/* From now on act is called when the program ends; what was added last is undone first. */
void undo_add(struct undo *);

/* It is done: act is no longer called. Nothing happens if it was not added. */
void undo_forget(struct undo *);

/* Undoes everything now, in any thread: for who then ends the program by _exit. */
void undo_now(void);

#endif
