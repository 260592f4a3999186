/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Symbols that several have of one image: the kernel of most runs of a process is the same, and to read what the
 * compiler says about it takes as long as to boot it.
 */
#ifndef EMU_SYMBOLS_POOL_H
#define EMU_SYMBOLS_POOL_H

#include "debuginfo/symbols.h"

/* symbols_open, or the same symbols again where these bytes are open; not to be moved. Given back, not closed. The last
 * that were opened are kept for whoever comes next. */
struct symbols *symbols_pool_take(const void *elf, size_t size, char *error);
void symbols_pool_give_back(struct symbols *);

#endif
