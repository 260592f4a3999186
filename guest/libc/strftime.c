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

static int is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* ISO 8601: weeks begin on Monday, and the first of a year has its first Thursday. The year that the week is of. */
static int week_year(const struct tm *tm, int *number)
{
	int year = 1900 + tm->tm_year, thursday = tm->tm_yday + 3 - (tm->tm_wday + 6) % 7;

	if (thursday < 0) {
		year--;
		thursday += 365 + is_leap(year);
	} else if (thursday >= 365 + is_leap(year)) {
		thursday -= 365 + is_leap(year);
		year++;
	}
	if (number != NULL)
		*number = thursday / 7 + 1;
	return year;
}

/* One conversion. False if there is none of that letter. */
static int convert(char *to, size_t bytes, char letter, const struct tm *tm)
{
	struct tm copy;
	int number;
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
	case 'C':
		return snprintf(to, bytes, "%02d", (1900 + tm->tm_year) / 100);
	case 'd':
		return snprintf(to, bytes, "%02d", tm->tm_mday);
	case 'D':
	case 'x':
		return strftime(to, bytes, "%m/%d/%y", tm);
	case 'e':
		return snprintf(to, bytes, "%2d", tm->tm_mday);
	case 'F':
		return strftime(to, bytes, "%Y-%m-%d", tm);
	case 'g':
		return snprintf(to, bytes, "%02d", week_year(tm, NULL) % 100);
	case 'G':
		return snprintf(to, bytes, "%d", week_year(tm, NULL));
	case 'H':
		return snprintf(to, bytes, "%02d", tm->tm_hour);
	case 'I':
		return snprintf(to, bytes, "%02d", hour);
	case 'j':
		return snprintf(to, bytes, "%03d", tm->tm_yday + 1);
	case 'k':
		return snprintf(to, bytes, "%2d", tm->tm_hour);
	case 'l':
		return snprintf(to, bytes, "%2d", hour);
	case 'm':
		return snprintf(to, bytes, "%02d", tm->tm_mon + 1);
	case 'M':
		return snprintf(to, bytes, "%02d", tm->tm_min);
	case 'n':
		return snprintf(to, bytes, "\n");
	case 'p':
		return snprintf(to, bytes, tm->tm_hour < 12 ? "AM" : "PM");
	case 'r':
		return strftime(to, bytes, "%I:%M:%S %p", tm);
	case 'R':
		return strftime(to, bytes, "%H:%M", tm);
	case 's':
		copy = *tm;
		return snprintf(to, bytes, "%ld", (long)timegm(&copy));
	case 'S':
		return snprintf(to, bytes, "%02d", tm->tm_sec);
	case 't':
		return snprintf(to, bytes, "\t");
	case 'T':
	case 'X':
		return strftime(to, bytes, "%H:%M:%S", tm);
	case 'u':
		return snprintf(to, bytes, "%d", tm->tm_wday == 0 ? 7 : tm->tm_wday);
	case 'U':
		return snprintf(to, bytes, "%02d", week(tm, 0));
	case 'V':
		week_year(tm, &number);
		return snprintf(to, bytes, "%02d", number);
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
		/* %E and %O ask for other ways to write numbers, which this locale has not */
		if (*format == '%' && format[1] != '\0' && format[2 - !(format[1] == 'E' || format[1] == 'O')] != '\0')
			more = convert(one, sizeof(one), *(format += format[1] == 'E' || format[1] == 'O' ? 2 : 1), tm);
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
