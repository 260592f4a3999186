/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's part of a step of a page: what is in a snapshot as text in tables. */
#ifndef EMU_PAGE_MACHINE_H
#define EMU_PAGE_MACHINE_H

#include "analysis/snapshot.h"
#include "base/html.h"

/* How much a part of a page tells, beside which something may be asked. */
enum page_tells {
	PAGE_ALL,
	PAGE_NO_WORD, /* without the captions: they would do the experiment */
	PAGE_COVERED, /* nor what answers a question: the marks of what is ruined, and what comes back */
};

/* Captions, source, address spaces, stack, registers, data and console. asked: the address of a word that is to be
 * pointed at, 0: none; if it links two frames, what such words are is covered. */
void page_machine(struct replace *, const struct snapshot *, enum page_tells, uint32_t asked);

#endif
