/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading directories. An entry is as it is on the disk. */
#ifndef _DIRENT_H
#define _DIRENT_H

#include <limits.h>
#include <sys/cdefs.h>
#include <sys/types.h>

struct dirent {
	ino_t d_ino;
	unsigned short d_reclen; /* bytes to the next entry of the block */
	unsigned short d_namlen;
	char d_name[NAME_MAX + 1]; /* only as much as the name takes is there */
};

#define DIRBLKSIZ 512 /* no entry reaches from one such block of a directory into the next */

typedef struct _dirdesc {
	int dd_fd;
	long dd_loc;  /* the next entry in the block, */
	long dd_size; /* and how much of it there is */
	long dd_seek; /* where the block is in the directory */
	char dd_buf[DIRBLKSIZ];
	struct dirent dd_room; /* so that a whole struct can be copied from the last entry, too */
} DIR;

DIR *opendir __P((const char *path));
struct dirent *readdir __P((DIR * d)); /* null at the end */
int closedir __P((DIR * d));
void rewinddir __P((DIR * d));
int dirfd __P((DIR * d));
DIR *fdopendir(int fd);      /* its descriptor from now on */
long telldir __P((DIR * d)); /* a place, for seekdir */
void seekdir __P((DIR * d, long place));

#ifndef __OLD_C
int readdir_r(DIR *d, struct dirent *to, struct dirent **next); /* *next is null at the end; 0 or an error */
#endif
/* Those entries that `wanted` (null: all) says 1 to, in order, in memory of malloc; how many, or -1. */
int scandir __P((const char *path, struct dirent ***to, int (*wanted)(const struct dirent *),
                 int (*compare)(const struct dirent **, const struct dirent **)));
int alphasort __P((const struct dirent **a, const struct dirent **b));

#endif
