/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope run: a program in the machine, its console on ours. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command.h"
#include "library.h"
#include "terminal.h"
#include "trace.h"

enum { END_OF_INPUT = 4 /* ^D */, INPUT_MAX = 256, EXIT_QUIT = 130 };
enum { SLICE = 500000 /* instructions from one look at the keyboard to the next */ };

static bool at_terminal, recording;

static void print(void *arg, const uint8_t *data, size_t size)
{
	(void)arg;
	fwrite(data, 1, size, stdout);
	fflush(stdout);
}

static size_t ask(void *arg, uint8_t *buf, size_t size)
{
	ssize_t n;

	(void)arg;
	if (at_terminal) {
		bool quit;

		n = (ssize_t)terminal_keys(buf, size, true, &quit);
		if (quit && !recording)
			exit(EXIT_QUIT);
		return quit ? 0 : (size_t)n; /* a recorded run is to be kept: its input ends */
	}
	do
		n = read(STDIN_FILENO, buf, size);
	while (n < 0 && errno == EINTR);
	return n > 0 ? (size_t)n : 0;
}

/* Keys that were typed while the guest runs: ^C must reach a program that reads nothing. */
static size_t glance(uint8_t *buf, size_t size)
{
	bool quit;
	size_t n = terminal_keys(buf, size, false, &quit);

	if (quit)
		exit(EXIT_QUIT);
	return n;
}

/* Until when the machine may run before we look at the keyboard. A pipe has time. */
static uint64_t next_look(const struct machine *m, uint64_t limit)
{
	uint64_t next = machine_icount(m) + SLICE;

	return at_terminal && next < limit ? next : limit;
}

/* The exit status that a stopped machine stands for. */
static int status(const struct machine_halt *halt)
{
	if (!halt->check)
		return (int)(halt->status & 0xFF);
	command_fail("machine check: %s", halt->report);
	return EXIT_CHECK;
}

/* Runs without keeping anything. */
static int run_plainly(const struct timeline_config *config)
{
	const struct listener listener = {.console = print};
	char error[MACHINE_ERROR_MAX];
	struct machine_config machine;
	struct machine *m = library_machine(config, &machine, error) ? machine_new(&machine, error) : NULL;
	enum machine_stop stop;
	int rc = EXIT_LIMIT;

	if (!m)
		return command_fail("%s", error);
	machine_listen(m, &listener);
	while ((stop = machine_run(m, next_look(m, config->limit))) != STOP_HALT) {
		uint8_t bytes[INPUT_MAX];
		size_t n = 0;

		if (stop == STOP_INPUT) {
			n = ask(NULL, bytes, sizeof bytes);
			if (!n)
				bytes[n++] = END_OF_INPUT;
		} else if (machine_icount(m) >= config->limit) {
			break;
		} else if (at_terminal) {
			n = glance(bytes, sizeof bytes);
		}
		if (n)
			machine_input(m, bytes, n);
	}
	if (stop == STOP_HALT)
		rc = status(machine_halt(m));
	else
		command_fail("stopped after %llu instructions (--max-instructions)", (unsigned long long)config->limit);
	machine_free(m);
	return rc;
}

static int run_recorded(struct timeline_config *config, const char *path)
{
	char error[MACHINE_ERROR_MAX];
	struct timeline *t;
	int rc = EXIT_LIMIT;

	if (!trace_writable(path, error) || !(t = timeline_new(config, error)))
		return command_fail("%s", error);
	timeline_console(t, print, ask, NULL);
	if (timeline_complete(t))
		rc = status(machine_halt(timeline_machine(t)));
	else
		command_fail("%s", timeline_problem(t));
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
	struct timeline_config config;
	poptContext context = command_parse(command, argc, argv, options, true);
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	at_terminal = terminal_there();
	if (at_terminal)
		command_at_terminal();
	words = poptPeekArg(context) ? command_words(command, context, 1, argc) : at_terminal ? login : shell;
	if (words && command_prepare(words, &config)) {
		if (at_terminal)
			terminal_take();
		recording = record != NULL;
		rc = record ? run_recorded(&config, record) : run_plainly(&config);
		library_free(&config);
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
