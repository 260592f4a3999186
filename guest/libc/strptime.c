/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time read from text: strftime, the other way. */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

/* A number of at most so many digits. Behind it; null if it is none, or out of its range. */
static const char *number(const char *s, int digits, int low, int high, int *to)
{
	int n = 0, count = 0;

	while (isspace((unsigned char)*s))
		s++;
	for (; count < digits && isdigit((unsigned char)*s); s++, count++)
		n = n * 10 + *s - '0';
	if (count == 0 || n < low || n > high)
		return NULL;
	*to = n;
	return s;
}

/* One of so many names, whole or its first three letters. */
static const char *name(const char *s, const char *const *names, int count, int *to)
{
	for (int i = 0; i < count; i++) {
		size_t n = strlen(names[i]);

		if (strncasecmp(s, names[i], n) != 0 && strncasecmp(s, names[i], n = 3) != 0)
			continue;
		*to = i;
		return s + n;
	}
	return NULL;
}

/* What is known only when all has been read. */
struct rest {
	int century, year;     /* -1: not given */
	int afternoon, twelve; /* %p: -1 not given; %I */
	int day_given;         /* the month and the day: the day of the year and of the week follow */
};

static const char *many(const char *s, const char *format, struct tm *tm, struct rest *rest);

/* One conversion. Behind what it read; null if it is not there. */
static const char *convert(const char *s, char letter, struct tm *tm, struct rest *rest)
{
	int n;

	switch (letter) {
	case 'a':
	case 'A':
		return name(s, days, 7, &tm->tm_wday);
	case 'b':
	case 'B':
	case 'h':
		return name(s, months, 12, &tm->tm_mon);
	case 'c':
		return many(s, "%a %b %e %H:%M:%S %Y", tm, rest);
	case 'C':
		return number(s, 2, 0, 99, &rest->century);
	case 'd':
	case 'e':
		rest->day_given = 1;
		return number(s, 2, 1, 31, &tm->tm_mday);
	case 'D':
	case 'x':
		return many(s, "%m/%d/%y", tm, rest);
	case 'F':
		return many(s, "%Y-%m-%d", tm, rest);
	case 'H':
	case 'k':
		return number(s, 2, 0, 23, &tm->tm_hour);
	case 'I':
	case 'l':
		rest->twelve = 1;
		return number(s, 2, 1, 12, &tm->tm_hour);
	case 'j':
		s = number(s, 3, 1, 366, &n);
		tm->tm_yday = n - 1;
		return s;
	case 'm':
		s = number(s, 2, 1, 12, &n);
		tm->tm_mon = n - 1;
		return s;
	case 'M':
		return number(s, 2, 0, 59, &tm->tm_min);
	case 'n':
	case 't':
		while (isspace((unsigned char)*s))
			s++;
		return s;
	case 'p':
		rest->afternoon = strncasecmp(s, "pm", 2) == 0;
		return rest->afternoon || strncasecmp(s, "am", 2) == 0 ? s + 2 : NULL;
	case 'r':
		return many(s, "%I:%M:%S %p", tm, rest);
	case 'R':
		return many(s, "%H:%M", tm, rest);
	case 'S':
		return number(s, 2, 0, 60, &tm->tm_sec);
	case 'T':
	case 'X':
		return many(s, "%H:%M:%S", tm, rest);
	case 'U':
	case 'W':
		return number(s, 2, 0, 53, &n);
	case 'w':
		return number(s, 1, 0, 6, &tm->tm_wday);
	case 'y':
		return number(s, 2, 0, 99, &rest->year);
	case 'Y':
		s = number(s, 4, 0, 9999, &n);
		tm->tm_year = n - 1900;
		return s;
	case 'Z':
		while (isalpha((unsigned char)*s))
			s++;
		return s;
	case '%':
		return *s == '%' ? s + 1 : NULL;
	default:
		return NULL;
	}
}

static const char *many(const char *s, const char *format, struct tm *tm, struct rest *rest)
{
	for (; s != NULL && *format != '\0'; format++) {
		if (isspace((unsigned char)*format)) {
			while (isspace((unsigned char)*s))
				s++;
		} else if (*format == '%') {
			if (format[1] == 'E' || format[1] == 'O') /* there is one locale */
				format++;
			s = convert(s, *++format, tm, rest);
		} else {
			s = *s == *format ? s + 1 : NULL;
		}
	}
	return s;
}

char *strptime(const char *s, const char *format, struct tm *to)
{
	struct rest rest = {-1, -1, -1, 0, 0};
	const char *end = many(s, format, to, &rest);

	if (end == NULL)
		return NULL;
	if (rest.twelve)
		to->tm_hour = to->tm_hour % 12 + (rest.afternoon == 1 ? 12 : 0);
	if (rest.year >= 0 || rest.century >= 0) {
		int year = rest.year >= 0 ? rest.year : 0;

		/* POSIX: 69 to 99 are of the last century */
		to->tm_year = rest.century >= 0 ? rest.century * 100 - 1900 + year : year < 69 ? year + 100 : year;
	}
	if (rest.day_given) {
		struct tm copy = *to;

		timegm(&copy);
		to->tm_wday = copy.tm_wday;
		to->tm_yday = copy.tm_yday;
	}
	return (char *)end;
}
