/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns with * ? [...], where a backslash takes away a character's meaning, and the files whose names match them. */
#include <glob.h>
#include <string.h>

#include "sh.h"

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

/* A pattern that no file matches stays as it is. */
void add_files(struct words *to, const char *pattern)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == GLOB_NOSPACE)
		need(NULL);
	for (size_t i = 0; i < found.gl_pathc; i++)
		words_add(to, take_text(&work, found.gl_pathv[i], strlen(found.gl_pathv[i])));
	if (found.gl_pathc == 0)
		words_add(to, unescape(&work, pattern));
	globfree(&found);
}
