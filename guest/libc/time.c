/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time as the machine has it, in universal time. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#define DAY 86400

static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

time_t time(time_t *to)
{
	struct timeval now;

	if (gettimeofday(&now, NULL) < 0)
		return -1;
	if (to != NULL)
		*to = now.tv_sec;
	return now.tv_sec;
}

clock_t clock(void)
{
	struct rusage used;

	if (getrusage(RUSAGE_SELF, &used) < 0)
		return -1;
	return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * CLOCKS_PER_SEC + used.ru_utime.tv_usec +
	       used.ru_stime.tv_usec;
}

static int is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int month, int year)
{
	return month == 1 ? 28 + is_leap(year) : month == 3 || month == 5 || month == 8 || month == 10 ? 30 : 31;
}

struct tm *gmtime_r(const time_t *when, struct tm *to)
{
	struct tm tm;
	long day = *when / DAY, second = *when % DAY;
	int year = 1970;

	if (second < 0) {
		second += DAY;
		day--;
	}
	tm = (struct tm){.tm_zone = "UTC", .tm_sec = second % 60, .tm_min = second / 60 % 60, .tm_hour = second / 3600};
	tm.tm_wday = ((day + 4) % 7 + 7) % 7;
	for (; day < 0; day += 365 + is_leap(year))
		year--;
	for (; day >= 365 + is_leap(year); year++)
		day -= 365 + is_leap(year);
	tm.tm_year = year - 1900;
	tm.tm_yday = day;
	for (; day >= month_days(tm.tm_mon, year); tm.tm_mon++)
		day -= month_days(tm.tm_mon, year);
	tm.tm_mday = day + 1;
	*to = tm;
	return to;
}

struct tm *localtime_r(const time_t *when, struct tm *to)
{
	return gmtime_r(when, to);
}

struct tm *gmtime(const time_t *when)
{
	static struct tm tm;

	return gmtime_r(when, &tm);
}

struct tm *localtime(const time_t *when)
{
	return gmtime(when);
}

char *asctime_r(const struct tm *tm, char *to)
{
	sprintf(to, "%.3s %.3s %2d %02d:%02d:%02d %d\n", days + 3 * tm->tm_wday, months + 3 * tm->tm_mon, tm->tm_mday,
	        tm->tm_hour, tm->tm_min, tm->tm_sec, 1900 + tm->tm_year);
	return to;
}

char *asctime(const struct tm *tm)
{
	static char text[40];

	return asctime_r(tm, text);
}

char *ctime_r(const time_t *when, char *to)
{
	struct tm tm;

	return asctime_r(localtime_r(when, &tm), to);
}

char *ctime(const time_t *when)
{
	return asctime(localtime(when));
}
