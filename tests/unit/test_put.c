/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --put: what comes onto the disk, byte for byte, and that nothing of the host is with it. */
#include <fcntl.h>
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

#include "base/alloc.h"
#include "base/error.h"
#include "image/put.h"

enum { RAM = 8 << 20 };

static char directory[] = "/tmp/vforkscope-secret-place-XXXXXX", error[ERROR_MAX];

static char *make(const char *name, const char *text, mode_t mode)
{
	char *path = alloc_format("%s/%s", directory, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	chmod(path, mode);
	return path;
}

static void expect_file(const uint8_t *image, size_t size, const char *path, const char *text)
{
	const uint8_t *data;
	size_t length;

	assert_true(disk_find(image, size, path, &data, &length));
	assert_int_equal(length, strlen(text));
	assert_memory_equal(data, text, length);
}

static void files_and_nothing_else(void **state)
{
	char *one = make("one", "first text", 0644), *odd = make("o\n\x1b\xc3", "second text", 0755);
	const char *files[] = {one, odd, NULL};
	struct disk_builder *disk = disk_new();
	uint8_t *image;
	size_t size;

	(void)state;
	if (!put_files(disk, files, RAM, error))
		fail_msg("%s", error);
	assert_true(disk_has(disk, "/etc/skel/one") && disk_has(disk, "/etc"));
	assert_false(disk_has(disk, "/etc/skel/on") || disk_has(disk, "/etc/skel/one/x"));
	image = disk_finish(disk, &size, error);
	expect_file(image, size, "/etc/skel/one", "first text");
	expect_file(image, size, "/etc/skel/o___", "second text");
	assert_null(memmem(image, size, "secret", strlen("secret")));
	assert_null(memmem(image, size, "vforkscope", strlen("vforkscope")));
	free(image);
	unlink(one);
	unlink(odd);
	free(one);
	free(odd);
}

static void nothing_to_put(void **state)
{
	const char *none[] = {NULL};
	struct disk_builder *disk = disk_new();

	(void)state;
	assert_true(put_files(disk, NULL, RAM, error) && put_files(disk, none, RAM, error));
	assert_false(disk_has(disk, "/etc/skel"));
	disk_free(disk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_and_nothing_else),
		cmocka_unit_test(nothing_to_put),
	};
	int failed;

	if (!mkdtemp(directory))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(directory);
	return failed;
}
