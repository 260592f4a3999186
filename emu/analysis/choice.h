/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the child could do next: the choices that a process has at an instant of its loan, told with the names of its
 * own program, each with the actions (action.h) that have the process do it. Whoever takes one runs a branch of the
 * run: consequence.h.
 *
 * There are choices where a borrower, or the child of a fork or of a vfork that copies, runs in user mode and is back
 * from the call that made it; and where the lender does so after its loan, which can only go on.
 */
#ifndef EMU_CHOICE_H
#define EMU_CHOICE_H

#include "analysis/action.h"
#include "analysis/session.h"
#include "base/error.h"
#include "base/language.h"

/* CHOICE(symbol, key, name, what it means). The name is what a branch is called by that took it. */
#define CHOICES(CHOICE)                                                                                                \
	CHOICE(RETURN, 'R', N_("returns"), N_("leaves a frame behind"))                                                \
	CHOICE(LEAVE, 'X', N_("leaves by _exit"), N_("the parent wakes"))                                              \
	CHOICE(EXIT, 'Q', N_("calls exit"), N_("flushes and closes stdio"))                                            \
	CHOICE(EXEC, 'P', N_("execs"), N_("a memory of its own"))                                                      \
	CHOICE(CALL, 'C', N_("calls deeper"), N_("a new frame below"))                                                 \
	CHOICE(LOCAL, 'S', N_("stores into a local"), N_("in this stack frame"))                                       \
	CHOICE(GLOBAL, 'G', N_("stores into a global"), N_("in the data pages"))                                       \
	CHOICE(HEAP, 'H', N_("stores into the heap"), N_("in a malloc'd block"))                                       \
	CHOICE(MALLOC, 'M', N_("allocates"), N_("the heap may grow"))                                                  \
	CHOICE(FREE, 'F', N_("frees"), N_("the block is gone"))                                                        \
	CHOICE(PRINTF, 'O', N_("prints"), N_("fills stdio's buffer"))                                                  \
	CHOICE(LONGJMP, 'L', N_("jumps out"), N_("back to setjmp's frame"))                                            \
	CHOICE(SIGNAL, 'K', N_("signals the parent"), N_("acts when it wakes"))                                        \
	CHOICE(TERMINAL, 'T', N_("reads the terminal"), N_("waits for a key"))                                         \
	CHOICE(PIPE, 'I', N_("reads a pipe"), N_("waits for a writer"))                                                \
	CHOICE(VFORK, 'V', N_("vforks"), N_("lends the memory on"))                                                    \
	CHOICE(GO_ON, 'W', N_("goes on"), N_("with what is left"))

enum choice_kind {
#define CHOICE(symbol, key, name, means) CHOICE_##symbol,
	CHOICES(CHOICE)
#undef CHOICE
		CHOICE_KINDS
};

enum { CHOICE_WHAT = 112, CHOICE_DETAIL = 128, CHOICE_WHY = 96 };

struct choice {
	enum choice_kind kind;
	char key;
	char what[CHOICE_WHAT];     /* "call a function, deeper" */
	char detail[CHOICE_DETAIL]; /* with the program's names: "report(1, 2, 3)"; "" where `what` says it all */
	const char *means;          /* in this kind of loan, or fork */
	bool possible;
	char why[CHOICE_WHY];    /* not possible: why not */
	char action[ACTION_MAX]; /* that makes it; "": none, it goes on as it is written */
	size_t variants;         /* how many there are to choose from: functions, variables, blocks, signals ... */
};

struct choices {
	struct timeline_mark mark;
	uint32_t pid;                     /* who has them */
	uint32_t parent;                  /* the lender, or parent */
	bool woken;                       /* it is the lender after its loan that has them */
	bool lent;                        /* child and parent have one memory now */
	char function[SNAP_IDENTIFIER];   /* that it is in; "" unknown */
	struct choice list[CHOICE_KINDS]; /* in the table's order */
	size_t count;
};

/* Which of its variants each kind is wanted with, counted on and on; NULL: the first ones. Moves the timeline's
 * machine. False and a line in error where there are no choices; then it says where there are. */
bool choices_read(struct session *, const struct timeline_mark *, const size_t variant[CHOICE_KINDS], struct choices *,
                  char error[ERROR_MAX]);

/* The next instant from the mark on, itself included, at which there are choices and a source line begins, or the
 * first before it; where the program has no lines, the first instruction. False and a line in error if the run has
 * none. */
bool choices_next(struct session *, struct timeline_mark *, char error[ERROR_MAX]);

/* The choice of a key, which may be a small letter; NULL if there is none. */
const struct choice *choices_key(const struct choices *, char key);

/* Is it the letter of a child's choice, whether that can be made or not? */
bool choice_letter(char key);

/* What a branch is called that took a choice of the kind: "returns". */
const char *choice_name(enum choice_kind);

#endif
