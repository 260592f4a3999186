/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What there is to know of a file. */
#ifndef _SYS_STAT_H
#define _SYS_STAT_H

#include <sys/cdefs.h>
#include <sys/types.h>

/* The three times are one. */
struct stat {
	dev_t st_dev; /* 0: the root disk, 1: memory */
	ino_t st_ino;
	mode_t st_mode; /* S_IFREG ... and the permissions */
	int st_nlink;
	uid_t st_uid;
	gid_t st_gid;
	dev_t st_rdev; /* of a special file: its number */
	off_t st_size;
	time_t st_atime;
	time_t st_mtime;
	time_t st_ctime;
	long st_blksize;
	long st_blocks; /* of 512 bytes */
};

#define S_IFMT 0xF000
#define S_IFIFO 0x1000
#define S_IFCHR 0x2000
#define S_IFBLK 0x6000 /* there are none */
#define S_IFDIR 0x4000
#define S_IFREG 0x8000
#define S_IFLNK 0xA000
#define S_IFSOCK 0xC000 /* nor of these */
#define S_ISUID 04000
#define S_ISGID 02000
#define S_ISVTX 01000 /* kept, but of no effect */
#define S_ISFIFO(mode) (((mode)&S_IFMT) == S_IFIFO)
#define S_ISCHR(mode) (((mode)&S_IFMT) == S_IFCHR)
#define S_ISDIR(mode) (((mode)&S_IFMT) == S_IFDIR)
#define S_ISREG(mode) (((mode)&S_IFMT) == S_IFREG)
#define S_ISBLK(mode) (((mode)&S_IFMT) == S_IFBLK)
#define S_ISSOCK(mode) (((mode)&S_IFMT) == S_IFSOCK)
#define S_ISLNK(mode) (((mode)&S_IFMT) == S_IFLNK)

#define S_IRWXU 0700
#define S_IRUSR 0400
#define S_IWUSR 0200
#define S_IXUSR 0100
#define S_IRWXG 0070
#define S_IRGRP 0040
#define S_IWGRP 0020
#define S_IXGRP 0010
#define S_IRWXO 0007
#define S_IROTH 0004
#define S_IWOTH 0002
#define S_IXOTH 0001
#define S_IREAD S_IRUSR
#define S_IWRITE S_IWUSR
#define S_IEXEC S_IXUSR

#ifndef KERNEL
int stat __P((const char *path, struct stat *to));
int lstat __P((const char *path, struct stat *to));
int fstat __P((int fd, struct stat *to));
int chmod __P((const char *path, mode_t mode));
int fchmod __P((int fd, mode_t mode));
int mkdir __P((const char *path, mode_t mode));
int mknod __P((const char *path, mode_t mode, dev_t device)); /* a file, a pipe; root may make character devices */
int mkfifo __P((const char *path, mode_t mode));
mode_t umask __P((mode_t mask));
#endif

#endif
