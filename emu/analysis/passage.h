/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Going through a stretch of a run instruction by instruction, with who executes each one: the ground on which places
 * are found and steps are taken. The stretch is run again in detail, in pieces that grow, so that what is near is found
 * soon.
 *
 * An instruction is told once, when it retires. One that a fault cut short is told only when it is restarted and gets
 * through.
 */
#ifndef EMU_PASSAGE_H
#define EMU_PASSAGE_H

#include "abi/proc.h"
#include "analysis/session.h"
#include "debuginfo/symbols.h"

/* An instruction at the instant before it is executed. */
struct passage {
	uint64_t icount;
	uint32_t pc;
	uint32_t pid;                /* who executes it, or for whom the kernel does; 0 before the first process */
	bool user;                   /* in user mode */
	char program[MAXCOMLEN + 1]; /* of user mode: the process's name (u_comm); "" in the kernel */
	uint32_t base;               /* where that program was loaded (p_base) */
	struct symbols *symbols;     /* of the code: the program's or the kernel's. NULL if there are none */
	struct machine *machine;     /* at that instant; its registers are not to be asked for */
	uint32_t before, after;      /* of passage_listen: the register that is listened to, before and after it */
};

/* Copies the bytes of the instruction and of what is behind it; returns how many can be read. In a passage_test
 * only. */
size_t passage_code(const struct passage *, uint8_t *code, size_t size);

/* Is it this one? */
typedef bool passage_test(void *arg, const struct passage *);

enum passage_end {
	PASSAGE_FOUND,
	PASSAGE_NONE,   /* there is none in the stretch */
	PASSAGE_FAILED, /* the run cannot be run again, or not in the time allowed; a line in error tells */
};

/* The first or the last instruction in [from, to) that passes the test. passage_first asks about one after the other
 * until one passes; passage_last takes the pieces from the end, so it may ask about later ones first, and about all of
 * a piece. Both take at most the seconds of the run's limits. The timeline's machine is left anywhere. */
enum passage_end passage_first(struct session *, uint64_t from, uint64_t to, passage_test *, void *arg,
                               struct passage *found, char error[ERROR_MAX]);
enum passage_end passage_last(struct session *, uint64_t from, uint64_t to, passage_test *, void *arg,
                              struct passage *found, char error[ERROR_MAX]);

/* Tells all of a stretch, which should be short: instructions as they retire, stores, loads, and calls and returns,
 * each of these after its stores and before it is told as an instruction. `begin`, which goes with insn, is told before
 * an instruction is executed, and may ask for the machine's registers; one that a fault restarts begins again. All may
 * be NULL. False and a line in error if it cannot be run. */
struct passage_ear {
	void *arg;
	void (*begin)(void *arg, const struct passage *);
	void (*insn)(void *arg, const struct passage *);
	void (*store)(void *arg, const struct passage *, const struct store *);
	void (*flow)(void *arg, const struct passage *, const struct flow *);
	void (*load)(void *arg, const struct passage *, const struct load *);
	/* without insn: does a store or load there matter? The others are not told. NULL: all */
	bool (*touches)(void *arg, uint32_t pa, uint32_t size);
	int reg; /* with insn: a register of programs to listen to, 0-7 d0-d7, 8-15 a0-a7; -1 none */
};
bool passage_listen(struct session *, uint64_t from, uint64_t to, const struct passage_ear *, char error[ERROR_MAX]);

/* A stretch in pieces, from its beginning or from its end: small ones first, then larger ones, so that what is near is
 * found soon. */
struct passage_pieces {
	uint64_t from, to, size; /* what is left; and the next piece's length */
	bool backward;
	struct allowance time;
};
void passage_pieces(struct passage_pieces *, const struct timeline *, uint64_t from, uint64_t to, bool backward);
/* The next piece [*begin, *behind); false when there is none left. */
bool passage_piece(struct passage_pieces *, uint64_t *begin, uint64_t *behind);
/* False and a line in error when the run's seconds are spent. */
bool passage_in_time(const struct passage_pieces *, char error[ERROR_MAX]);

#endif
