/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a hover tells of a thing: plain text, from the snapshot, and from the story of its value as far as that is
 * known. */
#ifndef VISUALIZER_CARD_H
#define VISUALIZER_CARD_H

#include "analysis/story.h"
#include "theme.h"
#include "thing.h"

enum { CARD_ROWS = 12, CARD_TEXT = 256 };

struct card_row {
	const char *label; /* "" none */
	char text[CARD_TEXT];
	bool code; /* digits, instructions: in the face of machines */
	enum colour colour;
};

struct choice;
struct view;
struct card {
	char title[CARD_TEXT];
	enum colour colour; /* of the title */
	struct card_row rows[CARD_ROWS];
	size_t count;
	bool waits;     /* more is being found out */
	bool covers;    /* what a lesson asks for is not told, */
	bool unnamed;   /* not even what the word is */
	bool with_keys; /* it has a history: the keys that go there are told */
};

/* Can something be told of it? */
bool card_possible(const struct thing *);

/* The story may be NULL, or incomplete. symbols: of the program that the run is about, NULL: unknown. What the view
 * covers is not told: what comes back to the lender, what will be written, what a word is that is asked for. */
void card_make(struct card *, const struct snapshot *, const struct view *, const struct thing *, const struct story *,
               struct symbols *);
/* The card of a choice of the explorer's. */
void card_of_choice(struct card *, const struct choice *);

/* A deed in one line: "pid 3 in main(), return.c:61: move.l d0,-(sp)". */
void card_deed(const struct story_deed *, char out[CARD_TEXT]);

#endif
