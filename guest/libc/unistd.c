/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small calls that stand on others. */
#include <errno.h>
#include <fcntl.h>
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <utime.h>

#include "own_private.h"

int setuid(uid_t uid)
{
	return setreuid(uid, uid);
}

int setgid(gid_t gid)
{
	return setregid(gid, gid);
}

int seteuid(uid_t uid)
{
	return setreuid(-1, uid);
}

int setegid(gid_t gid)
{
	return setregid(-1, gid);
}

int getresuid(uid_t *real, uid_t *effective, uid_t *saved)
{
	*real = getuid();
	*saved = *effective = geteuid();
	return 0;
}

int getresgid(gid_t *real, gid_t *effective, gid_t *saved)
{
	*real = getgid();
	*saved = *effective = getegid();
	return 0;
}

int fsync(int fd)
{
	return fcntl(fd, F_GETFD, 0) < 0 ? -1 : 0;
}

int fdatasync(int fd)
{
	return fsync(fd);
}

/* Files are in memory. */
int sync(void)
{
	return 0;
}

int getpagesize(void)
{
	return NBPG;
}

/* The new value, as POSIX wants it; -1 may be it. */
int nice(int increment)
{
	int was, error = errno;

	errno = 0;
	was = getpriority(PRIO_PROCESS, 0);
	if (was == -1 && errno != 0)
		return -1;
	errno = error;
	if (setpriority(PRIO_PROCESS, 0, was + increment) < 0) {
		errno = EPERM;
		return -1;
	}
	return getpriority(PRIO_PROCESS, 0);
}

int uname(struct utsname *to)
{
	*to = (struct utsname){.sysname = "BSD", .release = "4.3", .version = "vforkscope", .machine = "m68k"};
	return gethostname(to->nodename, sizeof(to->nodename));
}

int utime(const char *path, const struct utimbuf *times)
{
	struct timeval both[2];

	if (times == NULL)
		return utimes(path, NULL);
	both[0] = (struct timeval){times->actime, 0};
	both[1] = (struct timeval){times->modtime, 0};
	return utimes(path, both);
}

char *getwd(char *to)
{
	return _getcwd(to, PATH_MAX);
}
