/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading source files from below one directory: see sources.h. */
#include "image/sources.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/library.h"
#include "base/file.h"
#include "base/alloc.h"
#include "debuginfo/symtab.h"
#include "debuginfo/symbols.h"

/* Opens the file `path` below an open directory, one name at a time: no link is followed and no way leads up. Takes the
 * directory; -1 if the file is not to be had. */
static int open_below(int directory, const char *path)
{
	while (directory >= 0) {
		size_t length = strcspn(path, "/");
		bool last = !path[length];
		char *name = alloc_format("%.*s", (int)length, path);
		int next = -1;

		if (*name && strcmp(name, ".") && strcmp(name, ".."))
			next = openat(directory, name,
			              O_CLOEXEC | O_NOFOLLOW | (last ? O_RDONLY | O_NONBLOCK : O_PATH | O_DIRECTORY));
		free(name);
		close(directory);
		if (last)
			return next;
		directory = next;
		path += length + 1;
	}
	return -1;
}

bool sources_read(const char *directory, const char *path, uint8_t **data, size_t *size)
{
	char error[ERROR_MAX];
	int fd = open_below(open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC), path);

	return fd >= 0 && file_read_open(fd, path, RUN_SOURCE_BYTES, data, size, error);
}

/* The part of a shipped source's name that says where it is below src/; NULL if it is none. */
static const char *shipped_path(const char *name)
{
	size_t length = strlen(SOURCES_SHIPPED);

	return strncmp(name, SOURCES_SHIPPED, length) ? NULL : name + length;
}

bool sources_shipped(const char *name, uint8_t **data, size_t *size)
{
	char error[ERROR_MAX], *directory;
	const char *path = shipped_path(name), *guest = path ? library_directory(error) : NULL;
	bool ok;

	if (!guest)
		return false;
	directory = alloc_format("%s/src", guest);
	ok = sources_read(directory, path, data, size);
	free(directory);
	return ok;
}

/* Last part of a path. */
static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The part of a file's name that leads to it from a directory: all of a relative one. NULL if it is not below. */
static const char *path_below(const char *directory, const char *name)
{
	size_t length = directory ? strlen(directory) : 0;

	if (*name != '/')
		return name;
	while (length && directory[length - 1] == '/')
		length--;
	return length && !strncmp(name, directory, length) && name[length] == '/' ? name + length + 1 : NULL;
}

/* Reads a source of a program that is not shipped. absolute: the place's directory without links. */
static bool read_own(const struct sources_place *place, const char *absolute, const char *name, uint8_t **data,
                     size_t *size)
{
	char error[ERROR_MAX];
	const char *path;

	if (!place->directory)
		return false;
	if (place->named && !strcmp(name, base_name(place->named)))
		return file_read(place->named, RUN_SOURCE_BYTES, data, size, error);
	path = path_below(absolute, name);
	return path && sources_read(place->directory, path, data, size);
}

size_t sources_of(const uint8_t *elf, size_t size, const struct sources_place *place,
                  struct run_image images[RUN_SOURCES])
{
	char error[ERROR_MAX], *absolute;
	const char *const *files, *first = NULL;
	struct symbols *program = symbols_open(elf, size, error);
	size_t n, kept = 0;
	uint32_t address;
	int line;

	if (!program)
		return 0;
	absolute = place->directory ? realpath(place->directory, NULL) : NULL;
	if (symbols_address(program, "main", &address) || symbols_address(program, "_start", &address))
		symbols_line(program, address, &first, &line);
	n = symbols_files(program, &files);
	for (size_t i = 0; i < n && kept < RUN_SOURCES; i++) {
		struct run_image *image = &images[kept];

		/* Of what is shipped its own are those beside main: the rest is library. */
		if (shipped_path(files[i]) ? first && names_same_directory(files[i], first) &&
		                                     sources_shipped(files[i], &image->data, &image->size)
		                           : read_own(place, absolute, files[i], &image->data, &image->size)) {
			image->name = alloc_format("source:%s", files[i]);
			kept++;
		}
	}
	free(absolute);
	symbols_close(program);
	return kept;
}
