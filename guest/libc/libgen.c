/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two parts of a path. */
#include <libgen.h>
#include <string.h>

/* Cuts slashes off its end, but for the first character. */
static void cut_slashes(char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
}

char *basename(char *path)
{
	char *slash;

	if (path == NULL || *path == '\0')
		return ".";
	cut_slashes(path);
	slash = strrchr(path, '/');
	return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

char *dirname(char *path)
{
	char *slash;

	if (path == NULL || *path == '\0')
		return ".";
	cut_slashes(path);
	slash = strrchr(path, '/');
	if (slash == NULL)
		return ".";
	slash[slash == path] = '\0';
	cut_slashes(path);
	return path;
}
