/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading source files from below a directory and from nowhere else: emu/image/sources.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "image/sources.h"

static char directory[] = "/tmp/test_sources.XXXXXX";

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* A directory that the test works in: top/ is what is read from, and beside it are files that must not be. */
static int set_up(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	mkdir("top", 0777);
	mkdir("top/deep", 0777);
	mkdir("outside", 0777);
	put("top/a.c", "a");
	put("top/deep/b.c", "bb");
	put("top/..c", "ccc");
	put("top/empty.c", "");
	put("outside.c", "secret");
	put("outside/d.c", "secret");
	put("top/large.c", "");
	assert_int_equal(truncate("top/large.c", RUN_SOURCE_BYTES + 1), 0);
	mkfifo("top/fifo.c", 0666);
	assert_int_equal(symlink("../outside.c", "top/link.c"), 0);
	assert_int_equal(symlink("a.c", "top/inner.c"), 0);
	assert_int_equal(symlink("../outside", "top/door"), 0);
	assert_int_equal(symlink("top", "way"), 0);
	return 0;
}

static int tear_down(void **state)
{
	static const char *const paths[] = {
		"way",          "top/door",    "top/inner.c", "top/link.c",  "top/fifo.c",
		"top/large.c",  "outside/d.c", "outside.c",   "top/empty.c", "top/..c",
		"top/deep/b.c", "top/a.c",     "outside",     "top/deep",    "top",
	};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		remove(paths[i]);
	return chdir("/") || rmdir(directory);
}

static void files_below(void **state)
{
	static const struct {
		const char *directory, *path, *text;
	} cases[] = {
		{"top", "a.c", "a"},        {"top", "deep/b.c", "bb"}, {"top/", "..c", "ccc"},
		{"top", "empty.c", ""},     {"top/deep", "b.c", "bb"}, {"way", "deep/b.c", "bb"},
		{"top/../top", "a.c", "a"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t *data = NULL;
		size_t size;

		if (!sources_read(cases[i].directory, cases[i].path, &data, &size))
			fail_msg("%s is not read from %s", cases[i].path, cases[i].directory);
		assert_int_equal(size, strlen(cases[i].text));
		assert_memory_equal(data, cases[i].text, size);
		free(data);
	}
}

static void nothing_else(void **state)
{
	static const char *const refused[] = {
		"",
		"/",
		"none.c",
		"../outside.c",
		"deep/../../outside.c",
		"deep/../a.c",
		"./a.c",
		"deep/./b.c",
		"deep//b.c",
		"/etc/passwd",
		"link.c",
		"inner.c",
		"door/d.c",
		"deep",
		"deep/",
		"a.c/",
		"a.c/b.c",
		"fifo.c",
		"large.c",
		"..",
		".",
	};
	char absolute[sizeof directory + sizeof "/top/a.c"];
	uint8_t *data;
	size_t size;

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (sources_read("top", refused[i], &data, &size))
			fail_msg("'%s' is read", refused[i]);
	snprintf(absolute, sizeof absolute, "%s/top/a.c", directory);
	assert_false(sources_read("top", absolute, &data, &size));
	assert_false(sources_read("a.c", "a.c", &data, &size));
	assert_false(sources_read("none", "a.c", &data, &size));
}

static void shipped_names(void **state)
{
	static const char *const others[] = {
		"guest/demos/return.c",
		"/vforkscope",
		"/vforkscope/guest",
		"/vforkscope/guest/",
		"/vforkscope/demos/return.c",
		"/vforkscope/guest/../guest/demos/return.c",
		"/vforkscope/guest//demos/return.c",
		"/vforkscope/guest/demos",
	};
	uint8_t *data;
	size_t size;

	(void)state;
	assert_true(sources_shipped(SOURCES_SHIPPED "demos/return.c", &data, &size));
	assert_non_null(strstr((char *)data, "spawn"));
	free(data);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(sources_shipped(others[i], &data, &size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_below),
		cmocka_unit_test(nothing_else),
		cmocka_unit_test(shipped_names),
	};
	const char *guest = getenv("VFORKSCOPE_GUEST");
	char *absolute = realpath(guest ? guest : "build/guest", NULL);

	if (absolute)
		setenv("VFORKSCOPE_DATA", absolute, 1);
	free(absolute);
	return cmocka_run_group_tests_name("sources", tests, set_up, tear_down);
}
