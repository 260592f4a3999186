/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates that a user writes: see date.h. */
#include "base/date.h"

#include <stdio.h>

enum { FIRST = 1970, LAST = 2037, DAY = 24 * 60 * 60 };

static int month_days(int month, int year)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && year % 4 == 0); /* 2000 is a leap year */
}

bool date_read(const char *text, uint32_t *seconds)
{
	int year, month, day, hour = 0, minute = 0, second = 0, n = 0;
	uint32_t days = 0;
	char between = ' ';

	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &n) != 3)
		return false;
	text += n;
	if (*text) {
		n = 0;
		if (sscanf(text, "%c%2d:%2d%n", &between, &hour, &minute, &n) != 3 || !n)
			return false;
		text += n;
		n = 0;
		if (*text && (sscanf(text, ":%2d%n", &second, &n) != 1 || text[n]))
			return false;
	}
	if (year < FIRST || year > LAST || month < 1 || month > 12 || day < 1 || day > month_days(month, year) ||
	    (between != ' ' && between != 'T') || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 59)
		return false;
	for (int y = FIRST; y < year; y++)
		days += 365 + (y % 4 == 0);
	for (int m = 1; m < month; m++)
		days += (uint32_t)month_days(m, year);
	days += (uint32_t)day - 1;
	*seconds = days * DAY + (uint32_t)(hour * 60 + minute) * 60 + (uint32_t)second;
	return true;
}
