/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages for the system's log. There is no daemon that keeps one: they go to /dev/console. */
#ifndef _SYSLOG_H
#define _SYSLOG_H

#include <sys/cdefs.h>

#define LOG_EMERG 0 /* how bad it is */
#define LOG_ALERT 1
#define LOG_CRIT 2
#define LOG_ERR 3
#define LOG_WARNING 4
#define LOG_NOTICE 5
#define LOG_INFO 6
#define LOG_DEBUG 7
#define LOG_PRIMASK 7
#define LOG_PRI(priority) ((priority)&LOG_PRIMASK)
#define LOG_MASK(priority) (1 << (priority))
#define LOG_UPTO(priority) ((1 << ((priority) + 1)) - 1)

#define LOG_KERN (0 << 3) /* where it comes from */
#define LOG_USER (1 << 3)
#define LOG_MAIL (2 << 3)
#define LOG_DAEMON (3 << 3)
#define LOG_AUTH (4 << 3)
#define LOG_SYSLOG (5 << 3)
#define LOG_LPR (6 << 3)
#define LOG_NEWS (7 << 3)
#define LOG_UUCP (8 << 3)
#define LOG_CRON (9 << 3)
#define LOG_LOCAL0 (16 << 3)
#define LOG_LOCAL1 (17 << 3)
#define LOG_LOCAL2 (18 << 3)
#define LOG_LOCAL3 (19 << 3)
#define LOG_LOCAL4 (20 << 3)
#define LOG_LOCAL5 (21 << 3)
#define LOG_LOCAL6 (22 << 3)
#define LOG_LOCAL7 (23 << 3)
#define LOG_NFACILITIES 24
#define LOG_FACMASK 0x03f8

#define LOG_PID 0x01 /* openlog: with the pid */
#define LOG_CONS 0x02
#define LOG_ODELAY 0x04
#define LOG_NDELAY 0x08
#define LOG_NOWAIT 0x10
#define LOG_PERROR 0x20 /* to stderr as well */

/* The text is printf's, and %m stands for the error. */
int syslog __P((int priority, const char *text, ...));
int vsyslog __P((int priority, const char *text, __builtin_va_list args));
int openlog __P((const char *name, int options, int facility));
int closelog __P((void));
int setlogmask __P((int mask)); /* the one before */

#endif
