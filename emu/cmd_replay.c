/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope replay: run a trace again and compare. */
#include <stdio.h>

#include "command.h"
#include "trace.h"

static int replay(const struct command *command, int argc, const char **argv)
{
	int quiet = 0;
	const struct poptOption options[] = {
		{"verify", '\0', POPT_ARG_NONE, &quiet, 0, "only compare; do not print what the program printed", NULL},
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = context ? command_words(command, context, 1, 1) : NULL;
	char error[MACHINE_ERROR_MAX];
	struct timeline *t = NULL;
	const char *text;
	size_t checked;
	int rc = EXIT_MISTAKE;

	if (words && !(t = trace_load(words[0], error)))
		command_fail("%s", error);
	if (t) {
		size_t size = timeline_output(t, timeline_end(t), &text);

		if (!quiet)
			fwrite(text, 1, size, stdout);
		fflush(stdout);
		if (trace_verify(words[0], &checked, error)) {
			rc = 0;
			fprintf(quiet ? stdout : stderr, "%s: %zu checkpoints and %zu events agree\n", words[0],
			        checked, timeline_nevents(t));
		} else {
			rc = EXIT_FOUND;
			fprintf(stderr, "%s: diverges: %s\n", words[0], error);
		}
	}
	timeline_free(t);
	if (context)
		poptFreeContext(context);
	return rc;
}

const struct command cmd_replay = {
	"replay",
	"TRACE [--verify]",
	"run a trace again; 0 if every event and every state hash agrees, 1 if not",
	replay,
};
