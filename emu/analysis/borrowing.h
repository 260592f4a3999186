/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a borrower does in its loan: which functions its own code calls, and which words it changes of its lender's
 * data, heap and stack, of what it was started with, and of what it has mapped; found by running the loan again,
 * watched. And which bytes of these the lender reads before they have another value.
 */
#ifndef EMU_BORROWING_H
#define EMU_BORROWING_H

#include "analysis/library_view.h"
#include "analysis/loan.h"
#include "analysis/session.h"
#include "analysis/site.h"
#include "analysis/start_words.h"

/* A call out of the program's own code; or, with pc 0 and no name, the return from its main. */
struct borrowed_call {
	uint64_t icount;
	uint32_t pc, to;
	const char *name; /* of the function, "" unknown */
	bool own;         /* it is the program's own */
};

/* Who stored a byte, or read it. */
struct borrowed_access {
	uint32_t pc;   /* in S0: the kernel, for that process */
	uint32_t site; /* own code: pc, or the call below which it lies; 0 unknown */
	uint64_t icount;
};

enum { WORD_BYTES = 4, WHOLE_WORD = (1 << WORD_BYTES) - 1 };

/* A longword that is not what it was as the loan began. Its bytes, the first one in the lowest bit of a set: */
struct borrowed_word {
	uint32_t va, pa;
	uint32_t was, now;
	uint8_t changed;      /* those that are not what they were, */
	uint8_t read;         /* and of these those that the lender reads behind the loan, */
	uint8_t nameless;     /* and those in a call of own code that belong to no variable: alloca's, or a temporary */
	const char *function; /* that call's */
	struct borrowed_access store[WORD_BYTES]; /* by whom each was stored last in the loan, */
	struct borrowed_access load[WORD_BYTES];  /* and by whom it is read first */
	struct borrowed_access jump;              /* the first call or return to `now` behind that; icount 0: none */
};

/* A variable of a call that the lender is in as the loan begins. */
struct borrowed_local {
	struct variable variable; /* where: its address */
	const char *function;     /* whose it is */
	uint32_t was, now;        /* if it has at most 4 bytes: as a number */
};

enum { BORROWED_TEXT = 48 };

/* The first bytes of an array of characters, or a block of malloc, some of which have changed. */
struct borrowed_text {
	uint32_t va, size; /* at most BORROWED_TEXT */
	uint8_t was[BORROWED_TEXT], now[BORROWED_TEXT];
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
	struct borrowed_local *locals;
	size_t nlocals, locals_room;
	struct start_words start; /* as the loan begins */
	struct borrowed_text *texts;
	size_t ntexts, texts_room;
	struct borrowed_heap before, after;
	uint32_t heap_low, heap_end;     /* where the heap begins, and ends as the loan is over */
	uint32_t mapped_low, mapped_end; /* what mmap has given lies here; equal: it has given nothing */
	struct stream streams[STREAMS];  /* as the loan is over */
	uint32_t streams_at;             /* 0: there are none */
	uint64_t end;                    /* up to here it was watched: the lender goes on, or will never */
	bool over;                       /* it goes on */
};

/* Watches a loan. False and a line in error if the run cannot be run again there. To be released in every case. */
bool borrowing_watch(struct session *, const struct loan *, struct borrowing *, char error[ERROR_MAX]);
void borrowing_release(struct borrowing *);

/* Follows the lender until each changed word is read or has another value, for at most so many instructions. */
bool borrowing_follow(struct session *, struct borrowing *, uint64_t instructions, char error[ERROR_MAX]);

/* Of some bytes, which are not none: the last store, and the first load. */
const struct borrowed_access *borrowed_store(const struct borrowed_word *, uint8_t bytes);
const struct borrowed_access *borrowed_load(const struct borrowed_word *, uint8_t bytes);

/* The text at an address, NULL: there is none. */
const struct borrowed_text *borrowed_text(const struct borrowing *, uint32_t va);

/* The bytes of a word that lie in [va, va + size). */
uint8_t borrowed_bytes(const struct borrowed_word *, uint32_t va, uint32_t size);

/* The borrower's last call out of own code at or before an instant: its pc; 0 none. */
uint32_t borrowing_call_at(const struct borrowing *, uint64_t icount);

#endif
