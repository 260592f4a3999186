/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads lessons. See tutorial.h. */
#include "lesson/tutorial.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/system_list.h"
#include "image/library.h"
#include "image/sources.h"

/* The fields ---------------------------------------------------------------------------------------- */

enum part { PART_LESSON, PART_STEP, PART_QUESTION, PART_OPTION, PART_EXPERIMENT };
static const char *const parts[] = {"lesson", "step", "question", "option", "experiment"};

/* What a field does when it is read, besides being kept. */
enum act { KEEP, BEGIN_STEP, BEGIN_OPTION, ASK_CHOICE, ASK_VALUE, ASK_THING };

struct row {
	struct tutorial_row told;
	enum part part;
	enum act act;
	size_t offset; /* of the field in a lesson, a step or an option */
};

#define ONE(part, name, of, member, act, tells)                                                                        \
	{                                                                                                              \
		{name, NULL, false, tells}, part, act, offsetof(struct of, member)                                     \
	}
#define MANY(part, name, of, member, tells)                                                                            \
	{                                                                                                              \
		{name, NULL, true, tells}, part, KEEP, offsetof(struct of, member)                                     \
	}

static const struct row rows[] = {
	ONE(PART_LESSON, "title", tutorial, title, KEEP, "what it is called"),
	ONE(PART_LESSON, "goal", tutorial, goal, KEEP, "in one sentence, what a student can do afterwards"),
	ONE(PART_LESSON, "minutes", tutorial, minutes, KEEP, "how long it takes"),
	ONE(PART_LESSON, "run", tutorial, run, KEEP,
            "the program with its arguments: one that ships, or a C file beside the lesson"),
	MANY(PART_LESSON, "vary", tutorial, vary, "an argument of run that a seed makes another number: 1 from 2 to 9"),
	ONE(PART_LESSON, "system", tutorial, system, KEEP, "that it runs under; without it 4.3bsd"),
	ONE(PART_LESSON, "needs", tutorial, needs, KEEP, "what one has to know first"),
	ONE(PART_LESSON, "further", tutorial, further, KEEP, "programs that show more of it"),
	ONE(PART_LESSON, "course", tutorial, course, KEEP, "its place in a course, from 1"),
	ONE(PART_LESSON, "reading", tutorial, reading, KEEP, "chapters of books"),
	ONE(PART_LESSON, "wrong", tutorial, wrong, KEEP, "for the teacher: what students answer wrong"),
	ONE(PART_LESSON, "then", tutorial, then, KEEP, "for the teacher: what to show next"),
	ONE(PART_STEP, "step", tutorial_step, mark, BEGIN_STEP,
            "begins a step at that instant, a WHERE or a condition"),
	ONE(PART_STEP, "caption", tutorial_step, caption, KEEP, "what happens there, in one line"),
	MANY(PART_STEP, "text", tutorial_step, texts, "a paragraph"),
	MANY(PART_STEP, "show", tutorial_step, shows, "a panel that is to be in front"),
	MANY(PART_STEP, "point", tutorial_step, points,
             "at a panel, variable, word, page or register, or at a text in the picture"),
	MANY(PART_STEP, "claim", tutorial_step, claims, "a fact that the step's texts tell"),
	ONE(PART_QUESTION, "choose", tutorial_step, question, ASK_CHOICE, "a question with options"),
	ONE(PART_QUESTION, "type", tutorial_step, question, ASK_VALUE, "a question that a number answers"),
	ONE(PART_QUESTION, "find", tutorial_step, question, ASK_THING, "a question that is answered by pointing"),
	ONE(PART_QUESTION, "answer", tutorial_step, answer, KEEP, "a value, or what is to be pointed at"),
	ONE(PART_QUESTION, "right", tutorial_step, say, KEEP, "what to say to the right answer"),
	ONE(PART_QUESTION, "else", tutorial_step, otherwise, KEEP, "what to say to any other one"),
	ONE(PART_OPTION, "option", tutorial_option, text, BEGIN_OPTION, "an answer to choose"),
	ONE(PART_OPTION, "if", tutorial_option, fact, KEEP, "the fact that makes this option the right one"),
	ONE(PART_OPTION, "say", tutorial_option, say, KEEP, "what to say to who chooses it"),
	ONE(PART_EXPERIMENT, "try", tutorial_step, task, KEEP, "what to bring about in the explorer"),
	ONE(PART_EXPERIMENT, "success", tutorial_step, success, KEEP, "the fact by which the machine knows it"),
	ONE(PART_EXPERIMENT, "solution", tutorial_step, solution, KEEP, "the key of a choice that does it"),
	ONE(PART_EXPERIMENT, "hint", tutorial_step, hint, KEEP, "for who does not find it"),
};
enum { ROWS = sizeof rows / sizeof *rows };

const struct tutorial_row *tutorial_rows(void)
{
	static struct tutorial_row told[ROWS + 1];

	for (size_t i = 0; i < ROWS; i++) {
		told[i] = rows[i].told;
		told[i].part = parts[rows[i].part];
	}
	return told;
}

static const struct row *row_of(const char *name, size_t length)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strlen(rows[i].told.name) == length && !memcmp(rows[i].told.name, name, length))
			return &rows[i];
	return NULL;
}

/* Reading ------------------------------------------------------------------------------------------- */

bool tutorial_wrong(const struct tutorial *t, const struct tutorial_field *f, char error[ERROR_MAX], const char *format,
                    ...)
{
	char line[ERROR_MAX];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	return error_set(error, "%.80s:%u:%u: %.150s", t->file, f->line, f->column, line);
}

/* How many bytes the first sign of a text has; 0 if it is no UTF-8, or a control character. */
static size_t sign(const unsigned char *s, size_t n)
{
	size_t more = s[0] < 0x80 ? 0 : s[0] >= 0xc2 && s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;

	if (s[0] < 0x80)
		return s[0] >= ' ' && s[0] != 0x7f ? 1 : 0;
	if (s[0] < 0xc2 || s[0] > 0xf4 || n < more + 1 || (s[0] == 0xc2 && s[1] < 0xa0))
		return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	for (size_t i = 1; i <= more; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return more + 1;
}

/* One line of the file, without blanks at its end. */
struct line {
	const char *text;
	size_t length;
	unsigned number;
};

struct reader {
	struct tutorial *t;
	struct tutorial_field *last; /* that a line which begins with blanks goes on with; NULL: none */
	char *error;
};

static bool wrong_at(struct reader *r, unsigned line, size_t column, const char *what)
{
	return tutorial_wrong(r->t, &(struct tutorial_field){NULL, line, (unsigned)column + 1}, r->error, "%s", what);
}

/* Appends to a field, with a blank between. */
static bool append(struct reader *r, struct tutorial_field *f, const struct line *l, size_t from)
{
	size_t before = f->text ? strlen(f->text) : 0, more = l->length - from;
	char *text;

	if (before + more + 1 > TUTORIAL_FIELD)
		return wrong_at(r, l->number, from, "this text is too long");
	text = alloc_format("%s%s%.*s", f->text ? f->text : "", before ? " " : "", (int)more, l->text + from);
	free(f->text);
	f->text = text;
	return true;
}

/* The field that a row keeps its text in; NULL and an error if it cannot stand here. */
static struct tutorial_field *place(struct reader *r, const struct row *row, const struct line *l)
{
	struct tutorial *t = r->t;
	struct tutorial_step *s = t->nsteps ? &t->steps[t->nsteps - 1] : NULL;
	struct tutorial_fields *many;
	struct tutorial_field *f;
	void *of = t;

	if (row->part == PART_LESSON && s) {
		wrong_at(r, l->number, 0, "this belongs before the first step");
		return NULL;
	}
	if (row->act == BEGIN_STEP) {
		if (t->nsteps == TUTORIAL_STEPS) {
			wrong_at(r, l->number, 0, "there are too many steps");
			return NULL;
		}
		s = &t->steps[t->nsteps++];
	}
	if (row->part != PART_LESSON && !s) {
		wrong_at(r, l->number, 0, "this belongs to a step, and none has begun");
		return NULL;
	}
	if (row->part != PART_LESSON)
		of = s;
	if (row->part == PART_OPTION) {
		if (s->kind != QUESTION_CHOICE || (row->act != BEGIN_OPTION && !s->noptions)) {
			wrong_at(r, l->number, 0,
			         s->kind == QUESTION_CHOICE ? "no option has begun"
			                                    : "nothing is to be chosen here: choose: asks");
			return NULL;
		}
		if (row->act == BEGIN_OPTION && s->noptions == TUTORIAL_MANY) {
			wrong_at(r, l->number, 0, "there are too many options");
			return NULL;
		}
		s->noptions += row->act == BEGIN_OPTION;
		of = &s->options[s->noptions - 1];
	}
	if (!row->told.many) {
		f = (void *)((char *)of + row->offset);
		if (f->text) {
			wrong_at(r, l->number, 0, "there is one already");
			return NULL;
		}
	} else {
		many = (void *)((char *)of + row->offset);
		if (many->count == TUTORIAL_MANY) {
			wrong_at(r, l->number, 0, "there are too many of these");
			return NULL;
		}
		f = &many->list[many->count++];
	}
	if (row->act >= ASK_CHOICE)
		s->kind = row->act == ASK_CHOICE  ? QUESTION_CHOICE
		          : row->act == ASK_VALUE ? QUESTION_VALUE
		                                  : QUESTION_THING;
	return f;
}

static bool read_line(struct reader *r, const struct line *l)
{
	const struct row *row;
	const char *colon;
	size_t from;

	for (size_t i = 0; i < l->length;) {
		size_t n = l->text[i] == '\t' ? 1 : sign((const unsigned char *)l->text + i, l->length - i);

		if (!n)
			return wrong_at(r, l->number, i, "a byte that is no text");
		i += n;
	}
	if (!l->length) {
		r->last = NULL;
		return true;
	}
	if (l->text[0] == '#')
		return true;
	from = strspn(l->text, " \t");
	if (from) {
		if (!r->last)
			return wrong_at(r, l->number, from, "there is no field that this line goes on with");
		return append(r, r->last, l, from);
	}
	colon = memchr(l->text, ':', l->length);
	row = colon ? row_of(l->text, (size_t)(colon - l->text)) : NULL;
	if (!row) {
		const char *names[ROWS + 1] = {NULL}, *near;
		char name[TUTORIAL_NAME];

		for (size_t i = 0; i < ROWS; i++)
			names[i] = rows[i].told.name;
		snprintf(name, sizeof name, "%.*s", (int)(colon ? colon - l->text : (long)strcspn(l->text, " \t\n")),
		         l->text);
		near = error_nearest(name, names);
		return tutorial_wrong(r->t, &(struct tutorial_field){NULL, l->number, 1}, r->error,
		                      near ? "%s: no such field; did you mean %s?" : "%s: no such field", name, near);
	}
	from = (size_t)(colon + 1 - l->text);
	while (from < l->length && (l->text[from] == ' ' || l->text[from] == '\t'))
		from++;
	if (from == l->length)
		return wrong_at(r, l->number, from, "nothing stands behind the colon");
	r->last = place(r, row, l);
	if (!r->last)
		return false;
	r->last->line = l->number;
	r->last->column = (unsigned)from + 1;
	return append(r, r->last, l, from);
}

static unsigned seed_of_all;

void tutorial_seed(unsigned seed)
{
	seed_of_all = seed;
}

/* What must be there --------------------------------------------------------------------------------- */

static bool number_of(const struct tutorial *t, const struct tutorial_field *f, long most, int *number, char *error)
{
	char *end;
	long n = strtol(f->text, &end, 10);

	if (*end || n < 1 || n > most)
		return tutorial_wrong(t, f, error, "a number from 1 to %ld", most);
	*number = (int)n;
	return true;
}

/* Cuts the command line into words: a program that ships, or a file beside the lesson, and nothing else. */
static bool cut_words(struct tutorial *t, char *error)
{
	size_t n = 0;

	t->line = alloc_string(t->run.text);
	for (char *word = strtok(t->line, " \t"); word; word = strtok(NULL, " \t")) {
		if (n == TUTORIAL_WORDS)
			return tutorial_wrong(t, &t->run, error, "at most %d words", TUTORIAL_WORDS);
		t->words[n++] = word;
	}
	if (strchr(t->words[0], '/'))
		return tutorial_wrong(t, &t->run, error, "a program that ships, or a file beside the lesson");
	return true;
}

static bool option_complete(const struct tutorial *t, const struct tutorial_option *o, char *error)
{
	if (!o->fact.text)
		return tutorial_wrong(t, &o->text, error, "when is this option right? if: says it");
	return true;
}

static bool step_complete(const struct tutorial *t, const struct tutorial_step *s, char *error)
{
	if (!s->caption.text)
		return tutorial_wrong(t, &s->mark, error, "this step has no caption");
	if (!s->texts.count && !s->question.text && !s->task.text)
		return tutorial_wrong(t, &s->mark, error, "this step has no text");
	if (s->question.text && s->task.text)
		return tutorial_wrong(t, &s->task, error, "a step has a question or an experiment, not both");
	if (s->kind == QUESTION_CHOICE && s->noptions < 2)
		return tutorial_wrong(t, &s->question, error, "this question needs two options at least");
	if (s->kind > QUESTION_CHOICE && (!s->answer.text || !s->otherwise.text))
		return tutorial_wrong(t, &s->question, error, "this question needs %s",
		                      s->answer.text ? "an else: for a wrong answer" : "an answer");
	if (s->answer.text && s->kind < QUESTION_VALUE)
		return tutorial_wrong(t, &s->answer, error, "no question needs this answer");
	if (s->task.text && (!s->success.text || !s->solution.text))
		return tutorial_wrong(t, &s->task, error, "an experiment needs success: and solution:");
	if (!s->task.text && (s->success.text || s->solution.text || s->hint.text))
		return tutorial_wrong(t, &s->mark, error, "this step has no try: for its success, solution or hint");
	for (size_t i = 0; i < s->noptions; i++)
		if (!option_complete(t, &s->options[i], error))
			return false;
	return true;
}

static bool complete(struct tutorial *t, char *error)
{
	const struct {
		const struct tutorial_field *field;
		const char *name;
	} needed[] = {{&t->title, "title"}, {&t->goal, "goal"}, {&t->minutes, "minutes"}, {&t->run, "run"}};
	int minutes;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!needed[i].field->text)
			return error_set(error, "%.80s:1:1: the lesson has no %s", t->file, needed[i].name);
	if (!number_of(t, &t->minutes, 240, &minutes, error) ||
	    (t->course.text && !number_of(t, &t->course, 99, &t->number, error)) || !cut_words(t, error))
		return false;
	if (t->system.text && !historic_system(t->system.text))
		return tutorial_wrong(t, &t->system, error, "%.30s: no such system", t->system.text);
	if (!t->nsteps)
		return error_set(error, "%.80s:1:1: the lesson has no steps", t->file);
	for (size_t i = 0; i < t->nsteps; i++)
		if (!step_complete(t, &t->steps[i], error))
			return false;
	return tutorial_vary(t, seed_of_all, error);
}

static void set_name(struct tutorial *t, const char *file)
{
	const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file, *dot = strrchr(base, '.');

	snprintf(t->name, sizeof t->name, "%.*s", dot ? (int)(dot - base) : -1, base);
}

bool tutorial_read(struct tutorial *t, const char *file, const char *text, size_t size, char error[ERROR_MAX])
{
	struct reader r = {.t = t, .error = error};
	char *copy;
	unsigned number = 1;
	bool ok = true;

	*t = (struct tutorial){.file = alloc_string(file)};
	set_name(t, file);
	if (size > TUTORIAL_BYTES)
		ok = error_set(error, "%.80s:1:1: a lesson has at most %d bytes", file, TUTORIAL_BYTES);
	copy = ok ? alloc_copy(text, size) : NULL;
	for (char *at = copy, *end = copy + (ok ? size : 0); ok && at < end; number++) {
		char *newline = memchr(at, '\n', (size_t)(end - at)), *next = newline ? newline + 1 : end;
		struct line l = {at, (size_t)((newline ? newline : end) - at), number};

		while (l.length && strchr(" \t\r", at[l.length - 1]))
			l.length--;
		at[l.length] = '\0';
		ok = read_line(&r, &l);
		at = next;
	}
	free(copy);
	ok = ok && complete(t, error);
	if (ok)
		tutorial_translate(t);
	else
		tutorial_free(t);
	return ok;
}

static void release(struct tutorial_fields *many)
{
	for (size_t i = 0; i < many->count; i++)
		free(many->list[i].text);
}

void tutorial_free(struct tutorial *t)
{
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].part == PART_LESSON && !rows[i].told.many)
			free(((struct tutorial_field *)(void *)((char *)t + rows[i].offset))->text);
	for (size_t k = 0; k < t->nsteps; k++) {
		struct tutorial_step *s = &t->steps[k];

		for (size_t i = 0; i < s->noptions; i++) {
			free(s->options[i].fact.text);
			free(s->options[i].text.text);
			free(s->options[i].say.text);
		}
		release(&s->texts);
		release(&s->shows);
		release(&s->points);
		release(&s->claims);
		free(s->question.text); /* of which three rows tell */
		for (size_t i = 0; i < ROWS; i++)
			if (rows[i].part != PART_LESSON && rows[i].part != PART_OPTION && !rows[i].told.many &&
			    rows[i].act < ASK_CHOICE)
				free(((struct tutorial_field *)(void *)((char *)s + rows[i].offset))->text);
	}
	release(&t->vary);
	for (size_t i = 0; i < TUTORIAL_WORDS; i++)
		free(t->varied[i]);
	free(t->line);
	free(t->file);
	free(t->directory);
	*t = (struct tutorial){0};
}

/* Where lessons are ---------------------------------------------------------------------------------- */

static bool ends(const char *name, const char *ending)
{
	size_t n = strlen(name), e = strlen(ending);

	return n > e && !strcmp(name + n - e, ending);
}

bool tutorial_names(const char *name)
{
	return ends(name, TUTORIAL_ENDING);
}

/* One that ships; a file here that has the same name, with the ending, comes first. */
static bool shipped(const char *name, uint8_t **data, size_t *size)
{
	struct stat st;

	if (tutorial_names(name) && !stat(name, &st))
		return false;
	char *path = alloc_format(SOURCES_SHIPPED "demos/%s%s", name, tutorial_names(name) ? "" : TUTORIAL_ENDING);
	bool ok = !strchr(name, '/') && sources_shipped(path, data, size);

	free(path);
	return ok;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* The one file with a lesson in a folder; the caller frees it. NULL and a line in error. */
static char *in_folder(const char *folder, char *error)
{
	DIR *dir = opendir(folder);
	char *found = NULL;
	size_t n = 0;

	for (struct dirent *e; dir && (e = readdir(dir));)
		if (ends(e->d_name, TUTORIAL_ENDING) && ++n == 1)
			found = alloc_format("%s/%s", folder, e->d_name);
	if (dir)
		closedir(dir);
	if (n == 1)
		return found;
	free(found);
	error_set(error, n ? "%s: there are several lessons; name one of the files" : "%s: no lesson is there", folder);
	return NULL;
}

bool tutorial_is(const char *name)
{
	char error[ERROR_MAX], *inside;
	uint8_t *data;
	size_t size;

	if (ends(name, TUTORIAL_ENDING))
		return true;
	if (shipped(name, &data, &size)) {
		free(data);
		return true;
	}
	inside = is_folder(name) ? in_folder(name, error) : NULL;
	free(inside);
	return inside != NULL;
}

bool tutorial_load(struct tutorial *t, const char *name, char error[ERROR_MAX])
{
	char *path, *file, *slash;
	uint8_t *data;
	size_t size;
	bool ok;

	if (shipped(name, &data, &size)) {
		file = alloc_format("%s%s", name, tutorial_names(name) ? "" : TUTORIAL_ENDING);
		ok = tutorial_read(t, file, (char *)data, size, error);
		free(file);
		free(data);
		return ok;
	}
	if (!strchr(name, '/') && !ends(name, TUTORIAL_ENDING) && !is_folder(name))
		return error_set(error, "%s: no such lesson; vforkscope demo lists them", name);
	path = is_folder(name) ? in_folder(name, error) : alloc_string(name);
	if (!path)
		return false;
	ok = file_read(path, TUTORIAL_BYTES, &data, &size, error);
	if (ok) {
		ok = tutorial_read(t, path, (char *)data, size, error);
		free(data);
	}
	if (ok) {
		slash = strrchr(path, '/');
		t->directory = slash ? alloc_format("%.*s", (int)(slash - path), path) : alloc_string(".");
		if (strchr(t->words[0], '.')) {
			/* a file beside it */
			free(t->varied[0]);
			t->varied[0] = alloc_format("%s/%s", t->directory, t->words[0]);
			t->words[0] = t->varied[0];
		}
	}
	free(path);
	return ok;
}

static int lessons_only(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && ends(entry->d_name, TUTORIAL_ENDING);
}

static int by_number(const void *left, const void *right)
{
	const struct tutorial *a = left, *b = right;
	int x = a->number ? a->number : 100, y = b->number ? b->number : 100;

	return x != y ? x - y : strcmp(a->name, b->name);
}

size_t tutorial_list(struct tutorial **all, char error[ERROR_MAX])
{
	const char *guest = library_directory(error);
	struct dirent **entries;
	char *path;
	size_t count = 0;
	bool ok = true;
	int n;

	*all = NULL;
	if (!guest)
		return 0;
	path = alloc_format("%s/src/demos", guest);
	n = scandir(path, &entries, lessons_only, alphasort);
	free(path);
	if (n <= 0) {
		error_set(error, "%s/src/demos: no lessons there", guest);
		return 0;
	}
	*all = alloc_new((size_t)n, sizeof **all);
	for (int i = 0; i < n; i++) {
		entries[i]->d_name[strlen(entries[i]->d_name) - strlen(TUTORIAL_ENDING)] = '\0';
		ok = ok && tutorial_load(&(*all)[count], entries[i]->d_name, error);
		count += ok;
		free(entries[i]);
	}
	free(entries);
	qsort(*all, count, sizeof **all, by_number);
	if (ok)
		return count;
	tutorial_list_free(*all, count);
	*all = NULL;
	return 0;
}

void tutorial_list_free(struct tutorial *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		tutorial_free(&all[i]);
	free(all);
}
