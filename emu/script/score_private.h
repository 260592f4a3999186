/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A score in the making: what score.c and score_steps.c know of each other. */
#ifndef EMU_SCRIPT_SCORE_PRIVATE_H
#define EMU_SCRIPT_SCORE_PRIVATE_H

#include "script/score.h"

struct maker {
	const struct script *script;
	struct score *score;
	enum score_how how;
	uint32_t *images; /* by action: the program that it executes, or begins with */
	uint32_t first;   /* the program that init executes */
	size_t programs_room;
};

void score_note(struct maker *, enum score_note, uint32_t action);

/* Is the process made by vfork here? */
bool score_lends(const struct maker *, uint32_t process);

/* The action by which a borrower gives its memory back. */
uint32_t score_loan_end(const struct maker *, uint32_t process);

/* The number of the program, which is made if it is new. */
uint32_t score_program(struct maker *, const char *path, bool sized, uint64_t size);

/* Writes the file: score->data, score->size. */
void score_write(struct maker *);

#endif
