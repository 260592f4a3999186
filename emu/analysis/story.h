/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The story of a datum around an instant: who gave it its value, who had before, who writes it next, and who reads it
 * next. Found out piece by piece, so that who waits for it can do something else in between.
 */
#ifndef EMU_STORY_H
#define EMU_STORY_H

#include "analysis/writer.h"

enum story_part {
	STORY_LAST,   /* the last write before the instant */
	STORY_BEFORE, /* the one before that */
	STORY_NEXT,   /* the first write from the instant on */
	STORY_READ,   /* the first read from the instant on, before it is written; of memory only */
	STORY_PARTS
};

/* What one part has found. */
struct story_deed {
	bool known; /* it is known whether there is one */
	bool there;
	struct timeline_mark mark; /* the instruction that did it is the next one there */
	uint32_t pid;              /* who did it, or for whom the kernel did */
	bool kernel;
	bool hand; /* as of struct write */
	uint32_t pc;
	uint64_t was, now; /* of a write */
	const char *call;  /* as of struct write */
	uint32_t signal;
	char function[SNAP_IDENTIFIER], file[SNAP_TEXT], insn[SNAP_TEXT]; /* "" unknown; file without its directory */
	int line;
};

struct story {
	struct datum datum;
	struct story_deed deeds[STORY_PARTS];
	/* where the search is */
	enum story_part part; /* STORY_PARTS: all is known */
	bool begun;
	struct passage_pieces pieces;
	uint64_t value; /* of the datum where the search has come to */
};

/* Begins the story of a datum (datum.h) at the instant that it was read at. Costs nothing. */
void story_begin(struct story *, const struct datum *);

/* Finds out a little more: some milliseconds of work. False when all is known; what could not be found out, because a
 * part cannot be run again, is then unknown for ever. The timeline's machine is left anywhere. */
bool story_step(struct session *, struct story *);

/* Is the whole of it known, or at least that part? Steps until it is, for those who cannot wait. */
bool story_until(struct session *, struct story *, enum story_part);

/* All writes of a datum, as marks in time: the last ones before the instant and the first ones from it on. */
enum { STORY_WRITES_MAX = 200 };
struct story_writes {
	struct datum datum;
	struct timeline_mark marks[2 * STORY_WRITES_MAX]; /* those before, the latest first; then those behind */
	size_t before, behind;
	bool forward, done;
	bool begun;
	struct passage_pieces pieces;
	uint64_t value;
};
void story_writes_begin(struct story_writes *, const struct datum *);
/* As story_step. */
bool story_writes_step(struct session *, struct story_writes *);

#endif
