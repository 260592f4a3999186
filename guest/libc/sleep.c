/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for time to pass and for signals. Sleeping stands on select, which has a time of its own, so an alarm goes on
 * meanwhile. 4.3BSD's sleep uses the alarm's timer, and shortens itself to an alarm that comes first.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MOST 1000000 /* seconds that are asked of select at a time */

unsigned alarm(unsigned seconds)
{
	struct itimerval how = {{0, 0}, {seconds, 0}}, was;

	if (seconds >
	    INT_MAX) /* Linux takes it for the most that there is (alarm_setitimer); others refuse that, too */
		how.it_value.tv_sec = INT_MAX;
	if (setitimer(ITIMER_REAL, &how, &was) < 0)
		return (unsigned)-1;
	return (unsigned)(was.it_value.tv_sec + (was.it_value.tv_usec > 0));
}

int pause(void)
{
	return sigpause(sigblock(0));
}

/* What is left until then; nothing if it is past. */
static struct timeval left_until(struct timeval end)
{
	struct timeval now, left;

	gettimeofday(&now, NULL);
	left = (struct timeval){end.tv_sec - now.tv_sec, end.tv_usec - now.tv_usec};
	if (left.tv_usec < 0)
		left = (struct timeval){left.tv_sec - 1, left.tv_usec + 1000000};
	return left.tv_sec < 0 ? (struct timeval){0, 0} : left;
}

/* Sleeps that long, microseconds below a million. A signal that is handled ends it: what is left then. */
static struct timeval doze(struct timeval time)
{
	struct timeval end, left = time;

	gettimeofday(&end, NULL);
	end.tv_sec += time.tv_sec;
	end.tv_usec += time.tv_usec;
	if (end.tv_usec >= 1000000)
		end = (struct timeval){end.tv_sec + 1, end.tv_usec - 1000000};
	while (left.tv_sec > 0 || left.tv_usec > 0) {
		struct timeval some = left.tv_sec < MOST ? left : (struct timeval){MOST, 0};
		int error = errno, interrupted = select(0, NULL, NULL, NULL, &some) < 0;

		errno = error;
		left = left_until(end);
		if (interrupted)
			break;
	}
	return left;
}

unsigned sleep(unsigned seconds)
{
	struct timeval left = doze((struct timeval){(long)(seconds > LONG_MAX ? LONG_MAX : seconds), 0});

	return (unsigned)(left.tv_sec + (left.tv_usec > 0));
}

int usleep(unsigned microseconds)
{
	struct timeval left = doze((struct timeval){microseconds / 1000000, microseconds % 1000000});

	if (left.tv_sec == 0 && left.tv_usec == 0)
		return 0;
	errno = EINTR;
	return -1;
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

/* The clock has microseconds: to the next one. */
int nanosleep(const struct timespec *time, struct timespec *left)
{
	struct timeval rest;

	if (time->tv_sec < 0 || time->tv_nsec < 0 || time->tv_nsec >= 1000000000) {
		errno = EINVAL;
		return -1;
	}
	rest = (struct timeval){time->tv_sec, (time->tv_nsec + 999) / 1000};
	if (rest.tv_usec == 1000000)
		rest = (struct timeval){rest.tv_sec + 1, 0};
	rest = doze(rest);
	if (rest.tv_sec == 0 && rest.tv_usec == 0)
		return 0;
	if (left != NULL)
		*left = (struct timespec){rest.tv_sec, rest.tv_usec * 1000};
	errno = EINTR;
	return -1;
}
