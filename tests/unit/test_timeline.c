/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moving in a run: whatever way one comes to an instant, the machine is the same there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "image/library.h"
#include "run_fixture.h"

#define LINES "tests/unit/guest/lines.c"
static const char typed[] = "first\nsecond line\nthird\n";

static char error[ERROR_MAX];

/* Hash of the state at an instant, reached from the beginning in a machine of its own. */
static uint64_t hash_from_start(const struct timeline *t, uint64_t icount)
{
	struct machine *m;
	const struct allowance time = allowance_new(60);
	size_t applied = 0;
	uint64_t hash;

	m = run_config_machine(timeline_config(t), error);
	assert_non_null(m);
	assert_true(recording_replay(timeline_recording(t), m, &applied, icount, &time, error));
	assert_int_equal(machine_icount(m), icount);
	hash = machine_hash(m);
	machine_free(m);
	return hash;
}

static uint64_t hash_by_seek(struct timeline *t, uint64_t icount)
{
	assert_true(timeline_seek(t, icount));
	assert_int_equal(machine_icount(timeline_machine(t)), icount);
	return machine_hash(timeline_machine(t));
}

static void a_run_is_complete(void **state)
{
	struct timeline *t = fixture_run("borrow", NULL, 0);
	const char *text;
	size_t n;

	(void)state;
	assert_true(machine_halt(timeline_machine(t))->halted);
	assert_true(timeline_nevents(t) > 20);
	for (size_t i = 0; i < timeline_nevents(t); i++)
		assert_int_equal(timeline_event(t, i)->seq, i);
	assert_null(timeline_event(t, timeline_nevents(t)));
	n = timeline_output(t, timeline_end(t), &text);
	assert_true(n > 0);
	assert_int_equal(timeline_output(t, 0, &text), 0);
	assert_non_null(timeline_image(t, "kernel"));
	assert_non_null(timeline_image(t, "disk"));
	assert_null(timeline_image(t, "nothing"));
	timeline_free(t);
}

static void any_way_leads_to_the_same_state(void **state)
{
	struct timeline *t = fixture_run("borrow", NULL, 5000);
	uint64_t end = timeline_end(t), instants[12], hashes[12];
	enum { N = sizeof instants / sizeof *instants };

	(void)state;
	srandom(1986);
	for (int i = 0; i < N; i++) {
		instants[i] = i == 0 ? 0 : i == 1 ? end : (uint64_t)random() % end;
		hashes[i] = hash_from_start(t, instants[i]);
	}
	for (int round = 0; round < 40; round++) {
		int i = (int)(random() % N);

		assert_true(hash_by_seek(t, instants[i]) == hashes[i]);
	}
	timeline_free(t);
}

static void checkpoints_hold_what_the_run_had(void **state)
{
	struct timeline *t = fixture_run("borrow", NULL, 5000);

	(void)state;
	assert_true(timeline_ncheckpoints(t) > 3);
	assert_int_equal(timeline_checkpoint(t, 0)->icount, 0);
	assert_int_equal(timeline_checkpoint(t, timeline_ncheckpoints(t) - 1)->icount, timeline_end(t));
	for (size_t i = timeline_ncheckpoints(t); i-- > 0;)
		assert_true(hash_by_seek(t, timeline_checkpoint(t, i)->icount) == timeline_checkpoint(t, i)->hash);
	timeline_free(t);
}

static void many_checkpoints_are_thinned_out(void **state)
{
	struct timeline *t = fixture_run("true", NULL, 60);
	size_t n = timeline_ncheckpoints(t);
	uint64_t end = timeline_end(t);

	(void)state;
	assert_true(end / 60 > 1100);
	assert_in_range(n, 256, 514);
	assert_int_equal(timeline_checkpoint(t, 0)->icount, 0);
	assert_int_equal(timeline_checkpoint(t, n - 1)->icount, end);
	assert_true(hash_by_seek(t, end / 3) == hash_from_start(t, end / 3));
	for (size_t i = 0; i < n; i += 7)
		assert_true(hash_by_seek(t, timeline_checkpoint(t, i)->icount) == timeline_checkpoint(t, i)->hash);
	timeline_free(t);
}

static void on_store(void *arg, const struct store *s)
{
	bool *stored = arg;

	stored[s->pa / NBPG] = true;
}

/* Whatever was stored in an interval was stored into page frames that the interval names, which are not all. */
static void intervals_know_what_they_wrote(void **state)
{
	static const uint64_t spacings[] = {60, 5000};

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		struct timeline *t = fixture_run("borrow", NULL, spacings[k]);
		size_t n = timeline_ncheckpoints(t), named = 0, frames = timeline_config(t)->ram / NBPG;

		for (size_t i = 0; i + 1 < n; i += k ? 1 : 11) {
			uint64_t from = timeline_checkpoint(t, i)->icount, to = timeline_checkpoint(t, i + 1)->icount;
			bool stored[2048] = {false};

			assert_int_equal(frames, 2048);
			assert_int_equal(timeline_interval(t, from + 1), i);
			assert_int_equal(timeline_interval(t, to), i);
			assert_true(timeline_detail(t, from, to, NULL, on_store, NULL, stored));
			for (uint32_t frame = 0; frame < frames; frame++) {
				assert_true(!stored[frame] || timeline_interval_wrote(t, i, frame));
				named += timeline_interval_wrote(t, i, frame);
			}
		}
		assert_in_range(named, n / 20, n * 50);
		assert_true(timeline_interval_wrote(t, n - 1, 0)); /* not known */
		timeline_free(t);
	}
}

static bool count_event(void *arg, const struct event *e)
{
	(void)e;
	++*(size_t *)arg;
	return false;
}

/* How many events the machine comes by when it is put to an instant. */
static size_t events_on_the_way(struct timeline *t, uint64_t icount)
{
	size_t n = 0;

	machine_listen(timeline_machine(t), &(struct listener){.arg = &n, .event = count_event});
	assert_true(timeline_seek(t, icount));
	machine_listen(timeline_machine(t), &(struct listener){0});
	assert_int_equal(machine_icount(timeline_machine(t)), icount);
	return n;
}

/* With a checkpoint at the beginning only; also between inputs, which come after it as they did. */
static void where_detail_began_is_near(void **state)
{
	struct timeline *t = fixture_run(LINES, typed, UINT64_C(1) << 40);
	uint64_t end = timeline_end(t), at = timeline_input(t, 7)->icount, hash = hash_from_start(t, at);
	uint64_t later = hash_from_start(t, end - 10);

	(void)state;
	assert_true(events_on_the_way(t, at) > 100);
	assert_true(timeline_detail(t, at, at + 10, NULL, NULL, NULL, NULL));
	assert_true(hash_by_seek(t, end - 10) == later);
	assert_true(events_on_the_way(t, at) == 0);
	assert_true(machine_hash(timeline_machine(t)) == hash);
	assert_true(hash_by_seek(t, end - 10) == later);
	assert_true(events_on_the_way(t, at + 5) < 3);
	assert_true(events_on_the_way(t, at - 5) > 100);                        /* it lies after that */
	assert_true(timeline_detail(t, end - 10, end, NULL, NULL, NULL, NULL)); /* in its place */
	assert_true(hash_by_seek(t, at) == hash);
	timeline_free(t);
}

static void input_comes_at_the_same_instants(void **state)
{
	struct timeline *t = fixture_run(LINES, typed, 2000);
	const struct machine_halt *halt = machine_halt(timeline_machine(t));
	uint64_t end = timeline_end(t), third = timeline_input(t, 2)->icount;
	const char *text;
	size_t n = timeline_output(t, end, &text);
	static const char printed[] = "1: first\n2: second line\n3: third\n";

	(void)state;
	assert_int_equal(halt->status, 3);
	assert_int_equal(n, strlen(printed));
	assert_memory_equal(text, printed, n);
	assert_int_equal(timeline_ninputs(t), strlen(typed) + 1); /* and the end of input */
	assert_int_equal(timeline_input(t, 0)->value, 'f');
	assert_true(hash_by_seek(t, end) == timeline_checkpoint(t, timeline_ncheckpoints(t) - 1)->hash);
	/* around the instant of an input, there and back */
	for (uint64_t at = third - 1; at <= third + 1; at++)
		assert_true(hash_by_seek(t, at) == hash_from_start(t, at));
	timeline_seek(t, 0);
	assert_true(hash_by_seek(t, third) == hash_from_start(t, third));
	timeline_seek(t, third);
	assert_true(hash_by_seek(t, end) == hash_from_start(t, end));
	timeline_free(t);
}

static void a_limit_ends_the_run_there(void **state)
{
	struct run_config config;
	struct timeline *t;

	(void)state;
	fixture_prepare("true", NULL, &config);
	config.limits.instructions = 12345;
	t = timeline_new(&config, error);
	run_config_free(&config);
	assert_non_null(t);
	assert_int_equal(timeline_complete(t), DRIVE_LIMIT);
	assert_non_null(strstr(timeline_problem(t), "12345"));
	assert_int_equal(timeline_end(t), 12345);
	timeline_free(t);
}

static void where_names_an_instant(void **state)
{
	struct timeline *t = fixture_run("borrow", NULL, 0);
	struct timeline_mark mark, again;

	(void)state;
	assert_true(timeline_where(t, "end", &mark, error));
	assert_int_equal(mark.icount, timeline_end(t));
	assert_int_equal(mark.event, timeline_nevents(t) - 1);
	assert_true(timeline_where(t, "@0", &mark, error));
	assert_int_equal(mark.icount, 0);
	assert_int_equal(mark.event, -1);
	assert_true(timeline_where(t, "vm.pass", &mark, error));
	assert_int_equal(timeline_event(t, (size_t)mark.event)->kind, EV_VM_PASS);
	assert_int_equal(timeline_event(t, (size_t)mark.event)->icount, mark.icount);
	assert_true(timeline_where(t, "vm.pass#1", &again, error));
	assert_int_equal(again.event, mark.event);
	assert_true(timeline_where(t, "exec.done#2", &again, error));
	assert_true(again.event < mark.event);
	assert_true(timeline_where(t, "3", &mark, error));
	assert_int_equal(mark.event, 3);
	timeline_free(t);
}

static void a_wrong_where_is_told(void **state)
{
	static const struct {
		const char *where, *tells;
	} wrong[] = {
		{"vm.pas", "vm.pass"},
		{"vm.pass#2", "1 of these"},
		{"vm.pass#0", "from 1"},
		{"vm.pass#", "from 1"},
		{"@x", "number"},
		{"@", "number"},
		{"@99999999999", "ends"},
		{"99999", "events"},
		{"", "no such"},
		{"-1", "no such"},
		{"99999999999999999999999", "no such"},
	};
	struct timeline *t = fixture_run("borrow", NULL, 0);
	struct timeline_mark mark;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (timeline_where(t, wrong[i].where, &mark, error))
			fail_msg("%s was taken", wrong[i].where);
		if (!strstr(error, wrong[i].tells))
			fail_msg("%s gives: %s", wrong[i].where, error);
	}
	timeline_free(t);
}

static void the_pid_is_who_was_switched_to(void **state)
{
	struct timeline *t = fixture_run("borrow", NULL, 0);
	size_t checked = 0;

	(void)state;
	for (size_t i = 0; i < timeline_nevents(t); i++) {
		const struct event *e = timeline_event(t, i);

		if (e->kind != EV_SYSCALL_ENTER)
			continue;
		assert_int_equal(timeline_pid(t, e->icount, NULL), e->pid);
		checked++;
	}
	assert_true(checked > 5);
	timeline_free(t);
}

struct counts {
	uint64_t insns, first, last, stores;
};

static void count_insn(void *arg, uint64_t icount, uint32_t pc)
{
	struct counts *c = arg;

	(void)pc;
	if (!c->insns++)
		c->first = icount;
	c->last = icount;
}

static void count_store(void *arg, const struct store *store)
{
	struct counts *c = arg;

	c->stores++;
	assert_in_range(store->icount, c->first, c->last);
}

static void detail_sees_every_instruction_of_a_stretch(void **state)
{
	struct timeline *t = fixture_run("borrow", NULL, 0);
	struct counts counts = {0};
	struct timeline_mark from, to;

	(void)state;
	assert_true(timeline_where(t, "vm.pass", &from, error));
	assert_true(timeline_where(t, "vm.return", &to, error));
	timeline_detail(t, from.icount, to.icount, count_insn, count_store, NULL, &counts);
	assert_int_equal(machine_icount(timeline_watched(t)), to.icount);
	assert_int_equal(counts.first, from.icount);
	assert_int_equal(counts.last, to.icount - 1);
	assert_true(counts.insns >= to.icount - from.icount); /* one that faults is seen again when it is repeated */
	assert_true(counts.stores > 10);
	assert_true(machine_hash(timeline_watched(t)) == hash_from_start(t, to.icount));
	timeline_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_is_complete),
		cmocka_unit_test(any_way_leads_to_the_same_state),
		cmocka_unit_test(checkpoints_hold_what_the_run_had),
		cmocka_unit_test(many_checkpoints_are_thinned_out),
		cmocka_unit_test(intervals_know_what_they_wrote),
		cmocka_unit_test(where_detail_began_is_near),
		cmocka_unit_test(input_comes_at_the_same_instants),
		cmocka_unit_test(a_limit_ends_the_run_there),
		cmocka_unit_test(where_names_an_instant),
		cmocka_unit_test(a_wrong_where_is_told),
		cmocka_unit_test(the_pid_is_who_was_switched_to),
		cmocka_unit_test(detail_sees_every_instruction_of_a_stretch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
