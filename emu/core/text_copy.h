/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Copies of the pages that the user executes and nobody may store into: program text. The engine fetches from the
 * copy, and knows what it decoded by where it fetched. A program that is executed again comes into other page frames,
 * and they have been stored into; but its text is the same, so it is shown the same copies, whose translations are good
 * for ever.
 *
 * A copy never changes. There is one of each content.
 */
#ifndef EMU_TEXT_COPY_H
#define EMU_TEXT_COPY_H

#include <stdbool.h>
#include <stdint.h>

enum {
	TEXT_COPIES = 1024,     /* at most */
	TEXT_COPY_SLOTS = 4096, /* by what they hold */
};

struct text_copies {
	uint8_t *pages; /* TEXT_COPIES of them; the host gives memory only for those that are used */
	uint32_t count;
	uint64_t sums[TEXT_COPIES];
	uint16_t slots[TEXT_COPY_SLOTS]; /* 1 + number of a copy; 0: empty */
	uint16_t *last; /* per page frame: the same of the copy that it had when it was asked for last */
	uint32_t nframes;
};

/* For a memory of so many page frames. False: no memory. */
bool text_copies_init(struct text_copies *, uint32_t nframes);
void text_copies_free(struct text_copies *);

/* The number of the copy of this page frame, which is made if there is none. Negative: there is no room. */
int text_copy_of(struct text_copies *, uint32_t frame, const uint8_t *bytes);
/* The same in haste: the bytes are those for which it was asked last. */
static inline int text_copy_last(const struct text_copies *t, uint32_t frame)
{
	return t->last[frame] - 1;
}
/* Forgets them all: when nothing that the engine has decoded or translated leads to one. */
void text_copies_clear(struct text_copies *);

#endif
