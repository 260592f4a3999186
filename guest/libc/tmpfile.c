/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of a name that nobody else has. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Looks for a name with a letter and digits of the process's number in place of the Xs at its end: six for POSIX, as
 * many as there are for 4.3BSD. -1 if there is none.
 */
static int make(char *name, int (*try)(const char *name), int least)
{
	char *end = name + strlen(name), *x = end;
	unsigned number = (unsigned)getpid();
	int result;

	while (x > name && x[-1] == 'X')
		x--;
	if (end - x < least) {
		errno = EINVAL;
		return -1;
	}
	while (--end > x) {
		*end = (char)('0' + number % 10);
		number /= 10;
	}
	for (int letter = 'a'; letter <= 'z'; letter++) {
		*x = (char)letter;
		result = try(name);
		if (result >= 0 || errno != EEXIST)
			return result;
	}
	return -1;
}

static int try_file(const char *name)
{
	return open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
}

static int try_directory(const char *name)
{
	return mkdir(name, 0700);
}

/* A name is free if nothing is there. */
static int try_name(const char *name)
{
	struct stat sb;

	if (lstat(name, &sb) < 0)
		return errno == ENOENT ? 0 : -1;
	errno = EEXIST;
	return -1;
}

int mkstemp(char *name)
{
	return make(name, try_file, 6);
}

char *mkdtemp(char *name)
{
	return make(name, try_directory, 6) < 0 ? NULL : name;
}

char *mktemp(char *name)
{
	return make(name, try_name, 1) < 0 ? NULL : name;
}

char *tmpnam(char *name)
{
	static char own[L_tmpnam];

	return mktemp(strcpy(name != NULL ? name : own, P_tmpdir "/tmp.XXXXXX"));
}

FILE *tmpfile(void)
{
	char name[] = P_tmpdir "/tmp.XXXXXX";
	int fd = mkstemp(name);
	FILE *f;

	if (fd < 0)
		return NULL;
	unlink(name);
	f = fdopen(fd, "w+");
	if (f == NULL)
		close(fd);
	return f;
}
