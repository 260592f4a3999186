/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * That the processor never goes on with a translation of yesterday, however few or many have changed, and that
 * forgetting them leaves no trace in its registers. The program is guest/translations.S; it is run straight through and
 * in steps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bare_machine.h"

enum { LONG = 1000000, MOST = 80 /* more than the core forgets one by one */ };

static const char *argv0;

static struct fixture *run(uint64_t step, bool detail)
{
	struct fixture *f = bare_new(argv0, "translations", NULL, 0, step, detail);

	bare_run_to_halt(f);
	return f;
}

static int straight(void **state)
{
	return bare_share(state, run, LONG, false);
}

static int watched(void **state)
{
	return bare_share(state, run, LONG, true);
}

static int stepped(void **state)
{
	return bare_share(state, run, 7, false);
}

static void system_pages(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(value(f, "looked", 0), 3 * MOST * (MOST - 1) / 2);
	assert_int_equal(value(f, "wrong", 0), 0);
	assert_int_equal(value(f, "changed", 0), 0);
}

static void user_pages(void **state)
{
	static const struct {
		const char *name;
		uint32_t read, codes;
	} cases[] = {
		{"user_before", 0x0a0a0a0a, 0x1b},
		{"user_told", 0x07070707, 0x1b},
		{"user_other_table", 0x06060606, 0x04},
		{"user_first_table", 0x07070707, 0x1b},
	};
	const struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(noted(f, cases[i].name, 0), SCB_CHMK);
		assert_int_equal(noted(f, cases[i].name, 5), cases[i].read);
		assert_int_equal(noted(f, cases[i].name, 6) & 0x1f, cases[i].codes);
	}
	assert_int_equal(value(f, "data_k", 1), 0x06060606); /* and the store went where it should */
	assert_int_equal(value(f, "data_ro", 1), 0x07070707);
	assert_int_equal(value(f, "data_a", 1), 0x0a0a0a0a);
}

static void same_in_steps(void **state)
{
	const struct fixture *f = *state;
	struct fixture *g = run(LONG, false);

	assert_int_equal(machine_icount(f->m), machine_icount(g->m));
	assert_int_equal(machine_hash(f->m), machine_hash(g->m));
	bare_free(g);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(system_pages, straight), cmocka_unit_test_setup(system_pages, watched),
		cmocka_unit_test_setup(system_pages, stepped),  cmocka_unit_test_setup(user_pages, straight),
		cmocka_unit_test_setup(user_pages, watched),    cmocka_unit_test_setup(user_pages, stepped),
		cmocka_unit_test_setup(same_in_steps, watched), cmocka_unit_test_setup(same_in_steps, stepped),
	};

	(void)argc;
	argv0 = argv[0];
	return cmocka_run_group_tests(tests, NULL, bare_forget);
}
