/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lesson `return` as a session, for a group of tests. Included after cmocka. */
#ifndef TESTS_SESSION_FIXTURE_H
#define TESTS_SESSION_FIXTURE_H

#include "analysis/session.h"
#include "analysis/where.h"
#include "run_fixture.h"

extern struct session *session;
extern char error[ERROR_MAX]; /* of what a test calls */

/* For cmocka_run_group_tests: make it, free it. */
int session_begin(void **state);
int session_end(void **state);

/* An instant of it. Fails the test if there is none. */
struct timeline_mark mark_of(const char *where);

#endif
