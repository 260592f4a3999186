/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hazards: what a borrower does to its lender, at the very instruction. An observer on the host finds them: it runs the
 * loans of a run again, watched, from vfork.begin to the loan's end and from there until the lender has used or lost
 * what was damaged. The run itself is not changed, and its events keep their numbers. What it tells:
 *
 *	hazard.left   a borrower leaves a function that its sleeping lender is in: by return, by longjmp, or by any
 *	              other move of its stack pointer. Its instant is right before the first instruction that gives up
 *	              a word by which that function is left: the lender's frame is whole still, and _exit can save it.
 *	hazard.frame  a store on a word that a sleeping lender needs (need.h): once for each such word of a frame, once
 *	              for a variable
 *	hazard.data   a store into data or heap by which the lender dies: it goes where the word leads, or takes it for
 *	              an address. Looked for only where a lender dies of what it did itself, and not by its stack,
 *	              in its last eight loans.
 *	hazard.stdio  a borrower calls the library's exit
 *	hazard.use    the lender returns by a damaged word, gets it back into a register, or reads it
 *	hazard.fate   how it ended for the lender
 *
 * All but the first are told right after the instruction, as events are. Nothing is found where nothing is lent, nor
 * on the child's own stack where clone has given it one.
 */
#ifndef EMU_HAZARD_H
#define EMU_HAZARD_H

#include "analysis/session.h"
#include "base/error.h"

/* How a function was left. */
enum leaving { LEAVING_RETURN, LEAVING_JUMP /* longjmp */, LEAVING_MOVE };

/* Argument `how` of hazard.fate. */
enum fate { FATE_NOTHING, FATE_DIES, FATE_ASTRAY, FATE_LOOPS };

struct hazard {
	struct event
		event;   /* kind, icount (its instant), pid, arguments; seq: the recorded event that it comes behind */
	unsigned number; /* of those behind that event, from 1: WHERE is SEQ.NUMBER */
	uint64_t at;     /* icount of the instruction that does it; of a fate the instant */
	uint32_t pc;     /* its address, 0 of a fate */
	uint32_t lender, borrower;      /* of the loan */
	char function[SNAP_IDENTIFIER]; /* that the instruction is in, "" unknown */
	char file[SNAP_TEXT];           /* the last part of its source's name, "" unknown */
	int line;
	char of[SNAP_IDENTIFIER]; /* LEFT, FRAME, USE: the function whose call it is */
	enum leaving leaving;     /* LEFT */
	struct snap_word word;    /* FRAME, USE: what it is, was, and is now */
	uint32_t to;              /* USE of a return address, and FATE_ASTRAY: where that has led */
	bool used;                /* FATE: the lender has used something damaged */
	bool ended;               /* FATE: it ended, or executed another program */
};

struct hazards {
	struct hazard *list; /* in order */
	size_t count, room;
	bool known;              /* the run has been searched */
	size_t settled;          /* so many of them are as they are, however the run goes on */
	size_t loan;             /* and that is so up to the loan of this number, */
	uint64_t at;             /* and this instant */
	char problem[ERROR_MAX]; /* why not all of it could be, "" if it was */
};

/* All hazards of the run. The first call finds them, which takes as long as the loans and what is behind them, watched,
 * and at most the seconds of the run's limits; later ones cost nothing. While the run grows a fate is told only when
 * the lender has met it. Stopped by whom timeline_progress tells, it has found nothing more, and the next call begins
 * anew. */
const struct hazards *session_hazards(struct session *);
/* Finds them if that does not take long by what there is to go through. Are they known now? */
bool hazards_if_soon(struct session *);
/* Would it cost nothing now? */
bool hazards_known(struct session *);
void hazards_release(struct hazards *);
/* The run has grown: only what is settled is kept. */
void hazards_grow(struct hazards *);
/* Could all of the run be searched? False and a line in error if not, or if that has just been stopped. */
bool hazards_all(struct session *, char error[ERROR_MAX]);

/* The first one behind a mark (way > 0), or the last one before it; NULL if there is none. */
const struct hazard *session_hazard(struct session *, const struct timeline_mark *, int way);

/* The mark of a hazard, and the hazard of a mark (NULL: it is none's). */
struct timeline_mark hazard_mark(const struct hazard *);
const struct hazard *hazard_of(struct session *, const struct timeline_mark *);

/* What happens, one sentence; and why it matters, "" if there is nothing to say. */
void hazard_text(const struct hazard *, char what[SNAP_LINE], char why[SNAP_LINE]);
/* The same as the rest of a line: "the child returned from spawn(), return.c:44". */
void hazard_summary(const struct hazard *, char text[SNAP_LINE]);

/* What the word of a FRAME or USE is: "return address", "saved fp", "count". */
void hazard_word_text(const struct hazard *, char out[SNAP_TEXT]);

/* Is the kind one of these? */
bool hazard_kind(uint32_t kind);

#endif
