/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words as the shell makes them of a text: ~, $name, `command`, quotes, and names of files. */
#ifndef _WORDEXP_H
#define _WORDEXP_H

#include <stddef.h>

typedef struct {
	size_t we_wordc; /* how many */
	char **we_wordv; /* behind we_offs null pointers, if WRDE_DOOFFS; a null pointer at the end */
	size_t we_offs;
} wordexp_t;

#define WRDE_APPEND 0x01  /* to what an earlier call made */
#define WRDE_DOOFFS 0x02  /* we_offs counts */
#define WRDE_NOCMD 0x04   /* `command` is a mistake */
#define WRDE_REUSE 0x08   /* what an earlier call made is freed first */
#define WRDE_SHOWERR 0x10 /* the shell's complaints are shown */
#define WRDE_UNDEF 0x20   /* a variable that is not set is a mistake */

#define WRDE_BADCHAR 1 /* one of | & ; < > ( ) { } or a new line, not quoted */
#define WRDE_BADVAL 2  /* WRDE_UNDEF */
#define WRDE_CMDSUB 3  /* WRDE_NOCMD */
#define WRDE_NOSPACE 4 /* no memory, or no process for the shell */
#define WRDE_SYNTAX 5

int wordexp(const char *text, wordexp_t *words, int flags);
void wordfree(wordexp_t *words);

#endif
