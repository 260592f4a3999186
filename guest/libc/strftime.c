/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time as text of any form. */
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

/* Number of the week in the year; `first` is the day that weeks begin with. */
static int week(const struct tm *tm, int first)
{
	return (tm->tm_yday + 7 - (tm->tm_wday + 7 - first) % 7) / 7;
}

/* One conversion. False if there is none of that letter. */
static int convert(char *to, size_t bytes, char letter, const struct tm *tm)
{
	int hour = tm->tm_hour % 12 == 0 ? 12 : tm->tm_hour % 12;

	switch (letter) {
	case 'a':
		return snprintf(to, bytes, "%.3s", days[tm->tm_wday]);
	case 'A':
		return snprintf(to, bytes, "%s", days[tm->tm_wday]);
	case 'b':
	case 'h':
		return snprintf(to, bytes, "%.3s", months[tm->tm_mon]);
	case 'B':
		return snprintf(to, bytes, "%s", months[tm->tm_mon]);
	case 'c':
		return strftime(to, bytes, "%a %b %e %H:%M:%S %Y", tm);
	case 'd':
		return snprintf(to, bytes, "%02d", tm->tm_mday);
	case 'D':
	case 'x':
		return strftime(to, bytes, "%m/%d/%y", tm);
	case 'e':
		return snprintf(to, bytes, "%2d", tm->tm_mday);
	case 'F':
		return strftime(to, bytes, "%Y-%m-%d", tm);
	case 'H':
		return snprintf(to, bytes, "%02d", tm->tm_hour);
	case 'I':
		return snprintf(to, bytes, "%02d", hour);
	case 'j':
		return snprintf(to, bytes, "%03d", tm->tm_yday + 1);
	case 'm':
		return snprintf(to, bytes, "%02d", tm->tm_mon + 1);
	case 'M':
		return snprintf(to, bytes, "%02d", tm->tm_min);
	case 'p':
		return snprintf(to, bytes, tm->tm_hour < 12 ? "AM" : "PM");
	case 'R':
		return strftime(to, bytes, "%H:%M", tm);
	case 'S':
		return snprintf(to, bytes, "%02d", tm->tm_sec);
	case 'T':
	case 'X':
		return strftime(to, bytes, "%H:%M:%S", tm);
	case 'U':
		return snprintf(to, bytes, "%02d", week(tm, 0));
	case 'w':
		return snprintf(to, bytes, "%d", tm->tm_wday);
	case 'W':
		return snprintf(to, bytes, "%02d", week(tm, 1));
	case 'y':
		return snprintf(to, bytes, "%02d", tm->tm_year % 100);
	case 'Y':
		return snprintf(to, bytes, "%d", 1900 + tm->tm_year);
	case 'Z':
		return snprintf(to, bytes, "UTC");
	case 'z':
		return snprintf(to, bytes, "+0000");
	default:
		return snprintf(to, bytes, "%c", letter);
	}
}

/* The bytes without the NUL; 0 if it does not fit. */
size_t strftime(char *to, size_t bytes, const char *format, const struct tm *tm)
{
	size_t n = 0;

	for (; *format != '\0'; format++) {
		char one[64];
		size_t more = 1;

		one[0] = *format;
		if (*format == '%' && format[1] != '\0')
			more = convert(one, sizeof(one), *++format, tm);
		if (n + more >= bytes)
			return 0;
		memcpy(to + n, one, more);
		n += more;
	}
	if (n >= bytes)
		return 0;
	to[n] = '\0';
	return n;
}
