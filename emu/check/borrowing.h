/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a borrower does in its loan: which functions its own code calls, and which words of its lender's data and heap
 * it changes; found by running the loan again, watched. And whether the lender reads such a word before it has another
 * value.
 */
#ifndef EMU_BORROWING_H
#define EMU_BORROWING_H

#include "analysis/library_view.h"
#include "analysis/loan.h"
#include "analysis/session.h"
#include "check/site.h"

/* A call out of the program's own code. */
struct borrowed_call {
	uint64_t icount;
	uint32_t pc, to;
	const char *name; /* of the function, "" unknown */
	bool own;         /* it is the program's own */
};

/* A longword of data or heap that is not what it was as the loan began. */
struct borrowed_word {
	uint32_t va, pa;
	uint32_t was, now;
	uint32_t pc;          /* that stored last; in S0: the kernel, for the borrower */
	uint32_t site;        /* own code: pc, or the call below which it lies; 0 unknown */
	uint64_t icount;      /* of that store */
	bool is_read;         /* the lender reads it behind the loan, before it stores there: */
	uint32_t reader;      /* by that instruction, */
	uint32_t reader_site; /* below that call of own code, or 0, */
	uint64_t read_at;     /* there */
};

/* Blocks of malloc. */
struct borrowed_heap {
	struct heap_block *blocks;
	size_t count;
	bool whole; /* they fill the heap */
};

struct borrowing {
	const struct loan *loan;
	struct symbols *symbols; /* of the lender's program, NULL: unknown */
	struct sites sites;
	bool own;          /* the program has sources of its own */
	struct site vfork; /* where vfork was called */
	struct borrowed_call *calls;
	size_t ncalls, calls_room;
	struct borrowed_word *words; /* by address; only those that are changed */
	size_t nwords, words_room;
	struct borrowed_heap before, after;
	uint32_t heap_low;              /* where the heap begins */
	struct stream streams[STREAMS]; /* as the loan is over */
	uint32_t streams_at;            /* 0: there are none */
	uint64_t end;                   /* up to here it was watched: the lender goes on, or will never */
	bool over;                      /* it goes on */
};

/* Watches a loan. False and a line in error if the run cannot be run again there. To be released in every case. */
bool borrowing_watch(struct session *, const struct loan *, struct borrowing *, char error[ERROR_MAX]);
void borrowing_release(struct borrowing *);

/* Follows the lender until each changed word is read or has another value, for at most so many instructions. */
bool borrowing_follow(struct session *, struct borrowing *, uint64_t instructions, char error[ERROR_MAX]);

/* The borrower's last call out of own code at or before an instant: its pc; 0 none. */
uint32_t borrowing_call_at(const struct borrowing *, uint64_t icount);

#endif
