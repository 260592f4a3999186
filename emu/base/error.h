/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A failure in words: one line for the user, in a buffer that the caller brings. */
#ifndef EMU_ERROR_H
#define EMU_ERROR_H

#include <stdbool.h>

#define ERROR_MAX 256 /* bytes of every error buffer in this library */

/* Formats the line into error (ERROR_MAX bytes; cut if longer) and returns false:
 * `return error_set(error, "%s: no such file", path);` */
bool error_set(char *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Where in a text the mistake is that a line tells of: how many bytes lie before the word that it begins with, which is
 * followed by a colon; the last such place. -1: the text does not have it. */
long error_place(const char *error, const char *text);

/* The name in the list (NULL-terminated) that is most like the mistyped one, or NULL if none comes near. */
const char *error_nearest(const char *mistyped, const char *const *names);

#endif
