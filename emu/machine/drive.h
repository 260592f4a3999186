/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one loop that runs a machine forward on new ground: until it halts, a limit is reached, or somebody stops it. It
 * feeds the console. (Ground that was run before is gone over by recording_replay.)
 */
#ifndef EMU_DRIVE_H
#define EMU_DRIVE_H

#include "base/run_limits.h"
#include "machine/machine.h"

/* Who sits at the machine's console. All members may be NULL. */
struct console {
	void *arg;
	/* The guest printed. */
	void (*print)(void *arg, const uint8_t *, size_t);
	/* What it printed is to be seen now: before it is asked for input, and else every few milliseconds. (It prints
	 * byte by byte; who asks the host for something each time is slow.) */
	void (*show)(void *arg);
	/* Input: fills the buffer with at most size bytes and returns how many. wait: the guest waits for it, and 0 is
	 * the end of input; otherwise what has been typed meanwhile. *quit is false; true stops the run. NULL: no
	 * input. */
	size_t (*keys)(void *arg, uint8_t *, size_t size, bool wait, bool *quit);
	bool typed; /* somebody types while the guest runs: keys is asked then, too */
	bool later; /* keys need not wait: if it has nothing, that is no end of input, but DRIVE_WAITS */
};

/* How far a machine was driven, for the next drive of it to go on as if there had been no break. Zeros: not at all. */
struct driven {
	uint64_t printed; /* bytes */
	uint64_t spent;   /* nanoseconds of processor time */
	uint64_t mark;    /* instant of the next call of mark */
	uint64_t asked;   /* 1 + instant at which input was asked for last */
	bool begun;
};

struct drive {
	const struct console *console;
	struct limits limits;     /* instructions, seconds and console; 0: the default */
	struct listener listener; /* who else listens; its console function is not used */
	/* Called with the machine stopped at exactly the instants that it asks for, before any input of that instant.
	 * Returns the next one. NULL: never. */
	uint64_t (*mark)(void *arg, struct machine *);
	/* Called some hundred times a second, with the machine stopped, after mark and before any input of that
	 * instant. waits: before somebody is waited for. True: come back, DRIVE_PAUSE. NULL: not wanted. */
	bool (*pause)(void *arg, bool waits);
	void *arg;             /* of mark and pause */
	uint64_t first_mark;   /* instant of the first call */
	struct driven *driven; /* where it goes on, and kept up; NULL: it is driven once */
};

enum drive_end {
	DRIVE_HALT,  /* the machine halted */
	DRIVE_LIMIT, /* a limit was reached */
	DRIVE_STUCK, /* the guest waits for its console but does not read it */
	DRIVE_QUIT,  /* keys said so */
	DRIVE_EVENT, /* the listener's event function said so */
	/* It can be driven on: */
	DRIVE_PAUSE, /* pause said so */
	DRIVE_WAITS, /* the guest waits for its console, and nobody has typed anything */
};

/* Runs the machine. If a limit, the console or its guest ended it, there is a line in problem that tells so. Ends
 * with nobody listening to the machine. */
enum drive_end machine_drive(struct machine *, const struct drive *, char problem[ERROR_MAX]);

#endif
