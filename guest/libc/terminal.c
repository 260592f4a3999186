/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Process groups and the terminal that they share. */
#include <sys/ioctl.h>
#include <unistd.h>

pid_t tcgetpgrp(int fd)
{
	pid_t pgrp;

	return ioctl(fd, TIOCGPGRP, &pgrp) < 0 ? -1 : pgrp;
}

int tcsetpgrp(int fd, pid_t pgrp)
{
	return ioctl(fd, TIOCSPGRP, &pgrp);
}

int isatty(int fd)
{
	struct sgttyb modes;

	return ioctl(fd, TIOCGETP, &modes) == 0;
}

pid_t getpgid(pid_t pid)
{
	return getpgrp(pid);
}

/* POSIX: group 0 is one of its own. */
int setpgid(pid_t pid, pid_t pgrp)
{
	if (pid == 0)
		pid = getpid();
	return setpgrp(pid, pgrp != 0 ? pgrp : pid);
}
