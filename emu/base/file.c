/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the host that are read whole: see file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"

static int open_file(const char *path, char *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		error_set(error, "%s: %s", path, strerror(errno));
	return fd;
}

bool file_read(const char *path, size_t max, uint8_t **data, size_t *size, char *error)
{
	int fd = open_file(path, error);

	return fd >= 0 && file_read_open(fd, path, max, data, size, error);
}

/* Can a file of this kind and size be read whole? */
static bool check(const struct stat *st, const char *path, size_t max, char *error)
{
	if (S_ISDIR(st->st_mode))
		return error_set(error, "%s: is a directory", path);
	if (!S_ISREG(st->st_mode))
		return error_set(error, "%s: not a regular file", path);
	return (uintmax_t)st->st_size <= max ||
	       error_set(error, "%s: too large (%jd bytes; at most %zu)", path, (intmax_t)st->st_size, max);
}

/* Reads the whole file, which has that size. */
static bool read_all(int fd, const char *path, uint8_t *data, size_t size, char *error)
{
	size_t got = 0;
	uint8_t more;

	while (got < size) {
		ssize_t n = read(fd, data + got, size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return error_set(error, "%s: cannot be read", path);
		got += (size_t)n;
	}
	/* it grows, or is no file of a disk, as those of /proc */
	return read(fd, &more, 1) <= 0 || error_set(error, "%s: has more bytes than its size says", path);
}

bool file_read_open(int fd, const char *path, size_t max, uint8_t **data, size_t *size, char *error)
{
	struct stat st;
	bool ok = false;

	*data = NULL;
	*size = 0;
	if (fstat(fd, &st) < 0) {
		error_set(error, "%s: %s", path, strerror(errno));
	} else if (check(&st, path, max, error)) {
		*size = (size_t)st.st_size;
		*data = alloc_new(*size + 1, 1);
		ok = read_all(fd, path, *data, *size, error);
	}
	close(fd);
	if (!ok) {
		free(*data);
		*data = NULL;
	}
	return ok;
}

bool file_size(const char *path, size_t max, size_t *size, char *error)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return error_set(error, "%s: %s", path, strerror(errno));
	*size = (size_t)st.st_size;
	return check(&st, path, max, error);
}

bool file_read_into(const char *path, uint8_t *data, size_t size, char *error)
{
	int fd = open_file(path, error);
	bool ok = fd >= 0 && read_all(fd, path, data, size, error);

	if (fd >= 0)
		close(fd);
	return ok;
}
