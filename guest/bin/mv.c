/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mv: another name for a file or directory, or files into a directory. -f: as ever. */
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_directory(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

int main(int argc, char **argv)
{
	const char *last = argv[argc - 1];
	int option, failed = 0;

	while ((option = getopt(argc, argv, "fi")) != -1)
		if (option == '?')
			return 2;
	if (argc - optind < 2 || (argc - optind > 2 && !is_directory(last))) {
		fprintf(stderr, "usage: mv file other, or mv file ... directory\n");
		return 2;
	}
	for (int i = optind; i < argc - 1; i++) {
		const char *slash = strrchr(argv[i], '/');
		char path[PATH_MAX];
		struct stat sb;

		if (is_directory(last))
			snprintf(path, sizeof(path), "%s/%s", last, slash != NULL ? slash + 1 : argv[i]);
		else
			snprintf(path, sizeof(path), "%s", last);
		if (lstat(argv[i], &sb) < 0 || rename(argv[i], path) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		}
	}
	return failed;
}
