/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * That page frames which take turns at one address do not disturb each other, whatever the processor had to be kept
 * from in one of them. The program is guest/neighbours.S.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bare_machine.h"

enum { LONG = 10000000, ROUNDS = 40, WAYS = 8 };

static const char *argv0;

static struct fixture *run(uint64_t step, bool detail)
{
	struct fixture *f = bare_new(argv0, "neighbours", NULL, 0, step, detail);

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

static void each_does_its_own(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(value(f, "executed", 0), ROUNDS * WAYS);
	assert_int_equal(value(f, "wrong", 0), 0);
	assert_int_equal(value(f, "faults", 0), 2 * ROUNDS);
}

static void same_in_steps(void **state)
{
	bare_same(*state, run(3, false));
	bare_same(*state, run(7, false));
	bare_same(*state, run(50, true));
	bare_same(*state, run(61, false));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		BOTH(each_does_its_own),
		cmocka_unit_test_setup(same_in_steps, straight),
	};

	(void)argc;
	argv0 = argv[0];
	return cmocka_run_group_tests(tests, NULL, bare_forget);
}
