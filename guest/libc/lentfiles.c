/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is the table of descriptors lent with the memory, as on IRIX 3.3? There a parent loses its own ends of pipes to what
 * the child closes before it executes a program. Configuration scripts find out by a trial (Autoconf's AC_FUNC_VFORK),
 * and so do we: a child changes the close-on-exec flag of a descriptor, and we look at ours. The answer stays the same
 * for as long as the machine runs, so one trial does.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <vfork.h>

int vfork_lends_descriptors(void)
{
	static const struct sigvec ignored = {SIG_IGN, 0, 0};
	static int tried, lent;
	struct sigvec before;
	int spare, fd, flags, error, mask;
	pid_t pid;

	if (tried)
		return lent;
	spare = open("/dev/null", O_RDONLY);
	fd = spare >= 0 ? spare : 0; /* if there is no more room, 0 is open */
	flags = fcntl(fd, F_GETFD, 0);
	if (flags < 0)
		return -1;
	mask = sigblock(-1);
	sigvec(SIGCHLD, &ignored, &before); /* nobody is to hear of this child */
	pid = vfork();
	/* Where registers come back as the child left them, ours must all be in memory. */
	__asm__ volatile("" ::: "d2", "d3", "d4", "d5", "d6", "d7", "a2", "a3", "a4", "a5");
	if (pid == 0) {
		fcntl(fd, F_SETFD, flags ^ FD_CLOEXEC);
		_exit(0);
	}
	error = errno;
	if (pid > 0)
		waitpid(pid, NULL, 0);
	sigvec(SIGCHLD, &before, NULL);
	lent = fcntl(fd, F_GETFD, 0) != flags;
	tried = pid > 0;
	fcntl(fd, F_SETFD, flags);
	if (spare >= 0)
		close(spare);
	sigsetmask(mask);
	errno = error;
	return tried ? lent : -1;
}
