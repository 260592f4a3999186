/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a check has found, told: as a compiler does, for a person; as JSON (docs/checker.md has its schema); as SARIF
 * 2.1.0; as GitHub's workflow commands; as a page about a class.
 */
#ifndef EMU_REPORT_H
#define EMU_REPORT_H

#include "check/examine.h"

/* One program's report, as it is there. quiet: nothing of a program that is clean. */
void report_text(const struct examine_how *, const struct examined *, bool quiet);
/* A line for each finding. */
void report_github(const struct examined *);
/* All of them. */
void report_json(const struct examine_how *, const struct examined *, size_t n);
void report_sarif(const struct examined *, size_t n);
/* A page in HTML with a row for each program. False and a line in error if it cannot be written. */
bool report_class(const struct examine_how *, const struct examined *, size_t n, const char *path,
                  char error[ERROR_MAX]);

/* The path of a site as the user would write it: below the program's directory. The caller frees it. */
char *report_path(const struct examined *, const struct site *);

/* "clean", "found", "failed". */
const char *report_status(const struct examined *);

#endif
