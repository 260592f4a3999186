/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots of real guest programs for tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "run_fixture.h"
#include "snapshot_fixture.h"

struct session *snapshot_run(const char *program, const char *system)
{
	return session_new(fixture_run_on(system, program, NULL, 0));
}

struct snapshot *snapshot_look(struct session *session, const char *where)
{
	char error[ERROR_MAX];
	struct timeline_mark mark;

	if (!timeline_where(session_timeline(session), where, &mark, error))
		fail_msg("%s", error);
	return snapshot_at(session, &mark);
}

const struct snap_word *snapshot_word(const struct snapshot *s, const char *function, enum word_kind kind,
                                      const char *name, uint32_t number)
{
	for (size_t i = 0; i < s->ncalls; i++)
		for (uint32_t k = 0; strcmp(s->calls[i].function, function) == 0 && k < s->calls[i].count; k++) {
			const struct snap_word *w = &s->words[s->calls[i].first + k];

			if (w->kind == kind && (name ? strcmp(w->name, name) == 0 : w->number == number))
				return w;
		}
	return NULL;
}

size_t snapshot_damaged(const struct snapshot *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nwords; i++)
		n += s->words[i].damaged;
	return n;
}
