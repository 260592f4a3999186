/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ls: names of files, sorted. -a: also those that begin with a dot. -l: kind and permissions, links, owner, size. */
#include <dirent.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int all, details;

static void print_mode(mode_t mode)
{
	char text[] = "-rwxrwxrwx";

	text[0] = S_ISDIR(mode) ? 'd' : S_ISCHR(mode) ? 'c' : S_ISLNK(mode) ? 'l' : S_ISFIFO(mode) ? 'p' : '-';
	for (int i = 0; i < 9; i++)
		if (!(mode & (0400 >> i)))
			text[i + 1] = '-';
	if (mode & S_ISUID)
		text[3] = text[3] == 'x' ? 's' : 'S';
	if (mode & S_ISGID)
		text[6] = text[6] == 'x' ? 's' : 'S';
	if (mode & S_ISVTX)
		text[9] = text[9] == 'x' ? 't' : 'T';
	fputs(text, stdout);
}

static void print(const char *path, const char *name)
{
	char target[PATH_MAX];
	struct stat sb;
	ssize_t n;

	if (!details) {
		puts(name);
		return;
	}
	if (lstat(path, &sb) < 0) {
		warn("%s", path);
		return;
	}
	print_mode(sb.st_mode);
	printf(" %2d %4d ", sb.st_nlink, sb.st_uid);
	if (S_ISCHR(sb.st_mode))
		printf("%4u,%3u ", sb.st_rdev >> 8, sb.st_rdev & 0xff);
	else
		printf("%8ld ", sb.st_size);
	fputs(name, stdout);
	n = S_ISLNK(sb.st_mode) ? readlink(path, target, sizeof(target)) : 0;
	if (n > 0)
		printf(" -> %.*s", (int)n, target);
	putchar('\n');
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list(const char *path)
{
	char **names = NULL, *full;
	struct dirent *entry;
	DIR *d = opendir(path);
	int n = 0;

	if (d == NULL)
		return warn("%s", path), 1;
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.' && !all)
			continue;
		names = realloc(names, (n + 1) * sizeof(*names));
		if (names == NULL)
			err(1, "%s", path);
		names[n++] = strdup(entry->d_name);
	}
	closedir(d);
	if (n > 0)
		qsort(names, n, sizeof(*names), by_name);
	full = malloc(strlen(path) + NAME_MAX + 2);
	for (int i = 0; i < n && full != NULL; i++) {
		sprintf(full, "%s/%s", path, names[i]);
		print(full, names[i]);
	}
	return 0;
}

int main(int argc, char **argv)
{
	int option, failed = 0;
	struct stat sb;

	while ((option = getopt(argc, argv, "al")) != -1) {
		if (option == 'a')
			all = 1;
		else if (option == 'l')
			details = 1;
		else
			return 2;
	}
	if (optind == argc)
		return list(".");
	for (int i = optind; i < argc; i++) {
		if ((details ? lstat : stat)(argv[i], &sb) < 0 && lstat(argv[i], &sb) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		} else if (S_ISDIR(sb.st_mode)) {
			failed |= list(argv[i]);
		} else {
			print(argv[i], argv[i]);
		}
	}
	return failed;
}
