/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text that grows by pieces in a buffer of fixed size:
 *
 *	char line[80];
 *	struct text t = text_in(line, sizeof line);
 *
 *	text_put(&t, "pid %u", pid);
 */
#ifndef EMU_TEXT_H
#define EMU_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *at; /* NUL-terminated */
	size_t size, used;
};

/* An empty text in a buffer, which must have room for a byte and outlive it. */
struct text text_in(char *buffer, size_t size);

/* Appends; what does not fit is cut off. */
void text_put(struct text *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a piece of text of somebody else's in quotation marks, with what cannot be printed as in C. */
void text_quote(struct text *, const char *bytes, size_t size);

/* Takes spaces off the end. */
void text_trim(struct text *);

#endif
