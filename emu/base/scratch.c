/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A directory of our own: see scratch.h. */
#include "base/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/alloc.h"

#define PREFIX "vforkscope-cc."

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path), 0;
}

static void remove_all(const char *path)
{
	nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/* The directory, open and locked; -1 if it is gone, another's or in use. */
static int lock(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB) && !fstat(fd, &st) && st.st_uid == geteuid() && st.st_nlink)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Removes what others of ours have left when they were killed. */
static void sweep(const char *parent)
{
	DIR *directory = opendir(parent);
	const struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		char *path;
		int fd;

		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		path = alloc_format("%s/%s", parent, entry->d_name);
		fd = lock(path);
		if (fd >= 0) {
			remove_all(path);
			close(fd);
		}
		free(path);
	}
	if (directory)
		closedir(directory);
}

bool scratch_make(struct scratch *scratch, char *error)
{
	const char *tmp = environment_temporary();
	char parent[PATH_MAX];

	if (!realpath(tmp, parent))
		return error_set(error, "TMPDIR=%.200s: %s", tmp, strerror(errno));
	sweep(parent);
	for (int tries = 0; tries < 16; tries++) { /* one that is swept away before it is locked is made again */
		scratch->path = alloc_format("%s/" PREFIX "XXXXXX", parent);
		if (!mkdtemp(scratch->path)) {
			error_set(error, "TMPDIR=%.200s: %s", tmp, strerror(errno));
			free(scratch->path);
			return false;
		}
		scratch->lock = lock(scratch->path);
		if (scratch->lock >= 0)
			return true;
		rmdir(scratch->path);
		free(scratch->path);
	}
	return error_set(error, "TMPDIR=%.200s: a directory there cannot be locked", tmp);
}

void scratch_remove(struct scratch *scratch)
{
	remove_all(scratch->path);
	close(scratch->lock);
	free(scratch->path);
}
