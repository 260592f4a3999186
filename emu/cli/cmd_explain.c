/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope explain: pages about hazards, events, systems and errors. */
#include "analysis/explain.h"
#include "base/output.h"
#include "cli/command.h"

static int explain_names(const struct command *command, int argc, const char **argv)
{
	const struct poptOption options[] = {POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = context ? command_words(command, context, 1, argc) : NULL;
	char error[ERROR_MAX];
	int rc = words ? 0 : EXIT_MISTAKE;

	for (int i = 0; words && words[i] && !rc; i++) {
		if (i)
			output_break();
		if (!explain(words[i], error))
			rc = command_fail("%s", error);
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_explain = {
	"explain",
	"HAZARD|EVENT|SYSTEM|ERRNO...",
	"a page about it: the rule, who says so, what to write instead, the lesson that shows it",
	explain_names,
};
