/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mkdir: makes directories. -p: those above them, too, and it is no mistake if they are there already. */
#include <err.h>
#include <errno.h>
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

static int make_all(const char *path)
{
	char part[PATH_MAX];
	size_t n = strspn(path, "/");

	while (path[n] != '\0') {
		n += strcspn(path + n, "/");
		if (n >= sizeof(part)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		sprintf(part, "%.*s", (int)n, path);
		if (mkdir(part, 0777) < 0) {
			int why = errno;

			if (!is_directory(part)) {
				errno = why;
				return -1;
			}
		}
		n += strspn(path + n, "/");
	}
	return 0;
}

int main(int argc, char **argv)
{
	int option, all = 0, failed = 0;

	while ((option = getopt(argc, argv, "p")) == 'p')
		all = 1;
	if (option == '?' || optind == argc) {
		fprintf(stderr, "usage: mkdir [-p] directory ...\n");
		return 2;
	}
	for (; optind < argc; optind++) {
		if (all ? make_all(argv[optind]) < 0 : mkdir(argv[optind], 0777) < 0) {
			warn("%s", argv[optind]);
			failed = 1;
		}
	}
	return failed;
}
