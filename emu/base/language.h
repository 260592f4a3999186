/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What people read in another language than English, in which it is written: lessons, and the window's own words. The
 * translations are po/LANGUAGE.po, which GNU gettext's tools keep and turn into catalogs (.mo).
 *
 * Only commands that show something to people choose a language; what programs read, JSON, traces, hashes, stays
 * English, and so do numbers, because nobody calls setlocale. The catalogs are read here and not by the C library's
 * gettext: that translates only under a locale that is installed, and a bare Debian has none.
 */
#ifndef EMU_LANGUAGE_H
#define EMU_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Marks a text of a table that is translated where it is shown; xgettext looks for it. */
#define N_(text) text

/* The text in the language chosen; itself if that is English, or has none for it. Lives as long as the program. */
const char *tr(const char *english) __attribute__((format_arg(1)));

/* Chooses a language that has a catalog in that directory: `asked` ("de"), or if that is NULL the environment's
 * (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), for which English does where there is no other. False and a line in error if
 * what was asked for is not there, or is no catalog. */
bool language_choose(const char *directory, const char *asked, char error[ERROR_MAX]);

/* "en", "de" ... */
const char *language_chosen(void);

/* A catalog as msgfmt --endianness=big writes it: checks its bounds. The bytes are kept, and belong to the catalog,
 * also when it is refused; false if it is no catalog. For tests; NULL: English again. */
bool language_take(uint8_t *catalog, size_t size);

#endif
