/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope gdb: GDB looks at a run, and moves in it forward and back. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "analysis/where.h"
#include "base/output.h"
#include "cli/command.h"
#include "gdb/root_file.h"
#include "gdb/server.h"
#include "image/library.h"

enum { PORT_MAX = 65535 };

/* What GDB's user types to be where the run is. text: the address; NULL: GDB is there already. */
static void tell_how(struct session *session, const char *text)
{
	const struct timeline *t = session_timeline(session);
	char error[ERROR_MAX];
	const char *guest = library_directory(error);

	output_line("%s on %s: %" PRIu64 " instructions, recorded. Then:", timeline_config(t)->program,
	            timeline_config(t)->system, timeline_end(t));
	output_text("    gdb-multiarch");
	if (guest)
		output_text(" -ex 'set substitute-path /vforkscope/guest %s/src'", guest);
	output_line(" -ex 'target remote %s'", text);
	output_line("    (gdb) set scheduler-locking step");
	output_line("    (gdb) add-symbol-file target:" ROOT_KERNEL);
	output_line("    (gdb) monitor help");
	output_flush();
}

/* GDB is at the other end of our standard input and output: neither is for the program or for what we say. False if
 * that cannot be. */
static bool take_pipe(int *in, int *out)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	bool ok;

	*in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	*out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	ok = nothing >= 0 && *in >= 0 && *out >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
	     dup2(STDERR_FILENO, STDOUT_FILENO) >= 0;
	if (!ok)
		command_fail("--stdio: %s", strerror(errno));
	close(nothing);
	return ok;
}

struct way {
	const char *address;
	int port;
	int stdio;
	int in, out; /* the socket, or GDB's */
	char text[SERVER_ADDRESS];
};

static bool open_way(struct way *w)
{
	char error[ERROR_MAX];
	bool outside;

	if (w->stdio)
		return take_pipe(&w->in, &w->out);
	if (w->port < 0 || w->port > PORT_MAX) {
		command_fail("--port %d: a port is 1 to %d, or 0 for one that is free", w->port, PORT_MAX);
		return false;
	}
	w->in = server_listen(w->address ? w->address : SERVER_LOOPBACK, w->port, w->text, &outside, error);
	if (w->in < 0) {
		command_fail("%s", error);
		return false;
	}
	if (outside)
		command_note("%s: whoever reaches this address can look at the run, and end it", w->text);
	return true;
}

static int gdb(const struct command *command, int argc, const char **argv)
{
	static const char *where, *address;
	const char **words;
	struct way way = {.stdio = 0};
	const struct poptOption options[] = {
		{"port", '\0', POPT_ARG_INT, &way.port, 0,
	         "the port of TCP; without it one that is free, which is told", "N"},
		{"address", '\0', POPT_ARG_STRING, &address, 0,
	         "where to listen, in numbers; without it only this host: " SERVER_LOOPBACK, "A"},
		{"stdio", '\0', POPT_ARG_NONE, &way.stdio, 0,
	         "GDB has started us: (gdb) target remote | vforkscope gdb --stdio RUN", NULL},
		{"at", '\0', POPT_ARG_STRING, &where, 0,
	         "where to begin; without it before the program's first instruction: " WHERE_HELP, "WHERE"},
		COMMAND_LAUNCH,
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct timeline_mark mark = {.icount = UINT64_MAX};
	struct session *session = NULL;
	char error[ERROR_MAX];
	int rc = EXIT_MISTAKE;
	bool ok;

	if (!context)
		return rc;
	words = command_words(command, context, 1, argc);
	way.address = address;
	if (words && way.stdio && (way.port || address))
		command_fail("gdb: --stdio, or --port and --address: one of them");
	else if (words && open_way(&way)) /* before a trace is read, and the network given up for it */
		session =
			where ? command_session_at(words, &(struct seclusion){0}, (const char *[]){where, NULL}, &mark)
			      : command_session(words, &(struct seclusion){0});
	if (session) {
		if (!way.stdio)
			tell_how(session, way.text);
		ok = way.stdio ? server_pipe(way.in, way.out, session, mark.icount, error)
		               : server_run(way.in, session, mark.icount, error);
		rc = ok ? 0 : command_fail("%s", error);
	}
	session_free(session);
	poptFreeContext(context);
	return rc;
}

const struct command cmd_gdb = {
	"gdb",
	"PROG|TRACE [ARG...] [--at WHERE] [--port N] [--address A] [--stdio]",
	"lets GDB look at a run, and move in it forward and back",
	gdb,
	.about =
		"The run is recorded first and then stays as it is; GDB goes to its instants. It tells what to type in "
		"another terminal, and listens on this machine alone unless an address is named. Processes are "
		"threads; break, watch, step, continue, reverse-step and reverse-continue work as for any program, and "
		"monitor help tells what GDB lacks words for: who wrote a word, who lends to whom, what if.\n"
		"It needs a GDB that knows the m68k: gdb-multiarch in Debian.",
	.examples = "gdb return # then, in another terminal: gdb-multiarch, and what it told",
};
