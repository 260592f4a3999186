/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What short words in pictures and tables mean: flags, registers, letters, the roles that colours stand for. */
#ifndef EMU_TERM_H
#define EMU_TERM_H

#include <stddef.h>

struct term {
	const char *name;
	const char *meaning; /* a sentence or two; where the name is "", what the terms behind it are */
};
extern const struct term terms[];
extern const size_t nterms;

/* The meaning of a term; NULL if it is none. */
const char *term_meaning(const char *name);

#endif
