/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is opened from inside: lessons, programs, traces. */
#include "act_open.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "act_edit.h"
#include "act_live.h"
#include "act_sheet.h"
#include "base/alloc.h"
#include "image/lesson.h"
#include "live.h"
#include "recent.h"
#include "viewer.h"

enum { WORDS_MAX = 32, LESSON = 0, FILE_ROW, DIRECTORY, RECENT /* and its number in the list */ };

/* Endings of what can be opened. */
static const char *const endings[] = {".c", ".S", ".vft", ".vps"};

static bool can_be_opened(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
		if (strcmp(dot, endings[i]) == 0)
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a directory, in order; freed by the caller. */
static char **names_in(const char *directory, size_t *count)
{
	DIR *dir = opendir(directory);
	char **names = NULL;
	size_t room = 0;

	for (struct dirent *e; dir && (e = readdir(dir));) {
		if (e->d_name[0] == '.' || *count >= SHEET_ROWS)
			continue;
		names = alloc_room(names, *count, &room, sizeof *names);
		names[(*count)++] = alloc_string(e->d_name);
	}
	if (dir)
		closedir(dir);
	if (*count)
		qsort(names, *count, sizeof *names, by_name);
	return names;
}

/* The files of a directory ("" or ending in a slash) whose names begin with something. */
static void add_files(struct sheet *s, const char *directory, const char *begins, bool directories)
{
	size_t n = 0;
	char **names = names_in(*directory ? directory : ".", &n);

	for (size_t i = 0; i < n; i++) {
		char *path = alloc_format("%s%s", directory, names[i]);
		struct stat st;
		bool there = !stat(path, &st), folder = there && S_ISDIR(st.st_mode);

		if (there && strncmp(names[i], begins, strlen(begins)) == 0) {
			if (folder && directories) {
				char *open = alloc_format("%s/", path);

				sheet_add(s, "", open, DIRECTORY);
				free(open);
			} else if (!folder && S_ISREG(st.st_mode) && can_be_opened(names[i])) {
				sheet_add(s, "", path, FILE_ROW);
			}
		}
		free(path);
		free(names[i]);
	}
	free(names);
}

static void add_lessons(struct sheet *s)
{
	char error[ERROR_MAX];
	struct lesson *all;
	size_t n = lesson_list(&all, error);

	for (size_t i = 0; i < n; i++) {
		if (!i || all[i].topic != all[i - 1].topic)
			sheet_head(s, *all[i].topic ? all[i].topic : "Other lessons");
		if (sheet_fits(s, all[i].name) || sheet_fits(s, all[i].title))
			sheet_add(s, all[i].name, all[i].title, LESSON);
	}
	lesson_list_free(all, n);
}

/* A line of the list of what was opened last, as words with blanks between them. */
static void words_of(const char *line, char words[SHEET_TYPED])
{
	snprintf(words, SHEET_TYPED, "%s", line);
	for (char *tab = words; (tab = strchr(tab, '\t'));)
		*tab = ' ';
}

static void add_recent(struct sheet *s)
{
	struct recent recent = recent_read();
	char words[SHEET_TYPED];

	sheet_head(s, "Opened last");
	for (size_t i = 0; i < recent.n; i++) {
		words_of(recent.line[i], words);
		if (sheet_fits(s, words))
			sheet_add(s, "", words, RECENT + (long)i);
	}
	recent_release(&recent);
}

static void fill(struct viewer *v, struct sheet *s)
{
	const char *slash = strrchr(s->typed, '/');
	char *directory = alloc_format("%.*s", slash ? (int)(slash + 1 - s->typed) : 0, s->typed);
	const char *begins = slash ? slash + 1 : s->typed;

	(void)v;
	sheet_clear(s);
	if (!slash || *s->typed == '/')
		add_recent(s);
	if (!slash)
		add_lessons(s);
	sheet_head(s, slash ? directory : "Files here");
	add_files(s, directory, begins, true);
	if (!slash) {
		sheet_head(s, "Traces that ship");
		add_files(s, "traces/", begins, false);
	}
	sheet_done(s);
	free(directory);
}

/* As much as all the files that are listed have in common. */
static void complete(struct viewer *v, struct sheet *s)
{
	const char *first = NULL;
	size_t common = 0;

	for (size_t i = 0; i < s->nrows; i++) {
		const struct sheet_row *row = &s->rows[i];
		size_t n = 0;

		if (row->heading || row->id == LESSON || row->id >= RECENT ||
		    strncmp(row->text, s->typed, strlen(s->typed)))
			continue;
		if (!first) {
			first = row->text;
			common = strlen(first);
		}
		while (n < common && row->text[n] == first[n])
			n++;
		common = n;
	}
	if (!first || common <= strlen(s->typed) || common >= sizeof s->typed)
		return;
	memmove(s->typed, first, common);
	s->typed[common] = '\0';
	fill(v, s);
}

/* Words of a line between such signs; they point into it. */
static void split(char *line, const char *signs, const char *words[WORDS_MAX + 1])
{
	size_t n = 0;

	for (char *word; n < WORDS_MAX && (word = strtok_r(line, signs, &line));)
		words[n++] = word;
	words[n] = NULL;
}

static void pick(struct viewer *v, const struct sheet *sheet)
{
	const struct sheet_row *row = sheet->chosen < sheet->nrows ? &sheet->rows[sheet->chosen] : NULL;
	struct sheet *s = &v->listing->sheet;
	struct recent recent = {0};
	char line[SHEET_TYPED];
	const char *words[WORDS_MAX + 1];

	if (row && row->id == DIRECTORY) {
		snprintf(s->typed, sizeof s->typed, "%s", row->text);
		fill(v, s);
		return;
	}
	if (!row) {
		snprintf(line, sizeof line, "%s", sheet->typed);
		split(line, " \t", words);
	} else if (row->id >= RECENT) {
		recent = recent_read();
		words[0] = NULL; /* another window may have changed the list: then it is what is there now */
		if ((size_t)(row->id - RECENT) < recent.n)
			split(recent.line[row->id - RECENT], "\t", words);
	} else {
		snprintf(line, sizeof line, "%s", row->id == LESSON ? row->key : row->text);
		words[0] = line;
		words[1] = NULL;
	}
	if (words[0]) {
		viewer_open(v, NULL);
		edit_run(v, words);
	}
	recent_release(&recent);
}

void act_open(struct viewer *v)
{
	if (!v->live) {
		viewer_say(v, "nothing can be opened here");
		return;
	}
	listing_open(v, &(struct listing){.sheet = {.title = "Open",
	                                            .note = "Tab completes; Return opens; Esc closes",
	                                            .prompt = "a lesson, or the path of a program or a trace, "
	                                                      "with its arguments"},
	                                  .fill = fill,
	                                  .pick = pick,
	                                  .complete = complete});
}
