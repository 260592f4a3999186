/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what happened in a run to findings, one for each root cause. For emu/check only. */
#ifndef EMU_CAUSES_H
#define EMU_CAUSES_H

#include "analysis/hazard.h"
#include "analysis/borrowing.h"
#include "check/finding.h"

/* A run that was watched. */
struct causes {
	struct session *session;
	struct borrowing *borrowings; /* of its loans, or of the first ones */
	size_t nborrowings;
	size_t left_out; /* loans that were not watched */
	unsigned level;  /* number of the level that it was compiled at */
	size_t system;   /* number of its system */
	uint32_t skew;   /* and the phase of its clock */
	bool restarts;   /* it was cut off since its lender begins the program again and again */
	struct findings *found;
};

/* A finding of this run, at a site, with a loan (NULL: none) and an instant. */
struct finding causes_begin(const struct causes *, enum detector_id, enum severity, const struct site *,
                            const struct loan *, uint64_t icount);

/* What a borrower did to its lender's frames, and what became of the lender (analysis/hazard.h). */
void causes_of_hazards(struct causes *);
/* Data, heap, what the library keeps, what is left in its buffers. */
void causes_of_data(struct causes *, struct borrowing *);
/* Handlers, descriptors, waits, calls. ended: the run came to its end. */
void causes_of_calls(struct causes *, const struct borrowing *, bool ended);

/* The place of an instruction of a borrower: of the program's own code, or the call below which it lies. */
bool causes_site(const struct borrowing *, uint32_t pc, uint64_t icount, struct site *);

#endif
