/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lessons in steps as they are read: what is kept, and what is told of a file that is wrong or hostile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "lesson/tutor.h"

#define HEAD "title: T\ngoal: G\nminutes: 3\nrun: borrow fork\n"
#define STEP "step: vfork.begin\ncaption: C\ntext: one\n  two\n"

static char error[ERROR_MAX];

static void assert_reads(struct tutorial *t, const char *text)
{
	if (!tutorial_read(t, "x.lesson", text, strlen(text), error))
		fail_msg("%s", error);
}

/* Fails unless the text is refused with that line. */
static void assert_refused(const char *text, const char *line)
{
	struct tutorial t;

	assert_false(tutorial_read(&t, "x.lesson", text, strlen(text), error));
	assert_string_equal(error, line);
}

static void test_reads(void **state)
{
	struct tutorial t;

	(void)state;
	assert_reads(&t, "# a comment\n" HEAD "\n" STEP "text: three\n\nstep: same\ncaption: D\nchoose: Q?\n"
	                 "option: a\nif: shared = 1\nsay: yes\noption: b\nif: shared = 2\n");
	assert_string_equal(t.name, "x");
	assert_string_equal(t.words[0], "borrow");
	assert_string_equal(t.words[1], "fork");
	assert_null(t.words[2]);
	assert_int_equal(t.nsteps, 2);
	assert_int_equal(t.steps[0].texts.count, 2);
	assert_string_equal(t.steps[0].texts.list[0].text, "one two");
	assert_int_equal(t.steps[0].texts.list[0].line, 9);
	assert_int_equal(t.steps[0].texts.list[0].column, 7);
	assert_int_equal(t.steps[1].kind, QUESTION_CHOICE);
	assert_int_equal(t.steps[1].noptions, 2);
	assert_string_equal(t.steps[1].options[0].say.text, "yes");
	assert_null(t.steps[1].options[1].say.text);
	tutorial_free(&t);
}

static void test_mistakes(void **state)
{
	(void)state;
	assert_refused("", "x.lesson:1:1: the lesson has no title");
	assert_refused(HEAD, "x.lesson:1:1: the lesson has no steps");
	assert_refused(HEAD "captoin: C\n", "x.lesson:5:1: captoin: no such field; did you mean caption?");
	assert_refused("tilte: C\n", "x.lesson:1:1: tilte: no such field; did you mean title?");
	assert_refused("no colon here\n", "x.lesson:1:1: no: no such field");
	assert_refused("caption: C\n", "x.lesson:1:1: this belongs to a step, and none has begun");
	assert_refused(HEAD STEP "goal: G\n", "x.lesson:9:1: this belongs before the first step");
	assert_refused(HEAD STEP "caption: again\n", "x.lesson:9:1: there is one already");
	assert_refused(HEAD STEP "caption:\n", "x.lesson:9:9: nothing stands behind the colon");
	assert_refused("  goes on with what?\n", "x.lesson:1:3: there is no field that this line goes on with");
	assert_refused(HEAD "step: a\ntext: t\n", "x.lesson:5:7: this step has no caption");
	assert_refused(HEAD STEP "option: a\n", "x.lesson:9:1: nothing is to be chosen here: choose: asks");
	assert_refused(HEAD STEP "choose: q\noption: a\nif: b\n",
	               "x.lesson:9:9: this question needs two options at least");
	assert_refused(HEAD STEP "choose: q\noption: a\noption: b\nif: c\n",
	               "x.lesson:10:9: when is this option right? if: says it");
	assert_refused(HEAD STEP "type: q\n", "x.lesson:9:7: this question needs an answer");
	assert_refused(HEAD STEP "try: t\n", "x.lesson:9:6: an experiment needs success: and solution:");
	assert_refused(HEAD "system: 4.9bsd\n" STEP, "x.lesson:5:9: 4.9bsd: no such system");
	assert_refused("title: T\ngoal: G\nminutes: many\nrun: x\n" STEP, "x.lesson:3:10: a number from 1 to 240");
	/* A stranger's lesson runs what ships, or what lies beside it. */
	assert_refused("title: T\ngoal: G\nminutes: 3\nrun: ../../etc/x.c\n" STEP,
	               "x.lesson:4:6: a program that ships, or a file beside the lesson");
}

/* Bytes that are no text, and too much of everything. */
static void test_bounds(void **state)
{
	struct tutorial t;
	char *text, *end;

	(void)state;
	assert_refused("title: a\x1b[31m\n", "x.lesson:1:9: a byte that is no text");
	assert_refused("title: \xc3\x28\n", "x.lesson:1:8: a byte that is no text");
	assert_refused("title: \xed\xa0\x80\n", "x.lesson:1:8: a byte that is no text");
	assert_false(tutorial_read(&t, "x.lesson", "title: a\0b\n", 11, error));
	assert_string_equal(error, "x.lesson:1:9: a byte that is no text");

	text = alloc_new(1, TUTORIAL_BYTES + 2);
	memset(text, '#', TUTORIAL_BYTES + 1);
	assert_refused(text, "x.lesson:1:1: a lesson has at most 65536 bytes");
	end = stpcpy(text, "title: ");
	memset(end, 'x', TUTORIAL_FIELD);
	end[TUTORIAL_FIELD] = '\0';
	assert_refused(text, "x.lesson:1:8: this text is too long");

	end = stpcpy(text, HEAD);
	for (int i = 0; i <= TUTORIAL_STEPS; i++)
		end = stpcpy(end, "step: a\ncaption: c\ntext: t\n");
	assert_refused(text, "x.lesson:77:1: there are too many steps");
	end = stpcpy(text, HEAD STEP);
	for (int i = 0; i < TUTORIAL_MANY; i++)
		end = stpcpy(end, "text: t\n");
	assert_refused(text, "x.lesson:14:1: there are too many of these");
	end = stpcpy(text, HEAD STEP "choose: q\n");
	for (int i = 0; i <= TUTORIAL_MANY; i++)
		end = stpcpy(end, "option: o\nif: f\n");
	assert_refused(text, "x.lesson:22:1: there are too many options");
	free(text);
}

/* Every beginning of a good lesson, and the lesson with each byte another one, is read or refused, not more. */
static void test_damaged(void **state)
{
	static const char good[] =
		HEAD STEP "choose: q\noption: a\nif: x = 1\noption: b\nif: x = 2\nsay: s\n"
			  "step: b\ncaption: c\ntype: q\nanswer: x\nelse: no\nstep: d\ncaption: e\ntry: t\nsuccess: s\n"
			  "solution: X\n";
	struct tutorial t;

	(void)state;
	assert_reads(&t, good);
	tutorial_free(&t);
	for (size_t n = 0; n < sizeof good - 1; n++) {
		if (tutorial_read(&t, "x.lesson", good, n, error))
			tutorial_free(&t);
		for (const char *c = ": \n#{\xff"; *c; c++) {
			char *bad = alloc_string(good);

			bad[n] = *c;
			if (tutorial_read(&t, "x.lesson", bad, sizeof good - 1, error))
				tutorial_free(&t);
			free(bad);
		}
	}
}

/* A seed chooses arguments, each within its bounds, and all of them. */
static void test_vary(void **state)
{
	bool seen[4] = {false};
	struct tutorial t;

	(void)state;
	assert_reads(&t, HEAD "vary: 1 from 6 to 9\n" STEP);
	assert_string_equal(t.words[1], "fork");
	for (unsigned seed = 1; seed < 50; seed++) {
		char all[20];

		assert_true(tutorial_vary(&t, seed, error));
		assert_in_range(atoi(t.words[1]), 6, 9);
		seen[atoi(t.words[1]) - 6] = true;
		snprintf(all, sizeof all, "borrow %s", t.words[1]);
		assert_string_equal(t.run.text, all);
		assert_null(t.words[2]);
	}
	for (size_t i = 0; i < 4; i++)
		assert_true(seen[i]);
	tutorial_free(&t);
#define BETWEEN "which argument of run, and between which numbers: 1 from 2 to 9"
	assert_refused(HEAD "vary: 1 from 9 to 6\n" STEP, "x.lesson:5:7: " BETWEEN);
	assert_refused(HEAD "vary: 1 from 6 to 9 or so\n" STEP, "x.lesson:5:7: " BETWEEN);
	assert_refused(HEAD "vary: 0 from 6 to 9\n" STEP, "x.lesson:5:7: run has no argument 0");
}

/* A seed changes the places of options, and loses none. */
static void test_order(void **state)
{
	struct tutorial t;
	struct tutor tutor = {.tutorial = &t};
	bool other = false;

	(void)state;
	assert_reads(&t, HEAD STEP "choose: q\noption: a\nif: f\noption: b\nif: f\noption: c\nif: f\n");
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(tutor_option(&tutor, 0, i), i);
	for (t.seed = 1; t.seed < 50; t.seed++) {
		unsigned seen = 0;

		for (size_t i = 0; i < 3; i++) {
			seen |= 1u << tutor_option(&tutor, 0, i);
			other |= tutor_option(&tutor, 0, i) != i;
		}
		assert_int_equal(seen, 7);
	}
	assert_true(other);
	tutorial_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),   cmocka_unit_test(test_mistakes), cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_damaged), cmocka_unit_test(test_order),    cmocka_unit_test(test_vary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
