/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lessons: shipped programs of demos/, told by the first comment of their source. */
#include "image/lesson.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/system_list.h"
#include "base/error.h"
#include "base/file.h"
#include "image/library.h"
#include "base/alloc.h"
#include "image/sources.h"

/* In the order in which one would teach them. */
static const char *const topics[] = {
	"One memory", "One stack", "What is not lent", "The parent waits", "Costs and accounts", "No memory management",
};
enum { TOPICS = sizeof topics / sizeof *topics };

static int programs_only(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && !strchr(entry->d_name, '.');
}

/* Takes the text of a comment's line out of its decoration; cuts the line at its end. Returns the next line or NULL. */
static char *comment_line(char *line, char **text)
{
	char *next = strchr(line, '\n');

	if (next)
		*next++ = '\0';
	line += strspn(line, " \t");
	if (*line == '*')
		line++;
	if (*line == ' ')
		line++;
	line[strcspn(line, "\r")] = '\0';
	*text = line;
	return next;
}

/* Takes a line "word  text" after "In the matrix:". */
static void add_outcome(struct lesson *lesson, const char *line)
{
	size_t indent = strspn(line, " \t"), word = strcspn(line + indent, " \t");
	const char *text = line + indent + word + strspn(line + indent + word, " \t");

	if (!word || !*text || lesson->noutcomes == OUTCOMES_MAX)
		return;
	lesson->outcomes[lesson->noutcomes++] =
		(struct outcome){alloc_format("%.*s", (int)word, line + indent), alloc_string(text)};
}

/* Takes "TOPIC, NUMBER". */
static void set_topic(struct lesson *lesson, const char *text)
{
	size_t length = strcspn(text, ",");

	for (int i = 0; i < TOPICS; i++)
		if (strlen(topics[i]) == length && !memcmp(topics[i], text, length))
			lesson->topic = topics[i];
	lesson->number = text[length] ? atoi(text + length + 1) : 0;
}

/* Title, text and outcomes from the first comment of a C file that is not the licence's line. */
static void read_comment(struct lesson *lesson, char *source)
{
	char *start = source, *end, *line, *colon;
	bool matrix = false;
	size_t length = 0;

	do {
		start = strstr(start, "/*");
		end = start ? strstr(start, "*/") : NULL;
		if (!end)
			return;
		*end = '\0';
		line = start + 2;
		start = end + 2;
	} while (strstr(line, "SPDX-License-Identifier"));

	lesson->text = alloc_new(strlen(line) + 2, 1);
	for (char *text; line;) {
		line = comment_line(line, &text);
		if (!*lesson->title) {
			colon = strstr(text, ": ");
			free(lesson->title);
			lesson->title = alloc_string(colon ? colon + 2 : text);
		} else if (!strncmp(text, "Topic: ", 7)) {
			set_topic(lesson, text + 7);
		} else if (!strncmp(text, "System: ", 8) && historic_system(text + 8)) {
			lesson->system = historic_system(text + 8)->name;
		} else if (!strncmp(text, "Opens: ", 7)) {
			free(lesson->opens);
			lesson->opens = alloc_string(text + 7);
		} else if (!strcmp(text, "In the matrix:")) {
			matrix = true;
		} else if (matrix) {
			add_outcome(lesson, text);
		} else if (length || *text) {
			length += (size_t)sprintf(lesson->text + length, "%s\n", text);
		}
	}
	while (length > 1 && lesson->text[length - 1] == '\n' && strchr("\n ", lesson->text[length - 2]))
		lesson->text[--length] = '\0';
}

char *lesson_watch(const struct lesson *lesson)
{
	const char *start = strstr(lesson->text, "\nWatch "), *end;
	char *watch;

	if (!start)
		return alloc_string("");
	start += strlen("\nWatch ");
	end = strstr(start, "\n\n");
	watch = alloc_format("%.*s", end ? (int)(end - start) : -1, start);
	for (char *c = watch; *c; c++)
		if (*c == '\n')
			*c = *(c + 1) ? ' ' : '\0';
	return watch;
}

static int topic_of(const struct lesson *lesson)
{
	int i = 0;

	while (i < TOPICS && lesson->topic != topics[i])
		i++;
	return i;
}

static int by_topic(const void *left, const void *right)
{
	const struct lesson *a = left, *b = right;
	int order = topic_of(a) - topic_of(b);

	if (!order)
		order = a->number - b->number;
	return order ? order : strcmp(a->name, b->name);
}

/* The source of a lesson. A variant ("registers-O2") has its source under the name before the dash. */
static bool lesson_source(const char *lesson, uint8_t **data, size_t *size)
{
	const char *dash = strrchr(lesson, '-');
	char *name = alloc_format(SOURCES_SHIPPED "demos/%.*s.c", dash ? (int)(dash - lesson) : -1, lesson);
	bool ok = sources_shipped(name, data, size);

	free(name);
	return ok;
}

static void release(struct lesson *lesson)
{
	free(lesson->name);
	free(lesson->title);
	free(lesson->opens);
	free(lesson->text);
	for (size_t k = 0; k < lesson->noutcomes; k++) {
		free(lesson->outcomes[k].word);
		free(lesson->outcomes[k].text);
	}
}

/* Reads what a lesson, or a C file, says of itself. */
static struct lesson read_lesson(const char *program)
{
	struct lesson lesson = {.title = alloc_string("")};
	const char *dot = strrchr(program, '.');
	char error[ERROR_MAX];
	uint8_t *source = NULL;
	size_t size;
	bool found = dot && !strcmp(dot, ".c") ? file_read(program, RUN_SOURCE_BYTES, &source, &size, error)
	                                       : !strchr(program, '/') && lesson_source(program, &source, &size);

	if (found)
		read_comment(&lesson, (char *)source);
	free(source);
	return lesson;
}

const char *lesson_system(const char *program)
{
	struct lesson lesson = read_lesson(program);

	release(&lesson);
	return lesson.system;
}

char *lesson_opens(const char *program)
{
	struct lesson lesson = read_lesson(program);
	char *opens = lesson.opens;

	lesson.opens = NULL;
	release(&lesson);
	return opens;
}

size_t lesson_list(struct lesson **all, char error[ERROR_MAX])
{
	const char *guest = library_directory(error);
	struct dirent **entries;
	char *path;
	int n;

	*all = NULL;
	if (!guest)
		return 0;
	path = alloc_format("%s/demos", guest);
	n = scandir(path, &entries, programs_only, NULL);
	free(path);
	if (n <= 0) {
		error_set(error, "%s/demos: no lessons there", guest);
		return 0;
	}
	*all = alloc_new((size_t)n, sizeof **all);
	for (int i = 0; i < n; i++) {
		struct lesson *lesson = &(*all)[i];
		uint8_t *source;
		size_t size;

		*lesson = (struct lesson){
			.name = alloc_string(entries[i]->d_name), .title = alloc_string(""), .topic = ""};
		if (lesson_source(lesson->name, &source, &size)) {
			read_comment(lesson, (char *)source);
			free(source);
		}
		if (!lesson->text)
			lesson->text = alloc_string("");
		free(entries[i]);
	}
	free(entries);
	qsort(*all, (size_t)n, sizeof **all, by_topic);
	return (size_t)n;
}

void lesson_list_free(struct lesson *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		release(&all[i]);
	free(all);
}
