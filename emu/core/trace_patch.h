/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Instructions that the engine need not see. What only tells a listener something is an exception of the engine each
 * time, and nothing at all when nobody listens. So the engine is then shown a copy of the page frame with NOPs in the
 * place of such instructions; everybody else goes on seeing the page frame.
 *
 * An instruction gets here by being executed: nothing else tells an opcode from data that looks like one.
 */
#ifndef EMU_TRACE_PATCH_H
#define EMU_TRACE_PATCH_H

#include <stdbool.h>
#include <stdint.h>

enum {
	TRACE_PATCH_PAGES = 64, /* copies at most */
	TRACE_PATCH_ASKED = 64, /* instructions of a page frame seen in vain before its copy is shown anew */
};

struct trace_patch {
	const uint8_t *ram;
	uint8_t *pages;   /* TRACE_PATCH_PAGES copies, as the engine is to see them */
	uint8_t *origins; /* what they are copies of, as it was then */
	uint8_t *numbers; /* by page frame: 1 + number of its copy, or 0 */
	uint32_t count;
	struct {
		uint32_t frame;
		uint32_t asked;
		bool shown; /* the engine has it */
	} list[TRACE_PATCH_PAGES];
};

/* False: no memory. */
bool trace_patch_init(struct trace_patch *, const uint8_t *ram, uint32_t nframes);
void trace_patch_free(struct trace_patch *);

/* The instruction word at pa was seen in vain. True: the engine must fetch from its page frame anew. */
bool trace_patch_add(struct trace_patch *, uint32_t pa);
/* The copy that the engine is to fetch from instead of a page frame; its number, or -1. */
int trace_patch_fetch(struct trace_patch *, uint32_t frame);
/* The copy of a page frame that the engine may have decoded; its number, or -1. */
int trace_patch_shown(const struct trace_patch *, uint32_t frame);
/* Everything is to be seen again: there are no copies any more. */
void trace_patch_end(struct trace_patch *);

#endif
