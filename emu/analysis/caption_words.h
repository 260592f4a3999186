/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words in braces that captions are made with (event_meaning.h), each filled in from the moment. */
#ifndef EMU_CAPTION_WORDS_H
#define EMU_CAPTION_WORDS_H

#include "base/text.h"
#include "analysis/snapshot_parts.h"

/* Appends what stands for a word of that length, without its braces; false if there is no such word. */
bool caption_word(struct text *, const struct moment *, const char *word, size_t length);

/* Does a borrower that is about to exit leave the lender's library in disorder: has it called exit(), or left what it
 * printed in a buffer? */
bool caption_harms_library(const struct moment *);

/* Is the lender in clone, by which the child gets a stack of its own? */
bool caption_is_cloned(const struct moment *);

/* Appends " in report(), return.c:30"; nothing where no function by name is. */
void caption_place(struct text *, struct symbols *, uint32_t pc);

#endif
