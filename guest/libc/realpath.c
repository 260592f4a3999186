/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A path without ".", ".." and symbolic links. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_LINKS 8

/* Goes up: cuts the last name off. */
static void go_up(char *done)
{
	char *slash = strrchr(done, '/');

	*slash = '\0';
}

/* A path that is done, and one that is to be gone from there. What a link says is put in front of the rest. */
static int resolve(char *done, char *rest)
{
	int links = 0;

	while (*rest != '\0') {
		char link[PATH_MAX], *end = strchr(rest, '/');
		size_t n = end != NULL ? (size_t)(end - rest) : strlen(rest), was = strlen(done);
		struct stat sb;
		ssize_t bytes;

		if (n == 0 || (n == 1 && rest[0] == '.')) {
			memmove(rest, rest + n + (end != NULL), strlen(rest + n + (end != NULL)) + 1);
			continue;
		}
		if (n == 2 && rest[0] == '.' && rest[1] == '.') {
			if (was > 0)
				go_up(done);
			memmove(rest, rest + n + (end != NULL), strlen(rest + n + (end != NULL)) + 1);
			continue;
		}
		if (was + 1 + n + 1 > PATH_MAX) {
			errno = ENAMETOOLONG;
			return 0;
		}
		done[was] = '/';
		memcpy(done + was + 1, rest, n);
		done[was + 1 + n] = '\0';
		memmove(rest, rest + n + (end != NULL), strlen(rest + n + (end != NULL)) + 1);
		if (lstat(done, &sb) < 0)
			return 0;
		if (!S_ISLNK(sb.st_mode)) {
			if (end != NULL && *rest != '\0' && !S_ISDIR(sb.st_mode)) {
				errno = ENOTDIR;
				return 0;
			}
			continue;
		}
		bytes = readlink(done, link, sizeof(link) - 1);
		if (bytes < 0)
			return 0;
		if (++links > MOST_LINKS || bytes + strlen(rest) + 2 > PATH_MAX) {
			errno = links > MOST_LINKS ? ELOOP : ENAMETOOLONG;
			return 0;
		}
		memmove(rest + bytes + 1, rest, strlen(rest) + 1);
		memcpy(rest, link, bytes);
		rest[bytes] = '/';
		done[link[0] == '/' ? 0 : was] = '\0';
	}
	return 1;
}

/* A null pointer for the result: memory of malloc. */
char *realpath(const char *path, char *to)
{
	char done[PATH_MAX] = "", rest[PATH_MAX];

	if (*path == '\0' || strlen(path) >= sizeof(rest)) {
		errno = *path == '\0' ? ENOENT : ENAMETOOLONG;
		return NULL;
	}
	if (*path != '/') {
		if (getcwd(done, sizeof(done)) == NULL)
			return NULL;
		if (strcmp(done, "/") == 0)
			done[0] = '\0';
	}
	strcpy(rest, path);
	if (!resolve(done, rest))
		return NULL;
	if (done[0] == '\0')
		strcpy(done, "/");
	return to != NULL ? strcpy(to, done) : strdup(done);
}
