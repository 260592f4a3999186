/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Berkeley's names for some of string.h, which are there with that as well. */
#ifndef _STRINGS_H
#define _STRINGS_H

#include <string.h>
#include <sys/cdefs.h>

char *index __P((const char *s, int c));
char *rindex __P((const char *s, int c));
#ifndef __OLD_C /* which took them for functions of int */
void bcopy(const void *from, void *to, size_t bytes);
void bzero(void *to, size_t bytes);
#endif
int bcmp __P((const void *a, const void *b, size_t bytes));

/* Number of the lowest bit that is set, from 1; 0 if there is none. */
int ffs __P((int word));

#endif
