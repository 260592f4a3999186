/* SPDX-License-Identifier: GPL-2.0-or-later */
/* du: kilobytes that directories and what is in them take. -s: only the sum; -a: files as well. */
#include <dirent.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int sums, all;

static long usage(const char *path, int given)
{
	char inner[PATH_MAX];
	struct dirent *entry;
	struct stat sb;
	long blocks;
	DIR *d;

	if (lstat(path, &sb) < 0) {
		warn("%s", path);
		return 0;
	}
	blocks = sb.st_blocks;
	if (S_ISDIR(sb.st_mode)) {
		d = opendir(path);
		if (d == NULL)
			warn("%s", path);
		while (d != NULL && (entry = readdir(d)) != NULL) {
			if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
				continue;
			snprintf(inner, sizeof(inner), "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/",
			         entry->d_name);
			blocks += usage(inner, 0);
		}
		if (d != NULL)
			closedir(d);
	}
	if (given || (!sums && (all || S_ISDIR(sb.st_mode))))
		printf("%ld\t%s\n", (blocks + 1) / 2, path);
	return blocks;
}

int main(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "sak")) != -1) {
		if (option == '?')
			return 2;
		sums |= option == 's';
		all |= option == 'a';
	}
	if (optind == argc)
		usage(".", 1);
	for (; optind < argc; optind++)
		usage(argv[optind], 1);
	return 0;
}
