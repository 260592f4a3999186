/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine that is made over runs as a new one does, whatever ran in it before, and however far. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <cmocka.h>

#include "run_fixture.h"

/* Runs one after the other in one machine. */
static const struct {
	const char *system, *program;
	uint32_t ram, swap; /* megabytes, kilobytes; 0: the usual */
	uint64_t limit;     /* instructions, 0: to the end */
	bool detail;        /* from half-way on */
} runs[] = {
	{"4.3bsd", "return", 0, 0, 0, false},    {"4.3bsd", "return", 0, 0, 0, false},
	{"linux", "return", 0, 0, 0, false},     {"4.4bsd", "borrow", 0, 0, 90000, true},
	{"4.4bsd", "borrow", 0, 0, 0, false},    {"uclinux", "message", 0, 0, 0, true},
	{"2.11bsd", "stop", 0, 0, 0, false},     {"4.3bsd", "tables", 3, 0, 0, false}, /* swaps */
	{"4.3bsd", "nested", 3, 0, 0, false},    {"4.3bsd", "nested", 0, 512, 90000, false},
	{"macos", "maxuprc", 0, 0, 0, false},    {"4.3bsd", "deadlock", 0, 0, 0, false},
	{"4.3bsd", "registers", 0, 0, 0, false},
};
enum { RUNS = sizeof runs / sizeof *runs };

struct outcome {
	uint64_t icount, usec, events, heard, hash;
	uint32_t status;
};

static bool hear(void *arg, const struct event *e)
{
	struct outcome *o = arg;
	uint64_t numbers[] = {e->seq, e->icount, e->usec, e->pid, e->kind};

	o->events++;
	o->heard = XXH3_64bits_withSeed(numbers, sizeof numbers, o->heard);
	o->heard = XXH3_64bits_withSeed(e->arg, sizeof e->arg, o->heard);
	return false;
}

static void print(void *arg, const uint8_t *bytes, size_t size)
{
	struct outcome *o = arg;

	o->heard = XXH3_64bits_withSeed(bytes, size, o->heard);
}

static void store(void *arg, const struct store *s)
{
	(void)arg;
	(void)s;
}

static void prepare(size_t i, struct run_config *config)
{
	fixture_prepare(runs[i].program, runs[i].system, config);
	if (runs[i].ram)
		config->ram = runs[i].ram << 20;
	if (runs[i].swap)
		config->swap = runs[i].swap << 10;
}

static struct outcome run(struct machine *m, size_t i)
{
	struct outcome o = {0};
	uint64_t limit = runs[i].limit ? runs[i].limit : 50000000;

	machine_listen(m, &(struct listener){.arg = &o, .event = hear, .console = print, .store = store});
	assert_int_equal(machine_icount(m), 0);
	assert_int_equal(machine_work(m), 0);
	machine_run(m, 70000);
	machine_detail(m, runs[i].detail);
	while (machine_run(m, limit) == STOP_INPUT)
		machine_hang_up(m);
	if (machine_halt(m)->halted == (runs[i].limit != 0))
		fail_msg("%s on %s ended at @%llu", runs[i].program, runs[i].system,
		         (unsigned long long)machine_icount(m));
	o.icount = machine_icount(m);
	o.usec = machine_usec(m);
	o.status = machine_halt(m)->status;
	o.hash = machine_hash(m);
	return o;
}

static void runs_as_a_new_one(void **state)
{
	struct machine *used = NULL;
	struct run_config last = {0};
	char error[ERROR_MAX];

	(void)state;
	for (size_t i = 0; i < RUNS; i++) {
		struct run_config config;
		struct outcome expected, again;
		struct machine *m;

		prepare(i, &config);
		m = run_config_machine(&config, error);
		assert_non_null(m);
		expected = run(m, i);
		machine_free(m);
		used = run_config_again(&config, used, error);
		assert_non_null(used);
		run_config_free(&last);
		last = config;
		again = run(used, i);
		if (memcmp(&expected, &again, sizeof again))
			fail_msg("%s on %s: another run in a machine made over", runs[i].program, runs[i].system);
	}
	machine_free(used);
	run_config_free(&last);
}

/* One that cannot be is refused, and the machine that was there is gone. */
static void refuses_what_cannot_be(void **state)
{
	struct run_config config;
	char error[ERROR_MAX];
	struct machine *m;

	(void)state;
	prepare(0, &config);
	m = run_config_machine(&config, error);
	assert_non_null(m);
	for (size_t i = 0; i < config.nimages; i++)
		if (!strcmp(config.images[i].name, "kernel"))
			config.images[i].data[0] = 0;
	assert_null(run_config_again(&config, m, error));
	assert_non_null(strstr(error, "kernel"));
	run_config_free(&config);
	prepare(0, &config);
	m = run_config_machine(&config, error);
	assert_non_null(m);
	config.ram = 1;
	assert_null(run_config_again(&config, m, error));
	assert_non_null(strstr(error, "memory must be"));
	run_config_free(&config);
}

/* A copy has the images, too, for as long as it is there itself, and the systems are each one's own. */
static void copies_outlive_the_first(void **state)
{
	struct run_config first, copy, copy_of_copy;
	struct outcome expected, again;
	char error[ERROR_MAX];
	struct machine *m;

	(void)state;
	prepare(0, &first);
	m = run_config_machine(&first, error);
	assert_non_null(m);
	expected = run(m, 0);
	machine_free(m);
	copy = run_config_copy(&first);
	copy_of_copy = run_config_copy(&copy);
	run_config_system(&copy, "linux");
	assert_ptr_equal(run_config_image(&first, "disk")->data, run_config_image(&copy_of_copy, "disk")->data);
	run_config_free(&first);
	run_config_free(&copy);
	m = run_config_machine(&copy_of_copy, error);
	assert_non_null(m);
	again = run(m, 0);
	machine_free(m);
	assert_memory_equal(&expected, &again, sizeof again);
	run_config_free(&copy_of_copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_as_a_new_one),
		cmocka_unit_test(copies_outlive_the_first),
		cmocka_unit_test(refuses_what_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
