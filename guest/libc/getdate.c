/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as people write them, by the templates of the file that DATEMSK names. What is left out is taken from now. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

int getdate_err;

/* POSIX's numbers; 6 is for want of memory, of which none is taken */
enum { NO_NAME = 1, NO_FILE, NO_STATUS, NO_REGULAR, NO_READING, NO_MATCH = 7, NO_DATE };

#define OPEN INT_MIN /* a member that no conversion has set */

static int only_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t' || *s == '\n')
		s++;
	return *s == '\0';
}

/* The first template that fits. */
static int match(FILE *f, const char *s, struct tm *tm)
{
	char line[256];

	while (fgets(line, sizeof(line), f) != NULL) {
		char *end = line;
		const char *rest;

		while (*end != '\0' && *end != '\n')
			end++;
		*end = '\0';
		*tm = (struct tm){OPEN, OPEN, OPEN, OPEN, OPEN, OPEN, OPEN, OPEN, 0, 0, NULL};
		rest = strptime(s, line, tm);
		if (rest != NULL && only_blanks(rest))
			return 0;
	}
	return ferror(f) ? NO_READING : NO_MATCH;
}

static int complete(struct tm *tm)
{
	time_t seconds = time(NULL);
	struct tm now = *localtime(&seconds);
	int year = tm->tm_year, month = tm->tm_mon, day = tm->tm_mday;
	int week = day == OPEN ? tm->tm_wday : OPEN; /* strptime makes one out of a day */
	int no_date = year == OPEN && month == OPEN && day == OPEN && week == OPEN, given;

	if (tm->tm_hour == OPEN && tm->tm_min == OPEN && tm->tm_sec == OPEN) {
		tm->tm_hour = now.tm_hour;
		tm->tm_min = now.tm_min;
		tm->tm_sec = now.tm_sec;
	} else if (no_date && tm->tm_hour != OPEN && tm->tm_hour < now.tm_hour) {
		now.tm_mday++; /* tomorrow */
	}
	tm->tm_hour = tm->tm_hour == OPEN ? 0 : tm->tm_hour;
	tm->tm_min = tm->tm_min == OPEN ? 0 : tm->tm_min;
	tm->tm_sec = tm->tm_sec == OPEN ? 0 : tm->tm_sec;
	tm->tm_year = year != OPEN ? year : now.tm_year + (month != OPEN && month < now.tm_mon);
	tm->tm_mon = month != OPEN ? month : now.tm_mon;
	tm->tm_mday = day != OPEN ? day : month != OPEN ? 1 : now.tm_mday;
	if (week != OPEN && year == OPEN && month == OPEN && day == OPEN)
		tm->tm_mday += (week + 7 - now.tm_wday) % 7;
	given = day != OPEN ? day : 0;
	tm->tm_isdst = 0;
	if (mktime(tm) == (time_t)-1 || (given != 0 && tm->tm_mday != given))
		return NO_DATE;
	return week != OPEN && tm->tm_wday != week ? NO_DATE : 0;
}

struct tm *getdate(const char *s)
{
	static struct tm tm;
	const char *path = getenv("DATEMSK");
	struct stat sb;
	FILE *f;

	getdate_err = path == NULL || *path == '\0' ? NO_NAME : 0;
	if (getdate_err != 0)
		return NULL;
	f = fopen(path, "r");
	getdate_err = f == NULL                   ? NO_FILE
	              : fstat(fileno(f), &sb) < 0 ? NO_STATUS
	              : !S_ISREG(sb.st_mode)      ? NO_REGULAR
	                                          : 0;
	if (getdate_err == 0)
		getdate_err = match(f, s, &tm);
	if (f != NULL)
		fclose(f);
	if (getdate_err == 0)
		getdate_err = complete(&tm);
	return getdate_err == 0 ? &tm : NULL;
}
