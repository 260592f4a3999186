/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A script becomes a score: what each actor of the machine does, step by step (guest/abi/actor.h).
 *
 * Everybody does by himself what is his. Where the order in which brothers ended is not kept by who waits for whom,
 * their parent keeps it: as soon as it knows that the elder one has ended (it collects it), it gives the next one, who
 * waits for that with its descriptors closed, his cue.
 */
#ifndef EMU_SCRIPT_SCORE_H
#define EMU_SCRIPT_SCORE_H

#include "script/script.h"

enum score_how { SCORE_AS_RECORDED, SCORE_ALL_VFORK, SCORE_ALL_FORK };

enum {
	SCORE_IMAGE = 64 << 10, /* bytes of a program whose size is not told */
	SCORE_IMAGE_LEAST = 16 << 10,
	SCORE_IMAGE_MOST = 1 << 20,
};

/* A program that the actors execute: its path on the machine's disk, and the size of the actor that it is. */
struct score_program {
	char *path;
	uint32_t size; /* SCORE_IMAGE_LEAST to _MOST, a power of two */
};

/* What cannot be as it was recorded. Each has the first line of the script where it is so. */
#define SCORE_NOTES(NOTE)                                                                                              \
	NOTE(KILL,                                                                                                     \
	     "signals to somebody who is neither child nor parent: not sent; who dies of one sends it to himself")     \
	NOTE(KILL9, "SIGKILL: nothing can hold it back, so who dies of it sends it to himself")                        \
	NOTE(SIGNAL, "signals that the machine has not, or of which nobody dies there: the process exits instead")     \
	NOTE(LENT, "ends during a loan, which the parent, asleep, cannot order among those of other children")         \
	NOTE(EARLY, "a lender goes on before its borrower has executed a program or ended: here it cannot")            \
	NOTE(IMAGE, "programs of more than 1 MB: played as 1 MB")                                                      \
	NOTE(STOP, "signals that stop, and SIGVTALRM: not sent, since they cannot be held")                            \
	NOTE(MANY, "programs, more than 1024 of them: they are called actor")                                          \
	NOTE(ORPHANS, "processes that nobody waits for: a process of ours waits until they have ended")                \
	NOTE(FIRST, "processes that begin with start, more than one: a process of ours starts them")

enum score_note {
#define NOTE(symbol, text) SCORE_NOTE_##symbol,
	SCORE_NOTES(NOTE)
#undef NOTE
		SCORE_NOTE_COUNT
};

struct score {
	uint8_t *data; /* the file SCORE_PATH */
	size_t size;
	struct score_program *programs;
	size_t nprograms;
	const struct score_program *first; /* what init executes: it plays part `part` */
	uint32_t part;
	bool staged;                /* there is a part more, which starts the others */
	uint32_t shift;             /* sizes of memory were divided by 1 << shift, so that they fit */
	uint32_t alive, alive_line; /* the most processes at once, and the line of the script where they are so many */
	uint64_t memory;            /* bytes that they have together at the worst moment, about */
	struct {
		uint32_t count, line;
	} notes[SCORE_NOTE_COUNT];
};

const char *score_note_text(enum score_note);

/* Makes it. ram: bytes of the machine's memory, into which it is made to fit. */
struct score *score_new(const struct script *, enum score_how, uint64_t ram);
void score_free(struct score *);

#endif
