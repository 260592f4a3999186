/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope explain: pages about hazards, events, systems and errors, and what check finds. */
#include "analysis/explain.h"
#include "base/output.h"
#include "check/detector.h"
#include "cli/command.h"

static int explain_names(const struct command *command, int argc, const char **argv)
{
	int markdown = 0;
	const struct poptOption options[] = {{"markdown", '\0', POPT_ARG_NONE, &markdown, 0,
	                                      "tables of all hazards, events and errors instead", NULL},
	                                     POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = context ? command_words(command, context, markdown ? 0 : 1, markdown ? 0 : argc) : NULL;
	char error[ERROR_MAX];
	int rc = context && (words || markdown) ? 0 : EXIT_MISTAKE;

	if (markdown && !rc)
		explain_tables();
	for (int i = 0; words && words[i] && !rc; i++) {
		if (i)
			output_break();
		if (!explain(words[i], error) && !detector_explain(words[i]))
			rc = command_fail("%s", error);
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_explain = {
	"explain",
	"HAZARD|EVENT|SYSTEM|ERRNO|DETECTOR...",
	"a page about it: the rule, who says so, what to write instead, the lesson that shows it",
	explain_names,
	.about = "The page tells the rule that is broken and who says so, what to write instead, and which lesson "
		 "shows it.",
	.examples = "explain hazard.left # the child left the function that called vfork\n"
		    "explain 4.3bsd # a system: what its vfork does, and where that is known from",
};
