/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is logged in, /etc/utmp, and who was, /usr/adm/wtmp. There is no login here, so both are empty or not there. */
#ifndef _UTMP_H
#define _UTMP_H

struct utmp {
	char ut_line[8]; /* the terminal, without /dev/ */
	char ut_name[8]; /* both only end with a NUL if they are shorter */
	char ut_host[16];
	long ut_time;
};

#define _PATH_UTMP "/etc/utmp"
#define _PATH_WTMP "/usr/adm/wtmp"

#endif
