/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * That the processor executes what is in memory, not what was there before: at once, or when it was told that code was
 * stored through another address. The program is guest/rewritten.S.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bare_machine.h"

enum { LONG = 10000000, ROUNDS = 40, WAYS = 10 };

static const char *argv0;

static struct fixture *run(uint64_t step, bool detail)
{
	struct fixture *f = bare_new(argv0, "rewritten", NULL, 0, step, detail);

	bare_run_to_halt(f);
	return f;
}

static int straight(void **state)
{
	return bare_share(state, run, LONG, false);
}

static int stepped(void **state)
{
	return bare_share(state, run, 1, true);
}

static void new_code_is_executed(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(value(f, "executed", 0), 2 + ROUNDS * WAYS);
	assert_int_equal(value(f, "wrong", 0), 0);
}

static void same_in_steps(void **state)
{
	bare_same(*state, run(3, false));
	bare_same(*state, run(50, true));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		BOTH(new_code_is_executed),
		cmocka_unit_test_setup(same_in_steps, straight),
	};

	(void)argc;
	argv0 = argv[0];
	return cmocka_run_group_tests(tests, NULL, bare_forget);
}
