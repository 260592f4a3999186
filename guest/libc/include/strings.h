/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Berkeley's names for some of string.h, which are there with that as well. */
#ifndef _STRINGS_H
#define _STRINGS_H

#include <string.h>

char *index(const char *s, int c);
char *rindex(const char *s, int c);
void bcopy(const void *from, void *to, size_t bytes);
void bzero(void *to, size_t bytes);
int bcmp(const void *a, const void *b, size_t bytes);

/* Number of the lowest bit that is set, from 1; 0 if there is none. */
int ffs(int word);

#endif
