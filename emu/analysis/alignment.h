/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two runs that are looked at together: their common steps (program_steps.h), found by the comparison of the two, so
 * that for an instant of the one there is an instant of the other. Where the two part they are held together again as
 * soon as they do the same; and what both processes come to their end with corresponds, whatever it is.
 *
 * [0] is run A, [1] is run B. `side` is the run that leads: 0 or 1.
 */
#ifndef EMU_ALIGNMENT_H
#define EMU_ALIGNMENT_H

#include "analysis/comparison.h"
#include "analysis/hazard.h"

/* A step that both have. */
struct common_step {
	struct timeline_mark mark[2];
	size_t process; /* its number among those of A */
	bool line;      /* of the source, else an event */
};

/* In what two runs differ, in the order in which it is found by a viewer. */
enum difference_kind {
	DIFFERENCE_KERNEL, /* in what the kernels do; the programs do not know it */
	DIFFERENCE_HAZARD, /* what a borrower does to its lender, in one of them only */
	DIFFERENCE_VALUES, /* in what variables hold at the same line */
	DIFFERENCE_STEP,   /* in what the programs do */
	DIFFERENCE_END,    /* how a process ends */
};

struct difference {
	enum difference_kind kind;
	struct timeline_mark mark[2];
	int side;                /* of a hazard: who has it */
	char what[2][SNAP_LINE]; /* what each does; "" nothing */
};

enum { DIFFERENCES_MAX = 64 };

/* An instant of an axis of time for both. */
struct alignment_knot {
	uint64_t icount[2];
	uint32_t kind; /* of event; or one of these */
};
#define KNOT_STEP (UINT32_MAX - 1) /* some other step */
#define KNOT_END UINT32_MAX        /* an end of the axis */

struct alignment {
	struct session *session[2];
	struct comparison comparison;
	struct common_step *list; /* process by process, of each in order */
	size_t count, room;
	size_t *first;                  /* per process of A, and one more: where its steps begin in the list */
	size_t *order[2];               /* numbers of all steps in the order of the run's instants */
	size_t *back;                   /* per process of B: that of A, STEPS_NOBODY */
	struct difference *differences; /* in order */
	size_t ndifferences;
	struct alignment_knot *knots; /* the beginning, steps of both, the end; in order in both */
	size_t nknots;
};

/* Aligns two runs. Takes as long as comparison_make. The timelines' machines are left anywhere. False and a line in
 * error if one of them cannot be run again. Freed with alignment_free, also then. */
bool alignment_make(struct session *sessions[2], struct alignment *, char error[ERROR_MAX]);
void alignment_free(struct alignment *);

/* The instant of the other run that corresponds to one of run `side`: that of the same step; between two steps so many
 * of the program's own instructions behind it, as far as that goes; the ends belong to each other, and so do the boots.
 * *exact: a step, or an end, has its like there; else the other is as near as it comes. */
struct timeline_mark alignment_follow(struct alignment *, int side, const struct timeline_mark *, bool *exact);

/* Moves a mark of run `side` to the next (way > 0) or the last step that both have. False if there is none. */
bool alignment_step(const struct alignment *, int side, struct timeline_mark *, int way);

/* The next or the last difference, seen from a mark of run `side`; NULL if there is none. */
const struct difference *alignment_difference(const struct alignment *, int side, const struct timeline_mark *,
                                              int way);

#endif
