/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The clock to the microsecond, the console with its interrupts, IDLE, and where interrupts are taken. The program is
 * guest/devices.S; it is run straight through and, again, in steps of one.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bare_machine.h"

enum { LONG = 1000000 };

static const char *argv0;

/* Up to where the program waits for the console. */
static struct fixture *run(uint64_t step, bool detail)
{
	struct fixture *f = bare_new(argv0, "devices", NULL, 0, step, detail);

	assert_int_equal(bare_run(f), STOP_INPUT);
	return f;
}

static int straight(void **state)
{
	return bare_share(state, run, LONG, false);
}

static int stepped(void **state)
{
	return bare_share(state, run, 1, false);
}

/* For those that go on with it. */
static int straight_own(void **state)
{
	*state = run(LONG, false);
	return 0;
}

static int stepped_own(void **state)
{
	*state = run(1, false);
	return 0;
}

static void counter(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(value(f, "icr_stopped", 0), 0);
	assert_int_equal((int32_t)value(f, "icr_1", 0), -998);
	assert_int_equal((int32_t)value(f, "icr_2", 0), -993);
	assert_int_equal(value(f, "iccs_running", 0), ICCS_RUN);
	assert_int_equal((int32_t)value(f, "icr_3", 0), -998);
	assert_int_equal(value(f, "iccs_elapsed", 0), ICCS_RUN | ICCS_INT);
	assert_int_equal(value(f, "iccs_cleared", 0), ICCS_RUN);
	assert_int_equal((int32_t)value(f, "icr_4", 0), -986);
}

static void ticks(void **state)
{
	enum { NICR = 1000, ROUNDS = 5000, HANDLER = 12 };
	const struct fixture *f = *state;
	uint64_t usec = f->events[1].usec - f->events[0].usec, n = value(f, "ticks_let_through", 0);

	assert_int_equal(value(f, "ticks_shut_out", 0), 0);
	assert_int_equal(value(f, "iccs_pending", 0), ICCS_RUN | ICCS_IE | ICCS_INT);
	assert_int_equal(f->events[0].kind, 1);
	assert_int_equal(f->events[1].kind, 2);
	assert_int_equal(f->events[0].arg[0], 0);
	assert_int_equal(f->events[1].arg[0], n);
	assert_true(n == usec / NICR || n == usec / NICR + 1);
	/* Nothing but the loop and the handler took the time. */
	assert_int_equal(usec, 2 * ROUNDS + n * HANDLER + 7);
	assert_int_equal(value(f, "ticks_stopped", 0), n);
	assert_int_equal(value(f, "clock_ipl", 0), IPL_CLOCK);
}

static void places(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(value(f, "ticks_straight", 0), 0);
	assert_true(value(f, "ticks_after_branch", 0) >= 1);
	assert_int_equal(value(f, "interrupted_pc", 0), value(f, "interrupted_label", 0));
	assert_int_equal(value(f, "clock_psl", 0) & ~0x1fu, 0);
}

static void printing(void **state)
{
	const struct fixture *f = *state;

	assert_string_equal(f->printed, "hello, world\n");
	assert_int_equal(value(f, "txcs_ready", 0), CSR_DONE);
	assert_int_equal(value(f, "transmitter_interrupts", 0), strlen(", world\n") + 1);
	assert_int_equal(f->events[3].usec - f->events[2].usec, f->events[3].icount - f->events[2].icount + 10 * 5);
}

static void typing(void **state)
{
	struct fixture *f = *state;
	uint64_t waiting = machine_icount(f->m), usec = machine_usec(f->m);

	assert_int_equal(value(f, "rxcs_empty", 0), 0);
	assert_int_equal(value(f, "rxdb_empty", 0), 0);
	/* Waiting takes no time, however often it is asked to go on. */
	assert_int_equal(machine_run(f->m, LONG), STOP_INPUT);
	assert_int_equal(machine_icount(f->m), waiting);
	assert_int_equal(machine_usec(f->m), usec);

	assert_int_equal(machine_input(f->m, (const uint8_t *)"ab", 2), 2);
	assert_int_equal(f->nkeys, 2);
	assert_int_equal(f->key_icount[1], waiting);
	assert_int_equal(bare_run(f), STOP_INPUT);
	assert_int_equal(value(f, "receiver_interrupts", 0), 1); /* it took both at once */
	assert_true(machine_icount(f->m) > waiting);
	assert_int_equal(machine_input(f->m, (const uint8_t *)"cdq", 3), 3);
	assert_int_equal(bare_run(f), STOP_HALT);
	assert_int_equal(machine_halt(f->m)->status, BARE_STATUS);
	assert_int_equal(value(f, "receiver_interrupts", 0), 2);
	assert_memory_equal(bytes(f, "typed"), "abcdq\0", 7);
}

static void too_much_input(void **state)
{
	struct fixture *f = *state;
	static uint8_t much[5000];

	memset(much, 'x', sizeof much);
	assert_int_equal(machine_input(f->m, much, sizeof much), 4096);
	assert_int_equal(f->nkeys, 4096);
	assert_int_equal(machine_input(f->m, much, 1), 0);
	assert_int_equal(bare_run(f), STOP_INPUT);
	assert_int_equal(bytes(f, "typed")[4095], 'x');
	assert_int_equal(bytes(f, "typed")[4096], 0);
	assert_int_equal(machine_input(f->m, (const uint8_t *)"q", 1), 1);
	assert_int_equal(bare_run(f), STOP_HALT);
}

/* Saved while it waits, with input that nobody has read yet. */
static void waiting_is_state(void **state)
{
	struct fixture *f = *state, *g = run(777, false);
	void *other = g;
	size_t size;

	machine_input(f->m, (const uint8_t *)"yq", 2);
	void *block = machine_save(f->m, &size);
	assert_true(machine_restore(g->m, block, size));
	assert_int_equal(bare_run(g), STOP_HALT);
	assert_int_equal(bare_run(f), STOP_HALT);
	assert_int_equal(machine_hash(f->m), machine_hash(g->m));
	assert_memory_equal(bytes(g, "typed"), "yq", 3);
	free(block);
	bare_tear_down(&other);
}

/* It is a thing of its own, which no byte can be mistaken for. */
static void hang_up_is_no_byte(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(machine_input(f->m, (const uint8_t *)"a\0", 2), 2);
	assert_true(machine_hang_up(f->m));
	assert_int_equal(f->nkeys, 3);
	assert_int_equal(f->key[1], 0);
	assert_int_equal(f->key[2], RXDB_HANGUP);
	for (size_t i = 3; i < 4096; i++)
		assert_int_equal(machine_input(f->m, (const uint8_t *)"b", 1), 1);
	assert_false(machine_hang_up(f->m));
	assert_int_equal(f->nkeys, 4096);
}

/* Of a page frame without anything in it nothing is saved, and it is empty again in a state that has it empty. */
static void empty_page_frames(void **state)
{
	struct fixture *f = *state;
	uint32_t last = machine_ram_size(f->m) - 1;
	uint64_t before = machine_hash(f->m), after;
	size_t empty_size, full_size, size;
	uint8_t *empty = machine_save(f->m, &empty_size), *full, *block;
	char text[ERROR_MAX];

	assert_true(machine_poke_memory(f->m, last, 1));
	full = machine_save(f->m, &full_size);
	after = machine_hash(f->m);
	assert_int_equal(full_size, empty_size + MACHINE_SAVED_PAGE);
	assert_true(machine_difference(f->m, empty, empty_size, text));
	assert_true(machine_restore(f->m, empty, empty_size));
	assert_int_equal(machine_ram(f->m)[last], 0);
	assert_int_equal(machine_hash(f->m), before);
	assert_true(machine_difference(f->m, full, full_size, text));
	block = machine_save(f->m, &size); /* its page frame was stored into, with zeros at last */
	assert_int_equal(size, empty_size);
	assert_memory_equal(block, empty, size);
	assert_true(machine_restore(f->m, full, full_size));
	assert_int_equal(machine_ram(f->m)[last], 1);
	assert_int_equal(machine_hash(f->m), after);
	assert_false(machine_difference(f->m, full, full_size, text));
	free(block);
	free(full);
	free(empty);
}

/* The last byte of memory, which the guest does not use, and whatever else a few instructions change. */
static void a_difference_has_a_place(void **state)
{
	struct fixture *f = *state;
	char text[ERROR_MAX], expected[ERROR_MAX];
	uint32_t last = machine_ram_size(f->m) - 1;
	uint8_t *block;
	size_t size;

	assert_true(machine_poke_memory(f->m, last, 0xA5)); /* else nothing is saved of its page */
	block = machine_save(f->m, &size);
	assert_false(machine_difference(f->m, block, size, text));
	block[size - 1] ^= 0x5A;
	assert_true(machine_difference(f->m, block, size, text));
	snprintf(expected, sizeof expected, "memory at %08" PRIx32 " was ff, is a5 (1 bytes differ)", last);
	assert_string_equal(text, expected);
	machine_input(f->m, (const uint8_t *)"q", 1);
	assert_true(machine_difference(f->m, block, size, text));
	assert_non_null(strstr(text, "the console"));
	assert_int_equal(bare_run(f), STOP_HALT);
	assert_true(machine_difference(f->m, block, size, text));
	assert_non_null(strstr(text, " was "));
	assert_non_null(strstr(text, "; memory at "));
	assert_false(machine_difference(f->m, block, size - 1, text));
	free(block);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		BOTH(counter),
		BOTH(ticks),
		BOTH(places),
		BOTH(printing),
		cmocka_unit_test_setup_teardown(typing, straight_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(typing, stepped_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(too_much_input, straight_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(too_much_input, stepped_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(waiting_is_state, straight_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(waiting_is_state, stepped_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(empty_page_frames, straight_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(a_difference_has_a_place, straight_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(empty_page_frames, stepped_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(a_difference_has_a_place, stepped_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(hang_up_is_no_byte, straight_own, bare_tear_down),
		cmocka_unit_test_setup_teardown(hang_up_is_no_byte, stepped_own, bare_tear_down),
	};

	(void)argc;
	argv0 = argv[0];
	return cmocka_run_group_tests(tests, NULL, bare_forget);
}
