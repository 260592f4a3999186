/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Going through a tree of files. */
#ifndef _FTW_H
#define _FTW_H

#include <sys/stat.h>

#define FTW_F 0   /* a file */
#define FTW_D 1   /* a directory, before what is in it */
#define FTW_DNR 2 /* a directory that cannot be read */
#define FTW_NS 3  /* stat failed */
#define FTW_SL 4  /* a symbolic link */
#define FTW_DP 5  /* a directory, after what is in it */
#define FTW_SLN 6 /* a symbolic link that leads nowhere */

#define FTW_PHYS 1  /* links themselves, not what they lead to */
#define FTW_MOUNT 2 /* what is on another file system is left out */
#define FTW_DEPTH 4 /* directories after what is in them */
#define FTW_CHDIR 8 /* in the directory that a file is in */

struct FTW {
	int base;  /* of the name in the path */
	int level; /* 0: where it begins */
};

/* Until `each` says something else than 0, which is the result; -1 and errno. Not more directories are open at a time
 * than `depth`. */
int ftw(const char *path, int (*each)(const char *path, const struct stat *sb, int what), int depth);
int nftw(const char *path, int (*each)(const char *path, const struct stat *sb, int what, struct FTW *where), int depth,
         int flags);

#endif
