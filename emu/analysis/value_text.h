/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as their type says: numbers in decimal, characters and strings as text, pointers to code by name. */
#ifndef EMU_VALUE_TEXT_H
#define EMU_VALUE_TEXT_H

#include "base/text.h"
#include "analysis/snapshot_parts.h"

/* Appends the value of a variable, whose bytes are given, as its type (symbols.h's spelling) says; a string that a
 * pointer leads to is read in `space`. Nothing where the type says no more than the bytes: structures, pointers to
 * data.
 * Returns whether there was something. */
bool value_text(struct text *, const struct moment *, struct symbols *, const struct address_space *, const char *type,
                const uint8_t *bytes, uint32_t size);

/* The NUL-terminated text at an address, at most `max` bytes of it, in quotation marks; false if none is there. */
bool value_string(struct text *, const struct moment *, const struct address_space *, uint32_t va, size_t max);

/* Appends a place in code: "main()", or hexadecimal where no function by name is. */
void value_function(struct text *, struct symbols *, uint32_t pc);

#endif
