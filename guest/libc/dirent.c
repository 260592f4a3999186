/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories, and by them the path of the working directory. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/dir.h>
#include <sys/stat.h>
#include <unistd.h>

#include "own_private.h"

/* A directory that is open, from its beginning on. Null without memory; the descriptor stays open then. */
DIR *fdopendir(int fd)
{
	DIR *d = malloc(sizeof(*d));

	if (d == NULL)
		return NULL;
	d->dd_fd = fd;
	d->dd_loc = d->dd_size = d->dd_seek = 0;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return d;
}

DIR *opendir(const char *path)
{
	struct stat sb;
	DIR *d;
	int fd;

	if (stat(path, &sb) < 0)
		return NULL;
	if (!S_ISDIR(sb.st_mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return NULL;
	d = fdopendir(fd);
	if (d == NULL)
		close(fd);
	return d;
}

struct dirent *readdir(DIR *d)
{
	for (;;) {
		struct dirent *entry;

		if (d->dd_loc >= d->dd_size) {
			d->dd_seek += d->dd_size;
			d->dd_loc = 0;
			d->dd_size = read(d->dd_fd, d->dd_buf, sizeof(d->dd_buf));
			if (d->dd_size <= 0) {
				d->dd_size = 0;
				return NULL;
			}
		}
		entry = (struct dirent *)(d->dd_buf + d->dd_loc);
		d->dd_loc += entry->d_reclen;
		if (entry->d_ino != 0)
			return entry;
	}
}

int closedir(DIR *d)
{
	int result = close(d->dd_fd);

	free(d);
	return result;
}

long telldir(DIR *d)
{
	return d->dd_seek + d->dd_loc;
}

/* Reads the block that the place is in, unless it is the one that is there. */
void seekdir(DIR *d, long place)
{
	long block = place - place % DIRBLKSIZ;

	if (block != d->dd_seek || d->dd_size == 0) {
		d->dd_seek = lseek(d->dd_fd, block, SEEK_SET);
		d->dd_size = read(d->dd_fd, d->dd_buf, sizeof(d->dd_buf));
		if (d->dd_size < 0)
			d->dd_size = 0;
	}
	d->dd_loc = place - block;
}

/* The name that the directory `inner`, seen from `outer` (its ".."), has there. */
static int name_of(const struct stat *inner, const char *outer, char name[NAME_MAX + 1])
{
	char path[PATH_MAX + NAME_MAX + 2];
	struct dirent *entry;
	struct stat sb;
	DIR *d = opendir(outer);
	int found = 0;

	while (d != NULL && !found && (entry = readdir(d)) != NULL) {
		strcpy(path, outer);
		strcat(path, "/");
		strcat(path, entry->d_name);
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && lstat(path, &sb) == 0 &&
		    sb.st_ino == inner->st_ino) {
			strcpy(name, entry->d_name);
			found = 1;
		}
	}
	if (d != NULL)
		closedir(d);
	return found;
}

/* Climbs from "." to the root by ".." and looks in each directory for the name of the one below. */
char *getcwd(char *to, size_t bytes)
{
	char up[PATH_MAX] = ".", path[PATH_MAX] = "", longer[PATH_MAX], name[NAME_MAX + 1];
	struct stat root, here;

	if (stat("/", &root) < 0 || stat(up, &here) < 0)
		return NULL;
	while (here.st_ino != root.st_ino) {
		if (strlen(up) + 4 > sizeof(up)) {
			errno = ERANGE;
			return NULL;
		}
		strcat(up, "/..");
		if (!name_of(&here, up, name) || stat(up, &here) < 0) {
			errno = ENOENT;
			return NULL;
		}
		if (strlen(path) + strlen(name) + 2 > sizeof(path)) {
			errno = ERANGE;
			return NULL;
		}
		strcpy(longer, "/");
		strcat(longer, name);
		strcat(longer, path);
		strcpy(path, longer);
	}
	if (path[0] == '\0')
		strcpy(path, "/");
	if (to == NULL)
		return strdup(path);
	if (strlen(path) + 1 > bytes) {
		errno = ERANGE;
		return NULL;
	}
	return strcpy(to, path);
}
OWN_NAME(getcwd);

void rewinddir(DIR *d)
{
	lseek(d->dd_fd, 0, SEEK_SET);
	d->dd_loc = d->dd_size = d->dd_seek = 0;
}

int dirfd(DIR *d)
{
	return d->dd_fd;
}

int readdir_r(DIR *d, struct dirent *to, struct dirent **next)
{
	struct dirent *entry = readdir(d);

	*next = NULL;
	if (entry != NULL) {
		memcpy(to, entry, DIRSIZ(entry));
		*next = to;
	}
	return 0;
}
