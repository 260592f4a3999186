/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the root disk for GDB: see root_file.h. */
#include "gdb/root_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"
#include "debuginfo/elf_file.h"
#include "gdb/packet.h"
#include "image/disk.h"
#include "image/library.h"

/* The protocol's own numbers (File-I/O, Errno Values), flags and modes. */
enum { ERROR_ENOENT = 2, ERROR_EBADF = 9, ERROR_EINVAL = 22, ERROR_EMFILE = 24, ERROR_EROFS = 30 };
enum { FLAGS_ACCESS = 3, MODE_FILE = 0100555 };

enum { PATH_BYTES = 1024, HEAD = 16 /* of an answer with bytes behind it */ };

static size_t failed(char *answer, size_t room, int why)
{
	return (size_t)snprintf(answer, room, "F-1,%x", why);
}

static struct root_file *file_of(struct root_files *files, const char **text)
{
	uint64_t fd;

	return packet_number(text, &fd) && fd < ROOT_FILES && files->list[fd].data ? &files->list[fd] : NULL;
}

/* PATH, FLAGS, MODE */
static size_t open_file(struct root_files *files, const char *text, char *answer, size_t room)
{
	const struct run_image *kernel = timeline_image(files->timeline, "kernel");
	const struct run_image *disk = timeline_image(files->timeline, "disk");
	char path[PATH_BYTES + 1], *slash;
	struct root_file f = {0};
	uint64_t flags;
	size_t n = packet_bytes(text, path, PATH_BYTES);
	bool is_kernel;
	int fd = 0;

	path[n] = '\0';
	text += 2 * n;
	if (*text++ != ',' || !packet_number(&text, &flags))
		return failed(answer, room, ERROR_EINVAL);
	if (flags & FLAGS_ACCESS)
		return failed(answer, room, ERROR_EROFS);
	if (kernel && !strcmp(path, ROOT_KERNEL)) {
		f.data = kernel->data;
		f.size = kernel->size;
	} else if (!disk || !disk_find(disk->data, disk->size, path, &f.data, &f.size)) {
		return failed(answer, room, ERROR_ENOENT);
	}
	while (fd < ROOT_FILES && files->list[fd].data)
		fd++;
	if (fd == ROOT_FILES)
		return failed(answer, room, ERROR_EMFILE);
	slash = strrchr(path, '/');
	is_kernel = kernel && f.data == kernel->data;
	f.own = library_whole(is_kernel ? "kernel" : slash ? slash + 1 : path, f.data, f.size);
	if (!f.own && !elf_is_whole(f.data, f.size, is_kernel ? 1 : NBPG)) {
		f.own = alloc_copy(f.data, f.size);
		elf_hide_debugging(f.own, f.size);
	}
	if (f.own)
		f.data = f.own;
	files->list[fd] = f;
	return (size_t)snprintf(answer, room, "F%x", fd);
}

/* FD, COUNT, OFFSET */
static size_t read_file(struct root_files *files, const char *text, char *answer, size_t room)
{
	const struct root_file *f = file_of(files, &text);
	uint64_t count, offset;
	char head[HEAD];
	size_t left, taken, made, n;

	if (!f)
		return failed(answer, room, ERROR_EBADF);
	if (*text++ != ',' || !packet_number(&text, &count) || *text++ != ',' || !packet_number(&text, &offset))
		return failed(answer, room, ERROR_EINVAL);
	left = offset < f->size ? f->size - (size_t)offset : 0;
	left = count < left ? (size_t)count : left;
	made = packet_escape(f->data + (left ? offset : 0), left, answer + HEAD, room - HEAD, &taken);
	n = (size_t)snprintf(head, sizeof head, "F%zx;", taken);
	memmove(answer + n, answer + HEAD, made);
	memcpy(answer, head, n);
	return n + made;
}

/* FD: the protocol's struct stat, big-endian. */
static size_t stat_file(struct root_files *files, const char *text, char *answer, size_t room)
{
	enum { NLINK = 12, MODE = 8, SIZE = 28, BLKSIZE = 36, BLOCKS = 44, STAT = 64 };
	const struct root_file *f = file_of(files, &text);
	uint8_t stat[STAT] = {0};
	size_t n, taken;

	if (!f)
		return failed(answer, room, ERROR_EBADF);
	be32_put(stat + MODE, MODE_FILE);
	be32_put(stat + NLINK, 1);
	be32_put(stat + SIZE + 4, (uint32_t)f->size);
	be32_put(stat + BLKSIZE + 4, NBPG);
	be32_put(stat + BLOCKS + 4, (uint32_t)(f->size + 511) / 512);
	n = (size_t)snprintf(answer, room, "F%x;", STAT);
	return n + packet_escape(stat, sizeof stat, answer + n, room - n, &taken);
}

static size_t close_file(struct root_files *files, const char *text, char *answer, size_t room)
{
	struct root_file *f = file_of(files, &text);

	if (!f)
		return failed(answer, room, ERROR_EBADF);
	free(f->own);
	*f = (struct root_file){0};
	return (size_t)snprintf(answer, room, "F0");
}

/* Whose file system it is to be: there is one. */
static size_t set_system(struct root_files *files, const char *text, char *answer, size_t room)
{
	(void)files;
	(void)text;
	return (size_t)snprintf(answer, room, "F0");
}

/* Links and writing: there are no links, and nothing is written. */
static size_t read_link(struct root_files *files, const char *text, char *answer, size_t room)
{
	(void)files;
	(void)text;
	return failed(answer, room, ERROR_EINVAL);
}

static size_t refuse(struct root_files *files, const char *text, char *answer, size_t room)
{
	(void)files;
	(void)text;
	return failed(answer, room, ERROR_EROFS);
}

static const struct operation {
	const char *name;
	size_t (*answer)(struct root_files *, const char *text, char *answer, size_t room);
} operations[] = {
	{"open:", open_file},     {"pread:", read_file},  {"fstat:", stat_file}, {"close:", close_file},
	{"readlink:", read_link}, {"setfs:", set_system}, {"pwrite:", refuse},   {"unlink:", refuse},
};

size_t root_files_answer(struct root_files *files, const char *request, char *answer, size_t room)
{
	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
		size_t length = strlen(operations[i].name);

		if (!strncmp(request, operations[i].name, length))
			return operations[i].answer(files, request + length, answer, room);
	}
	return 0; /* not known */
}

void root_files_close(struct root_files *files)
{
	for (int fd = 0; fd < ROOT_FILES; fd++) {
		free(files->list[fd].own);
		files->list[fd] = (struct root_file){0};
	}
}
