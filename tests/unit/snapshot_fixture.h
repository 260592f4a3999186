/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots of real guest programs for tests. Included after cmocka. */
#ifndef TESTS_SNAPSHOT_FIXTURE_H
#define TESTS_SNAPSHOT_FIXTURE_H

#include "analysis/session.h"

/* A complete run of a shipped program or of a C file on a system. Freed with session_free. */
struct session *snapshot_run(const char *program, const char *system);

/* The instant that WHERE means, as at the command line. Freed with snapshot_free. */
struct snapshot *snapshot_look(struct session *, const char *where);

/* The word of a kind in a function's frame; of several the one with that name or, without one, that number. NULL if
 * there is none. */
const struct snap_word *snapshot_word(const struct snapshot *, const char *function, enum word_kind, const char *name,
                                      uint32_t number);

/* How many words of the stack are damaged. */
size_t snapshot_damaged(const struct snapshot *);

#endif
