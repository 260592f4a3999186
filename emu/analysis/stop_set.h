/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a debugger wants a run to be stopped at, all of it at once: instructions, stores and reads of memory, signals,
 * and the next instruction of a process. Found in both directions; the run is as it was recorded, so whatever stops it
 * changes nothing.
 *
 * Places in programs are told by their program: many have something at the same address. Watched memory is that of one
 * process, wherever it lies: whoever stores into it is seen, a borrower, the kernel, another process that shares it.
 */
#ifndef EMU_STOP_SET_H
#define EMU_STOP_SET_H

#include "analysis/passage.h"

enum { STOP_POINTS = 256, STOP_WATCHES = 32, STOP_WATCH_BYTES = 1024 };

struct stop_point {
	uint32_t pc;
	char program[MAXCOMLEN + 1]; /* of user addresses; "": every one */
};

enum stop_use { STOP_CHANGE = 1, STOP_READ = 2, STOP_STORE = 4 }; /* STORE: also of what is there already */
struct stop_watch {
	uint32_t va, size; /* at most STOP_WATCH_BYTES */
	uint32_t pid;      /* whose memory; 0: the kernel's */
	unsigned uses;     /* of enum stop_use */
};

struct stop_set {
	struct stop_point points[STOP_POINTS];
	size_t npoints;
	bool own; /* points count for the process `pid` only */
	struct stop_watch watches[STOP_WATCHES];
	size_t nwatches;
	bool signals;    /* signals that are about to act */
	uint32_t passed; /* but for these: bit n for signal n */
	uint32_t pid;    /* of own and step */
	bool step;       /* the next instruction of this process, but for those in [from, to) */
	bool kernel;     /* of it or of the kernel for it; else of its program only */
	uint32_t from, to;
};

enum stop_reason {
	STOPPED_POINT,
	STOPPED_WATCH,
	STOPPED_SIGNAL, /* it is about to act: right after that event */
	STOPPED_STEP,
	STOPPED_END,   /* nothing of it happens any more: at the border */
	STOPPED_ASKED, /* somebody wanted no more of it (timeline_progress): where the search had come to */
};

struct stop_found {
	enum stop_reason reason;
	uint64_t icount; /* the instant. Of a watch: forward behind the instruction, backward before it */
	uint32_t pid;    /* who runs there */
	size_t watch;    /* of STOPPED_WATCH, its number; va is the first byte of it that is touched */
	uint32_t va;
	unsigned use;    /* how: one of enum stop_use */
	uint32_t signal; /* of STOPPED_SIGNAL */
};

/* The first stop behind an instant up to a border, or the last one before it down to one. A point or a step is right
 * before its instruction. False and a line in error if the run cannot be run again, or not in the time allowed. The
 * timeline's machine is left anywhere. */
bool stop_set_find(struct session *, const struct stop_set *, uint64_t now, uint64_t border, struct stop_found *,
                   char error[ERROR_MAX]);

#endif
