/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <signal.h>
#include <sys/select.h>

int pselect(int n, fd_set *reads, fd_set *writes, fd_set *excepts, const struct timespec *time, const sigset_t *mask)
{
	struct timeval limit;
	sigset_t was;
	int result, error;

	if (time != NULL)
		limit = (struct timeval){time->tv_sec, (time->tv_nsec + 999) / 1000};
	if (mask != NULL)
		sigprocmask(SIG_SETMASK, mask, &was);
	result = select(n, reads, writes, excepts, time != NULL ? &limit : NULL);
	error = errno;
	if (mask != NULL)
		sigprocmask(SIG_SETMASK, &was, NULL);
	errno = error;
	return result;
}
