/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope run: a program in the machine, its console on ours. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/hazard.h"
#include "analysis/suspicion.h"
#include "base/alloc.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/play.h"
#include "cli/progress.h"
#include "machine/drive.h"
#include "image/library.h"
#include "base/output.h"
#include "cli/terminal.h"
#include "replay/trace.h"

/* Instructions of a run whose loans are looked at again for hazards, where something tells that there are some, and
 * where nothing does: a second or two of the host's time. */
#define AGAIN_MAX 100000000
#define RECORDED_MAX 10000000

static void print(void *arg, const uint8_t *data, size_t size)
{
	(void)arg;
	output_raw(data, size);
}

static void show(void *arg)
{
	(void)arg;
	output_flush();
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

/* What the run was given at its console, and a look at its loans while it goes on. */
struct memory {
	struct machine *machine;
	struct suspicion *suspicion;
	struct timeline_input *inputs;
	size_t ninputs, room;
	size_t next; /* given again */
	struct timeline *again;
};

static bool hear(void *arg, const struct event *e)
{
	struct memory *memory = arg;

	suspicion_hear(memory->suspicion, memory->machine, e);
	return false;
}

static void note_input(void *arg, uint64_t icount, uint16_t character)
{
	struct memory *memory = arg;

	memory->inputs = alloc_room(memory->inputs, memory->ninputs, &memory->room, sizeof *memory->inputs);
	memory->inputs[memory->ninputs++] = (struct timeline_input){icount, INPUT_KEY, 0, character};
}

/* The same input at the same instants; its end comes by itself. */
static size_t give_again(void *arg, uint8_t *buf, size_t size, bool wait, bool *quit)
{
	struct memory *memory = arg;
	uint64_t now = machine_icount(timeline_machine(memory->again));
	size_t n = 0;

	(void)wait;
	(void)quit;
	while (n < size && memory->next < memory->ninputs && memory->inputs[memory->next].icount <= now &&
	       memory->inputs[memory->next].value <= UINT8_MAX)
		buf[n++] = (uint8_t)memory->inputs[memory->next++].value;
	return n;
}

/* The last line: what a borrower did to its lender, first of all. Takes the timeline over. */
static void tell_hazard(struct timeline *t)
{
	struct session *session = session_new(t);
	const struct hazards *hs = session_hazards(session);
	char text[SNAP_LINE];

	if (hs->count) {
		hazard_summary(&hs->list[0], text);
		output_note("hazard: %s; see vforkscope explain %s", text,
		            strchr(event_name(hs->list[0].event.kind), '.') + 1);
	}
	session_free(session);
}

/* Runs it again in the same machine, now recorded, to look for the hazards of its loans. */
static void look_again(struct run_config *config, struct machine *used, struct memory *memory)
{
	char error[ERROR_MAX];
	struct timeline *t = timeline_again(config, used, error);

	if (!t)
		return;
	memory->again = t;
	timeline_console(t, &(struct console){.arg = memory, .keys = give_again});
	timeline_complete(t);
	timeline_console(t, NULL);
	tell_hazard(t);
}

static bool hear_script(void *arg, const struct event *e)
{
	(void)arg;
	play_hear(e);
	return false;
}

/* The exit status of a run that may be a script's: that is how it went. */
static int with_script(int rc)
{
	int went = play_there() ? play_tell() : rc;

	return rc == EXIT_CHECK || rc == EXIT_QUIT || rc == EXIT_LIMIT ? rc : went;
}

/* Runs without keeping anything. */
static int run_plainly(struct run_config *config, const struct console *console, bool quiet)
{
	const struct run_image *kernel = run_config_image(config, "kernel"), *disk = run_config_image(config, "disk");
	struct memory memory = {.suspicion = suspicion_new(kernel, disk)};
	const struct drive drive = {
		.console = console,
		.limits = config->limits,
		.listener = {.arg = &memory,
	                     .event = play_there() ? hear_script
	                              : quiet      ? NULL
	                                           : hear,
	                     .input = note_input,
	                     .only = play_there() ? 0 : suspicion_events()},
	};
	char error[ERROR_MAX];
	struct machine *m = run_config_machine(config, error);
	bool again;
	int rc;

	if (!m) {
		suspicion_free(memory.suspicion);
		return command_fail("%s", error);
	}
	memory.machine = m;
	rc = status(machine_drive(m, &drive, error), error, machine_halt(m));
	if (rc == EXIT_LIMIT)
		command_note_ending(kernel, disk, m);
	/* what was typed meanwhile would not come at the same instants again */
	again = !quiet && suspicion_roused(memory.suspicion) && machine_work(m) <= AGAIN_MAX &&
	        !(console->typed && memory.ninputs);
	suspicion_free(memory.suspicion);
	if (again)
		look_again(config, m, &memory);
	else
		machine_free(m);
	free(memory.inputs);
	return with_script(rc);
}

/* Was memory lent or shared? */
static bool lends(const struct timeline *t)
{
	const struct event *e;

	for (size_t i = 0; (e = timeline_event(t, i)); i++)
		if (e->kind == EV_VM_PASS || e->kind == EV_VM_SHARE)
			return true;
	return false;
}

static int run_recorded(struct run_config *config, const struct console *console, const char *path, bool quiet)
{
	struct recorder *recorder;
	char error[ERROR_MAX];
	enum drive_end end;
	struct timeline *t;
	int rc;

	t = timeline_new(config, error);
	recorder = t ? trace_record(t, path, error) : NULL;
	if (!recorder) {
		timeline_free(t);
		return command_fail("%s", error);
	}
	timeline_console(t, console);
	if (!isatty(STDOUT_FILENO)) /* else it would come between what the program prints */
		trace_record_progress(recorder, progress_tell_recording);
	end = timeline_complete(t);
	rc = status(end, timeline_problem(t), machine_halt(timeline_machine(t)));
	if (rc == EXIT_LIMIT)
		command_note_ending(timeline_image(t, "kernel"), timeline_image(t, "disk"), timeline_machine(t));
	for (size_t i = 0; play_there() && timeline_event(t, i); i++)
		play_hear(timeline_event(t, i));
	rc = with_script(rc);
	if (!trace_recorded(recorder, error))
		rc = command_fail("%s", error);
	if (!quiet && lends(t) && timeline_end(t) <= RECORDED_MAX)
		tell_hazard(t);
	else
		timeline_free(t);
	return rc;
}

static int run(const struct command *command, int argc, const char **argv)
{
	static const char *shell[] = {"sh", NULL}, *login[] = {"sh", "-l", NULL};
	static const char *record;
	const char **words;
	int quiet = 0;
	const struct poptOption options[] = {
		{"record", '\0', POPT_ARG_STRING, &record, 0, "keep the run as a trace", "FILE"},
		{"quiet", 'q', POPT_ARG_NONE, &quiet, 0,
	         "do not go over the run once more, to tell in a last line what a borrower did to its lender", NULL},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	struct run_config config;
	poptContext context = command_parse(command, argc, argv, options, true);
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	bool at_terminal = terminal_there();
	const struct console console = {
		.print = print, .show = show, .keys = at_terminal ? read_keys : input_keys, .typed = at_terminal};

	if (at_terminal)
		command_at_terminal();
	words = poptPeekArg(context) ? command_words(command, context, 1, argc) : at_terminal ? login : shell;
	if (words && command_prepare(words, &config)) {
		if (at_terminal)
			terminal_take();
		rc = record ? run_recorded(&config, &console, record, quiet) : run_plainly(&config, &console, quiet);
		run_config_free(&config);
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_run = {
	"run",
	"[--system S] [--ram MB] [--swap KB] [--date DATE] [--record FILE] [--quiet] [PROG [ARG...]]",
	"run a program (a shell if none is named) on this console and end with its status; options go before PROG",
	run,
	.about = "The program runs on this terminal: what is typed reaches it as on the machine's own terminal, with "
		 "its ^C and ^Z; ^] stops the machine. What comes from a pipe or a file is read byte for byte.\n"
		 "It begins in a home directory where it may write, on a disk that is made for each run; nothing of "
		 "it reaches the files of the host. At the end a line tells what a borrower did to its lender, and "
		 "how to look at it.",
	.examples = "run guest/demos/return.c # the child leaves the function that called vfork, and its parent "
		    "dies\n"
		    "run --system 4.4bsd return # the same program where vfork copies on write\n"
		    "run --record return.vft return # keeps the run, to be looked at, replayed and sent to "
		    "others\n"
		    "run ls -l /bin # a program of the machine, with arguments",
};
