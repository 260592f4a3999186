/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a sleeping lender needs: the calls that it had as its loan began and, of each, the words that it will look at
 * when it goes on. Which words these are snapshot_shape.h says, for pictures and for whoever watches a loan alike.
 */
#ifndef EMU_NEED_H
#define EMU_NEED_H

#include "analysis/snapshot_shape.h"

struct need {
	struct loan_survey survey; /* as the loan began */
	struct shape *calls;       /* innermost first */
	size_t ncalls;
	uint32_t low, high; /* all their words lie in [low, high); equal: there are none */
};

/* From a view of the machine at the loan's beginning. Freed with need_release. */
void need_begin(struct need *, struct analysis_cache *, const struct loan *, const struct kernel_view *);
void need_release(struct need *);

/* The lowest word of a call that links it to its caller: a stack pointer above it leaves it. 0: the call has none. */
uint32_t need_cover(const struct need *, size_t call);

/* The call that has the byte at va among its words; need->ncalls if none has. */
size_t need_call(const struct need *, uint32_t va);

/* The first word of a call at or before va: the stack is aligned to 2 bytes only, so words count from where the call's
 * return address is. */
uint32_t need_word_at(const struct need *, size_t call, uint32_t va);

/* Fills in what the word w->va of a call was and is called. False: the stack was not copied there. */
bool need_name(struct need *, struct symbols *, size_t call, struct snap_word *);

/* Does the lender need the word, which is named and has changed? left: a borrower has left the call, so that what
 * the call itself may change is nobody's any more. */
bool need_has(struct need *, struct symbols *, size_t call, const struct snap_word *, bool left);

#endif
