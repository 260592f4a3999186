/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process script (docs/process-script.md) as the machine's actors read it: SCORE_PATH is a header, an index of parts,
 * the steps of each part. All numbers are longwords.
 *
 *	part 0 ... nparts    where its first step is in the file; the last of these is where the steps end
 *	steps                struct score_step each; behind one that has a path, so many that hold it, ended by a NUL
 *
 * An actor is started as `NAME part step [part:pid ...]`: which part it plays, the step that is next, and the children
 * that it has to know.
 */
#ifndef ABI_ACTOR_H
#define ABI_ACTOR_H

#include <stdint.h>

#define SCORE_PATH "/etc/score"
#define SCORE_TEXT 256         /* bytes of a path, with its NUL */
#define SCORE_MAGIC 0x56465343 /* "VFSC" */

struct score_head {
	uint32_t magic;
	uint32_t nparts;
};

struct score_step {
	uint32_t verb; /* enum score_verb */
	uint32_t a, b, c;
};

/* What an actor does. child: a part. */
enum score_verb {
	SCORE_END,     /* nothing more: it exits with 0 */
	SCORE_FORK,    /* a: child */
	SCORE_VFORK,   /* a: child */
	SCORE_EXEC,    /* a: steps that hold the program's path */
	SCORE_FAIL,    /* a: steps that hold a path that is no program's */
	SCORE_WORK,    /* a: microseconds */
	SCORE_GROW,    /* a: bytes */
	SCORE_SHRINK,  /* a: bytes */
	SCORE_TOUCH,   /* a: bytes, of what it got last */
	SCORE_OPEN,    /* a: descriptor, c: close on exec */
	SCORE_CLOSE,   /* a: descriptor */
	SCORE_DUP,     /* a, b: descriptors, c: close on exec */
	SCORE_PIPE,    /* a, b: descriptors to read and to write, c: close on exec */
	SCORE_CLOEXEC, /* a: descriptor, c: close on exec or not */
	SCORE_READ,    /* a: descriptor, b: bytes, 0: to the end */
	SCORE_WRITE,   /* a: descriptor, b: bytes */
	SCORE_KILL,    /* a: child, b: signal; a SCORE_PARENT: the parent */
	SCORE_WAIT,    /* a: child */
	SCORE_CUE,     /* a: child: it may end now */
	SCORE_GATE,    /* waits for its parent's cue, with the first a descriptors closed */
	SCORE_EXIT,    /* a: status */
	SCORE_DIE,     /* a: signal that it sends itself, c: a core file is wanted */
	SCORE_AWAIT,   /* a: signal that it waits to be killed by */
	SCORE_STARTS,  /* a: child: begins a family, as fork does */
	SCORE_HOLD,    /* makes the two highest descriptors a pipe, which all who are made from now on have */
	SCORE_LINGER,  /* waits until nobody else has it any more */
};
#define SCORE_PARENT 0xFFFFFFFF
#define SCORE_CUE_SIGNAL 26 /* SIGVTALRM: no script's kill sends it */

#endif
