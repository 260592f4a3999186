/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a program was started with, in its own memory: the argument vector above its first frame, as execve(2) puts it
 * there (putargs in guest/kernel/kern_exec.c), and the environment, wherever environ(7) points now. No frame and no
 * variable has these words, but a program uses them all its life.
 */
#ifndef EMU_START_WORDS_H
#define EMU_START_WORDS_H

#include "analysis/library_view.h"

/* A pointer of a vector, or the string behind it with its NUL. */
struct start_word {
	uint32_t va, size;
	uint32_t number; /* in its vector; an environment's last pointer, the null one, has one, too */
	bool environment, string;
};

struct start_words {
	struct start_word *list;
	size_t count, room;
};

/* Finds them for a process whose stack ends at `end`, and whose first frame at or below `low`. An argument vector that
 * the program has rearranged is not found. The list is empty where there is nothing. To be released. */
void start_words_find(struct start_words *, const struct library_memory *, struct symbols *, uint32_t low,
                      uint32_t end);
void start_words_release(struct start_words *);

/* The first one that has a byte of [va, va + size); NULL: none. */
const struct start_word *start_words_at(const struct start_words *, uint32_t va, uint32_t size);

/* What a programmer calls it: argv[1], the string of argv[1], the environment. */
void start_word_name(const struct start_word *, char *name, size_t size);

#endif
