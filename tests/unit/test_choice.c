/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a child could do next, and what comes of it: emu/analysis/choice.c and consequence.c. Not in make check. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/consequence.h"
#include "analysis/where.h"
#include "run_fixture.h"

enum { SYSTEMS = 3 };
static const char *const systems[SYSTEMS] = {"4.3bsd", "4.4bsd", "sunos4-sparc"};

static char error[ERROR_MAX];
static char lonely[512]; /* beside the test */

/* What is to come of a choice: the hazard, NULL none, and the outcome. */
struct expected {
	const char *hazard;
	enum ending outcome;
};
struct expectation {
	const char *key; /* with the number of its variant behind # */
	struct expected on[SYSTEMS];
};

static uint64_t hash_at(struct session *s, const struct timeline_mark *mark)
{
	struct timeline *t = session_timeline(s);

	if (!timeline_seek(t, mark->icount))
		fail_msg("%s", timeline_failure(t));
	return machine_hash(timeline_machine(t));
}

static bool is(const char *hazard, const char *wanted)
{
	return wanted ? !strncmp(hazard, wanted, strlen(wanted)) && hazard[strlen(wanted)] == ':' : !*hazard;
}

/* Takes a choice, which was rehearsed or not, and holds what comes of it against what is expected. The run that it
 * leaves is as it was. */
static void try(struct session *s, const struct timeline_mark *mark, const char *program, const char *system,
                const char *key, const struct expected *expected, bool rehearsed)
{
	size_t variant[CHOICE_KINDS];
	struct choices c;
	const struct choice *o;
	struct consequence made;
	uint64_t before = hash_at(s, mark);

	for (int i = 0; i < CHOICE_KINDS; i++)
		variant[i] = key[1] ? (size_t)(key[2] - '1') : 0;
	if (!choices_read(s, mark, variant, &c, error))
		fail_msg("%s on %s: %s", program, system, error);
	o = choices_key(&c, key[0]);
	assert_non_null(o);
	if (!consequence_make(s, &c, o, &(struct written){s, *mark}, rehearsed ? consequence_rehearse(s, &c) : NULL,
	                      &made, error))
		fail_msg("%s on %s, %s: %s", program, system, key, error);
	if (!is(made.hazard, expected->hazard) || made.outcome != expected->outcome)
		fail_msg("%s on %s, %s: %s, %s", program, system, key, made.hazard, made.ending);
	if (!timeline_seek(session_timeline(made.session), made.decisive.icount))
		fail_msg("%s", timeline_failure(session_timeline(made.session)));
	assert_true(hash_at(s, mark) == before);
	consequence_free(&made);
	assert_true(hash_at(s, mark) == before);
}

static void try_all(const char *program, const struct expectation *all, size_t n)
{
	for (int k = 0; k < SYSTEMS; k++) {
		struct session *s = session_new(fixture_run_on(systems[k], program, NULL, 0));
		struct timeline_mark mark = {0};

		if (!choices_next(s, &mark, error))
			fail_msg("%s on %s: %s", program, systems[k], error);
		for (size_t i = 0; i < n; i++)
			try(s, &mark, program, systems[k], all[i].key, &all[i].on[k], (i ^ (size_t)k) & 1);
		session_free(s);
	}
}

#define EVERYWHERE(hazard, outcome)                                                                                    \
	{                                                                                                              \
		{hazard, outcome}, {hazard, outcome},                                                                  \
		{                                                                                                      \
			hazard, outcome                                                                                \
		}                                                                                                      \
	}
/* What harms a lender, and no parent whose child has a copy. */
#define LENT(hazard, outcome)                                                                                          \
	{                                                                                                              \
		{hazard, outcome}, {NULL, OUTCOME_LIVES},                                                              \
		{                                                                                                      \
			hazard, outcome                                                                                \
		}                                                                                                      \
	}

static void the_program_made_for_it(void **state)
{
	static const struct expectation all[] = {
		{"R", LENT("hazard.frame", OUTCOME_DIES)}, /* its frame falls on the parent's */
		{"X", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"Q", LENT("hazard.stdio", OUTCOME_ALTERED)},
		{"P", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"P#3", EVERYWHERE(NULL, OUTCOME_LIVES)}, /* a program that is not there */
		{"C", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"S", LENT(NULL, OUTCOME_ALTERED)},
		{"G", LENT(NULL, OUTCOME_ALTERED)},
		{"H", LENT(NULL, OUTCOME_ALTERED)},
		{"M", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"F", LENT(NULL, OUTCOME_ALTERED)},
		{"O", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"L", LENT("hazard.frame", OUTCOME_DIES)},
		{"K", EVERYWHERE(NULL, OUTCOME_ALTERED)}, /* it has a handler, and prints how many have come */
		{"K#2", EVERYWHERE(NULL, OUTCOME_DIES)},  /* SIGTERM */
		{"T", EVERYWHERE(NULL, OUTCOME_WAITS)},
		{"I", EVERYWHERE(NULL, OUTCOME_STUCK)},
		{"V", EVERYWHERE(NULL, OUTCOME_LIVES)},
	};

	(void)state;
	try_all("explore", all, sizeof all / sizeof *all);
}

/* A lesson whose child returns whatever it does before. */
static void a_lesson(void **state)
{
	static const struct expectation all[] = {
		{"R", LENT("hazard.frame", OUTCOME_DIES)},
		{"X", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"Q", LENT("hazard.stdio", OUTCOME_LIVES)},
		{"P", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"G", LENT("hazard.frame", OUTCOME_DIES)},
		{"M", LENT("hazard.frame", OUTCOME_DIES)},
		{"K", {{"hazard.frame", OUTCOME_DIES}, {NULL, OUTCOME_DIES}, {"hazard.frame", OUTCOME_DIES}}},
		{"V", LENT("hazard.frame", OUTCOME_DIES)},
	};

	(void)state;
	try_all("return", all, sizeof all / sizeof *all);
}

/* One that has nothing of the library's: system calls are made by a trap. */
static void a_program_alone(void **state)
{
	static const struct expectation all[] = {
		{"R", LENT("hazard.frame", OUTCOME_DIES)}, {"X", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"P", EVERYWHERE(NULL, OUTCOME_LIVES)},    {"C", EVERYWHERE(NULL, OUTCOME_LIVES)},
		{"O", LENT("hazard.frame", OUTCOME_DIES)}, {"T", EVERYWHERE(NULL, OUTCOME_WAITS)},
	};

	(void)state;
	try_all(lonely, all, sizeof all / sizeof *all);
}

static struct choices read_at(struct session *s, const char *where)
{
	struct timeline_mark mark;
	struct choices c = {0};

	if (!where_mark(s, where, &mark, error) || !choices_read(s, &mark, NULL, &c, error))
		fail_msg("%s: %s", where, error);
	return c;
}

static void what_is_told(void **state)
{
	static const struct {
		char key;
		const char *what, *detail;
	} rows[] = {
		{'R', "return from spawn()", ""},
		{'C', "call a function, deeper", "deeper(1, 2, 3)"},
		{'S', "store into a local of spawn()", "local = 7  was 1"},
		{'G', "store into a global", "shared = 7  was 1"},
		{'H', "store into the heap", "*number = 7"},
		{'F', "free", "free(number)"},
		{'L', "longjmp out", "longjmp(top, 1)"},
		{'K', "signal the parent", "SIGUSR1 to pid 2, caught: on_signal"},
		{'I', "read a pipe", "read(3)  2 can write"},
	};
	struct session *s = session_new(fixture_run("explore", NULL, 0));
	struct timeline_mark mark = {0};
	struct choices c;

	(void)state;
	assert_true(choices_next(s, &mark, error));
	assert_true(choices_read(s, &mark, NULL, &c, error));
	assert_int_equal(c.pid, 3);
	assert_int_equal(c.parent, 2);
	assert_true(c.lent);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct choice *o = choices_key(&c, rows[i].key);

		assert_non_null(o);
		assert_true(o->possible);
		assert_string_equal(o->what, rows[i].what);
		assert_string_equal(o->detail, rows[i].detail);
	}
	/* the lender, when it is back */
	c = read_at(s, "report");
	assert_true(c.woken);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.list[0].key, 'W');
	session_free(s);
}

/* Where nothing is lent nothing is told of a loan; and after a fork nothing of a parent that waits in vfork. */
static void words_of_a_copy(void **state)
{
	static const char *const loans[] = {"again", "lends", "wakes", "leaves a frame behind", "the data pages"};
	static const struct {
		const char *system, *program;
		bool waits;
	} runs[] = {{"4.3bsd", "explore fork", false}, {"4.4bsd", "explore", true}};

	(void)state;
	for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
		struct session *s = session_new(fixture_run_on(runs[k].system, runs[k].program, NULL, 0));
		struct timeline_mark mark = {0};
		struct choices c;

		assert_true(choices_next(s, &mark, error));
		assert_true(choices_read(s, &mark, NULL, &c, error));
		assert_false(c.lent);
		for (size_t i = 0; i < c.count; i++)
			for (size_t n = 0; n < sizeof loans / sizeof *loans; n++) {
				bool may = runs[k].waits && (n == 0 || n == 2);

				if (!may && (strstr(c.list[i].what, loans[n]) || strstr(c.list[i].means, loans[n])))
					fail_msg("%s: %c: %s, %s", runs[k].system, c.list[i].key, c.list[i].what,
					         c.list[i].means);
			}
		session_free(s);
	}
}

/* A parent that does not wait is looked at where it ends, if that comes first: not at the end of the machine. */
static void the_end_of_a_parent(void **state)
{
	struct session *s = session_new(fixture_run("borrow fork", NULL, 0));
	struct timeline_mark mark = {0};
	struct consequence made;
	struct choices c;
	const struct event *e;

	(void)state;
	assert_true(choices_next(s, &mark, error));
	assert_true(choices_read(s, &mark, NULL, &c, error));
	assert_true(consequence_make(s, &c, choices_key(&c, 'K'), &(struct written){s, mark}, NULL, &made, error));
	assert_int_equal(made.outcome, OUTCOME_DIES);
	e = timeline_event(session_timeline(made.session), (size_t)made.decisive.event);
	assert_int_equal(e->kind, EV_EXIT_BEGIN);
	assert_int_equal(e->pid, c.parent);
	consequence_free(&made);
	session_free(s);
}

/* A second choice has hazards of its own, and what the first has done is not its doing. */
static void the_choice_before(void **state)
{
	static const struct {
		char key;
		bool before;
	} second[] = {{'C', true}, {'X', true}, {'R', false} /* of main(): elsewhere */, {'L', false} /* likewise */};
	struct session *s = session_new(fixture_run("explore", NULL, 0));
	struct written written = {.session = s};
	struct consequence first, made;
	struct choices c;

	(void)state;
	assert_true(choices_next(s, &written.mark, error));
	assert_true(choices_read(s, &written.mark, NULL, &c, error));
	assert_true(consequence_make(s, &c, choices_key(&c, 'R'), &written, NULL, &first, error));
	assert_false(first.before);
	for (size_t i = 0; i < sizeof second / sizeof *second; i++) {
		assert_true(choices_read(first.session, &first.decisive, NULL, &c, error));
		assert_true(consequence_make(first.session, &c, choices_key(&c, second[i].key), &written, NULL, &made,
		                             error));
		if (made.before != second[i].before || timeline_mark_order(&made.decisive, &first.decisive) <= 0)
			fail_msg("%c: %s, %s, @%llu", second[i].key, made.ending, made.hazard,
			         (unsigned long long)made.decisive.icount);
		consequence_free(&made);
	}
	consequence_free(&first);
	session_free(s);
}

static void not_everywhere(void **state)
{
	static const struct {
		const char *where, *tells;
	} wrong[] = {
		{"main", "no child runs at @"},
		{"vfork.begin", "no child runs at @"},
		{"exit.begin", "the kernel runs at @"},
		{"end", "and no child has from there on"},
	};
	struct session *s = session_new(fixture_run("explore", NULL, 0));

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct timeline_mark mark;
		struct choices c;

		assert_true(where_mark(s, wrong[i].where, &mark, error));
		assert_false(choices_read(s, &mark, NULL, &c, error));
		if (!strstr(error, wrong[i].tells))
			fail_msg("%s: %s", wrong[i].where, error);
	}
	session_free(s);
}

int main(int argc, char **argv)
{
	const char *slash = argc ? strrchr(argv[0], '/') : NULL;

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_program_made_for_it), cmocka_unit_test(a_lesson),
		cmocka_unit_test(a_program_alone),         cmocka_unit_test(what_is_told),
		cmocka_unit_test(not_everywhere),          cmocka_unit_test(words_of_a_copy),
		cmocka_unit_test(the_end_of_a_parent),     cmocka_unit_test(the_choice_before),
	};

	snprintf(lonely, sizeof lonely, "%.*slonely.elf", slash ? (int)(slash + 1 - argv[0]) : 0, argv[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
