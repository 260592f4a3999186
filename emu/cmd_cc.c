/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope cc: compile for the machine. Everything after cc is the compiler's. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "compiler.h"
#include "library.h"
#include "memory.h"
#include "output.h"

static int cc(const struct command *command, int argc, const char **argv)
{
	char error[MACHINE_ERROR_MAX];
	const char *guest;
	char **args;
	bool ok;

	if (argc < 2)
		return command_fail("usage: vforkscope %s %s", command->name, command->synopsis);
	if (!strcmp(argv[1], "--help")) {
		output_line("Usage: vforkscope %s %s", command->name, command->synopsis);
		output_line("%s; all options are gcc's", command->help);
		return 0;
	}
	guest = library_directory(error);
	if (!guest)
		return command_fail("%s", error);
	args = memory_new((size_t)argc, sizeof *args);
	for (int i = 1; i < argc; i++)
		args[i - 1] = (char *)argv[i];
	ok = compiler_run(guest, args, error);
	free(args);
	return ok ? 0 : command_fail("%s", error);
}

const struct command cmd_cc = {
	"cc",
	"[gcc options] FILE.c -o PROG",
	"compile a C or assembly program for the machine",
	cc,
};
