/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sums of money as the one locale, C, writes them: no currency, no groups of digits, two places behind a point. */
#ifndef _MONETARY_H
#define _MONETARY_H

#include <sys/types.h>

/*
 * %n and %i take a double; before them: =c fill, ^ + ( ! - flags, a width, #n digits before the point, .n behind it.
 * The number of bytes; -1 and E2BIG without room for them, EINVAL if the format makes no sense.
 */
ssize_t strfmon(char *to, size_t bytes, const char *format, ...);

#endif
