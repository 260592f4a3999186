/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time put together from its parts, and the clocks of POSIX. */
#include <errno.h>
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

void tzset(void)
{
	/* universal time is the only one */
}

int clock_gettime(clockid_t clock, struct timespec *to)
{
	struct timeval now;

	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
		errno = EINVAL;
		return -1;
	}
	if (gettimeofday(&now, NULL) < 0)
		return -1;
	to->tv_sec = now.tv_sec;
	to->tv_nsec = now.tv_usec * 1000;
	return 0;
}
