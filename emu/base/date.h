/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates that a user writes. */
#ifndef EMU_DATE_H
#define EMU_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* A day, and perhaps a time of it, in universal time: 1986-06-05, 1986-06-05 12:30, 1986-06-05T12:30:15. From 1970 to
 * 2037, so that a machine with 32 bits for it can run on for a year. *seconds since the beginning of 1970. */
bool date_read(const char *text, uint32_t *seconds);

#endif
