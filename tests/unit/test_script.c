/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Process scripts: every verb is written as it was read, and what is no script is told with line and column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "script/stage.h"
#include "script/script.h"

static char error[ERROR_MAX];

static void expect_same(const char *text)
{
	char out[SCRIPT_LINE];
	struct script_line line;
	unsigned column;
	size_t n;

	if (!script_line_read(text, strlen(text), &line, &column, error))
		fail_msg("%s: %u: %s", text, column, error);
	n = script_line_write(&line, out);
	assert_int_equal(n, strlen(out));
	assert_int_equal(out[strlen(out) - 1], '\n');
	out[strlen(out) - 1] = '\0';
	assert_string_equal(out, text);
}

/* The operands of a verb as its letters say, those that may be left out with or without. */
static void sentence(enum script_verb verb, bool all, char *text, size_t size)
{
	static const struct {
		char letter;
		const char *text;
	} operands[] = {{'p', "other"},  {'s', "12K"}, {'t', "3ms"},     {'f', "3"},      {'g', "4"},
	                {'w', "/bin/x"}, {'n', "255"}, {'i', "SIGTERM"}, {'e', "ENOENT"}, {'c', "cloexec"},
	                {'o', "core"},   {'x', "end"}, {'d', "off"}};
	int n = snprintf(text, size, "who: %s", script_verb_word(verb));

	for (const char *o = script_verb_operands(verb); *o && (all || *o != '['); o++)
		for (size_t i = 0; i < sizeof operands / sizeof *operands; i++)
			if (operands[i].letter == *o)
				n += snprintf(text + n, size - (size_t)n, " %s", operands[i].text);
}

static void every_verb(void **state)
{
	char text[SCRIPT_LINE];

	(void)state;
	for (unsigned v = 0; v < SCRIPT_VERB_COUNT; v++)
		for (int all = 0; all < 2; all++) {
			sentence((enum script_verb)v, all, text, sizeof text);
			expect_same(text);
		}
}

static void usual_forms(void **state)
{
	static const char *const pairs[][2] = {
		{"  a:exit   007 ", "a: exit 7"},
		{"a: work 3000us", "a: work 3ms"},
		{"a: work 0s", "a: work 0us"},
		{"a: work 2000000us", "a: work 2s"},
		{"a: grow 1024", "a: grow 1K"},
		{"a: grow 1025", "a: grow 1025"},
		{"a: grow 2048K", "a: grow 2M"},
		{"a: exec \"/bin/x\"", "a: exec /bin/x"},
		{"a: exec \"/a b\\n\\\"\\001\"", "a: exec \"/a b\\n\\\"\\001\""},
		{"a: exit 1 @12 #why", "a: exit 1                                   @12 #why"},
		{"\t# only this  ", "# only this"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		const char *from = pairs[i][0];
		char out[SCRIPT_LINE], wanted[SCRIPT_LINE];
		struct script_line line;
		unsigned column;

		if (!script_line_read(from, strlen(from), &line, &column, error))
			fail_msg("%s: %u: %s", from, column, error);
		script_line_write(&line, out);
		snprintf(wanted, sizeof wanted, "%s\n", pairs[i][1]);
		assert_string_equal(out, wanted);
	}
	expect_same("a: exec /bin/x 16K                          @12 # why");
}

static void expect_wrong(const char *text, const char *place, const char *what)
{
	char script[SCRIPT_LINE];
	struct script *s;

	snprintf(script, sizeof script, "%s%s", SCRIPT_HEADER "\n", text);
	s = script_read("x.vps", script, strlen(script), error);
	if (s)
		fail_msg("%s: is taken", text);
	if (strncmp(error, place, strlen(place)) != 0 || !strstr(error, what))
		fail_msg("%s: says %s", text, error);
}

static void mistakes(void **state)
{
	char longer[400];

	(void)state;
	expect_wrong("", "x.vps: ", "has no process");
	expect_wrong("a: start\n", "x.vps:2:1: a: ", "never ends");
	expect_wrong("a: exit 0\n", "x.vps:2:1: a: ", "nobody has made it");
	expect_wrong("a: start\na: start\n", "x.vps:3:1: a: ", "already");
	expect_wrong("a: start\na: exit 0\n  a: exit 0\n", "x.vps:4:3: a: ", "has ended");
	expect_wrong("a: start\na: fork a\n", "x.vps:3:9: a: ", "already");
	expect_wrong("a: start\na: wait b\n", "x.vps:3:9: b: ", "nobody has made it");
	expect_wrong("a: start\na: wait a\n", "x.vps:3:9: a: ", "is not its child");
	expect_wrong("a: start\na: fork b\nb: exit 0\na: wait b\na: wait b\n", "x.vps:6:9: b: ", "was waited for");
	expect_wrong("a start\n", "x.vps:2:2: ", "a colon follows");
	expect_wrong(":start\n", "x.vps:2:1: ", "a process is named");
	expect_wrong("-a: start\n", "x.vps:2:1: ", "a process is named");
	expect_wrong("a: go\n", "x.vps:2:4: ", "no such verb");
	expect_wrong("a:\n", "x.vps:2:3: ", "a verb is missing");
	expect_wrong("a: exit\n", "x.vps:2:8: ", "an exit status is");
	expect_wrong("a: exit 256\n", "x.vps:2:9: ", "too large");
	expect_wrong("a: exit 1 2\n", "x.vps:2:11: ", "nothing more can stand here");
	expect_wrong("a: grow 1T\n", "x.vps:2:9: ", "a size is a number");
	expect_wrong("a: grow 2000G\n", "x.vps:2:9: ", "too large");
	expect_wrong("a: grow 99999999999999999999999\n", "x.vps:2:9: ", "too large");
	expect_wrong("a: work 1\n", "x.vps:2:9: ", "a time is a number");
	expect_wrong("a: die SIGNAL\n", "x.vps:2:8: ", "no such signal");
	expect_wrong("a: die SIGCHLD\n", "x.vps:2:8: ", "ends nobody");
	expect_wrong("a: die SIGTSTP\n", "x.vps:2:8: ", "ends nobody");
	expect_wrong("a: die 9\n", "x.vps:2:8: ", "a signal is written as");
	expect_wrong("a: die SIGTERM corn\n", "x.vps:2:16: ", "nothing but core");
	expect_wrong("a: fail /x enoent\n", "x.vps:2:12: ", "an error is written as");
	expect_wrong("a: close 1024\n", "x.vps:2:10: ", "too large");
	expect_wrong("a: exec \"\"\n", "x.vps:2:9: ", "empty");
	expect_wrong("a: exec \"x\n", "x.vps:2:9: ", "not closed");
	expect_wrong("a: exec \"\\000\"\n", "x.vps:2:13: ", "NUL");
	expect_wrong("a: exec \"\\8\"\n", "x.vps:2:10: ", "a backslash takes");
	expect_wrong("a: exec a:b\n", "x.vps:2:10: ", "only in quotation marks");
	expect_wrong("a: exit 0 @x\n", "x.vps:2:12: ", "@ is followed by");
	expect_wrong("a: exit 0\x01\n", "x.vps:2:10: ", "control character");
	memset(longer, 'x', sizeof longer - 2);
	memcpy(longer, "a: exec ", 8);
	strcpy(longer + sizeof longer - 2, "\n");
	expect_wrong(longer, "x.vps:2:9: ", "too long");
	assert_null(script_read("x.vps", "vps 2\n", 6, error));
	assert_non_null(strstr(error, "the first line is"));
	assert_null(script_read("x.vps", "", 0, error));
	assert_non_null(strstr(error, "is empty"));
}

static void family(void **state)
{
	static const char text[] = SCRIPT_HEADER "\n"
						 "a: start # who begins\n"
						 "a: vfork b\n"
						 "b: fail /x ENOENT @7\n"
						 "b: exec /bin/b 16K\n"
						 "b: die SIGUSR1\n"
						 "a: wait b\n"
						 "a: exit 3";
	struct script *s = script_read("x.vps", text, strlen(text), error);

	(void)state;
	if (!s)
		fail_msg("%s", error);
	assert_int_equal(s->nprocesses, 2);
	assert_int_equal(s->nactions, 7);
	assert_string_equal(s->processes[1].name, "b");
	assert_int_equal(s->processes[1].parent, 0);
	assert_int_equal(s->processes[0].parent, SCRIPT_NONE);
	assert_int_equal(s->processes[0].children, 1);
	assert_int_equal(s->processes[1].born, 1);
	assert_int_equal(s->processes[1].collected, 5);
	assert_int_equal(s->actions[s->processes[1].first].source, 7);
	assert_int_equal(script_first_exec(s, 1), 3);
	assert_int_equal(script_first_exec(s, 0), SCRIPT_NONE);
	assert_int_equal(s->actions[s->processes[1].ended].signal, 30); /* 4.3BSD's number, not Linux's */
	assert_int_equal(s->actions[s->processes[0].ended].size, 3);
	script_free(s);
}

/* A long script's run may take more than a program's, if nobody has said how much. */
static void long_run(void **state)
{
	enum { CHILDREN = 3000 };
	struct launch launch = {.ram = 8};
	struct run_config config;
	char error[ERROR_MAX];
	size_t room = CHILDREN * 60, used = 0;
	char *text = alloc_new(room, 1);
	const char *guest = getenv("VFORKSCOPE_GUEST");
	struct script *s;

	(void)state;
	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	used += (size_t)snprintf(text, room, "vps 1\np: start\n");
	for (int i = 0; i < CHILDREN; i++)
		used += (size_t)snprintf(text + used, room - used, "p: fork c%d\nc%d: exit 0\np: wait c%d\n", i, i, i);
	used += (size_t)snprintf(text + used, room - used, "p: exit 0\n");
	s = script_read("long", text, used, error);
	assert_non_null(s);
	assert_true(stage_prepare(&launch, true, "long", s, SCORE_AS_RECORDED, &config, NULL, error));
	assert_true(config.limits.events > limits_default.events);
	assert_true(config.limits.instructions > limits_default.instructions);
	run_config_free(&config);
	launch.limits.events = 7;
	launch.limits.instructions = 8;
	assert_true(stage_prepare(&launch, true, "long", s, SCORE_AS_RECORDED, &config, NULL, error));
	assert_int_equal(config.limits.events, 7);
	assert_int_equal(config.limits.instructions, 8);
	run_config_free(&config);
	script_free(s);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verb), cmocka_unit_test(usual_forms), cmocka_unit_test(mistakes),
		cmocka_unit_test(family),     cmocka_unit_test(long_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
