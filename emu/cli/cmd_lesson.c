/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope lesson: checks a lesson against the machine, and prints it. */
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "cli/command.h"
#include "cli/teach.h"
#include "lesson/tutor.h"

static void tell(void *arg, const char *line)
{
	(void)arg;
	output_note("%s", line);
}

/* The exit status: 0, or EXIT_MISTAKE if something is wrong. */
static int check_one(const char *name)
{
	struct tutorial tutorial;
	struct tutor tutor;
	char error[ERROR_MAX];
	size_t questions = 0, experiments = 0, mistakes;

	if (!tutorial_load(&tutorial, name, error))
		return command_fail("%s", error);
	if (!teach_begin(&tutor, &tutorial, ".")) {
		tutorial_free(&tutorial);
		return EXIT_MISTAKE;
	}
	mistakes = tutor_check(&tutor, tell, NULL);
	for (size_t i = 0; i < tutorial.nsteps; i++) {
		questions += tutorial.steps[i].kind != QUESTION_NONE;
		experiments += tutorial.steps[i].task.text != NULL;
	}
	if (!mistakes)
		output_line("%s: %zu step%s, %zu question%s, %zu experiment%s: all true of the machine", tutorial.name,
		            tutorial.nsteps, tutorial.nsteps == 1 ? "" : "s", questions, questions == 1 ? "" : "s",
		            experiments, experiments == 1 ? "" : "s");
	session_free(tutor.session);
	tutorial_free(&tutorial);
	return mistakes ? command_fail("%s: %zu mistake%s", name, mistakes, mistakes == 1 ? "" : "s") : 0;
}

/* A row of the teacher's guide, if there is something in it. */
static void guide_row(const char *name, const struct tutorial_field *f)
{
	if (f->text)
		output_line("* **%s**: %s", name, f->text);
}

/* What a step asks, with the machine's answer; false when a mistake was told. */
static bool guide_question(struct tutor *tutor, size_t step)
{
	const struct tutorial_step *s = &tutor->tutorial->steps[step];
	const char *asked = s->task.text ? s->task.text : s->question.text;
	char error[ERROR_MAX], *question = asked ? tutor_fill(tutor, step, asked, error) : NULL;
	char *answer = question ? tutor_solution(tutor, step, error) : NULL;

	if (answer)
		output_line("* **%s**, step %zu: %s *%s*", s->task.text ? "Experiment" : "Question", step + 1, question,
		            answer);
	else if (asked)
		command_fail("%s", error);
	free(question);
	free(answer);
	return answer || !asked;
}

/* A lesson's page for its teacher. */
static bool print_guide(const struct tutorial *t)
{
	struct tutor tutor;
	bool ok = true;

	output_break();
	output_line("### %d. %s", t->number, t->title.text);
	output_break();
	output_line("`vforkscope demo %s`: %s minutes, the program is `%s` under `%s`.", t->name, t->minutes.text,
	            t->run.text, t->system.text ? t->system.text : "4.3bsd");
	output_break();
	guide_row("Aim", &t->goal);
	guide_row("Before it", &t->needs);
	guide_row("What students answer wrong", &t->wrong);
	guide_row("Show next", &t->then);
	guide_row("More of it", &t->further);
	guide_row("To read", &t->reading);
	if (!teach_begin(&tutor, t, "."))
		return false;
	for (size_t i = 0; ok && i < t->nsteps; i++)
		ok = guide_question(&tutor, i);
	session_free(tutor.session);
	return ok;
}

/* The parts of a book that the lessons name, with the lesson that belongs to each. */
static void print_book(const char *book, const char *title, const struct tutorial *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (const char *part = all[i].reading.text; part && *part;) {
			size_t length = strcspn(part, ";"), named = strlen(book);

			if (!strncmp(part, book, named) && !strncmp(part + named, ", ", 2))
				output_line("| %s | %.*s | %d. `%s` |", title, (int)(length - named - 2),
				            part + named + 2, all[i].number, all[i].name);
			part += length;
			part += strspn(part, "; ");
		}
}

/* The course for docs/lessons.md: a page for each lesson, for its teacher, and which lesson belongs to which part of
 * what is read. */
static int print_index(void)
{
	static const char *const books[][2] = {
		{"OSTEP", "*Operating Systems: Three Easy Pieces* (OSTEP)"},
		{"APUE", "*Advanced Programming in the UNIX Environment* (APUE)"},
		{"the 4.3BSD book", "*The Design and Implementation of the 4.3BSD UNIX Operating System*"},
	};
	char error[ERROR_MAX];
	struct tutorial *all;
	size_t n = tutorial_list(&all, error), course = 0;
	bool ok = true;

	if (!n)
		return command_fail("%s", error);
	while (course < n && all[course].number) /* those in no course are behind it */
		course++;
	for (size_t i = 0; ok && i < course; i++)
		ok = print_guide(&all[i]);
	if (ok) {
		output_break();
		output_line("### By the books");
		output_break();
		output_line("| book | part | lesson |");
		output_line("|---|---|---|");
	}
	for (size_t i = 0; ok && i < sizeof books / sizeof *books; i++)
		print_book(books[i][0], books[i][1], all, course);
	tutorial_list_free(all, n);
	return ok ? 0 : EXIT_MISTAKE;
}

/* A text as a message of a PO file. */
static void tell_message(void *arg, struct tutorial_field *f)
{
	const struct tutorial *t = arg;

	if (!f->text)
		return;
	output_line("#: guest/demos/%s:%u", t->file, f->line);
	output_text("msgid \"");
	for (const char *c = f->text; *c; c++)
		output_text(*c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
	output_line("\"");
	output_line("msgstr \"\"");
	output_break();
}

/* The texts of all lessons that ship, for translators. */
static int print_texts(void)
{
	char error[ERROR_MAX];
	struct tutorial *all;
	size_t n = tutorial_list(&all, error);

	if (!n)
		return command_fail("%s", error);
	for (size_t i = 0; i < n; i++)
		tutorial_texts(&all[i], tell_message, &all[i]);
	tutorial_list_free(all, n);
	return 0;
}

/* The fields of the format, for docs/write-a-lesson.md. */
static int print_format(void)
{
	output_line("| field | of a | says |");
	output_line("|---|---|---|");
	for (const struct tutorial_row *row = tutorial_rows(); row->name; row++)
		output_line("| `%s`%s | %s | %s |", row->name, row->many ? " ..." : "", row->part, row->tells);
	return 0;
}

static int lesson(const struct command *command, int argc, const char **argv)
{
	const struct poptOption options[] = {TEACH_OPTIONS, COMMAND_LIMITS, POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words;
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	words = command_words(command, context, 1, argc);
	if (words && !teach_chosen())
		words = NULL;
	if (words && !strcmp(words[0], "index") && !words[1]) {
		rc = print_index();
	} else if (words && !strcmp(words[0], "texts") && !words[1]) {
		rc = print_texts();
	} else if (words && !strcmp(words[0], "format") && !words[1]) {
		rc = print_format();
	} else if (words && (strcmp(words[0], "check") || !words[1])) {
		command_fail(
			"lesson %s: there are lesson check FILE|NAME, index, format and texts; vforkscope demo shows "
			"lessons",
			words[0]);
	} else if (words) {
		rc = 0;
		for (size_t i = 1; words[i]; i++)
			if (check_one(words[i]))
				rc = EXIT_MISTAKE;
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_lesson = {
	"lesson",
	"check FILE|NAME...|index|format|texts",
	"checks lessons against the machine, tells the course for teachers, how a lesson is written, or what is to be "
	"translated",
	lesson,
	.about = "check runs a lesson's programs and compares each of its claims and answers with the machine; index "
		 "prints the course for teachers; format tells how a lesson is written.",
	.examples = "lesson check return # is every claim of it true of the machine?\n"
		    "lesson index # the course, with what students answer wrong",
};
