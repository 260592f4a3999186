/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope replay: run a trace again and compare. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "trace.h"

static struct {
	bool shown;  /* there is a progress line to be wiped off */
	time_t next; /* when to write it again; 0: not known yet */
} progress;

static void show_progress(uint64_t now, uint64_t end)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	if (!progress.next)
		progress.next = time.tv_sec + 2; /* between one second and two */
	if (time.tv_sec < progress.next)
		return;
	progress.next = time.tv_sec + 1;
	progress.shown = true;
	fprintf(stderr, "\r@%" PRIu64 " of %" PRIu64 " (%.0f %%) ", now, end, 100.0 * (double)now / (double)end);
}

/* The line is for a person: it goes away when there is something to say. */
static void end_progress(void)
{
	if (progress.shown)
		fputs("\r\033[K", stderr);
}

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

	if (words) {
		seclude(&(struct seclusion){0}, words[0]);
		t = trace_load(words[0], error);
		if (!t)
			command_fail("%s", error);
	}
	if (t) {
		size_t size = timeline_output(t, timeline_end(t), &text);
		bool same;

		if (!quiet)
			fwrite(text, 1, size, stdout);
		fflush(stdout);
		same = trace_verify(t, isatty(STDERR_FILENO) ? show_progress : NULL, &checked, error);
		end_progress();
		if (same) {
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
