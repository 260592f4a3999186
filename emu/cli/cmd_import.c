/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope import: a process script from a log of another system's tracer. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/run_limits.h"
#include "base/output.h"
#include "base/replace.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "script/strace_import.h"

static bool write_to(void *arg, const char *text, size_t size)
{
	return replace_write(arg, text, size);
}

static bool print(void *arg, const char *text, size_t size)
{
	(void)arg;
	output_raw(text, size);
	return true;
}

/* What was seen, on stderr: the script may go to stdout. */
static void tell(const struct import_report *r)
{
	output_note("%" PRIu64 " lines, %" PRIu64 " calls: %" PRIu64 " processes (%" PRIu64
	            " there at the beginning, %" PRIu64 " by fork, %" PRIu64 " by vfork, %" PRIu64 " by spawn)",
	            r->lines, r->calls, r->processes, r->starts, r->forks, r->vforks, r->spawns);
	output_note("%" PRIu64 " programs executed, %" PRIu64 " tried in vain; %" PRIu64 " exits, %" PRIu64
	            " deaths by a signal, %" PRIu64 " lost from sight; %" PRIu64 " waited for",
	            r->execs, r->fails, r->exits, r->deaths, r->lost, r->waits);
	for (int understood = 1; understood >= 0; understood--)
		for (unsigned i = 0; i < IMPORT_REMARK_COUNT; i++) {
			bool is;
			const char *text = import_remark_text((enum import_remark)i, &is);

			if (r->remarks[i].count && is == (bool)understood)
				output_note("%s: %" PRIu64 " times %s, first in line %" PRIu64,
				            is ? "left out" : "not understood", r->remarks[i].count, text,
				            r->remarks[i].first);
		}
}

static int run(const struct command *command, int argc, const char **argv)
{
	static const char *output;
	const struct poptOption options[] = {
		{"output", 'o', POPT_ARG_STRING, &output, 0, "the process script (else it is printed)", "X.vps"},
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	const char **words = context ? command_words(command, context, 2, 2) : NULL;
	struct import_report report;
	struct replace *file = NULL;
	char error[ERROR_MAX];
	int rc = 0;

	limits_hold_memory((uint64_t)limits_default.memory);
	if (words && strcmp(words[0], "strace") != 0)
		rc = command_fail("%s: only logs of strace can be imported: vforkscope import strace LOG", words[0]);
	else if (!words)
		rc = EXIT_MISTAKE;
	if (!rc && output) {
		file = replace_open(output, REPLACE_ANY, error);
		rc = file ? 0 : command_fail("%s", error);
	}
	if (!rc && !strace_import(words[1], file ? write_to : print, file, progress_tell_import, &report, error)) {
		replace_abort(file);
		rc = command_fail("%s", error);
	} else if (!rc) {
		if (!file)
			output_flush();
		if (file && !replace_commit(file, error))
			rc = command_fail("%s", error);
		else
			tell(&report);
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_import = {
	"import",
	"strace LOG|DIR|- [-o X.vps]",
	"make a process script (docs/process-script.md) from what strace -f wrote, or from the files of -ff",
	run,
	.about = "Logs of strace 4.x to 6.x, with -f or the files of -ff, with or without times. What was not "
		 "understood is counted, with the first line of each kind. The script can be run, viewed, recorded, "
		 "and its cost told.",
	.examples = "import strace make.log -o make.vps # what a real make did",
};
