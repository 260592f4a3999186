/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of guest/abi/systems.h with their words as texts, and these as sentences. */
#ifndef EMU_EXPLAIN_SYSTEMS_H
#define EMU_EXPLAIN_SYSTEMS_H

#include "analysis/explain.h"

enum { SYSTEM_WORDS = 13 };

struct system_words {
	const char *name, *title;
	const char *words[SYSTEM_WORDS];
	unsigned maxuprc, nofile;
};

/* NULL behind the last. */
const struct system_words *system_words(size_t system);

/* What a word means, one sentence without its end; "" if there is nothing to say, NULL if there is no such word. */
const char *system_sentence(const char *word);

#endif
