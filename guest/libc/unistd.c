/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small calls that stand on others. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

int setuid(uid_t uid)
{
	return setreuid(uid, uid);
}

int setgid(gid_t gid)
{
	return setregid(gid, gid);
}

/* The console and the process's terminal, which are majors 0 and 2. */
int isatty(int fd)
{
	struct stat sb;

	if (fstat(fd, &sb) < 0)
		return 0;
	if (S_ISCHR(sb.st_mode) && (sb.st_rdev >> 8 == 0 || sb.st_rdev >> 8 == 2))
		return 1;
	errno = ENOTTY;
	return 0;
}
