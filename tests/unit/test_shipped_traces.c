/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The traces that ship: each replays and verifies, and is of the lesson as it is now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <glob.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "abi/arch.h"
#include "base/alloc.h"
#include "base/file.h"
#include "debuginfo/elf_file.h"
#include "replay/trace.h"

enum { BYTES_MAX = 3 << 20, LESSON_BYTES = 150 << 10 };

static char error[ERROR_MAX];
static glob_t traces;

static int set_up(void **state)
{
	(void)state;
	return glob("traces/*.vft", 0, NULL, &traces);
}

static int tear_down(void **state)
{
	(void)state;
	globfree(&traces);
	return 0;
}

/* "return" of "traces/return.vft"; the caller frees it. */
static char *lesson_of(const char *path)
{
	const char *base = strrchr(path, '/') + 1;

	return alloc_format("%.*s", (int)(strlen(base) - strlen(".vft")), base);
}

static void they_are_few_and_small(void **state)
{
	uint8_t *readme;
	size_t size, total = 0;

	(void)state;
	assert_in_range(traces.gl_pathc, 15, 50);
	assert_true(file_read("traces/README.md", 1 << 20, &readme, &size, error));
	readme[size - 1] = '\0';
	for (size_t i = 0; i < traces.gl_pathc; i++) {
		char *line = alloc_format("| [%s]", strrchr(traces.gl_pathv[i], '/') + 1);
		struct stat st;

		assert_int_equal(stat(traces.gl_pathv[i], &st), 0);
		total += (size_t)st.st_size;
		if (!strstr((char *)readme, line))
			fail_msg("traces/README.md has no line for %s", traces.gl_pathv[i]);
		if (st.st_size >= LESSON_BYTES)
			fail_msg("%s: %ld bytes", traces.gl_pathv[i], (long)st.st_size);
		free(line);
	}
	assert_in_range(total, 1, BYTES_MAX);
	free(readme);
}

/* If not, `make traces`. */
static void they_are_of_the_lessons_as_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < traces.gl_pathc; i++) {
		char *lesson = lesson_of(traces.gl_pathv[i]);
		char *path = alloc_format("guest/demos/%s.c", lesson),
		     *name = alloc_format("source:/vforkscope/%s", path);
		struct timeline *t = trace_load(traces.gl_pathv[i], &(struct limits){0}, error);
		const struct run_image *image;
		uint8_t *source;
		size_t size;

		if (!t)
			fail_msg("%s", error);
		image = timeline_image(t, name);
		assert_true(file_read(path, 1 << 20, &source, &size, error));
		if (!image || image->size != size || memcmp(image->data, source, size) != 0)
			fail_msg("%s is of another %s than this: make traces", traces.gl_pathv[i], path);
		assert_string_equal(timeline_config(t)->program, lesson);
		assert_string_equal(timeline_problem(t), "");
		timeline_free(t);
		free(source);
		free(name);
		free(path);
		free(lesson);
	}
}

static void they_verify(void **state)
{
	(void)state;
	for (size_t i = 0; i < traces.gl_pathc; i++) {
		struct timeline *t = trace_load(traces.gl_pathv[i], &(struct limits){0}, error);
		size_t checked;

		assert_non_null(t);
		if (trace_verify(t, NULL, &checked, error) != VERDICT_AGREES)
			fail_msg("%s: %s", traces.gl_pathv[i], error);
		assert_true(checked >= 2);
		timeline_free(t);
	}
}

/* What a trace keeps of a program that ships is kept in blocks of the disk; none of them holds debugging information
 * because of what lies beside it. */
static void programs_have_blocks_of_their_own_for_debugging_information(void **state)
{
	const char *guest = getenv("VFORKSCOPE_GUEST");
	char *pattern = alloc_format("%s/bin/*", guest ? guest : "build/guest");
	size_t left_out = 0;
	glob_t programs;

	(void)state;
	assert_int_equal(glob(pattern, 0, NULL, &programs), 0);
	for (size_t i = 0; i < programs.gl_pathc; i++) {
		uint8_t *whole, *blocks, *bytes;
		size_t size;

		assert_true(file_read(programs.gl_pathv[i], RUN_FILE_BYTES, &whole, &size, error));
		blocks = alloc_copy(whole, size);
		bytes = alloc_copy(whole, size);
		elf_slim(blocks, size, NBPG);
		elf_slim(bytes, size, 1);
		if (memcmp(blocks, bytes, size) != 0)
			fail_msg("%s: a trace would keep some of its debugging information", programs.gl_pathv[i]);
		left_out += memcmp(blocks, whole, size) != 0;
		free(whole);
		free(blocks);
		free(bytes);
	}
	assert_true(left_out > 20);
	globfree(&programs);
	free(pattern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(they_are_few_and_small),
		cmocka_unit_test(they_are_of_the_lessons_as_they_are),
		cmocka_unit_test(they_verify),
		cmocka_unit_test(programs_have_blocks_of_their_own_for_debugging_information),
	};

	return cmocka_run_group_tests_name("shipped traces", tests, set_up, tear_down);
}
