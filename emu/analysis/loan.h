/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The loans of a run, and for those that are looked at their surveys: the lender's registers and stack as the loan
 * began and every store that was made into the lender's page frames since then. A borrower may lend on: then its loan
 * lies inside the one that it has its memory from.
 *
 * A fork is among them as what it is compared with: parent and child are two as lender and borrower are, from the copy
 * to the child's exec or end.
 */
#ifndef EMU_LOAN_H
#define EMU_LOAN_H

#include "analysis/kernel_self.h"
#include "analysis/kernel_view.h"
#include "analysis/loan_kind.h"
#include "replay/timeline.h"

#define LOAN_NEVER UINT64_MAX /* icount of what does not happen */
enum { LOANS_DEEP = 8 };      /* loans inside each other that are shown: the innermost ones */

struct loan {
	uint32_t lender, borrower; /* pids */
	uint64_t begin;            /* icount of vfork.begin, or fork.copy */
	enum loan_kind kind;
	bool own_stack;   /* pages of the stack, at least, were copied for the borrower */
	uint64_t pass;    /* vm.pass or vm.share; LOAN_NEVER where the borrower got a copy */
	uint64_t back;    /* vm.return, or the borrower's vm.part */
	uint64_t end;     /* vfork.end, or the death of a lender that was killed in its sleep */
	uint64_t resumed; /* the lender's system call is done: its registers are what it will see */
	uint64_t gone;    /* the lender is a zombie, or executed another program */
	long first, last; /* events of begin and end, -1 if there is none */
	size_t outer;     /* 1 + number of the loan that the lender had its memory from as it lent it on, 0 none */
	uint64_t parted;  /* the child, if it has a copy of memory, executes another program or is a zombie */
	bool exited;      /* LOAN_FORKED: what ended it was the child's exit */
};

/* A store into the lender's page frames. */
struct loan_store {
	uint64_t icount;
	uint32_t pa, size;
	uint32_t was; /* what was there; of more than 4 bytes the first longword */
	uint32_t pc;
	uint32_t pid; /* process that ran; with pc in S0 the kernel did it on that process's behalf */
	bool hand;    /* as of struct store */
};

/* A page frame of the lender's was given back, or taken for somebody: what was stored into it before is gone. */
struct loan_turnover {
	uint64_t icount;
	uint32_t pfn;
};

struct loan_survey {
	const struct loan *loan;        /* whose survey this is, NULL if none was made yet */
	struct trapframe at_vfork;      /* lender's user registers when it trapped */
	struct trapframe borrower_last; /* borrower's when the memory went back */
	struct trapframe after;         /* lender's when it is back in its program */
	bool has_at_vfork, has_borrower_last, has_after;
	struct address_space space;  /* lender's, before the loan */
	char program[MAXCOMLEN + 1]; /* lender's */
	uint32_t base;               /* where it was loaded */
	uint32_t slot;               /* that the lender's page frames are charged to */
	struct stack_region region;  /* where the lender's stack can be */
	uint8_t *stack;              /* it, [stack_low, region.high), as the loan began */
	uint32_t stack_low;
	uint8_t *data; /* data and heap, [data_low, data_low + data_size), where nothing was yet, zeros */
	uint32_t data_low, data_size;
	struct kernel_self self; /* what the kernel had of the lender as the loan began */
	uint8_t *text;           /* its program's text, [base, base + text_size): it outlives the lender */
	uint32_t text_size;
	uint8_t *wanted; /* a byte per page frame: holds memory of the lender at the instant of event `next` */
	uint32_t nwanted;
	size_t next;                     /* first event that was not asked for page frames */
	uint64_t next_at;                /* its icount */
	struct loan_turnover *turnovers; /* in order of icount */
	size_t nturnovers, turnovers_room;
	bool traced;               /* the stores below are known; false for a stretch that is too long */
	uint64_t from, to;         /* stores from `from` up to the instant `to` are known */
	struct loan_store *stores; /* in order of icount */
	size_t nstores, room;
};

/* From that event on a loan is the one to show. */
struct loan_turn {
	long event;
	size_t loan; /* 1 + its number, 0: none */
};

struct loans {
	struct loan *loan; /* in the order of their beginnings */
	size_t count, room;
	struct loan_turn *turns;
	size_t nturns, turns_room;
	struct loan_survey *surveys[LOANS_DEEP + 1]; /* those asked for last, the newest first; then NULL */
};

/* Finds all loans in the events, which are read twice, and never again but for those of a loan that is surveyed. */
void loans_find(struct loans *, const struct timeline *);
void loans_release(struct loans *);
/* The same when there are more events: surveys are kept. */
void loans_grow(struct loans *, const struct timeline *);

/* The loan to show at an event (a sequence number or -1): the innermost that goes on; if none does, the fork that was
 * made last and whose child is a copy still; or else what has ended last. NULL if there was nothing yet, or a fork
 * whose child executes another program now. */
const struct loan *loans_at(const struct loans *, long event);

/* The loans that a loan lies in and that go on at the event, the outermost first and the loan itself last. Returns how
 * many: at least 1, at most LOANS_DEEP. */
size_t loans_chain(const struct loans *, const struct loan *, long event, const struct loan *chain[LOANS_DEEP]);

/* The last loan that a borrower has lent on inside this one and that is over at the event; NULL if there is none. */
const struct loan *loans_lent_on(const struct loans *, const struct loan *, long event);

/* Is memory lent in it, or shared: not copied? */
bool loan_lends(const struct loan *);

/* Do lender and borrower run on the same stack? */
bool loan_one_stack(const struct loan *);

/* Does the loan go on after that event? For a fork: is its child a copy still? */
bool loan_goes_on(const struct loan *, long event);

/* Surveys a loan up to an instant (not before its beginning). Moves the timeline's machine. What is known from an
 * earlier call is kept for the last LOANS_DEEP + 1 loans, so going on by small steps is cheap. The result is good until
 * so many others were asked for. NULL if the run cannot be followed: timeline_failure tells why. */
const struct loan_survey *loans_survey(struct loans *, const struct loan *, struct timeline *,
                                       const struct kernel_names *, uint64_t icount);

/* A survey as it begins, alone: registers, stack and text that the lender has then, copied from the view's machine,
 * which stands at the loan's beginning. Freed with loan_survey_release. */
void loan_survey_begin(struct loan_survey *, const struct loan *, const struct kernel_view *);
void loan_survey_release(struct loan_survey *);

/* Bytes of the lender's stack, text, data or heap as the loan began, and a longword of them; false beyond the
 * copies. */
bool loan_bytes(const struct loan_survey *, uint32_t va, void *to, size_t size);
bool loan_was(const struct loan_survey *, uint32_t va, uint32_t *value);

#endif
