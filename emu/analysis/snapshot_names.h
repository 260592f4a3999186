/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kinds in a snapshot are called, once for text, JSON, captions and panels. Nothing is told from these words:
 * the enums are there for that. */
#ifndef EMU_SNAPSHOT_NAMES_H
#define EMU_SNAPSHOT_NAMES_H

#include "analysis/snapshot.h"

/* "lender"; "" for ROLE_NONE. */
const char *snapshot_role_name(enum role);

/* What a page frame is used for (enum cm_type of guest/abi/proc.h), "?" for what is no such thing. */
const char *snapshot_use_name(uint32_t type);

/* The kind of a stack frame: "function", "vax call", "signal frame". */
const char *snapshot_call_name(enum call_kind);

/* The kind of a word as `state --json` says it: "return", "saved-register", "local". */
const char *snapshot_kind_name(enum word_kind);

/* The kind of a row of data: "global", "library", "heap", "stream", "file", "self". */
const char *snapshot_data_name(enum data_kind);

/* "text", "data", "stack", "mapped". */
const char *snapshot_part_name(enum page_part);

/* Is it a return address that leads where its name says? */
bool snapshot_word_leads(const struct snap_word *);

/* What a word is, for people: "return to main+0x22", "saved d3", "buffer[2]"; "" for a word of which nothing is
 * known. */
void snapshot_word_text(const struct snap_word *, char out[SNAP_TEXT]);

/* Which register a saved one goes back into: "fp", "ap", "d3"; NULL if the word is none. */
const char *snapshot_word_register(const struct snap_word *);

/* Does its caller need the word to go on: is it a return address, a saved register or what tells which ones are
 * saved? */
bool snapshot_word_links(const struct snap_word *);
/* Is it such a word of the stack that lies at that address? */
bool snapshot_links_at(const struct snapshot *, uint32_t va);

#endif
