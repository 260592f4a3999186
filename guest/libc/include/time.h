/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time of day and its parts. It counts from the start of the machine. */
#ifndef _TIME_H
#define _TIME_H

#include <stddef.h>
#include <sys/types.h>

typedef long clock_t;
#define CLOCKS_PER_SEC 1000000

struct tm {
	int tm_sec, tm_min, tm_hour;
	int tm_mday, tm_mon, tm_year; /* from 1, from 0, from 1900 */
	int tm_wday, tm_yday;         /* from Sunday, from the first of January */
	int tm_isdst;
};

time_t time(time_t *to);
clock_t clock(void); /* processor time of the program */
struct tm *gmtime(const time_t *when);
struct tm *localtime(const time_t *when); /* the same */
char *asctime(const struct tm *tm);
char *ctime(const time_t *when);

#endif
