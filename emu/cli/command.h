/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the commands of vforkscope have in common: their description, options, and the way from PROG or TRACE to a
 * timeline. The table of all commands is in visualizer/command_table.c.
 */
#ifndef EMU_COMMAND_H
#define EMU_COMMAND_H

#include <popt.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/exit_status.h"
#include "image/seclusion.h"
#include "analysis/session.h"
#include "replay/timeline.h"

struct command {
	const char *name;
	const char *synopsis; /* what follows the name */
	const char *help;     /* one line */
	int (*run)(const struct command *, int argc,
	           const char **argv); /* argv[0] is the name; returns the exit status */
	/* For the manual: what it does, in paragraphs, and lines "ARGUMENTS # WHAT THAT SHOWS", which a test runs. */
	const char *about, *examples;
	bool foreign; /* its options are another program's, or in another build: it has no table of them */
	bool draws;   /* it makes pictures, or tells of what does: visualizer/main.c */
};

extern const struct command cmd_run, cmd_events, cmd_state, cmd_replay, cmd_cc, cmd_bench, cmd_matrix, cmd_step,
	cmd_who, cmd_find, cmd_what_if, cmd_explain, cmd_diff, cmd_import, cmd_script, cmd_cost, cmd_export, cmd_lesson,
	cmd_html, cmd_check, cmd_gdb;

/* Prints "vforkscope: ..." on stderr, in one printable line, and returns EXIT_MISTAKE. */
int command_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for an error that begins with what is wrong and a colon: below it stands the text that this is from, the
 * last of those given (NULL at their end) that has it, with a caret under the place. */
int command_fail_in(const char *error, const char *const *texts);

/* Prints "vforkscope: note: ..." on stderr: the command goes on. */
void command_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Tells where the processes of a machine are that has not ended by itself, and what they wait for. */
void command_note_ending(const struct run_image *kernel, const struct run_image *disk, struct machine *);

/* Whatever is prepared from now on has a person before its console. */
void command_at_terminal(void);

/* What a program is run with, the level at which a C file is compiled, and the limits of run_limits.h; for a table of
 * options. */
extern struct poptOption command_launch_options[], command_level_options[], command_limit_options[];
#define COMMAND_TABLE(table, title)                                                                                    \
	{                                                                                                              \
		NULL, '\0', POPT_ARG_INCLUDE_TABLE, table, 0, title, NULL                                              \
	}
#define COMMAND_LIMITS COMMAND_TABLE(command_limit_options, "Limits:")
#define COMMAND_LAUNCH COMMAND_TABLE(command_level_options, "How a C file is compiled:"), COMMAND_LAUNCH_LEVELS
/* The same for who compiles at several levels. */
#define COMMAND_LAUNCH_LEVELS COMMAND_TABLE(command_launch_options, "How the program is run:"), COMMAND_LIMITS

/* The limits as the options say, the defaults filled in; that of memory is in force from now on. False when a mistake
 * was told. */
bool command_limits(struct limits *);

/* How programs are to be run, as the options say. False when a mistake was told. */
struct launch;
bool command_launch(struct launch *);
/* gcc's option for a level, by what stands behind -O; NULL: there is no such level. */
const char *command_level(char level);
/* Has the user said how many instructions a run may take? */
bool command_asked_instructions(void);

/* Parses a command's options. posix: what follows PROG and is no option of the command is PROG's (options.h).
 * Returns the context, whose poptGetArgs are the words that remain, or NULL when a mistake was told. */
poptContext command_parse(const struct command *, int argc, const char **argv, const struct poptOption *, bool posix);

/* Shows a command's table of options to somebody, and the command does not run. */
void command_describe(const struct command *, void (*visit)(const struct poptOption *, void *arg), void *arg);

/* The words that remain, checked to be min to max. NULL when a mistake was told. */
const char **command_words(const struct command *, poptContext, int min, int max);

/* Is it a program's name? Notes which one runs when a file here and a shipped program have it. False when a mistake was
 * told: a trace is none. */
bool command_program(const char *name);

/* Are the words a lesson in steps (lesson/tutorial.h), and no program: a path with its ending, or the name of one that
 * ships? Its program is run then. */
bool command_lesson(const char *const *words);

/* An option that was given and says how a program is run, so that it means nothing for a trace; NULL if there is
 * none. */
const char *command_launch_option(void);

/* Prepares words[0..] (PROG and its arguments) with the launch options. False when a mistake was told. */
bool command_prepare(const char *const *words, struct run_config *);

/* Tells on stderr what is worth knowing about a program that is run: names in the machine, a lesson's own system. */
void command_note_launch(const char *const *words);

/* A timeline of PROG and its arguments at its beginning, to be recorded while it is looked at. person: somebody sits
 * before its console. NULL and a line in error, "" if it was told. */
struct timeline *command_begin(const char *const *words, bool person, char error[ERROR_MAX]);

/* The same of a program under a system, whatever --system says; NULL: as usual. */
struct timeline *command_begin_under(const char *system, const char *const *words, bool person, char error[ERROR_MAX]);

/* The timeline of a trace. Before it is read all of the host is given up but what the seclusion tells. NULL when a
 * mistake was told; command_load: NULL and a line in error, "" if it was told. */
struct timeline *command_trace(const char *path, const struct seclusion *);
struct timeline *command_load(const char *path, const struct seclusion *, char error[ERROR_MAX]);

/* A complete timeline of words[0] (PROG with arguments, or TRACE). PROG's input is
 * ours, unless that is a terminal; then there is none. NULL when a mistake was
 * told. */
struct timeline *command_timeline(const char *const *words, const struct seclusion *);

/* The same with what can be found out about it, for those who want snapshots. */
struct session *command_session(const char *const *words, const struct seclusion *);

/* The same of a program under a system, whatever --system says; NULL: as usual. */
struct session *command_session_under(const char *system, const char *const *words, const struct seclusion *);

/* The same with an instant: the first of these (NULL at the end) that the run has. NULL when a mistake was told, which
 * is that of the last one. */
struct session *command_session_at(const char *const *words, const struct seclusion *, const char *const *wheres,
                                   struct timeline_mark *);

/* Two runs that are to be held against each other, each of them told by one text: TRACE, or PROG with its arguments
 * behind blanks; PROG@SYSTEM is PROG under that system. Both get the same input. False when a mistake was told; then
 * both sessions are NULL. */
bool command_sessions(const char *const texts[2], const struct seclusion *, struct session *sessions[2]);
/* The same two as timelines. begun: programs stand at their beginning, and the caller runs them. */
bool command_timelines(const char *const texts[2], const struct seclusion *, bool begun, struct timeline *timelines[2]);

#endif
