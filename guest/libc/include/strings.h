/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Berkeley's names for some of string.h. */
#ifndef _STRINGS_H
#define _STRINGS_H

#include <string.h>

#define index(s, c) strchr(s, c)
#define rindex(s, c) strrchr(s, c)
#define bcopy(from, to, bytes) ((void)memmove(to, from, bytes))
#define bzero(to, bytes) ((void)memset(to, 0, bytes))
#define bcmp(a, b, bytes) memcmp(a, b, bytes)

/* Number of the lowest bit that is set, from 1; 0 if there is none. */
int ffs(int word);

#endif
