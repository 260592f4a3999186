/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope check: what is wrong with a program that uses vfork, where, and on which systems. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/output.h"
#include "check/report.h"
#include "cli/command.h"
#include "cli/input.h"
#include "image/lesson.h"
#include "replay/trace.h"

/* Instructions of a run, unless the user says more: what an endless child may cost. */
#define CHECK_INSTRUCTIONS 5000000

enum { PROGRAMS_MAX = 10000, SCHEDULES_MAX = EXAMINE_SCHEDULES };

/* What the user asked for. */
static struct {
	const char *optimize, *level, *systems, *suppress, *class, *page, *record;
	int json, sarif, github, quiet, schedules, detectors, markdown;
} asked;

struct names {
	char **list;
	size_t count, room;
};

static void add_name(struct names *names, char *name)
{
	names->list = alloc_room(names->list, names->count, &names->room, sizeof *names->list);
	names->list[names->count++] = name;
}

static int is_source(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && library_compiles(entry->d_name);
}

/* All C files of a directory, in their order. */
static bool add_directory(struct names *names, const char *directory)
{
	struct dirent **entries;
	int n = scandir(directory, &entries, is_source, alphasort);

	if (n < 0)
		return command_fail("%s: cannot be read", directory), false;
	for (int i = 0; i < n; i++) {
		if (names->count < PROGRAMS_MAX)
			add_name(names, alloc_format("%s/%s", directory, entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
	return true;
}

/* Words that are all directories or C files are programs without arguments; else the first one is the program. */
static bool several(const char *const *words)
{
	struct stat st;

	for (; *words; words++) {
		if (!library_compiles(*words) && (stat(*words, &st) < 0 || !S_ISDIR(st.st_mode)))
			return false;
	}
	return true;
}

static bool read_levels(struct examine_how *how)
{
	char *text = alloc_string(asked.optimize ? asked.optimize : "0,2"), *rest = text, *word;

	while ((word = strtok_r(rest, ",", &rest))) {
		if (how->nlevels == EXAMINE_LEVELS || strlen(word) != 1 || !command_level(*word)) {
			command_fail("--optimize %s: takes levels of gcc with commas between: 0,1,2,3,s",
			             asked.optimize);
			free(text);
			return false;
		}
		how->levels[how->nlevels++] = command_level(*word);
	}
	free(text);
	return how->nlevels || (command_fail("--optimize: takes levels of gcc with commas between: 0,1,2,3,s"), false);
}

static bool add_system(struct examine_how *how, const char *name)
{
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		if (!strcmp(historic_systems[i].name, name)) {
			how->systems[how->nsystems++] = i;
			return true;
		}
	return false;
}

/* The usual one, which --system names, comes first. */
static bool read_systems(struct examine_how *how)
{
	const char *first = how->launch.system ? how->launch.system : SYSTEM_DEFAULT;
	char *text, *rest, *word;
	bool ok = true;

	if (!asked.systems)
		return add_system(how, first) ||
		       (command_fail("%s: no such system; vforkscope --help lists them", first), false);
	if (!strcmp(asked.systems, "all")) {
		ok = add_system(how, first);
		for (size_t i = 0; i < SYSTEMS_COUNT; i++)
			if (strcmp(historic_systems[i].name, first) != 0)
				add_system(how, historic_systems[i].name);
	}
	text = rest = alloc_string(strcmp(asked.systems, "all") ? asked.systems : "");
	while (ok && (word = strtok_r(rest, ",", &rest)))
		ok = how->nsystems < SYSTEMS_COUNT && add_system(how, word);
	free(text);
	if (!ok || !how->nsystems)
		command_fail("--systems %s: takes all, or names of systems with commas between", asked.systems);
	return ok && how->nsystems;
}

static bool read_how(struct examine_how *how, struct suppressions *known)
{
	int level = asked.level ? check_level_named(asked.level) : LEVEL_BREAKS;
	char error[ERROR_MAX];

	if (!command_launch(&how->launch) || !read_levels(how) || !read_systems(how))
		return false;
	if (level < 0)
		return command_fail("--level %s: takes breaks, systems or undefined", asked.level), false;
	if (asked.schedules < 1 || asked.schedules > SCHEDULES_MAX)
		return command_fail("--schedules %d: takes 1 to %d", asked.schedules, SCHEDULES_MAX), false;
	if (asked.json + asked.sarif + asked.github > 1)
		return command_fail("--json, --sarif and --github: only one of them"), false;
	if (asked.suppress && !suppressions_read(known, asked.suppress, error))
		return command_fail("%s", error), false;
	if (asked.record && !trace_writable(asked.record, error))
		return command_fail("%s", error), false;
	how->launch.limits.instructions =
		command_asked_instructions() ? how->launch.limits.instructions : CHECK_INSTRUCTIONS;
	how->level = (enum check_level)level;
	how->schedules = (unsigned)asked.schedules;
	how->keys = input_there() ? input_keys_again : NULL;
	how->suppressions = known;
	how->record = asked.record;
	return true;
}

/* Checks them one after the other; text is told at once. */
static int check_all(const struct examine_how *how, const struct names *programs, const char *const *arguments)
{
	struct examined *all = alloc_new(programs->count + 1, sizeof *all);
	struct examiner *x = examiner_new(how);
	const char *alone[] = {NULL, NULL};
	bool text = !asked.json && !asked.sarif && !asked.github && !asked.page;
	int rc = 0;
	char error[ERROR_MAX];

	for (size_t i = 0; i < programs->count; i++) {
		alone[0] = programs->list[i];
		bool good = examine(x, arguments ? arguments : alone, &all[i]);

		if (all[i].said)
			output_diagnostics(all[i].said, strlen(all[i].said));
		if (!good) {
			command_fail("%s", all[i].error);
			rc = EXIT_MISTAKE;
		}
		if (text)
			report_text(how, &all[i], asked.quiet);
		else if (asked.github)
			report_github(&all[i]);
		output_flush();
		if (findings_open(&all[i].found) && !rc)
			rc = EXIT_FOUND;
	}
	if (asked.json)
		report_json(how, all, programs->count);
	else if (asked.sarif)
		report_sarif(all, programs->count);
	if (asked.page && !report_class(how, all, programs->count, asked.page, error))
		rc = command_fail("%s", error);
	for (size_t i = 0; i < programs->count; i++)
		examined_release(&all[i]);
	free(all);
	examiner_free(x);
	return rc;
}

static int check_words(const struct command *command, poptContext context)
{
	struct examine_how how = {.schedules = 1};
	struct suppressions known = {0};
	const char **words = poptGetArgs(context), *none[] = {NULL};
	struct names programs = {0};
	int rc = EXIT_MISTAKE;
	bool ok, list;

	if (!words)
		words = none;
	if (!*words && !asked.class)
		return command_fail("usage: vforkscope %s %s", command->name, command->synopsis);
	list = several(words);
	ok = read_how(&how, &known);
	if (ok && asked.class)
		ok = add_directory(&programs, asked.class);
	for (size_t i = 0; ok && words[i] && (list || !i); i++) {
		struct stat st;

		if (!stat(words[i], &st) && S_ISDIR(st.st_mode))
			ok = add_directory(&programs, words[i]);
		else if ((ok = command_program(words[i])))
			add_name(&programs, alloc_string(words[i]));
	}
	if (ok && !list && !how.launch.system && lesson_system(words[0]) && !asked.systems) {
		how.nsystems = 0; /* a lesson about one system */
		add_system(&how, lesson_system(words[0]));
	}
	if (ok)
		rc = check_all(&how, &programs, list ? NULL : words);
	for (size_t i = 0; i < programs.count; i++)
		free(programs.list[i]);
	free(programs.list);
	suppressions_release(&known);
	return rc;
}

static void list_detectors(void)
{
	for (int i = 0; i < DETECTOR_COUNT; i++) {
		const struct detector *d = detector((enum detector_id)i);

		output_line("%-12s %-10s %s", d->name, check_level_name(d->level), d->tells);
	}
}

static int check(const struct command *command, int argc, const char **argv)
{
	const struct poptOption options[] = {
		{"optimize", 'O', POPT_ARG_STRING, &asked.optimize, 0,
	         "levels at which a C file is compiled, with commas between (0,2)", "LEVELS"},
		{"level", '\0', POPT_ARG_STRING, &asked.level, 0,
	         "which detectors: breaks (what breaks any loan), systems (and what breaks on some systems), undefined "
	         "(and all that POSIX leaves undefined)",
	         "LEVEL"},
		{"systems", '\0', POPT_ARG_STRING, &asked.systems, 0,
	         "check on these systems, with commas between, or all: a table tells how they differ", "NAMES"},
		{"schedules", '\0', POPT_ARG_INT, &asked.schedules, 0,
	         "run so often, with the clock's interrupts at other instants each time (1)", "N"},
		{"suppress", '\0', POPT_ARG_STRING, &asked.suppress, 0, "findings that are known: see docs/checker.md",
	         "FILE"},
		{"json", '\0', POPT_ARG_NONE, &asked.json, 0, "print a JSON object", NULL},
		{"sarif", '\0', POPT_ARG_NONE, &asked.sarif, 0, "print SARIF 2.1.0", NULL},
		{"github", '\0', POPT_ARG_NONE, &asked.github, 0, "print GitHub's workflow commands", NULL},
		{"class", '\0', POPT_ARG_STRING, &asked.class, 0, "check all C files of a directory", "DIR"},
		{"output", 'o', POPT_ARG_STRING, &asked.page, 0, "write a page with a row for each program",
	         "FILE.html"},
		{"record", '\0', POPT_ARG_STRING, &asked.record, 0,
	         "keep the first run in which something is found as a trace", "FILE"},
		{"quiet", 'q', POPT_ARG_NONE, &asked.quiet, 0, "nothing of a program that is clean", NULL},
		{"detectors", '\0', POPT_ARG_NONE, &asked.detectors, 0, "list the detectors", NULL},
		{"markdown", '\0', POPT_ARG_NONE, &asked.markdown, 0, "list them as a table for a document", NULL},
		COMMAND_LAUNCH_LEVELS,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context;
	int rc = 0;

	asked.schedules = 1;
	context = command_parse(command, argc, argv, options, false);
	if (!context)
		return EXIT_MISTAKE;
	if (asked.markdown)
		detector_tables();
	else if (asked.detectors)
		list_detectors();
	else
		rc = check_words(command, context);
	poptFreeContext(context);
	return rc;
}

const struct command cmd_check = {
	"check",
	"[--level L] [--systems all|NAMES] [--json|--sarif|--github] [-o FILE.html] PROG [ARG...] | FILE.c...|DIR",
	"what is wrong with a program's use of vfork, where, and on which systems; status 1 if something is",
	check,
	.about = "The program is compiled at several levels, run, and what it does with its loans is told as a "
		 "compiler tells it: the line, the function, old and new value, what the parent finds and what "
		 "becomes of it, the rule, on which systems it breaks, what to write instead. A finding that is "
		 "meant is suppressed by a comment, /* vfork-ok: reason */.\n"
		 "Files of strangers are safe: see docs/security.md.",
	.examples = "check prog.c # what is wrong with it\n"
		    "check --systems all prog.c # and how it ends on each historic system",
};
