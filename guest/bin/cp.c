/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cp: copies a file to another, or files into a directory. The copy gets the permissions of the file, whatever umask
 * says of new ones if -p is given, and then its time, too. -i: asks before a file is written over; -r: directories
 * with all that is in them.
 */
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

static int asks, keeps, recursive;

static int is_directory(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

/* With -p: what the copy has of its source besides its bytes. */
static void keep(const char *to, const struct stat *source)
{
	struct timeval times[2] = {{source->st_atime, 0}, {source->st_mtime, 0}};

	if (keeps && (chmod(to, source->st_mode & 07777) < 0 || utimes(to, times) < 0))
		warn("%s", to);
}

static int agreed(const char *to)
{
	int c, first;

	printf("overwrite %s? ", to);
	fflush(stdout);
	first = c = getchar();
	while (c != '\n' && c != EOF)
		c = getchar();
	return first == 'y';
}

static int copy(const char *from, const char *to);

/* into/name; 0: it is too long, which is told. */
static int join(char path[PATH_MAX], const char *into, const char *name)
{
	if (snprintf(path, PATH_MAX, "%s/%s", into, name) < PATH_MAX)
		return 1;
	warnx("%s/%s: the name is too long", into, name);
	return 0;
}

/* A copy within itself would have no end: it would be found there. What is not there yet will be in the one above. */
static int is_within(const char *path, const struct stat *directory)
{
	const char *slash = strrchr(path, '/');
	char above[PATH_MAX];
	struct stat sb;
	ino_t before = 0;

	snprintf(above, sizeof(above), "%s/..", path);
	if (stat(above, &sb) < 0)
		snprintf(above, sizeof(above), "%.*s", slash != NULL ? (int)(slash - path) : 1,
		         slash != NULL ? path : ".");
	while (stat(above, &sb) == 0 && sb.st_ino != before) {
		if (sb.st_dev == directory->st_dev && sb.st_ino == directory->st_ino)
			return 1;
		before = sb.st_ino;
		if (strlcat(above, "/..", sizeof(above)) >= sizeof(above))
			return 0;
	}
	return 0;
}

static int copy_directory(const char *from, const char *to, const struct stat *source)
{
	char one[PATH_MAX], other[PATH_MAX];
	struct dirent *entry;
	int failed = 0;
	DIR *d = opendir(from);

	if (d != NULL && is_within(to, source)) {
		warnx("%s: cannot be copied into itself", from);
		failed = 1;
	} else if (d == NULL || (!is_directory(to) && mkdir(to, (source->st_mode & 0777) | 0700) < 0)) {
		warn("%s", d == NULL ? from : to);
		failed = 1;
	} else {
		while ((entry = readdir(d)) != NULL)
			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
				failed |= !join(one, from, entry->d_name) || !join(other, to, entry->d_name) ||
				          copy(one, other);
		keep(to, source);
	}
	if (d != NULL)
		closedir(d);
	return failed;
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
		if (recursive)
			return copy_directory(from, to, &source);
		return warnx("%s: is a directory", from), 1;
	}
	if (stat(to, &target) == 0 && target.st_dev == source.st_dev && target.st_ino == source.st_ino) {
		close(in);
		return warnx("%s and %s are the same file", from, to), 1;
	}
	if (asks && access(to, F_OK) == 0 && !agreed(to)) {
		close(in);
		return 0;
	}
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC, source.st_mode & 0777);
	if (out >= 0) {
		while ((n = read(in, buffer, sizeof(buffer))) > 0)
			for (ssize_t done = 0, part; done < n; done += part)
				if ((part = write(out, buffer + done, n - done)) < 0)
					err(1, "%s", to);
		close(out);
		keep(to, &source);
	}
	close(in);
	if (n < 0)
		warn("%s", out < 0 ? to : from);
	return n < 0;
}

int main(int argc, char **argv)
{
	const char *last = argv[argc - 1];
	int option, failed = 0;

	while ((option = getopt(argc, argv, "ipr")) != -1 && option != '?') {
		asks |= option == 'i';
		keeps |= option == 'p';
		recursive |= option == 'r';
	}
	if (option == '?' || argc - optind < 2 || (argc - optind > 2 && !is_directory(last))) {
		fprintf(stderr, "usage: cp [-ipr] file other, or cp [-ipr] file ... directory\n");
		return 2;
	}
	for (int i = optind; i < argc - 1; i++) {
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
