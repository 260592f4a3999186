/* SPDX-License-Identifier: GPL-2.0-or-later */
/* There is one locale, C. */
#ifndef _LOCALE_H
#define _LOCALE_H

#define LC_ALL 0
#define LC_COLLATE 1
#define LC_CTYPE 2
#define LC_MONETARY 3
#define LC_NUMERIC 4
#define LC_TIME 5
#define LC_MESSAGES 6

char *setlocale(int category, const char *locale); /* "C" for "", "C", "POSIX" and null; null for all others */

#endif
