/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What another program is started with, and how it ends. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "machine/machine.h"
#include "base/alloc.h"
#include "base/tool.h"

static char error[ERROR_MAX];

/* Runs a line of shell as the tool. */
static bool shell(const char *line, struct tool tool, struct tool_result *result)
{
	tool.path = "/bin/sh";
	tool.argv = (const char *[]){"sh", "-c", line, NULL};
	return tool_run(&tool, result, error);
}

static void names_are_no_options(void **state)
{
	static const char *const names[][2] = {
		{"x.c", "./x.c"},     {"-o.c", "./-o.c"}, {"@x.c", "./@x.c"},     {"a/@x.c", "./a/@x.c"},
		{"/a/x.c", "/a/x.c"}, {"./x.c", "./x.c"}, {"../@x.c", "../@x.c"}, {"...c", "./...c"},
		{"..", "./.."},       {"-", "./-"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *file = tool_file(names[i][0]);

		assert_string_equal(file, names[i][1]);
		free(file);
	}
}

static void found_in_absolute_directories(void **state)
{
	char directory[] = "/tmp/vforkscope-test.XXXXXX", *path, *found, *name, *was = alloc_string(getenv("PATH"));

	(void)state;
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	name = alloc_format("%s/sh", directory);
	assert_int_equal(close(open(name, O_CREAT | O_WRONLY, 0700)), 0);
	setenv("PATH", ".::bin:/nowhere:/bin", 1);
	assert_string_equal(path = tool_find("sh"), "/bin/sh");
	free(path);
	assert_null(tool_find("no-such-program"));
	path = alloc_format(":%s:/bin", directory);
	setenv("PATH", path, 1);
	free(path);
	assert_string_equal(path = tool_find("sh"), name);
	free(path);
	chmod(name, 0600); /* not a program */
	assert_string_equal(path = tool_find("sh"), "/bin/sh");
	free(path);
	/* a cache that stands in its place */
	path = alloc_format("%s/ccache", directory);
	assert_int_equal(rename(name, path), 0);
	chmod(path, 0700);
	assert_int_equal(symlink("ccache", name), 0);
	found = tool_find("sh");
	assert_string_equal(found, "/bin/sh");
	free(found);
	unlink(name);
	unlink(path);
	assert_int_equal(chdir("/"), 0);
	rmdir(directory);
	setenv("PATH", was, 1);
	free(path);
	free(name);
	free(was);
}

static void nothing_of_ours(void **state)
{
	struct tool_result result;
	int fd = dup(STDIN_FILENO); /* inherited, were it not for tool.c */

	(void)state;
	setenv("CPATH", "/evil", 1);
	assert_true(
		shell("env | grep -v '^_=\\|^PWD=\\|^SHLVL=\\|^OLDPWD=' | sort; readlink /proc/$$/fd/0\n"
	              "n=3; while [ $n -lt 64 ]; do [ -e /proc/$$/fd/$n ] && echo open $n; n=$((n + 1)); done; true",
	              (struct tool){.temporary = "/there"}, &result));
	assert_string_equal(result.out.text, "LC_ALL=C\nPATH=/bin:/usr/bin:/bin\nTMPDIR=/there\n/dev/null\n");
	assert_int_equal(result.status, 0);
	tool_free(&result);
	close(fd);
	unsetenv("CPATH");
}

static void both_texts_and_the_status(void **state)
{
	struct tool_result result;

	(void)state;
	assert_true(shell("echo out; echo err >&2; exit 7", (struct tool){0}, &result));
	assert_string_equal(result.out.text, "out\n");
	assert_string_equal(result.err.text, "err\n");
	assert_int_equal(result.status, 7);
	tool_free(&result);
	assert_true(shell("kill -9 $$", (struct tool){0}, &result));
	assert_int_equal(result.status, 128 + SIGKILL);
	tool_free(&result);
	signal(SIGCHLD, SIG_IGN);
	assert_true(shell("exit 3", (struct tool){0}, &result));
	assert_int_equal(result.status, 3);
	tool_free(&result);
	assert_true(signal(SIGCHLD, SIG_DFL) == SIG_IGN);
}

static void cannot_be_started(void **state)
{
	struct tool_result result;

	(void)state;
	assert_false(tool_run(&(struct tool){.path = "/nowhere/tool", .argv = (const char *[]){"tool", NULL}}, &result,
	                      error));
	assert_string_equal(error, "tool: No such file or directory");
	tool_free(&result);
}

/* Each limit ends the tool and all that it started: their ends of the pipes are closed, else tool_run would not
 * return. */
static void limits(void **state)
{
	struct tool_result result;

	(void)state;
	assert_false(shell("sleep 1000 & sleep 1000", (struct tool){.seconds = 1}, &result));
	assert_string_equal(error, "sh takes longer than 1 s, which is the limit");
	tool_free(&result);
	assert_false(shell("yes >&2 & yes", (struct tool){0}, &result));
	assert_string_equal(error, "sh says more than 256 KB, which is the limit");
	tool_free(&result);
	assert_true(shell("ulimit -f; ulimit -v; ulimit -c", (struct tool){0}, &result));
	assert_string_equal(result.out.text, "131072\n1048576\n0\n"); /* blocks of 512 bytes, kilobytes */
	tool_free(&result);
}

static void confined(void **state)
{
	const struct confine_rule rules[] = {
		{"/bin", CONFINE_EXECUTE}, {"/lib", CONFINE_EXECUTE}, {"/lib64", CONFINE_EXECUTE}};
	struct tool_result result;

	(void)state;
	if (confine_possible() != CONFINE_DONE)
		skip();
	assert_true(shell("cat /etc/passwd", (struct tool){.rules = rules, .nrules = 3}, &result));
	assert_string_equal(result.out.text, "");
	assert_int_equal(result.status, 1);
	tool_free(&result);
	setenv("VFORKSCOPE_LANDLOCK", "0", 1);
	assert_false(shell("true", (struct tool){.rules = rules, .nrules = 3}, &result)); /* rather not at all */
	assert_non_null(strstr(error, "cannot be confined"));
	tool_free(&result);
	unsetenv("VFORKSCOPE_LANDLOCK");
}

static volatile sig_atomic_t caught;

static void take(int sig)
{
	caught = sig;
}

/* A signal ends the tool, waits while we tidy up, and comes then. */
static void interrupted(void **state)
{
	struct tool_result result;
	char *line = alloc_format("kill -TERM %d; sleep 1000", (int)getpid());
	sigset_t before, pending;

	(void)state;
	signal(SIGTERM, take);
	tool_hold(&before);
	assert_false(shell(line, (struct tool){0}, &result));
	assert_string_equal(error, "sh is interrupted");
	tool_free(&result);
	sigpending(&pending);
	assert_true(sigismember(&pending, SIGTERM));
	assert_int_equal(caught, 0);
	tool_release(&before);
	assert_int_equal(caught, SIGTERM);
	/* one that is ignored stops nothing */
	signal(SIGTERM, SIG_IGN);
	free(line);
	line = alloc_format("kill -TERM %d; echo on", (int)getpid());
	assert_true(shell(line, (struct tool){0}, &result));
	assert_string_equal(result.out.text, "on\n");
	tool_free(&result);
	signal(SIGTERM, SIG_DFL);
	free(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_no_options),
		cmocka_unit_test(found_in_absolute_directories),
		cmocka_unit_test(nothing_of_ours),
		cmocka_unit_test(both_texts_and_the_status),
		cmocka_unit_test(cannot_be_started),
		cmocka_unit_test(limits),
		cmocka_unit_test(confined),
		cmocka_unit_test(interrupted),
	};

	return cmocka_run_group_tests_name("tool", tests, NULL, NULL);
}
