/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How hazards are found: the sweep over the loans of a run, and what is kept of each. For emu/analysis/hazard*.c
 * only. */
#ifndef EMU_HAZARD_PARTS_H
#define EMU_HAZARD_PARTS_H

#include "analysis/analysis_cache.h"
#include "analysis/hazard.h"
#include "analysis/need.h"

/* A word that is not as the lender left it. */
struct damage {
	size_t call; /* of the need */
	struct snap_word word;
};

/* Pages that words of a lender's stack lie in, by their page frames: UINT32_MAX where there is none. */
struct pages {
	uint32_t first; /* address */
	uint32_t *pfn;
	uint32_t count;
};

/* A loan that goes on. */
struct watch {
	const struct loan *loan;
	struct need need;
	struct symbols *symbols; /* of the lender's program */
	struct pages pages;
	bool own_stack;   /* the borrower was given one */
	uint64_t stop;    /* when it has to be looked at next */
	bool begun;       /* the borrower is about to run: own_stack is known */
	size_t left;      /* calls that a borrower has left, the innermost ones */
	uint32_t bound;   /* a stack pointer above it leaves the next one */
	uint64_t checked; /* up to here no stack pointer was */
	struct damage *damage;
	size_t ndamage, damage_room;
	struct damage *told; /* words and variables of which hazard.frame was told */
	size_t ntold, told_room;
	bool handled;            /* a handler is about to be called */
	bool elsewhere;          /* a handler runs on a stack that lies above */
	bool harmed;             /* left, or damaged */
	bool exits;              /* hazard.stdio was told */
	uint32_t exit, exit_end; /* bounds of the library's exit; 0: there is none */
};

/* What becomes of a lender whose loan is over. */
struct trail {
	const struct loan *loan;
	struct need need;
	struct symbols *symbols;
	struct pages pages;
	struct damage *damage; /* what is still to be used or lost */
	size_t ndamage;
	size_t popped;    /* calls that it has left, the innermost ones */
	uint64_t checked; /* its stack pointer was last looked at here */
	bool used, astray;
	uint32_t to; /* astray */
};

/* A hazard whose instruction is looked for afterwards: the one of process `pid` in [from, to) by which the stack
 * pointer rises above `bound`. from == to: it is known. */
struct found {
	struct hazard hazard;
	uint64_t from, to;
	uint32_t bound;
};

struct sweep {
	struct session *session;
	struct timeline *timeline;
	struct analysis_cache *cache;
	struct machine *machine; /* that is watched */
	struct watch **watches;
	size_t nwatches, watches_room;
	struct trail **trails;
	size_t ntrails, trails_room;
	struct found *found;
	size_t nfound, found_room;
	size_t *fates; /* numbers of those found that are fates */
	size_t nfates, fates_room;
	uint8_t *marked; /* a byte per page frame: some watch or trail has it */
	uint32_t nframes;
	size_t loan;      /* number of the first loan that has not begun */
	size_t event;     /* first one that was not gone by */
	uint64_t next_at; /* nothing is new before this instant: no event has come, and nobody else runs */
	bool reads;       /* what is read is told */
	bool stale;       /* page frames may have changed since the pages were looked up */
	uint32_t pid;     /* who runs */
	uint64_t until;   /* up to here */
	char *error;
};

/* Adds what was found; its instruction is at icount `at`. The event is told at `instant`. */
struct hazard *sweep_add(struct sweep *, uint32_t kind, uint64_t at, uint64_t instant, const struct loan *);
/* The same, where the instruction has still to be found. */
void sweep_seek(struct sweep *, struct hazard *, uint64_t from, uint64_t to, uint32_t bound);
/* What is known of the instruction: its address, and by that its place. */
void hazard_place(struct hazard *, struct symbols *, uint32_t pc);
/* What word it is about. */
void hazard_word(struct hazard *, const struct need *, const struct damage *);

/* Goes from loan to loan, from what is settled on, and finds what there is. Notes what is settled now. */
void sweep_loans(struct sweep *, struct hazards *);

/* When a loan is over, or the run. */
uint64_t watch_end(const struct sweep *, const struct loan *);
/* A loan begins; the machine is there. */
void watch_begin(struct sweep *, const struct loan *);
void watch_free(struct watch *);
/* The instant w->stop has come. True: the loan is over. */
bool watch_stops(struct sweep *, struct watch *, uint64_t at);
/* Does the process that runs borrow in this loan, or in one inside it; on_stack: and on the lender's stack? */
bool watch_borrows(const struct sweep *, const struct watch *, bool on_stack);
/* Somebody else than the lender has stored into its pages, at va. */
void watch_store(struct sweep *, struct watch *, uint32_t va, const struct store *);
/* What somebody who is made to do something else (action.h) needs was put into the memory that is borrowed. */
void watch_put(struct sweep *, const struct store *);
/* The stack pointer of the process that runs, at an instant. */
void watch_sp(struct sweep *, uint64_t icount, uint32_t sp);
/* A process has come into the kernel, by a system call or a signal: with which stack pointer? */
void watch_trap(struct sweep *, const struct event *);
/* Has the borrower called the library's exit, or come there otherwise? */
void watch_exit(struct sweep *, const struct flow *);

/* Looks pages up anew in the space of the process that runs, as far as they are there. */
void pages_renew(struct pages *, struct machine *);
/* The address of a byte of physical memory in some pages; false if it is not in them. */
bool pages_find(const struct pages *, uint32_t pa, uint32_t *va);

/* The lender goes on. Takes over what the watch has; the watch is of no use any more. */
struct trail *trail_begin(struct watch *);
void trail_free(struct trail *);
/* It has stored. */
void trail_store(struct trail *, uint32_t va, uint32_t size);
/* It has called or returned. */
void trail_flow(struct sweep *, struct trail *, const struct flow *);
/* It reads, at va, by whatever pointer. */
void trail_load(struct sweep *, struct trail *, const struct load *, uint32_t va);
/* Is there a variable that it may still read? */
bool trail_reads(const struct trail *);
/* Nothing more is to come of it. */
bool trail_ends(const struct trail *);
/* Tells the fate of the lender, from the events. */
void trail_fate(struct sweep *, const struct trail *);
/* The same of one that dies by what a borrower has stored into data. to: where it went astray, 0: nowhere. */
void trail_dies(struct sweep *, const struct loan *, uint32_t to);

/* Looks, behind the sweep, for what lenders have died of that it does not know. */
void sweep_data(struct sweep *);

#endif
