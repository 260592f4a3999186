/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Going through a tree. The names of a directory are read and it is closed before anything is done with them, so one is
 * open at a time however deep the tree is.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct walk {
	int (*each)(const char *, const struct stat *, int);                     /* ftw's */
	int (*each_there)(const char *, const struct stat *, int, struct FTW *); /* nftw's */
	int flags, begin; /* begin: descriptor of the working directory, for FTW_CHDIR */
	dev_t device;
	char path[PATH_MAX];
};

static int visit(struct walk *w, int level);

static int tell(struct walk *w, const struct stat *sb, int what, int level)
{
	char *slash = strrchr(w->path, '/');
	struct FTW where = {slash != NULL && slash[1] != '\0' ? (int)(slash + 1 - w->path) : 0, level};
	int result;

	if (w->each != NULL)
		return w->each(w->path, sb, what);
	if (w->begin >= 0 && where.base > 0) {
		char directory[PATH_MAX];

		snprintf(directory, sizeof(directory), "%.*s", where.base, w->path);
		if (chdir(directory) < 0)
			return -1;
	}
	result = w->each_there(w->path, sb, what, &where);
	if (w->begin >= 0 && fchdir(w->begin) < 0)
		return -1;
	return result;
}

/* All names of a directory, one behind the other, with an empty one at the end; null: it cannot be read. */
static char *names_in(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *entry;
	size_t used = 0;
	char *names = d != NULL ? malloc(1) : NULL, *more;

	while (names != NULL && (entry = readdir(d)) != NULL) {
		size_t bytes = strlen(entry->d_name) + 1;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		more = realloc(names, used + bytes + 1);
		if (more == NULL) {
			free(names);
			names = NULL;
			break;
		}
		names = more;
		memcpy(names + used, entry->d_name, bytes);
		used += bytes;
	}
	if (names != NULL)
		names[used] = '\0';
	if (d != NULL)
		closedir(d);
	return names;
}

static int visit_all(struct walk *w, const char *names, int level)
{
	size_t length = strlen(w->path);
	int result = 0;

	for (; result == 0 && *names != '\0'; names += strlen(names) + 1) {
		const char *between = length > 0 && w->path[length - 1] == '/' ? "" : "/";

		if (length + strlen(names) + 2 > sizeof(w->path)) {
			errno = ENAMETOOLONG;
			result = -1;
		} else {
			sprintf(w->path + length, "%s%s", between, names);
			result = visit(w, level);
		}
		w->path[length] = '\0';
	}
	return result;
}

static int visit(struct walk *w, int level)
{
	struct stat sb = {.st_mode = 0};
	int what = FTW_F, result = 0;
	char *names;

	if ((w->flags & FTW_PHYS ? lstat : stat)(w->path, &sb) < 0) {
		if (level == 0)
			return -1;
		what = !(w->flags & FTW_PHYS) && lstat(w->path, &sb) == 0 && S_ISLNK(sb.st_mode)
		               ? (w->each != NULL ? FTW_SL : FTW_SLN)
		               : FTW_NS;
	} else if (S_ISLNK(sb.st_mode)) {
		what = FTW_SL;
	}
	if (level == 0)
		w->device = sb.st_dev;
	if ((w->flags & FTW_MOUNT) && what != FTW_NS && sb.st_dev != w->device)
		return 0;
	if (what != FTW_F || !S_ISDIR(sb.st_mode))
		return tell(w, &sb, what, level);
	names = names_in(w->path);
	if (names == NULL)
		return tell(w, &sb, FTW_DNR, level);
	if (!(w->flags & FTW_DEPTH))
		result = tell(w, &sb, FTW_D, level);
	if (result == 0)
		result = visit_all(w, names, level + 1);
	if (result == 0 && (w->flags & FTW_DEPTH))
		result = tell(w, &sb, FTW_DP, level);
	free(names);
	return result;
}

static int walk(struct walk *w, const char *path)
{
	int result;

	if (strlen(path) >= sizeof(w->path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(w->path, path);
	w->begin = -1;
	if ((w->flags & FTW_CHDIR) && (w->begin = open(".", O_RDONLY)) < 0)
		return -1;
	result = visit(w, 0);
	if (w->begin >= 0)
		close(w->begin);
	return result;
}

int ftw(const char *path, int (*each)(const char *, const struct stat *, int), int depth)
{
	struct walk w = {.each = each};

	(void)depth;
	return walk(&w, path);
}

int nftw(const char *path, int (*each)(const char *, const struct stat *, int, struct FTW *), int depth, int flags)
{
	struct walk w = {.each_there = each, .flags = flags};

	(void)depth;
	return walk(&w, path);
}
