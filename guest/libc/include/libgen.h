/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two parts of a path. Both functions may change what they are given, and return a part of it or a text. */
#ifndef _LIBGEN_H
#define _LIBGEN_H

char *basename(char *path); /* the last name */
char *dirname(char *path);  /* what is before it */

#endif
