/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope run: a program in the machine, its console on ours. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/input.h"
#include "machine/drive.h"
#include "image/library.h"
#include "base/output.h"
#include "cli/terminal.h"
#include "replay/trace.h"

static void print(void *arg, const uint8_t *data, size_t size)
{
	(void)arg;
	output_raw(data, size);
}

static size_t read_keys(void *arg, uint8_t *buf, size_t size, bool wait, bool *quit)
{
	(void)arg;
	return terminal_keys(buf, size, wait, quit);
}

/* The exit status for a run that ended so. */
static int status(enum drive_end end, const char *problem, const struct machine_halt *halt)
{
	if (end == DRIVE_QUIT)
		return EXIT_QUIT;
	if (end != DRIVE_HALT) {
		command_fail("%s", problem);
		return EXIT_LIMIT;
	}
	if (!halt->check)
		return (int)(halt->status & 0xFF);
	command_fail("machine check: %s", halt->report);
	return EXIT_CHECK;
}

/* Runs without keeping anything. */
static int run_plainly(const struct run_config *config, const struct console *console)
{
	const struct drive drive = {.console = console, .limits = config->limits};
	char error[ERROR_MAX];
	struct machine *m = run_config_machine(config, error);
	int rc;

	if (!m)
		return command_fail("%s", error);
	rc = status(machine_drive(m, &drive, error), error, machine_halt(m));
	if (rc == EXIT_LIMIT)
		command_note_ending(run_config_image(config, "kernel"), run_config_image(config, "disk"), m);
	machine_free(m);
	return rc;
}

static int run_recorded(struct run_config *config, const struct console *console, const char *path)
{
	char error[ERROR_MAX];
	enum drive_end end;
	struct timeline *t;
	int rc;

	if (!trace_writable(path, error) || !(t = timeline_new(config, error)))
		return command_fail("%s", error);
	timeline_console(t, console);
	end = timeline_complete(t);
	rc = status(end, timeline_problem(t), machine_halt(timeline_machine(t)));
	if (rc == EXIT_LIMIT)
		command_note_ending(timeline_image(t, "kernel"), timeline_image(t, "disk"), timeline_machine(t));
	if (!trace_save(t, path, error))
		rc = command_fail("%s", error);
	timeline_free(t);
	return rc;
}

static int run(const struct command *command, int argc, const char **argv)
{
	static const char *shell[] = {"sh", NULL}, *login[] = {"sh", "-l", NULL};
	static const char *record;
	const char **words;
	const struct poptOption options[] = {
		{"record", '\0', POPT_ARG_STRING, &record, 0, "keep the run as a trace", "FILE"},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	struct run_config config;
	poptContext context = command_parse(command, argc, argv, options, true);
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	bool at_terminal = terminal_there();
	const struct console console = {
		.print = print, .keys = at_terminal ? read_keys : input_keys, .typed = at_terminal};

	if (at_terminal)
		command_at_terminal();
	words = poptPeekArg(context) ? command_words(command, context, 1, argc) : at_terminal ? login : shell;
	if (words && command_prepare(words, &config)) {
		if (at_terminal)
			terminal_take();
		rc = record ? run_recorded(&config, &console, record) : run_plainly(&config, &console);
		run_config_free(&config);
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_run = {
	"run",
	"[--system S] [--ram MB] [--swap KB] [--record FILE] [PROG [ARG...]]",
	"run a program (a shell if none is named) on this console and end with its status; options go before PROG",
	run,
};
