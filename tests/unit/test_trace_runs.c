/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs in a trace: branches beside the run that they leave, and recordings that were cut off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "replay/trace.h"
#include "run_fixture.h"

#define LINES "tests/unit/guest/lines.c"
enum { SPACING = 20000 };

static const char typed[] = "first\nsecond line\nthird\n";
static const struct limits no_limits;
static char error[ERROR_MAX];
static char directory[] = P_tmpdir "/vforkscope-runs.XXXXXX";
static char *path;
static struct timeline *whole;

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	path = alloc_format("%s/runs.vft", directory);
	whole = fixture_run(LINES, typed, SPACING);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	timeline_free(whole);
	unlink(path);
	free(path);
	return rmdir(directory); /* fails if anything was left behind */
}

static struct timeline *load(const char *branch)
{
	char *name = alloc_format("%s%s%s", path, *branch ? ":" : "", branch);
	struct timeline *t = trace_load(name, &no_limits, error);

	free(name);
	if (!t)
		fail_msg("%s", error);
	return t;
}

/* Somebody types something else at an instant, and then nothing more. */
static struct timeline *leave(struct timeline *parent, uint64_t at, const char *text)
{
	struct timeline_input inputs[20];
	struct timeline *t;
	size_t n = 0;

	for (; text[n]; n++)
		inputs[n] = (struct timeline_input){.kind = INPUT_KEY, .value = (uint8_t)text[n]};
	t = timeline_branch(parent, at, inputs, n, error);
	if (!t)
		fail_msg("%s", error);
	assert_int_equal(timeline_complete(t), DRIVE_HALT);
	return t;
}

static bool keep(struct timeline *parent, const char *from, struct timeline *branch, uint64_t start, const char *name)
{
	return trace_save_branch(&(struct trace_branch){parent, branch, start, from, name}, path, error);
}

/* The trace's run is the same as that in memory, wherever one looks, and verifies. */
static void same(const char *name, struct timeline *made)
{
	struct timeline *t = load(name);
	const struct recording *a = timeline_recording(made), *b = timeline_recording(t);
	const char *x, *y;
	size_t n = timeline_output(made, UINT64_MAX, &x), checked;

	assert_int_equal(a->end, b->end);
	assert_int_equal(a->nevents, b->nevents);
	assert_memory_equal(a->events, b->events, a->nevents * sizeof *a->events);
	assert_int_equal(a->ninputs, b->ninputs);
	assert_int_equal(n, timeline_output(t, UINT64_MAX, &y));
	assert_memory_equal(x, y, n);
	for (uint64_t at = 500; at < a->end; at += a->end / 9) {
		assert_true(timeline_seek(made, at));
		assert_true(timeline_seek(t, at));
		assert_true(machine_hash(timeline_machine(made)) == machine_hash(timeline_machine(t)));
	}
	if (trace_verify(t, NULL, &checked, error) != VERDICT_AGREES)
		fail_msg("%s: %s", name, error);
	assert_int_equal(checked, b->ncheckpoints);
	timeline_free(t);
}

static void branches_live_beside_their_parent(void **state)
{
	uint64_t first = timeline_input(whole, 3)->icount + 40, second;
	struct timeline *a = leave(whole, first, "else\n"), *loaded, *b;

	(void)state;
	assert_true(keep(whole, NULL, a, first, "a"));
	same("", whole);
	same("a", a);
	/* a branch of the branch as it was loaded, behind where that left, and one of the main run again */
	loaded = load("a");
	second = first + (timeline_end(a) - first) / 2;
	b = leave(loaded, second, "more\n");
	loaded = (timeline_free(loaded), load("a"));
	{
		char *name = alloc_format("%s:a", path);

		assert_true(keep(loaded, name, b, second, "b.1"));
		assert_false(keep(loaded, name, b, second, "a"));
		assert_non_null(strstr(error, "a: there is a branch of that name already"));
		assert_false(keep(loaded, name, b, second, "main"));
		assert_false(keep(loaded, name, b, second, "of course"));
		assert_non_null(strstr(error, "letters, digits and"));
		assert_false(keep(loaded, name, b, second, ""));
		free(name);
	}
	timeline_free(loaded);
	timeline_free(b);
	same("", whole);
	same("a", a);
	loaded = load("b.1");
	b = leave(a, second, "more\n");
	same("b.1", b);
	timeline_free(b);
	timeline_free(loaded);
	loaded = NULL;
	b = leave(whole, 0, "");
	assert_true(keep(whole, path, b, 0, "c"));
	same("c", b);
	same("b.1", (timeline_free(b), loaded = load("b.1")));
	timeline_free(loaded);
	timeline_free(a);
	assert_null(trace_load((loaded = NULL, directory), &no_limits, error));
}

static void names_of_branches_are_told(void **state)
{
	char *name = alloc_format("%s:nobody", path);

	(void)state;
	assert_true(trace_is(name));
	assert_null(trace_load(name, &no_limits, error));
	assert_non_null(strstr(error, "runs.vft: it has no branch nobody; there are main, a, b.1, c"));
	free(name);
}

/* The end is the same on another spacing of checkpoints. */
static void checkpoints_make_no_difference(void **state)
{
	static const uint64_t spacings[] = {3000, 1000000};
	uint64_t at = timeline_input(whole, 5)->icount + 1001;
	struct timeline *first = leave(whole, at, "x\n");
	uint64_t hash = timeline_checkpoint(first, timeline_ncheckpoints(first) - 1)->hash;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct timeline *parent = fixture_run(LINES, typed, spacings[i]), *t = leave(parent, at, "x\n");

		assert_int_equal(timeline_end(t), timeline_end(first));
		assert_true(timeline_checkpoint(t, timeline_ncheckpoints(t) - 1)->hash == hash);
		timeline_free(t);
		timeline_free(parent);
	}
	timeline_free(first);
}

/* A process that dies when the guest asks for input for the so many-th time. */
static size_t die(void *arg, uint8_t *buf, size_t size, bool wait, bool *quit)
{
	int *left = arg;

	(void)size, (void)quit;
	if (wait && --*left == 0)
		_exit(7);
	*buf = *left % 4 ? 'a' : '\n';
	return wait;
}

static void who_dies_leaves_what_was_recorded(void **state)
{
	const int asked[] = {1, 2, 9, 30};

	(void)state;
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		struct timeline *t, *again;
		struct run_config config;
		int left = asked[i], status;
		size_t checked;
		pid_t pid;

		unlink(path);
		pid = fork();
		if (pid == 0) {
			fixture_prepare(LINES, NULL, &config);
			config.spacing = SPACING;
			t = timeline_new(&config, error);
			if (!t || !trace_record(t, path, error))
				_exit(1);
			timeline_console(t, &(struct console){.arg = &left, .keys = die});
			timeline_complete(t);
			_exit(2);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(WEXITSTATUS(status), 7);
		t = load("");
		assert_non_null(strstr(timeline_problem(t), "its recording was cut off at @"));
		assert_int_equal(timeline_ninputs(t), asked[i] - 1); /* nothing is lost */
		if (trace_verify(t, NULL, &checked, error) != VERDICT_AGREES)
			fail_msg("%s", error);
		/* and it goes on from there */
		again = leave(t, timeline_end(t), "z\n");
		assert_true(timeline_end(again) > timeline_end(t));
		assert_true(keep(t, path, again, timeline_end(t), "on"));
		same("on", again);
		timeline_free(again);
		timeline_free(t);
	}
}

/* A trace holds the files that its run has read: a branch that wants another one halts, and says why. */
static void what_is_not_there_is_told(void **state)
{
	struct timeline *t, *b;
	struct machine *m;

	(void)state;
	assert_true(trace_save(whole, path, error));
	t = load("");
	m = timeline_machine(t);
	assert_true(timeline_seek(t, timeline_end(t) / 2));
	b = timeline_branch(t, 0, NULL, 0, error);
	assert_non_null(b);
	timeline_complete(b);
	assert_false(machine_halt(timeline_machine(b))->check); /* the same files */
	assert_non_null(timeline_config(t)->absent);
	assert_non_null(m);
	timeline_free(b);
	timeline_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(branches_live_beside_their_parent),
		cmocka_unit_test(names_of_branches_are_told),
		cmocka_unit_test(checkpoints_make_no_difference),
		cmocka_unit_test(who_dies_leaves_what_was_recorded),
		cmocka_unit_test(what_is_not_there_is_told),
	};

	return cmocka_run_group_tests_name("runs of a trace", tests, set_up, tear_down);
}
