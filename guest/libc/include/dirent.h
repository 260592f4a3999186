/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading directories. An entry is as it is on the disk. */
#ifndef _DIRENT_H
#define _DIRENT_H

#include <limits.h>
#include <sys/types.h>

struct dirent {
	ino_t d_ino;
	unsigned short d_reclen; /* bytes to the next entry of the block */
	unsigned short d_namlen;
	char d_name[NAME_MAX + 1]; /* only as much as the name takes is there */
};

typedef struct _dir DIR;

DIR *opendir(const char *path);
struct dirent *readdir(DIR *d); /* null at the end */
int closedir(DIR *d);
void rewinddir(DIR *d);
int dirfd(DIR *d);

#endif
