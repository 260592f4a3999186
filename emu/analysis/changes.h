/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which variables of the lender's program came out of a loan with another value: told by the stores of the loan, the
 * program's debugging information and its symbols. */
#ifndef EMU_CHANGES_H
#define EMU_CHANGES_H

#include "base/text.h"
#include "analysis/snapshot_parts.h"

enum { CHANGE_BYTES = 512 /* of a variable that are looked at */ };

struct change {
	struct variable variable;
	uint32_t va;
	const struct call *call; /* whose local it is; NULL: it is none */
	uint32_t next_pc;        /* where that call goes on */
	uint8_t was[CHANGE_BYTES], now[CHANGE_BYTES];
	uint32_t size; /* bytes known, at most CHANGE_BYTES */
	bool known;    /* was is all of what had been there */
	uint32_t pc;   /* that stored there last; in S0: the kernel, for the borrower */
	bool own;      /* a variable of the program, not of the library */
};

/* The variables that the borrower gave another value, the program's own first, without locals that the lender gives one
 * itself before it reads them; at most max. Returns how many there are, 0 also where that is not known. */
size_t changes_find(const struct moment *, struct change *, size_t max);

/* Appends them: "shared = 42 (was 1) and the library's errno". own: where there are some of the program's, these
 * only. */
void changes_tell(struct text *, const struct moment *, bool own);

/* Puts the locals among them into the snapshot, once the lender has its memory again. */
void changes_of_locals(struct moment *);

/* Appends the variables of the program that are not the same in the two of a fork: "shared = 42 (in pid 2 it is 1)";
 * nothing if all are. */
void changes_tell_apart(struct text *, const struct moment *);

/* Appends a sentence on what the borrower has left in the buffer of stdout, which the lender will write; nothing if it
 * has left nothing there. */
void changes_tell_pending(struct text *, const struct moment *);

#endif
