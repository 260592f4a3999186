/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The source files that debugging information names, as a viewer may read them: those that the run keeps, and those
 * that are shipped. */
#ifndef EMU_SOURCE_TEXT_H
#define EMU_SOURCE_TEXT_H

#include "replay/timeline.h"

/* Does the run keep the source? Then it is of the program itself, not of the library. */
bool source_kept(const struct timeline *, const char *file);

/* The text of a source file, NUL behind it. The caller frees *text. False if it is not to be had. */
bool source_text(const struct timeline *, const char *file, char **text, size_t *size);

/* One line of it, from 1, without what it is indented by and without its end, a blank for each tab. "" if it is not to
 * be had. The caller frees it. */
char *source_line(const struct timeline *, const char *file, int line);

#endif
