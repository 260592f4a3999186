/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A directory walker: kinds, modes and sizes of what is there, in order, links not followed, and how to take it all
 * away again. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int files, directories, links;
static long bytes;

static int not_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void walk(const char *path, int depth, void (*visit)(const char *path, const struct stat *sb, int depth),
                 int after)
{
	struct dirent **list;
	struct stat sb;
	int n;

	if (lstat(path, &sb) < 0) {
		printf("%s: %d\n", path, errno == ENOENT);
		return;
	}
	if (!after)
		visit(path, &sb, depth);
	if (S_ISDIR(sb.st_mode)) {
		n = scandir(path, &list, not_dots, by_name);
		for (int i = 0; i < n; i++) {
			char below[PATH_MAX];

			snprintf(below, sizeof(below), "%s/%s", path, list[i]->d_name);
			walk(below, depth + 1, visit, after);
			free(list[i]);
		}
		if (n >= 0)
			free(list);
	}
	if (after)
		visit(path, &sb, depth);
}

static void show(const char *path, const struct stat *sb, int depth)
{
	const char *name = strrchr(path, '/');
	char target[100];
	ssize_t n;

	printf("%*s%s", 2 * depth, "", name != NULL ? name + 1 : path);
	if (S_ISLNK(sb->st_mode)) {
		n = readlink(path, target, sizeof(target) - 1);
		printf(" -> %.*s\n", (int)n, target);
		links++;
	} else if (S_ISDIR(sb->st_mode)) {
		printf("/ %03o\n", (unsigned)sb->st_mode & 0777);
		directories++;
	} else {
		printf(" %03o %ld %d\n", (unsigned)sb->st_mode & 0777, (long)sb->st_size, (int)sb->st_nlink);
		files++;
		bytes += (long)sb->st_size;
	}
}

static void take_away(const char *path, const struct stat *sb, int depth)
{
	(void)depth;
	if ((S_ISDIR(sb->st_mode) ? rmdir(path) : unlink(path)) < 0)
		printf("%s stays\n", path);
}

static void make(const char *path, const char *text, int mode)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
	chmod(path, mode);
}

int main(void)
{
	DIR *d;
	long place;
	char first[NAME_MAX + 1], second[NAME_MAX + 1];

	umask(022);
	mkdir("walk.tmp", 0755);
	mkdir("walk.tmp/b", 0700);
	mkdir("walk.tmp/b/deep", 0755);
	mkdir("walk.tmp/empty", 0777);
	make("walk.tmp/a", "some text\n", 0644);
	make("walk.tmp/b/z", "", 0600);
	make("walk.tmp/b/deep/c", "more\n", 0444);
	link("walk.tmp/a", "walk.tmp/b/same");
	symlink("../a", "walk.tmp/b/link");
	symlink("nowhere", "walk.tmp/broken");
	symlink("..", "walk.tmp/b/loop");
	walk("walk.tmp", 0, show, 0);
	printf("%d files, %d directories, %d links, %ld bytes\n", files, directories, links, bytes);
	d = opendir("walk.tmp/b");
	strcpy(first, readdir(d)->d_name);
	place = telldir(d);
	strcpy(second, readdir(d)->d_name);
	seekdir(d, place);
	printf("back: %d ", strcmp(readdir(d)->d_name, second) == 0);
	rewinddir(d);
	printf("%d\n", strcmp(readdir(d)->d_name, first) == 0);
	closedir(d);
	printf("not empty: %d, no directory: %d, not there: %d\n",
	       rmdir("walk.tmp") < 0 && (errno == ENOTEMPTY || errno == EEXIST),
	       opendir("walk.tmp/a") == NULL && errno == ENOTDIR, opendir("walk.tmp/none") == NULL && errno == ENOENT);
	walk("walk.tmp", 0, take_away, 1);
	walk("walk.tmp", 0, show, 0);
	return 0;
}
