/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns with * ? [...], where a backslash takes away a character's meaning, and the files whose names match them. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sh.h"

/* A [...] against a character; *after: where the pattern goes on. -1: there is no ], so it is an ordinary [. */
static int matches_class(const char *p, char c, const char **after)
{
	int negated = *p == '!', found = 0, first = 1;

	for (p += negated; *p != ']' || first; first = 0) {
		char low, high;

		if (*p == '\\')
			p++;
		if (*p == '\0')
			return -1;
		low = high = *p++;
		if (p[0] == '-' && p[1] != ']' && p[1] != '\0') {
			p += 1 + (p[1] == '\\');
			high = *p;
			if (high == '\0')
				return -1;
			p++;
		}
		found |= c >= low && c <= high;
	}
	*after = p + 1;
	return found != negated;
}

int matches(const char *pattern, const char *string)
{
	for (; *pattern != '\0'; string++) {
		const char *after;
		int class;

		switch (*pattern) {
		case '*':
			while (*pattern == '*')
				pattern++;
			for (;; string++) {
				if (matches(pattern, string))
					return 1;
				if (*string == '\0')
					return 0;
			}
		case '?':
			if (*string == '\0')
				return 0;
			pattern++;
			continue;
		case '[':
			class = matches_class(pattern + 1, *string, &after);
			if (class >= 0) {
				if (!class || *string == '\0')
					return 0;
				pattern = after;
				continue;
			}
			break;
		case '\\':
			if (pattern[1] != '\0')
				pattern++;
			break;
		}
		if (*pattern++ != *string)
			return 0;
	}
	return *string == '\0';
}

int has_pattern(const char *word)
{
	for (; *word != '\0'; word++) {
		if (*word == '\\' && word[1] != '\0')
			word++;
		else if (strchr("*?[", *word) != NULL)
			return 1;
	}
	return 0;
}

char *unescape(struct arena *a, const char *pattern)
{
	char *made = take(a, strlen(pattern) + 1), *to = made;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '\\' && pattern[1] != '\0')
			pattern++;
		*to++ = *pattern;
	}
	return made;
}

static char *join(const char *a, const char *b, const char *c)
{
	struct text t = {.arena = &work};

	text_puts(&t, a);
	text_puts(&t, b);
	text_puts(&t, c);
	return text_end(&t);
}

/* The files below `prefix` (which is empty or ends in a slash) that match. */
static void walk(struct words *to, const char *prefix, const char *pattern)
{
	size_t n = strcspn(pattern, "/"), slashes = strspn(pattern + n, "/");
	char *part = take_text(&work, pattern, n), *after = take_text(&work, pattern + n, slashes);
	const char *rest = pattern + n + slashes;
	const struct dirent *entry;
	struct stat sb;
	DIR *d;

	if (n == 0 || !has_pattern(part)) {
		char *path = join(prefix, unescape(&work, part), after);

		if (*rest != '\0')
			walk(to, path, rest);
		else if (stat(path, &sb) == 0)
			words_add(to, path);
		return;
	}
	d = opendir(*prefix != '\0' ? prefix : ".");
	if (d == NULL)
		return;
	while ((entry = readdir(d)) != NULL) {
		if ((entry->d_name[0] == '.' && part[0] != '.') || !matches(part, entry->d_name))
			continue;
		if (slashes > 0 && (stat(join(prefix, entry->d_name, ""), &sb) < 0 || !S_ISDIR(sb.st_mode)))
			continue;
		if (*rest != '\0')
			walk(to, join(prefix, entry->d_name, after), rest);
		else
			words_add(to, join(prefix, entry->d_name, after));
	}
	closedir(d);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A pattern that no file matches stays as it is. */
void glob(struct words *to, const char *pattern)
{
	int before = to->n;

	walk(to, "", pattern);
	if (to->n == before)
		words_add(to, unescape(&work, pattern));
	else
		qsort(to->v + before, to->n - before, sizeof(*to->v), by_name);
}
