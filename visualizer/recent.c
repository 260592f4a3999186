/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was opened last. See recent.h. */
#include "recent.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "base/replace.h"
#include "base/state_file.h"

enum { FILE_MAX = 64 << 10 };

struct recent recent_read(void)
{
	char *file = state_file("recent", false), error[ERROR_MAX], *at, *line;
	struct recent r = {0};
	uint8_t *data = NULL;
	size_t size;

	if (file && file_read(file, FILE_MAX, &data, &size, error)) {
		char *text = alloc_format("%.*s", (int)size, (char *)data);

		at = text;
		while (r.n < RECENT_MAX && (line = strsep(&at, "\n")))
			if (*line == '/')
				r.line[r.n++] = alloc_string(line);
		free(text);
	}
	free(data);
	free(file);
	return r;
}

void recent_release(struct recent *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->line[i]);
	r->n = 0;
}

/* The line of a file with its arguments; NULL for what is none, or cannot be a line. */
static char *line_of(const char *const *words)
{
	char path[PATH_MAX], *line;
	struct stat st;

	if (!strpbrk(words[0], "./") || !realpath(words[0], path) || stat(path, &st) || !S_ISREG(st.st_mode))
		return NULL;
	line = alloc_string(path);
	for (size_t i = 0; words[i]; i++) {
		char *longer = i ? alloc_format("%s\t%s", line, words[i]) : NULL;

		if (strpbrk(i ? words[i] : path, "\t\n")) {
			free(longer);
			free(line);
			return NULL;
		}
		if (longer) {
			free(line);
			line = longer;
		}
	}
	return line;
}

static void write_line(struct replace *file, const char *line)
{
	replace_write(file, line, strlen(line));
	replace_write(file, "\n", 1);
}

void recent_keep(const char *const *words)
{
	char *line = line_of(words), *path, error[ERROR_MAX];
	struct recent r = line ? recent_read() : (struct recent){0};
	struct replace *file = NULL;

	if (line && !(r.n && !strcmp(r.line[0], line)) && (path = state_file("recent", true))) {
		file = replace_open(path, REPLACE_FILE, error);
		free(path);
	}
	if (file) {
		write_line(file, line);
		for (size_t i = 0, n = 1; i < r.n && n < RECENT_MAX; i++)
			if (strcmp(r.line[i], line)) {
				write_line(file, r.line[i]);
				n++;
			}
		replace_commit(file, error);
	}
	recent_release(&r);
	free(line);
}
