/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command vforkscope: one table of its commands, from which help is made too. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "analysis/where.h"
#include "base/environment.h"
#include "base/error.h"
#include "check/examine.h"
#include "base/output.h"
#include "image/library.h"
#include "base/system_list.h"
#include "picture_commands.h"

static const struct command *const commands[] = {
	&cmd_run,     &cmd_view,   &cmd_demo,    &cmd_events, &cmd_state,  &cmd_step,   &cmd_who,   &cmd_find,
	&cmd_what_if, &cmd_diff,   &cmd_explain, &cmd_shot,   &cmd_replay, &cmd_cc,     &cmd_check, &cmd_matrix,
	&cmd_bench,   &cmd_import, &cmd_script,  &cmd_cost,   &cmd_export, &cmd_lesson, &cmd_html,  &cmd_gdb,
};
#define COMMANDS (sizeof commands / sizeof *commands)

static void help(void)
{
	output_lines(0, "vforkscope emulates a machine with historic vfork semantics and shows what a loan of memory "
	                "does.\n\n");
	for (size_t i = 0; i < COMMANDS; i++) {
		output_line("  vforkscope %s %s", commands[i]->name, commands[i]->synopsis);
		output_line("        %s", commands[i]->help);
	}
	output_lines(0, "\nPROG   path of a program for the machine, a C or .S file, a process script (X.vps), or the "
	                "name of a shipped program (see vforkscope demo)\n"
	                "WHERE  " WHERE_HELP "\n\n"
	                "Systems for --system:");
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		output_line("  %-13s %s", historic_systems[i].name, historic_systems[i].title);
	output_lines(0, "\nEnvironment:\n");
#define VARIABLE(name, tells) output_line("  %-26s %s", #name, tells);
	ENVIRONMENT(VARIABLE)
#undef VARIABLE
	output_lines(
		0, "\nvforkscope COMMAND --help (or -h) tells a command's options, vforkscope --version which one this "
		   "is.");
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static int unknown(const char *name)
{
	const char *names[COMMANDS + 2] = {NULL}, *near;
	char *program = library_nearest(name);
	int rc;

	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = commands[i]->name;
	names[COMMANDS] = program;
	near = error_nearest(name, names);
	if (near && near == program)
		rc = command_fail("%s: no such command; did you mean vforkscope run %s, or view %s?", name, near, near);
	else if (near)
		rc = command_fail("%s: no such command; did you mean %s?", name, near);
	else
		rc = command_fail("%s: no such command; vforkscope --help lists them", name);
	free(program);
	return rc;
}

int main(int argc, char **argv)
{
	const struct command *command;
	const char *name = argc > 1 ? argv[1] : NULL;
	const char *helped[] = {name, "--help", NULL};

	output_begin();
	where_findings(examine_finding);
	bench_extend(picture_measures, npicture_measures);
	if (!name && window_possible())
		return cmd_demo.run(&cmd_demo, 1, (const char *[]){"demo", NULL});
	if (!name)
		return command_fail("which command? vforkscope --help lists them");
	if (!strcmp(name, "--help") || !strcmp(name, "-h") || (!strcmp(name, "help") && argc == 2)) {
		help();
		return 0;
	}
	if (!strcmp(name, "--version")) {
		output_line("vforkscope %s", VFORKSCOPE_VERSION); /* the Makefile's */
		return 0;
	}
	if (!strcmp(name, "help")) {
		command = find(argv[2]);
		return command ? command->run(command, 2, helped) : unknown(argv[2]);
	}
	command = find(name);
	if (!command)
		return unknown(name);
	return command->run(command, argc - 1, (const char **)argv + 1);
}
