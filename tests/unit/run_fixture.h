/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Timelines of real guest programs for tests. Included after cmocka. */
#ifndef TESTS_RUN_FIXTURE_H
#define TESTS_RUN_FIXTURE_H

#include "replay/timeline.h"

/* Config of a shipped program, with its arguments behind blanks, or of a file by its path, on a system or, with NULL,
 * the usual one. Fails the test if it cannot be made. */
void fixture_prepare(const char *program, const char *system, struct run_config *);

/* A complete timeline of it. input: what is typed, or NULL. spacing: of checkpoints, 0 for the default. */
struct timeline *fixture_run(const char *program, const char *input, uint64_t spacing);
struct timeline *fixture_run_on(const char *system, const char *program, const char *input, uint64_t spacing);

#endif
