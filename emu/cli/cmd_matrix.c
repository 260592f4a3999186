/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope matrix: programs on all historic systems: one word for how each run went, or what each printed. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "check/outcome.h"
#include "cli/command.h"
#include "cli/input.h"
#include "image/lesson.h"
#include "image/library.h"
#include "image/outcomes.h"
#include "base/alloc.h"
#include "base/output.h"
#include "base/system_list.h"

enum { CELL = OUTCOME };

/* What a run leaves. */
struct ending {
	char *output;
	size_t used, room;
	size_t input; /* bytes that it was given */
	bool deadlock;
	int status;              /* that `run` would end with */
	char problem[ERROR_MAX]; /* why it did not come to its end, or "" */
};

/* A row: a program and its word on each of the systems that were asked for. */
struct row {
	char *program; /* with arguments, as the user typed it */
	char cells[SYSTEMS_COUNT][CELL];
};

/* What all runs have: the systems, and one machine after the other, each made of the one before. */
struct matrix_runs {
	struct machine *machine;
	struct run_config config; /* its own: it needs the disk */
	bool print;               /* what each prints */
	bool expected;            /* nothing runs: what is written of the lessons */
};

static const struct historic_system *columns[SYSTEMS_COUNT];
static int ncolumns;

static void keep_output(void *arg, const uint8_t *data, size_t size)
{
	struct ending *e = arg;

	for (size_t i = 0; i < size; i++) {
		e->output = alloc_room(e->output, e->used, &e->room, 1);
		e->output[e->used++] = (char)data[i];
	}
}

static size_t give_input(void *arg, uint8_t *to, size_t size, bool wait, bool *quit)
{
	return input_keys_again(&((struct ending *)arg)->input, to, size, wait, quit);
}

static bool note_deadlock(void *arg, const struct event *event)
{
	if (event->kind == EV_DEADLOCK)
		((struct ending *)arg)->deadlock = true;
	return false;
}

/* Did it print that text, in which " / " stands for the end of a line? */
static bool printed(const struct ending *e, const char *text)
{
	char *lines = alloc_string(text), *to = lines;
	bool found;

	for (const char *from = lines; *from; to++) {
		bool end = !strncmp(from, " / ", 3);

		*to = end ? '\n' : *from;
		from += end ? 3 : 1;
	}
	found = memmem(e->output, e->used, lines, (size_t)(to - lines)) != NULL;
	free(lines);
	return found;
}

/* Puts the lesson's own word for it in the place of the general one, if it has one. */
static void lesson_word(char cell[CELL], const struct lesson *lesson, const struct ending *e)
{
	for (size_t i = 0; lesson && i < lesson->noutcomes; i++)
		if (printed(e, lesson->outcomes[i].text)) {
			snprintf(cell, CELL, "%s", lesson->outcomes[i].word);
			return;
		}
}

static void note_ending(struct ending *e, struct machine *m, enum drive_end end)
{
	const struct machine_halt *halt = machine_halt(m);

	e->status = end != DRIVE_HALT ? EXIT_LIMIT : halt->check ? EXIT_CHECK : (int)(halt->status & 0xFF);
	if (e->status == EXIT_CHECK && halt->check)
		error_set(e->problem, "machine check: %s", halt->report);
}

static void print_output(const char *program, const char *system, const struct ending *e)
{
	output_line("== %s, %s: status %d", program, system, e->status);
	if (e->used)
		output_console(e->output, e->used);
	if (e->used && e->output[e->used - 1] != '\n')
		output_break();
	if (*e->problem)
		output_line("%s", e->problem);
	output_flush();
}

/* Runs a program on a system. Each run gets all of our input, or none if that is a terminal. False when a mistake was
 * told. */
static bool fill_cell(char cell[CELL], uint64_t *digest, struct matrix_runs *runs, const char *program,
                      const char *const *argv, const char *system, const struct lesson *lesson)
{
	struct ending *e = alloc_new(1, sizeof *e);
	const struct console console = {.arg = e, .print = keep_output, .keys = input_there() ? give_input : NULL};
	struct drive drive = {.console = &console, .listener = {.arg = e, .event = note_deadlock}};
	char error[ERROR_MAX];
	struct run_config config = {0};
	bool ok = library_prepare(&(struct launch){.system = system}, argv, &config, error);

	if (ok) {
		runs->machine = run_config_again(&config, runs->machine, error);
		run_config_free(&runs->config);
		runs->config = config;
		ok = runs->machine != NULL;
	}
	if (ok) {
		struct machine *m = runs->machine;
		enum drive_end end = machine_drive(m, &drive, e->problem);

		outcome_word(cell, machine_halt(m), end, e->deadlock);
		*digest = e->used ? XXH3_64bits(e->output, e->used) : 0;
		if (end == DRIVE_HALT)
			lesson_word(cell, lesson, e);
		note_ending(e, m, end);
		if (runs->print)
			print_output(program, system, e);
	} else {
		command_fail("%s", error);
	}
	free(e->output);
	free(e);
	return ok;
}

/* The same of a row without running it: what is written of that program. */
static bool fill_expected(struct row *c, const struct matrix_runs *runs, const char *name, const struct lesson *lesson)
{
	struct outcomes written;
	char error[ERROR_MAX];
	bool ok = outcomes_read(&written, name, error), any = false;

	for (int k = 0; ok && k < ncolumns; k++) {
		const struct outcomes_part *part =
			outcomes_of(&written, c->program, (int)(columns[k] - historic_systems));
		struct ending e;

		snprintf(c->cells[k], CELL, "-");
		if (!part)
			continue;
		any = true;
		e = (struct ending){.output = part->text, .used = strlen(part->text), .status = part->status};
		outcome_word(c->cells[k], &(struct machine_halt){.status = (uint32_t)part->status}, DRIVE_HALT,
		             part->deadlock);
		lesson_word(c->cells[k], lesson, &e);
		if (runs->print)
			print_output(c->program, columns[k]->name, &e);
	}
	outcomes_free(&written);
	if (ok && any)
		return true;
	command_fail("matrix --expected: %s%s", ok ? c->program : error,
	             ok ? ": nothing is written of what it is to do" : "");
	return false;
}

/* Tells where a program ends as on the usual system, but prints something else. */
static void mark_others(struct row *c, const uint64_t digests[SYSTEMS_COUNT])
{
	int usual = 0;

	for (int k = 0; k < ncolumns; k++)
		if (!strcmp(columns[k]->name, SYSTEM_DEFAULT))
			usual = k;
	for (int k = 0; k < ncolumns; k++) {
		char word[CELL];

		if (k == usual || digests[k] == digests[usual] || strcmp(c->cells[k], c->cells[usual]) != 0)
			continue;
		snprintf(word, sizeof word, "%s", c->cells[k]);
		snprintf(c->cells[k], CELL, "%.14s, other output", word);
	}
}

/* The words of a program with arguments, to be freed; what is a file as it stands there, spaces and all, is one. NULL:
 * it has been told. */
static const char **row_words(const char *program)
{
	const char **argv = NULL;
	int n = 0, wrong;

	if (access(program, F_OK) == 0) {
		argv = alloc_new(2, sizeof *argv);
		argv[0] = program;
		return argv;
	}
	wrong = poptParseArgvString(program, &n, &argv);
	if (!wrong && n)
		return argv;
	free(argv);
	if (wrong == POPT_ERROR_BADQUOTE)
		command_fail("matrix: %s: nothing behind the last backslash", program);
	else
		command_fail("matrix: a program without a name");
	return NULL;
}

static bool fill_row(struct row *c, struct matrix_runs *runs, const struct lesson *all, size_t nlessons)
{
	const char **argv = row_words(c->program);
	const struct lesson *lesson = NULL;
	uint64_t digests[SYSTEMS_COUNT] = {0};
	bool ok;

	if (!argv)
		return false;
	for (size_t i = 0; i < nlessons; i++)
		if (!strcmp(all[i].name, argv[0]))
			lesson = &all[i];
	ok = runs->expected ? fill_expected(c, runs, argv[0], lesson) : command_program(argv[0]);
	for (int k = 0; ok && !runs->expected && k < ncolumns; k++)
		ok = fill_cell(c->cells[k], &digests[k], runs, c->program, argv, columns[k]->name, lesson);
	if (ok && !lesson && !runs->expected) /* which has words for that */
		mark_others(c, digests);
	free(argv);
	return ok;
}

/* The widest of a system's words and its name. */
static int system_width(const struct row *rows, size_t n, int k)
{
	size_t width = strlen(columns[k]->name);

	for (size_t i = 0; i < n; i++)
		if (strlen(rows[i].cells[k]) > width)
			width = strlen(rows[i].cells[k]);
	return (int)width;
}

/* A row for each program, since there are more programs than systems. As text or, with bars, as a table in Markdown. */
static void print_table(const struct row *rows, size_t n, bool markdown)
{
	const char *bar = markdown ? " | " : "  ", *corner = "program";
	int first = (int)strlen(corner), lines = markdown ? 2 : 1; /* Markdown wants a line of dashes below the heads */

	for (size_t i = 0; i < n; i++) {
		int width = (int)output_signs(rows[i].program, strlen(rows[i].program));

		first = width > first ? width : first;
	}
	for (int row = -lines; row < (int)n; row++) {
		bool head = row == -lines, dashes = !head && row < 0;

		const char *name = head ? corner : dashes ? "---" : rows[row].program;

		size_t bytes = strlen(name); /* which the width of a field counts */
		output_text("%s%-*s", markdown ? "| " : "", first + (int)(bytes - output_signs(name, bytes)), name);
		for (int k = 0; k < ncolumns; k++) {
			const char *text = head ? columns[k]->name : dashes ? "---" : rows[row].cells[k];
			bool pad = markdown || k + 1 < ncolumns;

			output_text("%s%-*s", bar, pad ? system_width(rows, n, k) : 0, text);
		}
		output_line("%s", markdown ? " |" : "");
	}
}

/* Which word the lesson has on most systems' model, the default one, and who has another. */
static void print_differences(const struct row *c)
{
	const char *usual = c->cells[0];
	char seen[SYSTEMS_COUNT * CELL] = "";

	for (int k = 0; k < ncolumns; k++)
		if (!strcmp(columns[k]->name, SYSTEM_DEFAULT))
			usual = c->cells[k];
	output_text("%s", usual);
	for (int k = 0; k < ncolumns; k++) {
		char word[CELL + 2];

		snprintf(word, sizeof word, "|%s|", c->cells[k]);
		if (!strcmp(c->cells[k], usual) || strstr(seen, word))
			continue;
		strcat(seen, word);
		output_text("; %s:", c->cells[k]);
		for (int j = k; j < ncolumns; j++)
			if (!strcmp(c->cells[j], c->cells[k]))
				output_text(" %s", columns[j]->name);
	}
}

static void print_topic(const char *topic)
{
	output_break();
	output_line("### %s", *topic ? topic : "Others");
	output_break();
	output_line("| no. | lesson | title | watch | `%s`, and who differs |", SYSTEM_DEFAULT);
	output_line("|---|---|---|---|---|");
}

/* The index of the lessons in Markdown: a table for each topic. */
static void print_index(const struct lesson *all, size_t nlessons, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < nlessons; i++) {
		char *watch = lesson_watch(&all[i]);

		if (!i || all[i].topic != all[i - 1].topic)
			print_topic(all[i].topic);
		output_text("| %d | `%s` | %s | %s | ", all[i].number, all[i].name, all[i].title, watch);
		for (size_t k = 0; k < n; k++)
			if (!strcmp(rows[k].program, all[i].name))
				print_differences(&rows[k]);
		output_line(" |");
		free(watch);
	}
}

static void print_json(const struct row *rows, size_t n)
{
	json_t *object = json_object();

	for (int k = 0; k < ncolumns; k++) {
		json_t *row = json_object();

		for (size_t i = 0; i < n; i++) {
			json_t *name = output_json_text(rows[i].program);

			json_object_set_new(row, json_string_value(name), output_json_text(rows[i].cells[k]));
			json_decref(name);
		}
		json_object_set_new(object, columns[k]->name, row);
	}
	output_json(object, JSON_INDENT(1));
	output_break();
}

/* The systems of a list, or all of them. False when a mistake was told. */
static bool choose_systems(const char *list)
{
	bool asked[SYSTEMS_COUNT] = {false};
	char *words = alloc_string(list ? list : ""), *rest = NULL;
	bool ok = true;

	for (char *word = strtok_r(words, ",", &rest); ok && word; word = strtok_r(NULL, ",", &rest)) {
		const struct historic_system *system = historic_system(word);

		ok = system != NULL;
		if (ok)
			asked[system - historic_systems] = true;
		else
			command_fail("--systems: %.40s: no such system; vforkscope --help lists them", word);
	}
	for (int k = 0; k < SYSTEMS_COUNT; k++)
		if (!list || asked[k])
			columns[ncolumns++] = &historic_systems[k];
	free(words);
	if (!ok || ncolumns)
		return ok;
	command_fail("--systems: names none");
	return false;
}

static int matrix(const struct command *command, int argc, const char **argv)
{
	int json = 0, markdown = 0, index = 0, print = 0, expected = 0;
	static const char *systems;
	const struct poptOption options[] = {
		{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON object of objects", NULL},
		{"markdown", '\0', POPT_ARG_NONE, &markdown, 0, "print a table for a document", NULL},
		{"lessons", '\0', POPT_ARG_NONE, &index, 0, "print an index of the lessons for a document", NULL},
		{"output", '\0', POPT_ARG_NONE, &print, 0, "print what each run prints, below a line with its status",
	         NULL},
		{"expected", '\0', POPT_ARG_NONE, &expected, 0,
	         "run nothing: what is written of the lessons, to which the tests hold the machine", NULL},
		{"systems", '\0', POPT_ARG_STRING, &systems, 0, "only these systems, separated by commas", "LIST"},
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	char error[ERROR_MAX];
	struct row *rows = NULL;
	struct matrix_runs runs = {0};
	struct lesson *all = NULL;
	size_t n = 0, room = 0, nlessons;
	const char **words;
	bool ok = true;

	if (!context)
		return EXIT_MISTAKE;
	if (json && (markdown || index)) {
		poptFreeContext(context);
		return command_fail("matrix: --json and --%s: only one of them", markdown ? "markdown" : "lessons");
	}
	if (print && (json || markdown || index)) {
		poptFreeContext(context);
		return command_fail("matrix: --output and --%s: only one of them", json       ? "json"
		                                                                   : markdown ? "markdown"
		                                                                              : "lessons");
	}
	if (!choose_systems(systems)) {
		poptFreeContext(context);
		return EXIT_MISTAKE;
	}
	runs.print = print;
	runs.expected = expected;
	nlessons = lesson_list(&all, error);
	words = poptGetArgs(context);
	if (!nlessons && !words) {
		poptFreeContext(context);
		return command_fail("%s", error);
	}
	/* Without a program: all lessons that have words for what may happen. */
	for (size_t i = 0; words ? words[i] != NULL : i < nlessons; i++) {
		if (!words && !all[i].noutcomes)
			continue;
		rows = alloc_room(rows, n, &room, sizeof *rows);
		memset(&rows[n], 0, sizeof *rows);
		rows[n++].program = alloc_string(words ? words[i] : all[i].name);
	}
	poptFreeContext(context);
	for (size_t i = 0; ok && i < n; i++)
		ok = fill_row(&rows[i], &runs, all, nlessons);
	machine_free(runs.machine);
	run_config_free(&runs.config);
	if (ok && json)
		print_json(rows, n);
	else if (ok && !print && (markdown || !index))
		print_table(rows, n, markdown);
	if (ok && index)
		print_index(all, nlessons, rows, n);
	for (size_t i = 0; i < n; i++)
		free(rows[i].program);
	free(rows);
	lesson_list_free(all, nlessons);
	return ok ? 0 : EXIT_MISTAKE;
}

const struct command cmd_matrix = {
	"matrix",
	"[--systems LIST] [--expected] [--output | --json | [--markdown] [--lessons]] [PROG...]",
	"programs on all systems: a word for each run, or what each prints; \"PROG ARG\" is a program with arguments, "
	"which may be in quotation marks",
	matrix,
	.about = "Each program is run under each system, and a word tells how it ended. A word that a lesson defines "
		 "is its own.",
	.examples = "matrix return # on all systems\n"
		    "matrix --output --systems 4.3bsd,4.4bsd return # what it prints on two",
};
