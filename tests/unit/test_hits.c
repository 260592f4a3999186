/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hits and completion of a line that names instants: emu/analysis/hits.c, completion.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/completion.h"
#include "analysis/hazard.h"
#include "analysis/hits.h"
#include "session_fixture.h"

static struct hits hits;

/* Looks for a text, to the end, with names as they are at an instant. */
static size_t find(const char *text, const char *at)
{
	struct timeline_mark mark = mark_of(at);
	int turns = 0;

	hits_release(&hits);
	if (!hits_begin(&hits, session, text, &mark, error))
		fail_msg("%s: %s", text, error);
	while (hits_more(&hits, 1))
		assert_true(++turns < 1000000);
	assert_true(hits_progress(&hits) == 1000);
	return hits.count;
}

/* One after the other, by the commands' own search. */
static size_t found_by_condition(const char *text, const char *at, struct timeline_mark *list, size_t max)
{
	struct timeline_mark mark = mark_of(at), from = {0, -1, 0};
	struct condition condition;
	size_t n = 0;

	if (!condition_read(session, text, &mark, &condition, error))
		fail_msg("%s: %s", text, error);
	while (n < max && condition_find(session, &condition, &from, false, error) == PASSAGE_FOUND)
		list[n++] = from;
	return n;
}

static void all_hits_are_those_of_find(void **state)
{
	static const char *const texts[] = {
		"spawn.return",          "return.c:42",         "write use_fork", "read use_fork", "vm.pass",
		"hazard.frame",          "console the parent",  "write d2",       "call report",   "kernel:vpassvm",
		"read pid and in spawn", "write pid and pid 3", "tty.write"};
	static struct timeline_mark list[HITS_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		size_t n = found_by_condition(texts[i], "spawn+1l", list, HITS_MAX);

		assert_int_equal(find(texts[i], "spawn+1l"), n);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(timeline_mark_order(&list[k], &hits.list[k]), 0);
		assert_string_equal(hits.problem, "");
	}
	assert_int_equal(find("spawn.return", "end"), 2);
}

/* A filter on a variable that is only sometimes there. */
static void a_variable_need_not_be_there_always(void **state)
{
	(void)state;
	assert_int_equal(find("return.c:48 and first = 286331153", "end"), 1);
	assert_int_equal(find("return.c:48 and first = 1", "end"), 0);
	assert_string_equal(hits.problem, "");
	find("return.c:48 and frist = 1", "end");
	assert_non_null(strstr(hits.problem, "did you mean first?"));
}

static void a_where_is_one_instant(void **state)
{
	static const char *const wheres[] = {
		"17", "@98000", "50%", "end", "vm.pass#1", "spawn.return#2", "spawn+1l", "vfork.begin-2e+3i", " end "};

	(void)state;
	for (size_t i = 0; i < sizeof wheres / sizeof *wheres; i++) {
		char where[32];
		struct timeline_mark mark;

		assert_int_equal(find(wheres[i], "end"), 1);
		assert_true(hits.one);
		sscanf(wheres[i], "%31s", where);
		mark = mark_of(where);
		assert_int_equal(timeline_mark_order(&hits.list[0], &mark), 0);
	}
}

static void the_next_hit_and_the_one_before(void **state)
{
	struct timeline_mark first = mark_of("spawn.return"), second = mark_of("spawn.return#2"), mark = mark_of("end");

	(void)state;
	find("spawn.return", "end");
	assert_ptr_equal(hits_next(&hits, &mark, 1), NULL);
	assert_int_equal(timeline_mark_order(hits_next(&hits, &mark, -1), &second), 0);
	assert_int_equal(timeline_mark_order(hits_next(&hits, &second, -1), &first), 0);
	assert_int_equal(timeline_mark_order(hits_next(&hits, &first, 1), &second), 0);
	assert_ptr_equal(hits_next(&hits, &first, -1), NULL);
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
	static const struct {
		const char *text, *tells;
		long place;
	} wrong[] = {
		{"", "nothing to look for", -1},
		{"spwn", "did you mean spawn?", 0},
		{"write nothing_so", "nothing_so: ", 6},
		{"spawn and pdi 3", "pdi 3: ", 10},
		{"spawn+1x", "no unit", 5},
		{"9999999", "events, counted from 0", 0},
		{"vm.pass#7", "has 1 of these", 0},
		{"spawn and in reprot", "did you mean report?", 13},
		{"event vm.pass form=1", "no such argument", 14},
	};
	struct timeline_mark mark = mark_of("spawn+1l");

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		hits_release(&hits);
		assert_false(hits_begin(&hits, session, wrong[i].text, &mark, error));
		if (!strstr(error, wrong[i].tells) || error_place(error, wrong[i].text) != wrong[i].place)
			fail_msg("%s: %s (%ld)", wrong[i].text, error, error_place(error, wrong[i].text));
	}
}

static bool stop_at_once(void *arg, uint64_t now, uint64_t end)
{
	(void)now;
	(void)end;
	return ++*(int *)arg < 2;
}

/* Who stops the search for hazards gets it again when he wants it. */
static void a_search_for_hazards_can_be_stopped(void **state)
{
	struct session *fresh = session_new(fixture_run("return", NULL, 0));
	struct timeline_mark mark = {0, -1, 0};
	int asked = 0;

	(void)state;
	assert_false(hazards_known(fresh));
	timeline_progress(session_timeline(fresh), stop_at_once, &asked);
	assert_ptr_equal(session_hazard(fresh, &mark, 1), NULL);
	assert_false(hazards_all(fresh, error));
	assert_non_null(strstr(error, "stopped at @"));
	assert_false(hazards_known(fresh));
	assert_int_equal(asked, 2);
	timeline_progress(session_timeline(fresh), NULL, NULL);
	assert_non_null(session_hazard(fresh, &mark, 1));
	assert_true(hazards_known(fresh));
	assert_true(hazards_all(fresh, error));
	session_free(fresh);
}

/* Completes a line at its end: all texts, each followed by a bar; *piece: what they stand in place of. */
static const char *complete(const char *line, const char *at)
{
	static char all[COMPLETION_MAX * (COMPLETION_TEXT + 1) + 1];
	struct timeline_mark mark = mark_of(at);
	struct completions cs = completions_at(session, line, strlen(line), &mark);
	char *end = all;

	assert_true(cs.begin <= strlen(line));
	end += sprintf(end, "|");
	for (size_t i = 0; i < cs.count; i++) {
		assert_true(cs.list[i].tells[0] != '\0');
		end += sprintf(end, "%s|", cs.list[i].text);
	}
	completions_free(&cs);
	return all;
}

static void a_line_is_completed(void **state)
{
	static const struct {
		const char *line, *offers;
	} lines[] = {
		{"", "|write |"},
		{"", "|end|"},
		{"", "|spawn|"},
		{"", "|hazard.frame|"},
		{"sp", "|spawn|"},
		{"spawn.", "|spawn.return|"},
		{"kernel:vpass", "|kernel:vpassvm|"},
		{"vm.p", "|vm.pass|"},
		{"vm.pass#", "|1|"},
		{"hazard.frame#", "|1|2|"},
		{"spawn#", "|1|2|"},
		{"ret", "|return |"},
		{"ret", "|return.c:|"},
		{"return.c:4", "|42|"},
		{"vm.pass+1", "|i|l|a|o|u|e|n|h|s|"},
		{"end-12", "|i|l|a|o|u|e|n|h|s|"},
		{"write ", "|pid|"},
		{"write ", "|use_fork|"},
		{"write ", "|d2|"},
		{"write ", "|spawn.return|"},
		{"write kernel:curp", "|kernel:curproc|"},
		{"write pid ", "|= |and |"},
		{"write pid = 3 ", "|and |"},
		{"call sp", "|spawn|"},
		{"event vm.p", "|vm.pass|"},
		{"event vm.pass f", "|from=|"},
		{"vm.pass from=2 t", "|to=|"},
		{"spawn and ", "|pid |mode |in |"},
		{"spawn and ", "|pid |"},
		{"spawn and pid ", "|3|"},
		{"spawn and mode ", "|user|kernel|"},
		{"write pid and in sp", "|spawn|"},
		{"write pid and in return.c:4", "|42|"},
		{"spawn and use_fork ", "|= |!= |"},
		{"call spawn ", "|and |"},
		{"pawn", "|spawn|"},
	};
	struct completions cs;
	struct timeline_mark mark = mark_of("spawn+2l");

	(void)state;
	assert_true(session_hazards(session)->count > 2);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		const char *all = complete(lines[i].line, "spawn+2l");

		if (!strstr(all, lines[i].offers))
			fail_msg("%s: %s is not in %s", lines[i].line, lines[i].offers, all);
	}
	assert_string_equal(complete("console ", "end"), "|");
	assert_string_equal(complete("nothing_like_this", "end"), "|");
	/* what they have in common, and the piece that it stands for */
	cs = completions_at(session, "write pid and mo", 16, &mark);
	assert_int_equal(cs.begin, 14);
	assert_int_equal(completions_common(&cs), strlen("mode "));
	completions_free(&cs);
	cs = completions_at(session, "hazard.f", 8, &mark);
	assert_int_equal(cs.count, 2);
	assert_int_equal(completions_common(&cs), strlen("hazard.f"));
	completions_free(&cs);
	cs = completions_at(session, "vm.pass and more", 5, &mark); /* in the middle */
	assert_int_equal(cs.begin, 0);
	assert_string_equal(cs.list[0].text, "vm.pass");
	completions_free(&cs);
}

static int end_all(void **state)
{
	hits_release(&hits);
	return session_end(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_hits_are_those_of_find),
		cmocka_unit_test(a_variable_need_not_be_there_always),
		cmocka_unit_test(a_where_is_one_instant),
		cmocka_unit_test(the_next_hit_and_the_one_before),
		cmocka_unit_test(what_is_wrong_is_told_with_its_place),
		cmocka_unit_test(a_search_for_hazards_can_be_stopped),
		cmocka_unit_test(a_line_is_completed),
	};

	return cmocka_run_group_tests(tests, session_begin, end_all);
}
