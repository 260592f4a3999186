/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code without a branch, a page long, of instructions that each leave something behind in the engine's decoder: it
 * runs, and the same in any steps.
 * Not in make check.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/be.h"
#include "bare_machine.h"

enum { SIZE = NBPG, WORDS = SIZE / 2 - 4, HALT = XFC_BASE + XFC_HALT, LONG = 1000000 };

/* What the code consists of, over and over: that many words. */
static const struct kind {
	uint16_t words[4];
	unsigned count;
} kinds[] = {
	{{0x4646}, 1},                         /* not.w d6; the same at odd addresses */
	{{0x42c6}, 1},                         /* move ccr, d6 */
	{{0x42ee, 0x4242}, 2},                 /* move ccr, 4242(a6): which is in this page */
	{{0x0006, 0x4646, 0x4646, 0x4646}, 4}, /* ori.b #46, d6, and two of the first */
};

static void fill(uint8_t *code, const struct kind *kind)
{
	for (unsigned i = 0; i < SIZE / 2; i++)
		be16_put(code + 2 * (size_t)i, i < WORDS ? kind->words[i % kind->count] : HALT);
}

static uint64_t run(struct machine *m, uint64_t step, bool detail)
{
	enum machine_stop stop = STOP_TARGET;

	machine_detail(m, detail);
	while (stop == STOP_TARGET)
		stop = machine_run(m, machine_icount(m) + step);
	assert_int_equal(stop, STOP_HALT);
	if (machine_halt(m)->check)
		fail_msg("%s", machine_halt(m)->report);
	return machine_hash(m);
}

static void no_branch(void **state)
{
	static uint8_t code[SIZE];
	static const uint64_t steps[] = {LONG, 333};

	(void)state;
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		uint64_t first = 0;

		fill(code, &kinds[k]);
		for (size_t i = 0; i < 2 * sizeof steps / sizeof *steps; i++) {
			struct image image = bare_code(code, sizeof code);
			struct machine *m = bare_machine(&image, NULL, 0);
			uint64_t hash = run(m, steps[i / 2], i & 1);

			if (i == 0)
				first = hash;
			assert_true(hash == first);
			machine_free(m);
			free(image.data);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_branch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
