/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the machine and its system are called. */
#ifndef _SYS_UTSNAME_H
#define _SYS_UTSNAME_H

#define SYS_NMLN 64

struct utsname {
	char sysname[SYS_NMLN];  /* the kernel: 4.3BSD's shape */
	char nodename[SYS_NMLN]; /* as gethostname */
	char release[SYS_NMLN];
	char version[SYS_NMLN];
	char machine[SYS_NMLN];
};

int uname(struct utsname *to);

#endif
