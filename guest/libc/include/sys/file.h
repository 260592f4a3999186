/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 4.3BSD: flags of open and access. */
#ifndef _SYS_FILE_H
#define _SYS_FILE_H

#include <fcntl.h>
#include <sys/cdefs.h>
#if !defined(__OLD_C) && !defined(KERNEL)
#include <unistd.h>
#endif

#ifndef F_OK
#define F_OK 0
#define X_OK 1
#define W_OK 2
#define R_OK 4
#endif

#define L_SET 0 /* lseek: SEEK_SET, SEEK_CUR, SEEK_END */
#define L_INCR 1
#define L_XTND 2

#ifndef KERNEL
#define FREAD 1
#define FWRITE 2
#define FOPEN (-1)
#endif
#define FCREAT O_CREAT
#define FTRUNC O_TRUNC
#define FEXCL O_EXCL

#define LOCK_SH 1 /* as many as like */
#define LOCK_EX 2 /* one only */
#define LOCK_NB 4 /* EWOULDBLOCK instead of waiting */
#define LOCK_UN 8
#ifndef KERNEL
int flock __P((int fd, int how)); /* a lock on an open file: those who inherited it have it, too */
#endif

#endif
