/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POSIX's way to ask who is logged in: /etc/utmp (utmp.h), which is empty here and cannot be written. */
#ifndef _UTMPX_H
#define _UTMPX_H

#include <sys/time.h>
#include <sys/types.h>

struct utmpx {
	char ut_user[9];
	char ut_id[9]; /* as ut_line: 4.3BSD knows no other */
	char ut_line[9];
	pid_t ut_pid; /* nor this: 0 */
	short ut_type;
	struct timeval ut_tv;
};

#define EMPTY 0
#define BOOT_TIME 1
#define OLD_TIME 2
#define NEW_TIME 3
#define USER_PROCESS 4
#define INIT_PROCESS 5
#define LOGIN_PROCESS 6
#define DEAD_PROCESS 7

void setutxent(void);
void endutxent(void);
struct utmpx *getutxent(void); /* the next one; null at the end */
struct utmpx *getutxid(const struct utmpx *like);
struct utmpx *getutxline(const struct utmpx *like);
struct utmpx *pututxline(const struct utmpx *entry); /* null and EROFS */

#endif
