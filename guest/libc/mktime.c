/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time put together from its parts, and the clocks of POSIX. */
#include <errno.h>
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Days from the beginning of 1970 to that of a year. */
static long days_before(long year)
{
	long y = year - 1;

	return 365 * (year - 1970) + (y / 4 - 1969 / 4) - (y / 100 - 1969 / 100) + (y / 400 - 1969 / 400);
}

static int is_leap(long year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Members may be out of their ranges: the 35th of January is the 4th of February. */
time_t timegm(struct tm *tm)
{
	static const short before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
	long year = 1900 + tm->tm_year + tm->tm_mon / 12, month = tm->tm_mon % 12, day;
	time_t when;

	if (month < 0) {
		month += 12;
		year--;
	}
	day = days_before(year) + before[month] + (month > 1 && is_leap(year)) + tm->tm_mday - 1;
	when = ((day * 24 + tm->tm_hour) * 60 + tm->tm_min) * 60 + tm->tm_sec;
	gmtime_r(&when, tm);
	return when;
}

time_t mktime(struct tm *tm)
{
	return timegm(tm);
}

double difftime(time_t end, time_t beginning)
{
	return (double)end - (double)beginning;
}

long timezone; /* "_timezone" to the linker */
int daylight;
char *tzname[2] = {"UTC", "UTC"};

void tzset(void)
{
	/* universal time is the only one */
}

int clock_gettime(clockid_t clock, struct timespec *to)
{
	struct timeval now;
	struct rusage used;

	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_MONOTONIC:
		if (gettimeofday(&now, NULL) < 0)
			return -1;
		break;
	case CLOCK_PROCESS_CPUTIME_ID:
		if (getrusage(RUSAGE_SELF, &used) < 0)
			return -1;
		timeradd(&used.ru_utime, &used.ru_stime, &now);
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	to->tv_sec = now.tv_sec;
	to->tv_nsec = now.tv_usec * 1000;
	return 0;
}

int clock_getres(clockid_t clock, struct timespec *to)
{
	if (clock < CLOCK_REALTIME || clock > CLOCK_PROCESS_CPUTIME_ID) {
		errno = EINVAL;
		return -1;
	}
	if (to != NULL)
		*to = (struct timespec){0, clock == CLOCK_PROCESS_CPUTIME_ID ? 1000000000 / HZ : 1000};
	return 0;
}

/* The result is the error. An absolute time is slept for again, when a signal has ended it, by the same call. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *left)
{
	struct timespec now, rest = *time;
	int error = errno, result;

	if (clock_gettime(clock, &now) < 0 || clock == CLOCK_PROCESS_CPUTIME_ID)
		return EINVAL;
	if (flags & TIMER_ABSTIME) {
		rest = (struct timespec){time->tv_sec - now.tv_sec, time->tv_nsec - now.tv_nsec};
		if (rest.tv_nsec < 0)
			rest = (struct timespec){rest.tv_sec - 1, rest.tv_nsec + 1000000000};
		if (rest.tv_sec < 0)
			return 0;
		left = NULL;
	}
	result = nanosleep(&rest, left) < 0 ? errno : 0;
	errno = error;
	return result;
}
