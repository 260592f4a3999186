/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ls: names of files, sorted, one in a line.
 *
 *	-a  also those that begin with a dot     -A  but not . and ..     -d  directories themselves
 *	-R  what is in directories, too     -l  kind and permissions, links, owner, size     -s  kilobytes
 *	-F  / for directories, @ links, | pipes, * programs     -i  number of the inode
 *	-t  by time, the latest first     -r  the other way round     -1  as it is anyway
 */
#include <dirent.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int all, but_dots, details, numbers, sizes, kinds, by_time, backwards, deep, themselves;

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

static const char *kind_of(mode_t mode)
{
	return S_ISDIR(mode) ? "/" : S_ISLNK(mode) ? "@" : S_ISFIFO(mode) ? "|" : (mode & S_IXUSR) != 0 ? "*" : "";
}

static void print(const char *path, const char *name)
{
	char target[PATH_MAX];
	struct stat sb;
	ssize_t n;

	if ((details || numbers || sizes || kinds) && lstat(path, &sb) < 0) {
		warn("%s", path);
		return;
	}
	if (numbers)
		printf("%5u ", sb.st_ino);
	if (sizes)
		printf("%4ld ", (sb.st_blocks + 1) / 2);
	if (!details) {
		printf("%s%s\n", name, kinds ? kind_of(sb.st_mode) : "");
		return;
	}
	print_mode(sb.st_mode);
	printf(" %2d %4d ", sb.st_nlink, sb.st_uid);
	if (S_ISCHR(sb.st_mode))
		printf("%4u,%3u ", sb.st_rdev >> 8, sb.st_rdev & 0xff);
	else
		printf("%8ld ", sb.st_size);
	fputs(name, stdout);
	if (kinds && !S_ISLNK(sb.st_mode))
		fputs(kind_of(sb.st_mode), stdout);
	n = S_ISLNK(sb.st_mode) ? readlink(path, target, sizeof(target)) : 0;
	if (n > 0)
		printf(" -> %.*s", (int)n, target);
	putchar('\n');
}

struct name {
	char *name;
	time_t time;
};

static int by_name(const void *a, const void *b)
{
	const struct name *first = a, *second = b;
	int result = 0;

	if (by_time)
		result = first->time < second->time ? 1 : first->time > second->time ? -1 : 0;
	if (result == 0)
		result = strcmp(first->name, second->name);
	return backwards ? -result : result;
}

static char *full_name(const char *directory, const char *name)
{
	char *full = malloc(strlen(directory) + strlen(name) + 2);

	if (full == NULL)
		err(1, "%s", directory);
	sprintf(full, "%s%s%s", directory, directory[strlen(directory) - 1] == '/' ? "" : "/", name);
	return full;
}

static int is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int list(const char *path)
{
	struct name *names = NULL;
	struct dirent *entry;
	DIR *d = opendir(path);
	int n = 0, failed = 0;

	if (d == NULL)
		return warn("%s", path), 1;
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.' && !(all && !(but_dots && is_dots(entry->d_name))))
			continue;
		names = realloc(names, (n + 1) * sizeof(*names));
		if (names == NULL || (names[n].name = strdup(entry->d_name)) == NULL)
			err(1, "%s", path);
		names[n++].time = 0;
	}
	closedir(d);
	for (int i = 0; by_time && i < n; i++) {
		char *full = full_name(path, names[i].name);
		struct stat sb;

		names[i].time = lstat(full, &sb) == 0 ? sb.st_mtime : 0;
		free(full);
	}
	if (n > 0)
		qsort(names, n, sizeof(*names), by_name);
	for (int i = 0; i < n; i++) {
		char *full = full_name(path, names[i].name);

		print(full, names[i].name);
		free(full);
	}
	for (int i = 0; i < n; i++) {
		char *full = full_name(path, names[i].name);
		struct stat sb;

		if (deep && !is_dots(names[i].name) && lstat(full, &sb) == 0 && S_ISDIR(sb.st_mode)) {
			printf("\n%s:\n", full);
			failed |= list(full);
		}
		free(full);
		free(names[i].name);
	}
	free(names);
	return failed;
}

int main(int argc, char **argv)
{
	static const struct {
		char letter;
		int *is;
	} options[] = {{'a', &all},     {'A', &but_dots},  {'d', &themselves}, {'F', &kinds}, {'i', &numbers},
	               {'l', &details}, {'r', &backwards}, {'R', &deep},       {'s', &sizes}, {'t', &by_time}};
	int option, failed = 0, one;
	struct stat sb;

	while ((option = getopt(argc, argv, "1aAdFilrRst")) != -1) {
		if (option == '?')
			return 2;
		for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
			if (options[i].letter == option)
				*options[i].is = 1;
	}
	all |= but_dots;
	one = argc - optind == 1;
	if (optind == argc) {
		if (themselves)
			print(".", ".");
		return themselves ? 0 : list(".");
	}
	for (int i = optind; i < argc; i++) {
		if ((details || themselves ? lstat : stat)(argv[i], &sb) < 0 && lstat(argv[i], &sb) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		} else if (S_ISDIR(sb.st_mode) && !themselves) {
			if (!one && deep)
				printf("%s%s:\n", i > optind ? "\n" : "", argv[i]);
			failed |= list(argv[i]);
		} else {
			print(argv[i], argv[i]);
		}
	}
	return failed;
}
