/* SPDX-License-Identifier: GPL-2.0-or-later */
/* That the watchdog ends what does not come back, says where it stood, and leaves everybody else alone.
 * Not in make check. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/cpu_private.h"
#include "machine/machine_private.h"
#include "base/undo.h"
#include "core/watchdog.h"
#include "bare_machine.h"

enum { PATIENCE = 300 /* milliseconds */, LONG = 3 * PATIENCE, FINE = 7, QUIT = 130 };

static uint64_t progress;

static void describe(const void *arg, char *line, size_t size)
{
	snprintf(line, size, "%s, after %llu", (const char *)arg, (unsigned long long)progress);
}

static const struct watch watch_us = {describe, "here", &progress};

static long used(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Spins for so many milliseconds of processor time; 0: for ever. */
static void spin(long time, uint64_t step)
{
	long end = used(CLOCK_THREAD_CPUTIME_ID) + time;

	while (!time || used(CLOCK_THREAD_CPUTIME_ID) < end)
		__atomic_store_n(&progress, progress + step, __ATOMIC_RELAXED);
}

static void hangs(void)
{
	progress = 42;
	watchdog_begin(&watch_us);
	spin(0, 0);
}

static void gets_on(void)
{
	watchdog_begin(&watch_us);
	spin(LONG, 1);
	watchdog_end();
}

static void comes_back_often(void)
{
	for (int i = 0; i < LONG; i++) {
		watchdog_begin(&watch_us);
		spin(1, 0);
		watchdog_end();
	}
}

static void works_outside(void)
{
	watchdog_begin(&watch_us);
	watchdog_end();
	spin(LONG, 0);
}

/* Takes time, but no processor time. */
static void waits(void)
{
	const struct timespec time = {0, LONG * 1000000L};

	watchdog_begin(&watch_us);
	nanosleep(&time, NULL);
	watchdog_end();
}

static bool yes(void)
{
	return true;
}

static void is_asked_to_end(void)
{
	watchdog_set_patience(WATCHDOG_PATIENCE);
	watchdog_keys(yes);
	hangs();
}

static void undone(struct undo *undo)
{
	(void)undo;
	if (write(STDERR_FILENO, "undone. ", 8) != 8)
		_exit(EX_IOERR);
}

static void has_things_to_undo(void)
{
	static struct undo u = {.act = undone};

	undo_add(&u);
	hangs();
}

/* The parent's watchdog does not come along into a child. */
static void hangs_in_a_child(void)
{
	watchdog_begin(&watch_us);
	watchdog_end();
	if (fork() == 0)
		hangs();
	wait(&(int){0});
	_exit(FINE);
}

/* The engine itself, at a `bkpt` that nobody keeps it from. */
static void engine_hangs(void)
{
	static const uint8_t code[] = {0x70, 0x01, 0x4e, 0x71, 0x60, 0x02, 0x00, 0x00, 0x48, 0x4a};
	struct image image = bare_code(code, sizeof code);
	struct machine *m = bare_machine(&image, NULL, 0);

	memset(m->cpu->fences.words, 0, 0x10000);
	machine_run(m, 1000);
}

/* Runs f in a process of its own; tells how that ended and what it wrote to stderr. */
static int ends(void (*f)(void), char *told, size_t size)
{
	int ends[2], status;
	pid_t child;
	ssize_t n, all = 0;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		watchdog_set_patience(PATIENCE);
		f();
		exit(FINE);
	}
	close(ends[1]);
	while ((n = read(ends[0], told + all, size - 1 - (size_t)all)) > 0)
		all += n;
	told[all] = '\0';
	close(ends[0]);
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define HANGS "vforkscope: the processor engine does not come back: "

static void it_ends_who_hangs(void **state)
{
	static const struct {
		void (*run)(void);
		int status;
		const char *told;
	} cases[] = {
		{hangs, EX_SOFTWARE, HANGS "here, after 42\n"},
		{has_things_to_undo, EX_SOFTWARE, "undone. " HANGS "here, after 42\n"},
		{hangs_in_a_child, FINE, HANGS "here, after 42\n"},
		{engine_hangs, EX_SOFTWARE, HANGS "after 4 instructions, in the block at pc 80004008 (484a)\n"},
		{is_asked_to_end, QUIT, ""},
		{gets_on, FINE, ""},
		{comes_back_often, FINE, ""},
		{works_outside, FINE, ""},
		{waits, FINE, ""},
	};
	char told[512];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(ends(cases[i].run, told, sizeof told), cases[i].status);
		assert_string_equal(told, cases[i].told);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_ends_who_hangs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
