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

bool file_read(const char *path, size_t max, uint8_t **data, size_t *size, char *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return error_set(error, "%s: %s", path, strerror(errno));
	return file_read_open(fd, path, max, data, size, error);
}

bool file_read_open(int fd, const char *path, size_t max, uint8_t **data, size_t *size, char *error)
{
	struct stat st;
	size_t got = 0;
	uint8_t more;
	bool ok = false;

	*data = NULL;
	if (fstat(fd, &st) < 0) {
		error_set(error, "%s: %s", path, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		error_set(error, "%s: is a directory", path);
	} else if (!S_ISREG(st.st_mode)) {
		error_set(error, "%s: not a regular file", path);
	} else if ((uintmax_t)st.st_size > max) {
		error_set(error, "%s: too large (%jd bytes; at most %zu)", path, (intmax_t)st.st_size, max);
	} else {
		*data = alloc_new((size_t)st.st_size + 1, 1);
		while (got < (size_t)st.st_size) {
			ssize_t n = read(fd, *data + got, (size_t)st.st_size - got);

			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0)
				break;
			got += (size_t)n;
		}
		if (got < (size_t)st.st_size)
			error_set(error, "%s: cannot be read", path);
		else if (read(fd, &more, 1) > 0) /* it grows, or is no file of a disk, as those of /proc */
			error_set(error, "%s: has more bytes than its size says", path);
		else
			ok = true;
	}
	close(fd);
	if (!ok) {
		free(*data);
		*data = NULL;
	}
	*size = got;
	return ok;
}
