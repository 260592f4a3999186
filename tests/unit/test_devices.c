/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The clock to the microsecond, the console with its interrupts, IDLE, and where interrupts are taken. The program is
 * guest/devices.S; it is run straight through and, again, in steps of one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../emu/be.h"
#include "bare_machine.h"

enum { STATUS = 42, LIMIT = 1000000, EVENTS = 8, PRINTED = 64 };

static const char *argv0;

struct fixture {
	struct image image;
	struct symbols *symbols;
	struct machine *m;
	struct event events[EVENTS];
	size_t nevents, nprinted, nkeys;
	char printed[PRINTED];
	uint64_t key_icount[8];
	uint64_t step;
};

static bool on_event(void *arg, const struct event *e)
{
	struct fixture *f = arg;

	assert_true(f->nevents < EVENTS);
	f->events[f->nevents++] = *e;
	return false;
}

static void on_console(void *arg, const uint8_t *bytes, size_t n)
{
	struct fixture *f = arg;

	assert_true(f->nprinted + n < PRINTED);
	memcpy(f->printed + f->nprinted, bytes, n);
	f->nprinted += n;
}

static void on_input(void *arg, uint64_t icount, uint8_t byte)
{
	struct fixture *f = arg;

	(void)byte;
	if (f->nkeys < 8)
		f->key_icount[f->nkeys] = icount;
	f->nkeys++;
}

static enum machine_stop go_on(struct fixture *f)
{
	enum machine_stop stop;

	while ((stop = machine_run(f->m, machine_icount(f->m) + f->step)) == STOP_TARGET)
		assert_true(machine_icount(f->m) < LIMIT);
	if (machine_halt(f->m)->check)
		fail_msg("%s", machine_halt(f->m)->report);
	return stop;
}

/* Up to where the program waits for the console. */
static struct fixture *run(uint64_t step)
{
	struct fixture *f = calloc(1, sizeof *f);
	const struct listener listener = {.arg = f, .event = on_event, .console = on_console, .input = on_input};
	char error[MACHINE_ERROR_MAX];

	f->step = step;
	f->image = bare_image(argv0, "devices");
	f->symbols = symbols_open(f->image.data, f->image.size, error);
	assert_non_null(f->symbols);
	f->m = bare_machine(&f->image, NULL, 0);
	machine_listen(f->m, &listener);
	assert_int_equal(go_on(f), STOP_INPUT);
	return f;
}

static int straight(void **state)
{
	*state = run(LIMIT);
	return 0;
}

static int stepped(void **state)
{
	*state = run(1);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	machine_free(f->m);
	symbols_close(f->symbols);
	free(f->image.data);
	free(f);
	return 0;
}

static uint32_t value(const struct fixture *f, const char *label)
{
	return bare_long(f->m, f->symbols, label);
}

static const uint8_t *bytes(const struct fixture *f, const char *label)
{
	uint32_t va;

	assert_true(symbols_address(f->symbols, label, &va));
	return machine_ram(f->m) + (va & PAMASK);
}

static void counter(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(value(f, "icr_stopped"), 0);
	assert_int_equal((int32_t)value(f, "icr_1"), -998);
	assert_int_equal((int32_t)value(f, "icr_2"), -993);
	assert_int_equal(value(f, "iccs_running"), ICCS_RUN);
	assert_int_equal((int32_t)value(f, "icr_3"), -998);
	assert_int_equal(value(f, "iccs_elapsed"), ICCS_RUN | ICCS_INT);
	assert_int_equal(value(f, "iccs_cleared"), ICCS_RUN);
	assert_int_equal((int32_t)value(f, "icr_4"), -986);
}

static void ticks(void **state)
{
	enum { NICR = 1000, ROUNDS = 20000, HANDLER = 12 };
	const struct fixture *f = *state;
	uint64_t usec = f->events[1].usec - f->events[0].usec, n = value(f, "ticks_let_through");

	assert_int_equal(value(f, "ticks_shut_out"), 0);
	assert_int_equal(value(f, "iccs_pending"), ICCS_RUN | ICCS_IE | ICCS_INT);
	assert_int_equal(f->events[0].kind, 1);
	assert_int_equal(f->events[1].kind, 2);
	assert_int_equal(f->events[0].arg[0], 0);
	assert_int_equal(f->events[1].arg[0], n);
	assert_true(n == usec / NICR || n == usec / NICR + 1);
	/* Nothing but the loop and the handler took the time. */
	assert_int_equal(usec, 2 * ROUNDS + n * HANDLER + 7);
	assert_int_equal(value(f, "ticks_stopped"), n);
	assert_int_equal(value(f, "clock_ipl"), IPL_CLOCK);
}

static void places(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(value(f, "ticks_straight"), 0);
	assert_true(value(f, "ticks_after_branch") >= 1);
	assert_int_equal(value(f, "interrupted_pc"), value(f, "interrupted_label"));
	assert_int_equal(value(f, "clock_psl") & ~0x1fu, 0);
}

static void printing(void **state)
{
	const struct fixture *f = *state;

	assert_string_equal(f->printed, "hello, world\n");
	assert_int_equal(value(f, "txcs_ready"), CSR_DONE);
	assert_int_equal(value(f, "transmitter_interrupts"), strlen(", world\n") + 1);
	assert_int_equal(f->events[3].usec - f->events[2].usec, f->events[3].icount - f->events[2].icount + 10 * 5);
}

static void typing(void **state)
{
	struct fixture *f = *state;
	uint64_t waiting = machine_icount(f->m), usec = machine_usec(f->m);

	assert_int_equal(value(f, "rxcs_empty"), 0);
	assert_int_equal(value(f, "rxdb_empty"), 0);
	/* Waiting takes no time, however often it is asked to go on. */
	assert_int_equal(machine_run(f->m, LIMIT), STOP_INPUT);
	assert_int_equal(machine_icount(f->m), waiting);
	assert_int_equal(machine_usec(f->m), usec);

	assert_int_equal(machine_input(f->m, (const uint8_t *)"ab", 2), 2);
	assert_int_equal(f->nkeys, 2);
	assert_int_equal(f->key_icount[1], waiting);
	assert_int_equal(go_on(f), STOP_INPUT);
	assert_int_equal(value(f, "receiver_interrupts"), 1); /* it took both at once */
	assert_true(machine_icount(f->m) > waiting);
	assert_int_equal(machine_input(f->m, (const uint8_t *)"cdq", 3), 3);
	assert_int_equal(go_on(f), STOP_HALT);
	assert_int_equal(machine_halt(f->m)->status, STATUS);
	assert_int_equal(value(f, "receiver_interrupts"), 2);
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
	assert_int_equal(go_on(f), STOP_INPUT);
	assert_int_equal(bytes(f, "typed")[4095], 'x');
	assert_int_equal(bytes(f, "typed")[4096], 0);
	assert_int_equal(machine_input(f->m, (const uint8_t *)"q", 1), 1);
	assert_int_equal(go_on(f), STOP_HALT);
}

/* Saved while it waits, with input that nobody has read yet. */
static void waiting_is_state(void **state)
{
	struct fixture *f = *state, *g = run(777);
	void *other = g;
	size_t size;

	machine_input(f->m, (const uint8_t *)"yq", 2);
	void *block = machine_save(f->m, &size);
	assert_true(machine_restore(g->m, block, size));
	assert_int_equal(go_on(g), STOP_HALT);
	assert_int_equal(go_on(f), STOP_HALT);
	assert_int_equal(machine_hash(f->m), machine_hash(g->m));
	assert_memory_equal(bytes(g, "typed"), "yq", 3);
	free(block);
	tear_down(&other);
}

int main(int argc, char **argv)
{
#define BOTH(test)                                                                                                     \
	{#test, test, straight, tear_down, NULL},                                                                      \
	{                                                                                                              \
#test "_stepped", test, stepped, tear_down, NULL                                                       \
	}
	const struct CMUnitTest tests[] = {
		BOTH(counter), BOTH(ticks),          BOTH(places),           BOTH(printing),
		BOTH(typing),  BOTH(too_much_input), BOTH(waiting_is_state),
	};

	(void)argc;
	argv0 = argv[0];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
