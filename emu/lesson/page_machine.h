/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's part of a step of a page: what is in a snapshot as text in tables. */
#ifndef EMU_PAGE_MACHINE_H
#define EMU_PAGE_MACHINE_H

#include "analysis/snapshot.h"
#include "base/html.h"

/* Source, address spaces, stack, registers, data and console; before them the captions, unless they would answer a
 * question that is open. */
void page_machine(struct replace *, const struct snapshot *, bool captions);

#endif
