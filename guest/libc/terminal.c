/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Process groups and the terminal that they share. */
#include <errno.h>
#include <string.h>
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
	return (getpgrp)(pid);
}

/* POSIX: group 0 is one of its own. */
int setpgid(pid_t pid, pid_t pgrp)
{
	if (pid == 0)
		pid = getpid();
	return setpgrp(pid, pgrp != 0 ? pgrp : pid);
}

pid_t setsid(void)
{
	pid_t pid = getpid();

	if (getpgrp(0) == pid) {
		errno = EPERM;
		return -1;
	}
	return setpgrp(0, pid) < 0 ? -1 : pid;
}

/* The console is the only terminal. */
char *ttyname(int fd)
{
	return isatty(fd) ? "/dev/console" : NULL;
}

int ttyname_r(int fd, char *to, size_t bytes)
{
	char *name = ttyname(fd);

	if (name == NULL)
		return ENOTTY;
	return strlcpy(to, name, bytes) < bytes ? 0 : ERANGE;
}

/* The console is the first terminal of /etc/ttys. */
int ttyslot(void)
{
	return isatty(0) || isatty(1) || isatty(2) ? 1 : 0;
}
