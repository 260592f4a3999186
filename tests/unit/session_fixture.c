/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lesson `return` as a session: see session_fixture.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "session_fixture.h"

struct session *session;
char error[ERROR_MAX];

int session_begin(void **state)
{
	(void)state;
	session = session_new(fixture_run("return", NULL, 0));
	return 0;
}

int session_end(void **state)
{
	(void)state;
	session_free(session);
	return 0;
}

struct timeline_mark mark_of(const char *where)
{
	struct timeline_mark mark;

	if (!where_mark(session, where, &mark, error))
		fail_msg("%s: %s", where, error);
	return mark;
}
