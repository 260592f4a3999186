/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files whose names match a pattern. */
#ifndef _GLOB_H
#define _GLOB_H

#include <stddef.h>

typedef struct {
	size_t gl_pathc; /* how many */
	char **gl_pathv; /* behind gl_offs null pointers, if GLOB_DOOFFS; a null pointer at the end */
	size_t gl_offs;
} glob_t;

#define GLOB_ERR 0x01      /* a directory that cannot be read ends it */
#define GLOB_MARK 0x02     /* directories get a / */
#define GLOB_NOSORT 0x04   /* in the directory's order */
#define GLOB_DOOFFS 0x08   /* gl_offs counts */
#define GLOB_NOCHECK 0x10  /* nothing found: the pattern itself */
#define GLOB_APPEND 0x20   /* to what an earlier call found */
#define GLOB_NOESCAPE 0x40 /* \ is an ordinary character */

#define GLOB_NOSPACE 1 /* no memory */
#define GLOB_ABORTED 2 /* a directory could not be read */
#define GLOB_NOMATCH 3

/* The function hears of a directory that cannot be read, and why; if it does not return 0 that ends it. */
int glob(const char *pattern, int flags, int (*error)(const char *path, int error), glob_t *found);
void globfree(glob_t *found);

#endif
