/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A fact in a reader's words: what would have to be so for an answer to be right. */
#ifndef EMU_FACT_WORDS_H
#define EMU_FACT_WORDS_H

#include "lesson/fact.h"

/* A sentence in the language chosen: "For that, "shared" would have to be 42 at the end." Instants and values are told
 * as a student would, never as a WHERE; values are those that the machine has. "" where only the machine has words for
 * the fact (`happens`, or an instant that is a condition). The caller frees it. NULL and a line in error. */
char *fact_words(struct session *, const struct timeline_mark *here, const char *fact, char error[ERROR_MAX]);

#endif
