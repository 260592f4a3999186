/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checkpoints as differences: what is put together of them is the state that each was taken of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "bare_machine.h"
#include "replay/checkpoint.h"

enum { CHECKPOINTS = 9, STEP = 10, BLOCK = 2 };

static const uint8_t forever[] = {0x60, 0xFE}; /* bra . */

struct run {
	struct machine *m;
	struct chain *chain;
	struct checkpoint list[CHECKPOINTS];
	size_t n;
};

/* A block of the swap area is written, all of it with a byte. */
static void write_block(struct machine *m, uint8_t byte)
{
	size_t size, at;
	uint8_t *state = machine_save(m, &size), *more = malloc(size + MACHINE_SAVED_PAGE);
	uint32_t page = machine_ram_size(m) / NBPG + BLOCK;

	memcpy(more, state, size);
	at = size;
	if (machine_page(m, page)) /* it is the last one there */
		at -= MACHINE_SAVED_PAGE;
	le32_put(more + at, page);
	memset(more + at + sizeof page, byte, NBPG);
	assert_true(machine_restore(m, more, at + MACHINE_SAVED_PAGE));
	assert_non_null(machine_page(m, page));
	free(more);
	free(state);
}

static void take(struct run *r)
{
	machine_run(r->m, (r->n + 1) * STEP);
	assert_int_equal(machine_icount(r->m), (r->n + 1) * STEP);
	r->list[r->n++] = chain_take(r->chain, r->m, false);
}

/* A block that was written with zeros is not one that was never written. */
static void zeros_written(void **state)
{
	struct image image = bare_code(forever, sizeof forever);
	struct run r = {.m = bare_machine(&image, NULL, 0)};
	uint64_t icount, hash;
	const void *saved;
	size_t size;

	(void)state;
	r.chain = chain_new(r.m);
	take(&r);
	write_block(r.m, 0);
	take(&r);
	assert_true(r.list[1].raw_size > r.list[0].raw_size);
	take(&r);
	assert_true(r.list[2].raw_size == r.list[0].raw_size);
	write_block(r.m, 7);
	take(&r);
	write_block(r.m, 0);
	take(&r);
	chain_continue(r.chain, r.m, r.list, r.n);
	take(&r);
	write_block(r.m, 9);
	take(&r);
	write_block(r.m, 0);
	take(&r);
	take(&r);
	for (size_t i = 0; i < r.n; i++) {
		saved = chain_state(r.chain, r.list, r.n, i, &size);
		assert_non_null(saved);
		assert_true(machine_saved(r.m, saved, size, &icount, &hash));
		assert_int_equal(icount, r.list[i].icount);
		assert_true(hash == r.list[i].hash);
	}
	for (size_t i = 0; i < r.n; i++)
		checkpoint_free(&r.list[i]);
	chain_free(r.chain);
	machine_free(r.m);
	free(image.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(zeros_written)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
