/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ln: one more name for a file: ln [-s] [-f] file [name | directory]. -s: a symbolic link. -f: in place of what has the
 * name. */
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int symbolic, force;

static int make(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	char path[PATH_MAX];
	struct stat sb;

	if (stat(name, &sb) == 0 && S_ISDIR(sb.st_mode))
		snprintf(path, sizeof(path), "%s/%s", name, slash != NULL ? slash + 1 : file);
	else
		snprintf(path, sizeof(path), "%s", name);
	if (force)
		unlink(path);
	if ((symbolic ? symlink(file, path) : link(file, path)) == 0)
		return 0;
	warn("%s", !symbolic && lstat(file, &sb) < 0 ? file : path);
	return 1;
}

int main(int argc, char **argv)
{
	int option, failed = 0;

	while ((option = getopt(argc, argv, "sf")) != -1) {
		if (option == '?')
			return 2;
		symbolic |= option == 's';
		force |= option == 'f';
	}
	if (optind == argc) {
		fprintf(stderr, "usage: ln [-s] [-f] file [name], or ln [-s] [-f] file ... directory\n");
		return 2;
	}
	if (optind == argc - 1)
		return make(argv[optind], ".");
	for (int i = optind; i < argc - 1; i++)
		failed |= make(argv[i], argv[argc - 1]);
	return failed;
}
