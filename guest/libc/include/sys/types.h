/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of the system's interface. */
#ifndef _SYS_TYPES_H
#define _SYS_TYPES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/cdefs.h>
#include <sys/fd_set.h>

typedef int pid_t;
typedef int uid_t;
typedef int gid_t;
typedef unsigned int dev_t;
typedef unsigned int ino_t;
typedef int ssize_t;
typedef long off_t;
typedef long time_t;
typedef unsigned int mode_t;
typedef int nlink_t;
typedef int id_t;
typedef long blksize_t;
typedef long blkcnt_t;
typedef unsigned int useconds_t;
typedef long suseconds_t;
typedef char *caddr_t;
typedef long daddr_t;
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef long clock_t;
typedef int clockid_t;
typedef int timer_t;
typedef int key_t;
typedef unsigned long fsblkcnt_t;
typedef unsigned long fsfilcnt_t;
typedef unsigned short ushort;
typedef unsigned int uint;

#ifdef __OLD_C /* names that a program of today may have for other things */
#define NBBY 8 /* bits of a byte */
#define major(device) ((int)((unsigned)(device) >> 8 & 0xff))
#define minor(device) ((int)((device)&0xff))
#ifndef makedev
#define makedev(major, minor) ((dev_t)((major) << 8 | (minor)))
#endif
typedef struct _quad {
	long val[2];
} quad;
#endif

#endif
