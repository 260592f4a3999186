/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Seclusion: what a process that reads a trace can open afterwards, and what not. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "image/seclusion.h"

static char directory[] = P_tmpdir "/vforkscope-test.XXXXXX";
static char *trace, *other, *output, *link_to_output;

static char *touch(const char *name)
{
	char *path = alloc_format("%s/%s", directory, name);
	FILE *f = fopen(path, "w");

	if (f)
		fclose(f);
	return path;
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	output = alloc_format("%s/out", directory);
	if (mkdir(output, 0700) < 0)
		return -1;
	link_to_output = alloc_format("%s/link", directory);
	trace = touch("trace.vft");
	other = touch("other");
	return symlink("out/picture.png", link_to_output);
}

static int tear_down(void **state)
{
	(void)state;
	unlink(trace);
	unlink(other);
	unlink(link_to_output);
	rmdir(output);
	free(trace);
	free(other);
	free(output);
	free(link_to_output);
	return rmdir(directory); /* fails if anything was left behind */
}

static bool opens(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool makes(const char *at)
{
	char *path = alloc_format("%s/new", at);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	bool made = fd >= 0;

	if (made) {
		close(fd);
		made = !unlink(path);
	}
	free(path);
	return made;
}

/* The exit status of a child in which the checks are made: 0, or the number of the check that failed. */
static int child(const struct seclusion *s, bool fonts, bool writes)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {

		if (seclude(s, trace) != CONFINE_DONE)
			_exit(100);
		if (!opens(trace))
			_exit(1);
		if (opens(other) || opens(directory))
			_exit(2);
		if (opens("/etc/passwd") || opens("/") || opens("/bin/sh"))
			_exit(3);
		if (opens("/etc/fonts/fonts.conf") != fonts)
			_exit(4);
		if (makes(output) != writes)
			_exit(5);
		if (makes(directory) || makes("/tmp") || makes("."))
			_exit(6);
		if (!opens("/proc/self/status") || opens("/proc/self/root/etc/passwd") ||
		    opens("/proc/self/cwd/Makefile"))
			_exit(7);
		if (execl("/bin/false", "false", (char *)NULL) == 0 || errno != EACCES)
			_exit(8);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void only_what_is_needed_can_be_opened(void **state)
{
	bool fonts = opens("/etc/fonts/fonts.conf");

	(void)state;
	if (confine_possible() != CONFINE_DONE)
		skip();
	assert_int_equal(child(&(struct seclusion){0}, false, false), 0);
	assert_int_equal(child(&(struct seclusion){.pictures = true}, fonts, false), 0);
	assert_int_equal(child(&(struct seclusion){.output = output}, false, true), 0);
	assert_int_equal(child(&(struct seclusion){.output = link_to_output, .pictures = true}, fonts, true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(only_what_is_needed_can_be_opened)};

	return cmocka_run_group_tests_name("seclusion", tests, set_up, tear_down);
}
