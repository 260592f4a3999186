/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the command that is asked for, and runs it. */
#include "program.h"

#include <string.h>

#include "analysis/where.h"
#include "base/output.h"
#include "base/version.h"
#include "check/examine.h"
#include "command_table.h"
#include "picture_commands.h"

static bool asks_help(const char *name)
{
	return !strcmp(name, "--help") || !strcmp(name, "-h");
}

bool program_draws(int argc, char **argv)
{
	const struct command *command = argc > 1 ? command_find(argv[1]) : NULL;

	return argc < 2 || asks_help(argv[1]) || (command && command->draws);
}

int program_run(int argc, char **argv)
{
	const struct command *command;
	const char *name = argc > 1 ? argv[1] : NULL;

	output_begin();
	where_findings(examine_finding);
	bench_extend(picture_measures, npicture_measures);
	if (!name && window_possible())
		return cmd_demo.run(&cmd_demo, 1, (const char *[]){"demo", NULL});
	if (!name)
		return command_fail("which command? vforkscope --help lists them");
	if (asks_help(name))
		return cmd_help.run(&cmd_help, 1, (const char *[]){"help", NULL});
	if (!strcmp(name, "--version")) {
		output_line("vforkscope %s", version_number);
		return 0;
	}
	command = command_find(name);
	if (!command)
		return command_unknown(name);
	return command->run(command, argc - 1, (const char **)argv + 1);
}
