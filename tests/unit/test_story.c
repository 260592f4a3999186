/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The story of a datum: who wrote it, who will, who reads it; piece by piece and all at once alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/story.h"
#include "analysis/term.h"
#include "session_fixture.h"

static struct datum datum_at(const char *where, uint32_t pid, const char *text)
{
	struct timeline_mark mark = mark_of(where);
	struct datum d;

	if (!datum_read(session, &mark, pid, text, &d, error))
		fail_msg("%s: %s", text, error);
	return d;
}

/* The word that the child destroys: the return address of spawn(), at the instant of the hazard. */
static struct datum destroyed(void)
{
	struct datum there = datum_at("spawn+1l", 2, "spawn.return");
	char address[24];

	snprintf(address, sizeof address, "0x%x", there.va);
	return datum_at("hazard.frame", 3, address);
}

static void test_the_destroyed_word(void **state)
{
	struct datum d = destroyed();
	struct story st;
	size_t steps = 0;

	(void)state;
	story_begin(&st, &d);
	assert_int_equal(st.part, STORY_LAST);
	while (story_step(session, &st))
		assert_true(++steps < 10000);
	assert_false(story_step(session, &st));

	const struct story_deed *last = &st.deeds[STORY_LAST], *before = &st.deeds[STORY_BEFORE];
	const struct story_deed *next = &st.deeds[STORY_NEXT], *reads = &st.deeds[STORY_READ];

	assert_true(last->known && last->there);
	assert_int_equal(last->pid, 3);
	assert_false(last->kernel);
	assert_string_equal(last->function, "main");
	assert_string_equal(last->file, "return.c");
	assert_true(last->now == d.value && last->was != last->now);
	assert_non_null(strstr(last->insn, "move"));
	assert_true(last->mark.icount < d.at.icount);

	/* what was there before: the call of spawn() by its parent */
	assert_true(before->known && before->there);
	assert_int_equal(before->pid, 2);
	assert_true(before->now == last->was && before->mark.icount < last->mark.icount);

	/* what comes: writes and reads lie behind the instant, a read before the write at the latest */
	assert_true(next->known && reads->known);
	if (next->there)
		assert_true(next->mark.icount >= d.at.icount);
	assert_true(reads->there);
	assert_true(reads->mark.icount >= d.at.icount);
	if (next->there)
		assert_true(reads->mark.icount <= next->mark.icount);
}

/* Who cannot wait gets the same. */
static void test_until(void **state)
{
	struct datum d = destroyed();
	struct story a, b;

	(void)state;
	story_begin(&a, &d);
	assert_true(story_until(session, &a, STORY_LAST));
	assert_false(a.deeds[STORY_NEXT].known);
	story_begin(&b, &d);
	while (story_step(session, &b))
		;
	assert_int_equal(a.deeds[STORY_LAST].mark.icount, b.deeds[STORY_LAST].mark.icount);
}

/* A register has writers, and nobody is looked for who reads it. */
static void test_register(void **state)
{
	struct datum d = datum_at("hazard.frame", 3, "sp");
	struct story st;

	(void)state;
	story_begin(&st, &d);
	while (story_step(session, &st))
		;
	assert_true(st.deeds[STORY_LAST].there);
	assert_true(st.deeds[STORY_LAST].now == d.value);
	assert_false(st.deeds[STORY_READ].there);
}

/* All writes are those that a search from write to write finds. */
static void test_writes(void **state)
{
	struct datum d = destroyed(), at = d;
	struct story_writes all;
	struct write w;
	size_t n = 0;

	(void)state;
	story_writes_begin(&all, &d);
	while (story_writes_step(session, &all))
		;
	assert_true(all.done && all.before > 1);
	for (uint64_t icount = d.at.icount; writer_last(session, &at, 0, icount, &w, error) == PASSAGE_FOUND;
	     icount = w.at.icount) {
		assert_true(n < all.before);
		assert_int_equal(all.marks[n++].icount, w.at.icount);
		at.value = w.was;
	}
	assert_int_equal(n, all.before);
	at.value = d.value;
	for (uint64_t icount = d.at.icount; writer_first(session, &at, icount, UINT64_MAX, &w, error) == PASSAGE_FOUND;
	     icount = w.at.icount + 1) {
		assert_int_equal(all.marks[n++].icount, w.at.icount);
		at.value = w.now;
	}
	assert_int_equal(n, all.before + all.behind);
}

/* Every term once, with a sentence. */
static void test_terms(void **state)
{
	(void)state;
	for (size_t i = 0; i < nterms; i++) {
		size_t length = strlen(terms[i].meaning);

		if (!*terms[i].name) { /* what those behind it are */
			assert_true(length && i + 1 < nterms && *terms[i + 1].name);
			continue;
		}
		assert_ptr_equal(term_meaning(terms[i].name), terms[i].meaning);
		assert_true(length > 5 && terms[i].meaning[length - 1] == '.');
	}
	assert_null(term_meaning("nothing"));
	assert_non_null(term_meaning("SVFORK"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_destroyed_word),
		cmocka_unit_test(test_until),
		cmocka_unit_test(test_register),
		cmocka_unit_test(test_writes),
		cmocka_unit_test(test_terms),
	};

	return cmocka_run_group_tests(tests, session_begin, session_end);
}
