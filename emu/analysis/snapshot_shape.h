/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls of a stack with the words that belong to each, and which of these a lender needs. For
 * emu/analysis/snapshot*.c and hazard*.c only. */
#ifndef EMU_SNAPSHOT_SHAPE_H
#define EMU_SNAPSHOT_SHAPE_H

#include "analysis/liveness.h"
#include "analysis/snapshot_parts.h"

enum { SHAPE_LOCALS = 128 };

/* A call with what is needed to name its words. */
struct shape {
	struct call call;
	uint32_t low;     /* lowest named word */
	uint32_t floor;   /* lowest word: the stack pointer or the next call's top */
	uint32_t next_pc; /* the instruction that it will go on with */
	struct variable locals[SHAPE_LOCALS];
	size_t nlocals;
	struct liveness *live; /* of the locals where it will go on; NULL: not asked for yet */

	/* of a call that a lender had as its loan began */
	const struct level *level; /* NULL: the call is one of the process looked at */
	uint32_t also;             /* another lender who needs it, too; 0 none */
	uint32_t leaver;           /* who has returned from it, 0: nobody */
	uint64_t left_at;          /* icount of the first store over its links, 0: there was none */
};

/* The calls of a walk with their words: each reaches down to the top of the call inside it, the first one to sp. Fills
 * walk->count shapes. */
void shape_calls(struct symbols *, const struct walk *, uint32_t sp, struct shape *shapes);

/* Tells what the word w->va of a call is. value is what the call itself left there. */
void shape_name(struct symbols *, const struct shape *, uint32_t value, struct snap_word *w);

/* Tells what the word's variables hold, as their types say, read in the address space; and from the survey (NULL: it is
 * unknown) what they held as its loan began. */
void shape_value(const struct moment *, const struct shape *, const struct address_space *, const struct loan_survey *,
                 struct snap_word *w);

/* Frees what n shapes hold, not the array. */
void shapes_release(struct shape *, size_t n);

/* Will the call look at one of its words, whose kind is known, when it goes on? Of variables only those count that hold
 * a value and that it reads, by the program's text, which lies at `base`; and all, where that cannot be told. RET does
 * not look at the condition handler. */
bool shape_needs(struct symbols *, struct shape *, const uint8_t *text, uint32_t base, uint32_t size,
                 const struct snap_word *);

#endif
