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
struct tm *gmtime_r(const time_t *when, struct tm *to);
struct tm *localtime_r(const time_t *when, struct tm *to);
char *asctime_r(const struct tm *tm, char *to); /* 26 bytes */
char *ctime_r(const time_t *when, char *to);
time_t mktime(struct tm *tm); /* puts its members in order, too */
time_t timegm(struct tm *tm);
double difftime(time_t end, time_t beginning);
size_t strftime(char *to, size_t bytes, const char *format, const struct tm *tm);
void tzset(void);

struct timespec {
	time_t tv_sec;
	long tv_nsec;
};

typedef int clockid_t;
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1 /* the same clock: nobody sets it */
int clock_gettime(clockid_t clock, struct timespec *to);
int nanosleep(const struct timespec *time, struct timespec *left);

#endif
