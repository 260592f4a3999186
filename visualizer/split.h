/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two runs side by side: one program under two systems, or a run and a branch of it. Each half has its own snapshot;
 * what is not the same in both is marked between them. */
#ifndef VISUALIZER_SPLIT_H
#define VISUALIZER_SPLIT_H

#include "panel.h"

struct split_side {
	const struct snapshot *snapshot;
	const char *name;   /* "4.3bsd", "child returns" */
	const char *does;   /* what its vfork does: "lends" */
	const char *ending; /* "the parent dies of SIGSEGV" */
	enum ending outcome;
};

enum { SPLIT_CHOICES = 64 };

struct split {
	struct split_side side[2];
	const char *caption[2];
	bool alarm; /* the captions tell of damage */
	bool exact; /* both are at the same step */
	/* What can be put into the right half, while one chooses; 0: one does not. */
	const char *choices[SPLIT_CHOICES];
	size_t nchoices, choice;
};

/* The whole picture, in units. */
void split_draw(struct draw *, const struct view *, double width, double height);

#endif
