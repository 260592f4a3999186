/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is written of a program's outcomes, as text: who the others are, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "image/outcomes.h"

static const struct outcomes_part *under(const struct outcomes *o, const char *run, const char *system)
{
	return outcomes_of(o, run, (int)(historic_system(system) - historic_systems));
}

static void read_and_asked(void **state)
{
	static const char text[] =
		"# a comment\n\nrun: a fork\nunder: 4.3bsd\nunder: linux\nends: 3\n|  1 s\n|\n| end\n"
		"run: a fork\nunder: others\nends: deadlock\n| x\nrun: a\nunder: linux\nends: 0\n";
	char error[ERROR_MAX];
	struct outcomes o;

	(void)state;
	assert_true(outcomes_parse(&o, "a.outcomes", text, error));
	assert_int_equal(o.nparts, 3);
	assert_string_equal(under(&o, "a fork", "linux")->text, " 1 s\n\nend\n");
	assert_ptr_equal(under(&o, "a fork", "linux"), under(&o, "a fork", "4.3bsd"));
	assert_int_equal(under(&o, "a fork", "linux")->status, 3);
	for (int k = 0; k < SYSTEMS_COUNT; k++)
		if (strcmp(historic_systems[k].name, "4.3bsd") != 0 && strcmp(historic_systems[k].name, "linux") != 0)
			assert_ptr_equal(outcomes_of(&o, "a fork", k), &o.parts[1]);
	assert_true(o.parts[1].deadlock);
	assert_int_equal(o.parts[1].status, OUTCOMES_DEADLOCK);
	assert_string_equal(under(&o, "a", "linux")->text, "");
	assert_null(under(&o, "a", "4.3bsd"));
	assert_null(under(&o, "b", "linux"));
	outcomes_free(&o);
}

static void refused(void **state)
{
	static const char *const rows[][2] = {
		{"under: linux\n", "x:1: run: has to come first"},
		{"run: a\nunder: linux vms\n", "x:2: under: vms: no such system"},
		{"run: a\nunder: linux\nends: well\n", "x:3: ends: a status from 0 to 255, or deadlock"},
		{"run: a\nunder: linux\nends: 256\n", "x:3: ends: a status from 0 to 255, or deadlock"},
		{"run: a\nunder: linux\nends:\n",
	         "x:3: neither run:, under:, ends: nor a line of output with | before it"},
		{"run: a\nunder: linux\nends: 0\n|x\n",
	         "x:4: neither run:, under:, ends: nor a line of output with | before it"},
		{"run: a\nends: 0\n", "x:1: a: without under: or ends:"},
		{"run: a\nunder: others\n", "x:1: a: without under: or ends:"},
		{"run: a\nunder: linux\nends: 0\nrun: a\nunder: aix linux\nends: 0\n",
	         "x:1: a under linux: written twice"},
		{"run: a\nunder: others\nends: 0\nrun: a\nunder: others\nends: 0\n", "x:4: a: others, written twice"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char error[ERROR_MAX] = "";
		struct outcomes o;

		assert_false(outcomes_parse(&o, "x", rows[i][0], error));
		assert_string_equal(error, rows[i][1]);
		outcomes_free(&o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_and_asked),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
