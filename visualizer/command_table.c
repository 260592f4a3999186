/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All commands of vforkscope. */
#include "command_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "image/library.h"
#include "picture_commands.h"

const struct command *const command_table[] = {
	&cmd_run,    &cmd_view,    &cmd_demo,   &cmd_events,  &cmd_state,  &cmd_step,   &cmd_who,
	&cmd_find,   &cmd_what_if, &cmd_diff,   &cmd_explain, &cmd_shot,   &cmd_text,   &cmd_replay,
	&cmd_cc,     &cmd_check,   &cmd_matrix, &cmd_bench,   &cmd_import, &cmd_script, &cmd_cost,
	&cmd_export, &cmd_lesson,  &cmd_html,   &cmd_gdb,     &cmd_help,   NULL,
};
#define COMMANDS (sizeof command_table / sizeof *command_table - 1)

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (!strcmp(command_table[i]->name, name))
			return command_table[i];
	return NULL;
}

int command_unknown(const char *name)
{
	const char *names[COMMANDS + 2] = {NULL}, *near;
	char *program = library_nearest(name);
	int rc;

	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = command_table[i]->name;
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
