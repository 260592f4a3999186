/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /usr/adm/lastlog: when each user was here last, in the order of their ids. */
#ifndef _LASTLOG_H
#define _LASTLOG_H

#include <sys/types.h>

struct lastlog {
	time_t ll_time;
	char ll_line[8];
	char ll_host[16];
};

#endif
