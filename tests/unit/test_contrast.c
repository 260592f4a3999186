/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What differs between two instants that correspond: words of the stack, registers and data, pages, and the
 * sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/contrast.h"
#include "analysis/where.h"
#include "run_fixture.h"

static struct session *sessions[2];
static struct snapshot *snapshots[2];
static struct alignment a;
static struct contrast c;
static char error[ERROR_MAX];

static void hold(const char *program, const char *system_a, const char *system_b, const char *where)
{
	struct timeline_mark mark[2];
	bool exact;

	sessions[0] = session_new(fixture_run_on(system_a, program, NULL, 0));
	sessions[1] = session_new(fixture_run_on(system_b, program, NULL, 0));
	if (!alignment_make(sessions, &a, error) || !where_mark(sessions[0], where, &mark[0], error))
		fail_msg("%s", error);
	mark[1] = alignment_follow(&a, 0, &mark[0], &exact);
	for (int i = 0; i < 2; i++) {
		snapshots[i] = snapshot_at(sessions[i], &mark[i]);
		assert_non_null(snapshots[i]);
	}
	contrast_make(&a, 0, (const struct snapshot *const[]){snapshots[0], snapshots[1]}, mark, exact, &c);
}

static void let_go(void)
{
	contrast_free(&c);
	alignment_free(&a);
	for (int i = 0; i < 2; i++) {
		snapshot_free(snapshots[i]);
		session_free(sessions[i]);
	}
}

static size_t count(int side, enum contrast_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < c.nwords; i++)
		n += c.words[i].state[side] == state;
	return n;
}

static bool names(const char *name)
{
	for (size_t i = 0; i < c.nnames; i++)
		if (!strcmp(c.names[i], name))
			return true;
	return false;
}

/* The word that the borrower destroys is whole where its store went to a page of its own. */
static void test_destroyed(void **state)
{
	(void)state;
	hold("return", "4.3bsd", "4.4bsd", "hazard.frame");
	assert_int_equal(count(0, STATE_DESTROYED), 1);
	assert_int_equal(count(1, STATE_WHOLE), 1);
	assert_int_equal(count(1, STATE_DESTROYED), 0);
	for (size_t i = 0; i < c.nwords; i++)
		if (c.words[i].state[0] == STATE_DESTROYED) {
			assert_true(c.words[i].differs);
			assert_int_equal(c.words[i].va[0], c.words[i].va[1]);
		}
	assert_true(c.side[0].harm);
	assert_false(c.side[1].harm);
	assert_string_equal(c.side[0].system, "4.3bsd");
	assert_string_equal(c.side[0].does, "lends");
	assert_string_equal(c.side[1].does, "copies when written");
	assert_string_equal(c.side[0].will, "pid 2 will die of SIGSEGV");
	assert_string_equal(c.side[1].will, "pid 2 will be fine");
	assert_non_null(strstr(c.side[0].reason, "the frame of spawn() that the parent needs"));
	assert_non_null(strstr(c.side[1].reason, "the child's own page"));
	assert_non_null(strstr(c.side[0].pages, "pages lent, none copied"));
	assert_int_equal(c.side[0].own, 0);
	assert_true(c.side[1].own > 0 && c.side[1].lent > 0);
	let_go();
}

/* As the loan begins nothing is destroyed yet, and no word differs. */
static void test_nothing_yet(void **state)
{
	(void)state;
	hold("return", "4.3bsd", "4.4bsd", "vfork.begin");
	assert_true(c.nwords > 0);
	for (size_t i = 0; i < c.nwords; i++)
		assert_false(c.words[i].differs);
	assert_int_equal(count(0, STATE_DESTROYED) + count(1, STATE_WHOLE), 0);
	assert_int_equal(c.nnames, 0);
	let_go();
}

/* Where nobody waits for the child its parent is in another function by then: what stands in the place of the frame is
 * something else, and not what was saved. */
static void test_elsewhere(void **state)
{
	(void)state;
	hold("return", "4.3bsd", "linux-2.0", "hazard.frame");
	assert_int_equal(count(0, STATE_DESTROYED), 1);
	for (size_t i = 0; i < c.nwords; i++) {
		const struct contrast_word *w = &c.words[i];

		if (w->state[0] != STATE_DESTROYED)
			continue;
		assert_true(w->differs);
		assert_true(w->va[0] != 0);
		assert_true((w->va[1] == 0) == (w->state[1] == STATE_PLAIN));
	}
	let_go();
}

/* A variable that comes back as the child left it, and one that does not. */
static void test_data(void **state)
{
	(void)state;
	hold("borrow", "4.3bsd", "4.4bsd", "vfork.end");
	assert_true(c.nnames > 0);
	assert_true(names("counter") || names("shared") || names("errno"));
	assert_false(names("environ"));
	let_go();
}

/* The same run twice differs in nothing. */
static void test_same(void **state)
{
	(void)state;
	hold("registers", "4.3bsd", "4.3bsd", "vfork.end");
	assert_int_equal(c.nnames, 0);
	for (size_t i = 0; i < c.nwords; i++)
		assert_false(c.words[i].differs);
	assert_string_equal(c.side[0].does, c.side[1].does);
	assert_int_equal(a.ndifferences, 0);
	let_go();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_destroyed), cmocka_unit_test(test_nothing_yet), cmocka_unit_test(test_elsewhere),
		cmocka_unit_test(test_data),      cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
