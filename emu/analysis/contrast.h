/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What differs between an instant of one run and the one that corresponds to it in another (alignment.h): as plain data
 * beside the two snapshots, for a picture that shows both. Why they differ is told in a sentence for each, made from
 * what the two kernels did with the memory, the hazards that were found, how it ends, and the words of the two systems.
 *
 * [0] is run A, [1] is run B.
 */
#ifndef EMU_CONTRAST_H
#define EMU_CONTRAST_H

#include "analysis/alignment.h"
#include "analysis/snapshot.h"

/* What became of a word of the stack that one of them needs, held against the other run. */
enum contrast_state {
	STATE_PLAIN,
	STATE_WHOLE,     /* it is what its owner left there, and in the other run it is destroyed */
	STATE_DESTROYED, /* and in the other run it is whole */
};

/* A word of the lender's, or parent's, stack that both have, in a frame of the same function; or one that is destroyed
 * in a frame that the other run has not. */
struct contrast_word {
	uint32_t va[2]; /* 0: there is no such frame */
	enum contrast_state state[2];
	bool differs; /* to the program: addresses that mean the same are the same */
};

struct contrast_side {
	char system[SNAP_NAME];
	const char *does;     /* "lends", "copies when written"; "" it made no process yet */
	char will[SNAP_TEXT]; /* "pid 2 will die"; "" nothing is known */
	bool harm;            /* that is bad */
	uint32_t pid;         /* of whom */
	char reason[SNAP_LINE];
	unsigned lent, own;    /* pages of the child's that are its parent's, and that are its own */
	char pages[SNAP_TEXT]; /* that in words; "" there is no child */
	struct timeline_mark mark;
	bool exact; /* the leader's step has its like here */
};

struct contrast {
	struct contrast_side side[2];
	struct contrast_word *words;
	size_t nwords;
	char (*names)[SNAP_IDENTIFIER]; /* of registers and of data (snap_datum) that do not hold the same */
	size_t nnames;
	const struct alignment_knot *knots; /* the alignment's: it must live as long */
	size_t nknots;
	int lead; /* the run whose mark was followed */
};

/* Holds the two snapshots against each other; `lead` is the run whose mark was followed, with `exact` as
 * alignment_follow told. Freed with contrast_free; the alignment must live longer. */
void contrast_make(struct alignment *, int lead, const struct snapshot *const s[2], const struct timeline_mark mark[2],
                   bool exact, struct contrast *);
void contrast_free(struct contrast *);

/* For contrast.c: fills system, does, reason, will and harm of both sides. */
void contrast_reason(struct alignment *, const struct timeline_mark mark[2], struct contrast *);

#endif
