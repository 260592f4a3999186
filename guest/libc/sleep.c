/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for time to pass and for signals. Everything here is made of the one real-time timer and of sigpause. */
#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

unsigned alarm(unsigned seconds)
{
	struct itimerval how = {{0, 0}, {seconds, 0}}, was;

	if (setitimer(ITIMER_REAL, &how, &was) < 0)
		return (unsigned)-1;
	return (unsigned)(was.it_value.tv_sec + (was.it_value.tv_usec > 0));
}

int pause(void)
{
	return sigpause(sigblock(0));
}

static void wake(int sig)
{
	(void)sig;
}

/*
 * Sleeps at most that long and returns what is left: a signal that is handled ends it. A timer that runs already stands
 * still meanwhile.
 */
static struct timeval doze(struct timeval time)
{
	struct itimerval how = {{0, 0}, time}, none = {{0, 0}, {0, 0}}, was, left;
	struct sigvec to = {wake, 0, SV_INTERRUPT}, from;
	int mask = sigblock((int)sigmask(SIGALRM));

	setitimer(ITIMER_REAL, &none, &was);
	sigvec(SIGALRM, &to, &from);
	setitimer(ITIMER_REAL, &how, NULL);
	sigpause(mask & ~(int)sigmask(SIGALRM));
	setitimer(ITIMER_REAL, &was, &left);
	sigvec(SIGALRM, &from, NULL);
	sigsetmask(mask);
	return left.it_value;
}

unsigned sleep(unsigned seconds)
{
	struct timeval left = {0, 0};

	if (seconds > 0)
		left = doze((struct timeval){seconds, 0});
	return (unsigned)(left.tv_sec + (left.tv_usec > 0));
}

int usleep(unsigned microseconds)
{
	if (microseconds > 0)
		doze((struct timeval){microseconds / 1000000, microseconds % 1000000});
	return 0;
}

unsigned ualarm(unsigned microseconds, unsigned interval)
{
	struct itimerval how, was;

	how.it_value = (struct timeval){microseconds / 1000000, microseconds % 1000000};
	how.it_interval = (struct timeval){interval / 1000000, interval % 1000000};
	if (setitimer(ITIMER_REAL, &how, &was) < 0)
		return (unsigned)-1;
	return (unsigned)(was.it_value.tv_sec * 1000000 + was.it_value.tv_usec);
}

int nanosleep(const struct timespec *time, struct timespec *left)
{
	struct timeval rest = {0, 0};

	if (time->tv_sec < 0 || time->tv_nsec < 0 || time->tv_nsec >= 1000000000) {
		errno = EINVAL;
		return -1;
	}
	if (time->tv_sec > 0 || time->tv_nsec > 0)
		rest = doze((struct timeval){time->tv_sec, (time->tv_nsec + 999) / 1000});
	if (left != NULL)
		*left = (struct timespec){rest.tv_sec, rest.tv_usec * 1000};
	if (rest.tv_sec == 0 && rest.tv_usec == 0)
		return 0;
	errno = EINTR;
	return -1;
}
