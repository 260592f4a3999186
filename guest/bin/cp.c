/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cp: copies a file to another, or files into a directory. The copy gets the permissions of the file. */
#include <err.h>
#include <fcntl.h>
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

static int copy(const char *from, const char *to)
{
	char buffer[4096];
	struct stat source, target;
	ssize_t n = -1;
	int in = open(from, O_RDONLY), out;

	if (in < 0 || fstat(in, &source) < 0)
		return warn("%s", from), 1;
	if (S_ISDIR(source.st_mode)) {
		close(in);
		return warnx("%s: is a directory", from), 1;
	}
	if (stat(to, &target) == 0 && target.st_dev == source.st_dev && target.st_ino == source.st_ino) {
		close(in);
		return warnx("%s and %s are the same file", from, to), 1;
	}
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC, source.st_mode & 0777);
	if (out >= 0) {
		while ((n = read(in, buffer, sizeof(buffer))) > 0)
			for (ssize_t done = 0, part; done < n; done += part)
				if ((part = write(out, buffer + done, n - done)) < 0)
					err(1, "%s", to);
		close(out);
	}
	close(in);
	if (n < 0)
		warn("%s", out < 0 ? to : from);
	return n < 0;
}

int main(int argc, char **argv)
{
	const char *last = argv[argc - 1];
	int failed = 0;

	if (argc < 3 || (argc > 3 && !is_directory(last))) {
		fprintf(stderr, "usage: cp file other, or cp file ... directory\n");
		return 2;
	}
	for (int i = 1; i < argc - 1; i++) {
		const char *slash = strrchr(argv[i], '/');
		char path[PATH_MAX];

		if (!is_directory(last))
			snprintf(path, sizeof(path), "%s", last);
		else
			snprintf(path, sizeof(path), "%s/%s", last, slash != NULL ? slash + 1 : argv[i]);
		failed |= copy(argv[i], path);
	}
	return failed;
}
