/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a student has done. See pupil.h. */
#include "lesson/pupil.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/replace.h"
#include "base/state_file.h"

#define NAME "lessons"

enum { FILE_MAX = 64 << 10 };

/* The sums of the letters. */
static void count(struct pupil *p)
{
	p->right = p->asked = p->left = 0;
	for (const char *a = p->answers; *a; a++) {
		p->right += *a == PUPIL_RIGHT;
		p->asked += *a == PUPIL_RIGHT || *a == PUPIL_WRONG;
		p->left += *a == PUPIL_LEFT;
	}
}

static bool read_line(const char *line, struct pupil *p)
{
	unsigned done;
	int n;

	*p = (struct pupil){0};
	n = sscanf(line, "%63s %u %u %u %u %24s", p->name, &p->seen, &p->right, &p->asked, &done, p->answers);
	if (n < 5) /* older files have no letters */
		return false;
	p->done = done != 0;
	if (n == 6 && !strcmp(p->answers, "-"))
		*p->answers = '\0';
	else if (n == 6)
		count(p);
	return true;
}

bool pupil_open(const struct pupil *p, size_t step)
{
	return step >= strlen(p->answers) || p->answers[step] == PUPIL_NOTHING || p->answers[step] == PUPIL_LEFT;
}

void pupil_note(struct pupil *p, size_t step, char how)
{
	for (size_t i = strlen(p->answers); i <= step && i < TUTORIAL_STEPS; i++)
		p->answers[i] = PUPIL_NOTHING;
	if (step < TUTORIAL_STEPS && pupil_open(p, step))
		p->answers[step] = how;
	count(p);
}

size_t pupil_next(const struct tutorial *list, size_t n, const char *name)
{
	size_t from = 0, i;

	while (name && from < n && strcmp(list[from].name, name))
		from++;
	for (i = name ? from + 1 : 0; i < n; i++)
		if (list[i].number && !pupil_of(list[i].name).done)
			return i;
	return n;
}

static bool nobody;

void pupil_nobody(void)
{
	nobody = true;
}

static size_t read_all(struct pupil all[PUPIL_LESSONS])
{
	char *file = nobody ? NULL : state_file(NAME, false), error[ERROR_MAX], *at, *line;
	uint8_t *data = NULL;
	size_t size, n = 0;

	if (file && file_read(file, FILE_MAX, &data, &size, error)) {
		at = (char *)data;
		while (n < PUPIL_LESSONS && (line = strsep(&at, "\n")))
			n += read_line(line, &all[n]);
	}
	free(data);
	free(file);
	return n;
}

struct pupil pupil_of(const char *name)
{
	struct pupil all[PUPIL_LESSONS], none = {0};
	size_t n = read_all(all);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i].name, name))
			return all[i];
	snprintf(none.name, sizeof none.name, "%s", name);
	return none;
}

bool pupil_keep(const struct pupil *p)
{
	struct pupil all[PUPIL_LESSONS];
	size_t n = read_all(all), i = 0;
	char *file = nobody ? NULL : state_file(NAME, true), error[ERROR_MAX], line[2 * TUTORIAL_NAME];
	struct replace *r;

	while (i < n && strcmp(all[i].name, p->name))
		i++;
	if (i == PUPIL_LESSONS || !file) {
		free(file);
		return false;
	}
	all[i] = *p;
	n += i == n;
	r = replace_open(file, REPLACE_FILE, error);
	free(file);
	for (i = 0; r && i < n; i++) {
		snprintf(line, sizeof line, "%.63s %u %u %u %u %s\n", all[i].name, all[i].seen, all[i].right,
		         all[i].asked, (unsigned)all[i].done, *all[i].answers ? all[i].answers : "-");
		replace_write(r, line, strlen(line));
	}
	return r && replace_commit(r, error);
}
