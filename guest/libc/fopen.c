/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening FILEs. What they are is in stdio.c. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stdio_private.h"

/* Flags of a FILE and of open for a mode: "r", "w", "a", with or without "+", "b", "e" (close on exec), "x" (it must be
 * new). 0 if it is none of them. */
static int modeflags(const char *mode, int *flags)
{
	int plus = strchr(mode, '+') != NULL;

	*flags = plus ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
	switch (mode[0]) {
	case 'r':
		break;
	case 'w':
		*flags |= O_CREAT | O_TRUNC;
		break;
	case 'a':
		*flags |= O_CREAT | O_APPEND;
		break;
	default:
		errno = EINVAL;
		return 0;
	}
	if (strchr(mode, 'e') != NULL)
		*flags |= O_CLOEXEC;
	if (strchr(mode, 'x') != NULL)
		*flags |= O_EXCL;
	return plus ? _IORW : mode[0] == 'r' ? _IOREAD : _IOWRT;
}

FILE *_open_file(FILE *f, int flag, int fd)
{
	memset(f, 0, sizeof(*f));
	f->_flag = flag;
	f->_file = fd;
	return f;
}

/* A FILE that is not in use; null and EMFILE if there is none. */
FILE *_free_file(void)
{
	for (FILE *f = _iob; f < _iob + NFILE; f++)
		if (f->_flag == 0)
			return f;
	errno = EMFILE;
	return NULL;
}

FILE *fdopen(int fd, const char *mode)
{
	int flags, flag = modeflags(mode, &flags);
	FILE *f = flag != 0 ? _free_file() : NULL;

	if (f != NULL && (flags & O_APPEND)) /* ftell counts what is there already */
		lseek(fd, 0, SEEK_END);
	return f != NULL ? _open_file(f, flag, fd) : NULL;
}

/* Opens into a FILE that is not in use. */
static FILE *open_into(FILE *f, const char *path, const char *mode)
{
	int flags, flag = modeflags(mode, &flags), fd;

	if (flag == 0 || f == NULL)
		return NULL;
	fd = open(path, flags, 0666);
	if (fd >= 0 && (flags & O_APPEND))
		lseek(fd, 0, SEEK_END);
	return fd >= 0 ? _open_file(f, flag, fd) : NULL;
}

FILE *fopen(const char *path, const char *mode)
{
	return open_into(_free_file(), path, mode);
}

FILE *freopen(const char *path, const char *mode, FILE *f)
{
	fclose(f);
	return open_into(f, path, mode);
}
