/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time of day and its parts. The machine begins on a day when its system was new, or as --date says. */
#ifndef _TIME_H
#define _TIME_H

#include <sys/cdefs.h>
#include <stddef.h>
#include <sys/timespec.h>
#include <sys/types.h>

#define CLOCKS_PER_SEC 1000000

struct tm {
	int tm_sec, tm_min, tm_hour;
	int tm_mday, tm_mon, tm_year; /* from 1, from 0, from 1900 */
	int tm_wday, tm_yday;         /* from Sunday, from the first of January */
	int tm_isdst;
	long tm_gmtoff; /* seconds east of universal time: 0 */
	const char *tm_zone;
};

time_t time __P((time_t * to));
#ifndef __OLD_C
clock_t clock(void); /* processor time of the program */
#endif
struct tm *gmtime __P((const time_t *when));
struct tm *localtime __P((const time_t *when)); /* the same */
char *asctime __P((const struct tm *tm));
char *ctime __P((const time_t *when));
struct tm *gmtime_r(const time_t *when, struct tm *to);
struct tm *localtime_r(const time_t *when, struct tm *to);
char *asctime_r(const struct tm *tm, char *to); /* 26 bytes */
char *ctime_r(const time_t *when, char *to);
time_t mktime(struct tm *tm); /* puts its members in order, too */
time_t timegm(struct tm *tm);
double difftime(time_t end, time_t beginning);
size_t strftime(char *to, size_t bytes, const char *format, const struct tm *tm);
void tzset(void);

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1 /* the same clock: nobody sets it */
#define CLOCK_PROCESS_CPUTIME_ID 2
#define TIMER_ABSTIME 1
int clock_gettime(clockid_t clock, struct timespec *to);
int nanosleep(const struct timespec *time, struct timespec *left);
int clock_getres(clockid_t clock, struct timespec *to);
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *left); /* 0 or an error */
/* By the templates of strptime in the file that DATEMSK names; null, and getdate_err: 1 no DATEMSK, 2 to 5 no such
 * file, 7 none fits, 8 there is no such day. */
struct tm *getdate(const char *s);
extern int getdate_err;
char *strptime(const char *s, const char *format, struct tm *to); /* behind what was read; null: it is not so */

/* Universal time is the only zone. */
#ifndef __OLD_C
extern long timezone __asm__("_timezone"); /* 4.3BSD has a function of that name */
extern int daylight;
extern char *tzname[2];
#else
char *timezone(); /* (minutes west, is it summer?) */
#endif

#endif
