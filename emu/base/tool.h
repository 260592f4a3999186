/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Starting other programs of the host: the only place that does, and the one that makes it safe. A tool is looked for
 * in the absolute directories of PATH; no shell is involved. It has nothing of ours but its arguments: a small
 * environment (PATH, LC_ALL=C, TMPDIR), no open file, /dev/null to read, a session of its own, limits, and, if rules
 * are given, only that part of the file system. What it says comes back as text; nothing goes to the terminal by
 * itself.
 *
 * The user's own editor is another matter: tool_start.
 *
 * The user's ^C, SIGTERM and SIGHUP stop the tool, and when it and all that it started are gone and the caller has
 * tidied up (tool_release), they do to us what they always do.
 */
#ifndef EMU_TOOL_H
#define EMU_TOOL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/confine.h"

/* What a tool and each program that it starts may take. */
enum {
	TOOL_SECONDS = 30,  /* of the clock on the wall, all together */
	TOOL_MEMORY = 1024, /* megabytes of address space */
	TOOL_FILE = 64,     /* megabytes of one file written */
	TOOL_TEXT = 256,    /* kilobytes said on standard output or standard error */
};

struct tool {
	const char *path;                 /* of the program: tool_find */
	const char *const *argv;          /* NULL-terminated; argv[0] is what the program is told to be its name */
	const char *temporary;            /* its TMPDIR, NULL: as ours */
	const struct confine_rule *rules; /* NULL: it is not confined; else it is, or does not run */
	size_t nrules;
	const char *const *environment; /* more of it, NULL-terminated; NULL: none */
	unsigned seconds;               /* 0: TOOL_SECONDS */
	bool trusted;                   /* its work is ours, not a stranger's: of the limits only the seconds count */
	bool input;                     /* it reads our standard input to its end */
	bool output;                    /* its standard output is ours: not limited, not looked at */
};

struct tool_text {
	char *text; /* NUL-terminated, never NULL; freed by tool_free */
	size_t size;
};

struct tool_result {
	int status; /* as exit(3) was given it; 128 + the signal that killed it */
	struct tool_text out, err;
};

/* Runs a tool to its end. True if it came to one, whatever its status. False and a line in error (ERROR_MAX
 * bytes) if it could not be started, came to a limit of ours, or was stopped because a signal waits for us. The
 * result is to be freed in every case. */
bool tool_run(const struct tool *, struct tool_result *, char *error);
void tool_free(struct tool_result *);

/* Starts a program that the user named for himself (an editor): it has our terminal and environment, and no limits, and
 * goes on by itself. argv[0] is looked for as tool_find does, unless it is a path. False and a line in error if it does
 * not start. */
bool tool_start(const char *const *argv, char *error);
/* Our own program begins anew in our place. Comes back with a line in error if it cannot. */
void tool_begin_anew(const char *const *argv, char *error);

/* Path of a program, NULL if no absolute directory of PATH has it. The caller frees it. Caches of compilers (ccache)
 * are passed over: they want files of their own. */
char *tool_find(const char *name);

/* A file's name as a tool gets it: one that can be neither an option (-x) nor a list of options (@x). The caller frees
 * it. */
char *tool_file(const char *name);

/* Between these two the signals that would end us wait: what is made in between is removed in between. They nest. */
void tool_hold(sigset_t *before);
void tool_release(const sigset_t *before);

#endif
