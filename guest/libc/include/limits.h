/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Limits of 4.3BSD; those of the system that runs are known to sysconf(). Those of the C types come from the compiler's
 * own limits.h, which includes this one.
 */
#ifndef _SYSTEM_LIMITS_H
#define _SYSTEM_LIMITS_H

#define PATH_MAX 1024
#define OPEN_MAX 64
#define ARG_MAX 20480
#define CHILD_MAX 40
#define NAME_MAX 255
#define PIPE_BUF 4096
#define LINK_MAX 32767
#define IOV_MAX 16
#define SSIZE_MAX 0x7fffffff
#define NGROUPS_MAX 16

#endif
