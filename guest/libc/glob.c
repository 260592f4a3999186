/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files whose names match a pattern, directory by directory. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A search. */
struct search {
	int flags;
	int (*error)(const char *path, int error);
	glob_t *found;
	char path[PATH_MAX]; /* what has been decided of the name */
};

static size_t offset(const struct search *s)
{
	return s->flags & GLOB_DOOFFS ? s->found->gl_offs : 0;
}

static int add(struct search *s, const char *name)
{
	size_t n = offset(s) + s->found->gl_pathc;
	char **v = realloc(s->found->gl_pathv, (n + 2) * sizeof(*v)), *copy = malloc(strlen(name) + 2);

	if (v != NULL)
		s->found->gl_pathv = v;
	if (v == NULL || copy == NULL) {
		free(copy);
		return GLOB_NOSPACE;
	}
	strcpy(copy, name);
	v[n] = copy;
	v[n + 1] = NULL;
	s->found->gl_pathc++;
	return 0;
}

static int is_directory(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

/* The path is complete. */
static int add_path(struct search *s, size_t n)
{
	if ((s->flags & GLOB_MARK) && n + 1 < sizeof(s->path) && s->path[n - 1] != '/' && is_directory(s->path))
		strcpy(s->path + n, "/");
	return add(s, s->path);
}

/* Does the part of a pattern up to its end have a * ? or [? */
static int has_pattern(const char *part, int flags)
{
	for (; *part != '\0'; part++) {
		if (*part == '\\' && part[1] != '\0' && !(flags & GLOB_NOESCAPE))
			part++;
		else if (strchr("*?[", *part) != NULL)
			return 1;
	}
	return 0;
}

static int walk(struct search *s, size_t n, const char *pattern);

/* A name that has been found at path + n, of a part of the pattern; go on behind its slashes. */
static int go_on(struct search *s, size_t n, const char *pattern, size_t slashes)
{
	struct stat sb;

	if (n + slashes >= sizeof(s->path))
		return 0;
	memcpy(s->path + n, pattern, slashes);
	n += slashes;
	s->path[n] = '\0';
	if (pattern[slashes] != '\0')
		return walk(s, n, pattern + slashes);
	return n > 0 && lstat(s->path, &sb) == 0 ? add_path(s, n) : 0;
}

/* A part without pattern. */
static int take(struct search *s, size_t n, const char *part)
{
	for (; *part != '\0'; part++) {
		if (*part == '\\' && part[1] != '\0' && !(s->flags & GLOB_NOESCAPE))
			part++;
		if (n + 1 >= sizeof(s->path))
			return -1;
		s->path[n++] = *part;
	}
	s->path[n] = '\0';
	return (int)n;
}

/* The path has n characters, and the pattern is what is still to be matched. */
static int walk(struct search *s, size_t n, const char *pattern)
{
	size_t length = strcspn(pattern, "/"), slashes = strspn(pattern + length, "/");
	int how = FNM_PERIOD | (s->flags & GLOB_NOESCAPE ? FNM_NOESCAPE : 0), result = 0;
	const struct dirent *entry;
	char part[length + 1];
	DIR *d;

	memcpy(part, pattern, length);
	part[length] = '\0';
	if (!has_pattern(part, s->flags)) {
		int taken = take(s, n, part);

		return taken >= 0 ? go_on(s, taken, pattern + length, slashes) : 0;
	}
	s->path[n] = '\0';
	d = opendir(n > 0 ? s->path : ".");
	if (d == NULL) {
		if (errno == ENOENT || errno == ENOTDIR)
			return 0;
		return (s->error != NULL && s->error(n > 0 ? s->path : ".", errno)) || (s->flags & GLOB_ERR)
		               ? GLOB_ABORTED
		               : 0;
	}
	while (result == 0 && (entry = readdir(d)) != NULL) {
		size_t name = strlen(entry->d_name);

		if (fnmatch(part, entry->d_name, how) != 0 || n + name >= sizeof(s->path))
			continue;
		strcpy(s->path + n, entry->d_name);
		if (slashes == 0 || is_directory(s->path))
			result = go_on(s, n + name, pattern + length, slashes);
	}
	closedir(d);
	return result;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int glob(const char *pattern, int flags, int (*error)(const char *path, int error), glob_t *found)
{
	struct search s = {.flags = flags, .error = error, .found = found};
	size_t before, first;
	int result;

	if (!(flags & GLOB_APPEND)) {
		found->gl_pathc = 0;
		found->gl_pathv = calloc(offset(&s) + 1, sizeof(*found->gl_pathv));
		if (found->gl_pathv == NULL)
			return GLOB_NOSPACE;
	}
	before = found->gl_pathc;
	first = offset(&s) + before;
	result = walk(&s, 0, pattern);
	if (result == 0 && found->gl_pathc == before)
		result = flags & GLOB_NOCHECK ? add(&s, pattern) : GLOB_NOMATCH;
	if (!(flags & GLOB_NOSORT))
		qsort(found->gl_pathv + first, found->gl_pathc - before, sizeof(*found->gl_pathv), by_name);
	return result;
}

/* With GLOB_DOOFFS the null pointers before the first are still there: the caller's, not ours. */
void globfree(glob_t *found)
{
	char **v = found->gl_pathv;

	if (v == NULL)
		return;
	while (found->gl_pathc > 0) {
		if (*v == NULL) {
			v++;
			continue;
		}
		free(*v++);
		found->gl_pathc--;
	}
	free(found->gl_pathv);
	found->gl_pathv = NULL;
}
