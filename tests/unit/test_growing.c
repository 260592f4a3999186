/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that is looked at while it is recorded: whatever is looked at between whatever pieces, it comes out the same as
 * if it had been recorded in one go, and so does everything that is found out about it. Not in make check. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis_cache.h"
#include "analysis/writer.h"
#include "run_fixture.h"

#define LINES "tests/unit/guest/lines.c"
#define SPACING 2000 /* instructions of a piece, at most */

static char error[ERROR_MAX];

/* Somebody at the console, who has typed so much of a text that it may be taken up to `ready`. */
struct typist {
	const char *text;
	size_t taken, ready;
};

static size_t keys(void *arg, uint8_t *buf, size_t size, bool wait, bool *quit)
{
	struct typist *typist = arg;
	size_t n = typist->ready - typist->taken;

	(void)wait;
	(void)quit;
	n = n < size ? n : size;
	memcpy(buf, typist->text + typist->taken, n);
	typist->taken += n;
	return n;
}

static struct timeline *begin(const char *system, const char *program, uint64_t spacing)
{
	struct run_config config;
	struct timeline *t;

	fixture_prepare(program, system, &config);
	config.spacing = spacing;
	t = timeline_new(&config, error);
	run_config_free(&config);
	assert_non_null(t);
	return t;
}

static uint64_t choose(unsigned *seed, uint64_t n)
{
	return n ? (uint64_t)((double)rand_r(seed) / ((double)RAND_MAX + 1) * (double)n) : 0;
}

/* One look at what there is so far. */
static void look(struct session *session, unsigned *seed)
{
	struct timeline *t = session_timeline(session);
	uint64_t icount = choose(seed, timeline_end(t) + 1);
	struct timeline_mark mark = {icount, (long)timeline_events_until(t, icount) - 1, 0};
	struct snapshot *s;
	struct datum datum;
	struct write write;

	session_grow(session);
	switch (rand_r(seed) % 6) {
	case 0:
		assert_true(timeline_seek(t, icount));
		assert_int_equal(machine_icount(timeline_machine(t)), icount);
		break;
	case 1:
		s = snapshot_at(session, &mark);
		assert_non_null(s);
		assert_int_equal(s->end, timeline_end(t));
		snapshot_free(s);
		break;
	case 2:
		assert_true(timeline_detail(t, icount, icount + 500, NULL, NULL, NULL, NULL));
		break;
	case 3:
		assert_true(hazards_all(session, error));
		break;
	case 4:
		session_notable(session, &mark, rand_r(seed) % 2 ? 1 : -1);
		break;
	default:
		if (datum_read(session, &mark, 0, "sp", &datum, error))
			writer_last(session, &datum, icount > 3000 ? icount - 3000 : 0, icount, &write, error);
		break;
	}
}

/* Records with looks in between, each with one chance in `rare`. The typist types on when he is waited for. */
static struct session *grow(struct timeline *t, struct typist *typist, unsigned rare, unsigned *seed, size_t *pieces)
{
	struct session *session = session_new(t);
	enum drive_end end;

	for (*pieces = 0; (end = timeline_record(t, 0)) == DRIVE_PAUSE || end == DRIVE_WAITS; ++*pieces) {
		assert_true(timeline_grows(t));
		if (end == DRIVE_WAITS && typist->text[typist->ready])
			typist->ready++;
		if (rand_r(seed) % rare == 0)
			look(session, seed);
	}
	assert_int_equal(end, DRIVE_HALT);
	assert_false(timeline_grows(t));
	session_grow(session);
	return session;
}

static void assert_same_recordings(const struct recording *a, const struct recording *b)
{
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->nevents, b->nevents);
	assert_memory_equal(a->events, b->events, a->nevents * sizeof *a->events);
	assert_int_equal(a->ninputs, b->ninputs);
	for (size_t i = 0; i < a->ninputs; i++) {
		assert_int_equal(a->inputs[i].icount, b->inputs[i].icount);
		assert_int_equal(a->inputs[i].value, b->inputs[i].value);
	}
	assert_int_equal(a->ncheckpoints, b->ncheckpoints);
	for (size_t i = 0; i < a->ncheckpoints; i++) {
		assert_int_equal(a->checkpoints[i].icount, b->checkpoints[i].icount);
		assert_true(a->checkpoints[i].hash == b->checkpoints[i].hash);
		assert_int_equal(a->checkpoints[i].size, b->checkpoints[i].size);
		assert_memory_equal(a->checkpoints[i].wrote, b->checkpoints[i].wrote, a->checkpoints[i].wrote_size);
	}
	assert_int_equal(a->noutputs, b->noutputs);
	for (size_t i = 0; i < a->noutputs; i++) {
		assert_int_equal(a->outputs[i].icount, b->outputs[i].icount);
		assert_int_equal(a->outputs[i].end, b->outputs[i].end);
	}
	assert_int_equal(a->nuses, b->nuses);
}

static void assert_same_captions(struct session *a, struct session *b, struct timeline_mark mark)
{
	struct snapshot *x = snapshot_caption(a, &mark), *y = snapshot_caption(b, &mark);

	assert_non_null(x);
	assert_non_null(y);
	assert_string_equal(x->caption[0], y->caption[0]);
	assert_string_equal(x->caption[1], y->caption[1]);
	assert_true(x->alarm == y->alarm);
	snapshot_free(x);
	snapshot_free(y);
}

static void assert_same_findings(struct session *a, struct session *b)
{
	const struct analysis_cache *x = session_cache(a), *y = session_cache(b);
	const struct hazards *hx = session_hazards(a), *hy = session_hazards(b);

	assert_int_equal(session_beginning(a), session_beginning(b));
	assert_int_equal(x->loans.count, y->loans.count);
	for (size_t i = 0; i < x->loans.count; i++) {
		assert_int_equal(x->loans.loan[i].kind, y->loans.loan[i].kind);
		assert_int_equal(x->loans.loan[i].end, y->loans.loan[i].end);
		assert_int_equal(x->loans.loan[i].gone, y->loans.loan[i].gone);
	}
	assert_int_equal(x->chronicle.ncourses, y->chronicle.ncourses);
	for (size_t i = 0; i < x->chronicle.ncourses; i++)
		assert_int_equal(x->chronicle.courses[i].nspans, y->chronicle.courses[i].nspans);
	assert_int_equal(x->chronicle.nnotable, y->chronicle.nnotable);
	assert_string_equal(hx->problem, "");
	assert_int_equal(hx->count, hy->count);
	for (size_t i = 0; i < hx->count; i++) {
		const struct hazard *h = &hx->list[i], *g = &hy->list[i];
		char what[2][SNAP_LINE], why[2][SNAP_LINE];

		assert_int_equal(
			timeline_mark_order(&(struct timeline_mark){h->event.icount, (long)h->event.seq, h->number},
		                            &(struct timeline_mark){g->event.icount, (long)g->event.seq, g->number}),
			0);
		assert_memory_equal(h->event.arg, g->event.arg, sizeof h->event.arg);
		hazard_text(h, what[0], why[0]);
		hazard_text(g, what[1], why[1]);
		assert_string_equal(what[0], what[1]);
		assert_string_equal(why[0], why[1]);
		assert_same_captions(a, b, hazard_mark(h));
	}
	for (size_t i = 0; i < x->chronicle.nnotable; i++)
		assert_same_captions(
			a, b, (struct timeline_mark){x->chronicle.notable[i].icount, x->chronicle.notable[i].seq, 0});
}

/* In one go, and in pieces. */
static void assert_grows_alike(const char *system, const char *program, unsigned rare, unsigned seed)
{
	struct timeline *once = begin(system, program, SPACING);
	struct session *whole, *grown;
	size_t pieces;

	assert_int_equal(timeline_complete(once), DRIVE_HALT);
	whole = session_new(once);
	grown = grow(begin(system, program, SPACING), NULL, rare, &seed, &pieces);
	assert_true(pieces >= timeline_end(once) / SPACING - 1);
	assert_same_recordings(timeline_recording(once), timeline_recording(session_timeline(grown)));
	assert_same_findings(whole, grown);
	session_free(grown);
	session_free(whole);
}

static void pieces_and_looks_change_nothing(void **state)
{
	(void)state;
	assert_grows_alike(NULL, "return", 1, 1);
	assert_grows_alike(NULL, "nested", 2, 2);
	assert_grows_alike(NULL, "longjmp", 1, 3);
	assert_grows_alike("sunos4-sparc", "return", 2, 4);
	assert_grows_alike("4.4bsd", "atfork", 3, 5);
}

/* Fewer checkpoints than there were, between two looks. */
static void checkpoints_may_go_meanwhile(void **state)
{
	struct timeline *once = begin(NULL, "return", 100), *t = begin(NULL, "return", 100);
	struct session *session;
	unsigned seed = 7;
	size_t pieces;

	(void)state;
	timeline_complete(once);
	session = grow(t, NULL, 200, &seed, &pieces);
	assert_true(pieces > 600);
	assert_true(timeline_ncheckpoints(t) < pieces); /* some are gone */
	assert_same_recordings(timeline_recording(once), timeline_recording(t));
	for (int i = 0; i < 20; i++)
		look(session, &seed);
	session_free(session);
	timeline_free(once);
}

static void what_is_typed_meanwhile_is_part_of_the_run(void **state)
{
	struct typist typist = {.text = "first\nsecond line\n"};
	struct timeline *t = begin(NULL, LINES, SPACING);
	const struct allowance time = allowance_new(60);
	struct session *session;
	size_t applied = 0, n;
	unsigned seed = 11;
	struct machine *m;
	const char *text;

	(void)state;
	timeline_console(t, &(struct console){.arg = &typist, .keys = keys, .later = true});
	session = session_new(t);
	/* nobody has typed: it waits, as often as it is asked, and can be looked at */
	while (timeline_record(t, 0) == DRIVE_PAUSE)
		continue;
	for (int i = 0; i < 5; i++) {
		assert_int_equal(timeline_record(t, 0), DRIVE_WAITS);
		look(session, &seed);
	}
	n = timeline_output(t, timeline_end(t), &text);
	assert_int_equal(n, 0);
	/* key by key, with looks */
	while (typist.text[typist.ready]) {
		enum drive_end end;

		typist.ready++;
		do
			end = timeline_record(t, 0);
		while (end == DRIVE_PAUSE);
		assert_int_equal(end, DRIVE_WAITS);
		look(session, &seed);
	}
	n = timeline_output(t, timeline_end(t), &text);
	assert_int_equal(n, strlen("1: first\n2: second line\n"));
	assert_memory_equal(text, "1: first\n2: second line\n", n);
	/* and its end, for which the console waits no more */
	timeline_console(t, &(struct console){.arg = &typist, .keys = keys});
	assert_int_equal(timeline_complete(t), DRIVE_HALT);
	session_grow(session);
	assert_int_equal(timeline_ninputs(t), strlen(typist.text) + 1);
	/* it can be run again by what is recorded */
	m = run_config_machine(timeline_config(t), error);
	assert_non_null(m);
	assert_true(recording_replay(timeline_recording(t), m, &applied, timeline_end(t), &time, error));
	assert_true(machine_hash(m) == timeline_checkpoint(t, timeline_ncheckpoints(t) - 1)->hash);
	assert_true(timeline_seek(t, 0));
	assert_true(timeline_seek(t, timeline_end(t)));
	assert_true(machine_hash(timeline_machine(t)) == machine_hash(m));
	machine_free(m);
	session_free(session);
}

static void a_run_that_is_stopped_is_complete(void **state)
{
	struct timeline *t = begin(NULL, "return", SPACING);
	struct session *session = session_new(t);
	unsigned seed = 13;
	uint64_t end;

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(timeline_record(t, 0), DRIVE_PAUSE);
	look(session, &seed);
	end = timeline_end(t);
	timeline_stop(t, "stopped: somebody wants it so");
	assert_false(timeline_grows(t));
	assert_string_equal(timeline_problem(t), "stopped: somebody wants it so");
	assert_int_equal(timeline_record(t, 0), DRIVE_QUIT);
	assert_int_equal(timeline_complete(t), DRIVE_QUIT);
	assert_int_equal(timeline_end(t), end);
	assert_int_equal(timeline_checkpoint(t, timeline_ncheckpoints(t) - 1)->icount, end);
	session_grow(session);
	look(session, &seed);
	session_free(session);
}

/* A branch of a run grows as the run does, and a run that is being recorded can be left by one. */
static void branches_grow(void **state)
{
	struct timeline *t = begin(NULL, "return", SPACING), *branch;
	enum drive_end end;

	(void)state;
	for (int i = 0; i < 20; i++)
		assert_int_equal(timeline_record(t, 0), DRIVE_PAUSE);
	branch = timeline_branch(t, timeline_end(t), NULL, 0, error);
	assert_non_null(branch);
	assert_true(timeline_grows(branch));
	for (;;) {
		end = timeline_record(branch, 0);
		if (end != DRIVE_PAUSE)
			break;
		assert_true(timeline_seek(branch, timeline_end(branch) / 2));
	}
	assert_int_equal(end, DRIVE_HALT);
	assert_int_equal(timeline_complete(t), DRIVE_HALT);
	assert_int_equal(timeline_end(t), timeline_end(branch));
	assert_int_equal(timeline_nevents(t), timeline_nevents(branch));
	assert_true(timeline_checkpoint(t, timeline_ncheckpoints(t) - 1)->hash ==
	            timeline_checkpoint(branch, timeline_ncheckpoints(branch) - 1)->hash);
	timeline_free(branch);
	timeline_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_and_looks_change_nothing),
		cmocka_unit_test(checkpoints_may_go_meanwhile),
		cmocka_unit_test(what_is_typed_meanwhile_is_part_of_the_run),
		cmocka_unit_test(a_run_that_is_stopped_is_complete),
		cmocka_unit_test(branches_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
