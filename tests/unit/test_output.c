/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is printed is printable: no byte of a stranger's text is obeyed by a terminal, text stays text, and nothing that
 * is no character passes for one. */
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

#include "base/output.h"

static char got[65536];
static int status;

/* What a process of its own prints on stdout and stderr, which are no terminals; its status. */
static void print_apart(void (*part)(const char *), const char *text)
{
	int fds[2];
	size_t n = 0;
	ssize_t more;
	pid_t pid;

	fflush(NULL);
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		dup2(fds[1], STDOUT_FILENO);
		dup2(fds[1], STDERR_FILENO);
		close(fds[0]);
		close(fds[1]);
		output_begin();
		part(text);
		exit(0);
	}
	close(fds[1]);
	while ((more = read(fds[0], got + n, sizeof got - 1 - n)) > 0)
		n += (size_t)more;
	got[n] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void part_line(const char *text)
{
	output_line("%s", text);
}

static void part_diagnostics(const char *text)
{
	output_diagnostics(text, strlen(text));
}

static void part_json(const char *text)
{
	output_json(json_pack("{s:o}", "text", output_json_text(text)), 0);
}

static const struct {
	const char *text, *line, *json;
} cases[] = {
	{"plain text ~", "plain text ~", "plain text ~"},
	{"", "", ""},
	{"tab\tline\nend", "tab\\tline\\nend", "tab\\tline\\nend"},
	{"\033[31m", "\\x1b[31m", "\\u001B[31m"},
	{"\a\b\r\177", "\\x07\\x08\\x0d\\x7f", "\\u0007\\b\\r\177"},
	/* the first and the last of two, three and four bytes that are no control characters */
	{"\302\240", "\302\240", "\\u00A0"},
	{"\337\277", "\337\277", "\\u07FF"},
	{"\340\240\200", "\340\240\200", "\\u0800"},
	{"\357\277\275", "\357\277\275", "\\uFFFD"},
	{"\360\220\200\200", "\360\220\200\200", "\\uD800\\uDC00"},
	{"\364\217\277\277", "\364\217\277\277", "\\uDBFF\\uDFFF"},
	/* controls: C1; overrides of the direction; separators of lines */
	{"\302\233", "\\xc2\\x9b", "\\u009B"},
	{"\342\200\256", "\\xe2\\x80\\xae", "\\u202E"},
	{"\342\200\250", "\\xe2\\x80\\xa8", "\\u2028"},
	{"\357\273\277", "\\xef\\xbb\\xbf", "\\uFEFF"},
	/* no characters: a byte alone, one too few, too long a form, a surrogate, beyond the last, what UTF-8 never
	 * has */
	{"\233", "\\x9b", "\\u009B"},
	{"\351t\351", "\\xe9t\\xe9", "\\u00E9t\\u00E9"},
	{"\342\200", "\\xe2\\x80", "\\u00E2\\u0080"},
	{"\342\200z", "\\xe2\\x80z", "\\u00E2\\u0080z"},
	{"\300\233", "\\xc0\\x9b", "\\u00C0\\u009B"},
	{"\340\202\233", "\\xe0\\x82\\x9b", "\\u00E0\\u0082\\u009B"},
	{"\355\240\200", "\\xed\\xa0\\x80", "\\u00ED\\u00A0\\u0080"},
	{"\364\220\200\200", "\\xf4\\x90\\x80\\x80", "\\u00F4\\u0090\\u0080\\u0080"},
	{"\377\376", "\\xff\\xfe", "\\u00FF\\u00FE"},
};

static void lines_are_printable(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char expected[100];

		snprintf(expected, sizeof expected, "%s\n", cases[i].line);
		print_apart(part_line, cases[i].text);
		assert_string_equal(got, expected);
		assert_int_equal(status, 0);
	}
}

static void json_is_ascii(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char expected[100];

		snprintf(expected, sizeof expected, "{\"text\": \"%s\"}", cases[i].json);
		print_apart(part_json, cases[i].text);
		assert_string_equal(got, expected);
	}
}

static void diagnostics_keep_their_lines(void **state)
{
	(void)state;
	print_apart(part_diagnostics, "x.c:1: \033[1merror\n\there\n");
	assert_string_equal(got, "x.c:1: \\x1b[1merror\n\there\n");
}

/* Longer than any buffer. */
static void long_lines_are_whole(void **state)
{
	static char text[30001], expected[sizeof text + 2];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	snprintf(expected, sizeof expected, "%s\n", text);
	print_apart(part_line, text);
	assert_string_equal(got, expected);
}

static void part_full(const char *text)
{
	if (!freopen("/dev/full", "w", stdout))
		_exit(1);
	for (;;)
		output_line("%s", text); /* until it is noticed */
}

static void an_endless_loop_ends_with_its_output(void **state)
{
	(void)state;
	print_apart(part_full, "text");
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_string_equal(got, "vforkscope: the output cannot be written: No space left on device\n");
}

/* Descriptors that were closed are there, and no file gets their numbers. */
static void descriptors_are_there(void **state)
{
	pid_t pid;

	(void)state;
	fflush(NULL);
	pid = fork();
	if (!pid) {
		FILE *file;

		for (int fd = 0; fd < 3; fd++)
			close(fd);
		output_begin();
		file = fopen("/dev/null", "r");
		_exit(!file || fileno(file) < 3 || write(STDOUT_FILENO, "x", 1) >= 0 ||
		      read(STDIN_FILENO, got, 1) != 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_printable),
		cmocka_unit_test(json_is_ascii),
		cmocka_unit_test(diagnostics_keep_their_lines),
		cmocka_unit_test(long_lines_are_whole),
		cmocka_unit_test(an_endless_loop_ends_with_its_output),
		cmocka_unit_test(descriptors_are_there),
	};

	return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
