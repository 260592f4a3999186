/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions about the processes of a snapshot: which one is it, who runs, where is the lender's memory. */
#ifndef EMU_LENDING_H
#define EMU_LENDING_H

#include "analysis/snapshot.h"

/* Where the lender's memory is while the loan goes on, by what the kernel did with it. */
enum lending {
	LENDING_NONE,   /* no loan, or not yet */
	LENDING_LENT,   /* with the borrower */
	LENDING_SHARED, /* with both */
	LENDING_DATA,   /* with both, but the stack was copied */
	LENDING_COPIES, /* with the lender: the borrower got a copy */
	LENDING_FORKED, /* no loan: fork gave the child a copy */
	LENDING_BACK,   /* with the lender again, who has still to wake */
};
enum lending snapshot_lending(const struct snapshot *);

/* Whose memory it is that a process runs in: a borrower's is that of the first lender, as long as the same memory is
 * lent or shared; else its own. And who has it in its page tables: of a process that lends, who has it now. */
uint32_t snapshot_owner(const struct snapshot *, uint32_t pid);
uint32_t snapshot_holder(const struct snapshot *, uint32_t pid);

/* In which of its times the data tell what comes back to the lender: DATA_AFTER, or DATA_NOW once it has come back (or
 * if nothing was borrowed from it); DATA_TIMES: in none. It is what a question of a lesson asks for. */
int snapshot_given_back(const struct snapshot *);

/* The process of that pid, or NULL. */
const struct snap_process *snapshot_process(const struct snapshot *, uint32_t pid);
/* The process that has the processor, or NULL. */
const struct snap_process *snapshot_running(const struct snapshot *);

#endif
