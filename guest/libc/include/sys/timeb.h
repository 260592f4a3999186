/* SPDX-License-Identifier: GPL-2.0-or-later */
/* V7's time of day. */
#ifndef _SYS_TIMEB_H
#define _SYS_TIMEB_H

#include <sys/cdefs.h>
#include <sys/types.h>

struct timeb {
	time_t time;
	unsigned short millitm; /* milliseconds */
	short timezone;         /* minutes west of universal time: 0 */
	short dstflag;          /* 0 */
};

int ftime __P((struct timeb * to));

#endif
