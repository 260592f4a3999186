/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope export: a run for other viewers. */
#include <stdlib.h>
#include <string.h>

#include "analysis/trace_event.h"
#include "base/output.h"
#include "base/replace.h"
#include "cli/command.h"

static bool write_to(void *arg, const void *text, size_t size)
{
	return replace_write(arg, text, size);
}

static bool print(void *arg, const void *text, size_t size)
{
	(void)arg;
	output_raw(text, size);
	return true;
}

/* words: what is run, or looked at. */
static int export(const char **words, const char *output)
{
	struct replace *file = NULL;
	char error[ERROR_MAX];
	struct timeline *t;
	int rc = 0;

	if (output && !replace_possible(output, REPLACE_ANY, error))
		return command_fail("%s", error);
	t = command_timeline(words, &(struct seclusion){.output = output});
	if (!t)
		return EXIT_MISTAKE;
	if (output && !(file = replace_open(output, REPLACE_ANY, error))) {
		rc = command_fail("%s", error);
	} else {
		trace_event_export(t, file ? write_to : print, file);
		if (file && !replace_commit(file, error))
			rc = command_fail("%s", error);
	}
	timeline_free(t);
	return rc;
}

static int run(const struct command *command, int argc, const char **argv)
{
	static const char *output;
	const struct poptOption options[] = {
		{"output", 'o', POPT_ARG_STRING, &output, 0, "the file (else it is printed)", "X.json"},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = context ? command_words(command, context, 2, argc) : NULL;
	int rc = EXIT_MISTAKE;

	if (words && strcmp(words[0], "perfetto") != 0)
		command_fail("%s: only for perfetto: vforkscope export perfetto PROG|TRACE -o X.json", words[0]);
	else if (words)
		rc = export(words + 1, output);
	poptFreeContext(context);
	return rc;
}

const struct command cmd_export = {
	"export",
	"perfetto PROG [ARG...]|TRACE [-o X.json]",
	"write a run for Perfetto and chrome://tracing: processes as tracks, calls, sleeps and loans as slices",
	run,
	.about = "Processes are tracks, system calls, sleeps and loans are slices, and an arrow leads from vfork to "
		 "the child. Open the file in ui.perfetto.dev or chrome://tracing.",
	.examples = "export perfetto return -o return.json # a run as Perfetto's file",
};
