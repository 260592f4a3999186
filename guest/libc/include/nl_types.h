/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Catalogues of messages. The machine has none: catopen says so, and catgets takes what the program brings. */
#ifndef _NL_TYPES_H
#define _NL_TYPES_H

typedef int nl_catd;
typedef int nl_item;

#define NL_SETD 1
#define NL_CAT_LOCALE 1

nl_catd catopen(const char *name, int flag); /* (nl_catd)-1 and ENOENT */
char *catgets(nl_catd catalogue, int set, int number, const char *text);
int catclose(nl_catd catalogue); /* -1 and EBADF */

#endif
