/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does a name match a pattern with * ? [...]? */
#ifndef _FNMATCH_H
#define _FNMATCH_H

#define FNM_NOMATCH 1

#define FNM_NOESCAPE 1 /* \ is an ordinary character */
#define FNM_PATHNAME 2 /* only a / matches a / */
#define FNM_PERIOD 4   /* only a . matches a . at the beginning; with FNM_PATHNAME, also after a / */

int fnmatch(const char *pattern, const char *string, int flags); /* 0 or FNM_NOMATCH */

#endif
