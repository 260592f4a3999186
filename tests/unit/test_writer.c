/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data by name, and who wrote them: emu/analysis/datum.c and writer.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/datum.h"
#include "analysis/whereabouts.h"
#include "analysis/writer.h"
#include "session_fixture.h"

static int begin(void **state)
{
	(void)state;
	session = session_new(fixture_run("return", NULL, 10000)); /* some intervals between checkpoints */
	return 0;
}

static struct datum datum_at(const char *where, uint32_t pid, const char *text)
{
	struct timeline_mark mark = mark_of(where);
	struct datum d;

	if (!datum_read(session, &mark, pid, text, &d, error))
		fail_msg("%s: %s", text, error);
	return d;
}

static struct write last_write(const struct datum *d)
{
	struct write w;

	if (writer_last(session, d, 0, d->at.icount, &w, error) != PASSAGE_FOUND)
		fail_msg("%s has no writer: %s", d->name, error);
	return w;
}

/* The lender's return address, which the child's calls write over, is found by the name that it has before. */
static void the_store_that_destroys_the_return_address(void **state)
{
	struct datum there = datum_at("spawn+1l", 2, "spawn.return"), after, during;
	char address[24];
	struct write w;

	(void)state;
	snprintf(address, sizeof address, "0x%x", there.va);
	w = last_write(&there); /* the call of spawn() */
	assert_int_equal(w.at.pid, 2);
	assert_true(w.at.user && w.now == there.value);
	after = datum_at("end", 2, address);
	assert_true(after.value != there.value);
	w = last_write(&after);
	assert_true(w.at.icount > mark_of("vfork.begin").icount);
	during = datum_at("hazard.frame+1i", 2, "spawn.return"); /* also while the lender has no page tables */
	assert_true(during.va == there.va && during.pa == there.pa && during.value == after.value);
	w = last_write(&(struct datum){.reg = -1, .pa = there.pa, .size = 4, .at = mark_of("vm.return")});
	assert_int_equal(w.at.pid, 3);
	assert_true(w.at.user);
	assert_true(w.now != there.value);
}

/* A function that is not called any more has had its return address in the last call. */
static void the_return_address_of_a_call_that_is_over(void **state)
{
	struct datum there = datum_at("spawn+1l", 2, "spawn.return"), after = datum_at("end-1e", 0, "spawn.return");
	struct write w = last_write(&after);

	(void)state;
	assert_int_equal(after.pid, 2);
	assert_true(after.va == there.va && after.pa == there.pa && after.value != there.value);
	assert_int_equal(w.at.pid, 3);
	assert_true(w.now == after.value);
	assert_non_null(strstr(after.name, "of the last call of spawn()"));
}

static void names_of_data(void **state)
{
	struct datum d = datum_at("report+2l", 0, "first");

	(void)state;
	assert_int_equal(d.pid, 3);
	assert_true(d.value == 0x11111111);
	assert_string_equal(d.type, "int");
	assert_string_equal(d.name, "first in report()");
	assert_true(datum_at("report+2l", 0, "report.third").value == 0x33333333);
	assert_true(datum_at("report+2l", 0, "use_fork").size == 4);
	assert_true(datum_at("report+2l", 0, "0x7ffffffc").va == 0x7ffffffc);
	assert_true(datum_at("report", 0, "kernel:curproc").va >= S0BASE);
	assert_int_equal(datum_at("report", 0, "sp").reg, 15);
	/* what has ended is looked at where its end begins */
	d = datum_at("end", 2, "d0");
	assert_true(d.at.icount < mark_of("end").icount);
	/* the process that ran last, not init */
	assert_int_equal(datum_at("end", 0, "d0").pid, 2);
}

static void wrong_names_are_told(void **state)
{
	static const struct {
		const char *text, *tells;
	} wrong[] = {
		{"frist", "did you mean first?"},    {"", "no such variable"},
		{"0x", "no such variable"},          {"0x123456789", "no such variable"},
		{"0x40000000", "has no page"},       {"spawn.pid", "in no call of that function"},
		{"report.none", "no such variable"}, {"kernel:none", "the kernel has no such variable"},
		{"0xf0000000", "no memory"},         {"d8", "no such variable"},
	};
	struct timeline_mark mark = mark_of("report+2l");
	struct datum d;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (datum_read(session, &mark, 0, wrong[i].text, &d, error))
			fail_msg("%s was taken", wrong[i].text);
		if (!strstr(error, wrong[i].tells))
			fail_msg("%s gives: %s", wrong[i].text, error);
	}
	assert_false(datum_read(session, &mark, 77, "d0", &d, error));
	assert_non_null(strstr(error, "pid 77"));
}

/* What a run that is watched from its beginning knows of some words of memory. */
enum { WORDS = 24 };
struct ledger {
	uint32_t pa[WORDS];
	uint64_t icount[WORDS]; /* of the last store, UINT64_MAX none */
};

static void enter(void *arg, const struct store *s)
{
	struct ledger *l = arg;

	for (int i = 0; i < WORDS; i++)
		if (s->pa < l->pa[i] + 4 && s->pa + s->size > l->pa[i])
			l->icount[i] = s->icount;
}

/* The answers are those of a whole run in detail: also when more is asked, at other instants, and it is known which
 * intervals wrote what. */
static void writers_are_those_of_a_whole_run(void **state)
{
	static const char *const instants[] = {"exit.end", "vm.return", "exit.end"};
	struct timeline *t = session_timeline(session);
	struct ledger ledger;
	uint64_t x = 7;

	(void)state;
	for (size_t n = 0; n < sizeof instants / sizeof *instants; n++) {
		uint64_t to = mark_of(instants[n]).icount;

		for (int i = 0; i < WORDS; i++) {
			x = x * 6364136223846793005 + 1442695040888963407;
			/* the page frames of the kernel's data, its stacks and the programs */
			ledger.pa[i] = (uint32_t)(x >> 33) % (140 * NBPG) & ~3u;
			ledger.icount[i] = UINT64_MAX;
		}
		ledger.pa[0] = datum_at("report", 2, "kernel:curproc").pa;
		ledger.pa[1] = datum_at("report+2l", 3, "first").pa;
		assert_true(timeline_detail(t, 0, to, NULL, enter, NULL, &ledger));
		for (int i = 0; i < WORDS; i++) {
			struct datum d = {.reg = -1, .pa = ledger.pa[i], .size = 4};
			struct write w, next;
			enum passage_end end = writer_last(session, &d, 0, to, &w, error);

			assert_int_equal(end, ledger.icount[i] == UINT64_MAX ? PASSAGE_NONE : PASSAGE_FOUND);
			if (end != PASSAGE_FOUND)
				continue;
			assert_true(w.at.icount == ledger.icount[i]);
			assert_int_equal(writer_first(session, &d, w.at.icount, to, &next, error), PASSAGE_FOUND);
			assert_true(next.at.icount == w.at.icount);
		}
	}
}

/* The last store into each byte of a page frame, as it is told in detail and while the page frame is watched. */
struct frame {
	uint32_t pa, stores;
	uint64_t last[NBPG]; /* icount + 1; 0: none */
	struct watched near[NBPG];
};

static void in_detail(void *arg, const struct store *s)
{
	struct frame *f = arg;

	f->stores += s->pa / NBPG * NBPG == f->pa;
	for (uint32_t pa = s->pa; pa < s->pa + s->size; pa++)
		if (pa - f->pa < NBPG)
			f->last[pa - f->pa] = s->icount + 1;
}

static void at_full_speed(void *arg, const struct watched *w)
{
	struct frame *f = arg;

	for (uint32_t pa = w->pa; pa < w->pa + w->size; pa++)
		if (pa - f->pa < NBPG)
			f->near[pa - f->pa] = *w;
}

/* The stacks, the kernel's data, what programs read and what is moved: nothing else is told of them, and the run is the
 * same. */
static void what_is_watched_is_what_is_stored(void **state)
{
	struct timeline *t = session_timeline(session);
	uint64_t hash, end = timeline_end(t);
	struct frame *f = calloc(1, sizeof *f);

	(void)state;
	assert_non_null(f);
	timeline_seek(t, end);
	hash = machine_hash(timeline_machine(t));
	for (uint32_t pa = 0, tried = 0; tried < 30 && pa < 200 * NBPG; pa += NBPG) {
		*f = (struct frame){.pa = pa};
		assert_true(timeline_detail(t, 0, end, NULL, in_detail, NULL, f));
		if (!f->stores)
			continue;
		tried++;
		assert_true(timeline_watch(t, 0, end, pa, 1, at_full_speed, f));
		assert_true(machine_hash(timeline_machine(t)) == hash);
		for (uint32_t i = 0; i < NBPG; i++) {
			assert_int_equal(f->last[i] > 0, f->near[i].to > 0);
			assert_true(!f->last[i] || (f->near[i].from < f->last[i] && f->last[i] <= f->near[i].to));
		}
	}
	free(f);
}

/* Who it was, and for what. */
static void the_kernel_writes_for_somebody(void **state)
{
	struct session *handled = session_new(fixture_run("handler", NULL, 0));
	struct timeline_mark mark;
	struct datum d;
	struct write w;

	(void)state;
	assert_true(where_mark(handled, "parents", &mark, error)); /* the handler begins; a word of its frame */
	assert_true(datum_read(handled, &mark, 0, "sp", &d, error));
	snprintf(error, sizeof error, "0x%x", (unsigned)d.value + 8);
	assert_true(datum_read(handled, &mark, 0, error, &d, error));
	assert_int_equal(writer_last(handled, &d, 0, mark.icount, &w, error), PASSAGE_FOUND);
	assert_true(w.kernel && w.signal == 30);
	session_free(handled);
}

/* A register had the old value before the instruction and has the new one behind it; the first write from there on is
 * that one. */
static void registers_change_there(void **state)
{
	static const char *const names[] = {"d0", "d1", "d2", "a0", "a1", "fp", "sp"};
	static const char *const places[] = {"spawn+2l", "report+3l", "spawn.return#2", "main+2l", "main+3l"};

	(void)state;
	for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
		for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
			struct datum d = datum_at(places[i], 0, names[n]), before;
			struct write w, again;
			char where[32];

			if (writer_last(session, &d, 0, d.at.icount, &w, error) != PASSAGE_FOUND)
				continue;
			assert_true(w.now == d.value && w.was != w.now);
			snprintf(where, sizeof where, "@%llu", (unsigned long long)w.at.icount);
			before = datum_at(where, d.pid, names[n]);
			assert_true(before.value == w.was || w.kernel);
			before.value = w.kernel ? before.value : w.was;
			assert_int_equal(writer_first(session, &before, w.at.icount, d.at.icount, &again, error),
			                 PASSAGE_FOUND);
			assert_true(again.at.icount == w.at.icount || w.kernel);
		}
	}
}

static void the_kernel_gives_a_result(void **state)
{
	struct datum d = datum_at("vfork.end+1l", 2, "d0");
	struct write w = last_write(&d);

	(void)state;
	assert_true(w.kernel);
	assert_string_equal(w.call, "vfork");
	assert_true(w.now == 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_store_that_destroys_the_return_address),
		cmocka_unit_test(the_return_address_of_a_call_that_is_over),
		cmocka_unit_test(names_of_data),
		cmocka_unit_test(wrong_names_are_told),
		cmocka_unit_test(writers_are_those_of_a_whole_run),
		cmocka_unit_test(what_is_watched_is_what_is_stored),
		cmocka_unit_test(the_kernel_writes_for_somebody),
		cmocka_unit_test(registers_change_there),
		cmocka_unit_test(the_kernel_gives_a_result),
	};

	return cmocka_run_group_tests(tests, begin, session_end);
}
