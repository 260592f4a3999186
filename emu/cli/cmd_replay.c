/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope replay: run a trace again and compare. */
#include "cli/command.h"
#include "cli/progress.h"
#include "base/output.h"
#include "replay/trace.h"

static void show_progress(uint64_t now, uint64_t end)
{
	progress_tell("verify", now, end);
}

static int replay(const struct command *command, int argc, const char **argv)
{
	int quiet = 0, raw = 0;
	const struct poptOption options[] = {
		{"verify", '\0', POPT_ARG_NONE, &quiet, 0, "only compare; do not print what the program printed", NULL},
		{"raw", '\0', POPT_ARG_NONE, &raw, 0,
	         "print what the program printed as it is; without it a terminal gets only text, newline, tab, "
	         "carriage "
	         "return and backspace",
	         NULL},
		COMMAND_LIMITS,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = context ? command_words(command, context, 1, 1) : NULL;
	char error[ERROR_MAX];
	struct timeline *t = NULL;
	const char *text;
	size_t checked;
	int rc = EXIT_MISTAKE;

	if (words && quiet && raw)
		command_fail("replay: --verify prints nothing that --raw could be for");
	else if (words)
		t = command_trace(words[0], &(struct seclusion){0});
	if (t) {
		size_t size = timeline_output(t, timeline_end(t), &text);

		if (!quiet)
			(raw ? output_raw : output_console)(text, size);
		output_flush();
		switch (trace_verify(t, show_progress, &checked, error)) {
		case VERDICT_AGREES:
			rc = 0;
			(quiet ? output_line : output_note)("%s: %zu checkpoints and %zu events agree", words[0],
			                                    checked, timeline_nevents(t));
			break;
		case VERDICT_DIVERGES:
			rc = EXIT_FOUND;
			output_note("%s: diverges: %s", words[0], error);
			break;
		case VERDICT_LIMIT:
			rc = EXIT_LIMIT;
			output_note("%s: %s", words[0], error);
			break;
		case VERDICT_FAILED:
			rc = command_fail("%s: %s", words[0], error);
			break;
		}
	}
	timeline_free(t);
	if (context)
		poptFreeContext(context);
	return rc;
}

const struct command cmd_replay = {
	"replay",
	"TRACE [--verify | --raw]",
	"run a trace again; 0 if every event and every state hash agrees, 1 if not, 124 if a limit is reached",
	replay,
	.about = "A trace holds the program, the machine's disk, what was typed and when, and a hash of the state at "
		 "each event. Opening a trace of a stranger's opens no other file and starts nothing.",
	.examples = "replay return.vft --verify # every state hash must agree",
};
