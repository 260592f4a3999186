/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening files, and what can be told a descriptor. The root disk is read-only; /tmp is not. */
#ifndef _FCNTL_H
#define _FCNTL_H

#include <sys/cdefs.h>
#include <sys/types.h>

#define O_RDONLY 0
#define O_WRONLY 1
#define O_RDWR 2
#define O_ACCMODE 3
#define O_NDELAY 0x004 /* a pipe: EWOULDBLOCK instead of waiting */
#define O_NONBLOCK O_NDELAY
#define O_APPEND 0x008
#define O_CREAT 0x200
#define O_TRUNC 0x400
#define O_EXCL 0x800
#define O_CLOEXEC 0x1000
#define O_NOCTTY 0 /* no terminal becomes anybody's by being opened */
#define O_SYNC 0   /* what is in memory is written */
#define O_DSYNC O_SYNC
#define O_RSYNC O_SYNC
#define FNDELAY O_NDELAY
#define FAPPEND O_APPEND

#define F_DUPFD 0 /* the lowest free descriptor from the argument on */
#define F_GETFD 1
#define F_SETFD 2
#define F_GETFL 3
#define F_SETFL 4
/* EINVAL: files have no locks of records, and descriptors no owner. flock (sys/file.h) locks a whole file. */
#define F_GETOWN 5
#define F_SETOWN 6
#define F_GETLK 8
#define F_SETLK 9
#define F_SETLKW 10
#define F_DUPFD_CLOEXEC 7 /* F_DUPFD, and close on exec */
#define FD_CLOEXEC 1

#ifndef KERNEL
#ifndef __OLD_C
#include <sys/stat.h> /* permissions, for open */

#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif

#define F_RDLCK 1
#define F_UNLCK 2
#define F_WRLCK 3
struct flock {
	short l_type, l_whence; /* F_RDLCK ..., SEEK_SET ... */
	off_t l_start, l_len;
	pid_t l_pid;
};
#endif

int open __P((const char *path, int flags, ... /* mode_t mode */));
int creat __P((const char *path, mode_t mode));
int fcntl __P((int fd, int command, ... /* int argument */));
#endif

#endif
