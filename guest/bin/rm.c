/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rm: removes files. -f: says nothing of those that are not there; -r: directories with all that is in them. */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int force, recursive;

static int remove_any(const char *path);

/* A directory's entries change while they are removed, so it is read anew for each. */
static int empty(const char *path)
{
	char inner[PATH_MAX];

	for (;;) {
		struct dirent *entry;
		DIR *d = opendir(path);
		int found = 0;

		if (d == NULL)
			return warn("%s", path), 1;
		while (!found && (entry = readdir(d)) != NULL)
			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
				found = 1;
		if (found && snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name) >= (int)sizeof(inner)) {
			closedir(d);
			return warnx("%s: the path is too long", path), 1;
		}
		closedir(d);
		if (!found)
			return 0;
		if (remove_any(inner))
			return 1;
	}
}

static int remove_any(const char *path)
{
	struct stat sb;
	int directory = lstat(path, &sb) == 0 && S_ISDIR(sb.st_mode);

	if (directory && !recursive)
		return warnx("%s: is a directory", path), 1;
	if (directory && empty(path))
		return 1;
	if ((directory ? rmdir(path) : unlink(path)) == 0 || (force && errno == ENOENT))
		return 0;
	warn("%s", path);
	return 1;
}

int main(int argc, char **argv)
{
	int option, failed = 0;

	while ((option = getopt(argc, argv, "fr")) != -1) {
		if (option == 'f')
			force = 1;
		else if (option == 'r')
			recursive = 1;
		else
			return 2;
	}
	if (optind == argc && !force) {
		fprintf(stderr, "usage: rm [-fr] file ...\n");
		return 2;
	}
	for (int i = optind; i < argc; i++)
		failed |= remove_any(argv[i]);
	return failed;
}
