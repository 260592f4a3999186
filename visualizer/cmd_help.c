/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope help: what commands there are, a command's options, manual pages, completion for shells. All of it is made
 * from the table of commands. */
#include <string.h>

#include "analysis/where.h"
#include "base/environment.h"
#include "base/output.h"
#include "base/system_list.h"
#include "cli/manual.h"
#include "cli/shell_words.h"
#include "command_table.h"

static void overview(void)
{
	output_lines(0, "vforkscope emulates a machine with historic vfork semantics and shows what a loan of memory "
	                "does.\n\n");
	for (const struct command *const *c = command_table; *c; c++) {
		output_line("  vforkscope %s %s", (*c)->name, (*c)->synopsis);
		output_line("        %s", (*c)->help);
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

/* Of no command, or one. */
static int tell(const char *name, bool manual)
{
	const struct command *command = name ? command_find(name) : NULL;

	if (name && !command)
		return command_unknown(name);
	if (manual && command)
		manual_command(command);
	else if (manual)
		manual_page(command_table);
	else if (command)
		return command->run(command, 2, (const char *[]){name, "--help", NULL});
	else
		overview();
	return 0;
}

static void print_names(void)
{
	for (const struct command *const *c = command_table; *c; c++)
		output_line("%s", (*c)->name);
}

static int help(const struct command *command, int argc, const char **argv)
{
	static const char *shell;
	int manual = 0, list = 0, rc = 0;
	const struct poptOption options[] = {
		{"man", '\0', POPT_ARG_NONE, &manual, 0, "print the manual page, for man -l -", NULL},
		{"completion", '\0', POPT_ARG_STRING, &shell, 0, "print what that shell reads to complete our words",
	         SHELL_WORDS_NAMES},
		{"names", '\0', POPT_ARG_NONE, &list, 0, "print the names of the commands", NULL},
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words;

	if (!context)
		return EXIT_MISTAKE;
	words = poptGetArgs(context);
	if (words && !command_words(command, context, 0, 1))
		rc = EXIT_MISTAKE;
	else if (!!shell + manual + list > 1)
		rc = command_fail("help: --man, --completion and --names are three answers: take one");
	else if (shell && words)
		rc = command_fail("help: --completion is for all commands at once");
	else if (shell && !shell_words_print(command_table, shell))
		rc = command_fail("--completion %s: takes " SHELL_WORDS_NAMES, shell);
	else if (list)
		print_names();
	else if (!shell)
		rc = tell(words ? words[0] : NULL, manual);
	poptFreeContext(context);
	return rc;
}

const struct command cmd_help = {
	"help",
	"[COMMAND] [--man | --completion SHELL | --names]",
	"tells what commands there are, or one's options; prints manual pages, and completion for shells",
	help,
	.about = "--completion prints a script: bash reads it from a directory of completions or by eval, zsh as "
		 "_vforkscope from its fpath, fish from its completions.",
	.examples = "help find # the options of a command\n"
		    "help --man find # its manual page\n"
		    "help --completion bash # for: eval \"$(vforkscope help --completion bash)\"",
	.draws = true,
};
