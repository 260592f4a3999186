/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which findings are known. See suppression.h. */
#include "check/suppression.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/source_text.h"
#include "base/alloc.h"
#include "base/file.h"
#include "debuginfo/symtab.h"

#define MARK "vfork-ok:"

enum { FILE_MAX = 1 << 20 };

/* "*" or a detector, a place, perhaps # and a reason. */
static bool read_line(struct suppressions *all, char *text, const char *path, int number, char *error)
{
	char *reason = strchr(text, '#'), *rest = NULL, *name, *place, *at;
	struct suppression s = {.detector = -1};

	if (reason)
		*reason++ = '\0';
	name = strtok_r(text, " \t\r", &rest);
	place = name ? strtok_r(NULL, " \t\r", &rest) : NULL;
	if (!name)
		return true;
	if (strcmp(name, "*") != 0 && (s.detector = detector_named(name)) < 0)
		return error_set(error, "%s:%d: %.40s: no such detector; vforkscope check --detectors lists them", path,
		                 number, name);
	if (!place || strtok_r(NULL, " \t\r", &rest))
		return error_set(error, "%s:%d: wants a detector or *, then FILE, FILE:LINE or FILE:FUNCTION()", path,
		                 number);
	at = strrchr(place, ':');
	if (at) {
		*at++ = '\0';
		s.line = atoi(at);
		if (!s.line)
			s.function = alloc_format("%.*s", (int)strcspn(at, "("), at);
	}
	s.file = alloc_string(place);
	s.reason = alloc_string(reason ? reason + strspn(reason, " \t") : "");
	all->list = alloc_room(all->list, all->count, &all->room, sizeof *all->list);
	all->list[all->count++] = s;
	return true;
}

bool suppressions_read(struct suppressions *all, const char *path, char error[ERROR_MAX])
{
	uint8_t *data;
	size_t size;
	char *text, *rest = NULL, *next;
	int number = 1;
	bool ok = true;

	if (!file_read(path, FILE_MAX, &data, &size, error))
		return false;
	text = alloc_copy(data, size);
	free(data);
	for (rest = text; ok && rest; rest = next, number++) {
		next = strchr(rest, '\n');
		if (next)
			*next++ = '\0';
		ok = read_line(all, rest, path, number, error);
	}
	free(text);
	return ok;
}

void suppressions_release(struct suppressions *all)
{
	for (size_t i = 0; i < all->count; i++) {
		free(all->list[i].file);
		free(all->list[i].function);
		free(all->list[i].reason);
	}
	free(all->list);
	memset(all, 0, sizeof *all);
}

/* Does a line of the source say so? Then the finding has its reason. */
static bool says(const struct timeline *t, struct finding *f, int line)
{
	char *text = line > 0 ? source_line(t, f->site.file, line) : alloc_string(""), *at = strstr(text, MARK), *end;

	if (at) {
		at += strlen(MARK);
		at += strspn(at, " ");
		end = strstr(at, "*/");
		if (end)
			*end = '\0';
		snprintf(f->reason, sizeof f->reason, "%.90s", at);
		f->suppressed = f->in_source = true;
	}
	free(text);
	return f->suppressed;
}

void suppression_apply(const struct suppressions *all, const struct timeline *t, struct finding *f)
{
	if (says(t, f, f->site.line) || says(t, f, f->site.line - 1))
		return;
	for (size_t i = 0; all && i < all->count; i++) {
		const struct suppression *s = &all->list[i];

		if ((s->detector >= 0 && s->detector != (int)f->detector) || !names_file_is(f->site.file, s->file) ||
		    (s->line && s->line != f->site.line) || (s->function && strcmp(s->function, f->site.function) != 0))
			continue;
		f->suppressed = true;
		snprintf(f->reason, sizeof f->reason, "%.90s", s->reason);
		return;
	}
}
