/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made-up instants for the tests of the picture: what the panels do with plain, bad and extreme data. */
#ifndef TESTS_VISUAL_FIXTURE_H
#define TESTS_VISUAL_FIXTURE_H

#include "analysis/snapshot.h"

enum fixture {
	FIXTURE_DAMAGE,  /* in the middle of a loan: the borrower has overwritten the lender's return address */
	FIXTURE_QUIET,   /* one process, no loan */
	FIXTURE_OVER,    /* the loan is over, the borrower is gone, a register was inherited */
	FIXTURE_EXTREME, /* 40 processes, 16384 page frames, long names, bytes that are no text */
	FIXTURE_EMPTY,   /* nothing at all */
	FIXTURE_COUNT
};

extern const char *const fixture_names[FIXTURE_COUNT];

/* Freed with fixture_free. */
struct snapshot *fixture_new(enum fixture);
void fixture_free(struct snapshot *);

#endif
