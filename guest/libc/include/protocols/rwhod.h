/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rwhod keeps of each host in /usr/spool/rwho, for ruptime and rwho. No network is here, and no such file. */
#ifndef _PROTOCOLS_RWHOD_H
#define _PROTOCOLS_RWHOD_H

struct outmp {
	char out_line[8];
	char out_name[8];
	long out_time;
};

struct whod {
	char wd_vers;
	char wd_type;
	char wd_fill[2];
	int wd_sendtime;
	int wd_recvtime;
	char wd_hostname[32];
	int wd_loadav[3];
	int wd_boottime;
	struct whoent {
		struct outmp we_utmp;
		int we_idle;
	} wd_we[42]; /* as many as a kilobyte has room for */
	;
};

#define WHODVERSION 1
#define WHODTYPE_STATUS 1

#endif
