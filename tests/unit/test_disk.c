/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The root disk: what is put on it is found again, its layout is the kernel's, and garbage does no harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "image/disk.h"
#include "machine/machine.h"
#include "abi/rootfs.h"

static char error[ERROR_MAX];

/* A disk with a few files; one fills a block exactly, one is empty. */
static uint8_t *make(size_t *size)
{
	static uint8_t block[NBPG];
	struct disk_builder *b = disk_new();

	memset(block, 0xA5, sizeof block);
	assert_true(disk_add(b, "/etc/init", "one", 3, error));
	assert_true(disk_add(b, "/bin/block", block, sizeof block, error));
	assert_true(disk_add(b, "/bin/empty", "", 0, error));
	assert_true(disk_add(b, "/a/b/c/d", "deep", 4, error));
	return disk_finish(b, size, error);
}

static void assert_content(const uint8_t *image, size_t size, const char *path, const char *content)
{
	const uint8_t *data;
	size_t length;

	assert_true(disk_find(image, size, path, &data, &length));
	assert_int_equal(length, strlen(content));
	assert_memory_equal(data, content, length);
}

static void finds_what_was_added(void **state)
{
	size_t size, length;
	uint8_t *image = make(&size);
	const uint8_t *data;

	(void)state;
	assert_content(image, size, "/etc/init", "one");
	assert_content(image, size, "/bin/empty", "");
	assert_content(image, size, "/a/b/c/d", "deep");
	assert_content(image, size, "//a/b//c/d", "deep");
	assert_true(disk_find(image, size, "/bin/block", &data, &length));
	assert_int_equal(length, NBPG);
	assert_int_equal((data - image) % NBPG, 0);
	assert_false(disk_find(image, size, "/bin", &data, &length));
	assert_false(disk_find(image, size, "/bin/none", &data, &length));
	assert_false(disk_find(image, size, "/bin/block/x", &data, &length));
	assert_false(disk_find(image, size, "/bin/bloc", &data, &length));
	assert_false(disk_find(image, size, "/", &data, &length));
	assert_int_equal(disk_inode(image, size, "/"), ROOTINO);
	assert_int_not_equal(disk_inode(image, size, "/bin"), 0);
	assert_int_not_equal(disk_inode(image, size, "/bin/block"), disk_inode(image, size, "/bin/empty"));
	assert_int_equal(disk_inode(image, size, "/bin/none"), 0);
	assert_int_equal(disk_inode(image, size, "/bin/block/x"), 0);
	free(image);
}

static void has_the_layout_of_the_header(void **state)
{
	static const char *const names[] = {".", "..", "etc", "bin", "a"};
	size_t size;
	uint8_t *image = make(&size);
	const uint8_t *root = image + NBPG + ROOTINO * sizeof(struct dinode);
	const uint8_t *entries = image + (size_t)be32_get(root + offsetof(struct dinode, di_start)) * NBPG;

	(void)state;
	assert_int_equal(be32_get(image), FS_MAGIC);
	assert_int_equal(be32_get(image + 4) * (size_t)NBPG, size);
	assert_int_equal(be32_get(image + 8), 1);
	assert_int_equal(be32_get(root) & IFMT, IFDIR);
	assert_int_equal(be32_get(root + 4), DIRBLKSIZ); /* . .. etc bin a */
	assert_int_equal(be32_get(root + 12), 5);        /* links: . .. of itself and of three */
	assert_int_equal(be32_get(entries), ROOTINO);
	for (size_t i = 0, at = 0; i < sizeof names / sizeof *names; i++) {
		uint16_t reclen = be16_get(entries + at + 4);

		assert_int_equal(be16_get(entries + at + 6), strlen(names[i]));
		assert_string_equal((const char *)entries + at + 8, names[i]);
		assert_int_equal(reclen, i + 1 < sizeof names / sizeof *names ? 12 : DIRBLKSIZ - at);
		at += reclen;
	}
	free(image);
}

static void replaces_a_file(void **state)
{
	struct disk_builder *b = disk_new();
	uint8_t *image;
	size_t size;

	(void)state;
	assert_true(disk_add(b, "/bin/x", "old", 3, error));
	assert_true(disk_add(b, "/bin/x", "newer", 5, error));
	image = disk_finish(b, &size, error);
	assert_content(image, size, "/bin/x", "newer");
	free(image);
}

static void refuses_what_cannot_be(void **state)
{
	char too_long[300];
	const char *const paths[] = {"bin",     "",     "/",      "/bin/",       "//x",
	                             "/bin/..", "/./x", too_long, "/file/below", "/directory"};
	struct disk_builder *b = disk_new();

	(void)state;
	snprintf(too_long, sizeof too_long, "/bin/%0256d", 1);
	assert_true(disk_add(b, "/file", "x", 1, error));
	assert_true(disk_add(b, "/directory/x", "x", 1, error));
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		*error = '\0';
		if (disk_add(b, paths[i], "x", 1, error))
			fail_msg("%s was taken", paths[i]);
		assert_true(*error);
	}
	assert_false(disk_add(b, "/big", "x", RUN_FILE_BYTES + 1u, error));
	disk_free(b);
}

/* Names of all lengths, in several blocks: none of them reaches from one into the next. */
static void names_have_up_to_255_letters(void **state)
{
	struct disk_builder *b = disk_new();
	const uint8_t *data;
	char path[300], found[300];
	uint8_t *image;
	size_t size, length;

	(void)state;
	for (int n = 1; n < FS_NAMELEN; n++) {
		snprintf(path, sizeof path, "/d/%0*d", n, 7);
		assert_true(disk_add(b, path, path, strlen(path), error));
	}
	image = disk_finish(b, &size, error);
	for (int n = 1; n < FS_NAMELEN; n++) {
		snprintf(path, sizeof path, "/d/%0*d", n, 7);
		assert_true(disk_find(image, size, path, &data, &length));
		assert_int_equal(length, strlen(path));
		assert_memory_equal(data, path, length);
		/* / and d come first, then these in their order */
		assert_true(disk_path(image, size, ROOTINO + 1 + (uint32_t)n, found, sizeof found));
		assert_string_equal(found, path);
	}
	assert_false(disk_path(image, size, ROOTINO + FS_NAMELEN, found, 32)); /* there is no room for it */
	free(image);
}

static void the_same_files_make_the_same_image(void **state)
{
	size_t size1, size2;
	uint8_t *image1 = make(&size1), *image2 = make(&size2);

	(void)state;
	assert_int_equal(size1, size2);
	assert_memory_equal(image1, image2, size1);
	free(image1);
	free(image2);
}

/* Every longword of the tables set to wild values, and every length of image: what is found lies inside. */
static void garbage_does_no_harm(void **state)
{
	static const uint32_t wild[] = {0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFF000, 0x00010000};
	size_t size, length, found = 0, missed = 0;
	uint8_t *image = make(&size);
	const uint8_t *data;

	(void)state;
	for (size_t at = 0; at + 4 <= size; at += at == 16 ? NBPG - 16 : 4) {
		uint32_t was = be32_get(image + at);

		for (size_t i = 0; i < sizeof wild / sizeof *wild; i++) {
			be32_put(image + at, wild[i]);
			if (!disk_find(image, size, "/a/b/c/d", &data, &length)) {
				missed++;
				continue;
			}
			found++;
			assert_true(data >= image && length <= size && data + length <= image + size);
		}
		be32_put(image + at, was);
	}
	assert_true(found > 0 && missed > 0);
	for (size_t n = 0; n < size; n += n < 64 ? 1 : 509) {
		uint8_t *cut = malloc(n + 1); /* of its own, so that a sanitizer sees the end */

		memcpy(cut, image, n);
		if (disk_find(cut, n, "/a/b/c/d", &data, &length))
			assert_true(data + length <= cut + n);
		free(cut);
	}
	free(image);
}

/* The inode table has the devices' numbers where a file has its first block; no block is spent on them. */
static void has_devices(void **state)
{
	struct disk_builder *b = disk_new();
	uint32_t kmem = 0, drum = 0, number;
	size_t size, length;
	const uint8_t *data;
	uint8_t *image;

	(void)state;
	assert_true(disk_add_nodes(b, error));
	assert_true(disk_add(b, "/last", "content", 7, error));
	assert_false(disk_add(b, "/tmp", "x", 1, error)); /* is a directory */
	image = disk_finish(b, &size, error);
	assert_content(image, size, "/last", "content");
	assert_false(disk_find(image, size, "/dev/kmem", &data, &length)); /* no regular file */
	for (uint32_t i = ROOTINO; i < be32_get(image + offsetof(struct superblock, s_ninodes)); i++) {
		const uint8_t *inode = image + NBPG + i * sizeof(struct dinode);

		if (be32_get(inode + offsetof(struct dinode, di_mode)) == (IFCHR | 0440)) {
			number = be32_get(inode + offsetof(struct dinode, di_start));
			kmem += number == DEV_KMEM;
			drum += number == DEV_DRUM;
			assert_int_equal(be32_get(inode + offsetof(struct dinode, di_size)), 0);
		}
	}
	assert_int_equal(kmem, 1);
	assert_int_equal(drum, 1);
	free(image);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_added),
		cmocka_unit_test(has_the_layout_of_the_header),
		cmocka_unit_test(replaces_a_file),
		cmocka_unit_test(refuses_what_cannot_be),
		cmocka_unit_test(names_have_up_to_255_letters),
		cmocka_unit_test(the_same_files_make_the_same_image),
		cmocka_unit_test(garbage_does_no_harm),
		cmocka_unit_test(has_devices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
