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

struct _dir {
	int fd;
	int at, bytes; /* the next entry in the block, and how much of it there is */
	char block[DIRBLKSIZ];
	struct dirent room; /* so that a whole struct can be copied from the last entry, too */
};

DIR *opendir(const char *path)
{
	struct stat sb;
	DIR *d;

	if (stat(path, &sb) < 0)
		return NULL;
	if (!S_ISDIR(sb.st_mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	d = malloc(sizeof(*d));
	if (d == NULL)
		return NULL;
	d->fd = open(path, O_RDONLY);
	if (d->fd < 0) {
		free(d);
		return NULL;
	}
	d->at = d->bytes = 0;
	fcntl(d->fd, F_SETFD, FD_CLOEXEC);
	return d;
}

struct dirent *readdir(DIR *d)
{
	for (;;) {
		struct dirent *entry;

		if (d->at >= d->bytes) {
			d->at = 0;
			d->bytes = read(d->fd, d->block, sizeof(d->block));
			if (d->bytes <= 0)
				return NULL;
		}
		entry = (struct dirent *)(d->block + d->at);
		d->at += entry->d_reclen;
		if (entry->d_ino != 0)
			return entry;
	}
}

int closedir(DIR *d)
{
	int result = close(d->fd);

	free(d);
	return result;
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

void rewinddir(DIR *d)
{
	lseek(d->fd, 0, SEEK_SET);
	d->at = d->bytes = 0;
}

int dirfd(DIR *d)
{
	return d->fd;
}
