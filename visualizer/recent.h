/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs and traces that were opened last: one text file in the user's own directory, a line for each, the newest
 * first, its words with tabs between them. A process that has given up the file system for a trace neither reads nor
 * writes it.
 */
#ifndef VISUALIZER_RECENT_H
#define VISUALIZER_RECENT_H

#include <stdbool.h>
#include <stddef.h>

enum { RECENT_MAX = 12 };

struct recent {
	char *line[RECENT_MAX];
	size_t n;
};

/* What is remembered; released with recent_release. */
struct recent recent_read(void);
void recent_release(struct recent *);

/* Remembers what is opened, by its path from the root; only a file is, no lesson and no program of the machine's. */
void recent_keep(const char *const *words);

#endif
