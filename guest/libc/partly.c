/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that this kernel has only in part: the rest is an error that POSIX lays down for it. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files here cannot be locked in part. */
int lockf(int fd, int what, off_t bytes)
{
	(void)what;
	(void)bytes;
	if (fcntl(fd, F_GETFD, 0) >= 0)
		errno = EINVAL;
	return -1;
}

/* chown goes where a link leads. */
int lchown(const char *path, uid_t uid, gid_t gid)
{
	struct stat sb;

	if (lstat(path, &sb) < 0)
		return -1;
	if (S_ISLNK(sb.st_mode)) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return chown(path, uid, gid);
}

/* A process group that setsid made is all that there is of a session. */
pid_t getsid(pid_t pid)
{
	return getpgid(pid);
}
