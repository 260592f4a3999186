/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The watchdog: a thread that looks, ten times a second, whether what may never come back still gets on.
 *
 *	static const struct watch watch = {describe, engine, &engine->count};
 *	watchdog_begin(&watch);
 *	run(engine);
 *	watchdog_end();
 *
 * Patience is measured in the processor time of the thread that runs, so a machine that is busy or suspended does not
 * matter. When it is at its end, the watchdog undoes what must be undone (undo.h), says in one line where that thread
 * stood, and ends the program with EX_SOFTWARE. Long before that it begins to look at the keyboard itself.
 *
 * The thread is started by the first watchdog_begin, in a child of fork by the child's first. Only one thread may run
 * at a time.
 */
#ifndef EMU_WATCHDOG_H
#define EMU_WATCHDOG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WATCHDOG_PATIENCE = 10000, /* milliseconds of processor time without progress after which the program ends */
	WATCHDOG_KEYS = 300,       /* the same after which the watchdog looks at the keyboard */
};

struct watch {
	/* Where it stands, in words. Called from the watchdog's thread. */
	void (*describe)(const void *arg, char *line, size_t size);
	const void *arg;
	const uint64_t *progress; /* changes as long as it gets on */
};

/* For the functions below. */
extern _Atomic(const struct watch *) watchdog_watched;
extern atomic_uint watchdog_entries;
extern atomic_bool watchdog_awake;
void watchdog_start(void);

/* The calling thread begins, and has come back from, what may never come back. Coming back is progress, too. */
static inline void watchdog_begin(const struct watch *watch)
{
	unsigned entries = atomic_load_explicit(&watchdog_entries, memory_order_relaxed);

	if (!atomic_load_explicit(&watchdog_awake, memory_order_relaxed))
		watchdog_start();
	atomic_store_explicit(&watchdog_entries, entries + 1, memory_order_relaxed);
	atomic_store_explicit(&watchdog_watched, watch, memory_order_release);
}

static inline void watchdog_end(void)
{
	atomic_store_explicit(&watchdog_watched, NULL, memory_order_release);
}

/* The watch is going to be freed. */
void watchdog_forget(const struct watch *);

/* Another patience, in milliseconds. */
void watchdog_set_patience(unsigned milliseconds);

/* Who looks whether the user has asked for the end at the keyboard; the program then ends with 130. */
void watchdog_keys(bool (*asked)(void));

#endif
