/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Places in a program's own source, by addresses of its code. Own is what the run keeps the source of: not the
 * library's code, whose doings are put down to the line that called it.
 */
#ifndef EMU_SITE_H
#define EMU_SITE_H

#include "analysis/snapshot.h"
#include "debuginfo/symbols.h"
#include "replay/timeline.h"

enum { SITE_TEXT = 160 /* bytes of a source line that are shown */ };

struct site {
	char file[SNAP_LINE]; /* as the debugging information calls it; "" unknown */
	int line, column;     /* from 1; 0 unknown */
	char function[SNAP_IDENTIFIER];
	uint32_t pc;
	char text[SITE_TEXT]; /* the line as it stands in the source, a blank for each tab; filled by sites_quote; */
	int first;            /* column that it begins with: in a long line not 1, so that the place is in it */
};

/* A program's code, with what is known of its addresses so far. */
struct sites {
	const struct timeline *timeline;
	struct symbols *symbols;
	uint8_t *known; /* by instruction word: whether it is own */
	uint32_t words;
};

/* Of a program that the timeline runs; symbols that stay good. */
void sites_begin(struct sites *, const struct timeline *, struct symbols *);
void sites_end(struct sites *);

/* Is the code at pc the program's own? */
bool sites_own(struct sites *, uint32_t pc);

/* The place of pc. False, and an empty one, if it is not the program's own. */
bool sites_at(struct sites *, uint32_t pc, struct site *);

/* Fills the text of a site from the sources that the run keeps. */
void sites_quote(const struct timeline *, struct site *);

#endif
